"""What leaves the branch, and what holds it up."""

from __future__ import annotations

import json

from tests.operations.conftest import sample
from tests.operations.test_record import fill_required, waive_all
from wdbranch.book.period import parse_period
from wdbranch.operations import record as records
from wdbranch.operations.payload import REGISTERED, entries, gather
from wdbranch.store.workbook import Workbook


def final_theme_day(book: Workbook) -> str:
    made = records.add_json(book, "theme_day", sample("theme_day"))[0].record.id
    fill_required(book, made)
    waive_all(book, made)
    records.finalize(book, made)
    return made


def test_a_draft_at_the_same_hour_stays_and_holds_up_nothing(book: Workbook) -> None:
    made = final_theme_day(book)
    draft = records.add_json(book, "theme_day", sample("theme_day"))[0].record.id
    leaving = gather(book.snapshot(), parse_period("2026-Q4"))
    assert [record.id for record in leaving.records] == [made]
    assert [record.id for record in leaving.drafts] == [draft]
    assert leaving.blocking == ()


def test_health_stays_in_the_branch(book: Workbook) -> None:
    final_theme_day(book)
    (record,) = gather(book.snapshot(), parse_period("2026-10")).records
    reasons = {row["name"]: row["reason"] for row in record.rows("attendance")}
    assert reasons["丁拟白"] == REGISTERED, "病假 is nobody's business but the branch's"
    assert reasons["乔拟雨"] == "值班"
    own = book.record(record.id).rows("attendance")
    assert next(row["reason"] for row in own if row["name"] == "丁拟白") == "病假"


def test_figures_and_stars_travel_in_the_summary(book: Workbook) -> None:
    final_theme_day(book)
    made = records.add_json(book, "publicity", {"belongs_year": 2026, "seq": 1, "held_on": "2026-09-02", "kind": "anti_fraud", "topic": "反诈", "leaflets": 320})
    records.finalize(book, made[0].record.id)
    snapshot = book.snapshot()
    files = {entry.name: entry for entry in entries(book, snapshot, gather(snapshot, parse_period("2026-Q4")))}
    summary = json.loads(b"".join(files["summary.json"].pieces()))
    assert 320 in summary["figures"].values()
    assert summary["stars"]["year"] == 2026
    assert summary["stars"]["PA"].startswith("差 ")
    assert (summary["stars"]["reached"], summary["stars"]["before"]) == (0, 0)
