"""Group D and its additions: each rule with a record that it objects to and one that it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from finding_cases import Case, changed, check_quiet, check_trigger, with_row, with_values
from rules_branch import ASSEMBLY_MINUTES, BRANCH, assembly, committee, editions, lecture, snapshot, theme_day

from wdbranch.book.record import Record, State
from wdbranch.rules.findings import findings

LATER = assembly(
    id="a00000000004", seq=4, start="2026-12-18T18:30", end="2026-12-18T20:10", recorded_at="2026-12-19T09:00",
)
REWRITTEN = with_values(
    LATER,
    minutes=(
        "宋拟真先通报冬季取暖用电的检查，三户电热毯老化，当场登记更换。随后讨论明年的安排，潘拟洋提议把腊月的走访提前，"
        "余拟夏说独居老人的门铃坏了两个月没人修，陈拟舟定下周三由物业上门。于拟晴汇报志愿时长的统计办法，有两人对算法有疑问，"
        "韩拟秋拿出签到本逐页核对，确认无误。最后大家对照年初的清单逐项过了一遍，十二件事办成十件，剩下的写明了谁接着办。"
    ),
    speeches=({"agenda": 3, "speaker": "白拟远", "text": "取暖的事我去盯，月底报回来，不同意拖到明年。"},),
)
HEART = "读了这一章，我觉得自己离要求还有距离，今后要多到居民家里走走。"


def speeches(*said: tuple[str, str]):
    return tuple({"agenda": 1, "speaker": name, "text": text} for name, text in said)


def voted(kind, record=None):
    record = record or committee()
    agenda = ({"no": 1, "kind": kind, "title": "讨论杜拟言同志的事", "person": "杜拟言"},)
    return with_values(record, agenda=agenda)


def unvoted(kind, record=None):
    return with_values(voted(kind, record), votes=())


def segments(*kinds, minutes="唱了几首老歌"):
    return with_values(
        theme_day(), theme="金秋同乐",
        segments=tuple({"kind": kind, "from": None, "to": None, "lead": None, "hours": None, "minutes": minutes} for kind in kinds),
    )


def told(text, record=None):
    record = record or assembly()
    return with_values(record, minutes=f"{ASSEMBLY_MINUTES}{text}")


def decision(**row):
    return with_row(assembly(), "decisions", 0, **row)


FAR = changed(邱拟江={"span": ("away", "2026-01-01", None, "苏州工业园区")}, 丁拟白={"native_place": "江苏省无锡市"})
OTHER_BRANCH = replace(BRANCH, name="中共拟山市拟和街道拟安社区第一支部委员会", superior="")
MATERIAL = Record("b" * 12, "study_material", "2026", 2026, {"name": "拟和街道微网格工作办法", "published_on": "2026-10-01"})

TRIGGERS = [
    Case("D-38", (with_values(assembly(), minutes="开了会。"),), ("minutes", None), ("只有", "不到 150")),
    Case("D-38", (with_values(assembly(), speeches=()),), ("speeches", None), ("没有一个人的发言",)),
    Case(
        "D-38",
        (with_values(theme_day(), speeches=()),), ("segments", None), ("只有学习",),
    ),
    Case(
        "D-38",
        (replace(with_values(assembly(), minutes=None, speeches=(), decisions=()), state=State.FINAL),),
        ("minutes", None), ("0 个字",),
    ),
    Case("D-39", (with_values(told("与会党员一致认为学得好。"), speeches=()),), ("minutes", None), ("一致认为",)),
    Case("D-40", (assembly(), LATER), ("minutes", None), ("100%", "2026年9月18日", "党员大会第 3 次"), today=date(2026, 12, 21)),
    Case("D-41", (told("按照昆山市的部署抓好落实。"),), ("minutes", None), ("昆山市", "不是本地地名")),
    Case("D-41", (told("沭阳县委高度重视。"),), ("minutes", None), ("沭阳县",)),
    Case("D-41", (told("我校全体教师踊跃发言。"),), ("minutes", None), ("我校", "别的单位")),
    Case("D-41", (told("由XX同志领学。"),), ("minutes", None), ("XX", "没填")),
    Case("D-42", (voted("admit"),), ("agenda", 0), ("接收预备党员", "党支部党员大会")),
    Case("D-42", (voted("review_candidate", assembly()),), ("agenda", 0), ("审查发展对象", "支部委员会会议")),
    Case("D-43", (told("随后召开支部大会。"),), ("minutes", None), ("支部大会", "党支部党员大会", "2018年10月28日")),
    Case("D-43", (told("按《中国共产党基层组织选举工作暂行条例》办。"),), ("minutes", None), ("暂行条例",)),
    Case("D-44", (with_values(assembly(), speeches=speeches(("高拟兰", "她照顾老人有登记，我接着帮她补理论课。"))),), ("votes", 0), ("弃权 1 票",)),
    Case("D-45", (decision(owner=None, due=None),), ("decisions", 0), ("责任人和时限",)),
    Case("D-45", (decision(owner=None),), ("decisions", 0), ("没有写责任人；",)),
    Case("D-45", (decision(due=None),), ("decisions", 0), ("没有写时限",)),
    Case("D-47", (segments("film", "birthday", minutes="放了一部老片子"),), ("segments", None), ("观看红色影片、政治生日",)),
    Case("D-47", (segments("other", minutes="到农家乐采摘"),), ("segments", None), ("采摘", "联欢、旅游")),
    Case("Z-06", (with_values(assembly(), speeches=speeches(("李拟桐", HEART), ("郭拟山", HEART.replace("，", "、")))),), ("speeches", 1), ("李拟桐、郭拟山",)),
    Case("Z-07", (with_row(assembly(), "materials", 0, name="拟和街道微网格工作办法", published_on=None),), ("materials", 0), ("没有发布日期",)),
]

QUIET = [
    Case("D-38", (assembly(),)),
    Case("D-38", (replace(with_values(assembly(), minutes=None, speeches=(), decisions=()), recorded_at=None),)),   # not begun
    Case("D-39", (told("与会党员一致认为学得好。"),)),                                   # and people spoke
    Case("D-39", (with_values(assembly(), speeches=()),)),
    Case("D-40", (assembly(), REWRITTEN)),
    Case("D-40", (assembly(start="2023-09-15T18:30", year=2023), LATER)),               # longer ago than 24 months
    Case("D-40", (LATER, assembly())),                                                  # the later one is judged, not the earlier
    Case("D-40", (assembly(), with_values(LATER, minutes="会议由支部书记主持。应到党员 24 人，实到党员 20 人，符合规定，可以开会。", speeches=(), decisions=()))),
    Case("D-41", (assembly(),)),
    Case("D-41", (told("邱拟江在苏州市，用视频参加。"),)),                               # working away
    Case("D-41", (told("丁拟白回无锡市看望老母亲。邱拟江那边的苏州市情况也说了。"),), roster=FAR),
    Case("D-41", (told("组织大家到兰考县参观学习。"),)),                                  # a visit
    Case("D-41", (told("学习《昆山市社区治理条例》的做法。"),)),                           # a title
    Case("D-41", (told("叶县、鲁山县都来取经，河南省也发了文件。"),)),                      # our own city
    Case("D-41", (told("自我校正，把3×5米的展板和白河、城关的旧址介绍换掉，大我小我都要讲，我市场上买的灯。"),)),
    Case("D-41", (told("按照昆山市的部署抓好落实。"),), branch=OTHER_BRANCH),              # nobody knows where the branch is
    Case("D-41", (told("创新县域治理，街道和县里都在议，社区市民学校也开了。"),)),
    Case("D-42", (committee(),)),
    Case("D-42", (unvoted("confirm"),)),                                                # talked over beforehand
    Case("D-42", (assembly(),)),
    Case("D-42", (voted("review_candidate", assembly()),), branch=replace(BRANCH, has_committee=False)),
    Case("D-43", (told("党支部党员大会、党总支部大会都开了，老部门的事另说。"),)),
    Case("D-43", (told("随后召开支部大会。", assembly(start="2017-09-18T18:30", end="2017-09-18T20:10", year=2017)),)),
    Case("D-44", (assembly(),)),
    Case("D-44", (with_row(assembly(), "votes", 0, abstain=0, no=0),)),
    Case("D-45", (assembly(),)),
    Case("D-45", (decision(text="独居老人药品代购，长期坚持", due=None),)),
    Case("D-47", (theme_day(),)),
    Case("D-47", (segments("film", "council", minutes="看完影片座谈采摘园的事"),)),
    Case("Z-06", (with_values(assembly(), speeches=speeches(("李拟桐", HEART), ("李拟桐", HEART), ("郭拟山", "同意。"), ("高拟兰", "同意。"))),)),
    Case("Z-07", (assembly(),)),
    Case("Z-07", (with_row(assembly(), "materials", 0, name="《中国共产党支部工作条例（试行）》", published_on=None),)),
    Case("Z-07", (MATERIAL, with_row(assembly(), "materials", 0, name="拟和街道微网格工作办法", published_on=None))),
]


@pytest.mark.parametrize("case", TRIGGERS, ids=lambda case: case.rule)
def test_objects(case):
    check_trigger(case)


@pytest.mark.parametrize("case", QUIET, ids=lambda case: case.rule)
def test_is_quiet(case):
    check_quiet(case)


def test_a_copy_names_the_record_it_was_copied_from():
    found = [f for f in findings(snapshot(assembly(), LATER), date(2026, 12, 21)) if f.rule == "D-40"]
    assert [(f.record, f.other) for f in found] == [(LATER.id, assembly().id)]


def test_the_branch_library_goes_before_the_program_s():
    early = with_row(assembly(), "materials", 0, name="《拟和街道 微网格工作办法》", published_on=None)
    found = [f.say for f in findings(snapshot(MATERIAL, early), date(2026, 10, 12)) if f.rule == "B-15"]
    assert len(found) == 1
    assert "2026年10月1日才发布" in found[0]


def test_places_are_real_and_told_apart():
    from wdbranch.rules.places import named, own_places

    own = own_places(BRANCH)
    assert {"平顶山市", "卫东区", "汝州市", "河南省"} <= own
    assert "郑州市" not in own
    assert list(named("从昆山市到沭阳县、张家港市，再到社区、街道和县里，创新县城。")) == ["昆山市", "沭阳县", "张家港市"]
    assert list(named("黔东南苗族侗族自治州和阿坝藏族羌族自治州的汶川县")) == ["黔东南苗族侗族自治州", "阿坝藏族羌族自治州", "汶川县"]
