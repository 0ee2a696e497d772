"""From process start to the first painted home page, against a bare QMainWindow with one label, in one run.

    python tests/bench/bench_start.py [times]

The book is the sample branch with its year of records. Both programs run in turn, offscreen, each in a
process of its own; the figure is the ratio of the medians (the minima are printed too). Limit: 1.6.
"""

from __future__ import annotations

import os
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


def run(program: str, *arguments: str) -> tuple[float, str]:
    """Milliseconds to the first paint, and the heavy libraries that were imported."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", program, str(began), *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    figures, _, heavy = done.stdout.strip().partition("\n")
    return float(figures), heavy


def main() -> int:
    """Measure and print."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)      # an installed program has its modules compiled
    with tempfile.TemporaryDirectory() as folder:
        os.environ["WDBRANCH_DATA"] = folder
        book = Path(folder) / "branch.wdbook"
        if len(sys.argv) > 2:
            shutil.copy(sys.argv[2], book)
        else:
            from wdbranch.operations.demo import make_demo

            make_demo(Path(folder) / "demo", lambda *_: None)
            shutil.copy(Path(folder) / "demo" / "branch.wdbook", book)
        bare, home, heavy = [], [], ""
        for number in range(times + 1):
            one, _ = run(BARE + WATCH + BARE_END + END)
            other, heavy = run(HOME + WATCH + HOME_END + END, str(book))
            if number:                      # the first round warms the disk cache
                bare.append(one)
                home.append(other)
    ratio = statistics.median(home) / statistics.median(bare)
    print(f"bare window  median {statistics.median(bare):7.1f} ms  min {min(bare):7.1f} ms")
    print(f"home page    median {statistics.median(home):7.1f} ms  min {min(home):7.1f} ms")
    print(f"ratio {ratio:.2f} (of the minima {min(home) / min(bare):.2f}), limit {LIMIT}")
    print(f"heavy libraries imported: {heavy or 'none'}")
    return 0 if ratio <= LIMIT and not heavy else 1


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
