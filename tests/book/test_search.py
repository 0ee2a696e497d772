"""Search: two characters are enough, initials find people, filters narrow, the recycle bin stays shut."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent.parent / "rules"))

from rules_branch import IDS, ROSTER, assembly, committee, lecture, snapshot, theme_day  # noqa: E402

from wdbranch.book.people import Roster  # noqa: E402
from wdbranch.book.record import Attachment  # noqa: E402
from wdbranch.book.search import EVIDENCE, MEMBER, MOST_HITS, RECORD, Wanted, search, snippet, warm  # noqa: E402

BOOK = (committee(), lecture(), assembly(), theme_day())


def found(text, *records, **filters):
    book = snapshot(*(records or BOOK), evidence={"ZB-12": {"met": True, "note": "党费逐月收齐，收缴表挂墙"}})
    return search(book, Wanted(text, **filters))


def hits(text, *records, **filters):
    return [(hit.form, hit.field, hit.row) for hit in found(text, *records, **filters).hits if hit.kind == RECORD]


def test_two_characters_find_their_box():
    assert hits("堆物") == [("theme_day", "segments", 0), ("lecture", "content", None)]
    assert hits("充电桩选址") == [("theme_day", "decisions", 0)]


def test_all_words_are_wanted():
    assert hits("漏水 晾衣绳") == []
    assert {form for form, *_ in hits("漏水 网格")} == {"lecture"}


def test_the_latest_comes_first_and_mere_attendance_last():
    told = hits("陈拟舟")
    assert told[0][0] == "theme_day"
    assert hits("曾拟书")[0] == ("theme_day", "attendance", 11)      # only on the list of those who came


def test_initials_find_people_and_where_they_speak():
    answers = found("bny").hits
    assert (answers[0].kind, answers[0].member) == (MEMBER, IDS["白拟远"])
    assert ("party_assembly", "speeches", 0) in hits("bny")
    assert hits("lnh") [0] == ("party_assembly", "superiors", None)      # 卢拟衡 is not in the roster


def test_filters_by_kind_year_and_person():
    other = theme_day(id="d00000000009", start="2025-09-12T15:00", end="2025-09-12T17:00", year=2025)
    assert [form for form, *_ in hits("堆物", *BOOK, other, form="theme_day")] == ["theme_day"] * 2
    assert len(hits("堆物", *BOOK, other, year=2025)) == 1
    assert hits("", person="卢拟衡") == [("party_assembly", "superiors", None)]
    assert [hit.kind for hit in found("卧床", form=MEMBER).hits] == [MEMBER] * len(found("卧床", form=MEMBER).hits)


def test_numbers_days_and_chosen_words_are_found():
    assert hits("2026-DH-03") == [("party_assembly", None, None)]
    assert ("committee", None, None) in hits("2026年8月20日")
    assert ("party_assembly", "agenda", 2) in hits("接收预备党员")


def test_names_of_attachments_and_judgements_are_found():
    kept = Attachment("ab" * 32, "签到表扫描件.pdf", "signin", 10, caption="十月的签到")
    book = (*BOOK, replace(assembly(id="a00000000009"), attachments=(kept,)))
    assert found("扫描件", *book).hits[0].label == "附件"
    assert found("十月的签到", *book).hits[0].label == "照片说明"
    judged = found("收缴表").hits
    assert [(hit.kind, hit.key) for hit in judged] == [(EVIDENCE, "ZB-12")]


def test_people_are_found_by_what_the_roster_says():
    roster = Roster((replace(ROSTER.members[0], native_place="河南省汝州市", note="会修收音机"), *ROSTER.members[1:]), ROSTER.groups)
    for text in ("汝州", "收音机"):
        answers = search(snapshot(*BOOK, roster=roster), Wanted(text)).hits
        assert [(hit.kind, hit.member) for hit in answers] == [(MEMBER, 1)]


def test_no_identity_number_is_shown():
    roster = Roster((replace(ROSTER.members[0], id_no="410401199001010011"), *ROSTER.members[1:]), ROSTER.groups)
    assert search(snapshot(*BOOK, roster=roster), Wanted("410401")).total == 0


def test_a_changed_record_is_looked_at_anew():
    book = snapshot(*BOOK)
    assert search(book, Wanted("桐油")).total == 0
    told = replace(theme_day(), values={**theme_day().values, "outcome": "门窗刷了桐油"})
    after = replace(book, records=(committee(), told))       # the workbook hands the memory on
    assert after.memory is book.memory
    assert [hit.field for hit in search(after, Wanted("桐油")).hits] == ["outcome"]
    assert search(after, Wanted("宋拟真 约")).total == search(snapshot(committee(), told), Wanted("宋拟真 约")).total


def test_getting_ready_goes_through_all_records_once():
    book, at = snapshot(*BOOK), 0
    while at < len(book.records):
        at = warm(book, at, 3)
    assert {kind for kind, _ in book.memory} >= {"told", "people"}
    assert search(book, Wanted("堆物")).total == 2


def test_many_answers_are_counted_and_the_first_shown():
    many = [assembly(id=f"{n:012x}", seq=n) for n in range(MOST_HITS + 20)]
    answer = found("网格员", *many)
    assert found("白拟远 再等", *many).total == MOST_HITS + 20
    assert len(found("白拟远 再等", *many).hits) == MOST_HITS
    assert answer.total == 0


@given(st.text(max_size=120), st.lists(st.text(min_size=1, max_size=4), max_size=3))
@settings(deadline=None)
def test_a_snippet_is_a_piece_of_the_text_with_its_words_marked(text, words):
    lowered = [word.lower() for word in words]
    pieces = snippet(text, lowered)
    told = "".join(piece.text for piece in pieces).strip("…")
    assert told in " ".join(text.split("\n")) or "…" in text
    for piece in pieces:
        assert not piece.found or piece.text.lower() in lowered


@given(st.sampled_from(BOOK), st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_two_characters_stand_in_a_record_it_is_found(record, data):
    texts = [value for value in record.values.values() if isinstance(value, str) and len(value) > 1]
    text = data.draw(st.sampled_from(texts))
    at = data.draw(st.integers(0, len(text) - 2))
    pair = text[at : at + 2]
    plain = not any(field.type in ("date", "datetime") and record.get(field.id) == text for field in snapshot(record).form_of(record).fields)
    if plain and len(pair.split()) == 1 and len(pair.strip()) == 2 and text not in ("superior", "secretary", "talk", "c00000000009"):
        assert record.id in [hit.record for hit in search(snapshot(*BOOK), Wanted(pair)).hits]
