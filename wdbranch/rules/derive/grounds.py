"""Tables of a strong branch: posts of members, posts of a quarter, whom to ask by address, buildings, rewards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from wdbranch.book.form import edition_of_year
from wdbranch.book.record import Record, day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules import posts
from wdbranch.rules.derive.table import Derived, DerivedRow
from wdbranch.rules.posts import Post, Posts, slots_in_force
from wdbranch.rules.tables import rules_table
from wdbranch.rules.wording import say_day


def _say(name: str) -> str:
    sentence: str = rules_table("derive")["grounds"][name]
    return sentence


def _text(record: Record, field: str) -> str:
    value = record.get(field)
    return "" if value is None else str(value)


def _day(record: Record, field: str) -> str:
    day = day_of(record.get(field))
    return say_day(day) if day else ""


def _until(year: int, today: date) -> date:
    return min(today, date(year, 12, 31))


# --- 一编三定 ---------------------------------------------------------------------------------------------------


def slots(snapshot: Snapshot, year: int, today: date) -> Derived:
    """Who is in which group, holds which post, with how many doings this year and the last account given."""
    day = _until(year, today)
    held = slots_in_force(snapshot, day)
    edition = edition_of_year(snapshot.editions, year)
    doings = Counter(str(r.get("member")) for r in snapshot.of_year("post_doing", year))
    for name, record in held.items():
        doings[name] += sum((day_of(row.get("on")) or date.min).year == year for row in record.rows("service"))
    accounts = {str(r.get("member")): r for r in snapshot.of_year("post_account", year)}
    rows = []
    for number, (name, record) in enumerate(held.items(), 1):
        account = accounts.get(name)
        result = edition.choice_label("account_result", account.get("result") or "") if account else ""
        cells = {key: _text(record, key) for key in ("bian", "ding1", "ding2", "ding3")}
        if record.get("exempt"):
            cells["ding1"] = _say("exempt").format(reason=_text(record, "exempt_reason"))
        cells |= {"seq": str(number), "name": name, "taken_on": _day(record, "taken_on")}
        cells |= {"doings": str(doings[name] or ""), "account": result}
        rows.append(DerivedRow(cells, record=record.id))
    missing = [n for m in snapshot.roster.on(day) if (n := snapshot.roster.label(m)) not in held]
    notes = [_say("slots").format(count=len(held), day=say_day(day))] if rows else []
    if rows and missing:
        notes.append(_say("slots_missing").format(count=len(missing), names="、".join(missing)))
    return Derived(tuple(rows), tuple(notes))


# --- 五长一员 ---------------------------------------------------------------------------------------------------


def duty_posts(snapshot: Snapshot, year: int, today: date) -> Derived:
    """Every post that there should be with its holders; one without is vacant. Then those held beside."""
    day = _until(year, today)
    found = Posts(snapshot, day)
    if not (found.grids or found.buildings or snapshot.in_force("duty_post", day)):
        return Derived(())
    wanted = list(found.wanted())
    rows = [row for post in (*wanted, *found.beside()) for row in _of_post(found, post)]
    vacant = sum(not post.holders for post in wanted)
    note = _say("posts").format(day=say_day(day), wanted=len(wanted), held=len(wanted) - vacant, vacant=vacant)
    return Derived(tuple(rows), (note,))


def _of_post(found: Posts, post: Post) -> list[DerivedRow]:
    place = {"kind": found.labels[post.kind], "area": post.area, "unit": str(post.unit or "")}
    if not post.holders:
        return [DerivedRow({**place, "name": _say("vacant")}, lacking=True)]
    rows = []
    for holder in post.holders:
        told = {"name": holder.name, "party": _say("yes") if holder.party else ""}
        if holder.record is not None:
            told["phone"] = _text(holder.record, "phone")
            told |= {key: _day(holder.record, key) for key in ("wall_on", "checked_on")}
        rows.append(DerivedRow({**place, **told}, record=holder.record.id if holder.record else ""))
    return rows


def chain(snapshot: Snapshot, year: int, today: date) -> Derived:
    """For each unit of each building, whom to ask and who answers for it, from the unit up to the branch."""
    day = _until(year, today)
    found = Posts(snapshot, day)
    groups = {str(grid.get("name")): grid.get("group") for grid in found.grids}
    secretary = snapshot.secretary(day)

    def who(kind: str, area: object, unit: int = 0) -> str:
        holders = found.holders(kind, area, unit)
        return "、".join(holder.name for holder in holders) or _say("vacant")

    rows = []
    for building in found.buildings:
        grid = building.get("grid")
        group = groups.get(str(grid))
        shared = {
            "building": _text(building, "name"),
            "building_leader": who(posts.BUILDING, building.get("name")),
            "yard_leader": who(posts.YARD, building.get("yard")) if building.get("yard") else "",
            "worker": who(posts.WORKER, grid) if grid else "",
            "grid": _text(building, "grid"),
            "grid_leader": who(posts.GRID, grid) if grid else "",
            "group_leader": who(posts.GROUP, group) if group else "",
            "secretary": secretary,
        }
        for unit in range(1, (building.get("units") or 0) + 1):
            cells = {**shared, "unit": str(unit), "unit_leader": who(posts.UNIT, building.get("name"), unit)}
            rows.append(DerivedRow(cells, record=building.id, lacking=_say("vacant") in cells.values()))
    return Derived(tuple(rows), (_say("chain").format(day=say_day(day)),) if rows else ())


# --- 楼栋 -------------------------------------------------------------------------------------------------------


def buildings(snapshot: Snapshot, year: int, today: date) -> Derived:
    """The buildings with their households: counts only."""
    day = _until(year, today)
    found = snapshot.in_force("building", day)
    edition = edition_of_year(snapshot.editions, year)
    states = [choice.id for choice in edition.choices["household_state"]]
    rows, total = [], Counter[str]()
    for number, record in enumerate(found, 1):
        homes = record.rows("households")
        counts = Counter({"homes": len(homes)})
        counts.update(str(home["occupancy"]) for home in homes if home.get("occupancy") in states)
        counts["party"] = sum(bool(home.get("party")) for home in homes)
        counts["consent"] = sum(bool(home.get("party") and home.get("consent")) for home in homes)
        counts["centre"] = sum(bool(home.get("centre")) for home in homes)
        total.update(counts)
        cells = {key: _text(record, key) for key in ("name", "grid", "units", "floors")}
        cells |= {key: str(n) for key, n in counts.items()}
        cells |= {"seq": str(number), "checked_on": _day(record, "checked_on")}
        rows.append(DerivedRow(cells, record=record.id))
    if not rows:
        return Derived(())
    note = _say("buildings").format(
        day=say_day(day), count=len(rows), homes=total["homes"], party=total["party"], consent=total["consent"]
    )
    return Derived(tuple(rows), (note,))


# --- 网格员月评 -------------------------------------------------------------------------------------------------


def grid_rewards(snapshot: Snapshot, year: int, today: date) -> Derived:  # noqa: ARG001
    """The grid workers found excellent, month by month, with what each receives; the sum below."""
    rows, note = rewards_of(snapshot, snapshot.of_year("grid_review", year))
    return Derived(rows, (note,) if rows else ())


def rewards_of(snapshot: Snapshot, reviews: Iterable[Record]) -> tuple[tuple[DerivedRow, ...], str]:
    """The rows of these reviews, and a sentence with how many and how much, in yuan."""
    rows: list[DerivedRow] = []
    money = 0.0
    for record in reviews:
        rewarded = snapshot.edition_of(record).tagged("grid_result", "rewarded")
        day = snapshot.day(record)
        for result in record.rows("results"):
            if result.get("grade") not in rewarded:
                continue
            money += result.get("money") or 0
            cells = {
                "month": _say("month").format(month=day.month) if day else "",
                "name": str(result.get("name") or ""),
                "grid": str(result.get("grid") or ""),
                "total": "" if result.get("total") is None else f"{result['total']:g}",
                "money": "" if result.get("money") is None else f"{result['money']:.2f}",
            }
            rows.append(DerivedRow(cells, record=record.id))
    return tuple(rows), _say("rewards").format(count=len(rows), money=f"{money:.2f}")


# --- 五级组织 ---------------------------------------------------------------------------------------------------


def org_units(snapshot: Snapshot, year: int, today: date) -> Derived:
    """The units of the five levels, each level below the one above, with how many each level has."""
    day = _until(year, today)
    edition = edition_of_year(snapshot.editions, year)
    levels = {choice.id: choice.label for choice in edition.choices["org_level"]}
    found = snapshot.in_force("org_unit", day)
    rows = [
        DerivedRow(
            {"level": label, **{key: _text(r, key) for key in ("name", "parent", "leader", "members", "scope")}},
            record=r.id,
            lacking=not r.get("leader"),
        )
        for level, label in levels.items()
        for r in found
        if r.get("level") == level
    ]
    counts = Counter(str(r.get("level")) for r in found)
    told = "、".join(_say("level").format(label=label, count=counts[level]) for level, label in levels.items())
    return Derived(tuple(rows), (_say("units").format(day=say_day(day), levels=told),) if rows else ())
