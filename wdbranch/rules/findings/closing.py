"""Ledgers of things that are found and put right: when they were closed, by when, and what shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wdbranch.book.record import day_of
from wdbranch.rules.findings.inspection import Check, Inspection
from wdbranch.rules.findings.reading import Objection, Reading
from wdbranch.rules.wording import say_day


def t61_closed_before_found(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001 - one shape
    """Nothing is put right before it was found."""
    closed = day_of(seen.record.get("closed_on"))
    if seen.day is not None and closed is not None and closed < seen.day:
        fill = {"closed": say_day(closed), "label": seen.label("closed_on")}
        fill |= {"found": say_day(seen.day), "begin": seen.label(seen.facts.form.date_field)}
        yield Objection("default", "closed_on", fill=fill)


def t62_overdue(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """What was to be put right by a day is closed by then, or somebody asks."""
    due = day_of(seen.record.get("due"))
    if due is None or day_of(seen.record.get("closed_on")) is not None or book.today <= due:
        return
    fill = {"due": say_day(due), "label": seen.label("closed_on"), "days": (book.today - due).days}
    yield Objection("default", "closed_on", fill=fill)


def t63_no_photograph(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """What was put right is shown by photographs of before and after."""
    if seen.record.get("closed_on") and not any(kept.kind == "photo" for kept in seen.record.attachments):
        yield Objection("default", "closed_on", fill={"label": seen.label("closed_on")})


def t64_dispute(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """The outcome of a dispute has its day, and the day its outcome; otherwise the share that is settled is wrong."""
    result, closed = seen.record.get("result"), day_of(seen.record.get("closed_on"))
    if result and closed is None:
        label = seen.edition.choice_label("dispute_result", result)
        yield Objection("no_day", "closed_on", fill={"result": label})
    if closed is not None and not result:
        yield Objection("no_result", "result", fill={"closed": say_day(closed)})


FUNCTIONS: Mapping[str, Check] = {
    "T-61": t61_closed_before_found,
    "T-62": t62_overdue,
    "T-63": t63_no_photograph,
    "T-64": t64_dispute,
}
"""The rules of this file by their ids in ``findings.toml``."""
