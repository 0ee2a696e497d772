"""Pages that nobody types: tables worked out from roster and records (``forms/<edition>/views``).

A source is a pure function of a snapshot, a year (所属年度) and today. ``book.vocabulary.VIEWS`` names the
columns that each one gives; a test compares both sides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from wdbranch.book.form import View
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.derive import (
    creation,
    development,
    grounds,
    life,
    management,
    organisation,
    points,
    sharing,
    star_tables,
)
from wdbranch.rules.derive.dues import dues, dues_months, dues_people
from wdbranch.rules.derive.plan import plan, plan_list
from wdbranch.rules.derive.table import Derived, DerivedRow
from wdbranch.rules.periods import Period

__all__ = ["OF_PERIOD", "SOURCES", "Derived", "DerivedRow", "Source", "derive"]

Source = Callable[[Snapshot, int, date], Derived]

SOURCES: Mapping[str, Source] = {
    "applicants": development.applicants,
    "activists": development.activists,
    "candidates": development.candidates,
    "probationary": development.probationary,
    "talk_matrix": life.talk_matrix,
    "life_rectify": life.life_rectify,
    "committee": organisation.committee,
    "groups": organisation.groups,
    "members": organisation.members,
    "changes": organisation.changes,
    "floating": organisation.floating,
    "points_month": points.points_month,
    "points_quarter": points.points_quarter,
    "points_shown": points.points_shown,
    "points_talks": points.points_talks,
    "points_card": points.points_card,
    "points_year": points.points_year,
    "infirm": management.infirm,
    "hours": management.study_hours,
    "attendance": management.attendance,
    "plan": plan,
    "plan_list": plan_list,
    "chair_rota": sharing.chair_rota,
    "list_needs": sharing.list_needs,
    "list_resources": sharing.list_resources,
    "list_projects": sharing.list_projects,
    "co_report": sharing.co_report,
    "estates": sharing.estates,
    "dues": dues,
    "dues_months": dues_months,
    "dues_people": dues_people,
    "disputes": star_tables.disputes,
    "courtyards": star_tables.courtyards,
    "charity": star_tables.charity,
    "slots": grounds.slots,
    "duty_posts": grounds.duty_posts,
    "chain": grounds.chain,
    "buildings": grounds.buildings,
    "grid_rewards": grounds.grid_rewards,
    "org_units": grounds.org_units,
    "figures": creation.figure_rows,
    "star_self": creation.self_assessment,
    "star_evidence": creation.evidence,
    "star_card": creation.card,
    "star_account": creation.account_rows,
    "star_ledgers": creation.ledger_index,
}
"""The functions by the names that views may use."""


OF_PERIOD: Mapping[str, Callable[[Snapshot, Period, date], Derived]] = {"attendance": management.attendance_of}
"""Sources that a month or a quarter may be asked of too."""


def derive(view: View, snapshot: Snapshot, year: int, today: date) -> Derived:
    """The rows of a view for a year, as the book stands today."""
    return SOURCES[view.source](snapshot, year, today)
