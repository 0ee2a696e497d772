"""The manual: its sections, how they are found, and that nothing of the program is without one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from tests.operations.error_codes import codes
from wdbranch.book.loader import load_editions
from wdbranch.operations import manual
from wdbranch.operations.papers import papers
from wdbranch.packet.verdict import table
from wdbranch.paths import forms_dir

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


def keys(kind: str) -> set[str]:
    """What the manual has of one kind of keys."""
    return {key.removeprefix(f"{kind}:") for key in manual.by_key() if key.startswith(f"{kind}:")}


def test_every_error_that_a_person_may_meet_has_a_section_and_no_other() -> None:
    given = codes(ROOT)
    assert {"disk_gone", "receipt_newer", "card_foreign", "value", "refused", "bug"} <= given
    assert given - keys("error") == set()
    assert keys("error") - given == set()


def test_every_form_and_every_derived_page_has_a_section_and_no_other() -> None:
    editions = load_editions(forms_dir()).values()
    assert {form for edition in editions for form in edition.forms} == keys("form")
    assert {view for edition in editions for view in edition.views} == keys("view")


def test_every_verdict_on_a_packet_is_explained_and_no_other() -> None:
    assert set(table()) == keys("verdict")


def test_every_picture_is_shown_somewhere_and_small() -> None:
    """``tests/bench/manual_pictures.py`` draws them."""
    files = sorted((manual.folder() / "pictures").iterdir())
    used = {target for section in manual.sections() for target in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", section.text)}
    assert {f"pictures/{file.name}" for file in files} == used
    for file in files:
        with Image.open(file) as picture:
            assert picture.width <= 1100, file.name
            assert picture.mode == "P", file.name
        assert file.stat().st_size < 120_000, file.name
    assert sum(file.stat().st_size for file in files) < 2_000_000


def test_every_paper_of_a_record_has_a_section() -> None:
    assert set(papers()) <= keys("paper")
