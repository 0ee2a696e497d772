"""Both ends of what is only connected by a name: tables and code, commands and tests, marks and rules.

What is complete in itself is proved beside it: rules and their cases in ``rules/test_findings.py``, checks and
suggestions in ``rules/``, verdicts in ``packet/test_verdicts.py``, migrations in ``store/test_migrations.py``,
forms and the glossary in ``forms/test_glossary.py``, every command's help in ``cli/test_commands.py``.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wdbranch.book.loader import load_editions
from wdbranch.book.vocabulary import CHECKS, SUGGESTIONS, TAGS, VIEWS
from wdbranch.cli.table import COMMANDS, GROUPS
from wdbranch.paths import forms_dir, resource
from wdbranch.rules.derive import SOURCES
from wdbranch.rules.figures import figure_list
from wdbranch.rules.indicators import AUTO
from wdbranch.rules.indicators.generic import GENERIC
from wdbranch.rules.stars import standards
from wdbranch.rules.tables import rules_table

ROOT = Path(__file__).parent.parent
EDITIONS = load_editions(forms_dir())
FORMS = {form.id for edition in EDITIONS.values() for form in edition.forms.values()}
DUTIES = rules_table("duties")["duty"]
INDICATORS = [entry for known in standards() for star in known.stars for entry in star["indicator"]]


def texts(folder: str) -> str:
    """The program text of a folder, without the table of the marks itself."""
    paths = [path for path in (ROOT / folder).rglob("*.py") if path.name not in ("vocabulary.py", "test_complete.py")]
    return "\n".join(path.read_text("utf-8") for path in paths)


PROGRAM = texts("wdbranch")
TABLES = "\n".join(path.read_text("utf-8") for path in resource("rules").glob("*.toml"))


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=lambda edition: edition.id)
def test_every_mark_is_borne_by_a_choice_and_looked_at(edition: object) -> None:
    for name, tags in TAGS.items():
        borne = {tag for choice in edition.choices[name] for tag in choice.tags}  # type: ignore[attr-defined]
        assert borne == tags, name
    for tag in set().union(*TAGS.values()):
        assert f'"{tag}"' in PROGRAM + TABLES, tag


def test_every_check_and_suggestion_is_used_by_a_form() -> None:
    forms = [form for edition in EDITIONS.values() for form in edition.forms.values()]
    assert {check for form in forms for check in form.checks} == set(CHECKS)
    assert {field.suggest for form in forms for field in form.fields} - {None} == SUGGESTIONS


def test_every_view_has_a_source_and_every_source_a_view() -> None:
    used = {view.source for edition in EDITIONS.values() for view in edition.views.values()}
    assert set(SOURCES) == set(VIEWS) == used


def test_every_duty_is_tested_and_names_a_form_that_exists() -> None:
    tested = "".join(path.read_text("utf-8") for path in (ROOT / "tests" / "rules").glob("test_duties*.py"))
    for entry in DUTIES:
        assert f'"{entry["id"]}"' in tested, entry["id"]
        assert entry.get("form") in FORMS | {None}, entry["id"]


def test_indicators_name_functions_duties_and_forms_that_exist() -> None:
    named = {entry["auto"] for entry in INDICATORS if "auto" in entry}
    assert named <= set(AUTO)
    assert set(AUTO) - set(GENERIC) <= named
    assert {entry["duty"] for entry in INDICATORS if "duty" in entry} <= {entry["id"] for entry in DUTIES}
    assert {form for entry in INDICATORS for form in entry.get("forms", ())} <= FORMS


def test_titles_are_suggested_for_forms_that_exist() -> None:
    assert set(rules_table("suggest")["title"]) - {"default"} <= FORMS


def test_every_table_of_the_rules_is_read() -> None:
    for path in resource("rules").glob("*.toml"):
        assert f'rules_table("{path.stem}")' in PROGRAM, path.name


def test_every_command_is_run_by_a_test() -> None:
    tests = texts("tests/cli")
    needs_a_screen = {"window"}      # tests/ui opens it
    untested = [command.name for command in COMMANDS if not re.search(rf'"{command.name}["\s]', tests)]
    assert set(untested) <= needs_a_screen


def test_every_group_has_commands_and_every_command_of_two_words_a_group() -> None:
    assert {command.name.split()[0] for command in COMMANDS if " " in command.name} == set(GROUPS)


def test_the_readme_shows_commands_and_options_that_exist() -> None:
    known = {command.name: command for command in COMMANDS}
    shown = re.findall(r"`(?:\.venv/bin/)?wdbranch ([^`]+)`", (ROOT / "README.md").read_text("utf-8"))
    assert len(shown) > 5
    for line in shown:
        words = line.split()
        name = " ".join(words[:2]) if " ".join(words[:2]) in known else words[0]
        assert name in known, line
        options = {word for names, _ in known[name].options for word in names}
        assert {word for word in words if word.startswith("--")} <= options, line


def test_figures_are_well_written_and_named_once() -> None:
    assert figure_list()
