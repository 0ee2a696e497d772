"""The case of 杜拟言 as ``samples.md`` tells it, and an election of the same branch, as records."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rules_branch import FULL, attendance

from wdbranch.book.record import Record


def development(**changes: Any) -> Record:
    """From the application in 2024 to the assembly of 2026-09-18; handed in for approval on 2026-09-20."""
    values: dict[str, Any] = {
        "person": "杜拟言", "seq": 1, "opened_on": "2026-01-05", "apply_on": "2024-03-05", "receive_on": "2024-03-05",
        "talk_on": "2024-03-28", "activist_on": "2024-09-20", "filed_on": "2024-10-14", "contact_on": "2024-10-14",
        "contacts": (
            {"name": "郭拟山", "from": "2024-10-14", "until": None, "note": None},
            {"name": "高拟兰", "from": "2024-10-14", "until": None, "note": None},
        ),
        "reviews": tuple({"on": day, "by": ("郭拟山",), "opinion": "好"} for day in ("2025-03-20", "2025-09-19", "2026-03-20")),
        "candidate_on": "2026-05-28", "agree_on": "2026-06-12", "publicity_on": "2026-06-15",
        "publicity_until": "2026-06-22", "listed_on": "2026-06-23", "introducers": ("郭拟山", "高拟兰"),
        "introducer_on": "2026-07-09", "inquiry_on": "2026-07-20", "political_on": "2026-07-24",
        "training_on": "2026-08-04", "training_until": "2026-08-06", "training_hours": 24.0,
        "review_on": "2026-08-20", "preapprove_on": "2026-09-02", "fill_on": "2026-09-08", "assembly_on": "2026-09-18",
        "submitted_on": "2026-09-20", "probation_until": "2027-09-17",
    }
    return _record("f00000000001", "development", values, changes)


def election(**changes: Any) -> Record:
    """The file of an election of five committee members."""
    values: dict[str, Any] = {
        "title": "2026年党支部委员会选举", "seq": 1, "kind": "general", "term_years": 5, "request_on": "2026-07-01",
        "reply_on": "2026-07-10", "reply_no": "拟和工组〔2026〕8号", "seats": 3, "nominated_on": "2026-07-20",
        "drafted_on": "2026-07-28", "consent_on": "2026-08-10",
        "candidates": ("马拟川", "许拟禾", "陈拟舟", "韩拟秋"), "elected_on": "2026-08-21",
        "elected": ("陈拟舟", "韩拟秋", "马拟川"), "officers_on": "2026-08-21", "officers": ("陈拟舟",),
        "reported_on": "2026-08-24", "officers_approved_on": "2026-08-30", "officers_no": "拟和工组〔2026〕11号",
        "filed_on": "2026-08-30", "filed_no": "拟和工组〔2026〕12号",
    }
    return _record("b00000000001", "election", values, changes)


def ballot(**changes: Any) -> Record:
    """Its assembly: 25 due with a vote, 21 present; three of four candidates are elected."""
    away = ["沈拟松:行动不便", "梁拟菊:行动不便", "贺拟帆:外出务工", "邱拟江:外出务工"]
    gone = {entry.partition(":")[0] for entry in away}
    present = [name for name in FULL if name not in gone]
    values: dict[str, Any] = {
        "title": "2026年第1次选举党员大会", "seq": 1, "start": "2026-08-21T18:30", "end": "2026-08-21T20:00",
        "place": "拟安社区党员活动室", "host": "陈拟舟", "recorder": "马拟川", "due_all": 27, "present_all": 23,
        "due_vote": 25, "present_vote": 21,
        "attendance": attendance(present=[*present, "董拟星", "夏拟安"], leave=away),
        "seats": 3, "rules_method": "hands", "rules_yes": 21, "rules_no": 0, "rules_abstain": 0,
        "scrutineers": ("李拟桐",), "counters": ("于拟晴",), "issued": 21, "returned": 21, "valid": 21, "invalid": 0,
        "candidates": tuple(
            {"name": name, "yes": yes, "no": 20 - yes, "abstain": 1, "again": None}
            for name, yes in (("马拟川", 16), ("许拟禾", 9), ("陈拟舟", 20), ("韩拟秋", 18))
        ),
        "elected": ("陈拟舟", "韩拟秋", "马拟川"),
    }
    return _record("b00000000002", "election_assembly", values, changes, "2026-08-21T21:00:00")


def officers(**changes: Any) -> Record:
    """The first meeting of the committee, which elects its secretary."""
    five = ["陈拟舟", "韩拟秋", "马拟川", "宋拟真", "许拟禾"]
    values: dict[str, Any] = {
        "title": "2026年支委会第一次会议", "seq": 1, "start": "2026-08-21T20:10", "end": "2026-08-21T20:40",
        "place": "拟安社区党员活动室", "host": "陈拟舟", "recorder": "韩拟秋", "due_all": 5, "present_all": 5,
        "attendance": attendance(present=five), "scrutineers": ("宋拟真",), "counters": ("许拟禾",),
        "issued": 5, "returned": 5, "valid": 5, "invalid": 0,
        "candidates": ({"post": "secretary", "name": "陈拟舟", "yes": 5, "no": 0, "abstain": 0},),
        "elected": ("陈拟舟",),
        "division": ({"name": "陈拟舟", "post": "secretary", "duties": "全面工作"},),
    }
    return _record("b00000000003", "election_committee", values, changes, "2026-08-21T21:10:00")


def _record(record_id: str, form: str, values: dict[str, Any], changes: dict[str, Any], at: str | None = None) -> Record:
    parts = {key: changes.pop(key) for key in ("id", "links", "recorded_at", "waivers") if key in changes}
    values.update(changes)
    return replace(Record(record_id, form, "2026", 2026, values, recorded_at=at, created_at="2026-01-05T09:00:00"), **parts)
