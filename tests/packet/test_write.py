"""Writing: deterministic shape, read back, nothing half left, flat memory."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tracemalloc
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.packet.forge import BRANCH, EDITIONS, FORM, OTHER, STREET, entries, envelope, record, trust, unzipped
from wdbranch import disk
from wdbranch.errors import UserError, WrongUseError
from wdbranch.packet.payload import Entry, attachment_name, record_entry
from wdbranch.packet.read import ENTRIES, judge
from wdbranch.packet.summary import summary_bytes
from wdbranch.packet.write import write_packet

PHOTO = "attachments/" + "c" * 64 + ".jpg"


def send(folder, *, recipients=None, more=(), **changes):
    return write_packet(
        folder, envelope(**changes), [*entries(), *more], BRANCH, [STREET.card] if recipients is None else recipients
    )


def test_a_packet_goes_and_is_believed(tmp_path):
    sent = send(tmp_path)
    assert list(tmp_path.iterdir()) == [sent.path]
    assert sent.path.name == f"拟安一支部-2026-Q3-v1-{sent.digest[:8]}.wdp"
    assert sent.size == sent.path.stat().st_size
    found = judge(sent.path, trust(), STREET)
    assert found.code == "received" and found.digest == sent.digest


def test_stock_tools_open_it(tmp_path):
    sent = send(tmp_path)
    with zipfile.ZipFile(sent.path) as packed:
        assert tuple(packed.namelist()) == ENTRIES and packed.testzip() is None
        assert all(row.compress_type == zipfile.ZIP_STORED and row.date_time[0] == 1980 for row in packed.infolist())


def test_the_first_page_speaks_to_a_person(tmp_path):
    page = dict(unzipped(send(tmp_path).path.read_bytes()))["README.txt"].decode("utf-8-sig")
    for part in ("拟安社区第一支部（NA01）", "2026年第三季度，第 1 版", "会议：1 份", "openssl pkeyutl -verify",
                 "sha256sum", BRANCH.card.fingerprint, "已加密"):
        assert part in page
    assert "{" not in page and "陈拟舟" not in page


def test_the_same_content_unsealed_gives_the_same_bytes(tmp_path):
    first, second = tmp_path / "a", tmp_path / "b"
    first.mkdir(), second.mkdir()
    one, two = send(first, recipients=[]), send(second, recipients=[])
    assert one.path.read_bytes() == two.path.read_bytes() and one.path.name == two.path.name


def test_sealing_hides_the_content_and_uses_fresh_keys(tmp_path):
    one, two = send(tmp_path), send(tmp_path)
    assert one.digest != two.digest
    assert "第三次党员大会".encode() not in one.path.read_bytes()


def test_an_unsealed_packet_says_so(tmp_path):
    sent = send(tmp_path, recipients=[])
    found = judge(sent.path, trust(), STREET)
    assert found.code == "received" and found.header.sealed is False
    assert "未加密" in dict(unzipped(sent.path.read_bytes()))["README.txt"].decode("utf-8-sig")


def test_two_recipients_can_each_open_it(tmp_path):
    sent = send(tmp_path, recipients=[STREET.card, OTHER.card])
    assert judge(sent.path, trust(), STREET).code == "received"
    assert judge(sent.path, trust(), OTHER).code == "received"


def test_several_chunks_and_attachments_come_out_whole(tmp_path):
    noise = os.urandom(2_500_000)
    more = [Entry.of_call(PHOTO, lambda: noise), Entry.of_bytes("book.pdf", b"%PDF-1.7")]
    with_photo = record(attachments=())
    sent = write_packet(
        tmp_path, envelope(counts={"meeting": 1, "attachments": 1}),
        [record_entry(FORM, with_photo, rec_no="2026-HY-03"),
         Entry.of_bytes("summary.json", summary_bytes(("NA01", "2026-Q3"), EDITIONS, [with_photo], 1)), *more],
        BRANCH, [STREET.card],
    )
    opened = judge(sent.path, trust(), STREET).opened
    assert opened.read(PHOTO) == noise and opened.read("book.pdf") == b"%PDF-1.7"
    opened.copy(PHOTO, tmp_path / "photo.jpg")
    assert (tmp_path / "photo.jpg").read_bytes() == noise
    with pytest.raises(KeyError):
        opened.read("attachments/none.jpg")


def test_an_opened_packet_that_changes_later_is_noticed(tmp_path):
    sent = send(tmp_path)
    opened = judge(sent.path, trust(), STREET).opened
    data = bytearray(sent.path.read_bytes())
    data[data.index(b"PK\x01\x02") - 200] ^= 1
    sent.path.write_bytes(data)
    with pytest.raises(UserError) as refused:
        opened.read("summary.json")
    assert refused.value.code == "packet_changed"


def test_private_boxes_stay(tmp_path):
    found = judge(send(tmp_path).path, trust(), STREET)
    assert "families" not in found.opened.records[0].values
    unsealed = send(tmp_path, recipients=[])
    assert "不出支部".encode() not in unsealed.path.read_bytes()


def test_macros_and_programs_cannot_be_attached():
    assert attachment_name("c" * 64, "照片.JPG") == PHOTO
    for name in ("a.exe", "a.docm", "a.xlsm", "a.lnk", "a", "a.js", "a.zip"):
        assert attachment_name("c" * 64, name) is None


@pytest.mark.parametrize("name", ["../x.json", "records/x.json", "manifest.json", "a.exe", "attachments/x.jpg", ""])
def test_strange_entries_are_refused_before_writing(name, tmp_path):
    with pytest.raises(WrongUseError) as refused:
        send(tmp_path, more=[Entry.of_bytes(name, b"")])
    assert refused.value.code == "entry_name" and not list(tmp_path.iterdir())


@pytest.mark.parametrize("changes", [
    {"branch_name": "名" * 101}, {"branch_name": "a\u202eb"}, {"created": "2026-13-01T00:00:00"}, {"previous": "a" * 64},
    {"sequence": 2}, {"sequence": 0}, {"street": "\n"}, {"counts": {"会议": 1}}, {"version": 0},
])
def test_an_envelope_that_no_reader_would_take_is_not_written(changes, tmp_path):
    with pytest.raises(WrongUseError) as refused:
        send(tmp_path, **changes)
    assert refused.value.code == "envelope_wrong" and not list(tmp_path.iterdir())


def test_only_a_branch_itself_signs_for_it(tmp_path):
    with pytest.raises(WrongUseError) as refused:
        send(tmp_path, branch="NA02")
    assert refused.value.code == "keys_other_branch"
    with pytest.raises(WrongUseError) as refused:
        send(tmp_path, period="2026-Q5")
    assert refused.value.code == "bad_period"


def test_a_second_version_needs_a_note(tmp_path):
    with pytest.raises(UserError) as refused:
        send(tmp_path, version=2)
    assert refused.value.code == "note_missing" and not list(tmp_path.iterdir())
    sent = send(tmp_path, version=2, sequence=2, previous="a" * 64, note="补了签到表\n改了一个数")
    assert judge(sent.path, trust(), STREET).opened.manifest.note == "补了签到表\n改了一个数"


@pytest.mark.parametrize("after", range(12))
def test_cancelling_leaves_nothing(after, tmp_path):
    asked = []

    def cancelled():
        asked.append(1)
        return len(asked) > after

    big = Entry.of_bytes("book.pdf", bytes(3 << 20))
    try:
        write_packet(tmp_path, envelope(), [*entries(), big], BRANCH, [STREET.card], cancelled=cancelled)
    except UserError as error:
        assert error.code == "cancelled" and not list(tmp_path.iterdir())
    else:
        assert after >= len(asked) > 0


def test_progress_grows_to_its_total(tmp_path):
    told = []
    write_packet(
        tmp_path, envelope(), [*entries(), Entry.of_bytes("book.pdf", bytes(3 << 20))], BRANCH, [STREET.card],
        report=lambda done, total: told.append((done, total)),
    )
    dones = [done for done, total in told if total]
    assert dones == sorted(dones) and told[-1][0] == told[-1][1] > 3 << 20


def test_content_that_changes_while_being_written_is_noticed(tmp_path):
    calls = []

    def growing():
        calls.append(1)
        return b"x" * len(calls)

    with pytest.raises(UserError) as refused:
        send(tmp_path, more=[Entry.of_call("book.pdf", growing)])
    assert refused.value.code == "changed" and not list(tmp_path.iterdir())


def test_an_attachment_that_cannot_be_read_leaves_nothing(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    with pytest.raises(UserError) as refused:
        send(folder, more=[Entry.of_file("book.pdf", tmp_path / "gone.pdf")])
    assert refused.value.code == "source_unreadable" and not list(folder.iterdir())


def test_a_missing_folder_says_so(tmp_path):
    with pytest.raises(UserError) as refused:
        send(tmp_path / "gone")
    assert refused.value.code == "disk_gone"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_write_protected_stick_says_so(tmp_path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(UserError) as refused:
            send(tmp_path)
    finally:
        tmp_path.chmod(0o700)
    assert refused.value.code == "disk_refused"


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from tests.packet.forge import BRANCH, STREET, entries, envelope
from wdbranch.errors import UserError
from wdbranch.packet.payload import Entry
from wdbranch.packet.write import write_packet
big = Entry.of_bytes("book.pdf", bytes(3 << 20))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    write_packet(Path(sys.argv[1]), envelope(), [*entries(), big], BRANCH, [STREET.card])
except UserError as error:
    print(error.code)
"""


@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")
@pytest.mark.parametrize("room", [10, 5_000, 1_500_000, 3_100_000])
def test_a_disk_that_fills_up_leaves_no_file(room, tmp_path):
    """A real refusal of the system in the middle of a write: the process may not write beyond ``room``."""
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path), str(room)], capture_output=True, text=True,
        cwd=Path(__file__).parents[2], env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.stdout.strip() == "disk_full", done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(shutil.which("mount") is None or not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs to mount")
def test_a_really_full_stick(tmp_path):
    """A file system of one megabyte, where this machine lets us mount one."""
    stick = tmp_path / "stick"
    stick.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(stick)], capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        with pytest.raises(UserError) as refused:
            send(stick, more=[Entry.of_bytes("book.pdf", bytes(3 << 20))])
        assert refused.value.code == "disk_full" and not list(stick.iterdir())
    finally:
        subprocess.run(["umount", str(stick)], check=True)


def test_a_stick_pulled_out_while_writing(tmp_path, monkeypatch):
    """The descriptor dies under the writer, as it does when the device disappears."""
    folder = tmp_path / "stick"
    folder.mkdir()

    def pulled():
        for part in folder.glob("*.part"):
            for handle in Path("/proc/self/fd").iterdir() if os.path.isdir("/proc/self/fd") else ():
                if os.path.realpath(handle) == str(part):
                    os.close(int(handle.name))
        return False

    if not os.path.isdir("/proc/self/fd"):
        pytest.skip("needs /proc")
    with pytest.raises(UserError) as refused:
        write_packet(
            folder, envelope(), [*entries(), Entry.of_bytes("book.pdf", bytes(3 << 20))], BRANCH, [STREET.card],
            cancelled=pulled,
        )
    assert refused.value.code == "disk_gone" and not list(folder.iterdir())


def test_a_stick_that_does_not_keep_what_is_written(tmp_path, monkeypatch):
    """Cheap sticks lie about their size: what is read back differs from what was written."""
    plain = disk.Part.flush

    def flush(self):
        self.file.seek(900)
        self.file.write(b"\0\0\0\0")
        plain(self)

    monkeypatch.setattr(disk.Part, "flush", flush)
    with pytest.raises(UserError) as refused:
        send(tmp_path)
    assert refused.value.code == "readback" and not list(tmp_path.iterdir())


def test_memory_stays_flat(tmp_path):
    """Sixty megabytes of attachments through a few."""
    block = os.urandom(1 << 20)

    def pieces():
        for _ in range(60):
            yield block

    found = [*entries(), Entry("book.pdf", pieces)]
    send(tmp_path, recipients=[])      # imports and caches beforehand
    tracemalloc.start()
    sent = write_packet(tmp_path, envelope(), found, BRANCH, [STREET.card])
    assert judge(sent.path, trust(), STREET).code == "received"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 24 << 20, peak


def test_names_of_branches_make_safe_file_names(tmp_path):
    sent = send(tmp_path, branch_short='拟安/一:支部?"<>|*..')
    assert sent.path.parent == tmp_path and sent.path.name.startswith("拟安一支部-2026-Q3")


def test_the_header_names_no_person(tmp_path):
    data = dict(unzipped(send(tmp_path).path.read_bytes()))["header.json"].decode()
    assert "陈拟舟" not in data and "title" not in data
    assert replace(envelope(), note="x").note == "x"
