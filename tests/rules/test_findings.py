"""Findings as a whole: completeness, waivers, and that sound records are left in peace."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path

from finding_cases import TODAY, Case, with_values
from hypothesis import given, settings
from hypothesis import strategies as st
from rules_branch import assembly, committee, editions, lecture, snapshot, theme_day

from wdbranch.book.vocabulary import CHECKS as NAMES
from wdbranch.rules.findings import CHECKS, RULES, findings, rules_of
from wdbranch.rules.tables import rules_table

GROUPS = [
    module
    for path in sorted(Path(__file__).parent.glob("test_findings_*.py"))
    if hasattr(module := import_module(path.stem), "TRIGGERS")
]


def of_records(book):
    """What is objected to single records."""
    return [f for f in findings(book, TODAY) if f.record is not None]


def test_every_rule_has_a_test_that_triggers_it_and_one_that_does_not():
    assert {case.rule for group in GROUPS for case in group.TRIGGERS} == set(RULES)
    assert {case.rule for group in GROUPS for case in group.QUIET} == set(RULES)


def test_the_list_is_in_the_order_of_the_domain():
    wanted = [f"A-{n:02}" for n in range(1, 15)] + [f"B-{n}" for n in range(15, 27)] + [f"E-{n}" for n in range(51, 60)]
    assert [rule for rule in RULES if rule[0] in "rABE"] == ["required", *wanted]
    assert list(RULES)[1:] == sorted(list(RULES)[1:])


def test_every_sentence_of_the_table_is_said_by_some_case():
    """A sentence that no case brings about is one that nobody has read."""
    said = [f.say for group in GROUPS for case in group.TRIGGERS for f in case.found()]
    for entry in rules_table("findings")["rule"]:
        for variant, sentence in entry["say"].items():
            if sentence == "{say}":      # the words of a duty, read in test_duties
                continue
            fixed = max(sentence.replace("{", "\n{").replace("}", "}\n").split("\n"), key=lambda part: len(part) * ("{" not in part))
            assert any(fixed in text for text in said), f"{entry['id']}.{variant}: {sentence}"


def test_both_sides_know_the_same_checks():
    assert set(CHECKS) == set(NAMES)
    assert {rule for rules in CHECKS.values() for rule in rules} <= set(RULES)


def test_forms_choose_their_rules():
    forms = editions()["2026"].forms
    of_every_meeting = {rule for rule in RULES if rule[0] in "rABDE"} - {"D-48"}
    assert {rule.id for rule in rules_of(forms["party_assembly"])} >= of_every_meeting
    assert not any(rule.of_book for rule in rules_of(forms["party_assembly"]))
    assert {rule.id for rule in rules_of(forms["development"])} >= {f"F-{n}" for n in range(60, 67)}
    assert {rule.id for rule in rules_of(forms["election_assembly"])} >= {f"X-{n:02}" for n in range(1, 11)}
    assert not any(rule.id.startswith("E") for rule in rules_of(forms["lecture"]))
    assert "A-14" not in {rule.id for rule in rules_of(forms["theme_day"])}
    assert all(any(rule.id == "B-17" for rule in rules_of(form)) for form in forms.values())


def test_sample_records_are_left_in_peace():
    assert of_records(snapshot(committee(), lecture(), assembly(), theme_day())) == []


def test_levels_sources_and_who_may_be_waived():
    assert [rule.id for rule in RULES.values() if not rule.waivable] == ["A-01", "A-02", "B-16", "E-53", "G-67b", "JF-07", "P-10", "T-61", "T-65", "T-67", "T-68", "T-80", "T-91", "X-04", "X-05"]
    assert {rule.level for rule in RULES.values()} == {"必", "应", "提"}
    assert all(rule.source and "（" in rule.source for rule in RULES.values())
    assert [rule.id for rule in RULES.values() if rule.kind == "reminder"] == ["A-10", "B-23"]


def test_a_waiver_is_kept_with_its_reason_and_never_for_arithmetic():
    broken = with_values(assembly(), due_vote=21, due_all=25)
    plain = {f.rule: f for f in findings(snapshot(broken), TODAY)}
    waived = replace(broken, waivers={plain["A-03"].key: "花名册下周更正", plain["A-01"].key: "请放行"})
    after = {f.rule: f for f in findings(snapshot(waived), TODAY) if f.field in ("due_all", None)}
    assert after["A-01"].waived is None
    assert [f.waived for f in findings(snapshot(waived), TODAY) if f.key == plain["A-03"].key] == ["花名册下周更正"]


def test_a_record_just_written_is_judged_as_it_stands_now():
    fresh = with_values(assembly(), place=None)
    assert [f.field for f in findings(snapshot(assembly(), committee()), TODAY, record=fresh)] == ["place"]
    assert [f.field for f in findings(snapshot(committee()), TODAY, record=fresh)] == ["place"]


def test_an_empty_record_of_every_form_is_only_incomplete():
    for form in editions()["2026"].forms:
        blank = replace(assembly(), form=form, values={}, recorded_at=None)
        assert {f.rule for f in of_records(snapshot(blank))} == {"required"}


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_no_mixture_of_empty_boxes_breaks_a_rule(data):
    """Half-filled records are the normal case: findings never raise."""
    record = data.draw(st.sampled_from([assembly(), committee(), lecture(), theme_day()]))
    drop = data.draw(st.sets(st.sampled_from(sorted(record.values))))
    values = {key: None if key in drop else value for key, value in record.values.items()}
    for key, value in list(values.items()):
        if isinstance(value, tuple) and value and isinstance(value[0], dict):
            column = data.draw(st.sampled_from(sorted(value[0])))
            values[key] = tuple({**row, column: None} for row in value)
    for finding in findings(snapshot(replace(record, values=values)), TODAY):
        assert "None" not in finding.say
