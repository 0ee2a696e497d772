"""Speed of packets: figures and ratios of one run. ``python tests/bench/bench_packet.py [MiB]``."""

from __future__ import annotations

import hashlib
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.packet.forge import BRANCH, STREET, entries, envelope, trust
from wdbranch.packet.keys import Keys
from wdbranch.packet.payload import Entry
from wdbranch.packet.read import judge
from wdbranch.packet.write import write_packet

BLOCK = os.urandom(1 << 20)


def pieces(count: int) -> Callable[[], Iterator[bytes]]:
    return lambda: (BLOCK for _ in range(count))


def timed(name: str, call: Callable[[], object], base: float | None = None) -> float:
    started = time.perf_counter()
    call()
    spent = time.perf_counter() - started
    print(f"{name:<28}{spent:8.3f} s" + (f"  {spent / base:5.2f} x" if base else ""))
    return spent


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 256
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        plain = folder / "plain"
        with plain.open("wb") as file:
            for piece in pieces(size)():
                file.write(piece)
        base = timed(f"copy {size} MiB, fsync", lambda: copied(plain, folder / "copy"))
        timed("SHA-256 of it", lambda: digest(plain), base)
        made = []
        photos = Entry("book.pdf", pieces(size))
        timed("write packet, read back", lambda: made.append(
            write_packet(folder, envelope(), [*entries(), photos], BRANCH, [STREET.card])), base)
        timed("judge packet completely", lambda: judge(made[0].path, trust(), STREET), base)
        small = write_packet(folder, envelope(), entries(), BRANCH, [STREET.card]).path
        timed("judge a small packet × 100", lambda: [judge(small, trust(), STREET) for _ in range(100)])
        timed("save keys (passphrase)", lambda: BRANCH.save(folder / "k", "足够长的口令一个"))
        timed("load keys (passphrase)", lambda: Keys.load(folder / "k", "足够长的口令一个"))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copied(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    with target.open("rb+") as file:
        os.fsync(file.fileno())


if __name__ == "__main__":
    main()
