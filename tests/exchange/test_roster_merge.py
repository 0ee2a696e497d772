"""A file laid over the roster: new, changed, same, in the way."""

from dataclasses import replace

import pytest

from tests.exchange.office_files import DAY, HEAD, ROWS, xlsx
from wdbranch.book.finding import MUST, SHOULD
from wdbranch.book.people import Member, Roster, Span
from wdbranch.exchange.identity import check_digit
from wdbranch.exchange.roster_in import merge, read_roster


def number(birth, serial):
    first17 = f"999999{birth}{serial:03}"
    return first17 + check_digit(first17)


ZHANG = Member(
    1, "张拟伟", "男", birth="1990-05-01", join_date="2015-07-01", full_date="2016-07-01", phone="10000000001",
    spans=(Span("group", None, value="第一党小组"), Span("post", "2025-12-12", value="secretary")),
)
HEADS = ["姓名", "性别", "身份证号", "出生年月", "入党时间", "转正时间", "联系电话", "党小组", "党内职务", "备注"]


def lay(tmp_path, rows, roster, heads=HEADS):
    path = xlsx(tmp_path / "花名册.xlsx", [heads, *rows])
    return merge(read_roster(path, today=DAY), roster, day=DAY)


def applied(found, roster):
    """What a caller makes of a merge: members put, new ones numbered."""
    assert not found.blocked
    table = {member.id: member for member in roster.members}
    for member in found.members():
        given = member.id or max([0, *table]) + 1
        table[given] = replace(member, id=given)
    return Roster(tuple(table.values()), found.groups)


def test_an_empty_roster_takes_all_and_the_second_time_nothing(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", [HEAD, *ROWS])
    found = merge(read_roster(path, today=DAY), Roster(), day=DAY)
    assert ([m.name for m in found.new], found.changed, found.same, found.missing) == (["陈拟舟", "韩拟秋", "董拟星"], (), (), ())
    assert found.groups == ("第一党小组", "第二党小组")
    roster = applied(found, Roster())
    again = merge(read_roster(path, today=DAY), roster, day=DAY)
    assert (again.new, again.changed, len(again.same), again.missing) == ((), (), 3, ())
    assert again.members() == []


def test_a_change_is_shown_field_by_field_and_an_empty_cell_never_erases(tmp_path):
    row = ["张拟伟", "", "", "1990.05", "", "", "10000000009", "", "", "新备注"]
    found = lay(tmp_path, [row], Roster((ZHANG,)))
    (change,) = found.changed
    assert [(f.label, f.old, f.new) for f in change.fields] == [("备注", "", "新备注"), ("联系电话", "10000000001", "10000000009")]
    assert change.member == replace(ZHANG, phone="10000000009", note="新备注")


def test_a_less_exact_date_changes_nothing_and_a_more_exact_one_does(tmp_path):
    rough = replace(ZHANG, birth="1990-05")
    same = ["张拟伟", "男", "", "1990年5月", "2015.07", "2016.07", "", "", "", ""]
    assert lay(tmp_path, [same], Roster((ZHANG,))).changed == ()
    exact = ["张拟伟", "男", "", "1990.05.21", "", "", "", "", "", ""]
    (change,) = lay(tmp_path, [exact], Roster((rough,))).changed
    assert [(f.field, f.old, f.new) for f in change.fields] == [("birth", "1990-05", "1990-05-21")]


def test_a_worked_out_date_never_replaces_a_known_one(tmp_path):
    known = replace(ZHANG, full_date="2016-12-20")
    heads = ["姓名", "出生年月", "入党时间", "党员类别"]
    found = lay(tmp_path, [["张拟伟", "1990.05.01", "2015.07.01", "正式"]], Roster((known,)), heads)
    assert (found.changed, found.same) == ((), (known,))


def test_the_number_finds_the_person_whatever_the_name(tmp_path):
    there = replace(ZHANG, id_no=number("19900501", 1))
    row = ["章拟伟", "男", there.id_no, "1990.05.01", "", "", "", "", "", ""]
    found = lay(tmp_path, [row], Roster((there,)))
    assert [(f.field, f.new) for f in found.changed[0].fields] == [("name", "章拟伟")]
    assert [(p.level, "姓名将改为" in p.say) for p in found.problems] == [(SHOULD, True)]


def test_what_the_file_lacks_is_no_problem_where_the_roster_knows_it(tmp_path):
    heads = ["姓名", "性别", "党员类别", "联系电话"]
    row = ["张拟伟", "男", "正式", "10000000009"]
    found = lay(tmp_path, [row], Roster((ZHANG,)), heads)
    assert found.problems == ()
    assert [f.field for f in found.changed[0].fields] == ["phone"]
    assert lay(tmp_path, [row], Roster(), heads).blocked


def test_an_old_number_finds_the_person_with_the_new_one_and_does_not_replace_it(tmp_path):
    there = replace(ZHANG, id_no=number("19900501", 1))
    row = ["张拟伟", "男", "999999900501001", "1990.05.01", "", "", "", "", "", ""]
    found = lay(tmp_path, [row], Roster((there,)))
    assert (found.same, found.changed, found.new) == ((there,), (), ())


def test_a_different_number_for_the_same_name_and_birth_is_in_the_way(tmp_path):
    there = replace(ZHANG, id_no=number("19900501", 1))
    row = ["张拟伟", "男", number("19900501", 3), "1990.05.01", "2015.07", "2016.07", "", "", "", ""]
    found = lay(tmp_path, [row], Roster((there,)))
    assert found.blocked
    assert (found.new, found.changed) == ((), ())


def test_a_name_alone_finds_only_a_person_whom_nothing_contradicts(tmp_path):
    bare = ["张拟伟", "男", "", "", "", "", "10000000009", "", "", ""]
    assert len(lay(tmp_path, [bare], Roster((ZHANG,))).changed) == 1
    other = ["张拟伟", "女", "", "1985.01", "2015.07", "2016.07", "", "", "", ""]
    found = lay(tmp_path, [other], Roster((ZHANG,)))
    assert [member.name for member in found.new] == ["张拟伟"]
    assert [problem.level for problem in found.problems] == [SHOULD]
    twins = Roster((ZHANG, replace(ZHANG, id=2, birth="1980-01")))
    found = lay(tmp_path, [bare], twins)
    assert found.blocked
    assert "分不清" in found.problems[-1].say


def test_namesakes_are_told_apart_by_birth(tmp_path):
    twins = Roster((ZHANG, replace(ZHANG, id=2, birth="1980-01-01", spans=())))
    rows = [["张拟伟", "男", "", "1980.01", "", "", "10000000002", "", "", ""]]
    assert [change.member.id for change in lay(tmp_path, rows, twins).changed] == [2]


def test_two_rows_for_one_person_are_in_the_way(tmp_path):
    there = replace(ZHANG, id_no=number("19900501", 1))
    rows = [
        ["张拟伟", "男", "", "1990.05.01", "2015.07", "2016.07", "", "", "", ""],
        ["章拟伟", "男", there.id_no, "1990.05", "2015.07", "2016.07", "", "", "", ""],
    ]
    found = lay(tmp_path, rows, Roster((there,)))
    assert [p.level for p in found.problems] == [SHOULD, MUST]
    assert "与第 2 行都对应" in found.problems[-1].say


def test_any_must_problem_blocks_the_whole_batch(tmp_path):
    rows = [["李拟三", "女", "", "1991.05", "2015.07", "2016.07", "", "", "", ""], ["王拟五", "女", "", "90.5", "", "", "", "", "", ""]]
    found = lay(tmp_path, rows, Roster())
    assert found.blocked
    assert [member.name for member in found.new] == ["李拟三", "王拟五"]


def test_members_whom_the_file_does_not_name_are_listed_and_stay(tmp_path):
    left = replace(ZHANG, id=3, name="前拟人", out_date="2020-01-01", out_reason="转出")
    roster = Roster((ZHANG, left))
    found = lay(tmp_path, [["李拟三", "女", "", "1991.05", "2015.07", "2016.07", "", "", "", ""]], roster)
    assert found.missing == (ZHANG,)
    assert [member.id for member in found.members()] == [0]


def test_a_new_group_ends_the_old_one_that_day(tmp_path):
    row = ["张拟伟", "男", "", "1990.05.01", "", "", "", "第二党小组", "", ""]
    found = lay(tmp_path, [row], Roster((ZHANG,), ("第一党小组",)))
    member = found.changed[0].member
    assert (member.group(DAY), member.group(DAY.replace(day=12))) == ("第二党小组", "第一党小组")
    assert member.posts(DAY) == ("secretary",)
    assert found.groups == ("第一党小组", "第二党小组")
    again = lay(tmp_path, [row], applied(found, Roster((ZHANG,))))
    assert (again.changed, len(again.same)) == ((), 1)


def test_a_new_post_keeps_the_others_that_the_file_names(tmp_path):
    row = ["张拟伟", "男", "", "1990.05.01", "", "", "", "", "书记、组织委员", ""]
    member = lay(tmp_path, [row], Roster((ZHANG,))).changed[0].member
    assert member.posts(DAY) == ("secretary", "organization")
    row[8] = "组织委员"
    (change,) = lay(tmp_path, [row], Roster((ZHANG,))).changed
    assert [(f.label, f.old, f.new) for f in change.fields] == [("党内职务", "书记", "组织委员")]
    assert change.member.posts(DAY) == ("organization",)
    assert change.member.posts(DAY.replace(day=12)) == ("secretary",)


def test_an_applicant_who_became_a_member_is_changed_not_doubled(tmp_path):
    applicant = Member(5, "杜拟言", "女", birth="1995-04-12", applicant=True)
    heads = ["姓名", "性别", "出生年月", "入党时间", "党员类别"]
    found = lay(tmp_path, [["杜拟言", "女", "1995.04", "2026.09.18", "预备"]], Roster((applicant,)), heads)
    member = found.changed[0].member
    assert (member.id, member.applicant, member.status(DAY)) == (5, False, "预备")
    assert ("党员身份", "非党员", "党员") in [(f.label, f.old, f.new) for f in found.changed[0].fields]


@pytest.mark.parametrize("field", ["phone", "note", "education", "job", "address", "native_place", "category"])
def test_no_empty_column_erases(tmp_path, field):
    from wdbranch.exchange.words import roster_words

    there = replace(ZHANG, **{field: "原来的"})
    heads = ["姓名", "性别", "出生年月", roster_words().labels[field]]
    found = lay(tmp_path, [["张拟伟", "男", "1990.05.01", None]], Roster((there,)), heads)
    assert (found.same, found.changed) == ((there,), ())
