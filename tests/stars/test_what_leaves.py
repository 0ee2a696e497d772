"""What leaves the branch of the ledgers of villages and of safety: kinds, counts and days, never who."""

from __future__ import annotations

import pytest

from wdbranch.book.form import FieldType, Form
from wdbranch.book.loader import load_editions
from wdbranch.paths import forms_dir

FORMS = load_editions(forms_dir())["2026"].forms
MINE = [form for form in FORMS.values() if form.stars and 600 <= form.order < 700]
LEAVING = {
    "dispute": {"seq", "registered_on", "kind", "source", "warning", "result", "closed_on", "revisited_on"},
    "incident": {"seq", "happened_on", "kind", "counted", "level", "closed_on"},
    "grid_event": {"seq", "reported_on", "grid", "kind", "closed_on"},
    "charity_fund": {"seq", "moved_on", "kind", "amount", "voucher"},
    "household_visit": {"seq", "visited_on", "solved_on"},
    "insurance": {"seq", "counted_on", "kind", "due_people", "insured"},
    "villager_points": {"seq", "given_on", "move", "item", "points"},
    "selection": {"seq", "decided_on", "kind", "level", "document_no", "reward"},
}


@pytest.mark.parametrize("form", MINE, ids=lambda form: form.id)
def test_no_person_phone_or_address_leaves(form: Form) -> None:
    for field in form.fields:
        people = field.type in (FieldType.PERSON, FieldType.PERSONS)
        named = any(column.type is FieldType.PERSON for column in field.columns)
        private = field.id in ("phone", "address", "contact", "household", "parties", "subject")
        assert not (field.share and (people or named or private)), field.id


@pytest.mark.parametrize("form_id", sorted(LEAVING))
def test_of_delicate_ledgers_only_this_leaves(form_id: str) -> None:
    assert {field.id for field in FORMS[form_id].fields if field.share} == LEAVING[form_id]
