"""From process start to the first painted home page, against a bare QMainWindow with one label, in one run.

    python tests/bench/bench_start.py [times [book.wdbook]]

The book is the sample branch with its year of records, named in the settings as the one open last. Both programs
run in turn, offscreen, each in a process of its own, with warm disk and compiled modules. The clock stops when the
whole window has been painted; the page must then show the branch, the number of duties, the stars and the
findings of the book, or the run fails. The figure is the ratio of the medians; the minima and the processor
time up to that moment, which a busy machine disturbs less, are printed too. Limit: 1.6.

The home page that the book kept when it was closed is painted first. Printed besides: when the book has been opened
and the page computed anew ("home, computed"), the first start of the next day ("next day"), and a start for which no
page was kept, a week or more after closing or after another program wrote ("nothing kept": opened and computed
before anything is painted).
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

LIMIT = 1.6
DAY = date(2026, 11, 23)
ROOT = Path(__file__).resolve().parents[2]
SIZE = (1366, 728)
HEAVY = {"sqlite_utils", "reportlab", "cryptography", "python_calamine", "xlsxwriter", "PIL", "pypinyin", "pypdfium2"}
BARE = """
import sys, time
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
"""
HOME = """
import sys, time
from wdbranch import app as program
program.hasten()
from wdbranch.ui import start
from datetime import date
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication
"""
WATCH = """
class Watch(QObject):
    painted, look, seen = None, None, None
    def eventFilter(self, thing, event):
        if event.type() == QEvent.Type.Paint:
            # Delivered when the painting that begins here has been finished and shown, and before anything
            # that the program itself leaves for after its first painting.
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))
        return False
    def customEvent(self, event):
        if Watch.painted is None:
            Watch.painted = time.monotonic(), time.process_time()
            Watch.seen = Watch.look and Watch.look()
"""
BARE_END = """
app = QApplication([])
window = QMainWindow()
label = QLabel("工作台")
window.setCentralWidget(label)
watch = Watch(); window.installEventFilter(watch)
"""
HOME_END = """
day = date.fromisoformat(sys.argv[2])
window = start.first_window(today=lambda: day)
app = QApplication.instance()
assert window.current == "home", window.current
from PySide6.QtWidgets import QLabel
def shown():
    labels = [label for label in window.page("home").findChildren(QLabel) if label.isVisible()]
    return window.desk.book is None, [getattr(label, "whole", None) or label.text() for label in labels]
Watch.look = shown
watch = Watch(); window.installEventFilter(watch)
"""
END = f"""
window.resize{SIZE}
window.show()
while Watch.painted is None:
    app.processEvents()
figures = dict(wall=(Watch.painted[0] - float(sys.argv[1])) * 1000, busy=Watch.painted[1] * 1000)
"""
SHOWN = f"""
figures["kept"], figures["shown"] = Watch.seen
while window.desk.book is None:
    app.processEvents()
figures["computed"] = (time.monotonic() - float(sys.argv[1])) * 1000
figures["then"] = shown()[1]
figures["heavy"] = sorted({HEAVY!r} & set(sys.modules))
if sys.argv[3:]:
    from wdbranch.ui import keep_home
    for _ in keep_home.coming(window.desk.book, day, window.desk.computed):
        pass              # what is done while nobody types
    began = time.monotonic()
    window.close()        # keeps the pages
    figures["closing"] = (time.monotonic() - began) * 1000
"""
LAST = """
import json
print(json.dumps(figures))
sys.stdout.flush()
import os; os._exit(0)
"""


def run(program: str, *arguments: str) -> dict[str, Any]:
    """What the program measured of itself, times in ms."""
    began = time.monotonic()
    command = [sys.executable, "-c", program, str(began), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    figures: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def expect(book: Path, day: date) -> list[str]:
    """Some of what the home page has to show, computed from the book here."""
    from wdbranch.operations import book as books
    from wdbranch.operations import overview

    with books.open_book(book) as held:
        home = overview.home(held, day)
    waiting = sum(1 for duty in home.duties if duty.state != "done" and duty.days_left <= 31)
    return [
        f"{home.branch.short or home.branch.name}　",
        f"待办 {waiting} 件",
        *(f"/ 适用 {star.applicable}" for star in home.stars),
        *(finding.say for finding in home.findings[:4]),
    ]


def prepare(folder: Path, given: Path | None) -> Path:
    """A book in a home of its own, with settings that name it as the last one."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)      # an installed program has its modules compiled
    os.environ["HOME"] = str(folder)      # no override: asking the system where data belongs is part of starting
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "WDBRANCH_DATA", "WDBRANCH_CACHE"):
        os.environ.pop(name, None)
    from wdbranch.operations.demo import make_demo
    from wdbranch.settings import Settings, save_settings

    book = folder / "branch.wdbook"
    if given is None:
        make_demo(folder / "demo", lambda *_: None)
        given = folder / "demo" / "branch.wdbook"
    shutil.copy(given, book)
    save_settings(Settings(recent=[str(book)]))
    return book


def put_back(closed: Path, book: Path) -> None:
    """The book as it was after closing: the programs measured end without."""
    for end in ("-wal", "-shm", ".lock"):
        book.with_name(book.name + end).unlink(missing_ok=True)
    shutil.copy(closed, book)


def main() -> int:
    """Measure and print."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    home_program = HOME + WATCH + HOME_END + END + SHOWN + LAST
    with tempfile.TemporaryDirectory() as folder:
        book = prepare(Path(folder), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
        wanted = expect(book, DAY)
        run(home_program, DAY.isoformat(), "and close")
        closed = shutil.copy(book, Path(folder) / "closed.wdbook")
        found: dict[str, list[dict[str, Any]]] = {"bare window": [], "home page": [], "next day": [], "nothing kept": []}
        for number in range(times + 1):
            one = run(BARE + WATCH + BARE_END + END + LAST)
            put_back(closed, book)
            home = run(home_program, DAY.isoformat())
            put_back(closed, book)
            other = run(home_program, (DAY + timedelta(1)).isoformat())
            put_back(closed, book)
            none = run(home_program, (DAY + timedelta(60)).isoformat())
            if number:                      # the first round warms the disk cache
                for name, figures in zip(found, (one, home, other, none), strict=True):
                    found[name].append(figures)
    for name, runs in found.items():
        told(name, [one["wall"] for one in runs], [one["busy"] for one in runs])
    homes, bare = found["home page"], found["bare window"]
    told("home, computed", [one["computed"] for one in homes], [])
    for one in homes:
        missing = [text for text in wanted if not any(text in label for label in one["shown"])]
        assert not missing, f"the first picture lacks {missing}"
        assert one["kept"] and one["shown"] == one["then"], "the kept page was not shown, or was another"
    ratio = statistics.median(one["wall"] for one in homes) / statistics.median(one["wall"] for one in bare)
    least = min(one["wall"] for one in homes) / min(one["wall"] for one in bare)
    cpu = min(one["busy"] for one in homes) / min(one["busy"] for one in bare)
    heavy = sorted({name for one in homes for name in one["heavy"]})
    print(f"ratio {ratio:.2f}, of the minima {least:.2f}, of processor time {cpu:.2f}; limit {LIMIT}")
    print(f"the first picture shows {len(wanted)} expected texts; heavy libraries imported: {heavy or 'none'}")
    return 0 if ratio <= LIMIT and not heavy else 1


def told(name: str, walls: list[float], busy: list[float]) -> None:
    """One line of figures."""
    cpu = f"  processor {min(busy):6.1f} ms" if busy else ""
    print(f"{name:15} median {statistics.median(walls):6.1f} ms  min {min(walls):6.1f} ms{cpu}")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
