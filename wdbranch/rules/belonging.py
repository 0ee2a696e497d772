"""Which year a record belongs to: a life meeting held in February tells of the year before.

Source: record_book §1 (4): 组织生活会、民主评议 belong to the year before though they are often held in the
first months of the next. Until which day stands in ``resources/rules/suggest.toml``; the person may choose.
"""

from __future__ import annotations

from datetime import date

from wdbranch.rules.tables import rules_table


def year_of(form_id: str, day: date) -> int:
    """The year in which a new record of that form, of that day, is entered.

    >>> year_of("life_meeting", date(2026, 2, 6)), year_of("committee", date(2026, 2, 6))
    (2025, 2026)
    """
    until = rules_table("suggest")["belongs_to_last_year_until"].get(form_id)
    return day.year - 1 if until is not None and f"{day:%m-%d}" <= until else day.year

