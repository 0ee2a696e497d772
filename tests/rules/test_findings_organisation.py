"""Term, vacancies, size, groups, the plan of the year, dual life, the book handed in: objected to, or left in peace."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from finding_cases import BookCase, changed, check_quiet, check_trigger
from member_records import record
from rules_branch import BRANCH, ROSTER

from wdbranch.book.people import Span
from wdbranch.book.record import State

TODAY = date(2026, 11, 23)
JANUARY = date(2027, 1, 20)


def plan(*reviewed, **changes):
    reviews = tuple({"reviewed_on": day, "text": "对照检查"} for day in reviewed)
    return record("year_plan", 1, **{"made_on": "2026-02-03", "prior_committee": "c00000000009", "reviews": reviews, **changes})


def took_part(number, day, person="陈拟舟"):
    return record("dual_life", number, held_on=day, person=person, duty="街道干部", kind="assembly")


def reported(day, on, number=1):
    return record("dual_life", number, held_on=day, person="陈拟舟", duty="街道干部", kind="assembly", reported_on=on)


def with_branch(**changes):
    return replace(BRANCH, **changes)


def election(**changes):
    return record("election", 1, request_on="2025-11-20", **changes)


DUAL = with_branch(settings={**BRANCH.settings, "pages": {"dual_life": True}})
EXPIRED = with_branch(last_election="2021-03-01")
CROWDED = replace(
    ROSTER, members=(*ROSTER.members, *(replace(ROSTER.members[10], id=200 + n, name=f"拟甲{n}") for n in range(24)))
)
_MOVED = replace(ROSTER.members[9], spans=(Span("group", "2026-01-01", None, "第四党小组"),))
SMALL = replace(ROSTER, members=(*ROSTER.members[:9], _MOVED, *ROSTER.members[10:]), groups=(*ROSTER.groups, "第四党小组"))
REVIEWED = ("2026-04-09", "2026-07-09", "2026-10-15")
TRIGGERS = [
    BookCase("C-35", (), today=TODAY, words=("没有写",), subjects=("2026",)),
    BookCase("C-35", (plan(*REVIEWED, prior_committee=None),), today=TODAY, words=("会议讨论",), subjects=("2026",)),
    BookCase("C-35", (plan("2026-04-09"),), today=TODAY, words=("第二季度", "对照检查"), subjects=("2026-Q2", "2026-Q3")),
    BookCase("C-36", (took_part(1, "2026-03-13"), took_part(2, "2026-09-11", "韩拟秋")), branch=DUAL, today=JANUARY,
             words=("陈拟舟", "下半年"), subjects=("2026-H2",)),
    BookCase("C-36", (reported("2026-03-13", "2026-07-02"), took_part(2, "2026-09-11")), branch=DUAL, today=JANUARY,
             words=("下半年", "汇总上报"), subjects=("2026-H2:report",)),
    BookCase("O-02", (), roster=CROWDED, today=TODAY, words=("51 名", "50 名")),
    BookCase("O-06", (), roster=changed(许拟禾={"out_date": "2026-06-01", "out_reason": "转出"}), today=TODAY, words=("空缺",)),
    BookCase("O-10", (), branch=EXPIRED, today=TODAY, words=("届满", "报上级批准")),
    BookCase("O-10", (election(),), branch=EXPIRED, today=TODAY, words=("届满",)),
    BookCase("O-10", (election(reply_on="2025-12-01"),), branch=with_branch(last_election="2020-11-01"), today=TODAY, words=("届满",)),
    BookCase("O-12", (), roster=SMALL, today=TODAY, words=("第四党小组", "1 名"), subjects=("第四党小组",)),
    BookCase("Z-10", (plan(),), today=JANUARY, words=("1 份", "归档"), subjects=("2026",)),
]
QUIET = [
    BookCase("C-36", (reported("2026-03-13", "2026-07-02"), reported("2026-09-11", "2027-01-05", 2)), branch=DUAL, today=JANUARY),
    BookCase("C-36", (took_part(1, "2026-03-13"), took_part(2, "2026-09-11")), branch=DUAL, today=JANUARY),
    BookCase("C-35", (), today=date(2026, 2, 28)),
    BookCase("C-35", (plan(*REVIEWED),), today=TODAY),
    BookCase("C-35", (plan("2026-04-09", "2026-07-09"),), today=date(2026, 10, 12)),
    BookCase("C-36", (took_part(1, "2026-03-13"),), today=JANUARY),
    BookCase("C-36", (took_part(1, "2026-03-13"), took_part(2, "2026-09-11")), branch=DUAL, today=JANUARY),
    BookCase("C-36", (took_part(1, "2026-09-11"),), branch=DUAL, today=JANUARY),
    BookCase("O-02", (), today=TODAY),
    BookCase("O-06", (), today=TODAY),
    BookCase("O-06", (), roster=changed(许拟禾={"out_date": "2026-11-01", "out_reason": "转出"}), today=TODAY),
    BookCase("O-10", (), today=TODAY),
    BookCase("O-10", (), branch=EXPIRED, today=date(2026, 3, 1)),
    BookCase("O-10", (election(reply_on="2025-12-01"),), branch=EXPIRED, today=TODAY),
    BookCase("O-12", (), today=TODAY),
    BookCase("Z-10", (plan(),), today=date(2027, 1, 10)),
    BookCase("Z-10", (replace(plan(), state=State.ARCHIVED),), today=JANUARY),
]


@pytest.mark.parametrize("case", TRIGGERS, ids=lambda case: case.rule)
def test_objects(case):
    check_trigger(case)


@pytest.mark.parametrize("case", QUIET, ids=lambda case: case.rule)
def test_is_quiet(case):
    check_quiet(case)


def test_a_reason_written_for_the_duty_answers_the_finding():
    said = {"D-27:2026-03-01": {"met": True, "note": "街道批复延期到年底"}}
    check_quiet(BookCase("O-10", (), branch=EXPIRED, today=TODAY, evidence=said))
