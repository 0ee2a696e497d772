"""Records of organisation life of the fictional branch, for the tests of the rules."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rules_branch import FULL, PROBATIONARY, attendance

from wdbranch.book.record import Record

HELD = "2026-02-06"
SAID = "二号院停电那晚我没有下楼看一眼，过了一天才问，今后当晚到场。"
TOLD = "你定了楼道清理的日子又往后推了两回，居民白等。"


def record(record_id: str, form: str, values: dict[str, Any], changes: dict[str, Any]) -> Record:
    """A record of 2025 written after the day it tells of."""
    parts = {key: changes.pop(key) for key in ("id", "recorded_at", "year", "links") if key in changes}
    blank = Record(record_id, form, "2026", 2025, {**values, **changes}, recorded_at="2026-02-09T10:00:00", created_at="2026-02-09T10:00:00")
    return replace(blank, **parts)


def life_meeting(**changes: Any) -> Record:
    """The organisation life meeting of 2025, held in February 2026; 3 people, the others on leave."""
    came = ["陈拟舟", "韩拟秋", "马拟川"]
    away = [name for name in FULL + PROBATIONARY if name not in came]
    values = {
        "title": "2025年度组织生活会", "seq": 1, "held_as": "members", "start": f"{HELD}T18:30", "end": f"{HELD}T20:30",
        "place": "拟安社区党员活动室", "host": "陈拟舟", "recorder": "韩拟秋", "due_all": 25, "present_all": 3,
        "attendance": attendance(present=came, leave=[f"{name}:事假" for name in away if name not in PROBATIONARY]),
        "theme": "把居民的急事办在前头", "last_year": "上年查出五个问题，改了五个。", "team_findings": "议事多，回访少。",
        "self_criticism": tuple({"person": name, "text": SAID, "pledge": None} for name in came),
        "criticism": tuple(
            {"critic": critic, "person": name, "text": TOLD} for name, critic in zip(came, came[1:] + came[:1], strict=True)
        ),
        "summary": "意见都记下，三月底前列出整改清单。",
    }
    return record("1ife00000001", "life_meeting", values, changes)


def preparation(**changes: Any) -> Record:
    """What went before it."""
    values = {
        "seq": 1, "theme": "把居民的急事办在前头", "ready_on": "2026-02-03", "held_as": "members",
        "studies": ({"studied_on": "2026-01-20", "name": "党章", "published_on": None, "way": None},),
        "opinions": ({"way": "forum", "whom": "居民代表", "people": 9, "text": "楼道灯坏了没人修。"},),
        "talks": "谈了 30 次。", "team_problems": "议事多，回访少。",
    }
    return record("9re900000001", "life_prep", values, changes)


def problem(**changes: Any) -> Record:
    """One line of the list of problems."""
    values = {
        "seq": 1, "subject": "team", "person": None, "problem": "居民反映的事议过以后没有回访，两件办完没人告诉住户。",
        "cause": "没有定回访人", "source": "masses", "found_on": "2026-02-02",
    }
    return record("9r0b00000001", "life_problem", values, changes)


def tally(name: str, excellent: int, qualified: int, **more: Any) -> dict[str, Any]:
    """One line of the ballots: 20 issued, returned and valid."""
    row = {
        "person": name, "issued": 20, "returned": 20, "valid": 20, "excellent": excellent, "qualified": qualified,
        "basic": 0, "failing": 0, "points": None, "note": None,
    }
    return {**row, **more}


def grade(name: str, given: str | None, **more: Any) -> dict[str, Any]:
    """One line of the grades, with opinion and feedback."""
    row = {
        "person": name, "self": "qualified", "result": None, "grade": given, "opinion": "能按时参加组织生活。",
        "fed_back_on": "2026-02-20",
    }
    return {**row, **more}


def appraisal(**changes: Any) -> Record:
    """The appraisal of 2025: 8 of 25 full members excellent, the two probationary ones without a grade."""
    values = {
        "title": "2025年度民主评议党员大会", "seq": 1, "start": "2026-02-13T18:30", "end": "2026-02-13T20:00",
        "place": "拟安社区党员活动室", "host": "陈拟舟", "recorder": "韩拟秋", "due_all": 27, "present_all": 27,
        "attendance": attendance(present=FULL + PROBATIONARY),
        "self_assessed": True, "mutually_assessed": True, "polled": True, "decided": True, "minutes": "逐人自评、互评后投票。",
        "tally": tuple(tally(name, 15, 5) for name in FULL),
        "grades": (
            *(grade(name, "excellent" if place < 8 else "qualified") for place, name in enumerate(FULL)),
            *(grade(name, "none", self=None, fed_back_on=None) for name in PROBATIONARY),
        ),
        "excellent_count": 8, "graded_count": 25,
    }
    return record("a99a00000001", "appraisal", values, changes)


def talk(day: str, talker: str, partner: str, **changes: Any) -> Record:
    """A talk of 2026."""
    changes.setdefault("year", 2026)
    changes.setdefault("id", f"{abs(hash((day, talker, partner))) % 16**12:012x}")
    values = {
        "seq": 1, "held_on": day, "talker": talker, "partner": partner, "kind": "committee_member", "occasion": "yearly",
        "content": "谈了谈近况。",
    }
    return record("7a1c00000001", "talk", values, changes)


def group_meeting(**changes: Any) -> Record:
    """A meeting of the first party group in September 2026."""
    group = "第一党小组"
    names = [name for number, name in enumerate(FULL + PROBATIONARY, start=1) if number % 3 == 0]
    values = {
        "group": group, "title": "2026年9月第一党小组会", "seq": 25, "start": "2026-09-16T19:00", "end": "2026-09-16T20:00",
        "place": "二号院活动室", "host": names[0], "recorder": names[1], "due_all": len(names), "present_all": len(names),
        "attendance": attendance(present=names), "materials": ({"name": "党章", "published_on": None},),
        "speeches": ({"speaker": names[0], "text": "楼道堆物包户到人。"},),
        "decisions": (
            {"text": "清理东单元楼道", "owner": names[1], "due": "2026-09-30", "done_on": None},
            {"text": "张贴通知", "owner": names[2], "due": "2026-09-18", "done_on": "2026-09-17"},
        ),
    }
    changes.setdefault("year", 2026)
    changes.setdefault("recorded_at", "2026-09-17T09:00:00")
    return record("9000c0000025", "group_meeting", values, changes)


def issue(**changes: Any) -> Record:
    """A problem to be mended that came from the life meeting."""
    changes.setdefault("year", 2026)
    values = {
        "seq": 1, "source": "life_meeting", "found_on": "2026-02-06", "problem": "议过的事没有回访", "measure": "定回访人，每件事三天内告诉住户",
        "person": "宋拟真", "due": "2026-04-30", "progress": None, "done_on": None, "proof": None, "confirmed": None,
    }
    return record("155e00000001", "issue", values, changes)
