"""Every row of the article has what serves it and a test that shows it: ``resources/coverage.toml``.

``docs/coverage.md`` is written from that file; run this module as a script to write it anew.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wdbranch.book.loader import load_editions
from wdbranch.cli.table import COMMANDS
from wdbranch.operations.manual import sections
from wdbranch.paths import forms_dir, resource
from wdbranch.rules.stars import standards
from wdbranch.rules.tables import read_table

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "coverage.md"
ROWS = read_table(resource("coverage.toml"))["row"]
LAST = 226
"""The article names so many systems, ledgers, bodies, activities and figures."""

KINDS = {
    "form": "表单", "view": "表", "indicator": "指标", "figure": "数字", "choices": "选项表", "page": "窗口",
    "paper": "打印件", "template": "文本模板", "command": "命令", "manual": "说明",
}


def known() -> dict[str, dict[str, str]]:
    """What may serve a row: by kind, the ids and what they are called."""
    edition = list(load_editions(forms_dir()).values())[-1]
    headings = [(*key.split(":", 1), section.title) for section in sections() for key in section.keys]
    return {
        "form": {form.id: form.title for form in edition.forms.values()},
        "view": {view.id: view.title for view in edition.views.values()},
        "indicator": {one["id"]: one["name"] for known in standards() for star in known.stars for one in star["indicator"]},
        "figure": {one["id"]: one["label"] for one in _table("rules/figures.toml", "figure")},
        "choices": {name: "、".join(one.label for one in found[:3]) for name, found in edition.choices.items()},
        "page": {key: title for kind, key, title in headings if kind == "page"},
        "paper": {key: title for kind, key, title in headings if kind == "paper"},
        "template": {one["id"]: one["title"] for one in _table("phrases/templates.toml", "template")},
        "command": {command.name: command.help for command in COMMANDS},
        "manual": {f"{kind}:{key}": title for kind, key, title in headings},
    }


def _table(name: str, part: str) -> list[dict[str, str]]:
    path = resource(name)
    found: list[dict[str, str]] = read_table(path).get(part, []) if path.exists() else []
    return found


KNOWN = known()


def test_every_row_of_the_article_is_there_once() -> None:
    ids = [row["id"] for row in ROWS]
    assert len(set(ids)) == len(ids)
    assert set(ids) <= {f"S{n:03}" for n in range(1, LAST + 1)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_what_serves_a_row_exists(row: dict[str, list[str]]) -> None:
    assert row["served_by"]
    for served in row["served_by"]:
        kind, _, name = served.partition(":")
        assert name in KNOWN[kind], served


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_the_test_of_a_row_exists(row: dict[str, str]) -> None:
    path, _, name = row["test"].partition("::")
    assert re.search(rf"^ *def {re.escape(name.split('[')[0])}\(", (ROOT / path).read_text("utf-8"), re.MULTILINE), row["test"]


def written() -> str:
    """The page in Markdown, rows in the order of the article."""
    lines = [
        "# 覆盖对照表",
        "",
        "公开文章里提到的 226 项制度、台账、机构、活动和数字，各由本软件的什么承担、由哪个测试证明。",
        "本页由 `resources/coverage.toml` 生成，请勿手改。",
        "",
        "| 号 | 名称 | 由什么承担 | 测试 |",
        "|---|---|---|---|",
    ]
    for row in sorted(ROWS, key=lambda row: row["id"]):
        served = "；".join(_say(one) for one in row["served_by"])
        lines.append(f"| {row['id']} | {row['name']} | {served} | `{row['test']}` |")
    return "\n".join(lines) + "\n"


def _say(served: str) -> str:
    kind, _, name = served.partition(":")
    called = KNOWN[kind].get(name, "")
    return f"{KINDS[kind]}「{called}」`{name}`"


def test_the_page_says_what_the_file_says() -> None:
    assert PAGE.read_text("utf-8") == written()


if __name__ == "__main__":
    PAGE.write_text(written(), "utf-8")
