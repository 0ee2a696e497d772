"""What an inspector would object to: groups A, B and E of the domain's list of 68, and required boxes.

Sentences, levels, sources and limits stand in ``resources/rules/findings.toml``; the functions, one file for
each group, only look. Forms choose among the rules by the names of ``book.vocabulary.CHECKS``; a rule that
belongs to no such name (group B) looks at every record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from wdbranch.book.finding import Finding
from wdbranch.book.form import Form
from wdbranch.book.record import Record
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.findings import ballots, filled, people, timing
from wdbranch.rules.findings.inspection import Check, Inspection
from wdbranch.rules.findings.reading import Objection
from wdbranch.rules.tables import cite, rules_table

_FUNCTIONS: Mapping[str, Check] = {
    "required": filled.required,
    "A-01": people.a01_balance,
    "A-02": people.a02_list,
    "A-03": people.a03_roster,
    "A-04": people.a04_names,
    "A-05": people.a05_reasons,
    "A-06": people.a06_absent_present,
    "A-07": people.a07_voters,
    "A-08": people.a08_members,
    "A-09": people.a09_gone,
    "A-10": people.a10_signatures,
    "A-11": people.a11_always_full,
    "A-12": people.a12_two_places,
    "A-13": people.a13_away,
    "A-14": people.a14_committee,
    "B-15": timing.b15_studied_too_early,
    "B-16": timing.b16_recorded_before_end,
    "B-17": timing.b17_recorded_late,
    "B-18": timing.b18_length,
    "B-19": timing.b19_same_day,
    "B-20": timing.b20_odd_time,
    "B-21": timing.b21_committee_first,
    "B-22": timing.b22_sequence,
    "B-23": timing.b23_inserted,
    "B-24": timing.b24_fixed_day,
    "B-25": timing.b25_date_writing,
    "B-26": timing.b26_photo_day,
    "E-51": ballots.e51_quorum,
    "E-52": ballots.e52_majority,
    "E-53": ballots.e53_arithmetic,
    "E-54": ballots.e54_secret,
    "E-55": ballots.e55_one_by_one,
    "E-56": ballots.e56_probationary,
    "E-57": ballots.e57_written,
    "E-58": ballots.e58_tellers,
    "E-59": ballots.e59_election,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``kind`` "check" finds fault; "reminder" says once what a program cannot see for itself."""

    id: str
    title: str
    level: str
    source: str
    waivable: bool
    kind: str
    say: Mapping[str, str]
    func: Check


def _rules() -> dict[str, Rule]:
    return {
        entry["id"]: Rule(
            id=entry["id"],
            title=entry["title"],
            level=entry["level"],
            source=cite(entry),
            waivable=entry["waivable"],
            kind=entry.get("kind", "check"),
            say=entry["say"],
            func=_FUNCTIONS[entry["id"]],
        )
        for entry in rules_table("findings")["rule"]
    }


RULES: Mapping[str, Rule] = _rules()
"""Every rule by its id, in the order of the list."""

CHECKS: Mapping[str, tuple[str, ...]] = {
    name: tuple(rules) for name, rules in rules_table("findings")["checks"].items()
}
"""The names that forms may use (``book.vocabulary.CHECKS``) and the rules behind each."""

_ALWAYS = frozenset(RULES) - {rule for rules in CHECKS.values() for rule in rules}


def rules_of(form: Form) -> list[Rule]:
    """The rules that look at records of a form: those of its checks, and those that look at every record."""
    wanted = _ALWAYS.union(*(CHECKS[check] for check in form.checks))
    return [rule for rule in RULES.values() if rule.id in wanted]


def findings(snapshot: Snapshot, today: date, *, record: Record | None = None) -> list[Finding]:
    """Every objection to the records of a snapshot on a day, in order of the records and the list of rules.

    With ``record`` only those to this record, as it stands now: it replaces the one of the same id in the
    snapshot, or is added to it. Waived findings are given with their reason; arithmetic is never waived.
    """
    book = Inspection(snapshot, today, record)
    targets = (record,) if record is not None else book.records
    by_form: dict[tuple[str, str], list[Rule]] = {}
    found: list[Finding] = []
    for target in targets:
        key = (target.edition, target.form)
        if key not in by_form:
            by_form[key] = rules_of(snapshot.form_of(target))
        seen = book.read(target)
        for rule in by_form[key]:
            found += (_finding(rule, objection, target) for objection in rule.func(seen, book))
    return found


def _finding(rule: Rule, objection: Objection, record: Record) -> Finding:
    finding = Finding(
        rule=rule.id,
        level=rule.level,
        say=rule.say[objection.variant].format_map(objection.fill),
        source=rule.source,
        record=record.id,
        field=objection.field,
        row=objection.row,
        waivable=rule.waivable,
    )
    reason = record.waivers.get(finding.key)
    return finding.set_aside(reason) if reason else finding
