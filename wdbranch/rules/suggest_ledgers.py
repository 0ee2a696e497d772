"""Numbers of the star ledgers that follow from what else is written in the same record."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.draft import Draft, Suggestion, earlier, edition_of
from wdbranch.rules.tables import rules_table


def people_count(draft: Draft, snapshot: Snapshot) -> int | None:  # noqa: ARG001 - one shape for all
    """How many people the list of a team names."""
    named = [row for row in draft.values.get("people") or () if row.get("name")]
    return len(named) or None


def people_party(draft: Draft, snapshot: Snapshot) -> int | None:  # noqa: ARG001
    """How many of the people of a team are marked as party members; nothing while nobody is named."""
    named = [row for row in draft.values.get("people") or () if row.get("name")]
    return sum(bool(row.get("party")) for row in named) if named else None


def last_company(draft: Draft, snapshot: Snapshot) -> str | None:
    """Which company was last looked at."""
    found = (record.get("company") for record in reversed(earlier(draft, snapshot)))
    return next((company for company in found if isinstance(company, str)), None)


def courtyard_total(draft: Draft, snapshot: Snapshot) -> int | None:  # noqa: ARG001
    """The sum of the five parts of a courtyard; nothing until all five are written."""
    parts = [draft.values.get(part) for part in rules_table("ledgers")["courtyard"]]
    return None if None in parts else sum(part for part in parts if isinstance(part, int))


# --- a round of 门前三包 --------------------------------------------------------------------------------------


def frontage_all(draft: Draft, snapshot: Snapshot) -> int | None:  # noqa: ARG001
    """How many households took part."""
    return sum(bool(row.get("name")) for row in draft.values.get("households") or ()) or None


def frontage_good(draft: Draft, snapshot: Snapshot) -> int | None:
    """How many of them came out well."""
    rows = [row for row in draft.values.get("households") or () if row.get("name")]
    good = edition_of(draft, snapshot).tagged("frontage_grade", "good")
    return sum(row.get("grade") in good for row in rows) if rows else None


# --- 亩 and 平方米 ---------------------------------------------------------------------------------------------

SQUARE_METRES_OF_3_MU = 2000
"""1 亩 is 2000/3 square metres, exactly."""


def square_metres(mu: float) -> float:
    """An area in 亩 as square metres, rounded half up to two decimals.

    >>> square_metres(100)
    66666.67
    """
    return _rounded(Decimal(str(mu)) * SQUARE_METRES_OF_3_MU / 3)


def in_mu(metres: float) -> float:
    """An area in square metres as 亩, rounded half up to two decimals.

    >>> in_mu(1000)
    1.5
    """
    return _rounded(Decimal(str(metres)) * 3 / SQUARE_METRES_OF_3_MU)


def same_area(mu: float, metres: float) -> bool:
    """Whether the two say the same, one of them being rounded."""
    return metres == square_metres(mu) or mu == in_mu(metres)


def _rounded(value: Decimal) -> float:
    return float(value.quantize(Decimal("0.01"), ROUND_HALF_UP))


def area_mu(draft: Draft, snapshot: Snapshot) -> float | None:  # noqa: ARG001
    """The area in 亩, from that in square metres."""
    mu, metres = draft.values.get("area_mu"), draft.values.get("area_sqm")
    if metres is None or (mu is not None and same_area(mu, metres)):
        return mu
    return in_mu(metres)


def area_sqm(draft: Draft, snapshot: Snapshot) -> float | None:  # noqa: ARG001
    """The area in square metres, from that in 亩."""
    mu, metres = draft.values.get("area_mu"), draft.values.get("area_sqm")
    if mu is None or (metres is not None and same_area(mu, metres)):
        return metres
    return square_metres(mu)


LEDGER_SUGGESTIONS: Mapping[str, Suggestion] = {
    "people_count": people_count,
    "people_party": people_party,
    "last_company": last_company,
    "courtyard_total": courtyard_total,
    "frontage_all": frontage_all,
    "frontage_good": frontage_good,
    "area_mu": area_mu,
    "area_sqm": area_sqm,
}
"""The suggestions of this file by the names that forms use."""
