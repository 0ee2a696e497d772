"""The fictional branch of ``samples.md`` as a snapshot, for the tests of the rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from wdbranch.book.form import Edition
from wdbranch.book.loader import load_editions
from wdbranch.book.people import Member, Roster, Span
from wdbranch.book.record import Record
from wdbranch.book.snapshot import Branch, Snapshot
from wdbranch.paths import forms_dir

FULL = (
    "陈拟舟 韩拟秋 马拟川 宋拟真 许拟禾 李拟桐 郭拟山 高拟兰 白拟远 尹拟谷 田拟稻 彭拟岭 曾拟书 蒋拟舒 袁拟峰 "
    "于拟晴 潘拟洋 余拟夏 丁拟白 邱拟江 乔拟雨 葛拟春 沈拟松 梁拟菊 贺拟帆"
).split()
PROBATIONARY = "董拟星 夏拟安".split()
APPLICANTS = "杜拟言 方拟竹 石拟青".split()
POSTS = {
    "陈拟舟": "secretary", "韩拟秋": "organization", "马拟川": "publicity",
    "宋拟真": "discipline_post", "许拟禾": "youth",
}
EXCLUDED = {"沈拟松": "卧床不起", "梁拟菊": "卧床不起", "贺拟帆": "应转未转"}
PRESENT = tuple(FULL[:18] + PROBATIONARY)


def roster() -> Roster:
    """27 members, 3 of them not counted from 2026-09-18, and 3 applicants."""
    groups = ("第一党小组", "第二党小组", "第三党小组")
    people = []
    for number, name in enumerate(FULL + PROBATIONARY + APPLICANTS, start=1):
        spans = [Span("group", "2020-01-01", None, groups[number % 3])]
        if name in POSTS:
            spans.append(Span("post", "2024-03-01", None, POSTS[name]))
        if name in EXCLUDED:
            spans.append(Span("excluded", "2026-09-18", None, EXCLUDED[name], "2026-09-10", "2026-09-18"))
        if name in ("邱拟江", "贺拟帆"):
            spans.append(Span("floating", "2025-03-01", None, "郑州"))
        people.append(
            Member(
                id=number, name=name, applicant=name in APPLICANTS,
                join_date=None if name in APPLICANTS else "2026-03-20" if name in PROBATIONARY else "2010-07-01",
                full_date="2011-07-01" if name in FULL else None,
                infirm=name in ("沈拟松", "梁拟菊"), spans=tuple(spans),
            )
        )
    return Roster(tuple(people), groups)


BRANCH = Branch(
    code="NA01", name="中共平顶山市卫东区拟和街道拟安社区第一支部委员会", short="拟安一支部",
    fixed_day={"nth": 2, "weekday": 5}, last_election="2024-03-01", term_years=5, settings={"since": "2026-01-01"},
)
ROSTER = roster()
IDS = {member.name: member.id for member in ROSTER.members}


def attendance(default: str = "", **names: tuple[str, ...] | list[str]) -> tuple[dict[str, Any], ...]:
    """Rows by status: ``attendance(present=[...], leave=["丁拟白:病假"])``."""
    rows = []
    for status, people in names.items():
        for entry in people:
            name, _, reason = entry.partition(":")
            rows.append({
                "member": IDS.get(name), "name": name, "status": status, "reason": reason or None,
                "opinion_on": None, "opinion": None,
            })
    return tuple(rows)

ASSEMBLY_MINUTES = (
    "会前韩拟秋报告到会情况。卧床的沈拟松、梁拟菊和应转未转的贺拟帆，街道党工委同意不计入应到会人数，大会举手通过。"
    "马拟川领学细则第十九条、第二十条，郭拟山问新旧条文差在哪里，当场对着本子逐条念了一遍。韩拟秋通报三季度党费，应收和实收一致，"
    "两人由家属代交并登记。随后讨论接收杜拟言同志为预备党员：本人汇报入党动机和家庭情况，介绍人介绍两年来的培养情况，"
    "支委会报告审查结果，到会党员逐一表态，最后无记名投票，监票人当场清点。"
)
COMMITTEE_MINUTES = (
    "韩拟秋逐份念了杜拟言的材料，申请、谈话、考察、公示的日期前后对得上，政审函都已回来。马拟川说去年冬天管道漏水，她连着两晚守在楼道里，居民认她，"
    "缺点是理论学得不细。宋拟真问过派出所和物业，没有违纪违法问题。研究九月主题党日，定在第二个周五，先走访再议充电桩的选址；"
    "积分公示期间收到一条异议，查签到表确属漏记，补记后重新公示。"
)
THEME_MINUTES = (
    "陈拟舟领学党章党员义务、党员权利部分，结合网格里的小事讲了半个钟头，李拟桐说楼道堆物清了又堆，光贴通知不行，要包户到人；"
    "白拟远认下三户，名单贴在单元门口。许拟禾提出年轻人下班晚，建议把周末时段留出来，书记当场答应下个月试一次，效果好再固定下来，"
    "大家又说了路灯、快递柜、晾衣绳几件小事，宋拟真逐条记下，月底前给回音。"
)
LECTURE_CONTENT = (
    "一、什么是网格里的小事：漏水、堆物、噪声、停车，件件连着人心。二、为什么也是党员的事：党章里写着密切联系群众，落到社区就是这些事。"
    "三、怎么办：看见就记，记下就报，能办的当天办，办不了的说清楚找谁办、几天办。举了二号院管道和六号院路灯两个例子，"
    "讲清当时谁先发现、谁去敲门、谁盯着修好，哪一步慢了、慢在哪里，最后请大家说说自己楼里还有什么没人管的事。"
)


def assembly(**changes: Any) -> Record:
    """样例二: the party assembly of 2026-09-18 that admits 杜拟言."""
    rows = attendance(
        present=PRESENT, leave=["丁拟白:病假", "邱拟江:外出务工", "乔拟雨:公差"],
        exempt=[f"{name}:{why}" for name, why in EXCLUDED.items()],
    ) + ({
        "member": IDS["葛拟春"], "name": "葛拟春", "status": "leave", "reason": "事假",
        "opinion_on": "2026-09-17", "opinion": "yes",
    },)
    values: dict[str, Any] = {
        "title": "2026年第3次党支部党员大会（三季度）", "seq": 3,
        "start": "2026-09-18T18:30", "end": "2026-09-18T20:10", "place": "拟安社区党员活动室",
        "host": "陈拟舟", "recorder": "马拟川", "due_all": 24, "present_all": 20, "due_vote": 22, "present_vote": 18,
        "attendance": rows, "observers": ("杜拟言", "方拟竹", "石拟青"), "superiors": ("卢拟衡",),
        "prior_committee": "c00000000009",
        "agenda": (
            {"no": 1, "kind": "study", "title": "学习细则", "person": None},
            {"no": 2, "kind": "report", "title": "通报党费", "person": None},
            {"no": 3, "kind": "admit", "title": "讨论接收杜拟言同志为预备党员", "person": "杜拟言"},
        ),
        "materials": ({"agenda": 1, "name": "中国共产党发展党员工作细则", "published_on": "2026-05-18"},),
        "minutes": ASSEMBLY_MINUTES,
        "speeches": ({"agenda": 3, "speaker": "白拟远", "text": "再等半年，我投弃权。"},
            {"agenda": 3, "speaker": "陈拟舟", "text": "杜拟言汇报了入党动机，介绍人表示同意，支委会报告审查情况。"},),
        "votes": ({
            "agenda": 3, "subject": "接收杜拟言同志为预备党员", "method": "secret", "issued": 18, "returned": 18,
            "valid": 18, "invalid": 0, "yes": 17, "no": 0, "abstain": 1, "written_yes": 1, "written_no": 0,
            "written_abstain": 0, "seats": None, "candidates": (), "tellers": ("李拟桐", "许拟禾"),
        },),
        "decisions": ({"text": "杜拟言同志表现好；应到会有表决权 22 名，赞成 18 票，同意接收，整理材料报批", "owner": "韩拟秋", "due": "2026-09-21", "done_on": None},),
    }
    return _record("a00000000003", "party_assembly", "2026-09-19T09:20:00", values, changes)


def committee(**changes: Any) -> Record:
    """样例一: the committee meeting of 2026-08-20."""
    values: dict[str, Any] = {
        "title": "2026年第9次支部委员会会议", "seq": 9, "start": "2026-08-20T18:30", "end": "2026-08-20T19:40",
        "place": "拟安社区二楼会议室", "host": "陈拟舟", "recorder": "韩拟秋", "due_all": 5, "present_all": 4,
        "attendance": attendance(present=["陈拟舟", "韩拟秋", "马拟川", "宋拟真"], leave=["许拟禾:公差"]),
        "observers": ("李拟桐",),
        "agenda": (
            {"no": 1, "kind": "review_candidate", "title": "审查发展对象杜拟言同志", "person": "杜拟言"},
            {"no": 2, "kind": "arrange", "title": "九月主题党日安排", "person": None},
        ),
        "minutes": COMMITTEE_MINUTES,
        "speeches": ({"agenda": 1, "speaker": "李拟桐", "text": "一小组愿意推她。"},),
        "votes": ({
            "agenda": 1, "subject": "审查合格", "method": "hands", "issued": None, "returned": None, "valid": None,
            "invalid": None, "yes": 4, "no": 0, "abstain": 0,
        },),
        "decisions": ({"text": "报街道党工委预审", "owner": "韩拟秋", "due": "2026-08-21", "done_on": "2026-08-21"},),
    }
    return _record("c00000000009", "committee", "2026-08-20T21:05:00", values, changes)


def theme_day(**changes: Any) -> Record:
    """样例三: the theme party day of 2026-10-09."""
    present = [name for name in PRESENT if name != "尹拟谷"] + ["葛拟春"]
    values: dict[str, Any] = {
        "theme": "敬老月里亮身份，楼院小事我来办", "month": 10, "seq": 10, "start": "2026-10-09T15:00", "end": "2026-10-09T17:40",
        "place": "拟安社区党员活动室", "host": "陈拟舟", "recorder": "韩拟秋", "roster_total": 27,
        "present_all": 20, "leave_count": 3, "absent_count": 0, "home_study_count": 2, "online_count": 2,
        "exempt_count": 0,
        "attendance": attendance(
            present=present, leave=["丁拟白:住院", "乔拟雨:值班", "尹拟谷:家中老人就医"],
            home_study=["沈拟松", "梁拟菊"], online=["邱拟江", "贺拟帆"],
        ),
        "segments": ({"kind": "study", "from": "15:15", "to": "15:55", "lead": "陈拟舟", "hours": 1, "minutes": THEME_MINUTES},),
        "speeches": ({"speaker": "李拟桐", "text": "我那个楼道堆物得包户。"},),
        "decisions": ({"text": "充电桩选址", "owner": "宋拟真", "due": "2026-10-16", "done_on": None},),
    }
    return _record("d00000000010", "theme_day", "2026-10-09T20:30:00", values, changes)


def lecture(**changes: Any) -> Record:
    """A Party lecture given by the secretary on 2026-08-28."""
    values: dict[str, Any] = {
        "topic": "网格里的小事为什么也是党员的事", "seq": 3, "content": LECTURE_CONTENT, "lecturer": "陈拟舟", "lecturer_kind": "secretary",
        "start": "2026-08-28T18:30", "end": "2026-08-28T19:30", "place": "拟安社区党员活动室", "host": "韩拟秋",
        "recorder": "马拟川", "due_all": 27, "present_all": 20, "hours": 1,
        "attendance": attendance(
            present=PRESENT, leave=["丁拟白:病假", "邱拟江:外出务工", "乔拟雨:公差", "葛拟春:事假", "贺拟帆:外出"],
            home_study=["沈拟松:送学", "梁拟菊:送学"],
        ),
    }
    return _record("e00000000003", "lecture", "2026-08-28T21:00:00", values, changes)


def _record(record_id: str, form: str, recorded_at: str, values: dict[str, Any], changes: dict[str, Any]) -> Record:
    parts = {key: changes.pop(key) for key in ("id", "recorded_at", "late", "state", "waivers", "attachments", "links", "year", "version") if key in changes}
    values.update(changes)
    return replace(
        Record(record_id, form, "2026", 2026, values, recorded_at=recorded_at, created_at=recorded_at), **parts
    )


def snapshot(*records: Record, roster: Roster = ROSTER, branch: Branch = BRANCH, **more: Any) -> Snapshot:
    """A snapshot of these records."""
    return Snapshot(branch=branch, roster=roster, records=records, editions=editions(), **more)



@cache
def editions() -> dict[str, Edition]:
    """The shipped forms."""
    return load_editions(forms_dir())
