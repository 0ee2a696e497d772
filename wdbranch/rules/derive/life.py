"""Derived pages of organisation life: who has talked with whom, and the rectification list of a life meeting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wdbranch.book.record import Record, day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.belonging import year_of
from wdbranch.rules.derive.table import Derived, DerivedRow
from wdbranch.rules.talks import coverage, is_strict
from wdbranch.rules.wording import say_day, say_names

_MOST_NAMED = 12


def talk_matrix(snapshot: Snapshot, year: int, today: date) -> Derived:
    """A row for each member, a column for each of the committee; an empty cell is a talk not yet held."""
    found = coverage(snapshot, year, today)
    by_label = snapshot.roster.by_label
    rows = []
    for name in found.members:
        among = "—" if name in found.committee else _days(tuple(sorted(found.peers(name))))
        cells = {"name": name, "peers": among}
        for place, seat in enumerate(found.committee):
            cells[f"with{place}"] = "—" if seat == name else _days(found.between(seat, name))
        rows.append(DerivedRow(cells, member=by_label[name].id))
    committee, members = found.committee_missing(), found.members_missing()
    notes = [f"{year}年谈心谈话 {found.count} 次。格里是最近一次谈话的日期，“×2”是谈过 2 次；空格就是还没有谈。"]
    if committee:
        pairs = [f"{one}与{other}" for one, other in committee]
        notes.append(f"支委之间还没有谈的 {len(pairs)} 对：{say_names(pairs, _MOST_NAMED, '对')}。")
    if members:
        notes.append(f"支委还没有谈到的党员 {len(members)} 名：{say_names(members, _MOST_NAMED)}。")
    strict = found.pairs_missing() if is_strict(snapshot) else []
    if strict:
        pairs = [f"{one}与{other}" for one, other in strict]
        notes.append(f"按每个支委谈遍每名党员算，还差 {len(pairs)} 对：{say_names(pairs, _MOST_NAMED, '对')}。")
    heads = tuple((f"with{place}", name) for place, name in enumerate(found.committee))
    return Derived(tuple(rows), tuple(notes), heads)


def _days(days: Sequence[date]) -> str:
    """3月5日; of several the last, with how many: 3月5日×2."""
    if not days:
        return ""
    last = f"{days[-1].month}月{days[-1].day}日"
    return last if len(days) == 1 else f"{last}×{len(days)}"


def life_rectify(snapshot: Snapshot, year: int, today: date) -> Derived:
    """The problems that came from the life meeting of a year, as the list of rectification has them.

    They are found at the meeting, which may lie in the first months of the next year.
    """
    rows: list[DerivedRow] = []
    done = late = 0
    for record in _from_life_meeting(snapshot, year):
        cells = {name: str(record.get(name) or "") for name in ("problem", "measure", "person", "progress")}
        for name in ("due", "done_on"):
            day = day_of(record.get(name))
            cells[name] = say_day(day) if day else ""
        cells["number"] = str(len(rows) + 1)
        rows.append(DerivedRow(cells, record=record.id))
        done += bool(record.get("done_on"))
        due = day_of(record.get("due"))
        late += not record.get("done_on") and due is not None and due < today
    notes = [f"共 {len(rows)} 项，已销号 {done} 项，逾期未销号 {late} 项。"] if rows else []
    return Derived(tuple(rows), tuple(notes))


def _from_life_meeting(snapshot: Snapshot, year: int) -> list[Record]:
    found = []
    for record in snapshot.of("issue"):
        day = snapshot.day(record)
        sources = snapshot.edition_of(record).tagged("issue_source", "life_meeting")
        if record.get("source") in sources and day is not None and year_of("life_meeting", day) == year:
            found.append(record)
    return found
