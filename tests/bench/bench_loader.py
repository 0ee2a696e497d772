"""How long loading the forms takes, as at every start: median and best of 30, and the share of TOML parsing."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
import tomllib
from pathlib import Path

from wdbranch.book.loader import load_editions
from wdbranch.paths import forms_dir


def clock(job: object) -> tuple[float, float]:
    took = []
    for _ in range(30):
        begun = time.perf_counter()
        job()  # type: ignore[operator]
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took), min(took)


def main() -> None:
    texts = [path.read_text(encoding="utf-8") for path in forms_dir().rglob("*.toml")]
    load, parse = clock(lambda: load_editions(forms_dir())), clock(lambda: [tomllib.loads(text) for text in texts])
    print(f"load_editions  median {load[0]:.2f} ms  best {load[1]:.2f} ms  ({len(texts)} files)")
    print(f"tomllib alone  median {parse[0]:.2f} ms  best {parse[1]:.2f} ms  ratio {load[0] / parse[0]:.2f}")
    cold = []
    for _ in range(7):
        code = "import time; t = time.perf_counter(); import wdbranch.book.loader; print((time.perf_counter() - t) * 1000)"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
        cold.append(float(done.stdout))
    print(f"importing it   median {statistics.median(cold):.1f} ms  best {min(cold):.1f} ms  (cold process)")


if __name__ == "__main__":
    main()
