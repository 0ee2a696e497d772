"""The five stars: standards as data, what is computed, what waits for a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from finding_cases import changed, with_values
from hypothesis import given, settings
from hypothesis import strategies as st
from rules_branch import BRANCH, ROSTER, assembly, committee, lecture, snapshot, theme_day

from wdbranch.errors import FileRefusedError
from wdbranch.rules.indicators import AUTO, percent
from wdbranch.rules.stars import standard_for, standards, stars

DAY = date(2026, 10, 12)


def quarterly(maker, quarters, **more):
    return [
        maker(id=f"f{quarter:011}", seq=quarter, start=f"2026-{quarter * 3:02}-20T18:30", end=f"2026-{quarter * 3:02}-20T19:30", **more)
        for quarter in quarters
    ]


def find(indicator, *records, day=DAY, **more):
    for star in stars(snapshot(*records, **more), day):
        for found in star.indicators:
            if found.id == indicator:
                return found
    raise LookupError(indicator)


def test_both_sets_have_their_five_stars():
    assert [star["id"] for star in standard_for("rural", 2026).stars] == ["ZB", "CY", "ST", "PA", "WM"]
    assert [star["id"] for star in standard_for("urban", 2026).stars] == ["ZB", "GJ", "YY", "PA", "XF"]


def test_every_indicator_of_the_eight_stars_is_listed_once():
    counts = {}
    for standard in standards():
        for star in standard.stars:
            ids = [entry["id"] for entry in star["indicator"]]
            assert ids == [f"{star['id']}-{n:02}" for n in range(1, len(ids) + 1)]
            counts[star["id"]] = len(ids)
    assert counts == {"ZB": 35, "PA": 24, "CY": 15, "ST": 21, "WM": 20, "GJ": 19, "YY": 14, "XF": 17}


def test_every_indicator_says_where_it_comes_from_and_what_proves_it():
    for standard in standards():
        assert standard.reference.startswith("参考版")
        for star in standard.stars:
            for entry in star["indicator"]:
                assert all(entry[key] for key in ("name", "threshold", "evidence", "count", "source", "who"))
                assert entry["kind"] in {"yes_no", "at_least", "none", "ratio", "record"}
                assert set(entry["who"]) <= {"branch", "village", "district"}
                assert entry.get("auto", "duty_rate") in AUTO


def test_the_set_is_the_branch_s_choice():
    rural = stars(snapshot(branch=replace(BRANCH, kind="rural")), DAY)
    assert [star.name for star in rural] == ["支部过硬星", "产业兴旺星", "生态宜居星", "平安法治星", "文明幸福星"]
    assert "社区" in BRANCH.name
    with pytest.raises(KeyError):
        stars(snapshot(branch=replace(BRANCH, kind="moon")), DAY)


def test_assemblies_of_finished_quarters():
    all_three = find("ZB-01", *quarterly(assembly, (1, 2, 3)))
    assert (all_three.state, all_three.numerator, all_three.denominator) == ("met", 3, 3)
    assert all_three.say == "3÷3=100%（分母：已过完的季度）；本季还差 1 次，还剩 80 天"
    assert all_three.of == "已过完的季度"
    assert all_three.on == DAY
    assert all_three.todo == "请在本季结束前完成，还剩 80 天。"
    two = find("ZB-01", *quarterly(assembly, (1, 3)))
    assert (two.state, two.numerator, two.denominator) == ("unmet", 2, 3)
    assert "66.7%" in two.say
    assert two.todo.startswith("第二季度没有记录")
    four = find("ZB-01", *quarterly(assembly, (1, 2, 3)), assembly(start="2026-10-10T18:30", end="2026-10-10T19:30"))
    assert (four.numerator, four.denominator) == (3, 3)          # the running quarter is not in the denominator
    assert four.say.endswith("；本季已完成")
    assert four.todo == ""


def test_nothing_finished_yet_is_not_applicable():
    january = find("ZB-01", day=date(2026, 1, 31))
    assert (january.state, january.numerator, january.denominator) == ("n/a", 0, 0)
    assert january.say.startswith("不适用（分母为 0：已过完的季度）")
    assert find("ZB-07").state == "n/a"
    assert find("ZB-13").state == "n/a"


def test_months_and_groups_and_committee():
    assert (find("ZB-02", committee()).numerator, find("ZB-02", committee()).denominator) == (1, 9)
    assert (find("ZB-06", theme_day()).numerator, find("ZB-06", theme_day()).denominator) == (0, 9)
    without = find("ZB-02", branch=replace(BRANCH, has_committee=False))
    assert (without.state, without.say) == ("n/a", "不适用（本支部不设支部委员会）")
    assert find("ZB-03", roster=replace(ROSTER, groups=())).state == "n/a"
    proof = {f"D-03:2026-{month:02}": {"met": True, "note": "见党小组记录本"} for month in range(1, 10)}
    assert find("ZB-03", evidence=proof).state == "met"
    assert find("ZB-03", evidence={"D-03:2026-01": {"met": True}}).numerator == 1


def test_lectures_and_the_secretary_s_lecture():
    assert find("ZB-04", lecture()).numerator == 1
    assert find("ZB-05", lecture()).state == "met"
    other = find("ZB-05", lecture(lecturer="韩拟秋"))
    assert (other.state, other.numerator, other.denominator) == ("not_yet", 0, 1)


def test_once_a_year_is_not_failed_before_its_time_is_over():
    assert find("ZB-09").state == "not_yet"
    assert find("ZB-09", evidence={"D-07:2026": {"met": True, "note": "已开"}}).state == "met"
    assert find("ZB-05", day=date(2026, 12, 31)).state == "not_yet"


def test_attendance_rates_leave_out_those_on_leave():
    rate = find("ZB-07", theme_day())
    assert (rate.state, rate.numerator, rate.denominator) == ("met", 24, 24)
    rows = tuple({**row, "status": "absent"} if row["status"] != "present" else row for row in theme_day().get("attendance"))
    poor = find("ZB-07", theme_day(attendance=rows))
    assert (poor.state, poor.numerator, poor.denominator) == ("unmet", 20, 27)
    assert "74.1%" in poor.say
    assert "还差 6 个百分点" in poor.todo
    both = find("ZB-08", assembly(), committee())
    assert (both.numerator, both.denominator) == (24, 24)


def test_complete_records():
    whole = find("ZB-13", assembly(), committee())
    assert (whole.state, whole.numerator, whole.denominator) == ("met", 2, 2)
    part = find("ZB-13", with_values(assembly(), place=None), committee())
    assert (part.state, part.numerator, part.denominator) == ("unmet", 1, 2)
    assert "党员大会第 3 次" in part.todo
    excused = replace(with_values(assembly(), place=None), waivers={"required:place:": "线上召开，无固定地点"})
    assert find("ZB-13", excused).state == "met"


def test_the_committee_and_its_term():
    fine = find("ZB-30")
    assert (fine.state, fine.say) == ("met", "支委 5 名，本届任期到 2029年3月1日")
    expired = find("ZB-30", branch=replace(BRANCH, term_years=2))
    assert (expired.state, expired.numerator, expired.denominator) == ("unmet", 2, 3)
    assert "2026年3月1日届满" in expired.say
    assert "没有登记上次换届日期" in find("ZB-30", branch=replace(BRANCH, last_election=None)).say
    assert "没有登记在任书记" in find("ZB-30", roster=changed(陈拟舟={"spans": ()})).say
    small = changed(**{name: {"spans": ()} for name in ("马拟川", "宋拟真", "许拟禾")})
    assert "支委 2 名，应为 3 至 7 名" in find("ZB-30", roster=small).say
    assert "应设支部委员会" in find("ZB-30", branch=replace(BRANCH, has_committee=False)).say
    leap = find("ZB-30", branch=replace(BRANCH, last_election="2024-02-29"))
    assert "2029年2月28日" in leap.say


def test_floating_members_only_where_there_are_any():
    assert (find("ZB-31").state, find("ZB-31").manual) == ("manual", True)
    home = changed(邱拟江={"spans": ()}, 贺拟帆={"spans": ()})
    assert find("ZB-31", roster=home).state == "n/a"


def test_what_no_record_shows_is_confirmed_by_hand_each_year():
    assert (find("PA-22").state, find("PA-22").manual) == ("manual", True)
    assert "帮教表" in find("PA-22").todo
    yes = {"PA-22": {"met": True, "note": "见登记表", "on": "2026-09-30", "by": "陈拟舟"}}
    assert (find("PA-22", evidence=yes).state, find("PA-22", evidence=yes).say) == ("met", "已达标：见登记表")
    assert find("PA-22", evidence=yes, day=date(2026, 9, 29)).state == "manual"
    assert find("PA-22", evidence=yes, day=date(2027, 1, 5)).state == "manual"
    no = {"PA-22": {"met": False, "note": "两人未定", "on": "2026-09-30"}}
    assert find("PA-22", evidence=no).state == "unmet"
    assert find("PA-22", evidence={"PA-22": {"met": None}}).state == "manual"


def test_met_of_applicable():
    book = snapshot(assembly(), evidence={"PA-01": {"met": True, "on": "2026-10-01"}})
    for star in stars(book, DAY):
        states = [indicator.state for indicator in star.indicators]
        assert star.met == states.count("met")
        assert star.applicable == len(states) - states.count("n/a")
        assert star.say == f"已达 {star.met} / 适用 {star.applicable} 项"
    assert [star.met for star in stars(book, DAY) if star.id == "PA"] == [1]


def test_an_old_year_keeps_its_old_standard(tmp_path):
    (tmp_path / "a.toml").write_text(
        'id = "urban-2027"\nkind = "urban"\nyear = 2027\ntitle = "t"\nreference = "街道版"\n[[star]]\nid = "ZB"\nname = "支部过硬星"\n'
        '[[star.indicator]]\nid = "ZB-01"\nname = "n"\nkind = "ratio"\nthreshold = "t"\nevidence = "e"\ncount = "c"\nsource = "推断"\n'
        'who = ["branch"]\n', encoding="utf-8",
    )
    (tmp_path / "b.toml").write_text((tmp_path / "a.toml").read_text(encoding="utf-8").replace("2027", "2026"), encoding="utf-8")
    assert standard_for("urban", 2026, tmp_path).id == "urban-2026"
    assert standard_for("urban", 2030, tmp_path).id == "urban-2027"
    assert standard_for("urban", 2020, tmp_path).id == "urban-2026"
    assert [star.applicable for star in stars(snapshot(), DAY, folder=tmp_path)] == [1]


@pytest.mark.parametrize("broken", ['auto = "os.system"', 'x = ['])
def test_a_standard_that_names_what_we_do_not_have_is_refused(tmp_path, broken):
    (tmp_path / "坏标准.toml").write_text(
        'id = "u"\nkind = "urban"\nyear = 2026\ntitle = "t"\nreference = "r"\n[[star]]\nid = "ZB"\nname = "n"\n'
        f'[[star.indicator]]\nid = "ZB-01"\n{broken}\n', encoding="utf-8",
    )
    with pytest.raises(FileRefusedError, match="坏标准"):
        standards(tmp_path)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
@settings(max_examples=200)
def test_percentages_are_rounded_half_up_without_floats(part, whole):
    shown = percent(part, whole)
    assert shown.endswith("%")
    digits = shown[:-1].split(".")
    tenths = int(digits[0]) * 10 + (int(digits[1]) if len(digits) > 1 else 0)
    assert abs(2 * (tenths * whole - 1000 * part)) <= whole
    assert percent(2121, 2127) == "99.7%"


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)))
@settings(max_examples=40, deadline=None)
def test_on_any_day_no_share_is_above_one_and_sentences_are_whole(day):
    book = snapshot(committee(), lecture(), assembly(), theme_day())
    for star in stars(book, day):
        for indicator in star.indicators:
            if indicator.denominator is not None:
                assert 0 <= indicator.numerator <= indicator.denominator
                assert (indicator.denominator == 0) == (indicator.state == "n/a")
            assert indicator.say
            assert "{" not in indicator.say + indicator.todo


def test_a_standard_that_names_what_the_edition_lacks_is_refused(tmp_path):
    (tmp_path / "urban-2026.toml").write_text(
        'id = "urban-2026"\nkind = "urban"\nyear = 2026\ntitle = "t"\nreference = "参考版"\n[[star]]\nid = "ZB"\nname = "支部过硬星"\n'
        '[[star.indicator]]\nid = "ZB-01"\nname = "n"\nkind = "record"\nthreshold = "t"\nevidence = "e"\ncount = "c"\nsource = "推断"\n'
        'who = ["branch"]\nauto = "count"\nfrom = [{ form = "moonshine" }]\n',
        encoding="utf-8",
    )
    with pytest.raises(FileRefusedError, match="moonshine"):
        stars(snapshot(), DAY, folder=tmp_path)
