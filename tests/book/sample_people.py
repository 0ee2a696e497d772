"""The fictional roster behind the three sample records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from wdbranch.book.people import Member, Roster

SAMPLES = ("committee", "party_assembly", "theme_day")

_FULL = (
    "陈拟舟 韩拟秋 马拟川 宋拟真 许拟禾 李拟桐 郭拟山 高拟兰 白拟远 尹拟谷 田拟稻 彭拟岭 曾拟书 蒋拟舒 袁拟峰 于拟晴 潘拟洋 "
    "余拟夏 丁拟白 邱拟江 乔拟雨 葛拟春 沈拟松 梁拟菊 贺拟帆"
).split()
_PROBATIONARY = ["董拟星", "夏拟安"]

ROSTER = Roster(
    tuple(
        Member(number, name, join_date="2010-07-01", full_date=None if name in _PROBATIONARY else "2011-07-01")
        for number, name in enumerate((*_FULL, *_PROBATIONARY), 1)
    )
)


def sample(name: str) -> dict[str, Any]:
    """One sample record, freshly parsed."""
    text = (Path(__file__).parent / "samples" / f"{name}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
