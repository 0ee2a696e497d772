"""Printing a year of some 300 pages: our engine against stock platypus with rl_accel, the same records.

Whole processes, from start to exit, in turn; median of five. Figures: wall time, pages a second, peak memory.
Goals: at least twice as fast, at most 0.6 of the memory. Run: ``python tests/bench/bench_print.py``.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
RUNS = 5


def run(script: str, out: Path) -> tuple[float, float, int]:
    """Seconds, peak MB and pages of one whole process."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, str(HERE / script), str(out)], stdout=subprocess.PIPE, text=True)
    printed = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        raise SystemExit(f"{script} failed")
    return seconds, usage.ru_maxrss / 1024, int(printed.split()[-1])


def main() -> None:
    import _rl_accel  # noqa: F401 - the baseline is with the accelerator, or not at all

    figures: dict[str, list[tuple[float, float, int]]] = {"print_book.py": [], "platypus_book.py": []}
    with tempfile.TemporaryDirectory() as folder:
        run("print_book.py", Path(folder) / "warm.pdf")  # unpacks the fonts, fills the disk cache
        run("platypus_book.py", Path(folder) / "warm.pdf")
        for _ in range(RUNS):
            for script, found in figures.items():
                found.append(run(script, Path(folder) / (script + ".pdf")))
        sizes = {script: (Path(folder) / (script + ".pdf")).stat().st_size / 1e6 for script in figures}
    rates = {}
    for script, found in figures.items():
        seconds = statistics.median(one[0] for one in found)
        memory = statistics.median(one[1] for one in found)
        pages = found[0][2]
        rates[script] = (seconds / pages, memory)
        print(f"{script:18} {pages} pages {seconds:.2f} s {pages / seconds:.0f} pages/s {memory:.0f} MB, file {sizes[script]:.2f} MB")
    ours, theirs = rates["print_book.py"], rates["platypus_book.py"]
    print(f"per page {theirs[0] / ours[0]:.2f} times as fast (goal 2), memory {ours[1] / theirs[1]:.2f} (goal 0.6)")


if __name__ == "__main__":
    main()
