"""What may leave the branch of party dues: sums, days and counts; nobody's income, amount or hardship."""

from __future__ import annotations

import pytest

from wdbranch.book.loader import load_editions
from wdbranch.paths import forms_dir

FORMS = load_editions(forms_dir())["2026"].forms
LEAVING = {
    "dues_rate": {"seq", "assessed_on"},
    "dues_payment": {"seq", "collected_on", "collector", "people", "total", "extra_total"},
    "dues_remittance": {
        "seq", "remitted_on", "first", "last", "amount", "special", "voucher", "receiver", "handler", "note",
    },
    "dues_publication": {
        "seq", "published_on", "period", "first", "last", "people", "amount", "way", "place", "until",
    },
}


@pytest.mark.parametrize("form_id", sorted(LEAVING))
def test_only_sums_of_party_dues_leave_the_branch(form_id: str) -> None:
    form = FORMS[form_id]
    assert {field.id for field in form.fields if field.share} == LEAVING[form_id]
    assert all(measure.field is None or form.field(measure.field).share for measure in form.measures)


def test_every_form_of_party_dues_is_looked_at() -> None:
    assert {form_id for form_id in FORMS if form_id.startswith("dues")} == set(LEAVING)
