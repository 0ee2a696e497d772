"""What comes in through any door: wrong, cut off, spoilt, newer, strange. One sentence, and nothing changes."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from wdbranch.cli.main import run
from wdbranch.paths import resource

from .conftest import Office

SAMPLES = Path(__file__).parent.parent / "book" / "samples"
ROSTER = resource("sample", "roster.xlsx")


class Doors:
    """Runs commands on an office and sees that a refusal is one sentence that changes nothing."""

    def __init__(self, capsys: pytest.CaptureFixture[str], office: Office) -> None:
        self.capsys = capsys
        self.office = office

    def run(self, *line: str | Path) -> tuple[int, str, str]:
        code = run([*map(str, line)])
        said = self.capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        assert "程序出了错" not in said.err, (line, said.err)
        return code, said.out, said.err

    def refused(self, *line: str | Path, code: int = 1) -> Any:
        """The document of a refusal."""
        before = self.office.digests()
        got, out, err = self.run(*line, "--json")
        assert got == code, (line, out, err)
        assert self.office.digests() == before
        document = json.loads(out)
        if isinstance(document, dict) and "say" in document:
            assert err.count("\n") == 1
            assert re.search(r"[\u4e00-\u9fff].*[。）]$", err.strip())
            assert document["say"] in err
        return document


@pytest.fixture
def doors(capsys: pytest.CaptureFixture[str], office: Office) -> Doors:
    return Doors(capsys, office)


def variants(good: bytes) -> Iterator[tuple[str, bytes]]:
    """What becomes of a file on its way: by name."""
    yield "empty", b""
    yield "one byte", b"\0"
    yield "text", "今天开会，到会二十人。".encode()
    yield "gbk", "今天开会，到会二十人。".encode("gb18030")
    yield "zip", b"PK\x03\x04" + bytes(200)
    yield "zeros", bytes(len(good))
    yield "half zeros", good[: len(good) // 2] + bytes(len(good) - len(good) // 2)
    lengths = {len(good) * part // 7 for part in range(1, 7)} | {15, 16, 99, 100, 101, len(good) - 2}
    for length in sorted(length for length in lengths if 0 < length < len(good) - 1):
        yield f"first {length}", good[:length]


def lines_of(door: str) -> list[list[str]]:
    """Commands that read a file of the kind, ``{}`` in its place."""
    return {
        "book": [
            ["members", "list", "--book", "{}"],
            ["check", "--book", "{}"],
            ["backup", "--book", "{}"],
            ["record", "list", "--book", "{}"],
            ["export", "--period", "2026-Q2", "--to", "U", "--book", "{}"],
        ],
        "desk": [["street", "overview", "--desk", "{}"], ["street", "sweep", "stick", "--desk", "{}"]],
        "roster": [["members", "import", "{}", "--book", "branch.wdbook"]],
        "packet": [["verify", "{}"], ["street", "sweep", "{}", "--desk", "street.wddesk"]],
        "receipt": [["receipt", "open", "{}", "--book", "branch.wdbook"]],
        "card": [["keys", "street", "{}", "--book", "branch.wdbook"]],
        "record": [["record", "add", "--form", "committee", "--from", "{}", "--book", "branch.wdbook"]],
    }[door]


def good_file(office: Office, door: str) -> Path:
    return {
        "book": office.book,
        "desk": office.desk,
        "roster": ROSTER,
        "packet": office.packet,
        "receipt": office.receipt,
        "card": office.folder / "街道公钥卡.wdcard",
        "record": SAMPLES / "committee.json",
    }[door]


@pytest.mark.parametrize("door", ["book", "desk", "roster", "packet", "receipt", "card", "record"])
def test_nothing_but_a_whole_file_comes_in(doors: Doors, door: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(doors.office.folder)
    good = good_file(doors.office, door)
    strange = doors.office.folder / f"来路 不明{good.suffix}"
    lines = lines_of(door)
    for count, (_, data) in enumerate(variants(good.read_bytes())):
        strange.write_bytes(data)
        line = lines[count % len(lines)]
        filled = [part.replace("{}", str(strange)) for part in line]
        if line[:2] == ["street", "sweep"] and door == "packet":
            found = json.loads(doors.run(*filled, "--json")[1])  # a refusal is noted in the street's log
            assert [entry["ok"] for entry in found] == [False]
        else:
            doors.refused(*filled)


@pytest.mark.parametrize("door", ["book", "desk", "roster", "packet", "receipt", "card", "record"])
def test_what_is_no_file_is_told(doors: Doors, door: str, monkeypatch: pytest.MonkeyPatch) -> None:
    office = doors.office
    monkeypatch.chdir(office.folder)
    suffix = good_file(office, door).suffix
    folder, loop, huge = (office.folder / f"{name}{suffix}" for name in ("目录", "环", "大"))
    folder.mkdir()
    loop.symlink_to(loop)
    with huge.open("wb") as file:
        file.truncate(5 << 30)
    strange = [folder, loop, office.folder / f"没有{suffix}", office.book / f"里面{suffix}"]
    before = {path: path.lstat().st_size for path in (huge, office.book, office.desk)}
    for path in [*strange, huge]:
        line = [part.replace("{}", str(path)) for part in lines_of(door)[0]]
        code, _, err = doors.run(*line)
        assert code == 1
        assert err.count("\n") <= 1
    assert {path: path.lstat().st_size for path in before} == before
    huge.unlink()
    loop.unlink()


def test_a_newer_file_asks_for_a_newer_program(doors: Doors) -> None:
    for path, line in ((doors.office.book, ["check", "--book"]), (doors.office.desk, ["street", "overview", "--desk"])):
        data = bytearray(path.read_bytes())
        data[60:64] = (9001).to_bytes(4, "big")
        path.write_bytes(data)
        told = doors.refused(*line, path)
        assert told["code"] == "newer"
        assert "升级" in told["say"]


def test_book_and_desk_are_told_apart(doors: Doors) -> None:
    assert doors.refused("check", "--book", doors.office.desk)["code"] == "foreign"
    told = doors.refused("street", "overview", "--desk", doors.office.book)
    assert told["code"] == "foreign"
    assert "文件文件" not in told["say"]


def test_a_bad_sector_never_brings_the_program_down(doors: Doors) -> None:
    """Wherever a stick lost 512 bytes: the contents, or a refusal, and the file stays as it is."""
    chance = random.Random(20261123)  # noqa: S311 - no secret
    office = doors.office
    cases = [
        (office.book, ["check", "--book"]),
        (office.book, ["doctor", "--book"]),
        (office.book, ["record", "list", "--book"]),
        (office.desk, ["street", "overview", "--desk"]),
    ]
    refused = 0
    for path, line in cases:
        good = path.read_bytes()
        for _ in range(40):
            data = bytearray(good)
            start = chance.randrange(1, len(data) // 512) * 512
            data[start : start + 512] = chance.choice((bytes(512), b"\xff" * 512, chance.randbytes(512)))
            path.write_bytes(data)
            code, _, err = doors.run(*line, path)
            assert code in (0, 1)
            refused += "已损坏" in err
            assert path.read_bytes() == data
        path.write_bytes(good)
    assert refused > 20


def test_a_text_that_is_no_text_any_more_is_damage(doors: Doors) -> None:
    data = doors.office.book.read_bytes()
    broken = data.replace("陈拟舟".encode(), "陈拟".encode() + b"\xff\xff\xff")
    assert broken != data
    doors.office.book.write_bytes(broken)
    assert doors.refused("members", "list", "--book", doors.office.book)["code"] == "damaged"


def test_the_check_up_speaks_of_files_too_damaged_to_open(doors: Doors) -> None:
    path = doors.office.book
    path.write_bytes(path.read_bytes()[:200_000])
    found = doors.refused("doctor", "--book", path)
    assert [problem["code"] for problem in found["problems"]][0] == "damaged"


def test_keys_of_someone_else_are_not_used(doors: Doors) -> None:
    office = doors.office
    shutil.copy(office.folder / "street.wdkey", office.folder / "branch.wdkey")
    card = office.folder / "新.wdcard"
    assert doors.refused("keys", "card", "--book", office.book, "--out", card)["code"] == "wrong_keys"
    (office.folder / "street.wdkey").unlink()
    assert doors.refused("street", "sweep", office.folder / "stick", "--desk", office.desk)["code"] == "no_keys"


# --- the file of a record ---------------------------------------------------------------------------------

SAMPLE = (SAMPLES / "committee.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SAMPLE.rstrip()[:-1] + ',"host":"陈拟舟"}', "写了两次"),
        (SAMPLE.rstrip()[:-1] + ',"seq":NaN}', "NaN"),
        ('{"seq":' + "9" * 5000 + "}", "太大"),
        ('{"a":' + "[" * 100_000, "太深"),
        (f"[{SAMPLE}]", "一份记录"),
        (SAMPLE + SAMPLE, "读不懂"),
        ('{"不认识":1}', "不认识"),
        ('{"host":"\\ud800"}', "残缺"),
        ('{"start":"2026-02-30T08:00"}', "没有"),
    ],
)
def test_a_record_that_says_nonsense_is_refused(doors: Doors, text: str, said: str) -> None:
    source = doors.office.folder / "记录.json"
    source.write_text(text, encoding="utf-8")
    told = doors.refused("record", "add", "--form", "committee", "--from", source, "--book", doors.office.book)
    assert said in told["say"]


@pytest.mark.parametrize("change", ["bom", "crlf", "indent"])
def test_a_record_as_other_editors_save_it_is_read(doors: Doors, change: str) -> None:
    pretty = json.dumps(json.loads(SAMPLE), ensure_ascii=False, indent=2)
    data = {"bom": b"\xef\xbb\xbf" + SAMPLE.encode(), "crlf": pretty.replace("\n", "\r\n").encode(), "indent": pretty.encode()}
    source = doors.office.folder / "记录.json"
    source.write_bytes(data[change])
    code, out, _ = doors.run("record", "add", "--form", "committee", "--from", source, "--book", doors.office.book, "--json")
    assert code == 0
    assert json.loads(out)["rec_no"] == "2026-ZW-09"


ODD: list[Any] = [
    None, True, -1, 3.5, 10**30, "", " ", "\0", "长" * 50_000, "２０２６年９月１８日", "2026-02-30", "张三", [], [None], [[]],
    [1], [{}], {}, {"a": {"b": [1]}}, [{"name": 5}],
]  # fmt: skip


def test_a_record_of_odd_kinds_is_read_or_refused(doors: Doors) -> None:
    """Every key of the sample with values of every odd kind: never a crash, and a refusal writes nothing."""
    chance = random.Random(7)  # noqa: S311 - no secret
    sample = json.loads((SAMPLES / "party_assembly.json").read_text(encoding="utf-8"))
    source = doors.office.folder / "记录.json"
    good = doors.office.book.read_bytes()
    for key in sample:
        for odd in chance.sample(ODD, 3):
            source.write_text(json.dumps({**sample, key: odd}, ensure_ascii=False), encoding="utf-8")
            code, _, err = doors.run("record", "add", "--form", "party_assembly", "--from", source, "--book", doors.office.book)
            assert code in (0, 1), (key, odd, err)
            if code:
                assert doors.office.book.read_bytes() == good, (key, odd)
            doors.office.book.write_bytes(good)


# --- what is never written over ----------------------------------------------------------------------------


def test_nothing_of_ours_is_written_over(doors: Doors) -> None:
    office = doors.office
    book, roster = office.book, office.folder / "花名册.xlsx"
    roster.write_bytes(ROSTER.read_bytes())
    for target in (book, roster, office.folder / "branch.wdkey"):
        doors.refused("print", "--year", "2026", "--book", book, "--out", target, code=2)
        doors.refused("keys", "card", "--book", book, "--out", target, code=2)
    doors.refused("members", "export", "--book", book, "--out", office.folder / "book.pdf", code=2)
    assert doors.refused("backup", "--book", book, "--to", book)["code"] == "exists"
    assert doors.refused("new", book, "--name", "拟某支部", "--kind", "rural")["code"] == "exists"
    office.desk.rename(office.folder / "挪走.wddesk")
    told = doors.refused("street", "new", office.desk, "--name", "拟和街道党工委", "--code", "NH")
    assert "密钥" in told["say"]


def test_a_desk_without_keys_is_not_left_behind(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WDBRANCH_PASSPHRASE", "短")
    path = doors.office.folder / "新.wddesk"
    assert doors.refused("street", "new", path, "--name", "拟和街道党工委", "--code", "NH")["code"] == "passphrase_short"


def test_the_demonstration_deletes_nothing_but_its_own(doors: Doors) -> None:
    folder = doors.office.folder
    (folder / "重要.docx").write_bytes("别动".encode())
    told = doors.refused("demo", folder)
    assert told["code"] == "not_empty"
    assert "重要.docx" in told["say"]
    stranger = doors.office.folder.parent / "别人的"
    stranger.mkdir()
    (stranger / "summary.json").write_text("{}", encoding="utf-8")
    (stranger / "年度总结.txt").write_text("一年", encoding="utf-8")
    assert doors.refused("demo", stranger)["code"] == "not_empty"
    assert sorted(path.name for path in stranger.iterdir()) == ["summary.json", "年度总结.txt"]


# --- the line itself --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["check", "--book="], "名字"),
        (["check", "--book", "长" * 300], "太长"),
        (["check", "--book", "a\0b"], "名字"),
        (["check", "--book", "x", "--json=1"], "不用写内容"),
        (["check", "--book", "x", "--on", "2026-13-01"], "没有"),
        (["check", "--book", "x", "--on", "2026-11"], "写到日"),
        (["print", "--book", "x", "--out", "y.pdf", "--year", "二"], "2026"),
        (["print", "--book", "x", "--out", "y.pdf", "--month", "2026-00"], "2026-09"),
        (["new", "x.wdbook", "--kind", "city", "--name", "某"], "rural、urban"),
        (["chek"], "没有“chek”这个命令"),
        (["members", "lst"], "import、list、export"),
    ],
)
def test_a_slip_is_explained(doors: Doors, line: list[str], said: str) -> None:
    before = doors.office.digests()
    code, out, err = doors.run(*line)
    assert (code, out) == (2, "")
    assert said in err
    assert doors.office.digests() == before


@pytest.mark.parametrize("day", ["2026-11-23", "2026.11.23", "2026年11月23日", "２０２６－１１－２３"])
def test_a_day_may_be_typed_as_people_write_it(doors: Doors, day: str) -> None:
    code, out, _ = doors.run("members", "list", "--book", doors.office.book, "--on", day)
    assert code == 0
    assert "2026年11月23日" in out


@pytest.mark.parametrize(
    "line",
    [
        ["new", "{}/n.wdbook", "--kind", "rural", "--name", " "],
        ["new", "{}/n.wdbook", "--kind", "rural", "--name", "拟" * 101],
        ["new", "{}/n.wdbook", "--kind", "rural", "--name", "拟", "--code", "a/b"],
        ["new", "{}/n.wdbook", "--kind", "rural", "--name", "拟", "--code", "x" * 41],
        ["street", "new", "{}/n.wddesk", "--name", "拟", "--code", "a b"],
    ],
)
def test_names_and_codes_that_no_card_can_carry(doors: Doors, line: list[str]) -> None:
    doors.refused(*[part.replace("{}", str(doors.office.folder)) for part in line], code=2)


def test_a_passphrase_file_holds_a_passphrase(doors: Doors) -> None:
    office = doors.office
    empty = office.folder / "口令.txt"
    empty.write_bytes(b"\r\n")
    line = ("keys", "card", "--book", office.book, "--out", office.folder / "新.wdcard", "--passphrase-file")
    assert "空" in doors.refused(*line, empty, code=2)["say"]
    empty.write_bytes("口令口令".encode("utf-16"))
    assert "UTF-8" in doors.refused(*line, empty, code=2)["say"]
    assert doors.refused(*line, office.folder, code=2)["code"] == "wrong_use"


@pytest.mark.skipif(os.name != "posix", reason="names of other bytes")
def test_a_name_that_is_no_text_is_no_trouble(doors: Doors) -> None:
    odd = os.fsdecode(os.fsencode(doors.office.folder) + b"/\xb2\xbb.wdbook")
    shutil.copy(doors.office.book, odd)
    assert doors.run("members", "list", "--book", odd)[0] == 0
    assert doors.run("record", "add", "--form", "committee", "--from", SAMPLES / "committee.json", "--book", odd)[0] == 0
    roster = os.fsdecode(os.fsencode(doors.office.folder) + b"/\xb2\xbb.xlsx")
    shutil.copy(ROSTER, roster)
    assert doors.run("members", "import", roster, "--book", odd)[0] == 0
