"""The real process: pipes that close, disks that are full, locales, Ctrl+C, and no screen."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from wdbranch.cli import screen
from wdbranch.cli.table import COMMANDS

from .conftest import Office

ME = [sys.executable, "-m", "wdbranch"]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
posix = pytest.mark.skipif(os.name != "posix", reason="pipes and signals of another kind")


def start(*line: str | Path, **more: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*ME, *map(str, line)],
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more},  # type: ignore[arg-type]
    )


def said(process: subprocess.Popen[bytes]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=60)
    return process.returncode, (out or b"").decode(), (err or b"").decode()


@posix
@pytest.mark.parametrize(
    ("line", "code"),
    [(["duties"], 0), (["check", "--json"], 1), (["check", "--help"], 0), (["nonsense", "--json"], 2)],
)
def test_a_reader_who_goes_away_is_no_failure(office: Office, line: list[str], code: int) -> None:
    read, write = os.pipe()
    os.close(read)
    book = ["--book", str(office.book)] if line[0] in ("duties", "check") else []
    process = start(*line, *book, stdout=write)
    os.close(write)
    got, _, err = said(process)
    assert got == code
    assert "Traceback" not in err and "Exception" not in err
    assert (err == "") == (code != 2)


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no device that is always full")
@pytest.mark.parametrize("line", [["duties"], ["duties", "--json"]])
def test_an_output_that_cannot_be_written_is_told(office: Office, line: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        code, _, err = said(start(*line, "--book", office.book, stdout=full))
    assert code == 1
    assert err.count("\n") == 1
    assert "结果写不出去" in err


@posix
def test_without_an_error_stream_the_document_stays_whole(office: Office) -> None:
    code, out, _ = said(
        start("check", "--book", office.folder / "没有.wdbook", "--json", stderr=None, preexec_fn=lambda: os.close(2))
    )
    assert code == 1
    assert json.loads(out)["code"] == "missing"


@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0"}])
def test_any_locale_gets_utf8(office: Office, locale: dict[str, str]) -> None:
    bare = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "PYTHONIO"))}
    code, out, _ = said(start("members", "list", "--book", office.book, env={**bare, **locale}))
    assert code == 0
    assert "陈拟舟" in out


@posix
def test_ctrl_c_leaves_an_empty_folder_and_one_document(tmp_path: Path) -> None:
    process = start("demo", tmp_path / "样例", "--json")
    deadline = time.monotonic() + 30
    while not (tmp_path / "样例" / "branch.wdbook").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    code, out, err = said(process)
    assert code == 1
    assert json.loads(out)["code"] == "stopped"
    assert "已停止" in err
    assert list((tmp_path / "样例").iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
def test_no_screen_no_window() -> None:
    bare = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    code, out, err = said(start("window", env=bare))
    assert (code, out) == (1, "")
    assert "没有屏幕" in err
    assert said(start("window", "--help", env=bare))[0] == 0


def test_help_is_light() -> None:
    """The list of commands brings in nothing that only some command needs."""
    heavy = "('reportlab', 'PIL', 'cryptography', 'sqlite_utils', 'PySide6', 'python_calamine', 'xlsxwriter', 'pypdfium2')"
    found = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from wdbranch.cli.main import build_parser; build_parser(); "
            f"print([name for name in {heavy} if name in sys.modules])",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == "[]"


def test_help_lines_up_and_fits(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from wdbranch.cli.main import run

    monkeypatch.setenv("COLUMNS", "80")
    for command in COMMANDS:
        assert run([*command.name.split(), "--help"]) == 0
        text = capsys.readouterr().out
        assert text.startswith(f"用法：wdbranch {command.name}")
        assert text.count("用法") == 1
        assert not re.search(r"^\S+:$", text, re.MULTILINE), "heads end in a full-width colon"
        below = text.partition("\n\n")[2].splitlines()
        assert max(map(screen.columns, below)) <= 80
        starts = {
            screen.columns(found[0])
            for line in below
            if (found := re.match(r"  (?:-h, |--|[^\s-])\S*(?: \S+)*?  +(?=\S)", line)) and screen.columns(found[0]) <= 30
        }
        assert len(starts) <= 1, text


def test_wrapping_measures_columns() -> None:
    lines = screen.wrap("记录本的 wdbook 文件，写满一行就换。", 12)
    assert "".join(lines).replace(" ", "") == "记录本的wdbook文件，写满一行就换。"
    assert all(screen.columns(line) <= 14 for line in lines), "a closing sign may stand out"
    assert not any(line.startswith(("，", "。")) for line in lines)
