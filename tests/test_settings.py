"""Settings survive; a damaged file never stops the program."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wdbranch.settings import FACTORS, Settings, load_settings, save_settings


@given(
    factor=st.sampled_from(FACTORS),
    dark=st.booleans(),
    recent=st.lists(st.text(max_size=20), max_size=8, unique=True),
    folders=st.dictionaries(st.text(max_size=8), st.text(max_size=20), max_size=4),
    overprint=st.dictionaries(st.text(max_size=8), st.lists(st.floats(-30, 30), min_size=2, max_size=2), max_size=3),
)
def test_what_is_saved_is_loaded(
    tmp_path_factory: pytest.TempPathFactory, factor: float, dark: bool, recent: list[str], folders: dict[str, str],
    overprint: dict[str, list[float]],
) -> None:
    path = tmp_path_factory.mktemp("s") / "settings.json"
    kept = Settings(factor=factor, dark=dark, recent=recent, folders=folders, data_folder="本子", overprint=overprint)
    save_settings(kept, path)
    assert load_settings(path) == kept


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"factor": 9, "dark": 1, "recent": 5, "folders": [1], "data_folder": 3, "overprint": {"A": [99, 0], "B": 5, "C": ["x", 1]}}'],
)
def test_a_damaged_file_gives_the_defaults(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    assert load_settings(path) == Settings()


def test_the_newest_book_comes_first_and_only_eight_are_kept() -> None:
    held = Settings()
    for number in range(10):
        held.remember(Path(f"/本/{number}.wdbook"))
    held.remember(Path("/本/5.wdbook"))
    assert [Path(name).stem for name in held.recent] == ["5", "9", "8", "7", "6", "4", "3", "2"]


@pytest.mark.parametrize("named", ["", "/somewhere/拟", "not/absolute", None])
def test_the_data_folder_is_where_the_system_wants_it(monkeypatch: pytest.MonkeyPatch, named: str | None) -> None:
    from platformdirs import user_data_path

    from wdbranch.paths import data_dir

    monkeypatch.delenv("WDBRANCH_DATA", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    if named is not None:
        monkeypatch.setenv("XDG_DATA_HOME", named)
    assert data_dir() == user_data_path("wdbranch", appauthor=False)
