"""What a closed workbook kept for its next start, read without opening it: no lock, no checks, 1 ms.

Nothing here decides anything: what it gives is painted until the workbook has been opened properly.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

_STATE = "SELECT (SELECT max(seq) FROM log), count(*), sum(rev) FROM record"


def state_of(connection: sqlite3.Connection) -> list[int]:
    """Three numbers that change with every change of the contents: last line of the log, records, revisions.

    Every change has a line in the log but a pause in typing, which counts up the record's revision.
    """
    return [number or 0 for number in connection.execute(_STATE).fetchone()]


def peek(path: Path, key: str, *, beside: Sequence[str] = ("-wal", ".lock")) -> tuple[list[int], Any] | None:
    """The state of a workbook and what it kept under ``key`` (a JSON value); None where that cannot be told.

    Nothing is told of a file that somebody has open or that was not closed (a file beside it says so), nor
    of one that cannot be read: opening it will say what is wrong. Writes nothing, not even beside the file.
    """
    if any(path.with_name(path.name + end).exists() for end in beside):
        return None
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            row = connection.execute("SELECT value FROM meta WHERE key=?", (key,)).fetchone()
            return None if row is None else (state_of(connection), json.loads(row[0]))
    except (sqlite3.Error, OSError, ValueError, RecursionError):
        return None
