"""Reads a branch's roster from an office's table file, as offices really keep them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from wdbranch.book.finding import MUST
from wdbranch.errors import FileRefusedError, WrongUseError
from wdbranch.exchange.cells import Cell, half_width, text_of
from wdbranch.exchange.heads import Band, fill_merged, find_head, twice
from wdbranch.exchange.roster_merge import merge
from wdbranch.exchange.roster_table import Head, Problem, RosterRow, RosterTable
from wdbranch.exchange.rows import read_row, same_people
from wdbranch.exchange.sheets import Sheet, read_sheets
from wdbranch.exchange.words import plain_head, roster_words

__all__ = ["Head", "Problem", "RosterRow", "RosterTable", "merge", "read_roster"]

_MOST_ROWS = 5000          # a hundred times the 50 members of 支部工作条例（试行）第四条
_SECTION = re.compile(r"(?:.*支部)?((?:第?[一二三四五六七八九十\d]+)?党?小组)(?:[（(:：].*)?")
_SIDE_BY_SIDE = "表头里“姓名”出现了两次（第 {} 列又有），像是左右并排的两张表，请改成上下一张再导入。"
_NEVER_FILLED = frozenset({"name", "id_no", "phone"})   # a merged area must not copy these to another person


def read_roster(
    path: Path | str,
    *,
    mapping: Mapping[int, str | None] | None = None,
    sheet: str | None = None,
    today: date | None = None,
) -> RosterTable:
    """The roster in a file: .xlsx, .xls, .ods or .csv. Nothing is changed anywhere.

    ``mapping``: column (from 0) → field or None, where the person at the preview decided otherwise than
    the heads say. ``sheet``: which worksheet; left out, the one that looks most like a roster is taken and
    the notes name it. ``today`` (left out: the present day) is what dates must not lie beyond.

    Raises FileRefusedError (codes ``table_…`` of :func:`read_sheets`, ``roster_no_head`` where no sheet has
    a head with 姓名 and at least two more known columns, ``roster_no_rows``, ``roster_too_long``) and
    WrongUseError for a sheet that is not there.
    """
    path = Path(path)
    today = today or date.today()
    sheets = read_sheets(path)
    chosen, band, notes = _choose(path, sheets, mapping, sheet)
    cells = _data_rows(chosen, band)
    rows, skipped = _people(path, cells, band, today)
    if not rows:
        raise FileRefusedError(
            f"“{path.name}”的表头下面没有一名党员。",
            safe="原有数据没有改动。",
            todo="请确认选对了文件和工作表。",
            code="roster_no_rows",
        )
    problems = [
        Problem(MUST, _SIDE_BY_SIDE.format(head.letter), band.last + 1, "name") for head in twice(band)
    ]
    unread = [head.text for head in band.heads if head.field is None and head.text]
    if unread:
        notes.append(f"这些列认不出来，没有读：{'、'.join(unread)}。")
    return RosterTable(
        sheet=chosen.name,
        head_row=band.last + 1,
        heads=band.heads,
        rows=tuple(same_people(rows)),
        problems=tuple(problems),
        notes=(*notes, *skipped),
        sheets=tuple(one.name for one in sheets),
    )


def _choose(
    path: Path, sheets: list[Sheet], mapping: Mapping[int, str | None] | None, wanted: str | None
) -> tuple[Sheet, Band, list[str]]:
    if wanted is not None and wanted not in [sheet.name for sheet in sheets]:
        raise WrongUseError(
            f"“{path.name}”里没有工作表“{wanted}”。",
            todo=f"有的是：{'、'.join(sheet.name for sheet in sheets)}。",
            code="no_sheet",
        )
    trials = [sheet for sheet in sheets if wanted in (None, sheet.name)]
    found = [(sheet, band) for sheet in trials if (band := find_head(sheet, mapping)) is not None]
    if not found:
        raise FileRefusedError(
            f"“{path.name}”里没有找到花名册的表头。",
            safe="原有数据没有改动。",
            todo="表头要有“姓名”，并至少有性别、出生日期、入党时间等中的两列；请确认选对了文件。",
            code="roster_no_head",
        )
    chosen, band = max(found, key=lambda pair: (pair[1].score, len(pair[0].rows)))
    notes = []
    if len(sheets) > 1:
        notes.append(f"文件有 {len(sheets)} 张工作表，读的是“{chosen.name}”。")
    others = [sheet.name for sheet, other in found if sheet is not chosen and other.score * 2 >= band.score]
    if others:
        notes.append(f"工作表“{'”“'.join(others)}”也像花名册，这次没有读；要读请另选那一张再导入。")
    return chosen, band, notes


def _data_rows(sheet: Sheet, band: Band) -> list[tuple[int, list[Cell]]]:
    """Row number as Excel counts, and cells; merged areas are filled where that is safe."""
    filled = fill_merged(sheet)
    kept = {head.column for head in band.heads if head.field in _NEVER_FILLED}
    result = []
    for index in range(band.last + 1, len(sheet.rows)):
        own = sheet.rows[index]
        cells = [
            (own[column] if column < len(own) else None) if column in kept else cell
            for column, cell in enumerate(filled[index])
        ]
        result.append((index + 1, cells))
    return result


def _people(
    path: Path, data: Iterable[tuple[int, list[Cell]]], band: Band, today: date
) -> tuple[list[RosterRow], list[str]]:
    columns: dict[str, int] = {}
    standing = [head.column for head in band.heads if head.field == "standing"]
    for head in band.heads:
        if head.field and head.field != "ignored":
            columns.setdefault(head.field, head.column)
    rows: list[RosterRow] = []
    skipped: dict[str, list[int]] = {}
    section = ""
    for number, cells in data:
        said = [text_of(cell) for cell in cells]
        kind, group = _kind_of(said, columns)
        if kind == "group":
            section = group
        elif kind:
            skipped.setdefault(kind, []).append(number)
        elif len(rows) >= _MOST_ROWS:
            raise FileRefusedError(
                f"“{path.name}”里超过 {_MOST_ROWS} 人，不像一个支部的花名册。",
                safe="原有数据没有改动。",
                todo="请只留本支部的人再导入。",
                code="roster_too_long",
            )
        else:
            by_field = {field: cells[column] for field, column in columns.items()}
            if len(standing) > 1:
                by_field["standing"] = "、".join(filter(None, (said[column] for column in standing)))
            rows.append(
                read_row(number, by_field, today=today, head_fields=band.fields, section_group=section)
            )
    return rows, [_note(kind, numbers) for kind, numbers in skipped.items()]


def _note(kind: str, numbers: list[int]) -> str:
    shown = "、".join(str(number) for number in numbers[:10]) + ("等" if len(numbers) > 10 else "")
    return f"跳过第 {shown} 行（{kind}）。"


def _kind_of(said: list[str], columns: Mapping[str, int]) -> tuple[str, str]:
    """What a row is that is not a person: (kind, name of a group); ("", "") for a person."""
    words = roster_words()
    filled = list(dict.fromkeys(line for line in said if line))
    beside_seq = [
        line for column, line in enumerate(said) if line and column != columns.get("seq")
    ]
    if not beside_seq:
        return "空行", ""
    name = plain_head(said[columns["name"]])
    bare = [half_width(line).replace(" ", "") for line in filled]
    if any(line.startswith(words.totals) for line in bare[:2]) or name in words.totals:
        return "合计行", ""
    if any(line.startswith(words.footers) for line in (bare[:1] if name else bare)):
        return "表尾说明", ""
    if words.heads.get(name) == "name":
        return "重复的表头", ""
    if not said[columns["name"]] and len(filled) == 1:
        section = _SECTION.fullmatch(bare[0])
        return ("group", section.group(1)) if section else ("不是党员的行", "")
    if len(filled) == 1 and (section := _SECTION.fullmatch(bare[0])):
        return "group", section.group(1)
    return "", ""
