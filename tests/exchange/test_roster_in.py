"""Rosters as offices really keep them."""

import zipfile
from datetime import date

import pytest

from tests.exchange.office_files import DAY, HEAD, ROWS, xls, xlsx
from wdbranch.book.finding import HINT, MUST, SHOULD
from wdbranch.book.people import Roster
from wdbranch.errors import FileRefusedError, WrongUseError
from wdbranch.exchange.identity import check_digit
from wdbranch.exchange.roster_in import read_roster
from wdbranch.exchange.words import roster_words


def read(path, **more):
    return read_roster(path, today=DAY, **more)


def one(tmp_path, **cells):
    """The only row of a table with these columns."""
    heads = [roster_words().labels.get(field, field) for field in cells]
    table = read(xlsx(tmp_path / "一人.xlsx", [heads, list(cells.values())]))
    return table.rows[0]


def problems(row, field=None):
    return [(problem.level, problem.say) for problem in row.problems if field in (None, problem.field)]


FULL = {"name": "张拟伟", "sex": "男", "birth": "1990.05.01", "join_date": "2015.07.01", "full_date": "2016.07.01"}


def test_a_plain_table(tmp_path):
    table = read(xlsx(tmp_path / "花名册.xlsx", [HEAD, *ROWS]))
    assert table.all_problems == ()
    assert [row.member.name for row in table.rows] == ["陈拟舟", "韩拟秋", "董拟星"]
    first = table.rows[0].member
    assert (first.birth, first.join_date, first.full_date) == ("1970-08-16", "1995-07-01", "1996-07-01")
    assert first.posts(DAY) == ("secretary",)
    assert first.group(DAY) == "第一党小组"
    assert [row.member.status(DAY) for row in table.rows] == ["正式", "正式", "预备"]
    assert {(span.start, span.end) for row in table.rows for span in row.member.spans} == {(None, None)}


def test_the_same_table_as_xls_and_csv_gives_the_same_people(tmp_path):
    wanted = [row.member for row in read(xlsx(tmp_path / "a.xlsx", [HEAD, *ROWS])).rows]
    assert [row.member for row in read(xls(tmp_path / "a.xls", [HEAD, *ROWS])).rows] == wanted
    text = "\n".join(",".join(str(cell) for cell in row) for row in [HEAD, *ROWS])
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        path = tmp_path / f"{encoding}.csv"
        path.write_bytes(text.encode(encoding))
        assert [row.member for row in read(path).rows] == wanted


def test_an_open_document_sheet_is_read_as_well(tmp_path):
    """The smallest .ods by ODF 1.2: WPS and LibreOffice on 银河麒麟 write such files."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = "".join(
        "<table:table-row>" + "".join(cell.format(value) for value in row) + "</table:table-row>" for row in [HEAD, *ROWS]
    )
    spaces = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{spaces} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="册">{lines}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    with zipfile.ZipFile(tmp_path / "册.ods", "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    assert [row.member.name for row in read(tmp_path / "册.ods").rows] == ["陈拟舟", "韩拟秋", "董拟星"]


def test_title_rows_merged_heads_and_any_order(tmp_path):
    rows = [
        ["拟安一支部党员花名册", *[None] * 8],
        ["填报单位：拟安一支部", *[None] * 8],
        ["联系方式", "党员基本情况", None, None, "入党", None, "转正", "党 小 组", "序号"],
        ["手机号码", "出生\n年月", "党员\n姓名", "性别", "时间", "地点", "时间", None, None],
        ["１３７００００００００", "1990年5月", "张  拟伟", "男", "2015-7-1", "拟安", "2016/7/1", "第一党小组", 1],
    ]
    merge = ["A1:I1", "B3:D3", "E3:F3", "H3:H4", "I3:I4"]
    for path in (
        xlsx(tmp_path / "a.xlsx", rows, merge=merge),
        xls(tmp_path / "a.xls", rows, merge=[(0, 0, 0, 8), (2, 2, 1, 3), (2, 2, 4, 5), (2, 3, 7, 7), (2, 3, 8, 8)]),
    ):
        table = read(path)
        assert table.head_row == 4
        assert len(table.rows) == 1
        member = table.rows[0].member
        assert (member.name, member.sex, member.birth, member.phone) == ("张拟伟", "男", "1990-05", "13700000000")
        assert (member.join_date, member.full_date, member.group(DAY)) == ("2015-07-01", "2016-07-01", "第一党小组")
        assert any("入党／地点" in note for note in table.notes)


def test_every_synonym_is_known_in_every_disguise(tmp_path):
    for head, field in roster_words().heads.items():
        if field in ("name", "ignored", "seq"):
            continue
        shown = f" {head[0]} {head[1:]}（见说明）*"
        table = read(xlsx(tmp_path / "a.xlsx", [["姓名", shown, "备注" if field != "note" else "性别", "籍贯" if field != "native_place" else "民族"], ["张拟伟"]]))
        assert [h.field for h in table.heads][1] == field, head


def test_no_head_stands_for_two_fields():
    import tomllib

    from wdbranch.exchange.words import plain_head
    from wdbranch.paths import resource

    columns = tomllib.loads(resource("exchange", "roster_heads.toml").read_text("utf-8"))["column"]
    heads = [plain_head(head) for column in columns for head in column["heads"]]
    assert len(heads) == len(set(heads))


def test_posts_are_those_of_the_forms():
    import tomllib

    from wdbranch.paths import forms_dir

    lists = tomllib.loads((forms_dir() / "2026" / "_choices.toml").read_text("utf-8"))["list"]
    labels = {choice["id"]: choice["label"] for choice in lists["posts"]}
    assert roster_words().post_labels == labels


def test_the_sheet_that_looks_like_a_roster_is_read_and_named(tmp_path):
    path = xlsx(
        tmp_path / "a.xlsx", [["说明", "本表由支部填写"]], sheet="填表说明",
        more={"党费": [["姓名", "金额", "备注"], ["陈拟舟", 5, ""]], "党员名册": [HEAD, *ROWS], "旧": [HEAD, *ROWS, *ROWS]}, hidden={"旧"},
    )
    table = read(path)
    assert (table.sheet, len(table.rows)) == ("党员名册", 3)
    assert any("读的是“党员名册”" in note for note in table.notes)
    assert table.sheets == ("填表说明", "党费", "党员名册")


def test_another_sheet_may_be_asked_for(tmp_path):
    others = [["姓名", "性别", "类型", "递交入党申请书时间"], ["石拟青", "女", "入党积极分子", "2025.06.09"]]
    path = xlsx(tmp_path / "a.xlsx", [HEAD, *ROWS], more={"积极分子": others})
    table = read(path, sheet="积极分子")
    member = table.rows[0].member
    assert (member.applicant, member.apply_date, member.status(DAY)) == (True, "2025-06-09", "非党员")
    assert table.all_problems[0].field == "birth"
    with pytest.raises(WrongUseError):
        read(path, sheet="没有这张")


def test_empty_total_and_foot_rows_are_skipped_with_a_note(tmp_path):
    rows = [HEAD, ROWS[0], [None] * 13, [2], HEAD, ROWS[1], ["合计", "2 人"], [None, "合  计", 2], ["填表人：韩拟秋", None, "审核人：陈拟舟"]]
    table = read(xlsx(tmp_path / "a.xlsx", rows))
    assert [row.member.name for row in table.rows] == ["陈拟舟", "韩拟秋"]
    assert [row.number for row in table.rows] == [2, 6]
    assert set(table.notes) == {
        "跳过第 3、4 行（空行）。", "跳过第 5 行（重复的表头）。", "跳过第 7、8 行（合计行）。", "跳过第 9 行（表尾说明）。",
    }


def test_a_remark_that_begins_like_a_foot_does_not_lose_the_person(tmp_path):
    for remark in ("说明：在外地", "合计 3 次", "注：待核"):
        assert one(tmp_path, **FULL, note=remark).member.note == remark


def test_group_headings_between_the_rows(tmp_path):
    head = ["序号", "姓名", "性别", "出生年月", "入党时间", "转正时间"]
    rows = [
        head, ["第一党小组"], [1, "张拟伟", "男", "1990.05", "2015.07", "2016.07"],
        ["第二党小组（3 人）"], [2, "李拟三", "女", "1991.05", "2015.07", "2016.07"],
    ]
    table = read(xlsx(tmp_path / "a.xlsx", rows, merge=["A2:F2", "A4:F4"]))
    assert [row.member.group(DAY) for row in table.rows] == ["第一党小组", "第二党小组"]


def test_a_group_merged_over_its_people(tmp_path):
    head = ["党小组", "姓名", "性别", "出生年月", "入党时间", "转正时间"]
    rows = [
        head, ["第一党小组", "张拟伟", "男", "1990.05", "2015.07", "2016.07"],
        [None, "李拟三", "女", "1991.05", "2015.07", "2016.07"],
    ]
    for path in (xlsx(tmp_path / "a.xlsx", rows, merge=["A2:A3"]), xls(tmp_path / "a.xls", rows, merge=[(1, 2, 0, 0)])):
        assert [row.member.group(DAY) for row in read(path).rows] == ["第一党小组"] * 2


def test_a_name_merged_over_two_rows_is_not_given_to_a_second_person(tmp_path):
    rows = [["姓名", "性别", "出生年月", "备注"], ["张拟伟", "男", "1990.05", "甲"], [None, None, None, "乙"]]
    table = read(xlsx(tmp_path / "a.xlsx", rows, merge=["A2:A3"]))
    assert [row.member.name for row in table.rows] == ["张拟伟"]


def test_two_tables_side_by_side_are_not_halved_in_silence(tmp_path):
    head = ["姓名", "性别", "出生年月", "姓名", "性别", "出生年月"]
    table = read(xlsx(tmp_path / "a.xlsx", [head, ["张拟伟", "男", "1990.05", "李拟三", "女", "1991.05"]]))
    assert table.blocked
    assert "左右并排" in table.problems[0].say
    assert "第 D 列" in table.problems[0].say


def test_the_person_may_map_a_column_otherwise(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", [["姓名", "性别", "民族", "入伍", "入党时间"], ["张拟伟", "男", "汉", "2015.07", "2001.01"]])
    table = read(path, mapping={3: "join_date", 4: None})
    assert table.rows[0].member.join_date == "2015-07"
    assert {head.letter: head.field for head in table.heads} == {"A": "name", "B": "sex", "C": "ethnicity", "D": "join_date", "E": None}


def test_dates_typed_dates_stored_and_dates_as_serials(tmp_path):
    head = ["姓名", "出生年月", "入党时间", "转正时间"]
    rows = [head, ["张拟伟", date(1990, 5, 1), 42186, "20160701"]]
    for path in (xlsx(tmp_path / "a.xlsx", rows, formats={"C2": "yyyy.mm.dd"}), xls(tmp_path / "a.xls", rows)):
        member = read(path).rows[0].member
        assert (member.birth, member.join_date, member.full_date) == ("1990-05-01", "2015-07-01", "2016-07-01")


def test_a_refused_date_names_row_person_column_and_remedy(tmp_path):
    row = one(tmp_path, **{**FULL, "birth": "90.5"})
    assert problems(row) == [
        (MUST, "第 2 行张拟伟：出生日期一栏：日期“90.5”的年份不是四位，不能替您猜是哪个世纪，请改成 1990.05.01 这样的写法。")
    ]


def test_an_id_number_stored_as_a_number_has_lost_digits(tmp_path):
    row = one(tmp_path, id_no=999999199005010011, **FULL)
    (level, say), = problems(row, "id_no")
    assert level == MUST
    assert say.startswith("第 2 行张拟伟：身份证号在 Excel 里被存成了数字，末几位已丢失")
    assert row.member.id_no == ""


def number(birth, serial):
    first17 = f"999999{birth}{serial:03}"
    return first17 + check_digit(first17)


def test_an_id_number_tells_what_is_missing(tmp_path):
    row = one(tmp_path, name="张拟伟", id_no=number("19900501", 2), join_date="2015.07", full_date="2016.07")
    assert (row.member.birth, row.member.sex) == ("1990-05-01", "女")
    assert row.derived == {"birth", "sex"}
    assert row.problems == ()


def test_an_id_number_makes_a_month_a_day(tmp_path):
    row = one(tmp_path, id_no=number("19900521", 1), **{**FULL, "birth": "1990.05"})
    assert row.member.birth == "1990-05-21"
    assert row.problems == ()


def test_birth_and_sex_are_compared_with_the_number(tmp_path):
    row = one(tmp_path, id_no=number("19910501", 2), **FULL)
    assert [(level, say[:14]) for level, say in problems(row)] == [(SHOULD, "第 2 行张拟伟：出生日期 "), (SHOULD, "第 2 行张拟伟：性别“男”")]


def test_an_old_number_is_taken_with_a_hint(tmp_path):
    row = one(tmp_path, id_no="999999900501001", **FULL)
    assert row.member.id_no == "999999900501001"
    (level, say), = problems(row, "id_no")
    assert level == HINT
    assert number("19900501", 1) in say


@pytest.mark.parametrize(
    ("cells", "level", "field", "word"),
    [
        ({"join_date": "2016.07.01", "full_date": "2015.07.01"}, MUST, "full_date", "早于入党时间"),
        ({"full_date": "2016.01.01"}, HINT, "full_date", "不满一年"),
        ({"birth": "2000.05.01"}, HINT, "join_date", "不满 18 周岁"),
        ({"birth": "2016.05.01"}, MUST, "join_date", "早于出生日期"),
        ({"birth": "2030.05.01"}, MUST, "birth", "还没有到"),
        ({"join_date": ""}, SHOULD, "join_date", "没有入党时间"),
        ({"sex": "保密"}, SHOULD, "sex", "没有读入"),
        ({"name": ""}, MUST, "name", "没有姓名"),
        ({"name": "张\ue815"}, SHOULD, "name", "自造字"),
        ({"phone": "123"}, SHOULD, "phone", "位数不对"),
        ({"post": "楼长"}, SHOULD, "post", "认不出来"),
        ({"infirm": "也许"}, SHOULD, "infirm", "没有读入"),
        ({"党员类别": "预备"}, MUST, "full_date", "写着预备党员"),
        ({"党员类别": "正式", "full_date": ""}, SHOULD, "full_date", "暂按入党满一年填 2016-07-01"),
        ({"党员类别": "正式", "join_date": "", "full_date": ""}, MUST, "full_date", "没有入党、转正时间"),
        ({"full_date": ""}, SHOULD, "full_date", "入党已满两年"),
    ],
)
def test_checks_on_one_row(tmp_path, cells, level, field, word):
    plain = one(tmp_path, **FULL)
    assert plain.problems == ()
    row = one(tmp_path, **{**FULL, **cells})
    assert [(found, word in say) for found, say in problems(row, field) if word in say] == [(level, True)]


def test_exactly_a_year_and_exactly_eighteen_are_fine(tmp_path):
    assert one(tmp_path, **{**FULL, "full_date": "2016.07.01", "birth": "1997.07.01"}).problems == ()
    assert one(tmp_path, **{**FULL, "join_date": "2015.07", "full_date": "2016.07"}).problems == ()


def test_duplicates_inside_the_file(tmp_path):
    head = ["姓名", "性别", "身份证号", "出生年月", "入党时间", "转正时间"]
    same = number("19900501", 1)
    rows = [
        head,
        ["张拟伟", "男", same, "1990.05.01", "2015.07", "2016.07"],
        ["李拟三", "男", same, "1990.05.01", "2015.07", "2016.07"],
        ["王拟五", "女", "", "1991.05.01", "2015.07", "2016.07"],
        ["王拟五", "女", "", "1991.05.01", "2015.07", "2016.07"],
        ["王拟五", "女", "", "1981.05.01", "2005.07", "2006.07"],
    ]
    table = read(xlsx(tmp_path / "a.xlsx", rows))
    assert [problem.say for problem in table.all_problems] == [
        "第 3 行李拟三：身份证号与第 2 行相同，请删去重复的一行。", "第 5 行王拟五：姓名、出生日期与第 4 行相同，请删去重复的一行。",
    ]
    assert table.blocked


@pytest.mark.parametrize(
    ("typed", "posts"),
    [
        ("支部书记", ("secretary",)),
        ("党支部书记、组织委员", ("secretary", "organization")),
        ("书记兼宣传委员", ("secretary", "publicity")),
        ("副书记", ("deputy",)),
        ("第二党小组组长", ("group_leader",)),
        ("支委", ("committee_member",)),
        ("纪检委员（女）", ("discipline_post",)),
        ("党员", ()),
        ("无", ()),
    ],
)
def test_posts(tmp_path, typed, posts):
    row = one(tmp_path, **FULL, post=typed)
    assert row.member.posts(DAY) == posts
    assert row.problems == ()


def test_a_plain_duty_column_holds_party_posts_and_jobs(tmp_path):
    row = one(tmp_path, **FULL, 职务="支部书记、居委会主任", 单位="拟安社区")
    assert row.member.posts(DAY) == ("secretary",)
    assert row.member.job == "拟安社区居委会主任"
    other = one(tmp_path, **FULL, 职务="团支部书记")
    assert other.member.posts(DAY) == ()
    assert other.member.job == "团支部书记"


def test_standing_and_category_in_one_or_two_columns(tmp_path):
    row = one(tmp_path, **FULL, 党员类别="正式党员", 人员类别="离退休")
    assert (row.member.category, row.member.status(DAY)) == ("离退休", "正式")
    other = one(tmp_path, **FULL, 类型="正式、农民")
    assert other.member.category == "农民"


def test_exclusion_columns_become_an_approved_exclusion(tmp_path):
    row = one(tmp_path, **FULL, 不计入应到类别="卧床不起", 上级同意日期="2026.09.10", 大会通过日期="2026.09.18")
    assert row.member.excluded(date(2026, 9, 17)) is None
    assert row.member.excluded(date(2026, 9, 18)).value == "卧床不起"
    assert row.problems == ()
    lacking = one(tmp_path, **FULL, 不计入应到类别="卧床不起", 上级同意日期="2026.09.10")
    assert lacking.member.excluded(DAY) is None
    assert problems(lacking)[0][0] == SHOULD


def test_who_votes_follows_from_the_file(tmp_path):
    table = read(xlsx(tmp_path / "a.xlsx", [HEAD, *ROWS]))
    roster = Roster(tuple(row.member for row in table.rows))
    assert [member.name for member in roster.voters(DAY)] == ["陈拟舟", "韩拟秋"]


def test_without_any_word_of_full_membership_it_is_worked_out_and_said(tmp_path):
    head = ["姓名", "性别", "出生年月", "入党时间"]
    rows = [head, ["张拟伟", "男", "1990.05", "2015.07"], ["李拟三", "女", "2000.05", "2026.03"]]
    table = read(xlsx(tmp_path / "a.xlsx", rows))
    assert [row.member.full_date for row in table.rows] == ["2016-07", None]
    assert [len(row.problems) for row in table.rows] == [1, 0]


def test_a_table_without_a_roster_head(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", [["日期", "金额"], ["2026.01.01", 5]])
    with pytest.raises(FileRefusedError) as caught:
        read(path)
    assert (caught.value.code, caught.value.exit_code) == ("roster_no_head", 1)


def test_a_head_without_people(tmp_path):
    with pytest.raises(FileRefusedError) as caught:
        read(xlsx(tmp_path / "a.xlsx", [HEAD, ["合计"]]))
    assert caught.value.code == "roster_no_rows"
