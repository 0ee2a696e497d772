"""Cases of development as the person works with them: begun, taken over from minutes, entered in the roster."""

from __future__ import annotations

from datetime import date

import pytest

from wdbranch.errors import UserError
from wdbranch.operations import development
from wdbranch.operations import record as records
from wdbranch.rules.movements import movements

TODAY = date(2026, 11, 23)


@pytest.fixture
def case(book):
    return development.begin(book, "汪拟青", date(2026, 3, 2), date(2026, 3, 3)).record.id


def test_an_applicant_is_entered_and_gets_a_case(book, case):
    member = book.roster().by_label["汪拟青"]
    assert (member.applicant, member.apply_date) == (True, "2026-03-02")
    record = book.record(case)
    assert (record.get("person"), record.get("apply_on"), record.get("receive_on")) == ("汪拟青", "2026-03-02", "2026-03-03")
    with pytest.raises(UserError, match="已经有一份"):
        development.begin(book, "汪拟青", date(2026, 3, 2), date(2026, 3, 3))
    line = next(line for line in development.lines(book, TODAY) if line.record == case)
    assert (line.stage, line.following) == ("applicant", "派人谈话")


def test_what_minutes_tell_is_taken_over_with_one_click(book, case):
    meeting = records.new(book, "committee", day=date(2026, 5, 12)).record
    rows = [{"no": 1, "kind": "activist", "title": "研究汪拟青", "person": "汪拟青"}]
    votes = [{"agenda": 1, "method": "hands", "yes": 5, "no": 0, "abstain": 0}]
    records.set_values(book, meeting.id, {"agenda": rows, "votes": votes, "due_all": 5, "present_all": 5})
    told = development.told(book, case, TODAY)
    assert [offer.step.id for offer in told.offers] == ["activist"]
    development.take_offer(book, case, told.offers[0])
    record = book.record(case)
    assert record.get("activist_on") == "2026-05-12"
    assert record.get("activist_who") == "应到5实到5，赞成5反对0弃权0"
    assert record.links == (meeting.id,)
    assert development.told(book, case, TODAY).offers == ()


def test_the_roster_follows_the_approval_and_not_the_vote(book, case):
    records.set_values(book, case, {"assembly_on": "2026-09-18"})
    with pytest.raises(UserError, match="还没有批准"):
        development.enter_roster(book, case)
    records.set_values(book, case, {"approve_on": "2026-10-20"})
    assert development.told(book, case, TODAY).may_enter
    development.enter_roster(book, case)
    member = book.roster().by_label["汪拟青"]
    assert (member.join_date, member.in_date, member.applicant) == ("2026-09-18", "2026-10-20", False)
    came = [move for move in movements(book.snapshot(), date(2026, 10, 1), TODAY) if move.member == member.id]
    assert [(move.kind, move.day, move.change) for move in came] == [("发展", date(2026, 10, 20), 1)]
    assert not member.belongs(date(2026, 10, 19))
    assert member.is_probationary(date(2026, 10, 20))
    assert not development.told(book, case, TODAY).may_enter
    assert book.record(case).get("probation_until") == "2027-09-17"


def test_the_end_of_the_time_to_mend_is_reckoned_and_only_a_count_leaves(book):
    record = records.new(book, "disposal", day=date(2026, 8, 1), values={"member": "丁拟白", "way": "mend"}).record
    saved = records.set_values(book, record.id, {"approved_on": "2026-08-31", "months": 6})
    assert saved.record.get("until") == "2027-02-28"
    form = book.snapshot().form_of(saved.record)
    assert not [field.id for field in form.fields if field.share]
    assert [measure.kind for measure in form.measures] == ["count"]


def test_posts_of_the_new_committee_replace_the_old_ones(book):
    meeting = records.new(book, "election_committee", day=date(2026, 11, 20)).record
    rows = [{"name": "韩拟秋", "post": "secretary"}, {"name": "陈拟舟", "post": "organization"}]
    with pytest.raises(UserError, match="分工"):
        development.enter_posts(book, meeting.id)
    records.set_values(book, meeting.id, {"division": rows})
    development.enter_posts(book, meeting.id)
    roster = book.roster()
    assert roster.by_label["韩拟秋"].posts(date(2026, 11, 20)) == ("secretary",)
    assert roster.by_label["陈拟舟"].posts(date(2026, 11, 19)) == ("secretary",)
    assert roster.by_label["陈拟舟"].posts(date(2026, 11, 20)) == ("organization",)
    assert roster.by_label["马拟川"].posts(date(2026, 11, 20)) == ()
