"""Writes the branch's roster as an office table; reading it in again changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from wdbranch.book.moments import show_day
from wdbranch.book.people import Member, Roster
from wdbranch.errors import WrongUseError
from wdbranch.exchange.identity import masked
from wdbranch.exchange.table_out import TableColumn, Value, write_table
from wdbranch.exchange.words import roster_words

_Cell = Callable[[Member, date], str]


def _plain(field: str) -> _Cell:
    return lambda member, _day: str(getattr(member, field) or "")


def _date(field: str) -> _Cell:
    return lambda member, _day: (getattr(member, field) or "").replace("-", ".")


def _tick(field: str) -> _Cell:
    return lambda member, _day: "是" if getattr(member, field) else ""


def _posts(member: Member, day: date) -> str:
    labels = roster_words().post_labels
    return "、".join(labels.get(post, post) for post in member.posts(day))


def _floating(member: Member, day: date) -> str:
    span = member.span("floating", day)
    return (span.value or "是") if span else ""


def _excluded(part: str) -> _Cell:
    def cell(member: Member, day: date) -> str:
        span = member.span("excluded", day)
        return (getattr(span, part) or "").replace("-", ".") if span else ""

    return cell


_CELLS: dict[str, tuple[float, _Cell]] = {        # field → width in characters, what stands in the cell
    "name": (11, _plain("name")),
    "sex": (5, _plain("sex")),
    "ethnicity": (7, _plain("ethnicity")),
    "native_place": (12, _plain("native_place")),
    "id_no": (20, _plain("id_no")),
    "birth": (11, _date("birth")),
    "education": (9, _plain("education")),
    "apply_date": (11, _date("apply_date")),
    "join_date": (11, _date("join_date")),
    "full_date": (11, _date("full_date")),
    "standing": (8, lambda member, day: member.status(day)),
    "category": (9, _plain("category")),
    "job": (20, _plain("job")),
    "group": (10, lambda member, day: member.group(day)),
    "post": (11, _posts),
    "phone": (13, _plain("phone")),
    "address": (22, _plain("address")),
    "in_date": (11, _date("in_date")),
    "floating": (10, _floating),
    "infirm": (6, _tick("infirm")),
    "hardship": (6, _tick("hardship")),
    "excluded_category": (12, _excluded("value")),
    "excluded_approved": (11, _excluded("approved_on")),
    "excluded_passed": (11, _excluded("passed_on")),
    "note": (16, _plain("note")),
}
_USUAL = (
    "name", "sex", "ethnicity", "birth", "education", "join_date", "full_date", "standing", "category",
    "job", "group", "post", "phone", "note",
)  # fmt: skip
_PRIVATE = frozenset({"id_no", "phone"})          # masked unless asked for
_HOME = "address"                                 # left out unless asked for


def write_roster(
    path: Path,
    roster: Roster,
    day: date,
    columns: Sequence[str] | None = None,
    include_private: bool = False,
    *,
    title: str = "党员花名册",
) -> Path:
    """Writes the members of the branch on that day, in roster order; returns the path.

    ``columns``: fields in order (see ``field`` in ``resources/exchange/roster_heads.toml``); left out, the
    usual ones, with number, telephone and home in full if ``include_private``. Without it, a number or
    telephone asked for is masked (4101***1234) and the home left empty. Raises WrongUseError
    (``no_column``) for an unknown column and UserError where the file cannot be written.
    """
    fields = list(columns) if columns is not None else _fields(include_private)
    unknown = [field for field in fields if field not in _CELLS]
    if unknown:
        what = f"花名册没有这些列：{'、'.join(unknown)}。"
        raise WrongUseError(what, todo="请核对列名。", code="no_column")
    labels = roster_words().labels
    heads = [TableColumn("序号", 5, number=True)]
    heads += [TableColumn(labels[field], _CELLS[field][0]) for field in fields]
    rows: list[list[Value]] = []
    for order, member in enumerate(roster.on(day), start=1):
        row: list[Value] = [order]
        row += [_cell(field, member, day, include_private) for field in fields]
        rows.append(row)
    dated = f"{title}（{show_day(day)}）"
    return write_table(path, dated, heads, rows)


def _fields(include_private: bool) -> list[str]:
    fields = list(_USUAL)
    if include_private:
        fields.insert(fields.index("birth"), "id_no")
        fields.insert(fields.index("phone") + 1, _HOME)
    return fields


def _cell(field: str, member: Member, day: date, include_private: bool) -> str:
    value = _CELLS[field][1](member, day)
    if include_private or not value:
        return value
    if field in _PRIVATE:
        return masked(value)
    return "" if field == _HOME else value
