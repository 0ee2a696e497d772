"""Writing whole or not at all, against real refusals of the system."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wdbranch.disk import part_file, part_of, put, write_whole
from wdbranch.errors import UserError

ROOT = Path(__file__).parent.parent
posix = pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")


def test_a_file_is_written_whole_and_replaces_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "记录.pdf"
    put(target, b"old")
    write_whole(target, b"new")
    assert target.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["记录.pdf"]


@posix
def test_a_private_file_is_for_this_user_only(tmp_path: Path) -> None:
    put(tmp_path / "口令", b"x", private=True)
    put(tmp_path / "名单", b"x")
    assert (tmp_path / "口令").stat().st_mode & 0o077 == 0
    assert (tmp_path / "名单").stat().st_mode & 0o044


def test_a_block_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a"
    put(target, b"old")
    with pytest.raises(ZeroDivisionError), part_file(target) as part:
        part.file.write(b"half")
        raise ZeroDivisionError
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]


def test_a_rest_of_a_power_cut_is_written_over(tmp_path: Path) -> None:
    target = tmp_path / "a"
    part_of(target).write_bytes(b"a longer rest than the file")
    write_whole(target, b"new")
    assert target.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["a"]


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(UserError) as told:
        write_whole(tmp_path / "U盘" / "a", b"x")
    assert told.value.code == "disk_gone"
    assert "U盘" in told.value.what


def test_a_folder_in_the_place_of_the_file_stays(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(UserError) as told:
        write_whole(tmp_path / "a", b"x")
    assert told.value.code == "disk_refused"
    assert os.listdir(tmp_path) == ["a"]


def test_a_door_may_have_its_own_word(tmp_path: Path) -> None:
    with pytest.raises(UserError) as told:
        write_whole(tmp_path / "U盘" / "a", b"x", code="print_unwritable")
    assert told.value.code == "print_unwritable"


LIMITED = """
import resource, signal, sys
from pathlib import Path
from wdbranch.disk import write_whole
from wdbranch.errors import UserError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_whole(Path(sys.argv[1]), bytes(1001))
except UserError as error:
    print(error.code)
"""


@posix
def test_a_full_disk_keeps_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(target)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.stdout.strip() == "disk_full", done.stderr
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]


PROTECTED = """
import os, sys
from pathlib import Path
from wdbranch.disk import write_whole
from wdbranch.errors import UserError
if os.geteuid() == 0:
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
try:
    write_whole(Path(sys.argv[1]), b"x")
except UserError as error:
    print(error.code)
"""


@posix
def test_a_protected_folder_says_so() -> None:
    """The folder of the system's programs, as nobody: protected on every machine, even for tests run as root."""
    done = subprocess.run(
        [sys.executable, "-c", PROTECTED, "/usr/bin/拟.txt"], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.stdout.strip() == "disk_refused", done.stderr
