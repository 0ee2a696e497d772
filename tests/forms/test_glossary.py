"""The glossary knows every identifier that a form uses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wdbranch.book.loader import load_editions
from wdbranch.paths import forms_dir

EDITIONS = load_editions(forms_dir())
GLOSSARY = (Path(__file__).parents[2] / "docs" / "glossary.md").read_text(encoding="utf-8")
KNOWN = {word for code in re.findall(r"`([^`]+)`", GLOSSARY) for word in re.findall(r"[a-z][a-z0-9_]*", code)}


@pytest.mark.parametrize(
    "form", [form for edition in EDITIONS.values() for form in edition.ordered()], ids=lambda form: f"{form.edition}-{form.id}"
)
def test_every_box_is_in_the_glossary(form: object) -> None:
    used = {form.id}  # type: ignore[attr-defined]
    for field in form.fields:  # type: ignore[attr-defined]
        used |= {field.id, *(column.id for column in field.columns), *field.statuses}
    general = {"text", "title", "name", "speaker", "subject", "no", "attendance"}
    assert used - KNOWN - general == set()


@pytest.mark.parametrize("name", ["attendance", "stance", "agenda_kind", "vote_method", "vote_result", "posts", "segment_kind"])
def test_every_choice_is_in_the_glossary(name: str) -> None:
    for edition in EDITIONS.values():
        assert {choice.id for choice in edition.choices[name]} - KNOWN == set()
