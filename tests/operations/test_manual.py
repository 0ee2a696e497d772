"""The manual: its sections, how they are found, and that nothing of the program is without one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wdbranch.operations import manual

ROOT = Path(__file__).parents[2]


def test_a_chapter_is_cut_at_its_headings() -> None:
    found = manual.parse("# 党费\n\n先说两句。\n\n## 核定 {#form:dues_rate} {#howto:rates}\n\n年初核一次。\n\n## 空的 {#howto:none}\n")
    assert found == [
        manual.Section("党费", "党费", (), "先说两句。"),
        manual.Section("党费", "核定", ("form:dues_rate", "howto:rates"), "年初核一次。"),
    ]


def test_every_key_stands_once_and_every_file_is_read() -> None:
    keys = [key for section in manual.sections() for key in section.keys]
    assert len(keys) == len(set(keys)), sorted(key for key in keys if keys.count(key) > 1)
    written = "\n".join(path.read_text("utf-8") for path in manual.folder().glob("*.md"))
    assert set(re.findall(r"\{#([^}]+)\}", written)) == set(keys)


def test_what_is_asked_for_is_found_titles_first() -> None:
    found = manual.find("记录")
    assert found
    assert [("记录" in s.title) for s in found] == sorted((("记录" in s.title) for s in found), reverse=True)
    assert manual.find("没有写过的词") == []


@pytest.mark.parametrize("section", manual.sections(), ids=lambda s: s.title)
def test_links_and_pictures_lead_somewhere(section: manual.Section) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", section.text):
        if target.startswith("#"):
            assert target[1:] in manual.by_key(), target
        else:
            assert (manual.folder() / target).is_file(), target


def test_every_page_of_the_window_and_every_command_has_a_heading() -> None:
    """Pages are named by the window, commands by the command line."""
    import ast

    from wdbranch.cli.table import COMMANDS

    window = ast.parse((ROOT / "wdbranch" / "ui" / "main_window.py").read_text("utf-8"))
    table = next(node for node in window.body if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "_PAGES")
    wanted = {f"page:{name}" for name in ast.literal_eval(table.value)}
    wanted |= {f"command:{command.name.replace(' ', '-')}" for command in COMMANDS}
    assert wanted - set(manual.by_key()) == set()
