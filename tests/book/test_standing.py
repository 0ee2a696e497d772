"""Star ledgers and standing records: in which years' books they belong, and what the loader refuses."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.book.small_edition import write_edition
from tests.book.test_ledger_and_view_files import LEDGER
from wdbranch.book.form import Edition
from wdbranch.book.loader import FormError, load_editions
from wdbranch.book.people import Roster
from wdbranch.book.record import Record
from wdbranch.book.snapshot import Branch, Snapshot

STANDING = LEDGER.replace(
    "optional = true",
    'optional = true\nstars = ["ZB", "GJ"]\nstanding = true\nend_field = "ended_on"',
).replace('[[field]]\nid = "visitor"', '[[field]]\nid = "ended_on"\ntype = "date"\nlabel = "终止日期"\n[[field]]\nid = "visitor"')


def editions(root: Path, text: str) -> dict[str, Edition]:
    write_edition(root)
    (root / "2030" / "meetings" / "visit.toml").write_text(text, encoding="utf-8")
    return load_editions(root)


def snapshot(tmp_path: Path, *records: Record, text: str = STANDING) -> Snapshot:
    return Snapshot(Branch("C", "拟一支部"), Roster(), records, editions(tmp_path, text))


def record(name: str, year: int, **values: Any) -> Record:
    return Record(name, "visit", "2030", year, values)


def test_a_standing_record_belongs_in_each_year_in_which_it_was_in_force(tmp_path: Path) -> None:
    lasting = record("a", 2024, visited_on="2024-03-01")
    ended = record("b", 2024, visited_on="2024-03-01", ended_on="2026-02-01")
    book = snapshot(tmp_path, lasting, ended)
    assert [[one.id for one in book.of_year("visit", year)] for year in (2023, 2024, 2026, 2027)] == [
        [], ["a", "b"], ["a", "b"], ["a"],
    ]


def test_on_a_day_only_what_had_begun_and_not_ended_is_in_force(tmp_path: Path) -> None:
    book = snapshot(
        tmp_path,
        record("a", 2024, visited_on="2024-03-01", ended_on="2024-06-01"),
        record("b", 2024),
    )
    days = (date(2024, 2, 29), date(2024, 3, 1), date(2024, 5, 31), date(2024, 6, 1))
    assert [[one.id for one in book.in_force("visit", day)] for day in days] == [["b"], ["a", "b"], ["a", "b"], ["b"]]


def test_any_other_record_belongs_in_its_own_year_alone(tmp_path: Path) -> None:
    book = snapshot(tmp_path, record("a", 2024, visited_on="2024-03-01"), text=LEDGER)
    assert [bool(book.of_year("visit", year)) for year in (2023, 2024, 2025)] == [False, True, False]


def test_a_star_ledger_is_in_use_from_its_first_record(tmp_path: Path) -> None:
    empty, used = snapshot(tmp_path / "1"), snapshot(tmp_path / "2", record("a", 2024))
    form = empty.editions["2030"].forms["visit"]
    assert (empty.shows(form), used.shows(form)) == (False, True)


def test_a_star_ledger_that_was_switched_off_stays_off(tmp_path: Path) -> None:
    used = snapshot(tmp_path, record("a", 2024))
    off = Snapshot(Branch("C", "拟一支部", settings={"pages": {"visit": False}}), used.roster, used.records, used.editions)
    assert not off.shows(used.editions["2030"].forms["visit"])


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (STANDING.replace('"GJ"', '"QQ"'), "没有“QQ”这颗星"),
        (STANDING.replace('"GJ"', '"ZB"'), "有重复的内容"),
        (STANDING.replace("standing = true\n", ""), "只有常设的台账"),
        (STANDING.replace('end_field = "ended_on"', 'end_field = "visitor"'), "类型不合适"),
        (STANDING.replace('end_field = "ended_on"', 'end_field = "nothing"'), "没有“nothing”这个字段"),
    ],
)
def test_a_wrong_star_or_end_is_named(tmp_path: Path, wrong: str, says: str) -> None:
    with pytest.raises(FormError, match=says):
        editions(tmp_path, wrong)
