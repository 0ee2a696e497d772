"""Opens a table file of an office and hands out plain rows. Refuses what is not one.

python-calamine does the reading. Before it sees a file, the container is looked over here: it panics on
``.xls`` files that were cut off, and asks for all memory where one lost cell stands in the last row.
"""

from __future__ import annotations

import csv
import io
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wdbranch.errors import FileRefusedError
from wdbranch.exchange.cells import Cell

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_MOST_BYTES = 50_000_000
_MOST_UNPACKED = 300_000_000
_MOST_CELLS = 2_000_000
_SAFE = "原有数据没有改动。"
_COPY_OUT = "请把花名册那一块复制到新文件再导入。"
_SAVE_AS = "请用 Excel 或 WPS 打开它，另存为“Excel 工作簿（*.xlsx）”再导入。"
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>(?!</)")      # an empty one may be written <c …></c>
_WEB_PAGE = re.compile(r"<(html|table|!doctype|meta|head|style|\?xml|workbook|\?mso)")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet: all its rows, and merged areas (first row, first column, last row, last column)."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()


def read_sheets(path: Path) -> list[Sheet]:
    """All visible worksheets with something in them (.xlsx .xlsm .xls .ods .csv).

    Raises FileRefusedError with codes ``table_missing table_unreadable table_empty table_too_big table_locked
    table_html table_renamed table_foreign table_damaged table_blank``.
    """
    data = _bytes_of(path)
    if data.startswith(b"PK"):
        _look_over_zip(path, data)
        sheets = _with_calamine(path, data)
    elif data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        _look_over_compound(path, data)
        sheets = _with_calamine(path, data)
    else:
        sheets = [_csv_sheet(path, data)]
    sheets = [sheet for sheet in sheets if any(cell not in (None, "") for row in sheet.rows for cell in row)]
    if not sheets:
        raise _refuse(path, "里没有任何内容", "请确认选对了文件。", "table_blank")
    return sheets


def _refuse(path: Path, what: str, todo: str, code: str) -> FileRefusedError:
    return FileRefusedError(f"“{path.name}”{what}。", safe=_SAFE, todo=todo, code=code)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise _refuse(path, "是一个文件夹，不是表格文件", "请选其中的花名册文件。", "table_foreign")
        if path.stat().st_size > _MOST_BYTES:
            raise _refuse(path, "超过 50 兆，不像一份花名册", _COPY_OUT, "table_too_big")
        data = path.read_bytes()
    except FileNotFoundError:
        raise _refuse(path, "找不到", "请核对文件位置和名称。", "table_missing") from None
    except OSError as error:
        todo = "如果正在 Excel 里开着，请先关闭再试；在 U 盘上的，请重新插好。"
        raise _refuse(path, "读不出来（没有权限，或盘出错）", todo, "table_unreadable") from error
    if not data:
        raise _refuse(path, "是空文件（0 字节）", "请重新拷贝一份。", "table_empty")
    return data


def _look_over_zip(path: Path, data: bytes) -> None:
    """Whether the archive is whole, is a spreadsheet, and stays within reason when unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if not any(name.startswith("xl/") or name == "content.xml" for name in names):
                kind = "Word 文档" if any(name.startswith("word/") for name in names) else "压缩包或别的文件"
                raise _refuse(path, f"是{kind}，不是 Excel 表格", _SAVE_AS, "table_foreign")
            if sum(info.file_size for info in archive.infolist()) > _MOST_UNPACKED:
                raise _refuse(path, "展开后过大，不像一份花名册", _COPY_OUT, "table_too_big")
            if archive.testzip() is not None:
                raise _damaged(path)
            for name in names:
                if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
                    _look_for_lost_cell(path, archive.read(name))
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, ValueError, OSError):
        raise _damaged(path) from None
    except RuntimeError:          # zipfile's word for an archive entry under a password
        raise _locked(path) from None


def _look_for_lost_cell(path: Path, xml: bytes) -> None:
    last_row = last_column = 0
    for found in _CELL.finditer(xml):
        attributes = found.group(1)
        place = _PLACE.search(attributes)
        if place is None or attributes.endswith(b"/"):
            continue
        last_row = max(last_row, int(place.group(2)))
        column = 0
        for letter in place.group(1):
            column = column * 26 + letter - 64
        last_column = max(last_column, column)
    _bound(path, last_row, last_column)


def _bound(path: Path, rows: int, columns: int) -> None:
    if rows * columns > _MOST_CELLS:
        what = f"的内容一直排到第 {rows} 行、第 {columns} 列，多半是很远处误填了一格"
        raise _refuse(path, what, _COPY_OUT, "table_too_big")


def _look_over_compound(path: Path, data: bytes) -> None:
    """Whether all sectors that the container of an ``.xls`` speaks of are there ([MS-CFB] 2.2, 2.3)."""
    if len(data) < 512:
        raise _damaged(path)
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _locked(path)
    shift, fat_count, directory = struct.unpack_from("<H", data, 30)[0], *struct.unpack_from("<II", data, 44)
    if shift not in (9, 12):
        raise _damaged(path)
    size = 1 << shift
    have = (len(data) - size) // size       # a writer may leave the last sector short
    fat_places = [n for n in struct.unpack_from("<109I", data, 76)[: min(fat_count, 109)] if n < 0xFFFFFFFA]
    if directory >= have or not fat_places or max(fat_places) >= have:
        raise _damaged(path)
    last_used = 0
    for order, place in enumerate(fat_places):
        entries = struct.unpack_from(f"<{size // 4}I", data, (place + 1) * size)
        used = [order * (size // 4) + index for index, entry in enumerate(entries) if entry != 0xFFFFFFFF]
        last_used = max([last_used, *used])
    if last_used * size + size >= len(data):
        raise _damaged(path)


def _with_calamine(path: Path, data: bytes) -> list[Sheet]:
    from python_calamine import CalamineError, PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook

    try:
        with _silence(), load_workbook(io.BytesIO(data)) as book:
            wanted = [about for about in book.sheets_metadata if about.typ is SheetTypeEnum.WorkSheet]
            shown = [about for about in wanted if about.visible is SheetVisibleEnum.Visible] or wanted
            return [_sheet(path, book, about.name) for about in shown]
    except PasswordError:
        raise _locked(path) from None
    except (CalamineError, ValueError, OSError, MemoryError):
        raise _damaged(path) from None
    except BaseException as error:
        # A panic of the Rust reader is no Exception and has no importable name; anything else goes on.
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(path) from None


def _sheet(path: Path, book: CalamineWorkbook, name: str) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    _bound(path, sheet.total_height, sheet.total_width)
    rows = tuple(tuple(row) for row in sheet.to_python(skip_empty_area=False))
    areas = tuple((first[0], first[1], last[0], last[1]) for first, last in sheet.merged_cell_ranges or ())
    return Sheet(name, rows, areas)


@contextmanager
def _silence() -> Iterator[None]:
    """Keeps the Rust reader's own words about a panic off the terminal; ours say it in Chinese."""
    try:
        kept = os.dup(2)
    except OSError:               # a windowed program has no terminal
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _csv_sheet(path: Path, data: bytes) -> Sheet:
    """A text table, in UTF-8, GB18030 or UTF-16, if the file says that it is one."""
    text = _decoded(data)
    if text is None or "\x00" in text:
        raise _refuse(path, "不是 Excel 表格", _SAVE_AS, "table_foreign")
    head = text.lstrip("\ufeff \r\n\t")[:2000].lower()
    if head.startswith("<") and _WEB_PAGE.search(head):
        raise _refuse(path, "其实是网页表格，只是改成了 Excel 的扩展名", _SAVE_AS, "table_html")
    if path.suffix.lower() not in {".csv", ".txt", ".tsv"}:
        if path.suffix.lower().startswith(".xl") and re.search(r"[,\t][^\n]*\n", text):
            todo = "请把扩展名改回 .csv，或另存为 .xlsx 再导入。"
            raise _refuse(path, "其实是文本表格（CSV），只是改了扩展名", todo, "table_renamed")
        raise _refuse(path, "不是 Excel 表格", _SAVE_AS, "table_foreign")
    first = text.split("\n", 1)[0]
    separator = max(",\t;", key=first.count) if any(sign in first for sign in ",\t;") else ","
    try:
        reader = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=separator)
        rows = tuple(tuple(row) for row in reader)
    except csv.Error:
        raise _damaged(path) from None
    return Sheet(path.stem, rows)


def _decoded(data: bytes) -> str | None:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _damaged(path: Path) -> FileRefusedError:
    todo = "请重新拷贝，或在 Excel 里打开后另存一份再导入。"
    return _refuse(path, "已损坏或没有拷贝完整，读不出表格", todo, "table_damaged")


def _locked(path: Path) -> FileRefusedError:
    return _refuse(path, "设了打开密码，读不了", "请在 Excel 里取消密码后另存一份再导入。", "table_locked")
