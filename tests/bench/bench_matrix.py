"""500 branches × 12 months: reading the desk, and drawing the table. ``python tests/bench/bench_matrix.py``.

Limit of the issue: drawn within 200 ms. A plain table of as many fixed words is drawn beside it as a baseline.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtWidgets import QApplication, QTableWidget, QTableWidgetItem

from wdbranch.operations.book import editions
from wdbranch.settings import Settings
from wdbranch.store import desk_rows
from wdbranch.store.desk import Desk as StreetDesk
from wdbranch.store.desk import ListedBranch, Received
from wdbranch.street.matrix import Rhythm, keep_rhythm, matrix
from wdbranch.ui import style
from wdbranch.ui.desk import Desk
from wdbranch.ui.main_window import MainWindow

BRANCHES, MONTHS = 500, 12
LIMIT_MS = 200


def fill(path: Path) -> None:
    """A desk to which every branch but each seventh has reported every month."""
    with StreetDesk.create(path, "NH", "拟和街道", editions=editions(), clock=lambda: datetime(2026, 1, 2, 9)) as desk:
        for number in range(BRANCHES):
            desk.put_branch(ListedBranch(f"B{number:03}", f"拟和街道第{number}支部", f"拟{number}支部"))
        summary = {"counts": {"party_assembly": 3}, "measures": {"2026": {f"form{n}": {"records": n} for n in range(40)}}}
        with desk._writing() as connection:
            for number in range(BRANCHES):
                for month in range(1, MONTHS + 1):
                    if number % 7 and month < 12:
                        desk_rows.add_packet(connection, packet(number, month, summary), ())
        keep_rhythm(desk, Rhythm("month", 5))


def packet(number: int, month: int, summary: dict[str, object]) -> Received:
    digest = f"{number:032x}{month:032x}"
    return Received(
        digest, f"B{number:03}", f"2026-{month:02}", 1, month, None, 0, "k" * 32, f"2026-{month:02}-28T09:00:00",
        f"2026-{month:02}-28T09:00:00", "卢拟衡", f"{number}-{month}.wdp", digest, 1000, "received", "", summary,
    )


def median(call: Callable[[], object], times: int = 7) -> float:
    spent = []
    for _ in range(times):
        started = time.perf_counter()
        call()
        spent.append((time.perf_counter() - started) * 1000)
    return sorted(spent)[times // 2]


def main() -> None:
    app = QApplication([])
    style.apply(app, style.Look())
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "街道.wddesk"
        fill(path)
        with StreetDesk.open(path, editions=editions()) as desk:
            read = median(lambda: matrix(desk, 2026, date(2026, 12, 20)))
        print(f"reading {BRANCHES} x {MONTHS}:            {read:7.1f} ms")
        window = MainWindow(Desk(Settings(data_folder=place), today=lambda: date(2026, 12, 20), jobs_at_once=True))
        window.resize(1366, 728)
        window.show()
        assert window.desk.open_file(path)
        window.navigate("matrix")
        page = window.page("matrix")

        def draw() -> None:
            page.refresh()
            window.grab()

        spent = median(draw)
        plain = QTableWidget(BRANCHES, MONTHS + 1)
        plain.resize(1100, 600)
        for row in range(BRANCHES):
            for column in range(MONTHS + 1):
                plain.setItem(row, column, QTableWidgetItem("待审"))
        plain.show()
        base = median(lambda: plain.grab())
        print(f"read, filled and drawn:          {spent:7.1f} ms, {spent / base:.1f} x a plain table's drawing ({base:.1f} ms)")
        assert spent <= LIMIT_MS, f"over {LIMIT_MS} ms"
        window.desk.close_book()


if __name__ == "__main__":
    main()
