"""One form file → one ``Form``. Parts in one fixed order: fields → checks → page → report."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from wdbranch.book.form import (
    ATTENDANCE_COLUMNS,
    Choice,
    Column,
    Field,
    FieldType,
    Form,
    Measure,
)
from wdbranch.book.gridfile import read_page
from wdbranch.book.strict import Table
from wdbranch.book.vocabulary import ATTENDANCE_LIST, CHECKS, MEASURES, RESERVED, STARS, SUGGESTIONS, WHO

ID = re.compile(r"[a-z][a-z0-9_]*\Z")
CODE = re.compile(r"[A-Z]{2,4}\Z")

ChoiceLists = Mapping[str, tuple[Choice, ...]]
T = TypeVar("T")

_TYPES = {kind.value: kind for kind in FieldType}
_NUMBERS = (FieldType.INT, FieldType.NUMBER, FieldType.MONEY)
_CHOOSING = (FieldType.CHOICE, FieldType.CHOICES)
_CHILDREN = (FieldType.ROWS, FieldType.ATTENDANCE)
_TITLES = (FieldType.TEXT, FieldType.PERSON, FieldType.CHOICE)


def read_form(
    data: dict[str, Any], file: str, edition: str, chapters: frozenset[str], lists: ChoiceLists
) -> Form:
    """Build one form from its parsed file. Raises FormError naming file and key."""
    table = Table(data, file)
    form_id = _identifier(table, "id")
    code = table.need("code", str)
    if not CODE.match(code):
        table.fail("code", "应当是二到四个大写字母")
    chapter = table.need("chapter", str)
    if chapter not in chapters:
        table.fail("chapter", f"目录里没有“{chapter}”这一章")
    title = table.need("title", str)
    fields = _fields(table, lists)
    form = Form(
        id=form_id,
        edition=edition,
        title=title,
        short=table.need("short", str),
        code=code,
        page_no=table.need("page_no", str),
        chapter=chapter,
        order=table.need("order", int),
        date_field=table.need("date_field", str),
        title_field=table.need("title_field", str),
        intro=table.take("intro", str, ""),
        optional=table.take("optional", bool, default=False),
        yearly=table.take("yearly", bool, default=False),
        bound=table.take("bound", bool, default=True),
        stars=_stars(table),
        standing=table.take("standing", bool, default=False),
        end_field=table.take("end_field", str, ""),
        fields=fields,
        checks=_checks(table, {field.id for field in fields}),
        page=read_page(Table(table.need("page", dict), file, "page"), fields),
        measures=_measures(Table(table.take("report", dict, {}), file, "report"), fields),
    )
    table.done()
    _named_field(table, "date_field", form.date_field, form, (FieldType.DATE, FieldType.DATETIME))
    _named_field(table, "title_field", form.title_field, form, _TITLES)
    if form.end_field:
        if not form.standing:
            table.fail("end_field", "只有常设的台账（standing）才有终止日期")
        _named_field(table, "end_field", form.end_field, form, (FieldType.DATE,))
    return form


def _stars(table: Table) -> tuple[str, ...]:
    named = table.strings("stars")
    for code in named:
        if code not in STARS:
            table.fail("stars", f"没有“{code}”这颗星")
    return named


def _identifier(table: Table, name: str) -> str:
    found = table.need(name, str)
    if not ID.match(found):
        table.fail(name, f"“{found}”不合写法：小写字母开头，只用小写字母、数字和下划线")
    return found


def _named_field(table: Table, key: str, named: str, form: Form, types: tuple[FieldType, ...]) -> None:
    if not form.has(named):
        table.fail(key, f"没有“{named}”这个字段")
    if form.field(named).type not in types:
        table.fail(key, f"字段“{named}”的类型不合适")


# --- fields ---------------------------------------------------------------------------------------


def _fields(table: Table, lists: ChoiceLists) -> tuple[Field, ...]:
    found = _distinct(table, "field", "字段重复", lambda part: _field(part, lists))
    if not found:
        table.fail("field", "一个字段也没有")
    return found


def _distinct(table: Table, key: str, twice: str, read: Callable[[Table], T]) -> tuple[T, ...]:
    """The entries of an array of tables, whose ids must differ."""
    found: dict[str, T] = {}
    for data in table.tables(key):
        name = str(data.get("id", len(found) + 1))
        entry = read(Table(data, table.file, table.key(f"{key}[{name}]")))
        if name in found:
            table.fail(f"{key}[{name}]", twice)
        found[name] = entry
    return tuple(found.values())


def _field(table: Table, lists: ChoiceLists) -> Field:
    field_id = _identifier(table, "id")
    if field_id in RESERVED:
        table.fail("id", f"“{field_id}”是每份记录自带的项目，字段不能用这个名字")
    kind = _type(table)
    suggest = table.optional("suggest", str)
    if suggest is not None and suggest not in SUGGESTIONS:
        table.fail("suggest", f"没有“{suggest}”这个建议值")
    minimum, maximum = _limits(table, kind)
    field = Field(
        id=field_id,
        type=kind,
        label=table.need("label", str),
        required=table.take("required", bool, default=False),
        share=table.take("share", bool, default=False),
        help=table.take("help", str, ""),
        unit=table.take("unit", str, ""),
        choices=_choice_list(table, kind, lists),
        suggest=suggest,
        minimum=minimum,
        maximum=maximum,
        columns=_columns(table, kind, lists),
        who=_who(table, kind),
        statuses=_statuses(table, kind, lists),
        ref_form=_only(table, "ref_form", kind, FieldType.REF),
    )
    table.done()
    return field


def _type(table: Table) -> FieldType:
    name = table.need("type", str)
    kind = _TYPES.get(name)
    if kind is None:
        table.fail("type", f"没有“{name}”这种类型")
    return kind


def _limits(table: Table, kind: FieldType) -> tuple[float | None, float | None]:
    if kind not in _NUMBERS:
        for name in ("minimum", "maximum"):
            if table.has(name):
                table.fail(name, "只有数字类的字段才有上下限")
        return None, None
    minimum, maximum = table.optional("minimum", float), table.optional("maximum", float)
    if minimum is not None and maximum is not None and minimum > maximum:
        table.fail("minimum", "下限大于上限")
    return minimum, maximum


def _choice_list(table: Table, kind: FieldType, lists: ChoiceLists) -> str | None:
    if kind not in _CHOOSING:
        if table.has("choices"):
            table.fail("choices", "只有选项类的字段才有选项表")
        return None
    name = table.need("choices", str)
    if name not in lists:
        table.fail("choices", f"没有“{name}”这个选项表")
    return name


def _only(table: Table, name: str, kind: FieldType, wanted: FieldType) -> str | None:
    """A text key that one type needs and no other may have."""
    if kind is wanted:
        return table.need(name, str)
    if table.has(name):
        table.fail(name, f"类型“{kind}”没有这一项")
    return None


def _who(table: Table, kind: FieldType) -> str | None:
    who = _only(table, "who", kind, FieldType.ATTENDANCE)
    if who is not None and who not in WHO:
        table.fail("who", f"不认识“{who}”")
    return who


def _statuses(table: Table, kind: FieldType, lists: ChoiceLists) -> tuple[str, ...]:
    if kind is not FieldType.ATTENDANCE:
        if table.has("statuses"):
            table.fail("statuses", f"类型“{kind}”没有这一项")
        return ()
    found = table.strings("statuses")
    if not found:
        table.fail("statuses", "不能为空")
    known = {choice.id for choice in lists.get(ATTENDANCE_LIST, ())}
    for status in found:
        if status not in known:
            table.fail("statuses", f"选项表“{ATTENDANCE_LIST}”里没有“{status}”")
    return found


def _columns(table: Table, kind: FieldType, lists: ChoiceLists) -> tuple[Column, ...]:
    if kind is not FieldType.ROWS:
        if table.has("column"):
            table.fail("column", f"类型“{kind}”没有这一项")
        return ()
    found = _distinct(table, "column", "栏目重复", lambda part: _column(part, lists))
    if not found:
        table.fail("column", "一个栏目也没有")
    return found


def _column(table: Table, lists: ChoiceLists) -> Column:
    column_id = _identifier(table, "id")
    if column_id in RESERVED:
        table.fail("id", f"“{column_id}”是每份记录自带的项目，栏目不能用这个名字")
    kind = _type(table)
    if kind in _CHILDREN or kind is FieldType.REF:
        table.fail("type", f"栏目不能是“{kind}”类型")
    column = Column(
        id=column_id,
        type=kind,
        label=table.need("label", str),
        required=table.take("required", bool, default=False),
        choices=_choice_list(table, kind, lists),
        unit=table.take("unit", str, ""),
        help=table.take("help", str, ""),
    )
    table.done()
    return column


# --- checks and report ----------------------------------------------------------------------------


def _checks(table: Table, ids: set[str]) -> tuple[str, ...]:
    found: list[str] = []
    for number, data in enumerate(table.tables("check"), 1):
        part = Table(data, table.file, f"check[{number}]")
        rule = part.need("rule", str)
        if rule not in CHECKS:
            part.fail("rule", f"没有“{rule}”这个检查")
        if rule in found:
            part.fail("rule", "检查重复")
        missing = CHECKS[rule] - ids
        if missing:
            part.fail("rule", f"检查“{rule}”要用到字段“{min(missing)}”，表单里没有")
        found.append(rule)
        part.done()
    return tuple(found)


def _measures(report: Table, fields: tuple[Field, ...]) -> tuple[Measure, ...]:
    found = _distinct(report, "measure", "统计项重复", lambda part: _measure(part, fields))
    report.done()
    return found


def _measure(table: Table, fields: tuple[Field, ...]) -> Measure:
    measure = Measure(
        id=_identifier(table, "id"),
        label=table.need("label", str),
        kind=table.need("kind", str),
        field=table.optional("field", str),
        over=table.optional("over", str),
        column=table.optional("column", str),
    )
    table.done()
    if measure.kind not in MEASURES:
        table.fail("kind", f"没有“{measure.kind}”这种统计")
    if (measure.field is None) != (measure.kind == "count"):
        table.fail("field", "次数统计不写字段，其余统计都要写")
    if (measure.over is None) != (measure.kind != "ratio"):
        table.fail("over", "比率要写分母，其余统计不写")
    adds = measure.kind in ("sum", "ratio")
    for key, named in (("field", measure.field), ("over", measure.over)):
        if named is not None:
            _shared(table, key, named, fields, adds=adds)
    if measure.column is not None:
        _tick_column(table, measure, fields)
    return measure


def _shared(table: Table, key: str, named: str, fields: tuple[Field, ...], *, adds: bool) -> None:
    """A measure looks only at fields that leave the branch, and adds only what can be added."""
    field = next((candidate for candidate in fields if candidate.id == named), None)
    if field is None:
        table.fail(key, f"没有“{named}”这个字段")
    if not field.share:
        table.fail(key, f"字段“{named}”不报送（share），不能统计")
    if adds and field.type not in (*_NUMBERS, FieldType.ROWS):
        table.fail(key, f"字段“{named}”不是数字，不能相加")
    if not adds and field.type in _CHILDREN:
        table.fail(key, f"字段“{named}”是多行的，只能相加")


def _tick_column(table: Table, measure: Measure, fields: tuple[Field, ...]) -> None:
    rows = next(candidate for candidate in fields if candidate.id == measure.field)
    column = next((candidate for candidate in rows.columns if candidate.id == measure.column), None)
    if column is None or column.type is not FieldType.TICK:
        table.fail("column", f"字段“{rows.id}”没有“{measure.column}”这个勾选栏目")


def schema(form: Form, lists: ChoiceLists) -> dict[str, Any]:
    """What the schema digest covers: ids, types, choices, child columns; not labels, limits or the page."""

    def choices(name: str | None) -> list[Any] | None:
        return None if name is None else [name, sorted(choice.id for choice in lists[name])]

    def column(part: Column) -> list[Any]:
        return [part.id, part.type.value, choices(part.choices)]

    described = []
    for field in sorted(form.fields, key=lambda part: part.id):
        columns = ATTENDANCE_COLUMNS if field.type is FieldType.ATTENDANCE else field.columns
        described.append(
            {
                "id": field.id,
                "type": field.type.value,
                "choices": choices(field.choices),
                "columns": sorted(column(part) for part in columns),
                "statuses": sorted(field.statuses),
                "ref": field.ref_form,
            }
        )
    return {"form": form.id, "fields": described}
