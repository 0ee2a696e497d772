"""Many packets at once, and one large one. ``python tests/bench/bench_sweep.py [small]``.

Goals of the issue: a sweep of 60 packets of 20 MB and of 500 of 5 MB within 2.5 × the ``sha256sum`` of the same
bytes in the same run; writing a packet with 1 GB of photographs within 2 × ``cp`` and ``sha256sum``; peak memory
of either at most 250 MB. Each figure is taken in a process of its own. ``small`` is a tenth of everything.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.packet.forge import EDITIONS, FORM, STREET, envelope, record
from wdbranch.packet.keys import Keys
from wdbranch.packet.payload import Entry, record_entry
from wdbranch.packet.suite import default_suite
from wdbranch.packet.summary import counts_of, summary_bytes
from wdbranch.packet.write import write_packet
from wdbranch.store.desk import Desk
from wdbranch.street.sweep import sweep
from wdbranch.street.trust import register_card

BLOCK = os.urandom(1 << 20)
MEMORY_MB = 250
SWEEP_RATIO, WRITE_RATIO = 2.5, 2.0


def branch(number: int) -> Keys:
    return Keys._of(default_suite(), number.to_bytes(32, "big"), "branch", f"B{number:03}", f"拟和街道第{number}支部")


def write(folder: Path, keys: Keys, mebibytes: int) -> Path:
    """A packet with one photograph of that size."""
    code = keys.card.code
    records = [record()]
    photo = "attachments/" + "c" * 64 + ".jpg"
    entries = [
        record_entry(FORM, records[0], rec_no="2026-HY-03"),
        Entry.of_bytes("summary.json", summary_bytes((code, "2026-Q3"), EDITIONS, records, 1)),
        Entry(photo, lambda: (BLOCK for _ in range(mebibytes))),
    ]
    about = envelope(branch=code, branch_name=keys.card.name, branch_short=code, counts=counts_of(records, 1))
    return write_packet(folder, about, entries, keys, [STREET.card]).path


def in_own_process(what: str, *arguments: object) -> tuple[float, float]:
    """Seconds and peak memory in MB of one step, in a fresh process."""
    command = [sys.executable, __file__, "--step", what, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, memory = done.stdout.split()[-2:]
    return float(seconds), float(memory)


def step(what: str, folder: Path, *numbers: str) -> None:
    if what == "sweep":
        with Desk.create(folder / "desk.wddesk", "NH", "拟和街道", editions=EDITIONS, clock=lambda: datetime(2026, 10, 8)) as desk:
            for number in range(int(numbers[0])):
                register_card(desk, branch(number).card, by="卢拟衡")
            started = time.perf_counter()
            found = sweep(desk, folder / "stick", STREET)
            spent = time.perf_counter() - started
        assert all(one.taken_in for one in found), found
        assert len(found) == int(numbers[0])
    else:
        started = time.perf_counter()
        write(folder, branch(1), int(numbers[0]))
        spent = time.perf_counter() - started
    print(spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def shell(command: str) -> float:
    started = time.perf_counter()
    subprocess.run(command, shell=True, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def swept(count: int, mebibytes: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        stick = Path(place) / "stick"
        stick.mkdir()
        for number in range(count):
            write(stick, branch(number), mebibytes)
        base = shell(f"sha256sum {stick}/*.wdp")
        spent, memory = in_own_process("sweep", place, count)
        again = shell(f"sha256sum {stick}/*.wdp")
    told = f"sweep {count} x {mebibytes} MiB"
    print(f"{told:<28}{spent:8.2f} s, {spent / min(base, again):5.2f} x sha256sum ({min(base, again):.2f} s), peak {memory:.0f} MB")
    check(spent <= SWEEP_RATIO * max(base, again), f"{told}: over {SWEEP_RATIO} x")
    check(memory <= MEMORY_MB, f"{told}: over {MEMORY_MB} MB")


def written(mebibytes: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        plain = Path(place) / "plain"
        with plain.open("wb") as file:
            for _ in range(mebibytes):
                file.write(BLOCK)
        base = shell(f"cp {plain} {plain}.copy && sync {plain}.copy && sha256sum {plain}")
        spent, memory = in_own_process("write", place, mebibytes)
    told = f"write {mebibytes} MiB"
    print(f"{told:<28}{spent:8.2f} s, {spent / base:5.2f} x cp + sha256sum ({base:.2f} s), peak {memory:.0f} MB")
    check(spent <= WRITE_RATIO * base, f"{told}: over {WRITE_RATIO} x")
    check(memory <= MEMORY_MB, f"{told}: over {MEMORY_MB} MB")


FAILED: list[str] = []


def check(holds: bool, told: str) -> None:
    if not holds:
        FAILED.append(told)


def main() -> None:
    if sys.argv[1:2] == ["--step"]:
        step(sys.argv[2], Path(sys.argv[3]), *sys.argv[4:])
        return
    part = 10 if "small" in sys.argv else 1
    runs: list[Callable[[], None]] = [
        lambda: swept(60 // part, 20), lambda: swept(500 // part, 5), lambda: written(1024 // part),
    ]
    for run in runs:
        run()
    for told in FAILED:
        print(f"MISSED: {told}")
    sys.exit(bool(FAILED))


if __name__ == "__main__":
    main()
