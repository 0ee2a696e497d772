"""Books with the sample ledgers of the village and of the community: real files, written through the operations."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from wdbranch.operations import book as books
from wdbranch.operations import record as records
from wdbranch.paths import resource
from wdbranch.store.workbook import Workbook

NOW = datetime(2026, 11, 23, 9, 0)
LEDGERS = (
    "environment_work", "cleaning_check", "village_group", "upkeep", "construction", "greening", "courtyard", "frontage",
    "industry", "cooperative", "collective_income", "village_project", "village_resource", "reception",
    "duty_division", "event", "selection", "charity_fund", "insurance", "health_service", "villager_points", "household_visit",
    "publicity", "dispute", "dispute_check", "drill", "fire_station", "hazard", "incident",
)
"""The ledgers of the sample village that these tests look at."""


def ledger(form: str, *place: str) -> list[dict[str, Any]]:
    """The sample records of one form: of the village, or of the community where no place is named."""
    found: list[dict[str, Any]] = json.loads(resource("sample", *place, "ledgers", f"{form}.json").read_text("utf-8"))
    return found


def village(path: Path, *forms: str) -> Workbook:
    """A new book of a village with the sample ledgers of these forms, LEDGERS where none is named."""
    book = books.create(path / "村.wdbook", "拟榴村党支部", "rural", short="拟榴村支部", code="NH-NL-01", clock=lambda: NOW)
    names = forms or LEDGERS
    for form in names:
        for data in ledger(form, "village"):
            records.add_json(book, form, data)
    return book
