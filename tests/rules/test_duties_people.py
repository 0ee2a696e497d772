"""Duties towards single people, and the papers of the year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from rules_branch import BRANCH, IDS, ROSTER, assembly, committee, lecture, snapshot, theme_day

from wdbranch.book.people import Span
from wdbranch.book.record import Record, State
from wdbranch.rules.duties import duties, entries
from wdbranch.rules.tables import rules_table

DAY = date(2026, 11, 23)


def filed(form, values, number=1, **more):
    """A record of a form."""
    return Record(f"{number:012x}", form, "2026", more.pop("year", 2026), values, **more)


def talk(partner, day, talker="陈拟舟", number=1):
    return filed("talk", {"held_on": day, "talker": talker, "partner": partner, "seq": number}, number)


def changed(name, *spans, **changes):
    """The roster with one person changed."""
    members = tuple(
        replace(m, spans=(*m.spans, *spans), **changes) if m.name == name else m for m in ROSTER.members
    )
    return replace(ROSTER, members=members)


def lines(duty, *records, day=DAY, settings=None, **more):
    branch = replace(BRANCH, settings={**BRANCH.settings, **(settings or {})})
    return [d for d in duties(snapshot(*records, branch=branch, **more), day) if d.id == duty]


def test_every_duty_of_the_domain_but_those_of_dues_and_development_is_known():
    wanted = {f"D-{n:02}" for n in [*range(1, 11), *range(15, 20), *range(29, 38)]}
    assert wanted <= {entry["id"] for entry in rules_table("duties")["duty"]}


def test_talks_are_done_when_everybody_was_talked_with():
    duty, = lines("D-09")
    assert (duty.state, duty.form) == ("open", "talk")
    assert "32 对应谈未谈" in duty.say
    seats = ["陈拟舟", "韩拟秋", "马拟川", "宋拟真", "许拟禾"]
    pairs = [(one, other) for n, one in enumerate(seats) for other in seats[n + 1 :]]
    pairs += [("陈拟舟", m.name) for m in ROSTER.members if m.name not in seats and not m.applicant]
    told = [talk(other, "2026-11-02", one, number) for number, (one, other) in enumerate(pairs, 1)]
    done, = lines("D-09", *told)
    assert done.state == "done"


def test_the_secretary_talks_with_whoever_was_sanctioned_within_fifteen_days():
    award = filed("award", {"decided_on": "2026-11-20", "member": "丁拟白", "kind": "sanction", "title": "警告", "seq": 1})
    duty, = lines("D-10", award)
    assert (duty.due, duty.state, duty.form, duty.member) == (date(2026, 12, 5), "open", "talk", None)
    assert "丁拟白有党纪处分" in duty.say
    assert lines("D-10", award, talk("丁拟白", "2026-11-22", number=9))[0].state == "done"
    praise = filed("award", {**award.values, "kind": "praise"})
    assert lines("D-10", praise) == []


def absent(*days):
    """Theme party days that 丁拟白 missed without a reason."""
    found = []
    for number, day in enumerate(days, 1):
        record = theme_day(id=f"d{number:011}", start=f"{day}T15:00", end=f"{day}T17:00")
        rows = [{**row, "status": "absent", "reason": None} if row["name"] == "丁拟白" else row for row in record.rows("attendance")]
        found.append(replace(record, values={**record.values, "attendance": tuple(rows)}))
    return found


def test_absence_without_a_reason_is_warned_of_at_once_and_louder_each_month():
    three = absent("2026-09-11", "2026-10-09", "2026-11-13")
    duty, = lines("D-15", *three)
    assert (duty.state, duty.grade, duty.due) == ("soon", 1, date(2027, 3, 11))
    assert "连续 3 次" in duty.say
    assert lines("D-15", *three, talk("丁拟白", "2026-11-20"))[0].state == "done"
    later, = lines("D-15", *three, talk("丁拟白", "2026-11-20"), day=date(2027, 2, 12))
    assert (later.state, later.grade) == ("soon", 3)
    assert "5 个月" in later.say
    gone, = lines("D-15", *three, day=date(2027, 3, 12))
    assert gone.state == "overdue"
    assert "自行脱党" in gone.say


def test_hours_of_study_of_the_year():
    duty, = lines("D-16", lecture())
    assert "陈拟舟 1/56" in duty.say
    assert duty.state == "open"


@pytest.mark.parametrize("duty", ["D-18", "D-19"])
def test_training_that_is_wanted_and_had(duty):
    waiting = lines(duty)
    assert waiting
    assert {one.form for one in waiting} == {"training"}
    assert all(one.state != "done" for one in waiting)


def test_a_new_secretary_is_trained_within_six_months():
    led = changed("陈拟舟", Span("post", "2026-08-01", None, "secretary"))
    members = tuple(
        replace(m, spans=tuple(s for s in m.spans if s.kind != "post" or s.start == "2026-08-01")) if m.name == "陈拟舟" else m
        for m in led.members
    )
    duty, = lines("D-17", roster=replace(led, members=members))
    assert duty.due == date(2027, 2, 1)


def floating_roster():
    return changed("邱拟江", Span("floating", "2026-01-15", None, "郑州"))


def test_floating_members_are_in_touch_each_quarter():
    both = [d for d in lines("D-31", roster=floating_roster()) if d.name == "邱拟江"]
    assert [(d.period[:7], d.state) for d in both] == [("2026-Q3", "overdue"), ("2026-Q4", "open")]
    call = filed("floating_contact", {"contacted_on": "2026-10-08", "member": "邱拟江", "seq": 1})
    now = [d for d in lines("D-31", call, roster=floating_roster()) if d.name == "邱拟江"][-1]
    assert (now.state, now.record) == ("done", call.id)


def test_who_cannot_be_reached_is_reported_after_six_months():
    lost = changed("邱拟江", Span("lost", "2026-06-30"))
    duty, = lines("D-32", roster=lost)
    assert (duty.due, duty.page, duty.member) == (date(2026, 12, 30), "roster", IDS["邱拟江"])
    assert "报上级停止党籍" in duty.say
    stopped = changed("邱拟江", Span("membership_suspended", "2024-10-01"))
    assert "应报上级除名" in lines("D-32", roster=stopped)[0].say


def test_who_has_been_away_for_six_months_is_registered_as_floating():
    away = changed("乔拟雨", Span("away", "2026-05-01", None, "苏州"))
    duty, = [d for d in lines("D-33", roster=away) if d.name == "乔拟雨"]
    assert (duty.state, duty.due) == ("overdue", date(2026, 11, 1))


def test_the_infirm_are_sought_out_each_quarter():
    roster = changed("沈拟松", infirm=True)
    found = {d.period[:7]: d.state for d in lines("D-36", theme_day(), roster=roster) if d.name == "沈拟松"}
    assert found == {"2026-Q3": "overdue", "2026-Q4": "done"}      # taught at home on 9 October


def test_volunteering_only_reminds():
    duty, = lines("D-37", day=date(2026, 12, 20))
    assert (duty.level, duty.state) == ("info", "soon")
    assert "不作硬性要求" in duty.say


def test_a_plan_that_no_meeting_discussed_is_not_done_yet():
    plan = filed("year_plan", {"made_on": "2026-02-03", "title": "计划"})
    day = date(2026, 2, 10)
    assert lines("D-29", day=day)[0].state == "soon"
    open_plan, = lines("D-29", plan, day=day)
    assert (open_plan.state, open_plan.record) == ("soon", plan.id)
    assert "哪次会议讨论" in open_plan.say
    passed = replace(plan, values={**plan.values, "prior_committee": "c00000000009"})
    assert lines("D-29", passed, day=day)[0].state == "done"


def test_the_summary_is_due_in_february_of_the_next_year():
    day = date(2027, 2, 10)
    assert [(d.period, d.state) for d in lines("D-30", day=day)] == [("2026", "soon"), ("2027", "open")]
    summary = filed("year_summary", {"made_on": "2027-01-20", "title": "总结"})
    assert lines("D-30", summary, day=day)[0].state == "done"


def test_the_book_is_handed_in_by_the_tenth_of_january():
    draft = committee()
    day = date(2027, 1, 8)
    duty = lines("D-34", draft, day=day)[0]
    assert (duty.due, duty.state, duty.page) == (date(2027, 1, 10), "soon", "book")
    assert "1 份没有归档" in duty.say
    assert lines("D-34", replace(draft, state=State.ARCHIVED), day=day)[0].state == "done"


def test_the_report_of_plans_is_off_until_it_is_wanted():
    assert lines("D-35") == []
    wanted = lines("D-35", settings={"duties": {"D-35": {"off": False}}})
    assert wanted[-1].due == date(2026, 10, 5)
    assert wanted[-1].state == "soon"          # only a reminder, never overdue


def test_a_branch_may_switch_a_duty_off_or_count_otherwise():
    assert lines("D-05", settings={"duties": {"D-05": {"off": True}}}) == []
    halves = lines("D-05", assembly(), settings={"duties": {"D-05": {"period": "half"}}})
    assert [d.period for d in halves] == ["2026-H1", "2026-H2"]
    assert len(list(entries(snapshot()))) < len(rules_table("duties")["duty"])
