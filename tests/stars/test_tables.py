"""Tables worked out from the star ledgers, and numbers that follow while a record is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.stars.village_book import ledger, village
from wdbranch.book.snapshot import Snapshot
from wdbranch.operations import printing
from wdbranch.operations import record as records
from wdbranch.rules.derive.star_tables import charity, courtyards, disputes
from wdbranch.rules.suggest_ledgers import in_mu, same_area, square_metres
from wdbranch.store.workbook import Workbook

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbook]:
    with village(tmp_path_factory.mktemp("village")) as made:
        yield made


@pytest.fixture(scope="module")
def snapshot(book: Workbook) -> Snapshot:
    return book.snapshot()


def test_disputes_by_kind_with_the_share_settled(tmp_path):
    with village(tmp_path, "dispute") as book:
        for data in ledger("dispute"):
            records.add_json(book, "dispute", {**data, "rec_no": None, "seq": data["seq"] + 3})
        table = disputes(book.snapshot(), 2026, DAY)
    by_kind = {row.cells["kind"]: row.cells for row in table.rows}
    assert by_kind["邻里纠纷"] == {"kind": "邻里纠纷", "found": "4", "settled": "3", "moved": "0", "open": "1", "rate": "75%"}
    assert by_kind["债务纠纷"]["moved"] == "1"
    assert by_kind["其他"]["rate"] == "—"
    assert by_kind["合计"] == {"kind": "合计", "found": "11", "settled": "8", "moved": "1", "open": "2", "rate": "72.7%"}
    assert "在办的 2 起" in table.notes[0]
    assert table.notes[1] == "拟晴调解室化解 4 起。"


def test_only_courtyards_with_a_plate_are_listed_until_it_is_taken_down(book, snapshot):
    table = courtyards(snapshot, 2026, DAY)
    assert [row.cells["plate_no"] for row in table.rows] == ["五美-01", "五美-02", "五美-03"]
    assert table.notes == ("到 2026年11月23日，挂牌 3 户；摘牌的不在此表。",)
    assert [row.cells["plate_no"] for row in courtyards(snapshot, 2025, DAY).rows] == ["五美-01"]
    taken = next(r for r in snapshot.of("courtyard") if r.get("plate_no") == "五美-02")
    records.set_value(book, taken.id, "removed_on", "2026-09-01")
    try:
        assert [row.cells["plate_no"] for row in courtyards(book.snapshot(), 2026, DAY).rows] == ["五美-01", "五美-03"]
    finally:
        records.undo(book, taken.id)


def test_the_charity_fund_carries_its_balance_over_the_years(snapshot):
    table = charity(snapshot, 2026, DAY)
    assert [row.cells["left"] for row in table.rows] == ["11000.00", "10700.00", "10400.00", "9400.00"]
    assert [row.cells["spent"] for row in table.rows] == ["", "300.00", "300.00", "1000.00"]
    assert table.notes == ("上年结余 6000.00 元＋本年收入 5000.00 元－本年支出 1600.00 元＝结余 9400.00 元。",)


def test_a_fund_that_spends_more_than_it_has_is_told(tmp_path):
    with village(tmp_path, "charity_fund") as book:
        reward = {"moved_on": "2026-08-01", "kind": "奖励支出", "purpose": "孝善之星", "amount": 9400.01}
        records.add_json(book, "charity_fund", reward)
        assert "支出多于收入" in charity(book.snapshot(), 2026, DAY).notes[0]
        assert charity(book.snapshot(), 2026, DAY).rows[-1].cells["left"] == "-0.01"


@pytest.mark.parametrize("source", [disputes, courtyards, charity])
def test_an_empty_ledger_gives_an_empty_table(source, tmp_path):
    with village(tmp_path, "greening") as book:
        assert source(book.snapshot(), 2026, DAY).rows == ()


def test_a_table_is_in_the_book_from_the_first_record_of_its_ledger_on(snapshot, tmp_path):
    views = snapshot.editions["2026"].views
    assert snapshot.shows(views["courtyard_sheet"])
    with village(tmp_path, "greening") as book:
        assert not book.snapshot().shows(views["courtyard_sheet"])


def test_ledgers_and_tables_stand_in_the_bound_book(book, tmp_path):
    printing.print_plan(book, printing.plan_chapter(book, 2026, "stars"), tmp_path / "台账.pdf")
    pdf = pypdfium2.PdfDocument(tmp_path / "台账.pdf")
    text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    for title in ("矛盾纠纷分类汇总", "五美庭院挂牌名单", "慈善基金收支一览", "人居环境整治台账", "创建责任分工表"):
        assert title in text
    assert "应急救援队伍名册" not in text


# --- numbers that follow ------------------------------------------------------------------------------------


def vineyard(book: Workbook) -> str:
    return next(r.id for r in book.records() if r.form == "industry" and r.get("name") == "葡萄采摘园")


def test_an_area_is_typed_in_either_unit(book):
    made = vineyard(book)
    assert book.record(made).get("area_mu") == 100
    for field, typed, other, follows in [
        ("area_mu", "120亩", "area_sqm", 80000), ("area_sqm", "1001", "area_mu", 1.5), ("area_mu", 2, "area_sqm", 1333.33),
    ]:
        assert records.set_value(book, made, field, typed).record.get(other) == follows


@given(st.integers(0, 10**8).map(lambda n: n / 100))
def test_either_unit_gives_back_the_same_area(value):
    assert same_area(value, square_metres(value))
    assert same_area(in_mu(value), value)
    assert in_mu(square_metres(value)) == value


def test_totals_of_a_courtyard_a_round_and_a_team_follow(book):
    yard = next(r for r in book.records() if r.form == "courtyard")
    assert yard.get("total") == 97
    assert records.set_value(book, yard.id, "tidy", 20).record.get("total") == 98
    first = next(r for r in book.records() if r.form == "frontage")
    assert (first.get("good"), first.get("all_households")) == (2, 4)
    team = records.add_json(book, "rescue_team", ledger("rescue_team")[0])[0].record
    assert (team.get("members"), team.get("party_members")) == (5, 3)


def test_the_cleaning_company_is_the_one_looked_at_last(book):
    made = records.new(book, "cleaning_check", day=date(2026, 11, 20)).record
    assert made.get("company") == "拟洁保洁公司"
