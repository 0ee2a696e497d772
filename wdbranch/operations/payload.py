"""What leaves the branch: exactly the shared boxes of the final records of a period, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wdbranch.book import values as book_values
from wdbranch.book.finding import MUST, Finding
from wdbranch.book.form import Form
from wdbranch.book.period import Period
from wdbranch.book.record import Attachment, Record, State
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules import figures, star_account
from wdbranch.rules import findings as finding_rules
from wdbranch.rules.development.case import cases
from wdbranch.rules.points.report import report
from wdbranch.rules.roster_counts import COUNTS
from wdbranch.store.workbook import Workbook

if TYPE_CHECKING:
    from wdbranch.packet.payload import Entry


@dataclass(frozen=True, slots=True)
class Leaving:
    """The content of a packet before it is sealed; shown to the person exactly like this."""

    period: Period
    records: tuple[Record, ...]  # final ones, in order of day
    drafts: tuple[Record, ...]  # of the period, not yet final: they stay
    fields: Mapping[str, tuple[str, ...]]  # form id → labels of the boxes that leave
    kept: Mapping[str, tuple[str, ...]]  # form id → labels of the boxes that stay
    attachments: tuple[Attachment, ...]  # each once
    staying: tuple[Attachment, ...]  # of a kind that may not travel
    blocking: tuple[Finding, ...]  # 必, neither mended nor waived: export waits

    def editions(self, snapshot: Snapshot) -> dict[str, dict[str, str]]:
        """Edition → form id → schema digest of the forms that occur."""
        table: dict[str, dict[str, str]] = {}
        for record in self.records:
            table.setdefault(record.edition, {})[record.form] = snapshot.form_of(record).digest
        return table

    def counts(self) -> dict[str, int]:
        """Records by form id, and how many attachments."""
        return {**Counter(record.form for record in self.records), "attachments": len(self.attachments)}


REGISTERED = "原因已登记"
"""What the street reads in place of a reason that stays in the branch."""


def shared_view(snapshot: Snapshot, record: Record) -> Record:
    """The record as the street may read it, on paper and as data: health stays in the branch.

    Of the reasons for absence only the listed ones travel that say nothing of health; any other text, and
    why a member is not counted as due, reads 原因已登记.
    """
    form, edition = snapshot.form_of(record), snapshot.edition_of(record)
    if form.attendance is None:
        return record
    private = edition.tagged("absence_reason", "private")
    open_words = {
        choice.label for choice in edition.choices.get("absence_reason", ()) if choice.id not in private
    }
    rows = tuple(
        {**row, "reason": REGISTERED} if row.get("reason") and row["reason"] not in open_words else row
        for row in record.rows(form.attendance.id)
    )
    return replace(record, values={**record.values, form.attendance.id: rows}) if rows else record


def gather(snapshot: Snapshot, period: Period) -> Leaving:
    """Everything of a period that leaves. Only final records do; drafts are named, so none is forgotten."""
    from wdbranch.packet.payload import attachment_name

    of_period = [record for record in snapshot.records if period.covers(snapshot.day(record))]
    of_period.sort(key=lambda r: (str(snapshot.day(r)), snapshot.form_of(r).order, r.id))
    final = tuple(shared_view(snapshot, record) for record in of_period if record.state is not State.DRAFT)
    forms = {form.id: form for form in map(snapshot.form_of, final)}
    kept_once = {attachment.digest: attachment for record in final for attachment in record.attachments}
    travelling = {digest: a for digest, a in kept_once.items() if attachment_name(digest, a.name)}
    settled = replace(snapshot, records=tuple(r for r in snapshot.records if r.state is not State.DRAFT))
    own = {record.id: record for record in settled.records}
    blocking = [  # a draft that stays behind, however wrong, holds up nothing
        finding
        for record in final
        for finding in finding_rules.findings(settled, period.last, record=own[record.id])
        if finding.level == MUST and finding.waived is None
    ]
    return Leaving(
        period=period,
        records=final,
        drafts=tuple(record for record in of_period if record.state is State.DRAFT),
        fields={form.id: _labels(form, share=True) for form in forms.values()},
        kept={form.id: _labels(form, share=False) for form in forms.values()},
        attachments=tuple(travelling[digest] for digest in sorted(travelling)),
        staying=tuple(a for digest, a in sorted(kept_once.items()) if digest not in travelling),
        blocking=tuple(blocking),
    )


def entries(book: Workbook, snapshot: Snapshot, leaving: Leaving) -> list[Entry]:
    """The files of the packet but the printed pages, each read from the book when its turn comes."""
    from wdbranch.packet.payload import SUMMARY, Entry, attachment_name, record_entry
    from wdbranch.packet.summary import summary_bytes

    found = [
        record_entry(form := snapshot.form_of(record), record, rec_no=book_values.record_number(form, record))
        for record in leaving.records
    ]
    day = leaving.period.last
    members = {
        "on": day.isoformat(),
        "all": len(snapshot.roster.on(day)),
        "voters": len(snapshot.roster.voters(day)),
        **{name: count(snapshot.roster, day) for name, count in COUNTS.items()},
    }
    settled = replace(snapshot, records=tuple(r for r in snapshot.records if r.state is not State.DRAFT))
    found.append(
        Entry.of_bytes(
            SUMMARY,
            summary_bytes(
                (snapshot.branch.code, leaving.period.text),
                snapshot.editions,
                list(leaving.records),
                len(leaving.attachments),
                {
                    "members": members,
                    "development": dict(Counter(case.stage(day) for case in cases(snapshot))),
                    "points": report(snapshot, leaving.period.first, day),
                    "figures": figures.told_outside(settled, day),
                    "stars": star_account.told_outside(settled, day),
                },
            ),
        )
    )
    for attachment in leaving.attachments:
        name = attachment_name(attachment.digest, attachment.name)
        if name:
            found.append(Entry.of_call(name, lambda digest=attachment.digest: book.attachment_bytes(digest)))  # type: ignore[misc]
    return found


def _labels(form: Form, *, share: bool) -> tuple[str, ...]:
    return tuple(field.label for field in form.fields if field.share is share)
