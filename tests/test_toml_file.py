"""The cache of parsed tables gives what the parser gives, and never anything else."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from wdbranch import toml_file
from wdbranch.paths import cache_dir, forms_dir, resource

TABLES = [*forms_dir().rglob("*.toml"), *resource().rglob("*.toml")]


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WDBRANCH_CACHE", str(tmp_path / "cache"))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_every_table_reads_the_same_from_the_cache(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = path.read_text("utf-8")
    parsed = tomllib.loads(text)
    assert repr(toml_file.parse(text)) == repr(parsed)
    monkeypatch.setattr(tomllib, "loads", lambda _text: pytest.fail("parsed again"))
    assert repr(toml_file.parse(text)) == repr(parsed)


def test_a_date_comes_back_as_a_date() -> None:
    text = "day = 2026-09-18\n[[part]]\non = [2014-05-28]\n"
    assert toml_file.parse(text) == toml_file.parse(text) == tomllib.loads(text)
    assert len(list(cache_dir().rglob("*.json"))) == 1


def test_what_json_cannot_hold_is_parsed_each_time() -> None:
    text = "at = 09:30:00\n"
    assert toml_file.parse(text) == toml_file.parse(text) == tomllib.loads(text)
    assert not list(cache_dir().rglob("*.json"))


def test_a_changed_text_is_another_entry() -> None:
    assert toml_file.parse("a = 1") == {"a": 1}
    assert toml_file.parse("a = 2") == {"a": 2}


@pytest.mark.parametrize("damage", [b"", b"{", b"[1]", b"\xff"])
def test_a_damaged_entry_is_parsed_anew(damage: bytes) -> None:
    toml_file.parse("a = 1")
    (entry,) = cache_dir().rglob("*.json")
    entry.write_bytes(damage)
    assert toml_file.parse("a = 1") == {"a": 1}


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("WDBRANCH_CACHE", str(blocked))
    assert toml_file.parse("a = 1") == {"a": 1}


def test_a_wrong_text_is_refused_as_before() -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        toml_file.parse("a = ")


@pytest.mark.parametrize(
    ("text", "place"), [("a = 1\nb = ]", "第 2 行第 5 列附近"), ("a = [1,", "文件末尾或嵌套过深处")]
)
def test_the_place_of_a_mistake_is_told_in_chinese(text: str, place: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as wrong:
        toml_file.parse(text)
    assert toml_file.place_of(wrong.value) == place
