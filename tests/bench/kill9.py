"""kill -9 at random moments of writing: is an acknowledged edit ever lost, is the file ever damaged?

Run: python tests/bench/kill9.py [KILLS] [FOLDER]   (200 kills take about a minute)
A writer opens the workbook, changes one record again and again (fields, child rows, attachments, new
records) and says on its output what was acknowledged. It is killed; then the file is opened as the program
would, checked page by page, and what it says is compared with what was acknowledged.
"""

from __future__ import annotations

import json
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "store"), str(HERE.parent.parent)]

from store_book import make, reopen  # noqa: E402


@dataclass
class Tally:
    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    integrity_failures: int = 0
    half_writes: int = 0
    left_logs: int = 0          # a write-ahead log was waiting after the kill


def values(number: int) -> dict[str, object]:
    """All parts tell the same number, so that half a write shows."""
    rows = tuple({"no": number, "text": f"第{number}次" * (1 + number % 40)} for _ in range(number % 7))
    return {"seq": number, "title": f"第{number}次", "minutes": "学习" * (number * 37 % 3000), "agenda": rows}


def write_for_ever(path: Path) -> None:
    with reopen(path) as book:
        record = book.records(form="meeting")[0]
        number = record.get("seq") or 0
        print("ready", flush=True)
        while True:
            number += 1
            book.write(record.id, values(number), settled=number % 3 != 0)
            print(number, flush=True)
            if number % 5 == 0:
                book.add_record("note", "2026", 2026, {"seq": number, "title": "新"}, links=[record.id])
            if number % 11 == 0:
                kept = book.attach(record.id, random.randbytes(60_000), f"{number}.bin", "file")
                book.detach(record.id, kept.digest)


def run(kills: int, folder: Path, seed: int = 42) -> Tally:
    """Kill a writer so many times."""
    path, chance, tally = folder / "killed.wdbook", random.Random(seed), Tally()
    with make(path) as book:
        book.add_record("meeting", "2026", 2026, values(0))
    for _ in range(kills):
        writer = subprocess.Popen(
            [sys.executable, __file__, "writer", str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None and writer.stderr is not None
        if writer.stdout.readline().strip() != "ready":
            raise AssertionError(writer.stderr.read())
        time.sleep(chance.uniform(0.0, 0.12))
        writer.send_signal(signal.SIGKILL)
        said = [int(line) for line in writer.stdout.read().split() if line.isdigit()]
        writer.wait()
        writer.stdout.close()
        writer.stderr.close()
        check(path, said, tally)
    return tally


def check(path: Path, said: list[int], tally: Tally) -> None:
    waiting = path.with_name(path.name + "-wal")
    tally.kills += 1
    tally.left_logs += waiting.exists() and waiting.stat().st_size > 0
    tally.acknowledged += len(said)
    with reopen(path) as book:
        record = book.records(form="meeting")[0]
        number = record.get("seq")
        if said and number < said[-1]:
            tally.lost += said[-1] - number
        expected = {key: value for key, value in values(number).items() if value}
        seen = {key: value for key, value in record.values.items()}
        rows = [(row["no"], row["text"]) for row in seen.pop("agenda", ())]
        wanted = [(row["no"], row["text"]) for row in expected.pop("agenda", ())]
        seen.pop("seq"), expected.pop("seq", None)
        history = book.history(record.id)
        settled = [line.values.get("seq") for line in history if line.action == "write"]
        log_holds = not settled or (settled[-1] == number or (number % 3 == 0 and settled[-1] == number - 1))
        if seen != expected or rows != wanted or not log_holds:
            tally.half_writes += 1
        if [problem.code for problem in book.doctor()] != ["backup_none"]:
            tally.integrity_failures += 1
    connection = sqlite3.connect(path)
    if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        tally.integrity_failures += 1
    connection.close()


if __name__ == "__main__":
    if sys.argv[1:2] == ["writer"]:
        write_for_ever(Path(sys.argv[2]))
    else:
        count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
        place = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(tempfile.mkdtemp())
        place.mkdir(parents=True, exist_ok=True)
        print(json.dumps(asdict(run(count, place))))
