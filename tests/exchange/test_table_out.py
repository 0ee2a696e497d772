"""Tables and rosters written for offices, read back with openpyxl and with our own import."""

from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.office_files import DAY
from wdbranch.book.people import Member, Roster, Span
from wdbranch.errors import UserError, WrongUseError
from wdbranch.exchange.identity import check_digit
from wdbranch.exchange.roster_in import merge, read_roster
from wdbranch.exchange.roster_out import write_roster
from wdbranch.exchange.table_out import TableColumn, write_table
from wdbranch.exchange.words import roster_words

NUMBER = "99999919900501001"
FULL = Member(
    1, "买拟买提·艾山", "男", "维吾尔族", "虚构省拟和县", NUMBER + check_digit(NUMBER), "1990-05-01", "本科",
    "2012-03", "2015-07-01", "2016-07-01", "在职", "拟安社区", "拟安社区2号院", "10000000001", "2018-01-01",
    infirm=True, hardship=True, note="备注，有标点",
    spans=(
        Span("group", None, value="第一党小组"), Span("post", "2025-12-12", value="secretary"),
        Span("post", "2025-12-12", value="organization"), Span("floating", "2025-01-01", value="郑州"),
        Span("excluded", "2026-09-18", None, "卧床不起", "2026-09-10", "2026-09-18"),
    ),
)  # fmt: skip
PROBATIONARY = Member(2, "李拟𬭎", "女", "汉族", birth="2000-05", join_date="2026-03-01", spans=(Span("group", None, value="第二党小组"),))
GONE = Member(3, "前拟人", join_date="1990-01", full_date="1991-01", out_date="2020-01-01", out_reason="转出")
APPLICANT = Member(4, "杜拟言", applicant=True)
ROSTER = Roster((FULL, PROBATIONARY, GONE, APPLICANT), ("第一党小组", "第二党小组"))
EVERY = ["name", "sex", "ethnicity", "native_place", "id_no", "birth", "education", "apply_date", "join_date", "full_date",
         "standing", "category", "job", "group", "post", "phone", "address", "in_date", "floating", "infirm", "hardship",
         "excluded_category", "excluded_approved", "excluded_passed", "note"]  # fmt: skip


def cells(path):
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path).active.iter_rows()]


def back(path, roster=ROSTER):
    return merge(read_roster(path, today=DAY), roster, day=DAY)


def test_a_table_prints_as_it_stands(tmp_path):
    columns = [TableColumn("序号", 5, number=True), TableColumn("姓名", above="党员"), TableColumn("电话", above="党员"), TableColumn("率")]
    path = write_table(tmp_path / "表.xlsx", "到会统计", columns, [[1, "陈拟舟", "013700000000", "=1+1"], [2, None, 5, ""]])
    page = openpyxl.load_workbook(path).active
    assert cells(path)[0][0] == "到会统计"
    assert cells(path)[1:3] == [["序号", "党员", None, "率"], [None, "姓名", "电话", None]]
    assert cells(path)[3:] == [[1, "陈拟舟", "013700000000", "=1+1"], [2, None, "5", None]]
    assert page["C4"].data_type == "s"
    assert page["D4"].data_type == "s"                      # never a formula
    assert (page.freeze_panes, page.print_title_rows) == ("A4", "$1:$3")
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
    assert {str(area) for area in page.merged_cells.ranges} == {"A1:D1", "A2:A3", "B2:C2", "D2:D3"}


def test_an_empty_table_and_an_awkward_title(tmp_path):
    path = write_table(tmp_path / "表.xlsx", "2026年[1/2]：" + "长" * 40, [TableColumn("姓名")], [])
    assert cells(path)[1] == ["姓名"]


def test_our_own_export_changes_nothing_when_read_in(tmp_path):
    for columns, private in ((None, False), (None, True), (EVERY, True), (EVERY, False), (["name", "birth", "phone"], False)):
        found = back(write_roster(tmp_path / "册.xlsx", ROSTER, DAY, columns, private))
        assert (found.new, found.changed, found.problems) == ((), (), ())
        assert [member.id for member in found.same] == [1, 2]
        assert found.missing == ()


def test_an_export_of_everything_makes_the_same_members_again(tmp_path):
    found = back(write_roster(tmp_path / "册.xlsx", ROSTER, DAY, EVERY, True), Roster())
    kinds = {"group", "post", "excluded", "floating"}
    for made, wanted in zip(found.new, (FULL, PROBATIONARY), strict=True):
        assert replace(made, id=wanted.id, spans=()) == replace(wanted, spans=())
        assert {(s.kind, s.value, s.approved_on, s.passed_on) for s in made.spans} == {
            (s.kind, s.value, s.approved_on, s.passed_on) for s in wanted.spans if s.kind in kinds
        }


def test_numbers_are_text_and_private_ones_are_masked(tmp_path):
    path = write_roster(tmp_path / "册.xlsx", ROSTER, DAY, ["name", "id_no", "phone", "address"], True)
    page = openpyxl.load_workbook(path).active
    assert [page["C3"].value, page["C3"].data_type, page["C3"].number_format] == [FULL.id_no, "s", "@"]
    assert [page["D3"].value, page["D3"].data_type] == ["10000000001", "s"]
    masked = cells(write_roster(tmp_path / "册.xlsx", ROSTER, DAY, ["name", "id_no", "phone", "address"]))
    assert masked[2] == [1, FULL.name, "9999**********" + FULL.id_no[-4:], "1000***0001", None]
    everything = "".join(str(cell) for row in cells(write_roster(tmp_path / "册.xlsx", ROSTER, DAY)) for cell in row)
    assert FULL.id_no not in everything
    assert FULL.address not in everything


def test_the_export_is_as_of_its_day(tmp_path):
    early = cells(write_roster(tmp_path / "册.xlsx", ROSTER, date(2019, 5, 1), ["name", "standing", "post"]))
    assert early[0][0] == "党员花名册（2019年5月1日）"
    assert [row[1:] for row in early[2:]] == [[FULL.name, "正式", None], ["前拟人", "正式", None]]
    late = cells(write_roster(tmp_path / "册.xlsx", ROSTER, DAY, ["name", "standing", "post"]))
    assert [row[1:] for row in late[2:]] == [[FULL.name, "正式", "书记、组织委员"], [PROBATIONARY.name, "预备", None]]


def test_an_unknown_column_is_wrong_use(tmp_path):
    with pytest.raises(WrongUseError):
        write_roster(tmp_path / "册.xlsx", ROSTER, DAY, ["name", "shoe_size"])
    assert list(tmp_path.glob("*.xlsx")) == []


def test_a_failed_write_leaves_the_old_file_and_no_trace(tmp_path):
    folder = tmp_path / "册.xlsx"
    folder.mkdir()
    (folder / "旧").write_text("旧")
    with pytest.raises(UserError) as caught:
        write_roster(folder, ROSTER, DAY)
    assert caught.value.code == "table_not_written"
    assert (folder / "旧").read_text() == "旧"
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".part") == []


TOTALS = roster_words().totals                # nobody is called 合计, and a row so named is no person
HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=4).filter(
    lambda name: not name.startswith(TOTALS)
)
NOTES = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs", "S"]), max_size=20)
MEMBERS = st.builds(
    lambda name, birth, years, note, post, group: Member(
        0, name, "男", birth=birth.isoformat(), join_date=f"{birth.year + 20}-07-01",
        full_date=f"{birth.year + 20 + years}-07-01", job=note, note=note,
        spans=(*([Span("post", None, value=post)] if post else []), *([Span("group", None, value=group)] if group else [])),
    ),
    HAN, st.dates(date(1930, 1, 1), date(2003, 12, 31)), st.integers(1, 2), NOTES,
    st.sampled_from(["", "secretary", "deputy", "youth", "group_leader", "committee_member"]), st.sampled_from(["", "第一党小组", "小组二"]),
)  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(MEMBERS, min_size=1, max_size=6, unique_by=lambda member: member.name))
def test_any_roster_goes_out_and_comes_back_the_same(tmp_path, members):
    roster = Roster(tuple(replace(member, id=order) for order, member in enumerate(members, 1)))
    path = write_roster(tmp_path / "册.xlsx", roster, DAY, EVERY, True)
    once = back(path, Roster())
    assert not once.blocked
    assert len(once.new) == len(members)
    taken = Roster(tuple(replace(member, id=order) for order, member in enumerate(once.new, 1)))
    found = back(write_roster(path, taken, DAY, EVERY, True), taken)
    assert (found.new, found.changed, len(found.same)) == ((), (), len(members))
