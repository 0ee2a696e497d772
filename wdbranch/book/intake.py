"""A record from JSON: the exchange shape (attendees, absents, …) or our own, and back to our own.

Nothing is made up: what the JSON does not say stays empty, and what has no box comes back in ``notes``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from wdbranch.book.attendance_lists import AttendanceLists, Exclusion
from wdbranch.book.form import Edition, Field, FieldType, Form
from wdbranch.book.moments import clean_moment
from wdbranch.book.people import Roster
from wdbranch.book.problem import IntakeError, ValueProblem
from wdbranch.book.record import Record
from wdbranch.book.values import clean, columns_of

ENVELOPE = frozenset(
    {
        "id", "rec_no", "form", "edition", "year", "state", "version", "late", "recorded_at", "links",
        "waivers", "attachments", "values",
    }
)
"""The keys around ``values`` in our own shape."""

_COUNTS = {
    "present": "present_all", "leave": "leave_count", "absent": "absent_count", "excluded": "exempt_count",
    "home_study": "home_study_count", "online": "online_count",
}
_ROW_WORDS: Mapping[str, Mapping[str, str]] = {"agenda": {"type": "kind"}, "segments": {"name": "kind"}}
"""Exchange names of columns, by field."""

_NO_BOX: Mapping[str, tuple[type, str]] = {
    "case": (dict, "发展党员的过程（case）不在这张表里，没有记入"),
    "photos": (list, "照片只有拍摄日期，没有图片，没有记入；请在附件里添加照片"),
    "fixed_day_rule": (dict, "主题党日固定日属于支部设置，没有记入"),
    "probationary_present": (list, "到会的预备党员由花名册得出，没有另记"),
    "roster_total": (int, "党员总数由当天的花名册得出，没有另记"),
}
"""What the exchange shape may carry although no form has a box for it: its type, and what is said of it."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What was read. ``values`` are canonical and hold only what the JSON said.

    ``left`` keeps, by key, what has no box; ``notes`` says the same in sentences. ``exclusions`` are the
    members not counted as due, with the dates of consent, for whoever keeps the roster.
    """

    values: dict[str, Any]
    year: int | None = None
    recorded_at: str | None = None
    links: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    left: Mapping[str, Any] = field(default_factory=dict)


def from_json(form: Form, edition: Edition, data: object, roster: Roster) -> Intake:
    """Read one record. Raises IntakeError naming the key that is unknown or of the wrong kind."""
    if not isinstance(data, Mapping):
        _refuse("", "应当是一份记录，即一组“项目：内容”")
    if "values" in data:
        return _own_shape(form, edition, data)
    return _Reading(form, edition, dict(data), roster).finish()


def to_json(record: Record) -> dict[str, Any]:
    """A record in our own shape, empty boxes left out; ``from_json`` reads it back."""
    return {
        "id": record.id,
        "form": record.form,
        "edition": record.edition,
        "year": record.year,
        "state": record.state.value,
        "version": record.version,
        "late": record.late,
        "recorded_at": record.recorded_at,
        "links": list(record.links),
        "values": {key: _plain(value) for key, value in record.values.items() if value not in (None, ())},
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items() if part not in (None, ())}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return value


def _refuse(key: str, reason: str) -> NoReturn:
    raise IntakeError(key, reason)


def _own_shape(form: Form, edition: Edition, data: Mapping[str, Any]) -> Intake:
    for key in data:
        if key not in ENVELOPE:
            _refuse(str(key), "不认识这一项")
    if data.get("form", form.id) != form.id:
        _refuse("form", f"是“{data['form']}”的记录，不是{form.short}")
    values, year = data["values"], _year("year", data.get("year"))
    if not isinstance(values, Mapping):
        _refuse("values", "应当是一组“项目：内容”")
    found: dict[str, Any] = {}
    for key, raw in values.items():
        if not form.has(key):
            _refuse(f"values.{key}", f"{form.title}里没有这一项")
        _put(found, form.field(key), raw, edition=edition, year=year, key=f"values.{key}")
    return Intake(found, year, _recorded_at(data.get("recorded_at")), _links(data.get("links")))


def _put(
    found: dict[str, Any], box: Field, raw: Any, *, edition: Edition, year: int | None, key: str
) -> None:
    try:
        value = clean(box, raw, edition, year=year)
    except ValueProblem as problem:
        raise IntakeError(key, problem.what.rstrip("。"), todo=problem.todo) from problem
    if value is not None:
        found[box.id] = value


def _recorded_at(raw: object) -> str | None:
    try:
        return clean_moment(raw)
    except ValueProblem as problem:
        raise IntakeError("recorded_at", problem.what.rstrip("。"), todo=problem.todo) from problem


def _year(key: str, raw: object) -> int | None:
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int) or not 1900 <= raw <= 2199:
        _refuse(key, "应当是年份，如 2026")
    return raw


def _links(raw: object) -> tuple[str, ...]:
    if raw is None:
        return ()
    if not isinstance(raw, list | tuple) or not all(isinstance(one, str) for one in raw):
        _refuse("links", "应当是一组记录编号")
    return tuple(raw)


class _Reading:
    """One record in the exchange shape, read key by key; what is left over at the end is unknown."""

    def __init__(self, form: Form, edition: Edition, data: dict[str, Any], roster: Roster) -> None:
        self.form = form
        self.edition = edition
        self.data = data
        self.roster = roster
        self.raw: dict[str, Any] = {}          # field id → raw value
        self.came_from: dict[str, str] = {}    # field id → key of the JSON
        self.notes: list[str] = []
        self.left: dict[str, Any] = {}

    def finish(self) -> Intake:
        year = self._year()
        recorded_at = _recorded_at(self.data.pop("recorded_at", None))
        links = _links(self.data.pop("links", None))
        lists = AttendanceLists(self.form, self.edition, self.roster)
        rows = lists.take(self.data)
        if rows:
            self._set("attendance", rows, "attendees")
        self._counts()
        self._required_by_superior()
        for key, value in list(self.data.items()):
            if self.form.has(key):
                self._set(key, self._rows_in_our_words(key, value), key)
                del self.data[key]
        self._no_box()
        if self.data:
            _refuse(str(next(iter(self.data))), f"{self.form.title}里没有这一项")
        values: dict[str, Any] = {}
        for box in self.form.fields:
            if box.id in self.raw:
                key = self.came_from[box.id]
                _put(values, box, self.raw[box.id], edition=self.edition, year=year, key=key)
        self._title_agenda(values)
        notes = (*lists.notes, *self.notes)
        return Intake(values, year, recorded_at, links, notes, lists.exclusions, self.left)

    def _set(self, field_id: str, raw: Any, key: str) -> None:
        if field_id in self.raw and self.raw[field_id] != raw:
            _refuse(key, f"与“{self.came_from[field_id]}”不一致")
        self.raw[field_id] = raw
        self.came_from[field_id] = key

    def _year(self) -> int | None:
        """The year, the sequence number and the kind of record, as the head of the JSON names them."""
        year = _year("belongs_year", self.data.pop("belongs_year", None))
        kind = self.data.pop("type", None)
        if kind not in (None, self.form.id, self.form.short, self.form.title):
            _refuse("type", f"是“{kind}”，不是{self.form.short}")
        number = self.data.pop("rec_no", None)
        if number is None:
            return year
        parts = str(number).split("-")
        if len(parts) != 3 or parts[1] != self.form.code or not (parts[0] + parts[2]).isdecimal():
            _refuse("rec_no", f"“{number}”不是{self.form.short}的编号，应当像“2026-{self.form.code}-03”")
        if year is not None and int(parts[0]) != year:
            _refuse("rec_no", f"“{number}”与所属年度 {year} 不一致")
        if self.form.has("seq"):
            self._set("seq", int(parts[2]), "rec_no")
        return _year("rec_no", int(parts[0]))

    def _counts(self) -> None:
        counts = self._take("counts", dict)
        for name, number in (counts or {}).items():
            key = f"counts.{name}"
            if name not in _COUNTS:
                _refuse(key, "不认识这一项")
            if self.form.has(_COUNTS[name]):
                self._set(_COUNTS[name], number, key)
            else:
                self.left[key] = number
                self.notes.append(f"“{key}”（{number}）在{self.form.title}里没有对应的栏目，没有记入。")

    def _required_by_superior(self) -> None:
        given = self._take("required_by_superior", dict)
        if given is None:
            return
        if not self.form.has("required_items"):
            _refuse("required_by_superior", f"{self.form.title}里没有这一项")
        notice, source = given.pop("notice_on", None), given.pop("source", None)
        items, done = given.pop("items", []), given.pop("done", [])
        if given:
            _refuse(f"required_by_superior.{next(iter(given))}", "不认识这一项")
        for name, part in (("items", items), ("done", done)):
            if not isinstance(part, list) or not all(isinstance(one, str) for one in part):
                _refuse(f"required_by_superior.{name}", "应当是一组文字")
        for one in done:
            if one not in items:
                _refuse("required_by_superior.done", f"“{one}”不在规定内容里")
        rows = [{"source": source, "notice_on": notice, "item": one, "done": one in done} for one in items]
        self._set("required_items", rows, "required_by_superior")

    def _rows_in_our_words(self, key: str, value: Any) -> Any:
        """Rows of the exchange shape with our column names; study materials go to their own box."""
        words = _ROW_WORDS.get(key)
        if words is None or self.form.field(key).type is not FieldType.ROWS or not isinstance(value, list):
            return value
        rows = []
        for number, one in enumerate(value, 1):
            if not isinstance(one, Mapping):
                _refuse(f"{key}[{number}]", "应当是一组“项目：内容”")
            row = {words.get(name, name): part for name, part in one.items()}
            if key == "agenda":
                self._materials(row.pop("materials", None), row.get("no"), number)
            rows.append(row)
        return rows

    def _materials(self, given: Any, agenda: Any, number: int) -> None:
        if given is None:
            return
        key = f"agenda[{number}].materials"
        if not isinstance(given, list) or not all(isinstance(one, Mapping) for one in given):
            _refuse(key, "应当是一组学习材料")
        if not self.form.has("materials"):
            _refuse(key, f"{self.form.title}里没有这一项")
        numbered = any(column.id == "agenda" for column in columns_of(self.form.field("materials")))
        added = [{"agenda": agenda, **one} if numbered else dict(one) for one in given]
        self.raw["materials"] = [*self.raw.get("materials", []), *added]
        self.came_from["materials"] = key

    def _title_agenda(self, values: dict[str, Any]) -> None:
        """An item of the agenda without a title is called by its kind and the person it concerns."""
        rows = []
        for row in values.get("agenda") or ():
            title = row["title"]
            if title is None and row["kind"] is not None:
                kind = self.edition.choice_label("agenda_kind", row["kind"])
                title = f"{kind}：{row['person']}" if row["person"] else kind
            rows.append({**row, "title": title})
        if rows:
            values["agenda"] = tuple(rows)

    def _no_box(self) -> None:
        for key, (kind, said) in _NO_BOX.items():
            value = self._take(key, kind)
            if value is not None:
                self.left[key] = value
                self.notes.append(said + "。")

    def _take(self, key: str, kind: type) -> Any:
        value = self.data.pop(key, None)
        if value is None:
            return None
        if not isinstance(value, kind) or isinstance(value, bool):
            wanted = {dict: "一组“项目：内容”", list: "一组内容", int: "整数"}[kind]
            _refuse(key, f"应当是{wanted}")
        return dict(value) if isinstance(value, dict) else value
