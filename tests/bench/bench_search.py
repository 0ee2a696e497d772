"""Search in a ten-year book: 5,000 records, 50,000 attendance lines, some 60 MB of file.

Run: python tests/bench/bench_search.py [FOLDER]   prints milliseconds and their ratio to 50 ms. Uses the book of
``bench_store`` in FOLDER, or builds it. Beside it, what the same answers would cost with an index of pairs of
characters in the file (FTS5): time of a query, of a save, and the room it takes.
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "store"), str(HERE.parent.parent)]

from bench_store import RECORDS, SPEECH, build  # noqa: E402
from store_book import reopen  # noqa: E402

from wdbranch.book import search as book_search  # noqa: E402
from wdbranch.book.search import Wanted  # noqa: E402

TARGET = 50
QUERIES = {
    "two characters in every record": "实际", "two characters in one record": "桐油", "nowhere": "无影",
    "a phrase": "先锋模范作用", "two words": "先锋 居民", "initials of a name": "nj", "nobody's initials": "qxz",
    "a number": "第4321次",
}


def timed(act) -> float:
    begin = time.perf_counter()
    act()
    return (time.perf_counter() - begin) * 1000


def report(what: str, milliseconds: float, target: float = TARGET) -> None:
    print(f"{what:62} {milliseconds:8.2f} ms   ratio {milliseconds / target:.2f}")


def pairs(text: str) -> str:
    """The pairs of characters of a text, as an index in the file would keep them."""
    return " ".join(text[i : i + 2] for i in range(len(text) - 1))


def in_the_file(texts: list[str], folder: Path) -> None:
    """The same with FTS5: built, asked, written to, weighed."""
    path = folder / "fts.db"
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5(body, content='')")

    def fill() -> None:
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO words(rowid, body) VALUES (?,?)", ((i, pairs(t)) for i, t in enumerate(texts)))
        connection.execute("COMMIT")

    print(f"an index in the file instead: built in {timed(fill) / 1000:.1f} s")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    print(f"  room {path.stat().st_size / 1e6:.1f} MB for {sum(map(len, texts)) / 1e6:.1f} million characters")
    for word in ("实际", "先锋模范作用", "无影"):
        phrase = '"' + pairs(word) + '"'
        ask = lambda: connection.execute("SELECT rowid FROM words WHERE words MATCH ?", (phrase,)).fetchall()
        report(f"  asked for {word}", statistics.median(timed(ask) for _ in range(9)))

    def save(number: int) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO words(words, rowid, body) VALUES ('delete',?,?)", (number, pairs(texts[number])))
        connection.execute("INSERT INTO words(rowid, body) VALUES (?,?)", (number, pairs(texts[number] + "改")))
        connection.execute("COMMIT")

    report("  each save would take longer by (median of 50)", statistics.median(timed(lambda n=n: save(n)) for n in range(50)), 5)
    connection.close()


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "ten-years.wdbook"
    if not path.exists():
        build(path)
    book = reopen(path)
    print(f"{len(book.records())} records of at least {RECORDS}, file {path.stat().st_size / 1e6:.1f} MB")
    draft = book.add_record("meeting", "2026", 2026, {"title": "拟找的", "minutes": "擦了桐油，" + SPEECH, "start": "2026-09-18T18:30"})
    book.close()

    book = reopen(path)
    report("(first snapshot, which the home page has taken already)", timed(book.snapshot), 500)
    report("the very first query, nothing got ready", timed(lambda: book_search.search(book.snapshot(), Wanted("实际"))))
    book.close()

    book = reopen(path)
    begin, steps = 0, []
    while begin < len(book.snapshot().records):
        steps.append(timed(lambda b=begin: book_search.warm(book.snapshot(), b, 150)))
        begin += 150
    print(f"got ready while idle: {sum(steps):.0f} ms in {len(steps)} steps, the longest {max(steps):.1f} ms")
    report("the first query after that", timed(lambda: book_search.search(book.snapshot(), Wanted("实际"))))
    found = {}
    for name, text in QUERIES.items():
        times = [timed(lambda t=text: found.update({t: book_search.search(book.snapshot(), Wanted(t))})) for _ in range(15)]
        report(f"{name} ({text}): {found[text].total} found", statistics.median(times))
    year = Wanted("实际", form="meeting", year=2020, person="拟03")
    report("with kind, year and person", statistics.median(timed(lambda: book_search.search(book.snapshot(), year)) for _ in range(15)))
    times = []
    for number in range(15):
        book.write(draft.id, {"title": f"拟找的{number}"})
        times.append(timed(lambda: book_search.search(book.snapshot(), Wanted("桐油"))))
    report("right after a save", statistics.median(times))
    texts = [book_search._told(book.snapshot(), record).text for record in book.snapshot().records]
    book.discard(draft.id)
    assert book_search.search(book.snapshot(), Wanted("桐油")).total == 0
    book.close()
    random.Random(1).shuffle(texts)
    in_the_file(texts, folder)


if __name__ == "__main__":
    main()
