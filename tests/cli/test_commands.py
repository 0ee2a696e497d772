"""The command line as scripts rely on it: exit codes, one JSON document, Chinese sentences."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from wdbranch.cli.main import run
from wdbranch.paths import resource

SAMPLES = Path(__file__).parent.parent / "book" / "samples"
ROSTER = resource("sample", "roster.xlsx")


class Shell:
    """Runs command lines and reads what they print."""

    def __init__(self, capsys: pytest.CaptureFixture[str], place: Path) -> None:
        self.capsys = capsys
        self.place = place
        self.book = str(place / "a.wdbook")

    def __call__(self, line: str, *more: str | Path) -> tuple[int, str, str]:
        code = run([*line.split(), *map(str, more)])
        said = self.capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return code, said.out, said.err

    def json(self, line: str, *more: str | Path, code: int = 0) -> Any:
        got, out, err = self(line, *more, "--json")
        assert got == code, out + err
        return json.loads(out)


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Shell:
    return Shell(capsys, tmp_path)


@pytest.fixture
def filled(shell: Shell) -> Shell:
    shell.json("new", shell.book, "--name", "拟和街道拟安社区第一支部", "--kind", "urban", "--short", "拟安一支部")
    shell.json("members import", ROSTER, "--book", shell.book)
    for form in ("committee", "party_assembly", "theme_day"):
        shell.json("record add", "--book", shell.book, "--form", form, "--from", SAMPLES / f"{form}.json")
    return shell


def test_import_previews_then_writes_then_finds_nothing_new(shell: Shell) -> None:
    shell.json("new", shell.book, "--name", "拟安一支部", "--kind", "urban")
    dry = shell.json("members import", ROSTER, "--book", shell.book, "--dry-run")
    assert (dry["new"], dry["applied"]) == (27, False)
    assert shell.json("members list", "--book", shell.book, "--on", "2026-09-18") == []
    assert shell.json("members import", ROSTER, "--book", shell.book)["new"] == 27
    again = shell.json("members import", ROSTER, "--book", shell.book)
    assert (again["new"], again["changed"], again["same"]) == (0, 0, 27)


def test_members_list_speaks_iso_dates(filled: Shell) -> None:
    members = filled.json("members list", "--book", filled.book, "--on", "2026-09-18")
    assert len(members) == 27
    assert {member["status"] for member in members} == {"正式", "预备"}
    for member in members:
        assert re.fullmatch(r"\d{4}(-\d{2}){1,2}", member["join_date"])
        assert {"name", "join_date", "full_date", "status"} <= set(member)


def test_a_record_is_shown_by_its_number(filled: Shell) -> None:
    numbers = {entry["rec_no"]: entry for entry in filled.json("record list", "--book", filled.book)}
    number = next(name for name in numbers if "-DH-" in name)
    shown = filled.json("record show", number, "--book", filled.book)
    assert shown["values"]["present_all"] == 20
    assert shown["values"]["due_vote"] == 22
    code, out, _ = filled("record show", numbers[number]["id"], "--book", filled.book)
    assert code == 0
    assert "实到党员：20" in out


def test_check_gives_rules_and_exit_one(filled: Shell) -> None:
    paper = filled.place / "体检单.pdf"
    found = filled.json("check", "--book", filled.book, "--print", paper, code=1)
    assert paper.read_bytes().startswith(b"%PDF")
    for finding in found:
        assert {"rule", "level", "say", "source", "record", "field"} <= set(finding)
        assert finding["level"] in ("必", "应", "提")
    assert not [f for f in found if f["rule"] in ("E-51", "E-52", "E-53", "A-01", "A-02")]


def test_check_of_an_empty_book_is_fine(shell: Shell) -> None:
    shell.json("new", shell.book, "--name", "拟安一支部", "--kind", "rural")
    assert shell.json("check", "--book", shell.book) == []


def test_duties_and_stars_on_a_day(filled: Shell) -> None:
    duties = filled.json("duties", "--book", filled.book, "--on", "2026-09-25")
    assert {"id", "due", "days_left", "state", "say"} <= set(duties[0])
    assert {duty["id"] for duty in duties} >= {"D-01", "D-02", "D-04", "D-05"}
    stars = filled.json("stars", "--book", filled.book, "--on", "2026-09-25")
    assert len(stars) == 5
    for star in stars:
        assert 0 <= star["met"] <= star["applicable"]
        for indicator in star["indicators"]:
            assert {"id", "state", "numerator", "denominator", "of", "on"} <= set(indicator)


def test_print_month_record_and_blank(filled: Shell) -> None:
    out = filled.place / "一月.pdf"
    assert filled.json("print", "--book", filled.book, "--month", "2026-09", "--out", out)["pages"] >= 1
    pdf = pypdfium2.PdfDocument(out)
    text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()
    assert "陈拟舟" in text
    filled.json("print", "--book", filled.book, "--form", "lecture", "--blank", "--out", filled.place / "空白.pdf")
    assert filled("print", "--book", filled.book, "--out", out)[0] == 2
    assert filled("print", "--book", filled.book, "--year", "2026", "--month", "2026-09", "--out", out)[0] == 2


def test_export_without_final_records_or_card_is_refused(filled: Shell) -> None:
    told = filled.json("export", "--book", filled.book, "--period", "2026-Q3", "--to", filled.place / "U盘", code=1)
    assert told["code"] == "nothing_to_send"
    assert not (filled.place / "U盘").exists()
    assert filled("export", "--book", filled.book, "--period", "九月", "--to", filled.place / "U盘")[0] == 2


def test_backup_and_doctor(filled: Shell) -> None:
    made = Path(filled.json("backup", "--book", filled.book)["file"])
    assert made.exists()
    assert filled.json("doctor", "--book", filled.book)["problems"] == []
    assert len(filled.json("members list", "--book", made, "--on", "2026-09-18")) == 27


def test_demo_goes_from_import_to_receipt(shell: Shell) -> None:
    folder = shell.place / "demo"
    code, out, _ = shell("demo", folder)
    assert code == 0
    assert "打开窗口" in out
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    assert summary["members"] == 27
    assert [entry["ok"] for entry in summary["street"]["swept"]] == [True]
    assert (folder / "book.pdf").stat().st_size > 100_000
    packet, = (folder / "stick").glob("*.wdp")
    verdict, = shell.json("verify", packet, "--desk", folder / "street.wddesk")
    assert {"file", "ok", "code", "say", "next", "branch", "period", "version"} <= set(verdict)
    again = shell.json("street sweep", folder / "stick", "--desk", folder / "street.wddesk")
    assert [entry["taken_in"] for entry in again] == [False]
    lines = {line["code"]: line for line in shell.json("street overview", "--desk", folder / "street.wddesk")}
    assert lines["NH-NA-01"]["packets"] == 1
    assert lines["NH-NA-02"]["packets"] == 0
    assert lines["NH-NA-02"]["forms"] == []
    receipt, = (folder / "stick").glob("*.wdr")
    assert shell.json("receipt open", receipt, "--book", folder / "branch.wdbook")["verdict"] == "received"
    assert shell("demo", folder)[0] == 0, "a former demonstration is made anew"
    stray = shell.place / "有东西"
    stray.mkdir()
    (stray / "重要.txt").write_text("别动", encoding="utf-8")
    assert shell("demo", stray)[0] == 1
    assert (stray / "重要.txt").read_text(encoding="utf-8") == "别动"


def test_the_same_period_again_is_a_new_version_with_a_note(shell: Shell) -> None:
    folder = shell.place / "demo"
    shell("demo", folder)
    book = folder / "branch.wdbook"
    assert shell.json("export", "--book", book, "--period", "2026-Q3", "--to", folder / "二", code=1)["code"] == "note_missing"
    sent = shell.json("export", "--book", book, "--period", "2026-Q3", "--to", folder / "二", "--note", "补照片")
    assert sent["version"] == 2
    swept = shell.json("street sweep", folder / "二", "--desk", folder / "street.wddesk")
    assert [(entry["ok"], entry["version"]) for entry in swept] == [(True, 2)]
    line = shell.json("street overview", "--desk", folder / "street.wddesk")[0]
    assert [form["count"] for form in line["forms"] if form["form"] == "party_assembly"] == [1], "a version replaces, never adds"


def test_selftest_passes(shell: Shell) -> None:
    steps = shell.json("selftest")
    assert len(steps) == 6
    assert all(step["ok"] for step in steps)


@pytest.mark.parametrize(
    "line",
    [
        "nonsense", "members", "members list", "record add --book x", "duties --book x --on 2026-13-40", "print",
        "new x.wdbook --name 某 --kind city", "check --book x --wrong", "street sweep", "",
    ],
)
def test_a_wrong_line_is_told_in_chinese_with_exit_two(shell: Shell, line: str) -> None:
    code, _, err = shell(line or "members import")
    assert code == 2
    assert re.search(r"[\u4e00-\u9fff]", err)
    assert not re.search(r"(usage|error|argument|required|invalid)", err)


@pytest.mark.parametrize("content", [b"", b"not a database at all", b"SQLite format 3\x00" + b"\x00" * 50, b"PK\x03\x04"])
@pytest.mark.parametrize(
    "line",
    [
        "members list --book {file}", "check --book {file}", "duties --book {file}", "stars --book {file}", "doctor --book {file}",
        "backup --book {file}", "record show 2026-DH-01 --book {file}", "street overview --desk {file}",
        "street sweep . --desk {file}", "members import {file} --book {book}", "record add --form committee --from {file} --book {book}",
        "receipt open {file} --book {book}", "keys street {file} --book {book}",
    ],
)
def test_a_foreign_file_at_any_door_is_refused_and_nothing_changes(shell: Shell, line: str, content: bytes) -> None:
    shell.json("new", shell.book, "--name", "拟安一支部", "--kind", "urban")
    strange = shell.place / "strange.xlsx"
    strange.write_bytes(content)
    before = Path(shell.book).read_bytes()
    code, out, err = shell(line.format(file=strange, book=shell.book))
    assert code == 1
    assert re.search(r"[\u4e00-\u9fff]", out + err)
    assert strange.read_bytes() == content
    assert Path(shell.book).read_bytes() == before


def test_a_missing_file_is_told(shell: Shell) -> None:
    told = shell.json("check", "--book", shell.place / "没有.wdbook", code=1)
    assert told["code"] == "missing"


def test_verify_judges_anything(shell: Shell) -> None:
    strange = shell.place / "x.wdp"
    strange.write_bytes(b"PK\x03\x04 not a packet")
    verdict, = shell.json("verify", strange, code=1)
    assert verdict["ok"] is False
    assert verdict["say"]


def test_every_command_has_help(shell: Shell) -> None:
    from wdbranch.cli.table import COMMANDS

    for command in COMMANDS:
        code, out, _ = shell(command.name, "--help")
        assert code == 0
        assert command.help in out
        assert not re.search(r"(usage|options:|positional|show this)", out)


def test_search_finds_two_characters(filled: Shell) -> None:
    answer = filled.json("search 充电 --book", filled.book)
    assert answer["total"] >= 1
    first = answer["hits"][0]
    assert first["kind"] == "record"
    assert "充电" in first["snippet"]
    assert any(piece["found"] and piece["text"] == "充电" for piece in first["pieces"])


def test_search_filters_and_reads_initials(filled: Shell) -> None:
    assert filled.json("search cnz --form member --book", filled.book)["total"] == 1
    assert filled.json("search --person 白拟远 --form party_assembly --book", filled.book)["total"] == 1
    assert filled.json("search 充电 --year 2019 --book", filled.book)["total"] == 0


def test_search_in_words(filled: Shell) -> None:
    code, out, _ = filled("search 充电 --book", filled.book)
    assert code == 0
    assert "处。" in out
    code, out, _ = filled("search 无影无踪 --book", filled.book)
    assert (code, out) == (0, "没有找到。\n")


def test_searching_for_nothing_is_a_wrong_use(filled: Shell) -> None:
    code, _, said = filled("search --book", filled.book)
    assert code != 0
    assert "没有写要找什么" in said
