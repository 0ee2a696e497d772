"""A branch and its street meet by command line alone: keys by hand, a packet there, a signed answer back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.test_commands import Shell, filled, shell  # noqa: F401 - fixtures
from wdbranch.paths import resource

FINGERPRINT = re.compile(r"\d+( \d+){7}")


@pytest.fixture
def offices(filled: Shell) -> Shell:  # noqa: F811
    """The branch with the street's card, and the street with the branch's."""
    place = filled.place
    filled.json("street new", place / "s.wddesk", "--name", "拟和街道党工委", "--code", "NH")
    theirs = filled.json("street card", "--desk", place / "s.wddesk", "--out", place / "街道.wdcard")
    registered = filled.json("keys street", place / "街道.wdcard", "--book", filled.book)
    assert registered["fingerprint"] == theirs["fingerprint"]
    ours = filled.json("keys card", "--book", filled.book, "--out", place / "支部.wdcard")
    registered = filled.json(
        "street register", place / "支部.wdcard", "--desk", place / "s.wddesk", "--by", "卢拟衡", "--paper", "当面核对"
    )
    assert registered["fingerprint"] == ours["fingerprint"]
    assert FINGERPRINT.fullmatch(ours["fingerprint"])
    return filled


def test_a_packet_goes_there_and_an_answer_comes_back(offices: Shell) -> None:
    place, book = offices.place, offices.book
    assert offices.json("export", "--book", book, "--period", "2026-Q3", "--to", place / "盘", code=1)["code"] == "nothing_to_send"
    draft = offices.json("record list", "--book", book, "--form", "party_assembly")[0]["rec_no"]
    assert offices.json("record finalize", draft, "--book", book, code=1)["code"] == "blocked"
    for source in sorted(resource("sample", "records").glob("2026-07-*.json")):
        if source.stem[11:] not in ("committee", "theme_day"):
            continue      # of the other kinds there may be several a day, and some are left as drafts
        added = offices.json("record add", "--book", book, "--form", source.stem[11:], "--from", source)
        assert offices.json("record finalize", added["rec_no"], "--book", book)["state"] == "final"
    offices.json("export", "--book", book, "--period", "2026-Q3", "--to", place / "盘")
    swept, = offices.json("street sweep", place / "盘", "--desk", place / "s.wddesk")
    assert (swept["ok"], swept["taken_in"]) == (True, True)
    line, = offices.json("street overview", "--desk", place / "s.wddesk")
    assert {form["form"]: form["count"] for form in line["forms"]} == {"committee": 1, "theme_day": 1}
    told = offices.json(
        "street receipt", "--desk", place / "s.wddesk", "--branch", swept["branch"], "--period", "2026-Q3",
        "--verdict", "filed", "--to", place / "盘",
    )
    receipt = offices.json("receipt open", told["file"], "--book", book)
    assert (receipt["verdict"], receipt["packet"]) == ("filed", swept["digest"])


def test_the_roster_goes_out_masked_unless_asked_for(filled: Shell) -> None:  # noqa: F811
    from wdbranch.exchange.sheets import read_sheets

    def cells(name: str, *more: str) -> list[object]:
        out = filled.json("members export", "--book", filled.book, "--on", "2026-09-18", "--out", filled.place / name, *more)["file"]
        sheet, = read_sheets(Path(out))
        return [cell for row in sheet.rows for cell in row if cell]

    assert "陈拟舟" in cells("册.xlsx")
    plain = [cell for cell in cells("册.xlsx") if re.fullmatch(r"\d{11}|\d{17}[\dX]", str(cell))]
    private = [cell for cell in cells("全册.xlsx", "--private") if re.fullmatch(r"\d{11}|\d{17}[\dX]", str(cell))]
    assert plain == []
    assert len(private) > 20


def test_lost_keys_come_back_from_the_recovery_sheet(offices: Shell) -> None:
    lines = offices.json("keys sheet", "--book", offices.book)["lines"]
    code = next(line for line in lines if re.fullmatch(r"[A-Z2-7]{4}(-[A-Z2-7]{1,4})+", line))
    before = offices.json("keys card", "--book", offices.book, "--out", offices.place / "一.wdcard")["fingerprint"]
    assert offices.json("keys recover", "--book", offices.book, "--code", code, code=1)["code"] == "keys_there"
    Path(offices.book).with_suffix(".wdkey").unlink()
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    assert offices.json("keys recover", "--book", offices.book, "--code", wrong, code=1)["code"] == "recovery_wrong"
    assert offices.json("keys recover", "--book", offices.book, "--code", code)["fingerprint"] == before
    after = offices.json("keys card", "--book", offices.book, "--out", offices.place / "二.wdcard")["fingerprint"]
    assert after == before
