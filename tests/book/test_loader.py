"""Form files: what is read, and everything that is refused, with file and key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from small_edition import BOOK, CHOICES, FORM, write_edition
from wdbranch.book.form import CellKind, FieldType
from wdbranch.book.loader import FormError, load_edition, load_editions
from wdbranch.errors import UserError
from wdbranch.paths import forms_dir


def test_the_small_edition_is_whole(tmp_path: Path) -> None:
    edition = load_editions(write_edition(tmp_path))["2030"]
    form = edition.forms["meeting"]
    assert [field.id for field in form.fields] == [
        "name", "start", "end", "due", "kept", "colour", "came", "items", "before",
    ]
    assert form.field("due").type is FieldType.INT
    assert form.field("due").maximum == 99
    assert form.page.rows[1].cells[1].show == "span"
    assert form.page.rows[4].grow
    assert form.page.foot[0].cells[0].kind is CellKind.SIGN
    assert form.measures[1].column == "done"
    assert edition.choices["colour"][0].also == ("大红",)
    assert [chapter.title for chapter in edition.chapters] == ["组织生活"]


FORM_CASES = {
    "unknown key of the form": ('code = "HY"', 'code = "HY"\ncolour = "red"', "colour", "不认识"),
    "unknown key of a field": ('label = "应到"', 'label = "应到"\nlenght = 3', "field[due].lenght", "不认识"),
    "unknown key of a column": ('label = "内容"', 'label = "内容"\nshare = true', "column[text].share", "不认识"),
    "unknown key of the page": ('kind = "grid"', 'kind = "grid"\nsize = "A3"', "page.size", "不认识"),
    "unknown key of a row": ("grow = true", "grow = true\nfat = true", "page.row[5].fat", "不认识"),
    "unknown key of a cell": ('{ sign = "签字", w = 160 }', '{ sign = "签字", w = 160, x = 1 }', "page.foot[1].cells[1].x", "不认识"),
    "unknown key of a check": ('rule = "required"', 'rule = "required"\nif = "x"', "check[1].if", "不认识"),
    "unknown key of a measure": ('column = "done"', 'column = "done"\nround = 2', "report.measure[rate].round", "不认识"),
    "unknown key of the report": ("[report]", "[report]\nby = 1", "report.by", "不认识"),
    "missing title": ('title = "会议记录"\nshort', "short", "title", "缺少"),
    "empty label": ('label = "应到"', 'label = ""', "field[due].label", "不能为空"),
    "text where a number belongs": ("order = 10", 'order = "10"', "order", "应当是整数"),
    "number where a truth belongs": ("grow = true", "grow = 1", "page.row[5].grow", "true"),
    "truth where a number belongs": ("minimum = 0", "minimum = true", "field[due].minimum", "应当是数字"),
    "unknown type": ('type = "int"\nlabel = "留存"', 'type = "integer"\nlabel = "留存"', "field[kept].type", "没有“integer”"),
    "unknown choice list": ('choices = "colour"', 'choices = "colors"', "field[colour].choices", "没有“colors”"),
    "missing choice list": ('choices = "colour"\n', "", "field[colour].choices", "缺少"),
    "choice list of a number": ('label = "留存"', 'label = "留存"\nchoices = "colour"', "field[kept].choices", "只有选项类"),
    "limits of a text": ('label = "名称"', 'label = "名称"\nminimum = 1', "field[name].minimum", "只有数字类"),
    "limits crossed": ("minimum = 0", "minimum = 100", "field[due].minimum", "下限大于上限"),
    "unknown suggestion": ('suggest = "due_all"', 'suggest = "guess"', "field[due].suggest", "没有“guess”"),
    "unknown who": ('who = "members"', 'who = "everyone"', "field[came].who", "不认识“everyone”"),
    "who of a number": ('label = "留存"', 'label = "留存"\nwho = "members"', "field[kept].who", "没有这一项"),
    "unknown status": ('statuses = ["present", "leave"]', 'statuses = ["present", "left"]', "field[came].statuses", "没有“left”"),
    "no statuses": ('statuses = ["present", "leave"]', "", "field[came].statuses", "不能为空"),
    "statuses of a number": ('label = "留存"', 'label = "留存"\nstatuses = ["present"]', "field[kept].statuses", "没有这一项"),
    "status twice": ('statuses = ["present", "leave"]', 'statuses = ["present", "present"]', "field[came].statuses", "重复"),
    "reference to nothing": ('ref_form = "meeting"', 'ref_form = "party"', "field[before].ref_form", "没有“party”"),
    "reference of a number": ('label = "留存"', 'label = "留存"\nref_form = "meeting"', "field[kept].ref_form", "没有这一项"),
    "field twice": ('id = "kept"', 'id = "due"', "field[due]", "字段重复"),
    "column twice": ('id = "done"', 'id = "text"', "column[text]", "栏目重复"),
    "rows in rows": ('type = "tick"', 'type = "rows"', "column[done].type", "不能是"),
    "columns of a number": (
        'label = "留存"', 'label = "留存"\n[[field.column]]\nid = "a"\ntype = "int"\nlabel = "甲"', "field[kept].column", "没有这一项",
    ),
    "reserved id": ('id = "kept"', 'id = "recorded_at"', "field[recorded_at].id", "自带"),
    "id in capitals": ('id = "kept"', 'id = "Kept"', "field[Kept].id", "不合写法"),
    "code in small letters": ('code = "HY"', 'code = "hy"', "code", "大写"),
    "unknown chapter": ('chapter = "meetings"', 'chapter = "points"', "chapter", "没有“points”"),
    "dated by nothing": ('date_field = "start"', 'date_field = "began"', "date_field", "没有“began”"),
    "dated by a number": ('date_field = "start"', 'date_field = "due"', "date_field", "类型不合适"),
    "named by a number": ('title_field = "name"', 'title_field = "due"', "title_field", "类型不合适"),
    "unknown check": ('rule = "required"', 'rule = "vote_quorum"', "check[1].rule", "没有“vote_quorum”"),
    "check of a missing field": ('rule = "required"', 'rule = "votes"', "check[1].rule", "要用到字段“agenda”"),
    "check twice": ('rule = "required"', 'rule = "required"\n[[check]]\nrule = "required"', "check[2].rule", "检查重复"),
    "unknown page kind": ('kind = "grid"', 'kind = "poster"', "page.kind", "没有“poster”"),
    "row too narrow": ('{ field = "name", w = 130 }', '{ field = "name", w = 129 }', "page.row[1].cells", "合计 159"),
    "row too wide": ('{ sign = "签字", w = 160 }', '{ sign = "签字", w = 170 }', "page.foot[1].cells", "合计 170"),
    "row without height": ("height = 9\ngrow = true", "height = 0\ngrow = true", "page.row[5].height", "行高"),
    "cell without width": ('{ field = "name", w = 130 }', '{ field = "name", w = 0 }, { label = "x", w = 130 }', "cells[2].w", "大于 0"),
    "table too narrow": ('["done", 60]', '["done", 50]', "page.row[5].cells[1].columns", "合计 150"),
    "table of a missing column": ('["done", 60]', '["gone", 60]', "cells[1].columns", "没有“gone”"),
    "table column twice": ('["done", 60]', '["text", 60]', "cells[1].columns", "重复"),
    "table column without width": ('["done", 60]', '["done"]', "cells[1].columns", "每栏写作"),
    "field on no page": ('{ field = "kept", w = 40 }', '{ label = "空", w = 40 }', "page.row", "字段“kept”在页面上没有位置"),
    "field on two cells": ('{ label = "名称", w = 30 }', '{ field = "kept", w = 30 }', "page.row", "字段“kept”在页面上出现了 2 次"),
    "status on no cell": (
        '{ field = "came", statuses = ["leave"], show = "reasons", w = 80 }', '{ label = "空", w = 80 }', "page.row", "字段“came”的“leave”在页面上没有位置",
    ),
    "status on two cells": ('statuses = ["leave"], show', 'statuses = ["present", "leave"], show', "page.row", "“present”在页面上出现了 2 次"),
    "status the field lacks": ('statuses = ["leave"], show', 'statuses = ["absent"], show', "cells[2].statuses", "没有“absent”"),
    "page names a missing field": ('{ field = "name", w = 130 }', '{ field = "nam", w = 130 }', "cells[2].field", "没有“nam”"),
    "two heads in one cell": ('{ sign = "签字", w = 160 }', '{ sign = "签字", label = "x", w = 160 }', "page.foot[1].cells[1]", "只能有"),
    "text as a table": ('{ field = "name", w = 130 }', '{ field = "name", show = "table", w = 130 }', "cells[2].show", "不能这样显示"),
    "rows shown plainly": ('show = "table", ', "", "cells[1].show", "不能这样显示"),
    "span of one": ('fields = ["start", "end"], show = "span"', 'fields = ["start"], show = "span"', "cells[2].fields", "只有两个日期时间"),
    "span of a number": ('["start", "end"]', '["start", "due"]', "cells[2].fields", "不是日期时间"),
    "attachments switched off": ("attachments = true", "attachments = false", "cells[1].attachments", "只能是 true"),
    "unknown measure": ('kind = "count"', 'kind = "average"', "report.measure[meetings].kind", "没有“average”"),
    "count of a field": ('kind = "count"', 'kind = "count"\nfield = "due"', "report.measure[meetings].field", "次数统计不写字段"),
    "sum of nothing": ('kind = "count"', 'kind = "sum"', "report.measure[meetings].field", "其余统计都要写"),
    "ratio without denominator": ('over = "items"\n', "", "report.measure[rate].over", "比率要写分母"),
    "measure of a missing field": ('field = "items"\ncolumn', 'field = "item"\ncolumn', "report.measure[rate].field", "没有“item”"),
    "measure of a field that stays": ('over = "items"', 'over = "kept"', "report.measure[rate].over", "不报送"),
    "sum of a text": ('kind = "count"', 'kind = "sum"\nfield = "name"', "report.measure[meetings].field", "不是数字"),
    "list of rows": ('kind = "count"', 'kind = "list"\nfield = "items"', "report.measure[meetings].field", "只能相加"),
    "column that is no tick": ('column = "done"', 'column = "text"', "report.measure[rate].column", "勾选栏目"),
    "measure twice": ('id = "rate"', 'id = "meetings"', "report.measure[meetings]", "统计项重复"),
    "not TOML": ('code = "HY"', "code = HY", "", "不合 TOML 写法"),
}


@pytest.mark.parametrize("name", FORM_CASES)
def test_a_broken_form_is_refused(name: str, tmp_path: Path) -> None:
    before, after, key, reason = FORM_CASES[name]
    assert FORM.count(before) >= 1
    root = write_edition(tmp_path, FORM.replace(before, after, 1))
    with pytest.raises(FormError) as caught:
        load_editions(root)
    error = caught.value
    assert error.file == "2030/meetings/meeting.toml"
    assert error.key.endswith(key)
    assert reason in error.reason
    assert isinstance(error, UserError)
    assert error.file in error.say()


def test_a_form_without_fields_is_refused(tmp_path: Path) -> None:
    head = FORM.partition("[[field]]")[0]
    root = write_edition(tmp_path, head + '[page]\nkind = "grid"\ntitle = "x"\n')
    with pytest.raises(FormError, match="一个字段也没有"):
        load_editions(root)


CHOICE_CASES = {
    "entry twice": ('id = "leave"', 'id = "present"', "重复"),
    "a list that the program needs": ("[[list.stance]]", "[[list.opinion]]", "缺少这个选项表"),
    "an empty list": ('[[list.attendance]]', 'list.colours = []\n[[list.attendance]]', "是空的"),
    "a list that is none": ('[[list.attendance]]', 'list.colours = 3\n[[list.attendance]]', "应当是数组"),
    "unknown key": ('label = "红"', 'label = "红"\nrgb = "#f00"', "不认识"),
    "id in Chinese": ('id = "red"', 'id = "红色"', "小写字母"),
    "one word for two": ('label = "请假"', 'label = "到会"', "重复"),
    "a tag that no rule knows": ('label = "请假"', 'label = "请假"\ntags = ["leav"]', "不认识标记“leav”"),
    "a tag of another list": ('label = "红"', 'label = "红"\ntags = ["present"]', "不认识标记“present”"),
}


@pytest.mark.parametrize("name", CHOICE_CASES)
def test_a_broken_choice_list_is_refused(name: str, tmp_path: Path) -> None:
    before, after, reason = CHOICE_CASES[name]
    root = write_edition(tmp_path, choices=CHOICES.replace(before, after, 1))
    with pytest.raises(FormError, match=reason) as caught:
        load_editions(root)
    assert caught.value.file == "2030/_choices.toml"


BOOK_CASES = {
    "other name than its folder": ('id = "2030"', 'id = "2031"', "id", "与文件夹同名"),
    "unknown key": ('title = "记录本"', 'title = "记录本"\npaper = "A4"', "paper", "不认识"),
    "chapter twice": ("[[chapter]]", '[[chapter]]\nid = "meetings"\ntitle = "甲"\n[[chapter]]', "chapter[meetings].id", "章重复"),
}


@pytest.mark.parametrize("name", BOOK_CASES)
def test_a_broken_book_is_refused(name: str, tmp_path: Path) -> None:
    before, after, key, reason = BOOK_CASES[name]
    root = write_edition(tmp_path, book=BOOK.replace(before, after, 1))
    with pytest.raises(FormError, match=reason) as caught:
        load_editions(root)
    assert (caught.value.file, caught.value.key) == ("2030/_book.toml", key)


def test_two_forms_may_not_share_id_code_or_place(tmp_path: Path) -> None:
    root = write_edition(tmp_path)
    other = root / "2030" / "meetings" / "other.toml"
    for wanted, text in (
        ("id", FORM),
        ("code", FORM.replace('id = "meeting"', 'id = "other"')),
        ("order", FORM.replace('id = "meeting"', 'id = "other"').replace('"HY"', '"QT"')),
    ):
        other.write_text(text, encoding="utf-8")
        with pytest.raises(FormError, match="重复") as caught:
            load_editions(root)
        assert (caught.value.file, caught.value.key) == ("2030/meetings/other.toml", wanted)


@pytest.mark.parametrize("missing", ["_book.toml", "_choices.toml"])
def test_a_missing_file_is_named(missing: str, tmp_path: Path) -> None:
    root = write_edition(tmp_path)
    (root / "2030" / missing).unlink()
    with pytest.raises(FormError, match="找不到"):
        load_editions(root)


@pytest.mark.parametrize("bytes_", [b"", b"\xff\xfe\x00id", b"PK\x03\x04", b"\x00" * 40, b"a = " + b"[" * 5000])
def test_a_file_that_is_no_form_is_refused(bytes_: bytes, tmp_path: Path) -> None:
    root = write_edition(tmp_path)
    (root / "2030" / "meetings" / "meeting.toml").write_bytes(bytes_)
    with pytest.raises(FormError):
        load_editions(root)


@pytest.mark.parametrize("place", ["stray.toml", "meetings/deep/stray.toml"])
def test_a_form_file_in_the_wrong_place_is_named(place: str, tmp_path: Path) -> None:
    root = write_edition(tmp_path)
    (root / "2030" / place).parent.mkdir(exist_ok=True)
    (root / "2030" / place).write_text(FORM, encoding="utf-8")
    with pytest.raises(FormError, match="一层子文件夹") as caught:
        load_editions(root)
    assert caught.value.file == f"2030/{place}"


def test_no_edition_and_no_form_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FormError, match="没有任何一版"):
        load_editions(tmp_path / "nowhere")
    with pytest.raises(FormError, match="没有任何一版"):
        load_editions(tmp_path)
    root = write_edition(tmp_path)
    (root / "2030" / "meetings" / "meeting.toml").unlink()
    with pytest.raises(FormError, match="一张表单也没有"):
        load_editions(root)


def test_an_editors_byte_order_mark_and_line_ends_do_no_harm(tmp_path: Path) -> None:
    root = write_edition(tmp_path)
    plain = load_editions(root)["2030"]
    path = root / "2030" / "meetings" / "meeting.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_editions(root)["2030"] == plain


# --- editions -------------------------------------------------------------------------------------


@pytest.fixture
def two_editions(tmp_path: Path) -> Path:
    """The shipped edition, and a later one that differs from it by edits."""
    root = tmp_path / "forms"
    for year in ("2026", "2027"):
        shutil.copytree(forms_dir() / "2026", root / year)
    _edit(root / "2027" / "_book.toml", 'id = "2026"', 'id = "2027"')
    return root


def _edit(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_a_record_keeps_the_words_of_its_edition(two_editions: Path) -> None:
    _edit(two_editions / "2027" / "meetings" / "party_assembly.toml", 'label = "记录人"', 'label = "书记员"')
    _edit(two_editions / "2027" / "_choices.toml", 'label = "接收预备党员"', 'label = "讨论接收预备党员"')
    editions = load_editions(two_editions)
    old, new = editions["2026"], editions["2027"]
    assert list(editions) == ["2026", "2027"]
    assert old.forms["party_assembly"].field("recorder").label == "记录人"
    assert new.forms["party_assembly"].field("recorder").label == "书记员"
    assert old.choice_label("agenda_kind", "admit") == "接收预备党员"
    assert new.choice_label("agenda_kind", "admit") == "讨论接收预备党员"
    assert old.forms["party_assembly"].digest == new.forms["party_assembly"].digest   # words are not schema


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('id = "recorder"\ntype = "person"', 'id = "recorder"\ntype = "text"'),
        ('id = "abstain"\ntype = "int"', 'id = "abstain"\ntype = "text"'),
    ],
)
def test_a_field_id_means_one_thing_in_all_editions(before: str, after: str, two_editions: Path) -> None:
    _edit(two_editions / "2027" / "meetings" / "party_assembly.toml", before, after)
    with pytest.raises(FormError, match="更早的一版") as caught:
        load_editions(two_editions)
    assert caught.value.file == "2027/party_assembly"


def test_a_retired_id_never_returns(two_editions: Path) -> None:
    shutil.copytree(two_editions / "2027", two_editions / "2028")
    _edit(two_editions / "2028" / "_book.toml", 'id = "2027"', 'id = "2028"')
    between = two_editions / "2027" / "meetings" / "lecture.toml"
    _edit(between, '[[field]]\nid = "discussion"\ntype = "long"\nlabel = "讨论交流"\nshare = true\n', "")
    _edit(between, '{ field = "discussion", w = 160 }', '{ label = "讨论", w = 160 }')
    with pytest.raises(FormError, match="停用过") as caught:
        load_editions(two_editions)
    assert (caught.value.file, caught.value.key) == ("2028/lecture", "discussion")


def test_the_digest_covers_the_schema_and_nothing_else(tmp_path: Path) -> None:
    def digest(form: str, choices: str = CHOICES) -> str:
        return load_edition(write_edition(tmp_path, form, choices=choices) / "2030").forms["meeting"].digest

    plain = digest(FORM)
    assert len(plain) == 64
    for same in (
        FORM.replace('label = "应到"', 'label = "应到人数"'),
        FORM.replace("height = 9", "height = 10"),
        FORM.replace("maximum = 99", "maximum = 999"),
        FORM.replace('title = "会议记录"', 'title = "会议记录（新）"'),
    ):
        assert digest(same) == plain
    assert digest(FORM, CHOICES.replace('label = "红"', 'label = "赤"')) == plain
    for other in (
        FORM.replace('type = "tick"\nlabel = "完成"', 'type = "text"\nlabel = "完成"').replace('column = "done"\n', ""),
        FORM.replace('type = "int"\nlabel = "留存"', 'type = "number"\nlabel = "留存"'),
    ):
        assert digest(other) != plain
    assert digest(FORM, CHOICES + '[[list.colour]]\nid = "blue"\nlabel = "蓝"\n') != plain
