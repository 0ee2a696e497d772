"""How long it takes to open a record, from the click to the painted page, against plain widgets in the same run.

    python tests/bench/bench_record_page.py [times]

The book is the sample branch. Every record is opened in turn from another one, as from a list, and every page of
the window is visited for the first time in a fresh window. The clock stops when the whole window has been painted.
The yardstick is a bare page with sixty line edits and twenty text edits, built and painted in the same window.
Limit: 100 ms for the slowest kind of record (median), visited before or not.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

LIMIT_MS = 100
DAY = date(2026, 11, 23)
SIZE = (1366, 728)


def clocked(act: Callable[[], object]) -> float:
    """Milliseconds of ``act`` and of the painting that follows."""
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    assert app is not None
    for _ in range(5):
        app.processEvents()
    begin = time.perf_counter()
    act()
    for _ in range(3):
        app.processEvents()
    return (time.perf_counter() - begin) * 1000


def bare() -> float:
    """The yardstick: eighty plain boxes."""
    from PySide6.QtWidgets import QLineEdit, QTextEdit, QVBoxLayout, QWidget

    page = QWidget()

    def build() -> None:
        box = QVBoxLayout(page)
        for number in range(80):
            box.addWidget(QTextEdit("拟安") if number % 4 == 0 else QLineEdit("拟安"))
        page.resize(*SIZE)
        page.show()

    spent = clocked(build)
    page.deleteLater()
    return spent


def main(times: int) -> int:
    from PySide6.QtWidgets import QApplication

    from wdbranch.operations.demo import make_demo
    from wdbranch.settings import Settings
    from wdbranch.ui import start, style
    from wdbranch.ui.desk import Desk
    from wdbranch.ui.main_window import BRANCH_ENTRIES, MainWindow

    app = QApplication([])
    start.speak_chinese(app)
    style.apply(app, style.Look())
    with tempfile.TemporaryDirectory() as folder:
        make_demo(Path(folder) / "样例", lambda *_: None)
        window = MainWindow(Desk(Settings(data_folder=folder), today=lambda: DAY, jobs_at_once=True))
        window.resize(*SIZE)
        window.show()
        assert window.desk.open_file(Path(folder) / "样例" / "branch.wdbook")
        yardstick = statistics.median(bare() for _ in range(5))
        print(f"eighty plain boxes            {yardstick:6.1f} ms")
        for entry in BRANCH_ENTRIES:
            print(f"first visit: {entry.page:<16} {clocked(lambda page=entry.page: window.navigate(page)):6.1f} ms")
        kinds: dict[str, list[str]] = {}
        for record in window.desk.open_book().snapshot().records:
            kinds.setdefault(record.form, []).append(record.id)
        worst = 0.0
        for form, records in kinds.items():
            first = clocked(lambda: window.navigate("record", {"record_id": records[0]}))
            spent = []
            for _ in range(times):
                for record_id in records[:4]:
                    clocked(lambda: window.navigate("book"))
                    spent.append(clocked(lambda one=record_id: window.navigate("record", {"record_id": one})))
            middle = statistics.median(spent)
            worst = max(worst, middle, first)
            print(f"{form:<22} first {first:6.1f}  median {middle:6.1f} ms  ratio {middle / yardstick:5.2f}")
        window.desk.close_book()
    print(f"slowest {worst:.1f} ms, limit {LIMIT_MS} ms")
    return int(worst > LIMIT_MS)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
