"""The pages of each form, blank and filled, as they were when they were last looked at.

A difference means that paper looks different. Look at the pages, then write the plans anew:
``WDBRANCH_GOLDEN=write pytest tests/golden/test_plans.py``.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "printing"))

from printed_book import FILLED, HEAD, edition, form, record
from printed_tables import ledger, sheet, shown, visits

from wdbranch.printing.ledger import plan_ledger
from wdbranch.printing.page import plan_record
from wdbranch.printing.plan import Plan
from wdbranch.printing.view import plan_view

KEPT = Path(__file__).parent / "plans"


@pytest.mark.parametrize("form_id", list(FILLED))
@pytest.mark.parametrize("kind", ["blank", "filled"])
def test_the_plan_is_as_it_was(form_id: str, kind: str) -> None:
    as_it_was(plan_record(edition(), form(form_id), record(form_id) if kind == "filled" else None, HEAD), f"{form_id}-{kind}")


@pytest.mark.parametrize(("kind", "count"), [("blank", 0), ("filled", 7)])
def test_the_plan_of_a_ledger_is_as_it_was(kind: str, count: int) -> None:
    as_it_was(plan_ledger(edition(), ledger(), visits(count), HEAD), f"ledger-{kind}")


@pytest.mark.parametrize("kind", ["blank", "filled"])
def test_the_plan_of_a_view_is_as_it_was(kind: str) -> None:
    as_it_was(plan_view(sheet(), shown(9, 24) if kind == "filled" else None, HEAD), f"view-{kind}")


def as_it_was(plan: Plan, name: str) -> None:
    lines = []
    for page in plan.to_json()["pages"]:
        lines.append(json.dumps({"number": page["number"], "size": page["size"]}))
        for part in ("frames", "rules", "boxes", "texts"):
            lines += [json.dumps([part, *item], ensure_ascii=False) for item in page[part]]
    path = KEPT / f"{name}.jsonl"
    if os.environ.get("WDBRANCH_GOLDEN") == "write":
        KEPT.mkdir(exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert path.read_text(encoding="utf-8").splitlines() == lines
