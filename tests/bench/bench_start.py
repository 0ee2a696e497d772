"""From process start to the first painted home page, against a bare QMainWindow with one label, in one run.

    python tests/bench/bench_start.py [times [book.wdbook]]

The book is the sample branch with its year of records. Both programs run in turn, offscreen, each in a
process of its own, with warm disk and compiled modules; the figure is the ratio of the medians. The minima
and the processor time, which a busy machine disturbs less, are printed too. Limit: 1.6.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIMIT = 1.6
ROOT = Path(__file__).resolve().parents[2]
BARE = """
import sys, time
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
"""
HOME = """
import sys, time
from datetime import date
from pathlib import Path
from PySide6.QtCore import QEvent, QObject
from wdbranch.settings import Settings
from wdbranch.ui import start
"""
WATCH = """
class Watch(QObject):
    painted = False
    def eventFilter(self, thing, event):
        if event.type() == QEvent.Type.Paint:
            Watch.painted = True
        return False
"""
BARE_END = """
app = QApplication([])
window = QMainWindow()
label = QLabel("工作台")
window.setCentralWidget(label)
watch = Watch(); label.installEventFilter(watch)
window.resize(1366, 728)
window.show()
"""
HOME_END = """
settings = Settings(recent=[sys.argv[2]])
app = start.make_app(settings)
window = start.make_window(settings, today=lambda: date(2026, 11, 23))
assert window.current == "home", window.current
watch = Watch(); window.page("home").installEventFilter(watch)
window.resize(1366, 728)
window.show()
"""
END = """
while not Watch.painted:
    app.processEvents()
print((time.monotonic() - float(sys.argv[1])) * 1000)
heavy = {"sqlite_utils", "reportlab", "cryptography", "python_calamine", "xlsxwriter", "PIL", "pypinyin", "pypdfium2"}
print(" ".join(sorted(heavy & set(sys.modules))))
sys.stdout.flush()
import os; os._exit(0)
"""


def run(program: str, *arguments: str) -> tuple[float, float, str]:
    """Milliseconds to the first paint, of processor time, and the heavy libraries that were imported."""
    began = time.monotonic()
    command = [sys.executable, "-c", program, str(began), *arguments]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    figures, _, heavy = done.stdout.strip().partition("\n")
    return float(figures), busy * 1000, heavy


def main() -> int:
    """Measure and print."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)      # an installed program has its modules compiled
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HOME"] = folder          # no override: asking the system where data belongs is part of starting
        book = Path(folder) / "branch.wdbook"
        if len(sys.argv) > 2:
            shutil.copy(sys.argv[2], book)
        else:
            from wdbranch.operations.demo import make_demo

            make_demo(Path(folder) / "demo", lambda *_: None)
            shutil.copy(Path(folder) / "demo" / "branch.wdbook", book)
        bare: list[tuple[float, float]] = []
        home: list[tuple[float, float]] = []
        heavy = ""
        for number in range(times + 1):
            one = run(BARE + WATCH + BARE_END + END)
            other = run(HOME + WATCH + HOME_END + END, str(book))
            heavy = other[2]
            if number:                      # the first round warms the disk cache
                bare.append(one[:2])
                home.append(other[:2])
    for name, found in (("bare window", bare), ("home page", home)):
        walls, busy = [wall for wall, _ in found], [cpu for _, cpu in found]
        print(f"{name:12} median {statistics.median(walls):6.1f} ms  min {min(walls):6.1f} ms  processor {min(busy):6.1f} ms")
    ratio = statistics.median(wall for wall, _ in home) / statistics.median(wall for wall, _ in bare)
    least = min(wall for wall, _ in home) / min(wall for wall, _ in bare)
    cpu = min(busy for _, busy in home) / min(busy for _, busy in bare)
    print(f"ratio {ratio:.2f}, of the minima {least:.2f}, of processor time {cpu:.2f}; limit {LIMIT}")
    print(f"heavy libraries imported: {heavy or 'none'}")
    return 0 if ratio <= LIMIT and not heavy else 1


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
