"""Group C: frequency and coverage."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from finding_cases import BookCase, check_quiet, check_trigger
from rules_branch import BRANCH, ROSTER, assembly, committee, lecture, snapshot, theme_day

from wdbranch.rules.findings import findings

AUTUMN = replace(BRANCH, settings={**BRANCH.settings, "since": "2026-07-01"})
OCTOBER = date(2026, 10, 12)
SPRING = date(2027, 5, 1)


def explained(*keys):
    """Evidence that explains these duties."""
    return {key: {"met": True, "note": "因防汛推迟到下月", "on": "2026-10-01", "by": "陈拟舟"} for key in keys}


TRIGGERS = [
    BookCase("C-27", (committee(),), branch=AUTUMN, today=OCTOBER, words=("第三季度", "请补记"), subjects=("2026-Q3",)),
    BookCase("C-28", (committee(),), branch=AUTUMN, today=OCTOBER, words=("支委会",), subjects=("2026-07", "2026-09")),
    BookCase("C-29", (committee(),), branch=AUTUMN, today=OCTOBER, words=("第一党小组",), subjects=("2026-07", "2026-08", "2026-09")),
    BookCase("C-30", (theme_day(),), branch=AUTUMN, today=OCTOBER, words=("固定日",), subjects=("2026-07", "2026-08", "2026-09")),
    BookCase("C-31", (assembly(),), branch=AUTUMN, today=OCTOBER, words=("本地口径",), subjects=("2026-Q3",)),
    BookCase("C-32", (assembly(),), branch=AUTUMN, today=date(2027, 4, 1), words=("2026年度", "没有记录"), subjects=("D-07:2026", "D-08:2026")),
]
QUIET = [
    BookCase("C-27", (assembly(),), branch=AUTUMN, today=OCTOBER),
    BookCase("C-28", (committee(),), branch=AUTUMN, today=OCTOBER, evidence=explained("D-02:2026-07", "D-02:2026-09")),
    BookCase("C-29", (committee(),), branch=AUTUMN, roster=replace(ROSTER, groups=()), today=OCTOBER),
    BookCase("C-30", (theme_day(),), branch=replace(AUTUMN, settings={"since": "2026-10-01"}), today=OCTOBER),
    BookCase("C-31", (lecture(),), branch=AUTUMN, today=OCTOBER),
    BookCase("C-32", (assembly(),), branch=AUTUMN, today=date(2027, 3, 31)),
]


@pytest.mark.parametrize("case", TRIGGERS, ids=lambda case: case.rule)
def test_objects(case):
    check_trigger(case)


@pytest.mark.parametrize("case", QUIET, ids=lambda case: case.rule)
def test_is_quiet(case):
    check_quiet(case)


def test_a_duty_that_is_explained_stays_in_sight_with_its_reason():
    book = snapshot(committee(), branch=AUTUMN, evidence=explained("D-01:2026-Q3"))
    found = next(f for f in findings(book, OCTOBER) if f.rule == "C-27")
    assert (found.waived, found.evidence, found.key) == ("因防汛推迟到下月", "D-01:2026-Q3", "C-27:2026-Q3")
    assert (found.jump.form, found.jump.period) == ("party_assembly", "2026-Q3")


def test_a_waiver_of_the_book_sets_one_period_aside():
    book = snapshot(committee(), branch=AUTUMN, finding_waivers={"C-28:2026-07": "当月换届"})
    assert {f.subject: f.waived for f in findings(book, OCTOBER) if f.rule == "C-28"} == {
        "2026-07": "当月换届", "2026-09": None,
    }


def test_last_year_is_looked_at_until_april():
    book = snapshot(committee(), branch=AUTUMN)
    assert any(f.subject == "2026-Q3" for f in findings(book, date(2027, 4, 30)) if f.rule == "C-27")
    assert not any(f.subject == "2026-Q3" for f in findings(book, SPRING) if f.rule == "C-27")


def test_one_record_alone_is_not_asked_about_the_book():
    assert not any(f.rule.startswith("C") for f in findings(snapshot(branch=AUTUMN), OCTOBER, record=committee()))
