"""Loading the editions of the record book from the forms folder. Runs at every start: keep it light."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from wdbranch import toml_file
from wdbranch.book.form import Chapter, Choice, Edition, Form, View
from wdbranch.book.formfile import ID, ChoiceLists, read_form, schema
from wdbranch.book.strict import FormError, Table
from wdbranch.book.viewfile import read_view
from wdbranch.book.vocabulary import NEEDED_LISTS, TAGS

__all__ = ["FormError", "load_edition", "load_editions", "released_digests"]

_BOOK = "_book.toml"
_CHOICES = "_choices.toml"
_VIEWS = "views"


def load_editions(forms_dir: Path) -> dict[str, Edition]:
    """All editions of a forms folder by id, oldest first.

    Raises FormError naming file and key where a file is missing, unreadable, or says something unknown, and
    where two editions give one field id two meanings.
    """
    folders = sorted(path for path in forms_dir.glob("[!._]*") if path.is_dir()) if forms_dir.is_dir() else []
    if not folders:
        raise FormError(forms_dir.name, "", "这个文件夹里没有任何一版记录本")
    editions = {folder.name: load_edition(folder) for folder in folders}
    _one_meaning(list(editions.values()))
    return editions


def load_edition(folder: Path) -> Edition:
    """One edition from its folder. Raises FormError."""
    book = _table(folder, _BOOK)
    edition_id = book.need("id", str)
    if edition_id != folder.name:
        book.fail("id", f"应当与文件夹同名，即“{folder.name}”")
    chapters = _chapters(book)
    lists = _choice_lists(_table(folder, _CHOICES))
    title, reference, notes = book.need("title", str), book.take("reference", str, ""), book.strings("notes")
    sitting = book.strings("sitting")
    book.done()
    forms: dict[str, Form] = {}
    views: dict[str, View] = {}
    files: dict[str, str] = {}
    chapter_ids = frozenset(chapter.id for chapter in chapters)
    for path in sorted(folder.rglob("*.toml")):
        name = path.relative_to(folder).as_posix()
        if name in (_BOOK, _CHOICES):
            continue
        file = f"{folder.name}/{name}"
        if name.count("/") != 1:
            raise FormError(file, "", "表单文件应当放在一层子文件夹里")
        page: Form | View
        if path.parent.name == _VIEWS:
            page = views[path.stem] = read_view(_parse(path, file), file, edition_id, chapter_ids)
        else:
            form = read_form(_parse(path, file), file, edition_id, chapter_ids, lists)
            page = forms[form.id] = replace(form, digest=_digest(schema(form, lists)))
        if page.id in files:
            raise FormError(file, "id", f"与“{files[page.id]}”重复")
        files[page.id] = file
    if not forms:
        raise FormError(folder.name, "", "这一版里一张表单也没有")
    _agree(forms, views, files)
    for name in sitting:
        if name not in forms:
            book.fail("sitting", f"没有“{name}”这张表单")
    return Edition(edition_id, title, reference, notes, chapters, forms, lists, views, sitting)


def released_digests(forms_dir: Path) -> dict[str, str]:
    """SHA-256 (hex) of every form file by its path inside the forms folder, as kept in ``released.lock``."""
    return {
        path.relative_to(forms_dir).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(forms_dir.rglob("*.toml"))
    }


def _table(folder: Path, name: str) -> Table:
    file = f"{folder.name}/{name}"
    return Table(_parse(folder / name, file), file)


def _parse(path: Path, file: str) -> dict[str, Any]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise FormError(file, "", "找不到这个文件") from None
    except OSError as error:
        raise FormError(file, "", "读不出来（没有权限，或磁盘出错）") from error
    except UnicodeDecodeError as error:
        raise FormError(file, "", "不是 UTF-8 编码的文字") from error
    try:
        return toml_file.parse(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:      # numbers of thousands of digits, too
        raise FormError(file, "", f"不合 TOML 写法（{toml_file.place_of(error)}）") from error


def _chapters(book: Table) -> tuple[Chapter, ...]:
    found: list[Chapter] = []
    for data in book.tables("chapter"):
        table = Table(data, book.file, f"chapter[{data.get('id', len(found) + 1)}]")
        chapter = Chapter(table.need("id", str), table.need("title", str))
        table.done()
        if any(chapter.id == other.id for other in found):
            table.fail("id", "章重复")
        found.append(chapter)
    return tuple(found)


def _choice_lists(table: Table) -> ChoiceLists:
    lists = table.take("list", dict, {})
    table.done()
    found: dict[str, tuple[Choice, ...]] = {}
    for name, entries in lists.items():
        part = Table({f"list.{name}": entries}, table.file)
        found[name] = tuple(
            _choice(Table(data, table.file, f"list.{name}[{data.get('id', number)}]"), name)
            for number, data in enumerate(part.tables(f"list.{name}"), 1)
        )
        _choices_distinct(table, name, found[name])
    for name in NEEDED_LISTS:
        if name not in found:
            table.fail(f"list.{name}", "缺少这个选项表")
    return found


def _choice(table: Table, list_name: str) -> Choice:
    choice = Choice(
        id=table.need("id", str),
        label=table.need("label", str),
        tags=frozenset(table.strings("tags")),
        also=table.strings("also"),
        short=table.take("short", str, ""),
    )
    table.done()
    if not ID.match(choice.id):
        table.fail("id", "小写字母开头，只用小写字母、数字和下划线")
    strange = choice.tags - TAGS.get(list_name, frozenset())
    if strange:
        table.fail("tags", f"不认识标记“{min(strange)}”")
    return choice


def _choices_distinct(table: Table, name: str, choices: tuple[Choice, ...]) -> None:
    """Neither ids nor the words people write may stand for two choices of one list."""
    if not choices:
        table.fail(f"list.{name}", "选项表是空的")
    seen: set[str] = set()
    for choice in choices:
        words = {choice.id, choice.label, *choice.also}
        if seen & words:
            table.fail(f"list.{name}[{choice.id}]", f"“{min(seen & words)}”重复")
        seen |= words


def _agree(forms: Mapping[str, Form], views: Mapping[str, View], files: Mapping[str, str]) -> None:
    """What forms say of each other: codes and places in the book are distinct, references lead somewhere."""
    codes: dict[str, str] = {}
    orders: dict[int, str] = {}
    for form in forms.values():
        file = files[form.id]
        if form.code in codes:
            raise FormError(file, "code", f"与“{codes[form.code]}”重复")
        codes[form.code] = file
        for field in form.fields:
            if field.ref_form is not None and field.ref_form not in forms:
                raise FormError(file, f"field[{field.id}].ref_form", f"没有“{field.ref_form}”这张表单")
    pages: list[Form | View] = [*forms.values(), *views.values()]
    for page in pages:
        if page.order in orders:
            raise FormError(files[page.id], "order", f"与“{orders[page.order]}”重复")
        orders[page.order] = files[page.id]


def _one_meaning(editions: list[Edition]) -> None:
    """A field id means one thing for ever, over all editions; a retired id never returns."""
    types: dict[tuple[str, ...], str] = {}
    retired: set[tuple[str, ...]] = set()
    for edition in editions:
        present: dict[tuple[str, ...], str] = {}
        for form in edition.forms.values():
            for field in form.fields:
                present[form.id, field.id] = field.type.value
                present |= {(form.id, field.id, column.id): column.type.value for column in field.columns}
        for key, kind in present.items():
            file, place = f"{edition.id}/{key[0]}", ".".join(key[1:])
            if key in retired:
                raise FormError(file, place, "这个名字在更早的一版里停用过，不能再用")
            if types.setdefault(key, kind) != kind:
                raise FormError(file, place, f"更早的一版里它是“{types[key]}”类型，不能改")
        retired |= types.keys() - present.keys()


def _digest(described: dict[str, Any]) -> str:
    canonical = json.dumps(described, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()
