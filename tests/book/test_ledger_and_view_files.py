"""Ledgers and views as the loader reads them, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.book.small_edition import BOOK, write_edition
from wdbranch.book import viewfile, vocabulary
from wdbranch.book.form import CellKind, FieldType, edition_of_year
from wdbranch.book.loader import FormError, load_edition, load_editions
from wdbranch.book.people import Roster
from wdbranch.book.record import Record
from wdbranch.book.snapshot import Branch, Snapshot
from wdbranch.book.values import ValueProblem, clean, record_number, show, title_of

LEDGER = """
id = "visit"
title = "走访登记"
short = "走访"
code = "ZF"
page_no = "P29"
chapter = "meetings"
order = 20
date_field = "visited_on"
title_field = "visitor"
optional = true
[[field]]
id = "seq"
type = "int"
label = "序号"
[[field]]
id = "visited_on"
type = "date"
label = "日期"
[[field]]
id = "visitor"
type = "person"
label = "走访人"
[[field]]
id = "gift"
type = "money"
label = "慰问金"
unit = "元"
[[field]]
id = "story"
type = "long"
label = "情况"
[[field]]
id = "calls"
type = "rows"
label = "联系"
[[field.column]]
id = "text"
type = "text"
label = "内容"
[page]
kind = "ledger"
title = "走访登记"
lines = 12
columns = [
  { field = "seq", w = 14 },
  { field = "visited_on", w = 40 },
  { field = "visitor", label = "何人", w = 40 },
  { field = "gift", w = 36 },
  { sign = "签收", w = 30 },
]
[[page.foot]]
height = 12
cells = [{ sign = "书记签字", w = 160 }]
"""

VIEW = """
id = "people"
title = "名册"
short = "名册"
page_no = "P07"
chapter = "meetings"
order = 30
source = "people"
signs = ["组织委员签字"]
[[column]]
id = "name"
label = "姓名"
w = 40
centre = true
[[column]]
id = "event"
repeat = true
w = 8
[[column]]
sign = "签字"
w = 30
"""


@pytest.fixture(autouse=True)
def _source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(vocabulary.VIEWS, "people", frozenset({"name", "event"}))
    assert viewfile.VIEWS is vocabulary.VIEWS


def edition(root: Path, ledger: str = LEDGER, view: str = VIEW) -> Path:
    write_edition(root)
    folder = root / "2030"
    (folder / "meetings" / "visit.toml").write_text(ledger, encoding="utf-8")
    (folder / "views").mkdir(exist_ok=True)
    (folder / "views" / "people.toml").write_text(view, encoding="utf-8")
    return folder


def test_a_ledger_has_its_columns_and_a_grid_for_one_record(tmp_path: Path) -> None:
    page = load_edition(edition(tmp_path)).forms["visit"].page
    assert [(c.label, c.width, c.fields) for c in page.columns] == [
        ("序号", 14, ("seq",)), ("日期", 40, ("visited_on",)), ("何人", 40, ("visitor",)), ("慰问金", 36, ("gift",)),
        ("签收", 30, ()),
    ]
    assert (page.kind, page.lines, page.landscape) == ("ledger", 12, False)
    said = [[cell.text or "+".join(cell.fields) for cell in row.cells] for row in page.rows]
    assert said == [
        ["序号", "seq", "日期", "visited_on"], ["走访人", "visitor", "慰问金", "gift"], ["情况"], ["story"], ["联系"],
        ["calls"], ["附件", ""],
    ]
    assert [row.grow for row in page.rows].count(True) == 1
    assert all(abs(sum(cell.width for cell in row.cells) - 160) < 0.01 for row in page.rows)
    assert page.foot[0].cells[0].kind is CellKind.SIGN


def test_pages_stand_in_the_order_of_the_book(tmp_path: Path) -> None:
    loaded = load_edition(edition(tmp_path))
    assert [page.id for page in loaded.pages()] == ["meeting", "visit", "people"]
    assert loaded.views["people"].signs == ("组织委员签字",)
    assert [c.repeat for c in loaded.views["people"].columns] == [False, True, False]


def test_an_optional_page_is_off_until_it_is_wanted(tmp_path: Path) -> None:
    loaded = load_edition(edition(tmp_path))
    form, meeting = loaded.forms["visit"], loaded.forms["meeting"]

    def shows(**settings: object) -> list[bool]:
        snapshot = Snapshot(Branch("B1", "支部", settings=settings), Roster(), (), {"2030": loaded})
        return [snapshot.shows(form), snapshot.shows(meeting)]

    assert shows() == [False, True]
    assert shows(pages={"visit": True, "meeting": False}) == [True, False]


def test_money_is_kept_to_the_cent_and_shown_so(tmp_path: Path) -> None:
    loaded = load_edition(edition(tmp_path))
    gift = loaded.forms["visit"].field("gift")
    assert gift.type is FieldType.MONEY
    assert clean(gift, "０．２元", loaded) == 0.2
    assert show(gift, 0.2, loaded) == "0.20元"
    assert show(gift, 1234.0, loaded) == "1234.00元"
    with pytest.raises(ValueProblem, match="两位小数"):
        clean(gift, "0.205", loaded)


def test_a_yearly_record_is_numbered_by_its_year(tmp_path: Path) -> None:
    yearly = LEDGER.replace("optional = true", "yearly = true").replace('id = "seq"', 'id = "rank"').replace('"seq", w', '"rank", w')
    loaded = edition_of_year(load_editions(edition(tmp_path, yearly).parent))
    form = loaded.forms["visit"]
    record = Record("0" * 12, "visit", "2030", 2030, {"visitor": "陈拟舟"})
    assert record_number(form, record) == "2030-ZF"
    assert title_of(form, record, loaded) == "陈拟舟"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("w = 36", "w = 35", "columns"),                                     # leaves a gap
        ('{ field = "gift", w', '{ field = "visitor", w', "columns"),          # twice
        ('{ field = "gift", w', '{ field = "nothing", w', "field"),
        ('{ field = "gift", w', '{ field = "calls", w', "field"),              # rows are printed below
        ('{ field = "gift", w', '{ fields = ["seq", "gift"], show = "span", w', "fields"),
        ("lines = 12", "rows = 12", "rows"),
        ("order = 20", "order = 30", "order"),                                 # the place of the view
        ('type = "money"', 'type = "coin"', "type"),
    ],
)
def test_what_a_ledger_may_not_say(tmp_path: Path, old: str, new: str, key: str) -> None:
    with pytest.raises(FormError) as refused:
        load_edition(edition(tmp_path, LEDGER.replace(old, new, 1)))
    assert key in refused.value.key


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('source = "people"', 'source = "anything"', "source"),
        ('id = "name"', 'id = "age"', "id"),
        ('id = "people"', 'id = "folk"', "id"),
        ('id = "people"', 'id = "meeting"', "id"),
        ('chapter = "meetings"', 'chapter = "none"', "chapter"),
        ("centre = true", "centred = true", "centred"),
        ("repeat = true\n", 'label = "次"\n', "column"),                       # does not fill the leaf
        ("w = 40", "w = 140", "column"),
        ('signs = ["组织委员签字"]', 'sign = "组织委员签字"', "sign"),
    ],
)
def test_what_a_view_may_not_say(tmp_path: Path, old: str, new: str, key: str) -> None:
    with pytest.raises(FormError) as refused:
        load_edition(edition(tmp_path, view=VIEW.replace(old, new, 1)))
    assert key in refused.value.key


def test_the_book_itself_still_loads(tmp_path: Path) -> None:
    assert load_edition(write_edition(tmp_path, book=BOOK) / "2030").views == {}
