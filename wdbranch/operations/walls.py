"""Papers that are drawn: the chart of organisations, notices for the wall, the matrix of a building, plates, rewards.

Those of a whole ledger are named in ``WHOLE``, those of one record in ``SINGLE``: page id → (paper, name). Nothing
sensitive stands on them: the public matrix has numbers and a ★ by consent only, telephone numbers lose their last
four digits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from wdbranch.book.form import View, edition_of_year
from wdbranch.book.moments import show_day
from wdbranch.book.record import Record
from wdbranch.book.snapshot import Snapshot
from wdbranch.errors import UserError
from wdbranch.operations.gathered import Readable
from wdbranch.operations.pages import head_of, page_named, record_named
from wdbranch.rules import posts
from wdbranch.rules.posts import Post, Posts, slots_in_force
from wdbranch.rules.tables import rules_table, words_table

if TYPE_CHECKING:
    from wdbranch.printing.chart import Unit
    from wdbranch.printing.notice import Notice, Plate
    from wdbranch.printing.plan import Plan

WHOLE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "org_unit": (("org_chart", "组织架构图"),),
    "org_sheet": (("org_chart", "组织架构图"),),
    "duty_post": (("duty_notice", "职责公示牌"),),
    "duty_post_sheet": (("duty_notice", "职责公示牌"),),
    "post_slots": (("post_plates", "岗位职责牌"),),
    "slots_sheet": (("post_plates", "岗位职责牌"),),
}
SINGLE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "building": (
        ("building_public", "楼栋公示表"), ("building_public_a3", "楼栋公示表（A3）"),
        ("building_inner", "楼栋表（内部）"), ("building_inner_a3", "楼栋表（内部，A3）"),
    ),
    "post_slots": (("post_plate", "岗位职责牌"),),
    "grid_review": (("grid_reward", "签领表"),),
}


def plan_whole(book: Readable, year: int, paper: str) -> Plan:
    """A paper of a whole ledger as it stands on the last day of the year, or today."""
    return _WHOLE[paper](book.snapshot(), min(book.clock().date(), date(year, 12, 31)))


def plan_single(book: Readable, record_id: str, paper: str) -> Plan:
    """A paper of one record."""
    snapshot = book.snapshot()
    record = record_named(snapshot, record_id)
    if paper == "grid_reward":
        return _rewards(book, record)
    if paper == "post_plate":
        return _plates(snapshot, snapshot.day(record) or book.clock().date(), [record])
    size = "A3" if paper.endswith("_a3") else "A4"
    return _matrix(snapshot, record, paper.removesuffix("_a3"), size, book.clock().date())


def _words(paper: str) -> dict[str, Any]:
    found: dict[str, Any] = words_table("phrases", "walls")[paper]
    return found


def _day(day: date) -> str:
    return show_day(day.isoformat())


def _nothing(what: str, todo: str) -> UserError:
    return UserError(f"{what}，没有内容可印。", safe="记录没有改动。", todo=todo, code="nothing_to_print")


# --- 组织架构图 --------------------------------------------------------------------------------------------------


def _chart(snapshot: Snapshot, day: date) -> Plan:
    from wdbranch.printing.chart import plan_chart

    words = _words("org_chart")
    edition = edition_of_year(snapshot.editions, day.year)
    levels = [choice.label for choice in edition.choices["org_level"]]
    units = _tree(snapshot, day, words)
    if not units:
        raise _nothing("五级组织一个也没有登记", "请先在“五级组织登记”里登记。")
    name = words["title"].format(branch=snapshot.branch.short or snapshot.branch.name)
    return plan_chart(name, levels, units, head_of(snapshot, day.year), words["legend"].format(day=_day(day)))


def _tree(snapshot: Snapshot, day: date, words: Mapping[str, str]) -> list[Unit]:
    """The tops of the trees; a unit whose superior is not registered, or lies below it, is a top itself."""
    from wdbranch.printing.chart import Unit

    edition = edition_of_year(snapshot.editions, day.year)
    levels = [choice.id for choice in edition.choices["org_level"]]
    found = [r for r in snapshot.in_force("org_unit", day) if r.get("name") and r.get("level") in levels]
    units = {
        r.id: Unit(str(r.get("name")), str(r.get("leader") or words["nobody"]), levels.index(r.get("level")))
        for r in found
    }
    named = {str(r.get("name")): r.id for r in found}
    tops = []
    for record in sorted(found, key=lambda r: levels.index(r.get("level"))):
        parent = units.get(named.get(str(record.get("parent")), ""))
        unit = units[record.id]
        if parent is not None and parent.level < unit.level:
            parent.below.append(unit)
        else:
            tops.append(unit)
    return tops


# --- 职责公示牌 --------------------------------------------------------------------------------------------------


def _notices(snapshot: Snapshot, day: date) -> Plan:
    from wdbranch.printing.notice import plan_notices

    found = Posts(snapshot, day)
    notices = list(_of_buildings(found)) or list(_of_grids(found))
    if not notices:
        raise _nothing("没有登记楼栋，也没有登记网格", "请先登记网格或者楼栋，再登记五长一员。")
    return plan_notices("职责公示牌", notices, head_of(snapshot, day.year))


def _of_buildings(found: Posts) -> Iterator[Notice]:
    """A notice for each building: its units, the building, the courtyard, the grid, the group."""
    groups = {str(grid.get("name")): grid.get("group") for grid in found.grids}
    for building in found.buildings:
        name, grid = str(building.get("name")), building.get("grid")
        group = groups.get(str(grid))
        areas = [(posts.UNIT, name, unit) for unit in range(1, (building.get("units") or 0) + 1)]
        areas += [(posts.BUILDING, name, 0)]
        pairs = ((posts.YARD, building.get("yard")), (posts.WORKER, grid), (posts.GRID, grid), (posts.GROUP, group))
        areas += [(kind, str(area), 0) for kind, area in pairs if area]
        yield _notice(found, name, [Post(*area, found.holders(*area)) for area in areas])


def _of_grids(found: Posts) -> Iterator[Notice]:
    for grid in found.grids:
        name = str(grid.get("name"))
        group = grid.get("group")
        kinds = [(posts.WORKER, name), (posts.GRID, name), *([(posts.GROUP, group)] if group else [])]
        yield _notice(found, name, [Post(kind, str(area), 0, found.holders(kind, area)) for kind, area in kinds])


def _notice(found: Posts, area: str, wanted: list[Post]) -> Notice:
    from wdbranch.printing.notice import Notice

    words, duties = _words("duty_notice"), rules_table("posts")["duty"]
    rows = []
    for post in wanted:
        label = found.labels[post.kind] + (f"\n{post.unit}单元" if post.unit else "")
        usual = duties.get(found.kinds[post.kind], "")
        rows += [
            [label, holder.name, _hidden(holder.record, words), _of(holder.record, "duty") or usual]
            for holder in post.holders
        ] or [[label, words["vacant"], "", usual]]
    branch = found.snapshot.branch.short or found.snapshot.branch.name
    foot = words["foot"].format(branch=branch, day=_day(found.day))
    columns = [(head, share, number < 3) for number, (head, share) in enumerate(words["columns"])]
    return Notice(words["title"].format(area=area), columns, rows, foot)


def _of(record: Record | None, field: str) -> str:
    return str(record.get(field) or "") if record is not None else ""


def _hidden(record: Record | None, words: Mapping[str, str]) -> str:
    """A telephone number without its last four digits: a notice hangs where everybody reads it."""
    phone = _of(record, "phone")
    return str(words["hidden"]).format(first=phone[:-4]) if len(phone) > 4 else ""


# --- 楼栋 -------------------------------------------------------------------------------------------------------


def _matrix(snapshot: Snapshot, record: Record, kind: str, paper: str, today: date) -> Plan:
    from wdbranch.printing.matrix import Home, Matrix, plan_matrix

    words, edition = _words(kind), snapshot.edition_of(record)
    inner = kind == "building_inner"
    homes: dict[tuple[int, int], list[Home]] = {}
    usual = edition.choices["household_state"][0].id
    for row in record.rows("households"):
        party = bool(row.get("party")) and (inner or bool(row.get("consent")))
        mark = words["star"] if party else ""
        below = ""
        if inner:
            mark += words["centre"] if row.get("centre") else ""
            state = row.get("occupancy")
            label = edition.choice_label("household_state", state) if state and state != usual else ""
            below = str(row.get("names") or "") or label
        where = (row.get("unit") or 0, row.get("floor") or 0)
        homes.setdefault(where, []).append(Home(str(row.get("room") or ""), mark, below))
    title = words["title"].format(name=record.get("name") or "")
    sorted_homes = {where: sorted(some, key=lambda home: home.room) for where, some in homes.items()}
    matrix = Matrix(
        title,
        units=record.get("units") or 1,
        floors=record.get("floors") or 1,
        per_floor=record.get("per_floor") or 1,
        homes=sorted_homes,
        legend=words["legend"].format(day=_day(today)),
    )
    return plan_matrix(matrix, head_of(snapshot, today.year), paper)


# --- 岗位职责牌、签领表 -------------------------------------------------------------------------------------------


def _all_plates(snapshot: Snapshot, day: date) -> Plan:
    held = [record for record in slots_in_force(snapshot, day).values() if record.get("ding1")]
    if not held:
        raise _nothing("还没有党员定岗", "请先在“一编三定”登记里定岗。")
    return _plates(snapshot, day, held)


def _plates(snapshot: Snapshot, day: date, records: list[Record]) -> Plan:
    from wdbranch.printing.notice import plan_plates

    if not any(record.get("ding1") for record in records):
        raise _nothing("这名党员还没有定岗", "请先填岗位。")
    return plan_plates("岗位职责牌", [_plate(snapshot, record) for record in records], head_of(snapshot, day.year))


def _plate(snapshot: Snapshot, record: Record) -> Plate:
    from wdbranch.printing.notice import Plate

    taken = snapshot.day(record)
    below = _words("post_plate")["below"].format(day=_day(taken) if taken else "")
    return Plate(str(record.get("ding1")), str(record.get("member") or ""), str(record.get("ding2") or ""), below)


def _rewards(book: Readable, record: Record) -> Plan:
    """The sheet on which the workers found excellent in one month sign for what they receive."""
    from dataclasses import replace

    from wdbranch.printing.view import plan_view
    from wdbranch.rules.derive import Derived
    from wdbranch.rules.derive.grounds import rewards_of

    snapshot = book.snapshot()
    view = page_named(book, "grid_reward_sheet", record.year)
    rows, note = rewards_of(snapshot, [record])
    if not rows or not isinstance(view, View):
        raise _nothing("这个月还没有评出优秀网格员", "请先在“评定”里选出优秀的。")
    day = snapshot.day(record)
    title = _words("grid_reward")["title"].format(year=record.year, month=day.month if day else "")
    return plan_view(replace(view, title=title), Derived(rows, (note,)), head_of(snapshot, record.year))


_WHOLE: Mapping[str, Callable[[Snapshot, date], Plan]] = {
    "org_chart": _chart,
    "duty_notice": _notices,
    "post_plates": _all_plates,
}
