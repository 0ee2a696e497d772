"""Members as a whole and the ledgers about them: what is objected to, and what is left in peace."""

from __future__ import annotations

from datetime import date

import pytest
from finding_cases import BookCase, Case, changed, check_quiet, check_trigger
from member_records import record
from rules_branch import IDS, ROSTER, attendance, theme_day

from wdbranch.book.record import Attachment
from wdbranch.rules.roster_counts import COUNTS

TODAY = date(2026, 11, 23)
PROFILE_DAY = date(2026, 6, 30)


def days(*marks, **people):
    """Theme party days with these marks."""
    return tuple(
        theme_day(id=f"d{number:011}", start=f"{day}T15:00", end=f"{day}T17:00", attendance=attendance(**people))
        for number, day in enumerate(marks, 1)
    )


def profile(**changes):
    counts = {name: count(ROSTER, PROFILE_DAY) for name, count in COUNTS.items()}
    return record("branch_profile", 1, base_day="2026-06-30", name="拟安一支部", **{**counts, "total": 27, **changes})


def award(**changes):
    values = {"decided_on": "2026-03-01", "member": "尹拟谷", "sanction": "warning", "influence_until": "2027-02-28"}
    return record("award", 1, **{**values, **changes})


def visit(**changes):
    return record("visit", 1, visited_on="2026-06-30", target="沈拟松", **{"fund": "dues", "prior_committee": "c00000000009", **changes})


def disposal(**changes):
    values = {"opened_on": "2026-08-01", "member": "丁拟白", "approved_on": "2026-09-01", "until": "2027-08-31", **changes}
    return record("disposal", 1, **values)


def served(**changes):
    return record("volunteer", 1, served_on="2026-10-09", project="清楼道", persons=("陈拟舟", "丁拟白"), hours=2, **changes)


SERVICE = theme_day(segments=({"kind": "volunteer", "hours": 1, "minutes": "清理楼道"},))
PHOTO = Attachment("ab" * 32, "合影.jpg", "photo", 1000)


def pictured(day, number, **changes):
    return theme_day(id=f"d{number:011}", start=f"{day}T15:00", end=f"{day}T17:00", attachments=(PHOTO,), **changes)


GONE = {"absent": ["尹拟谷"], "present": ["陈拟舟"]}
THREE = ("2026-09-11", "2026-10-09", "2026-11-13")
TRIGGERS = [
    BookCase("C-34", days(*THREE, **GONE), today=TODAY, words=("尹拟谷", "连续 3 次"), subjects=(str(IDS["尹拟谷"]),)),
    BookCase("C-34", days("2026-07-10", "2026-11-13", **GONE), today=TODAY, words=("4 个月", "自行脱党")),
    BookCase("C-37", days("2026-03-13", **GONE), today=date(2027, 1, 20), words=("学时",)),
    Case("M-01", (profile(total=28),), ("total", None), ("28", "27")),
    Case("M-01", (profile(full=24),), ("full", None), ("正式党员",)),
    Case("M-02", (award(influence_until="2027-03-01"),), ("influence_until", None), ("2027年2月28日", "2027年3月1日")),
    Case("M-02", (award(influence_until=None),), ("influence_until", None), ("空的",)),
    Case("M-03", (visit(prior_committee=None),), ("prior_committee", None), ("沈拟松",)),
    Case("M-05", (SERVICE, served()), ("persons", None), ("陈拟舟", "主题党日")),
    Case("M-06", (disposal(until="2027-09-02"),), ("until", None), ("丁拟白", "超过一年", "2027年9月1日")),
    Case("Z-09", (pictured("2026-09-11", 1), pictured("2026-10-09", 2)), words=("合影.jpg",)),
    BookCase("Z-08", (), roster=changed(尹拟谷={"in_date": "2026-06-01", "out_date": "2026-03-01"}), today=TODAY, words=("不等",), subjects=("2026",)),
]
QUIET = [
    BookCase("C-34", days(*THREE[:2], **GONE), today=TODAY),
    BookCase("C-34", days(*THREE, absent=["沈拟松"], present=["陈拟舟"]), today=TODAY),
    BookCase("C-37", days("2026-03-13", **GONE), today=TODAY),
    Case("M-01", (profile(),)),
    Case("M-02", (award(),)),
    Case("M-02", (award(sanction=None, influence_until=None),)),
    Case("M-03", (visit(),)),
    Case("M-03", (visit(fund="budget", prior_committee=None),)),
    Case("M-05", (SERVICE, served(links=(SERVICE.id,)))),
    Case("M-05", (theme_day(), served())),
    Case("M-06", (disposal(),)),
    Case("M-06", (disposal(until=None),)),
    Case("Z-09", (pictured("2026-10-09", 1), pictured("2026-10-09", 2))),
    BookCase("Z-08", (), roster=changed(尹拟谷={"in_date": "2026-03-01", "out_date": "2026-06-01"}), today=TODAY),
]


@pytest.mark.parametrize("case", TRIGGERS, ids=lambda case: case.rule)
def test_objects(case):
    check_trigger(case)


@pytest.mark.parametrize("case", QUIET, ids=lambda case: case.rule)
def test_is_quiet(case):
    check_quiet(case)
