"""What the person chose for this computer: type size, light or dark, which books were open.

Kept as one small JSON file beside the workbooks; it holds no content of any book and no keys.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from wdbranch.disk import put
from wdbranch.paths import data_dir

FACTORS: tuple[float, ...] = (1.0, 1.2, 1.4)
RECENT_KEPT = 8


class Settings(SimpleNamespace):
    """Choices of the person at this computer.

    ``factor`` is one of FACTORS; ``recent`` holds paths of workbooks and street desks, newest first;
    ``folders`` remembers the folder last used for a purpose ("export", "import" …); ``overprint`` holds how
    far this computer's printer is off for a branch's printed book: its code → [mm to the right, mm down].
    """

    factor: float
    dark: bool
    recent: list[str]
    folders: dict[str, str]
    data_folder: str
    overprint: dict[str, list[float]]

    def __init__(
        self, *, factor: float = 1.0, dark: bool = False, recent: list[str] | None = None,
        folders: dict[str, str] | None = None, data_folder: str = "",
        overprint: dict[str, list[float]] | None = None,
    ) -> None:
        # No dataclass: each start would import that module for this class alone.
        super().__init__(
            factor=factor, dark=dark, recent=[] if recent is None else recent,
            folders={} if folders is None else folders, data_folder=data_folder,
            overprint={} if overprint is None else overprint,
        )

    def remember(self, path: Path) -> None:
        """Put a workbook or street desk at the head of the recent list."""
        name = str(path)
        self.recent = [name, *(kept for kept in self.recent if kept != name)][:RECENT_KEPT]

    def books_folder(self) -> Path:
        """Where new workbooks are made unless the person chooses another place."""
        return Path(self.data_folder) if self.data_folder else data_dir()


def settings_file() -> Path:
    """The file that holds the settings of this computer."""
    return data_dir() / "settings.json"


def load_settings(path: Path | None = None) -> Settings:
    """Read the settings; a missing or unreadable file gives the defaults, never an error."""
    try:
        raw = json.loads((path or settings_file()).read_text("utf-8"))
    except (OSError, ValueError):
        return Settings()
    return _from_raw(raw) if isinstance(raw, dict) else Settings()


def save_settings(settings: Settings, path: Path | None = None) -> None:
    """Write the settings so that a crash leaves either the old or the new file. Raises OSError."""
    target = path or settings_file()
    target.parent.mkdir(parents=True, exist_ok=True)
    put(target, json.dumps(vars(settings), ensure_ascii=False, indent=1).encode())


def _from_raw(raw: dict[str, Any]) -> Settings:
    made = Settings()
    with suppress(TypeError, ValueError):
        factor = float(raw.get("factor", 1.0))
        made.factor = factor if factor in FACTORS else 1.0
    made.dark = raw.get("dark") is True
    recent = raw.get("recent")
    if isinstance(recent, list):
        made.recent = [entry for entry in recent if isinstance(entry, str)][:RECENT_KEPT]
    folders = raw.get("folders")
    if isinstance(folders, dict):
        made.folders = {str(key): entry for key, entry in folders.items() if isinstance(entry, str)}
    folder = raw.get("data_folder")
    made.data_folder = folder if isinstance(folder, str) else ""
    overprint = raw.get("overprint")
    if isinstance(overprint, dict):
        made.overprint = {str(key): [float(mm) for mm in kept] for key, kept in overprint.items() if _is_offset(kept)}
    return made


def _is_offset(kept: Any) -> bool:
    numbers = isinstance(kept, list) and len(kept) == 2
    return numbers and all(isinstance(mm, int | float) and not isinstance(mm, bool) and abs(mm) <= 30 for mm in kept)
