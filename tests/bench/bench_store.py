"""Speed of the workbook on a ten-year book: 5,000 records, 50,000 attendance lines.

Run: python tests/bench/bench_store.py [FOLDER]   prints figures in milliseconds and their ratio to the target.
A book already in FOLDER is used again. Opening is timed in fresh processes (imports are listed apart), warm,
cold (the file is put out of the system's memory first; Linux only) and cold after a program that ended without
closing it, beside reading the whole file raw, so that the ratio does not depend on the machine.
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "store"), str(HERE.parent.parent)]

from store_book import attendance, make, reopen  # noqa: E402

from wdbranch.book.record import State  # noqa: E402

RECORDS, LINES, WRITES = 5_000, 10, 5
SPEECH = "结合本支部实际谈体会，表示要发挥先锋模范作用，把学习成果转化为服务居民的实际行动。" * 3


def build(path: Path) -> None:
    names = [f"拟{i:02d}" for i in range(LINES)]
    with make(path) as book:
        for number in range(RECORDS):
            year, month, day = 2017 + number // 500, 1 + number % 12, 1 + number % 28
            record = book.add_record("meeting", "2026", year, {
                "title": f"第{number}次拟会议", "minutes": SPEECH * 4, "seq": number % 99 + 1,
                "start": f"{year}-{month:02d}-{day:02d}T18:30", "host": names[0], "guests": ("拟甲", "拟乙"),
                "agenda": tuple({"no": i, "text": SPEECH, "people": (names[i],)} for i in range(3)),
                "attendance": attendance(*names),
            })
            for count in range(WRITES):
                book.write(record.id, {"order": str(count)})
            book.set_state(record.id, State.FINAL)


def timed(act) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


OPEN = """
import sys, time
sys.path[:0] = {paths!r}
from pathlib import Path
from store_book import reopen
import wdbranch.store.workbook
start = time.perf_counter()
book = reopen(Path({path!r}))
print((time.perf_counter() - start) * 1000, flush=True)
if {crash}:
    import os
    book.set_meta("crash", 1)
    os._exit(0)
book.close()
"""


def opened(path: Path, *, crash: bool = False) -> float:
    """Milliseconds of opening in a fresh process, which then closes the book, or stops without closing it."""
    code = OPEN.format(paths=sys.path[:2], path=str(path), crash=crash)
    return float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)


def forget(path: Path) -> None:
    """Ask the system to keep nothing of the file in memory."""
    for part in path.parent.glob(path.name + "*"):
        handle = os.open(part, os.O_RDWR)
        os.fsync(handle)
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(handle)


def parts(path: Path) -> None:
    """What the log takes of the file."""
    connection = sqlite3.connect(path)
    lines, size = connection.execute("SELECT count(*), sum(length(CAST(body AS BLOB))) FROM log").fetchone()
    print(f"  log: {lines} lines, their contents {size / 1e6:.1f} MB")
    connection.close()


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "ten-years.wdbook"
    if not path.exists():
        print(f"building {RECORDS} records: {timed(lambda: build(path)) / 1000:.1f} s")
    print(f"file: {path.stat().st_size / 1e6:.1f} MB")

    parts(path)
    opens = [opened(path) for _ in range(7)]
    report("open the ten-year book (fresh process, median of 7)", statistics.median(opens), 150)
    report("the slowest of them", max(opens), 150)
    if hasattr(os, "posix_fadvise"):
        colds, crashes = [], []
        for _ in range(5):
            forget(path)
            colds.append(opened(path))
            opened(path, crash=True)
            forget(path)
            crashes.append(opened(path))
        report("open it cold (median of 5)", statistics.median(colds), 1000)
        report("open it cold after a crash (median of 5)", statistics.median(crashes), 3000)
        forget(path)
        report("(reading the file raw, cold)", timed(path.read_bytes), 3000)

    book = reopen(path)
    whole = timed(book.snapshot)
    report("first snapshot", whole, 500)
    drafts = [book.add_record("meeting", "2026", 2026, dict(book.records(year=2026)[0].values)) for _ in range(3)]
    saves = []
    for number in range(300):
        record = drafts[number % 3].id
        saves.append(timed(lambda r=record, n=number: book.write(r, {"title": f"第{n}次"})))
    report("save one field, settled (median of 300)", statistics.median(saves), 5)
    report("  95th percentile", sorted(saves)[285], 5)
    idle = [timed(lambda r=drafts[0].id, n=n: book.write(r, {"minutes": SPEECH + str(n)}, settled=False)) for n in range(300)]
    history = [timed(lambda: book.history(drafts[0].id)) for _ in range(30)]
    report("history of a record of 101 lines (median of 30)", statistics.median(history), 50)
    report("save one field, typing paused (median of 300)", statistics.median(idle), 5)
    again = timed(book.snapshot)
    report("snapshot after one write", again, 500)
    report("snapshot, nothing changed", timed(book.snapshot), 500)
    print(f"ratio first snapshot / snapshot after one write: {whole / again:.1f}")
    report("close", timed(book.close), 1000)

    from wdbranch.store.files import connect

    connection = connect(path)
    report("(quick_check of the whole file)", timed(lambda: connection.execute("PRAGMA quick_check").fetchall()), 150)
    report("(integrity_check)", timed(lambda: connection.execute("PRAGMA integrity_check").fetchall()), 1000)
    connection.close()
    report("(reading the file raw)", timed(path.read_bytes), 150)
    book = reopen(path)
    report("verified backup", timed(lambda: book.backup(folder / "copy.wdbook")), 5000)
    report("doctor", timed(book.doctor), 5000)
    book.close()
    print("sqlite", sqlite3.sqlite_version)


def report(what: str, milliseconds: float, target: float) -> None:
    print(f"{what:58} {milliseconds:9.2f} ms   target {target:5.0f}   ratio {milliseconds / target:.3f}")


if __name__ == "__main__":
    main()
