"""Decisions have an outcome, problems are mended in time."""

from __future__ import annotations

from datetime import date

import pytest
from finding_cases import Case, check_quiet, check_trigger, with_row
from rules_branch import assembly, committee

from wdbranch.book.record import Record

LATE = date(2026, 12, 1)


def issue(**changes):
    """A line of the rectification ledger, due on 2026-08-31 and not yet mended."""
    values = {
        "seq": 1, "source": "superior", "found_on": "2026-07-22", "problem": "联系流动党员没有记内容",
        "measure": "补记内容", "person": "许拟禾", "due": "2026-08-31", "done_on": None, **changes,
    }
    return Record("f00000000001", "issue", "2026", 2026, values, recorded_at="2026-07-22T18:05")


TRIGGERS = [
    Case("D-46", (assembly(),), ("decisions", 0), ("杜拟言同志表现好", "71 天"), today=LATE),
    Case("D-46", (with_row(committee(), "decisions", 0, done_on=None),), ("decisions", 0), ("没有写结果",)),
    Case("H-77", (issue(),), ("done_on", None), ("2026年8月31日前", "已过 42 天")),
    Case("H-77", (issue(source="life_meeting"),), ("done_on", None), ("组织生活会",)),
]
QUIET = [
    Case("D-46", (committee(),), today=LATE),
    Case("D-46", (assembly(),), today=date(2026, 10, 21)),
    Case("H-77", (issue(),), today=date(2026, 8, 31)),
    Case("H-77", (issue(done_on="2026-09-20"),)),
    Case("H-77", (issue(due=None),)),
]


@pytest.mark.parametrize("case", TRIGGERS, ids=lambda case: case.rule)
def test_objects(case):
    check_trigger(case)


@pytest.mark.parametrize("case", QUIET, ids=lambda case: case.rule)
def test_is_quiet(case):
    check_quiet(case)
