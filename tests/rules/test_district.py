"""The district's streets and villages, offered as superiors."""

from __future__ import annotations

from wdbranch.rules import district


def test_twelve_streets_and_what_lies_below_them_are_offered() -> None:
    offered = district.superiors()
    assert sum(name.endswith("街道党工委") for name in offered) == 12
    assert {"东安路街道党工委", "东苑社区党组织", "岳家村党组织"} <= set(offered)
    assert len(set(offered)) == len(offered)


def test_reports_go_up_level_by_level() -> None:
    assert district.levels() == "党支部→村（社区）党组织→街道党工委→区委组织部"
