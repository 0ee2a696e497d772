"""What an inspector would object to in the points of members: the four red lines, claims, notices, objections."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from finding_cases import BookCase, Case, check_quiet, check_trigger
from member_records import record
from points_cases import claim, gathering, notice, rules
from rules_branch import committee, snapshot

from wdbranch.book.points import Entry, Line, PointsLedger, Posting
from wdbranch.book.record import Attachment, State
from wdbranch.book.snapshot import Snapshot

TODAY = date(2026, 11, 23)
ITEM = {"code": "J03", "name": "主题党日", "direction": "base", "value": 2}
FILE = Attachment("ab" * 32, "证书.jpg", "photo", 1000)


def minutes(text):
    return committee(minutes=text)


def objection(**changes):
    values = {"raised_on": "2026-07-20", "raised_by": "彭拟岭", "member": "彭拟岭", "line": "志愿服务", "reason": "少记一次", **changes}
    return record("points_objection", 1, **values)


class Posted(BookCase):
    """A book whose points of July were posted: the theme day gave 尹拟谷 two points."""

    more: tuple[Entry, ...] = ()

    @property
    def snapshot(self) -> Snapshot:
        line = Line(10, "J03", "2026-07-10", 200, MET.id)
        entries = (Entry(1, 1, line), *self.more)
        days = {1: "2026-08-05T20:00:00", 2: "2026-10-05T20:00:00"}
        postings = tuple(Posting(number, days[number], "", "2026-07") for number in {entry.posting for entry in entries})
        return snapshot(*self.records, roster=self.roster, branch=self.branch, points=PointsLedger(postings, entries))


class Corrected(Posted):
    """The same, and a line taken back on 5 October."""

    more = (Entry(2, 2, Line(10, "J03", "2026-07-10", -200, "d" * 12), 1), Entry(3, 2, Line(10, "J03", "2026-07-10", 200, "e" * 12)))


MET = gathering("theme_day", "2026-07-10", present=["尹拟谷"])
SHOWN = notice(3, "2026-10-04", "2026-10-08")
TRIGGERS = [
    Case("JF-01", (minutes("会议研究，积分低于60分的评为不合格。"),), ("minutes", None), ("积分", "只能作民主评议的参考")),
    Case("JF-01", (minutes("按照积分确定等次。"),), words=("按照积分确定等次",)),
    Case("JF-01", (minutes("尹拟谷积分最高，直接定为优秀。"),)),
    Case("JF-02", (minutes("董拟星积分低于85分，延长预备期半年。"),), ("minutes", None), ("须走支部大会",)),
    Case("JF-02", (minutes("积分不足60分的劝退。"),)),
    Case("JF-03", (minutes("丁拟白积分低于50分，给予警告处分。"),), ("minutes", None), ("警告",)),
    Case("JF-04", (claim(member="沈拟松", item="K02", points=-3),), ("decision", None), ("沈拟松", "年老体弱")),
    Case("JF-05", (claim(meeting=None),), ("basis", None), ("尹拟谷",)),
    Case("JF-06", (rules("2026-04-01", [ITEM], from_day="2026-01-01"),), ("from_day", None), ("2026年1月1日", "2026年4月1日")),
    Case("JF-06", (rules("2026-04-01", [ITEM, ITEM]),), ("items", 1), ("J03", "第 2 行")),
    Case("JF-07", (claim(member="陈拟舟", entered_by="陈拟舟", meeting=None, basis="2026-DR-01"),), ("entered_by", None), ("陈拟舟", "书记")),
    Case("JF-08", (replace(SHOWN, values={**SHOWN.values, "memo": "丁拟白因无故缺席扣3分。"}),), ("memo", None), ("不写扣分事由",)),
    Case("JF-09", (notice(3, "2026-10-10", "2026-10-11"),), ("shown_to", None), ("只有 2 天",)),
    Case("JF-09", (MET, notice(3, "2026-10-04", "2026-10-08")), ("quarter", None), ("第 3 季度", "1 条")),
    Case("JF-10", (claim(item="X99"),), ("item", None), ("X99",)),
    Case("JF-10", (claim(points=9),), ("points", None), ("1 到 2", "9")),
    Case("JF-10", (claim(decision="adjust", decided_points=9),), ("decided_points", None)),
    Case("JF-11", (objection(),), ("decision", None), ("彭拟岭", "处理决定、答复日期")),
    Posted("JF-12", (MET,), today=TODAY, words=("2026年第三季度",), subjects=("2026-Q3",)),
    Corrected("JF-13", (gathering("theme_day", "2026-07-10", present=["尹拟谷"]), SHOWN), today=TODAY, words=("2 条",), subjects=("2026-Q3",)),
    Posted("JF-14", (), today=TODAY, words=("1 条",), subjects=("2026",)),
]
QUIET = [
    Case("JF-01", (minutes("积分只作评议的参考，不定等次，不直接认定为不合格。"),)),
    Case("JF-01", (minutes("审定十月积分。尹拟谷表现好，评为优秀。"),)),
    Case("JF-02", (minutes("积分低的不能取消预备党员资格。董拟星延长预备期的事下次研究。"),)),
    Case("JF-03", (minutes("积分不产生处分。"),)),
    Case("JF-04", (claim(item="K02", points=-3),)),
    Case("JF-04", (claim(member="沈拟松", item="K02", points=-3, decision="refuse"),)),
    Case("JF-05", (claim(),)),
    Case("JF-05", (claim(meeting=None, decision=None),)),
    Case("JF-05", (replace(claim(meeting=None), attachments=(FILE,)),)),
    Case("JF-06", (rules("2026-04-01", [ITEM]),)),
    Case("JF-07", (claim(member="陈拟舟", entered_by="韩拟秋", meeting=None),)),
    Case("JF-07", (claim(member="陈拟舟", entered_by="陈拟舟"),)),
    Case("JF-08", (replace(SHOWN, values={**SHOWN.values, "memo": "公示五天，没有收到异议。"}),)),
    Case("JF-09", (replace(SHOWN, state=State.FINAL),)),
    Case("JF-10", (claim(points=2),)),
    Case("JF-10", (claim(item="k07", points=5),)),
    Case("JF-11", (objection(decision="upheld", replied_on="2026-08-25"),)),
    Case("JF-11", (objection(raised_on="2026-10-01"),)),
    Posted("JF-12", (MET, notice(3, "2026-10-08", "2026-10-12")), today=TODAY),
    BookCase("JF-12", (MET,), today=TODAY),      # the branch keeps no points
    Posted("JF-13", (MET, notice(3, "2026-10-08", "2026-10-12")), today=TODAY),
    Posted("JF-14", (MET,), today=TODAY),
]


@pytest.mark.parametrize("case", TRIGGERS, ids=lambda case: case.rule)
def test_objects(case):
    check_trigger(case)


@pytest.mark.parametrize("case", QUIET, ids=lambda case: case.rule)
def test_is_quiet(case):
    check_quiet(case)
