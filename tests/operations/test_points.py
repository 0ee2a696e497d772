"""Points as the window uses them: a month posted, a record changed, the statement, the sheets, the notice."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wdbranch.errors import UserError
from wdbranch.operations import points, record
from wdbranch.rules.points.scheme import say_score

TODAY = date(2026, 9, 19)
QUARTER = points.period_named("quarter", 2026, 1)


def served(book, day, *names):
    """A final record of volunteering."""
    values = {"project": "清楼道", "organiser": "branch", "persons": names, "hours": 2}
    saved = record.new(book, "volunteer", day=date.fromisoformat(day), values=values)
    return record.finalize(book, saved.record.id).record


def claimed(book, member, **changes):
    values = {"member": member, "item": "J15", "points": 1, "reason": "锦旗", "basis": "2026-ZY-01", "entered_by": "韩拟秋", "decision": "agree"}
    return record.new(book, "points_claim", day=date(2026, 3, 9), values=values | changes).record


def line_of(book, name, kind="month", number=3):
    page = points.page(book, points.period_named(kind, 2026, number), TODAY)
    return next(line for line in page.lines if line.name == name)


def test_a_month_is_worked_out_then_posted(book):
    served(book, "2026-03-07", "尹拟谷", "陈拟舟")
    line = line_of(book, "尹拟谷")
    assert (line.sums.total, line.waiting, line.change) == (0, 1, 100)      # worked out, not yet in the ledger
    assert points.unposted_months(book, 2026, TODAY) == ("2026-03",)
    done = points.post(book, 2026, 3, TODAY)
    assert (done.lines, done.back) == (2, 0)
    line = line_of(book, "尹拟谷")
    assert (line.sums.total, line.waiting) == (100, 0)
    with pytest.raises(UserError) as refused:
        points.post(book, 2026, 3, TODAY)
    assert refused.value.code == "nothing_to_post"
    with pytest.raises(UserError) as refused:
        points.post(book, 2026, 10, TODAY)
    assert refused.value.code == "month_ahead"


def test_a_changed_record_is_reversed_by_the_next_posting_and_both_point_at_each_other(book):
    there = served(book, "2026-03-07", "尹拟谷", "陈拟舟")
    points.post(book, 2026, 3, TODAY)
    record.correct(book, there.id, "签到表核对")
    record.set_value(book, there.id, "persons", ("陈拟舟", "彭拟岭"))
    page = points.page(book, points.period_named("month", 2026, 3), TODAY)
    assert (page.waiting, page.back) == (2, 1)
    points.post(book, 2026, 4, TODAY)
    yin = next(line.member for line in page.lines if line.name == "尹拟谷")
    gone, back = points.statement(book, 2026, yin, TODAY)
    assert (gone.kind, gone.other, back.kind, back.other) == ("gone", 1, "back", 0)
    assert (gone.score, back.score) == (100, -100)
    assert back.record == there.id
    assert line_of(book, "彭拟岭").sums.total == 100


def test_a_record_in_the_recycle_bin_gives_no_points_and_gives_them_again_when_restored(book):
    there = record.new(book, "volunteer", day=date(2026, 3, 7), values={"project": "清楼道", "persons": ("尹拟谷",), "hours": 2}).record
    points.post(book, 2026, 3, TODAY)
    record.discard(book, there.id)
    assert line_of(book, "尹拟谷").change == -100
    points.post(book, 2026, 3, TODAY)
    assert line_of(book, "尹拟谷").sums.total == 0
    record.restore(book, there.id)
    assert line_of(book, "尹拟谷").change == 100


def test_the_secretary_cannot_award_points_to_the_secretary(book):
    mine = claimed(book, "陈拟舟", entered_by="陈拟舟")
    with pytest.raises(UserError) as refused:
        record.finalize(book, mine.id)
    assert refused.value.code == "blocked"
    assert line_of(book, "陈拟舟").waiting == 0
    record.set_value(book, mine.id, "entered_by", "韩拟秋")
    record.finalize(book, mine.id)
    assert line_of(book, "陈拟舟").change == 100


def test_the_rules_are_listed_for_the_assembly_to_change_and_hold_from_their_day(book):
    draft = record.new(book, "points_rules", day=date(2026, 3, 1), values={"from_day": "2026-03-01"}).record
    assert len(draft.rows("items")) == 27
    rows = [{**row, "value": 3} if row["code"] == "J09" else row for row in draft.rows("items")]
    record.set_value(book, draft.id, "items", rows)
    record.finalize(book, draft.id)
    served(book, "2026-03-07", "尹拟谷")
    assert line_of(book, "尹拟谷").change == 300
    page = points.page(book, QUARTER, TODAY)
    assert not page.reference
    assert "第1版" in page.rules


def test_the_notice_of_a_quarter_and_what_changed_after_it(book, clock):
    clock[0] = datetime(2026, 4, 7, 9, 0)
    served(book, "2026-03-07", "尹拟谷")
    points.post(book, 2026, 3, TODAY)
    clock[0] = datetime(2026, 4, 8, 9, 0)
    notice = record.new(book, "points_notice", day=date(2026, 4, 8), values={"place": "党务公开栏"}).record
    assert (notice.get("quarter"), notice.get("shown_to"), notice.get("people")) == (1, "2026-04-12", 27)
    page = points.page(book, QUARTER, TODAY)
    assert (page.notice, page.changed) == (notice.id, 0)
    assert page.shown == "2026年4月8日至2026年4月12日"
    clock[0] = datetime(2026, 5, 8, 9, 0)
    served(book, "2026-03-08", "彭拟岭")
    points.post(book, 2026, 5, TODAY)
    assert points.page(book, QUARTER, TODAY).changed == 1


def test_every_sheet_can_be_printed_saved_and_left_blank(book, tmp_path):
    from wdbranch.operations import printing

    served(book, "2026-03-07", "尹拟谷", "陈拟舟")
    claim = claimed(book, "尹拟谷", item="K07", points=-5)
    record.finalize(book, claim.id)
    points.post(book, 2026, 3, TODAY)
    member = book.roster().by_label["尹拟谷"].id
    month = points.period_named("month", 2026, 3)
    for view, period in (("points_month", month), ("points_shown", QUARTER), ("points_talks", QUARTER), ("points_quarter", QUARTER), ("points_year", QUARTER)):
        plan = points.plan_sheet(book, view, period)
        assert plan.pages
        assert printing.plan_blank(book, view).pages
    card = points.plan_sheet(book, "points_card", QUARTER, member=member)
    assert "尹拟谷" in card.title
    said = "".join(text.text for page in points.plan_sheet(book, "points_shown", QUARTER).pages for text in page.texts)
    assert "尹拟谷" in said
    assert "村规民约" not in said      # never what a deduction was for
    assert points.save_sheet(book, "points_shown", QUARTER, tmp_path / "公示.xlsx").exists()
    assert points.save_sheet(book, "points_card", QUARTER, tmp_path / "卡.xlsx", member=member).exists()


def test_the_street_is_told_counts_and_what_was_shown_in_public_never_a_reason(book, clock):
    from wdbranch.rules.points.report import report

    assert report(book.snapshot(), date(2026, 1, 1), date(2026, 3, 31)) == {}      # no points are kept
    served(book, "2026-03-07", "尹拟谷", "陈拟舟")
    record.finalize(book, claimed(book, "尹拟谷", item="K07", points=-5).id)
    clock[0] = datetime(2026, 4, 7, 9, 0)
    points.post(book, 2026, 3, TODAY)
    told = report(book.snapshot(), date(2026, 1, 1), date(2026, 3, 31))
    assert (told["people"], told["average"], told["published_on"], told["shown"]) == (27, -0.1, "", [])
    record.new(book, "points_notice", day=date(2026, 3, 30), values={"quarter": 1})
    told = report(book.snapshot(), date(2026, 1, 1), date(2026, 3, 31))
    assert told["published_on"] == "2026-03-30"
    mine = next(row for row in told["shown"] if row["name"] == "尹拟谷")
    assert mine == {"quarter": "2026-Q1", "name": "尹拟谷", "points": -4.0, "deductions": 1}


NAMES = ("尹拟谷", "彭拟岭", "丁拟白")
DEEDS = st.one_of(
    st.tuples(st.just("add"), st.integers(1, 8), st.sets(st.sampled_from(NAMES), min_size=1)),
    st.tuples(st.just("edit"), st.integers(0, 5), st.sets(st.sampled_from(NAMES), min_size=1)),
    st.tuples(st.just("move"), st.integers(0, 5), st.integers(1, 8)),
    st.tuples(st.just("bin"), st.integers(0, 5), st.booleans()),
    st.tuples(st.just("post"), st.integers(1, 9), st.booleans()),
)


@given(st.lists(DEEDS, max_size=14))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_ledger_comes_to_what_is_worked_out_from_nothing(book, acts):
    """Edits, moves to another month, deletions, restorations and postings in any order."""
    made: list[str] = []
    for kind, number, what in acts:
        if kind == "post":
            if points.page(book, points.period_named("month", 2026, number), TODAY).waiting:
                points.post(book, 2026, number, TODAY)
        elif kind == "add":
            values = {"project": "清楼道", "persons": tuple(sorted(what)), "hours": 1}
            made.append(record.new(book, "volunteer", day=date(2026, number, 7), values=values).record.id)
        elif made:
            _change(book, made[number % len(made)], kind, what)
    if points.unposted_months(book, 2026, TODAY):
        points.post(book, 2026, 9, TODAY)
    snapshot = book.snapshot()
    every: Counter[int] = Counter()
    for entry in snapshot.points.entries:      # the plain sum of the ledger, reversals and all
        every[entry.line.member] += entry.line.score
    wanted = {member: sums.total for member, sums in points.reckoned(book, 2026, TODAY).items()}
    assert {member: score for member, score in every.items() if score} == {m: t for m, t in wanted.items() if t}
    for entry in snapshot.points.entries:
        assert say_score(entry.line.score)


def _change(book, record_id, kind, what):
    gone = book.record(record_id).deleted_at is not None
    if kind == "bin":
        (record.restore if gone else record.discard)(book, record_id)
    elif not gone and kind == "edit":
        record.set_value(book, record_id, "persons", tuple(sorted(what)))
    elif not gone and kind == "move":
        record.set_value(book, record_id, "served_on", f"2026-{what:02}-08")
