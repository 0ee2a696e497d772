"""Points worked out from records: what gives a line, whom it spares, the caps, and the ledger that never changes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from dues_book import payment, rate, row
from hypothesis import given, settings
from hypothesis import strategies as st
from member_records import record
from points_cases import claim, gathering, notice, rules
from rules_branch import IDS, ROSTER, editions, snapshot

from wdbranch.book.people import Span
from wdbranch.book.points import Entry, Line, PointsLedger, Posting
from wdbranch.errors import FileRefusedError
from wdbranch.paths import resource
from wdbranch.rules.points.count import lines_of_year
from wdbranch.rules.points.ledger import Waiting, difference, waiting
from wdbranch.rules.points.scheme import reference_for, say_score, scheme_on, schemes, scored
from wdbranch.rules.points.standing import band_of, by_member, cards, months_of, posted, say_band, sums
from wdbranch.rules.periods import period_of

TODAY = date(2026, 11, 23)
YIN = IDS["尹拟谷"]


def lines(*records, today=TODAY, roster=ROSTER, year=2026):
    return lines_of_year(snapshot(*records, roster=roster), year, today)


def scores(*records, member=YIN, **more):
    """Code → points of one member."""
    found: Counter[str] = Counter()
    for line in lines(*records, **more):
        if line.member == member:
            found[line.code] += line.score
    return {code: say_score(score) for code, score in found.items()}


# --- what gives a line ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "code", "points"), [("party_assembly", "J01", "3"), ("group_meeting", "J02", "1"), ("lecture", "J02", "2"), ("theme_day", "J03", "2")]
)
def test_whoever_came_gets_the_points_of_the_meeting(form, code, points):
    met = gathering(form, "2026-03-13", present=["尹拟谷"], leave=["丁拟白"])
    assert scores(met) == {code: points}
    assert scores(met, member=IDS["丁拟白"]) == {}      # on leave: nothing added, nothing taken
    (line,) = lines(met)
    assert (line.source, line.day) == (met.id, "2026-03-13")


def test_absence_without_a_reason_costs_points_but_not_the_infirm_nor_the_floating():
    met = gathering("party_assembly", "2026-03-13", absent=["尹拟谷", "沈拟松", "邱拟江"])
    assert scores(met) == {"K01": "-5"}
    assert scores(met, member=IDS["沈拟松"]) == {}
    assert scores(met, member=IDS["邱拟江"]) == {}
    assert scores(gathering("theme_day", "2026-03-13", absent=["尹拟谷"])) == {"K02": "-3"}


def test_who_is_away_or_not_counted_as_due_is_spared_for_that_time_only():
    away = replace(ROSTER.by_id[YIN], spans=(Span("away", "2026-03-01", "2026-04-01", "住院"),))
    roster = replace(ROSTER, members=tuple(away if m.id == YIN else m for m in ROSTER.members))
    met = [gathering("theme_day", f"2026-0{month}-13", month, absent=["尹拟谷"]) for month in (3, 4)]
    assert scores(*met, roster=roster) == {"K02": "-3"}


def test_being_late_is_read_from_the_written_reason():
    met = gathering("theme_day", "2026-03-13", present=["尹拟谷:迟到20分钟"])
    assert scores(met) == {"J03": "2", "K03": "-0.5"}


def test_taught_at_home_and_online_count_as_taking_part():
    met = gathering("theme_day", "2026-03-13", home_study=["沈拟松"], online=["邱拟江"])
    assert scores(met, member=IDS["沈拟松"]) == scores(met, member=IDS["邱拟江"]) == {"J03": "2"}


def test_dues_in_time_give_a_point_and_late_ones_cost_one():
    paid = payment("2026-02-10", row("尹拟谷", 20, "2026-02"), number=1)
    late = payment("2026-04-02", row("尹拟谷", 20, "2026-03"), number=2)
    found = [line for line in lines(rate("尹拟谷", 20), paid, late, today=date(2026, 4, 15)) if line.member == YIN]
    assert [(line.code, line.day, line.source == paid.id) for line in found] == [
        ("K04", "2026-01-31", False), ("J06", "2026-02-10", True), ("K04", "2026-03-31", False),
    ]
    assert all(line.source for line in found)      # the unpaid month points at the assessment


def test_who_pays_by_the_quarter_is_not_late_within_it():
    quarterly = rate("尹拟谷", 20, rhythm="quarterly", quarter_consent="2026-01-05")
    paid = payment("2026-03-10", row("尹拟谷", 60, "2026-01", count=3))
    assert scores(quarterly, paid, today=date(2026, 3, 20)) == {"J06": "3"}


def test_december_unpaid_costs_a_point_once_the_year_is_over():
    assert "K04" not in scores(rate("尹拟谷", 20, "2026-12"), today=date(2026, 12, 31))
    assert scores(rate("尹拟谷", 20, "2026-12"), today=date(2027, 1, 1)) == {"K04": "-1"}


def test_ledgers_give_points_to_the_people_they_name():
    found = scores(
        record("training", 1, held_on="2026-04-14", persons=("尹拟谷", "陈拟舟")),
        record("volunteer", 1, served_on="2026-05-01", persons=("尹拟谷",), hours=2),
        record("good_deed", 1, opened_on="2026-02-01", owner="尹拟谷", done_on="2026-06-01"),
        record("good_deed", 2, opened_on="2026-02-01", owner="尹拟谷"),      # not done yet
        record("promise", 1, promised_on="2026-01-10", member="尹拟谷", due="2026-10-31", full_year="都做到了"),
        record("post_slots", 1, taken_on="2026-01-10", member="尹拟谷", service=(
            {"on": "2026-03-01", "text": "巡楼"}, {"on": "2026-03-08", "text": "巡楼"}, {"on": "2026-04-02", "text": "巡楼"},
        )),
    )
    assert found == {"J04": "2", "J09": "1", "J14": "2", "J07": "2", "J08": "4"}      # one a month


def test_a_household_counts_once_a_month_for_each_visitor():
    visits = [
        record("visit", number, visited_on=f"2026-0{month}-1{number}", target=target, visitors=("尹拟谷",))
        for number, (month, target) in enumerate([(3, "沈拟松"), (3, "沈拟松"), (3, "梁拟菊"), (4, "沈拟松")], 1)
    ]
    assert scores(*visits) == {"J12": "3"}


def test_every_ledger_of_the_rules_is_in_the_edition_and_an_empty_book_gives_nothing():
    forms = {source["form"] for item in reference_for(2026).automatic for source in item.options.get("from", ())}
    assert forms <= set(editions()["2026"].forms)
    assert lines() == ()


def test_an_outing_of_the_pioneers_counts_for_each_who_went():
    went = record("team_outing", 1, went_on="2026-05-03", team="先锋队", kind="civic", task="清理小广告", persons=("尹拟谷",))
    assert scores(went) == {"J11": "2"}


def test_only_members_of_the_day_get_points():
    met = gathering("theme_day", "2026-03-13", present=["董拟星", "杜拟言"])      # member from 3-20, applicant
    assert lines(met) == ()
    assert scores(gathering("theme_day", "2026-04-10", present=["董拟星"]), member=IDS["董拟星"]) == {"J03": "2"}


# --- claims --------------------------------------------------------------------------------------------------


def test_a_claim_counts_once_it_is_agreed_and_final():
    assert scores(claim()) == {"J15": "1"}
    assert scores(claim(decision=None)) == {}
    assert scores(claim(decision="refuse")) == {}
    assert scores(replace(claim(), state=claim().state.DRAFT)) == {}
    assert scores(claim(decision="adjust", decided_points=0.5)) == {"J15": "0.5"}
    assert scores(claim(item="K07", points=5)) == {"K07": "-5"}      # a deduction, however it is written


def test_the_secretary_gets_nothing_by_a_claim_of_the_secretary_alone():
    mine = {"member": "陈拟舟", "meeting": None}
    secretary = IDS["陈拟舟"]
    assert scores(claim(**mine, entered_by="陈拟舟"), member=secretary) == {}
    assert scores(claim(**mine, entered_by=None), member=secretary) == {}
    assert scores(claim(**mine, entered_by="韩拟秋"), member=secretary) == {"J15": "1"}
    assert scores(claim(member="陈拟舟", entered_by="陈拟舟"), member=secretary) == {"J15": "1"}      # the committee decided


def test_a_year_set_to_nothing_adds_up_to_nothing():
    found = lines(claim(), claim(2, item="Z01", points=0))
    assert sums(found, reference_for(2026)).zeroed
    assert sums(found, reference_for(2026)).total == 0


# --- caps and versions of the rules ----------------------------------------------------------------------------


def test_no_item_goes_above_its_cap_and_the_line_says_so():
    met = [gathering("party_assembly", f"2026-0{month}-13", month, present=["尹拟谷"]) for month in range(1, 7)]
    found = [line for line in lines(*met) if line.code == "J01"]
    assert [line.score for line in found] == [300, 300, 300, 300, 0, 0]
    assert "封顶" in found[-1].reason


def test_no_group_goes_above_its_cap():
    deeds = [record("volunteer", n, served_on=f"2026-{1 + n // 28:02}-{1 + n % 28:02}", persons=("尹拟谷",)) for n in range(40)]
    assert scores(*deeds) == {"J09": "30"}


def test_rules_of_the_branch_hold_from_their_day_and_never_backwards():
    own = rules("2026-04-01", [{"code": "J03", "name": "主题党日", "direction": "base", "value": 5, "cap": 8, "cap_period": "quarter"}, {"code": "A01", "name": "带队", "direction": "plus", "value": 1}])
    met = [gathering("theme_day", f"2026-0{month}-13", month, present=["尹拟谷"]) for month in (3, 4, 5)]
    assembly = gathering("party_assembly", "2026-05-20", 9, present=["尹拟谷"])      # not listed any more
    found = [(line.code, line.score) for line in lines(own, *met, assembly, claim(item="a01", happened_on="2026-06-01"))]
    assert found == [("J03", 200), ("J03", 500), ("J03", 300), ("A01", 100)]
    label = scheme_on(snapshot(own), date(2026, 5, 1)).label
    assert "第1版" in label
    assert "2026年4月1日通过" in label
    assert "参考" in scheme_on(snapshot(own), date(2026, 3, 31)).label


def test_an_item_that_is_switched_off_and_rules_not_yet_final_do_not_count():
    off = rules("2026-01-01", [{"code": "J03", "name": "主题党日", "value": 2, "off": True}])
    met = gathering("theme_day", "2026-03-13", present=["尹拟谷"])
    assert scores(off, met) == {}
    assert scores(replace(off, state=off.state.DRAFT), met) == {"J03": "2"}


def test_every_item_of_the_reference_says_where_it_comes_from():
    scheme = reference_for(2026)
    assert len(scheme.items) == 27
    assert all(item.source for item in scheme.items.values())
    assert "参考" in scheme.reference
    assert {scheme.direction(code, 0) for code in scheme.items} == {"base", "plus", "minus", "zero"}


@pytest.mark.parametrize(("old", "new"), [('auto = "dues"', 'auto = "guess"'), ('group = "duty"', 'group = "none"'), ('period = "year"', 'period = "week"')])
def test_a_scheme_with_something_unknown_is_refused(tmp_path: Path, old: str, new: str) -> None:
    text = (resource("points") / "reference-2026.toml").read_text("utf-8")
    (tmp_path / "street.toml").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(FileRefusedError, match=r"street\.toml") as refused:
        schemes(tmp_path)
    assert refused.value.code == "bad_points"


def test_a_street_replaces_the_reference_by_a_file(tmp_path: Path) -> None:
    text = (resource("points") / "reference-2026.toml").read_text("utf-8")
    (tmp_path / "a.toml").write_text(text, "utf-8")
    (tmp_path / "b.toml").write_text(text.replace("year = 2026", "year = 2028").replace("value = 3\n", "value = 4\n", 1), "utf-8")
    assert reference_for(2027, tmp_path).items["J01"].value == 300
    assert reference_for(2028, tmp_path).items["J01"].value == 400
    assert reference_for(2020, tmp_path).year == 2026      # none as old: the oldest


# --- standing --------------------------------------------------------------------------------------------------


def test_newcomers_and_leavers_are_measured_by_their_own_months():
    came = replace(ROSTER.by_id[YIN], in_date="2026-07-01")
    left = replace(ROSTER.by_id[YIN], out_date="2026-04-01")
    assert months_of(came, 2026, date(2026, 12, 31)) == 6
    assert months_of(left, 2026, date(2026, 12, 31)) == 3
    assert months_of(ROSTER.by_id[YIN], 2026, date(2026, 12, 31)) == 12
    scheme = reference_for(2026)
    assert band_of(scored(45), came, scheme, 2026, date(2026, 12, 31)).id == "excellent"
    assert band_of(scored(45), ROSTER.by_id[YIN], scheme, 2026, date(2026, 12, 31)).id == "help"


def test_bands_are_no_grades_and_the_exempt_are_kept_apart_without_a_reason():
    scheme = reference_for(2026)
    assert all("合格" not in level.label for level in scheme.levels)
    said = say_band(0, ROSTER.by_label["沈拟松"], scheme, 2026, TODAY)
    assert said == "另册"


def test_a_reminder_names_what_it_is_for():
    met = [gathering("party_assembly", f"2026-0{month}-13", month, absent=["尹拟谷"], present=["丁拟白"]) for month in (7, 8)]
    snap = snapshot(*met)
    quarter = period_of("quarter", date(2026, 9, 1))
    found = by_member(lines_of_year(snap, 2026, TODAY))
    (card,) = cards(snap, ROSTER.by_id[YIN], found[YIN], quarter, TODAY)[-1:]
    assert card.warning.label == "黄牌"
    assert "连续2次无故缺席" in card.why
    assert cards(snap, ROSTER.by_label["丁拟白"], found[IDS["丁拟白"]], quarter, TODAY) == []


# --- the ledger ------------------------------------------------------------------------------------------------


def posted_as(ledger: PointsLedger, due: Waiting, until: str) -> PointsLedger:
    """The ledger after a posting, as the file writes it."""
    number = len(ledger.postings) + 1
    seq = len(ledger.entries)
    entries = list(ledger.entries)
    for entry in due.back:
        seq += 1
        entries.append(Entry(seq, number, replace(entry.line, score=-entry.line.score), entry.seq))
    for line in due.lines:
        seq += 1
        entries.append(Entry(seq, number, line))
    return PointsLedger((*ledger.postings, Posting(number, "", "", until)), tuple(entries))


def test_what_changed_is_taken_back_and_posted_anew():
    met = gathering("theme_day", "2026-03-13", present=["尹拟谷", "丁拟白"])
    first = posted_as(PointsLedger(), waiting(snapshot(met), 2026, TODAY), "2026-03")
    changed = gathering("theme_day", "2026-03-13", present=["尹拟谷"], absent=["丁拟白"])
    due = waiting(snapshot(changed, points=first), 2026, TODAY)
    assert [(entry.line.member, entry.line.code) for entry in due.back] == [(IDS["丁拟白"], "J03")]
    assert [(line.member, line.code) for line in due.lines] == [(IDS["丁拟白"], "K02")]
    assert due.score == -500
    second = posted_as(first, due, "2026-03")
    assert second.reversed_by == {2: 3}
    assert not waiting(snapshot(changed, points=second), 2026, TODAY)
    assert {m: sum(x.score for x in mine) for m, mine in posted(snapshot(changed, points=second), 2026).items()} == {YIN: 200, IDS["丁拟白"]: -300}


def test_a_posting_leaves_later_months_waiting():
    met = [gathering("theme_day", f"2026-0{month}-13", month, present=["尹拟谷"]) for month in (3, 4)]
    snap = snapshot(*met)
    assert len(waiting(snap, 2026, TODAY)) == 2
    assert [line.month for line in waiting(snap, 2026, TODAY, until="2026-03").lines] == ["2026-03"]


MONTHS = [f"2026-{number:02}" for number in range(1, 13)]
KEYS = st.tuples(st.integers(1, 3), st.sampled_from(["J01", "K01"]), st.sampled_from("abcd"))
LINES = st.builds(
    lambda key, month, score: Line(key[0], key[1], f"{month}-1{key[0]}", score, key[2]), KEYS, st.sampled_from(MONTHS), st.sampled_from([-500, -50, 0, 100, 300])
)
ACTS = st.lists(st.one_of(LINES, st.tuples(st.just("gone"), KEYS), st.tuples(st.just("post"), st.sampled_from(MONTHS))), max_size=40)


@given(ACTS)
@settings(max_examples=300, deadline=None)
def test_the_ledger_comes_to_the_same_however_edits_and_postings_interleave(acts):
    now: dict[object, Line] = {}
    ledger = PointsLedger()
    for act in acts:
        if isinstance(act, Line):
            now[act.key] = act
        elif act[0] == "gone":
            now = {key: line for key, line in now.items() if key[:3] != act[1]}
        else:
            until = act[1]
            before = ledger.entries
            ledger = posted_as(ledger, difference(now.values(), ledger.live(2026), until), until)
            assert ledger.entries[: len(before)] == before      # nothing is ever changed
            assert _sums(ledger, until) == _sums_of(line for line in now.values() if line.month <= until)
    ledger = posted_as(ledger, difference(now.values(), ledger.live(2026), "2026-12"), "2026-12")
    assert _sums(ledger, "2026-12") == _sums_of(now.values())
    assert not difference(now.values(), ledger.live(2026), "2026-12")
    assert len(set(ledger.reversed_by)) == sum(entry.reverses is not None for entry in ledger.entries)


def _sums_of(found):
    total: Counter[tuple[int, str]] = Counter()
    for line in found:
        total[line.member, line.month] += line.score
    return {key: score for key, score in total.items() if score}


def _sums(ledger, until):
    """Member and month → the sum of all entries, reversals included, up to a month."""
    return _sums_of(entry.line for entry in ledger.entries if entry.line.month <= until)


# --- the star --------------------------------------------------------------------------------------------------


def star_of(code, *records, points=None, today=TODAY):
    from wdbranch.rules.stars import stars

    found = stars(snapshot(*records, points=points or PointsLedger()), today)
    return next(one for star in found for one in star.indicators if one.id == code)


def test_whose_points_are_kept_is_told_of_all_members():
    met = gathering("theme_day", "2026-03-13", present=["尹拟谷"])
    ledger = posted_as(PointsLedger(), waiting(snapshot(met), 2026, TODAY), "2026-03")
    one = star_of("ZB-14", met, points=ledger)
    assert (one.state, one.numerator, one.denominator) == ("unmet", 1, 27)
    everybody = gathering("theme_day", "2026-04-10", 4, present=[member.name for member in ROSTER.on(TODAY)])
    ledger = posted_as(PointsLedger(), waiting(snapshot(everybody), 2026, TODAY), "2026-04")
    assert star_of("ZB-14", everybody, points=ledger).state == "met"


def test_quarters_shown_are_counted_against_quarters_over():
    one = star_of("ZB-15", notice(1, "2026-04-08", "2026-04-12"), notice(2, "2026-07-08", "2026-07-12"))
    assert (one.state, one.numerator, one.denominator) == ("unmet", 2, 3)
    assert "第三季度" in one.todo
    assert star_of("ZB-15", *(notice(n, f"2026-{3 * n + 1:02}-08", f"2026-{3 * n + 1:02}-12") for n in (1, 2, 3))).state == "met"
    assert star_of("ZB-15", today=date(2026, 3, 1)).state == "n/a"
