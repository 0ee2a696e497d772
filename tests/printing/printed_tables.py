"""A ledger and a view of the fictional branch as they are printed, for the tests of printing.

They are kept here, so that plans do not change with the forms of an edition.
"""

from __future__ import annotations

from wdbranch.book.form import Form, View, ViewColumn
from wdbranch.book.formfile import read_form
from wdbranch.book.record import Record, State
from wdbranch.rules.derive import Derived, DerivedRow

from printed_book import edition

VISIT = """
id = "visit"
title = "走访慰问登记"
short = "走访慰问"
code = "ZF"
page_no = "P29"
chapter = "meetings"
order = 290
date_field = "visited_on"
title_field = "target"
[[field]]
id = "seq"
type = "int"
label = "序号"
[[field]]
id = "visited_on"
type = "date"
label = "走访日期"
[[field]]
id = "target"
type = "person"
label = "走访对象"
[[field]]
id = "visitors"
type = "persons"
label = "走访人员"
[[field]]
id = "goods"
type = "text"
label = "慰问品"
[[field]]
id = "money"
type = "money"
label = "慰问金"
unit = "元"
[[field]]
id = "reason"
type = "text"
label = "困难原因"
[[field]]
id = "story"
type = "long"
label = "帮扶措施及落实"
[[field]]
id = "calls"
type = "rows"
label = "回访"
[[field.column]]
id = "day"
type = "date"
label = "日期"
[[field.column]]
id = "text"
type = "text"
label = "情况"
[page]
kind = "ledger"
title = "走访慰问与帮扶登记"
lines = 18
columns = [
  { field = "seq", w = 10 },
  { field = "visited_on", w = 30 },
  { field = "target", w = 20 },
  { field = "visitors", w = 36 },
  { field = "goods", w = 24 },
  { field = "money", w = 22 },
  { sign = "签收", w = 18 },
]
[[page.foot]]
height = 14
cells = [{ sign = "组织委员签字", w = 80 }, { sign = "书记签字", w = 80 }]
"""

ACROSS = (
    VISIT.replace("lines = 18", "lines = 10\nlandscape = true")
    .replace('"visitors", w = 36', '"visitors", w = 76').replace('"goods", w = 24', '"goods", w = 55')
    .replace('{ sign = "签收", w = 18 }', '{ sign = "签收", w = 40 }')
)


def ledger(source: str = VISIT) -> Form:
    """The form of the ledger."""
    from wdbranch import toml_file

    return read_form(toml_file.parse(source), "2026/visit.toml", "2026", frozenset({"meetings"}), edition().choices)


def visits(count: int) -> list[Record]:
    """So many visits, every third with more to tell than the columns show."""
    made = []
    for number in range(1, count + 1):
        values: dict[str, object] = {
            "seq": number, "visited_on": f"2026-{1 + number % 12:02d}-{1 + number % 28:02d}",
            "target": f"陈拟{chr(0x4E00 + number)}", "visitors": ("韩拟川", "马拟澜"), "goods": "米、面、油各一份",
            "money": 300.0 + number,
        }
        if number % 3 == 0:
            values["reason"] = "因病致困，长期服药"
            values["story"] = "帮助申请临时救助。\n每周上门一次，代购药品。"
            values["calls"] = ({"day": "2026-05-06", "text": "药已送到"}, {"day": "2026-06-07", "text": "救助金已发放"})
        state = State.DRAFT if number == 2 else State.FINAL
        made.append(Record(f"{number:012x}", "visit", "2026", 2026, values, state, late=number == 4, recorded_at="2026-09-18T10:00"))
    return made


def sheet(**changes: object) -> View:
    """An attendance sheet: one column a meeting."""
    facts: dict[str, object] = {
        "id": "attendance_sheet", "edition": "2026", "title": "组织生活考勤表", "short": "考勤", "page_no": "P31",
        "chapter": "management", "order": 310, "source": "attendance", "landscape": True, "lines": 15,
        "columns": (
            ViewColumn("no", "序号", 12.0, centre=True), ViewColumn("name", "姓名", 22.0, centre=True),
            ViewColumn("event", "", 9.0, centre=True, repeat=True), ViewColumn("rate", "到会率", 18.0, centre=True),
            ViewColumn("", "本人签字", 24.0),
        ),
        "signs": ("组织委员签字", "书记签字"),
    }
    return View(**{**facts, **changes})


def shown(people: int = 27, events: int = 30) -> Derived:
    """What the sheet shows of so many people and meetings."""
    heads = tuple((f"r{number}", f"{1 + number % 12}.{1 + number % 28}") for number in range(events))
    rows = tuple(
        DerivedRow(
            {"no": str(n), "name": f"韩拟{chr(0x4F00 + n)}", "rate": f"{90 + n % 10}%"}
            | {key: "到" if (n + at) % 7 else "假" for at, (key, _) in enumerate(heads)},
            member=n,
        )
        for n in range(1, people + 1)
    )
    return Derived(rows, ("到：到会；假：请假；缺：无故缺席。",), heads)
