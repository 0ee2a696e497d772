"""Odd but honest books: long names, two of a name, sixty members, odd paths, other clocks, books in use."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from wdbranch.cli.main import run
from wdbranch.operations import book as books
from wdbranch.operations import overview, printing
from wdbranch.operations import record as records

from .conftest import Office

SAMPLES = Path(__file__).parent.parent / "book" / "samples"
LONG = "中共拟和街道" + "拟" * 50 + "支部"


class Clerk:
    """Types commands and reads the answer's document."""

    def __init__(self, capsys: pytest.CaptureFixture[str], place: Path) -> None:
        self.capsys = capsys
        self.place = place

    def __call__(self, *line: str | Path, code: int = 0) -> Any:
        got = run([*map(str, line), "--json"])
        said = self.capsys.readouterr()
        assert "程序出了错" not in said.err
        assert got == code, (line, said.out, said.err)
        return json.loads(said.out)


@pytest.fixture
def clerk(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Clerk:
    return Clerk(capsys, tmp_path)


def roster(path: Path, people: list[tuple[str, ...]]) -> Path:
    sheets = xlsxwriter.Workbook(path)
    sheet = sheets.add_worksheet()
    for number, row in enumerate([("姓名", "性别", "出生日期", "入党时间", "转正时间"), *people]):
        sheet.write_row(number, 0, row)
    sheets.close()
    return path


def meeting(path: Path, **more: Any) -> Path:
    data = {"start": "2026-09-18T18:30", "end": "2026-09-18T20:10", "place": "拟安社区", **more}
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "file"),
    ids=["long", "chinese", "signs", "rare"],
    argvalues=[
        (LONG, "a.wdbook"),
        ("拟和街道支部", "中文 名 字/有 空格 的“引号”'和😀.wdbook"),
        ("拟“甲”<b>&支部", "%41#?.wdbook"),
        ("拟𬭎支部", "没有后缀" + "x" * 100),
    ],
)
def test_any_name_and_any_path(clerk: Clerk, name: str, file: str) -> None:
    book = clerk.place / file
    assert clerk("new", book, "--name", name, "--kind", "rural")["name"] == name
    people = roster(clerk.place / "r.xlsx", [("拟甲", "男", "1960-01-01", "1990-01-01", "1991-01-01")])
    assert clerk("members", "import", people, "--book", book)["new"] == 1
    source = meeting(clerk.place / "r.json", host="拟甲", recorder="拟甲", attendees=["拟甲"])
    number = clerk("record", "add", "--form", "party_assembly", "--from", source, "--book", book)["rec_no"]
    assert clerk("print", "--record", number, "--out", clerk.place / "页.pdf", "--book", book)["pages"] >= 1
    assert clerk("print", "--year", "2026", "--out", clerk.place / "册.pdf", "--book", book)["pages"] > 3
    assert Path(clerk("backup", "--book", book)["file"]).is_file()
    assert clerk("doctor", "--book", book)["problems"] == []
    assert clerk("keys", "card", "--book", book, "--out", clerk.place / "卡.wdcard")["fingerprint"]


def test_a_name_over_two_lines_becomes_one(clerk: Clerk) -> None:
    made = clerk("new", clerk.place / "a.wdbook", "--name", " 拟和街道\n拟支部 ", "--kind", "rural")
    assert made["name"] == "拟和街道 拟支部"


def test_two_of_a_name_are_told_apart(clerk: Clerk) -> None:
    book = clerk.place / "a.wdbook"
    clerk("new", book, "--name", "拟支部", "--kind", "rural")
    people = [("拟甲", sex, born, "1990-01-01", "1991-01-01") for sex, born in (("男", "1960-01-01"), ("女", "1970-01-01"))]
    clerk("members", "import", roster(clerk.place / "r.xlsx", people), "--book", book)
    labels = [member["label"] for member in clerk("members", "list", "--book", book)]
    assert len(set(labels)) == 2
    source = meeting(clerk.place / "r.json", attendees=["拟甲"])
    told = clerk("record", "add", "--form", "party_assembly", "--from", source, "--book", book, code=1)
    assert all(label in told["say"] for label in labels)
    source = meeting(clerk.place / "r.json", attendees=labels)
    added = clerk("record", "add", "--form", "party_assembly", "--from", source, "--book", book)
    assert added["values"]["present_all"] == 2


def test_sixty_members_and_a_speech_of_many_pages(clerk: Clerk) -> None:
    book = clerk.place / "a.wdbook"
    clerk("new", book, "--name", LONG, "--kind", "urban")
    people = [(f"拟{chr(0x4E00 + n * 7)}", "男", "1960-01-01", "1990-01-01", "1991-01-01") for n in range(60)]
    assert clerk("members", "import", roster(clerk.place / "r.xlsx", people), "--book", book)["new"] == 60
    names = [member["label"] for member in clerk("members", "list", "--book", book)]
    source = meeting(clerk.place / "r.json", attendees=names, speeches=[{"speaker": names[0], "text": "话" * 9000}])
    added = clerk("record", "add", "--form", "party_assembly", "--from", source, "--book", book)
    assert added["values"]["present_all"] == 60
    assert clerk("print", "--month", "2026-09", "--out", clerk.place / "月.pdf", "--book", book)["pages"] > 10


def test_an_empty_book_answers_everything(clerk: Clerk) -> None:
    book = clerk.place / "a.wdbook"
    clerk("new", book, "--name", "拟支部", "--kind", "rural")
    assert clerk("members", "list", "--book", book) == []
    assert clerk("record", "list", "--book", book) == []
    for day in ("1900-01-01", "1970-01-01", "2040-02-29", "2199-12-31"):
        assert clerk("check", "--book", book, "--on", day) == []
        assert clerk("duties", "--book", book, "--on", day)
        assert len(clerk("stars", "--book", book, "--on", day)) == 5
    out = clerk.place / "无.pdf"
    for asked in (["--year", "2026"], ["--month", "2026-02"]):
        assert clerk("print", *asked, "--out", out, "--book", book, code=1)["code"] == "nothing_to_print"
    assert clerk("print", "--record", "2026-DH-01", "--out", out, "--book", book, code=1)["code"] == "no_record"
    assert clerk("print", "--form", "nix", "--blank", "--out", out, "--book", book, code=2)["code"] == "no_form"
    assert clerk("record", "list", "--form", "nix", "--book", book, code=2)["code"] == "no_form"
    assert not out.exists()


@pytest.mark.parametrize("year", [1970, 2000, 2040, 2199])
def test_a_clock_that_lost_its_battery(office: Office, year: int, tmp_path: Path) -> None:
    """The book opens, shows, prints and takes records whatever the computer believes the day to be."""
    now = datetime(year, 1, 1, 0, 0, 5)
    with books.open_book(office.book, clock=lambda: now) as book:
        overview.home(book, now.date())
        assert len(overview.stars(book, now.date())) == 5
        data = json.loads((SAMPLES / "committee.json").read_text(encoding="utf-8"))
        saved, _ = records.add_json(book, "committee", data)
        assert saved.record.year == 2026
        assert printing.print_record(book, saved.record.id, tmp_path / "页.pdf").pages >= 1
        assert book.backup().is_file()
        assert [problem.code for problem in book.doctor()] == []


# --- printing and reporting --------------------------------------------------------------------------------


def test_a_draft_may_be_printed_and_stays_a_draft(clerk: Clerk, office: Office) -> None:
    source = clerk.place / "空.json"
    source.write_text('{"values":{}}', encoding="utf-8")
    draft = clerk("record", "add", "--form", "lecture", "--from", source, "--book", office.book)["id"]
    out = clerk.place / "草稿.pdf"
    clerk("print", "--record", draft, "--out", out, "--book", office.book)
    clerk("print", "--record", draft, "--out", out, "--book", office.book)
    assert clerk("record", "show", draft, "--book", office.book)["state"] == "draft"
    assert clerk("record", "finalize", draft, "--book", office.book, code=1)["code"] == "blocked"


def test_reporting_to_folders_that_are_not_there(clerk: Clerk, office: Office) -> None:
    stick = clerk.place / "没有" / "更没有"
    clerk("export", "--period", "2026-Q2", "--to", stick, "--book", office.book)
    assert len(list(stick.glob("*.wdp"))) == 1
    again = clerk("export", "--period", "2026-Q2", "--to", stick, "--book", office.book, code=1)
    assert again["code"] == "note_missing"
    assert len(list(stick.glob("*.wdp"))) == 1
    clerk("export", "--period", "2026-Q1", "--to", office.book, "--book", office.book, code=1)
    answer = clerk(
        "street", "receipt", "--branch", "NH-NA-01", "--period", "2026-Q3", "--to", clerk.place / "回执", "--desk", office.desk
    )
    assert Path(answer["file"]).is_file()


def test_a_blocked_report_names_the_record(clerk: Clerk, office: Office) -> None:
    with books.open_book(office.book) as book:
        gone = next(member for member in book.roster().members if member.name == "马拟川")
        book.put_members([replace(gone, out_date="2026-09-01", out_reason="转出")], "关系转出，补登")
    told = clerk("export", "--period", "2026-Q3", "--note", "补", "--to", clerk.place / "盘", "--book", office.book, code=1)
    assert told["code"] == "blocked"
    assert "2026-ZW-10" in told["say"], "he is written into the meeting of 10 September"


def test_a_sweep_leaves_alone_what_is_none_of_its_own(
    clerk: Clerk, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = clerk.place / "盘"
    for name in (".Trash-1000/files/旧.wdp", "$RECYCLE.BIN/旧.wdp", "._新.wdp", "说明.txt", "子/新.WDP"):
        path = stick / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(office.packet, path)
    for _ in range(2):
        assert [entry["file"] for entry in clerk("street", "sweep", stick, "--desk", office.desk)] == ["新.WDP"]
    (clerk.place / "空").mkdir()
    assert clerk("street", "sweep", clerk.place / "空", "--desk", office.desk) == []
    assert clerk("street", "sweep", clerk.place / "无", "--desk", office.desk, code=1)["code"] == "no_folder"
    monkeypatch.chdir(office.folder.parent)
    found = clerk("street", "sweep", Path(office.folder.name), "--desk", office.desk)
    assert [entry["file"] for entry in found] == [office.packet.name], "not what was received before"


# --- in use, protected, full --------------------------------------------------------------------------------

HOLDER = """
import sys
from pathlib import Path
from wdbranch.operations.book import open_book
from wdbranch.operations.street import open_desk
with open_book(Path(sys.argv[1])), open_desk(Path(sys.argv[2])):
    print("open", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def in_use(office: Office) -> Iterator[Office]:
    """Book and desk are open in another process."""
    line = [sys.executable, "-c", HOLDER, str(office.book), str(office.desk)]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"open\n"
        yield office
        holder.communicate(b"\n", timeout=30)


def test_a_book_in_use_can_be_read_not_written(clerk: Clerk, in_use: Office) -> None:
    book, desk = in_use.book, in_use.desk
    out = clerk.place / "页.pdf"
    assert len(clerk("members", "list", "--book", book)) == 27
    assert Path(clerk("backup", "--book", book)["file"]).is_file()
    assert clerk("doctor", "--book", book)["problems"] == []
    clerk("print", "--record", "2026-DH-01", "--out", out, "--book", book)
    assert clerk("record", "show", "2026-DH-01", "--book", book)["state"] == "final"
    assert len(clerk("street", "overview", "--desk", desk)) == 3
    for line in (
        ["record", "add", "--form", "committee", "--from", SAMPLES / "committee.json", "--book", book],
        ["record", "finalize", "2026-DH-01", "--book", book],
        ["keys", "card", "--out", clerk.place / "卡.wdcard", "--book", book],
        ["street", "sweep", in_use.folder / "stick", "--desk", desk],
        ["demo", in_use.folder],
    ):
        told = clerk(*line, code=1)
        assert told["code"] == "locked"
        assert "已经打开着" in told["say"]
    assert in_use.packet.is_file()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "小盘"
    place.mkdir()
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("needs to mount")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", place], capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_full_disk_can_be_read_and_keeps_everything(clerk: Clerk, office: Office, small_disk: Path) -> None:
    book = small_disk / "a.wdbook"
    shutil.copy(office.book, book)
    shutil.copy(office.folder / "branch.wdkey", small_disk / "a.wdkey")
    with (small_disk / "占满").open("wb", 0) as filler, pytest.raises(OSError, match="No space"):
        while True:
            filler.write(bytes(4096))
    good = book.read_bytes()
    assert len(clerk("members", "list", "--book", book)) == 27
    clerk("print", "--record", "2026-DH-01", "--out", clerk.place / "页.pdf", "--book", book)
    for line in (
        ["record", "add", "--form", "committee", "--from", SAMPLES / "committee.json"],
        ["backup"],
        ["print", "--year", "2026", "--out", small_disk / "册.pdf"],
        ["members", "export", "--out", small_disk / "册.xlsx"],
    ):
        told = clerk(*line, "--book", book, code=1)
        assert "满" in told["say"] or "空间不够" in told["say"]
    told = clerk("demo", small_disk / "样例", code=1)
    assert "满" in told["say"] or "空间不够" in told["say"]
    assert book.read_bytes() == good
    assert not list(small_disk.glob("*.lock")) + list(small_disk.glob("*.part")) + list(small_disk.glob("册*"))
    (small_disk / "占满").unlink()
    assert clerk("doctor", "--book", book, code=1)["problems"][0]["code"] == "backup_none"


def test_a_protected_stick_can_be_read(clerk: Clerk, office: Office, small_disk: Path) -> None:
    book = small_disk / "a.wdbook"
    shutil.copy(office.book, book)
    (small_disk / "a.wdbook-wal").write_bytes(b"")  # left by a copy while the book was open
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    assert len(clerk("members", "list", "--book", book)) == 27
    clerk("print", "--record", "2026-DH-01", "--out", clerk.place / "页.pdf", "--book", book)
    assert Path(clerk("backup", "--book", book, "--to", clerk.place / "备份")["file"]).is_file()
    source = SAMPLES / "committee.json"
    for line in (
        ["record", "add", "--form", "committee", "--from", source, "--book", book],
        ["new", small_disk / "b.wdbook", "--name", "拟支部", "--kind", "rural"],
        ["demo", small_disk / "样例"],
    ):
        assert clerk(*line, code=1)["code"] == "readonly"
