"""What is remembered from one question to the next never outlives a change: as if nothing were remembered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from rules_branch import ROSTER, assembly, committee, lecture, snapshot, theme_day

from wdbranch.book.people import Roster, Span
from wdbranch.rules.findings import findings

TODAY = date(2026, 10, 12)
BOOK = (
    assembly(), committee(), theme_day(), lecture(),
    lecture(id="e00000000004", seq=4), theme_day(id="d00000000011", seq=11), assembly(id="a00000000004", seq=4),
)  # fmt: skip
LONG = ("minutes", "content")
CHANGES = st.sampled_from(["place", "minutes", "present_all", "start", "people", "roster", "gone", "nothing"])


def forgetful(book):
    """The same book with nothing remembered: every record, the roster and the reading made anew."""
    people = Roster(book.roster.members, book.roster.groups)
    return snapshot(*(replace(one, values=dict(one.values)) for one in book.records), roster=people)


def changed(book, what, which, number):
    """The next reading of the book, after one change; what was worked out is handed on as a workbook does."""
    records, people = list(book.records), book.roster
    place = which % len(records)
    one = records[place]
    if what == "place":
        records[place] = replace(one, values={**one.values, "place": f"拟安社区{number}号院" if number % 3 else None})
    elif what == "minutes":
        text = records[number % len(records)]
        box, told = (next(((name, other.get(name)) for name in LONG if other.get(name)), (None, "")) for other in (one, text))
        if box[0] and told[0]:
            records[place] = replace(one, values={**one.values, box[0]: told[1] + f"郑州市金水区，2026.9.{number + 1}。"})
    elif what == "present_all":
        records[place] = replace(one, values={**one.values, "present_all": number})
    elif what == "start":
        records[place] = replace(one, values={**one.values, "start": f"2026-0{number % 9 + 1}-18T18:30"})
    elif what == "people":
        rows = one.values.get("attendance") or ()
        records[place] = replace(one, values={**one.values, "attendance": rows[number % 4 :]})
    elif what == "gone" and len(records) > 2:
        del records[place]
    elif what == "roster":
        member = people.members[number]
        away = Span("excluded", "2026-01-01", None, "应转未转", "2026-01-01", "2026-01-01")
        without = tuple(one for one in people.members if one.id != member.id)
        people = Roster((*without, replace(member, spans=(*member.spans, away))), people.groups)
    return snapshot(*records, roster=people, memory=book.memory)


@settings(max_examples=40, deadline=None)
@given(steps=st.lists(st.tuples(CHANGES, st.integers(0, 6), st.integers(0, 20), st.booleans()), min_size=1, max_size=6))
def test_after_any_changes_the_findings_are_those_of_a_book_read_anew(steps):
    book = snapshot(*BOOK, roster=Roster(ROSTER.members, ROSTER.groups))
    findings(book, TODAY)
    for what, which, number, whole in steps:
        book = changed(book, what, which, number)
        one = book.records[which % len(book.records)]
        typed = replace(one, values={**one.values, "host": "拟安社区某人"})
        assert findings(book, TODAY, record=typed) == findings(forgetful(book), TODAY, record=typed)
        assert findings(book, TODAY, record=one) == findings(forgetful(book), TODAY, record=one)
        if whole:
            assert findings(book, TODAY) == findings(forgetful(book), TODAY)
    assert findings(book, TODAY) == findings(forgetful(book), TODAY)
