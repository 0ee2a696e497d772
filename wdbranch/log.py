"""The program's own log: what went wrong and where in the program, never what a book says.

``logging`` and ``traceback`` are imported when the first line is written: most days none is.
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from wdbranch import __version__
from wdbranch.paths import data_dir

_LOG_BYTES = 500_000
_LOGS_KEPT = 3


def log_file() -> Path:
    """Where the log is written."""
    return data_dir() / "logs" / "wdbranch.log"


def write_log(text: str, *, path: Path | None = None) -> bool:
    """Add a line to the rotating log; False where no file can be written, which stops nothing."""
    import logging
    from logging.handlers import RotatingFileHandler

    target = path or log_file()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            target, maxBytes=_LOG_BYTES, backupCount=_LOGS_KEPT, encoding="utf-8", delay=True
        )
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        handler.handle(logging.LogRecord("wdbranch", logging.INFO, "", 0, text, None, None))
        handler.close()
    except OSError:
        return False
    return True


def bare_details(error: BaseException, trace: TracebackType | None = None) -> str:
    """What went wrong, for whoever mends the program: kinds of errors and places in the code.

    The texts of the errors are left out: they may quote a name or a sentence from a book.
    """
    import platform
    import traceback

    machine = f"{platform.system()} {platform.machine()}"
    lines = [f"wdbranch {__version__} · Python {platform.python_version()} · {machine}"]
    seen: BaseException | None = error
    known: list[BaseException] = []
    while seen is not None and seen not in known:  # an error may name itself as its cause
        known.append(seen)
        lines.append(_kind(seen))
        frames = traceback.extract_tb(trace if seen is error and trace is not None else seen.__traceback__)
        lines.extend(f"  {_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\n".join(lines)


def _kind(error: BaseException) -> str:
    name = type(error).__qualname__
    if isinstance(error, OSError) and error.errno is not None:
        return f"{name} errno={error.errno}"
    return name


def _place(filename: str) -> str:
    parts = Path(filename).parts
    for anchor in ("wdbranch", "site-packages"):
        if anchor in parts:
            return "/".join(parts[len(parts) - 1 - parts[::-1].index(anchor) :])
    return parts[-1] if parts else filename
