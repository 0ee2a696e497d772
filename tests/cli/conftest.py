"""A branch and a street as the demonstration makes them: made once, copied for each test."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from wdbranch.operations.demo import make_demo


@dataclass(frozen=True)
class Office:
    """The files of a branch and its street, in a folder of the test's own."""

    folder: Path

    @property
    def book(self) -> Path:
        return self.folder / "branch.wdbook"

    @property
    def desk(self) -> Path:
        return self.folder / "street.wddesk"

    @property
    def packet(self) -> Path:
        return next((self.folder / "stick").glob("*.wdp"))

    @property
    def receipt(self) -> Path:
        return next((self.folder / "stick").glob("*.wdr"))

    def digests(self) -> dict[str, str]:
        """What stands in the folder, by name; a log or lock left behind shows as a name too many."""
        return {
            str(path.relative_to(self.folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }


@pytest.fixture(scope="session")
def _made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("office")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WDBRANCH_DATA", str(place / "data"))
        patch.setenv("WDBRANCH_CACHE", str(place / "cache"))
        make_demo(place / "demo", lambda *_: None)
    return place / "demo"


@pytest.fixture
def office(_made_once: Path, tmp_path: Path) -> Office:
    folder = tmp_path / "office"
    shutil.copytree(_made_once, folder)
    return Office(folder)
