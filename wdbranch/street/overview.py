"""Where each branch stands: what it reported, and the sums over it, computed from the records received."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wdbranch.book.form import Form, Measure
from wdbranch.book.measures import amount
from wdbranch.book.record import Record
from wdbranch.packet.summary import measure_form
from wdbranch.store.desk import Desk, Kept, ListedBranch, Received


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure. ``value`` is a number, a list, or what was last; ``over`` the denominator of a ratio."""

    id: str
    label: str
    kind: str
    value: Any
    over: float | None = None


@dataclass(frozen=True, slots=True)
class FormLine:
    """One form of one branch: how many records, and its figures.

    ``present`` and ``due`` are numerator and denominator of the form's first ratio (attendance); None where
    the form has none or no record says.
    """

    form: str
    short: str
    count: int
    present: float | None
    due: float | None
    figures: tuple[Figure, ...]

    @property
    def rate(self) -> float | None:
        """Attendance, 0 to 1; None where nobody was due."""
        return self.present / self.due if self.present is not None and self.due else None


@dataclass(frozen=True, slots=True)
class BranchLine:
    """One branch. ``packets`` 0 means it has not reported: its forms are empty, never zero.

    ``missing`` lists the asked-for periods that have not arrived.
    """

    code: str
    name: str
    short: str
    packets: int
    last_period: str | None
    last_received: str | None
    state: str  # missing · received · returned · filed · invalid
    forms: tuple[FormLine, ...]
    missing: tuple[str, ...] = ()


def overview(desk: Desk, periods: Iterable[str] = ()) -> list[BranchLine]:
    """Every listed branch in the order of the list; ``periods`` limits the sums and says what is expected.

    A record that came in several packets (a month's and the quarter's, two versions) counts once, in its
    newest version.
    """
    asked = tuple(periods)
    verdicts = desk.last_verdicts()
    lines = []
    for branch in desk.branches():
        packets = desk.received(branch.code, current=True)
        lines.append(_line(desk, branch, packets, asked, verdicts))
    return lines


def current_records(desk: Desk, packets: Iterable[Received]) -> list[Kept]:
    """The records of these packets, each once, in its newest version."""
    newest: dict[str, Kept] = {}
    for packet in sorted(packets, key=lambda each: (each.epoch, each.sequence)):
        for kept in desk.kept(packet.digest):
            before = newest.get(kept.record.id)
            if before is None or kept.record.version >= before.record.version:
                newest[kept.record.id] = kept
    return list(newest.values())


def form_lines(desk: Desk, records: Iterable[Record]) -> tuple[FormLine, ...]:
    """The figures of each form that occurs, in the order of the book."""
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(record.form, []).append(record)
    newest = {record.form: desk.editions[record.edition].forms[record.form] for record in _by_edition(groups)}
    ordered = sorted(groups, key=lambda form: newest[form].order)
    return tuple(_form_line(newest[form], groups[form]) for form in ordered)


def _by_edition(groups: Mapping[str, list[Record]]) -> list[Record]:
    return sorted(
        (record for found in groups.values() for record in found), key=lambda record: record.edition
    )


def _form_line(form: Form, records: list[Record]) -> FormLine:
    values = measure_form(form, records)
    figures = tuple(_figure(measure, values[measure.id]) for measure in form.measures)
    ratio = next((each for each in form.measures if each.kind == "ratio"), None)
    says = ratio is not None and any(
        amount(record, ratio.field or "") is not None and amount(record, ratio.over or "") is not None
        for record in records
    )
    found = (
        next((each for each in figures if ratio is not None and each.id == ratio.id), None) if says else None
    )
    return FormLine(
        form.id,
        form.short,
        len(records),
        found.value if found else None,
        found.over if found else None,
        figures,
    )


def _figure(measure: Measure, value: Any) -> Figure:
    if measure.kind == "ratio":
        return Figure(measure.id, measure.label, measure.kind, value[0], value[1])
    return Figure(measure.id, measure.label, measure.kind, value)


def _line(
    desk: Desk,
    branch: ListedBranch,
    packets: list[Received],
    asked: tuple[str, ...],
    verdicts: Mapping[str, str],
) -> BranchLine:
    wanted = [packet for packet in packets if not asked or packet.period in asked]
    last = max(wanted, key=lambda packet: (packet.epoch, packet.sequence), default=None)
    records = [kept.record for kept in current_records(desk, wanted)]
    return BranchLine(
        code=branch.code,
        name=branch.name,
        short=branch.short,
        packets=len(wanted),
        last_period=last.period if last else None,
        last_received=last.received_at if last else None,
        state=verdicts.get(last.digest, "received") if last else "missing",
        forms=form_lines(desk, records),
        missing=tuple(period for period in asked if all(packet.period != period for packet in packets)),
    )
