"""What a box holds: from what people type to the canonical value, and back to what is printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from wdbranch.book.form import ATTENDANCE_COLUMNS, Choice, Column, Edition, Field, FieldType, Form
from wdbranch.book.moments import (
    clean_day,
    clean_moment,
    clean_time,
    narrow,
    show_day,
    show_moment,
    show_span,
)
from wdbranch.book.names import clean_name, split_names
from wdbranch.book.problem import ValueProblem
from wdbranch.book.record import Record

__all__ = [
    "ValueProblem",
    "clean",
    "clean_name",
    "columns_of",
    "record_number",
    "show",
    "show_column",
    "show_day",
    "show_moment",
    "show_span",
    "split_names",
    "title_of",
]

_LARGEST = 10**9
_WITH_UNIT = (FieldType.INT, FieldType.NUMBER, FieldType.MONEY)
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060\u2066-\u2069\ufeff]")
_BLANK_RUN = re.compile(r"[ \t\r\n\u3000\xa0]+")
_MARGINS = " \t\u3000\xa0"
_COUNTERS = "人名次个张票份号项条户月年件岁"
_INT = re.compile(rf"第?\s*([+-]?\d+)(?:\.0+)?\s*(?:个月|[{_COUNTERS}]|人次)?")
_NUMBER = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+))\s*(?:学时|小时|课时|个学时|个小时|元|平方米|%)?")
_YES = frozenset({"是", "√", "✓", "✔", "对", "有", "已", "已完成", "完成", "1", "true", "yes", "on"})
_NO = frozenset({"否", "×", "✗", "✘", "无", "未", "未完成", "没有", "0", "false", "no", "off"})


def clean(field: Field | Column, raw: Any, edition: Edition, *, year: int | None = None) -> Any:
    """The canonical value of a field or column (see FieldType), None where empty.

    Accepts canonical values, JSON, and what people type: full-width digits, 2026.9.18, 9月18日 18:30 (where
    ``year`` is given), 20人, labels of choices, names joined in any way. Child rows come back with every
    column; empty rows are left out. Raises ValueProblem with one sentence that names the box.
    """
    try:
        if field.type is FieldType.ROWS or field.type is FieldType.ATTENDANCE:
            return _clean_rows(_as_field(field), raw, edition, year)
        return _clean_one(field, raw, edition, year)
    except ValueProblem as problem:
        if problem.what.startswith("“" + field.label):
            raise
        raise ValueProblem(f"“{field.label}”：{problem.what}", todo=problem.todo) from problem


def columns_of(field: Field) -> tuple[Column, ...]:
    """The columns of a field's child rows; empty where it has none."""
    return ATTENDANCE_COLUMNS if field.type is FieldType.ATTENDANCE else field.columns


def _as_field(field: Field | Column) -> Field:
    assert isinstance(field, Field), "a column never holds rows"
    return field


def _clean_one(part: Field | Column, raw: Any, edition: Edition, year: int | None) -> Any:
    match part.type:
        case FieldType.TEXT:
            return _clean_line(raw)
        case FieldType.LONG:
            return _clean_long(raw)
        case FieldType.INT:
            return _clean_int(part, raw)
        case FieldType.NUMBER | FieldType.MONEY:
            return _clean_number(part, raw)
        case FieldType.DATE:
            return clean_day(raw, year=year)
        case FieldType.DATETIME:
            return clean_moment(raw, year=year)
        case FieldType.TIME:
            return clean_time(raw)
        case FieldType.TICK:
            return _clean_tick(raw)
        case FieldType.CHOICE:
            return _clean_choice(part, raw, edition)
        case FieldType.CHOICES:
            found = [_clean_choice(part, one, edition) for one in _several(raw)]
            return tuple(dict.fromkeys(one for one in found if one)) or None
        case FieldType.PERSON:
            return clean_name(_checked_text(raw)) or None
        case FieldType.PERSONS:
            names = [name for one in _listed(raw) for name in split_names(_checked_text(one))]
            return tuple(dict.fromkeys(names)) or None
        case _:
            return _clean_ref(raw)


# --- text -----------------------------------------------------------------------------------------


def _checked_text(raw: Any) -> str:
    """Text without marks that nobody sees. Numbers count as text; half a rare character does not."""
    if raw is None:
        return ""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return f"{raw:g}" if isinstance(raw, float) else str(raw)
    if not isinstance(raw, str):
        raise ValueProblem(f"应当是文字，这里是“{raw}”。")
    text = _UNSEEN.sub("", raw.replace("\r\n", "\n").replace("\r", "\n"))
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueProblem("文字里有半个残缺的字。", todo="请删去那个显示不出来的字，重新输入。")
    return text


def _clean_line(raw: Any) -> str | None:
    text = _checked_text(raw).strip(_MARGINS + "\n")
    return _BLANK_RUN.sub(" ", text) if "\n" in text or "\t" in text else text or None


def _clean_long(raw: Any) -> str | None:
    """Paragraphs: no blank lines and no typed indents, both are the printed page's business."""
    lines = (line.strip(_MARGINS) for line in _checked_text(raw).split("\n"))
    return "\n".join(line for line in lines if line) or None


# --- numbers, ticks, choices ----------------------------------------------------------------------


def _without_unit(part: Field | Column, text: str) -> str:
    """What was typed without the unit that is printed behind it: 12棵, 20 亩."""
    text = text.strip()
    return text.removesuffix(part.unit).rstrip() if part.unit else text


def _clean_int(part: Field | Column, raw: Any) -> int | None:
    if isinstance(raw, float) and raw.is_integer() and abs(raw) <= _LARGEST:
        raw = int(raw)
    if isinstance(raw, bool) or not isinstance(raw, int | str | None):
        raise ValueProblem(f"应当是整数，这里是“{raw}”。")
    if isinstance(raw, str):
        text = _without_unit(part, narrow(raw)).replace(",", "")
        if not text:
            return None
        found = _INT.fullmatch(text)
        if found is None or len(found[1]) > 12:
            raise ValueProblem(f"应当是整数，这里是“{raw.strip()}”。", todo="请写阿拉伯数字，如 20。")
        raw = int(found[1])
    return None if raw is None else int(_within(part, raw))


def _clean_number(part: Field | Column, raw: Any) -> float | None:
    if raw is None:
        return None
    if isinstance(raw, str):
        text = _without_unit(part, narrow(raw)).replace(",", "")
        if not text:
            return None
        found = _NUMBER.fullmatch(text)
        if found is None or len(found[1]) > 15:
            raise ValueProblem(f"应当是数字，这里是“{raw.strip()}”。", todo="请写阿拉伯数字，如 1.5。")
        raw = float(found[1])
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise ValueProblem(f"应当是数字，这里是“{raw}”。")
    value = float(_within(part, raw))
    if abs(value - round(value, 2)) > 1e-9:
        raise ValueProblem(f"最多两位小数，这里是“{value:g}”。")
    return round(value, 2) + 0.0


def _within(part: Field | Column, number: float) -> float:
    low = part.minimum if isinstance(part, Field) and part.minimum is not None else -_LARGEST
    high = part.maximum if isinstance(part, Field) and part.maximum is not None else _LARGEST
    if not low <= number <= high:
        limits = f"应当在 {low:g} 到 {high:g} 之间" if high < _LARGEST or low > -_LARGEST else "数字太大"
        raise ValueProblem(f"{limits}，这里是 {number}。")
    return number


def _clean_tick(raw: Any) -> bool | None:
    if raw is None or isinstance(raw, bool):
        return raw
    word = narrow(str(raw)).strip().lower()
    if not word:
        return None
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise ValueProblem(f"应当填“是”或“否”，这里是“{raw}”。")


def _clean_choice(part: Field | Column, raw: Any, edition: Edition) -> str | None:
    word = _checked_text(raw).strip(_MARGINS + "\n")
    if not word:
        return None
    choices = edition.choices.get(part.choices or "", ())
    allowed = part.statuses if isinstance(part, Field) and part.statuses else None
    found = _find_choice(choices, word)
    if found is None or (allowed is not None and found.id not in allowed):
        offered = "、".join(choice.label for choice in choices if allowed is None or choice.id in allowed)
        raise ValueProblem(f"没有“{word}”这一项。", todo=f"请从这些里选：{offered}。")
    return found.id


def _find_choice(choices: tuple[Choice, ...], word: str) -> Choice | None:
    return next((c for c in choices if word in (c.id, c.label, *c.also)), None)


def _several(raw: Any) -> list[Any]:
    if isinstance(raw, str):
        return re.split(r"[、，,;；\n]+", raw)
    return _listed(raw)


def _listed(raw: Any) -> list[Any]:
    if raw is None:
        return []
    if isinstance(raw, list | tuple):
        return list(raw)
    return [raw]


def _clean_ref(raw: Any) -> str | None:
    word = narrow(_checked_text(raw)).strip().lower()
    if not word:
        return None
    if not re.fullmatch(r"[0-9a-f]{12}", word):
        raise ValueProblem(f"“{word}”不是一份记录。", todo="请从列表里选一份记录。")
    return word


# --- child rows -----------------------------------------------------------------------------------


def _clean_rows(
    field: Field, raw: Any, edition: Edition, year: int | None
) -> tuple[dict[str, Any], ...] | None:
    if raw is None or raw == "":
        return None
    if not isinstance(raw, list | tuple):
        raise ValueProblem("应当是一行一行的内容。")
    columns = columns_of(field)
    rows = []
    for number, one in enumerate(raw, 1):
        try:
            row = _clean_row(columns, one, edition, year)
        except ValueProblem as problem:
            where = f"“{field.label}”第 {number} 行，"
            raise ValueProblem(where + problem.what, todo=problem.todo) from problem
        if any(value is not None for value in row.values()):
            rows.append(row)
    if field.type is FieldType.ATTENDANCE:
        _check_attendance(field, rows, edition)
    return tuple(rows) or None


def _clean_row(columns: tuple[Column, ...], raw: Any, edition: Edition, year: int | None) -> dict[str, Any]:
    if not isinstance(raw, Mapping):
        raise ValueProblem(f"应当是一行内容，这里是“{raw}”。")
    unknown = [str(key) for key in raw if all(key != column.id for column in columns)]
    if unknown:
        raise ValueProblem(f"没有“{unknown[0]}”这一栏。")
    return {column.id: clean(column, raw.get(column.id), edition, year=year) for column in columns}


def _check_attendance(field: Field, rows: list[dict[str, Any]], edition: Edition) -> None:
    """Each person once, each with a name and a status that this form knows."""
    seen: set[Any] = set()
    for row in rows:
        name, status = row["name"], row["status"]
        if name is None:
            raise ValueProblem(f"“{field.label}”里有一行没有姓名。")
        if status is not None and status not in field.statuses:
            label = edition.choice_label("attendance", status)
            raise ValueProblem(f"“{field.label}”里 {name} 的情况不能是“{label}”。")
        who = row["member"] if row["member"] is not None else name
        if who in seen:
            raise ValueProblem(f"“{field.label}”里 {name} 出现了两次。", todo="请留下一处。")
        seen.add(who)


# --- showing --------------------------------------------------------------------------------------


def show(field: Field | Column, value: Any, edition: Edition) -> str:
    """The value as printed, "" where empty. Never raises: what it cannot read is shown as it is stored.

    A number carries its unit; child rows are one line of text, for lists and the history.
    """
    if value is None:
        return ""
    if field.type is FieldType.ATTENDANCE and isinstance(value, list | tuple):
        return _show_attendance(value, edition)
    if field.type is FieldType.ROWS and isinstance(field, Field) and isinstance(value, list | tuple):
        return "；".join(_show_row(field, row, edition) for row in value)
    shown = show_column(field, value, edition)
    return shown + field.unit if shown and field.type in _WITH_UNIT else shown


def show_column(column: Field | Column, value: Any, edition: Edition) -> str:
    """A value of a child row as printed, without unit, "" where empty. Never raises."""
    if value is None:
        return ""
    match column.type:
        case FieldType.DATE:
            return show_day(value)
        case FieldType.DATETIME:
            return show_moment(value)
        case FieldType.TICK:
            return {True: "√", False: "×"}.get(value, str(value)) if isinstance(value, bool) else str(value)
        case FieldType.NUMBER:
            return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, int | float) else str(value)
        case FieldType.MONEY:
            return f"{value:.2f}" if isinstance(value, int | float) else str(value)
        case FieldType.CHOICE:
            return edition.choice_label(column.choices or "", str(value))
        case FieldType.CHOICES:
            return "、".join(edition.choice_label(column.choices or "", str(one)) for one in _listed(value))
        case FieldType.PERSONS:
            return "、".join(str(one) for one in _listed(value))
        case _:
            return str(value)


def title_of(form: Form, record: Record, edition: Edition) -> str:
    """What a record is called in lists: its title field as printed, "" where that is empty."""
    return show(form.field(form.title_field), record.get(form.title_field), edition)


def _show_row(field: Field, row: Any, edition: Edition) -> str:
    if not isinstance(row, Mapping):
        return str(row)
    shown = (show_column(column, row.get(column.id), edition) for column in field.columns)
    return "，".join(part for part in shown if part)


def _show_attendance(rows: Any, edition: Edition) -> str:
    """到会：甲、乙；请假：丙（病假）."""
    groups: dict[str, list[str]] = {}
    for row in rows:
        if not isinstance(row, Mapping):
            continue
        name, reason = str(row.get("name") or ""), row.get("reason")
        status = edition.choice_label("attendance", str(row.get("status") or "")) or "未登记"
        groups.setdefault(status, []).append(f"{name}（{reason}）" if reason else name)
    return "；".join(f"{status}：{'、'.join(names)}" for status, names in groups.items())


def record_number(form: Form, record: Record) -> str:
    """The number on the page: year, form, sequence (2026-DH-03); 未编号 where it has no sequence yet.

    A form of which a year has one record needs no sequence: 2026-JH.
    """
    if form.yearly:
        return f"{record.year}-{form.code}"
    seq = record.values.get("seq")
    tail = f"{seq:02d}" if isinstance(seq, int) else "未编号"
    return f"{record.year}-{form.code}-{tail}"
