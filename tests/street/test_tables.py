"""The street's tables: sums once, missing never zero, ratios with both parts, a notice without a member's name."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.packet.forge import STREET
from tests.street.conftest import meeting
from wdbranch.errors import WrongUseError
from wdbranch.exchange.sheets import read_sheets
from wdbranch.operations import street_tables
from wdbranch.packet.receipt import Item
from wdbranch.rules import tables as rule_tables
from wdbranch.street import tables as street_table_module
from wdbranch.street.review import sign_answer
from wdbranch.street.sweep import sweep
from wdbranch.street.tables import Figure, table, tables

TABLES = {
    "reference": "参考表式", "missing": "未报", "total": "合计",
    "table": [{
        "id": "T2", "title": "会议统计表", "column": [
            {"label": "会议", "form": "meeting", "measure": "meetings", "total": True},
            {"label": "到会率", "form": "meeting", "measure": "rate", "total": True},
            {"label": "最近一次", "form": "meeting", "measure": "last"},
            {"label": "党员", "summary": "members.all", "total": True},
            {"label": "化解率", "figure": "rate", "total": True},
        ],
    }],
}


@pytest.fixture(autouse=True)
def _own_tables(monkeypatch):
    monkeypatch.setattr(street_table_module, "_data", lambda: TABLES)


def said(desk, periods=("2026-Q3",)):
    return street_tables.cells(table(desk, "T2", periods))


def test_a_branch_that_did_not_report_is_missing_and_in_no_sum(desk, branch, stick):
    branch.send([meeting(1), meeting(2, "2026-07-10", due=25, present=25)])
    sweep(desk, stick, STREET)
    assert said(desk) == [
        ["拟安一支部", "2", "45/49（91.8%）", "2026-09-18T18:30", "", ""],
        ["拟安二支部", "未报", "未报", "未报", "未报", "未报"],
        ["合计（1 个支部）", "2", "45/49（91.8%）", "", "", ""],
    ]
    found = table(desk, "T2", ["2026-Q3"])
    assert found.missing == ("拟安社区第二支部",)


def test_a_branch_that_reported_and_had_none_says_zero(desk, branch, stick):
    branch.send([])
    sweep(desk, stick, STREET)
    assert said(desk)[0][1] == "0"


def test_months_add_up_to_their_quarter_and_quarters_to_the_year(desk, branch, stick):
    branch.send([meeting(1, "2026-07-10", due=10, present=9)], period="2026-07")
    branch.send([meeting(2, "2026-08-10", due=10, present=8)], period="2026-08")
    sweep(desk, stick, STREET)
    assert said(desk, ["2026-07"])[0][1:4] == ["1", "9/10（90%）", "2026-07-10T18:30"]
    assert said(desk, ["2026-Q3"])[0][1:4] == ["2", "17/20（85%）", "2026-08-10T18:30"]
    assert said(desk, ["2026"])[0][1:3] == ["2", "17/20（85%）"]
    assert said(desk, ["2026-Q2"])[0][1] == "未报"


def test_a_record_in_a_month_and_in_its_quarter_counts_once(desk, branch, stick):
    branch.send([meeting(1, "2026-09-18", present=18)], period="2026-09")
    branch.send([meeting(1, "2026-09-18", present=20, version=2), meeting(2, "2026-07-10", present=21)], period="2026-Q3")
    sweep(desk, stick, STREET)
    assert said(desk)[0][1:3] == ["2", "41/48（85.4%）"]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(counts=st.lists(st.integers(0, 4), min_size=3, max_size=3))
def test_sums_of_disjoint_months_are_those_of_their_records(counts, desk, tmp_path):
    import itertools

    from tests.packet.forge import BRANCH
    from tests.street.conftest import Sender
    from wdbranch.street.overview import current_records

    folder = tmp_path / f"stick{next(_FOLDERS)}"
    folder.mkdir()
    sender, numbers = Sender(BRANCH, folder), itertools.count(1)
    already = desk.received("NA01")
    sender.sent = [(each.period, each.digest) for each in already]
    for month, count in zip((7, 8, 9), counts, strict=True):
        sender.send([meeting(next(numbers), f"2026-{month:02}-0{n + 1}") for n in range(count)], period=f"2026-{month:02}")
    sweep(desk, folder, STREET)
    records = current_records(desk, desk.received("NA01", current=True))
    assert table(desk, "T2", ["2026-Q3"]).rows[0].figures[0] == Figure(len(records)) == Figure(sum(counts))


_FOLDERS = iter(range(1000))


def test_an_unknown_table_is_named(desk):
    with pytest.raises(WrongUseError, match="没有“T99”"):
        table(desk, "T99", ["2026"])


def test_excel_has_a_sheet_for_each_table(desk, branch, stick, tmp_path):
    branch.send([meeting(1)])
    sweep(desk, stick, STREET)
    (sheet,) = read_sheets(street_tables.save_tables(desk, list(tables()), "2026-Q3", tmp_path / "t.xlsx"))
    cells = [[str(cell or "") for cell in row] for row in sheet.rows]
    assert any(row[:3] == ["拟安一支部", "1", "20/24（83.3%）"] for row in cells)


def texts(plan) -> str:
    return "".join(text.text for page in plan.pages for text in page.texts)


def test_the_printed_table_names_who_is_missing(desk, branch, stick):
    branch.send([meeting(1)])
    sweep(desk, stick, STREET)
    plan = street_tables.plan_table(desk, table(desk, "T2", ["2026-Q3"]), "2026-Q3", filler="卢拟衡")
    told = texts(plan)
    assert plan.pages[0].width > plan.pages[0].height
    for part in ("会议统计表", "未报 1 个", "拟安社区第二支部", "卢拟衡", "参考表式", "2026年第三季度"):
        assert part in told, part


def test_the_notice_tells_the_whole_the_problems_and_what_is_asked(desk, branch, stick, tmp_path):
    sent = branch.send([meeting(1)])
    sweep(desk, stick, STREET)
    answer = tmp_path / "回执"
    answer.mkdir()
    desk.set_meta("card", STREET.card.to_bytes().decode())
    sign_answer(desk, sent.digest, "returned", STREET, answer, items=[Item(f"{1:012x}", "", "T07")])
    told = texts(street_tables.plan_notice(desk, "2026-Q3", date(2026, 10, 20)))
    for part in ("关于2026年第三季度支部报送情况的通报", "应报", "拟安社区第一支部", "佐证缺", "1 次", "退回"):
        assert part in told, part
    assert "第三次党员大会" not in told


def test_the_shipped_tables_name_what_there_is():
    """Every form and measure that a shipped column names exists in the newest edition."""
    from wdbranch.operations.book import editions

    edition = sorted(editions().items())[-1][1]
    known = {(form.id, measure.id) for form in edition.forms.values() for measure in form.measures}
    shipped = rule_tables.words_table("packet", "tables")
    named = {(column["form"], column["measure"]) for each in shipped["table"] for column in each["column"] if "form" in column}
    assert not {each for each in named if each not in known and each[0] in edition.forms}
