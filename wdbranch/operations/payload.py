"""What leaves the branch: exactly the shared boxes of the records of a period, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wdbranch.book import values as book_values
from wdbranch.book.form import Form
from wdbranch.book.period import Period
from wdbranch.book.record import Record, State
from wdbranch.book.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Leaving:
    """The content of a packet before it is sealed; shown to the person exactly like this."""

    period: Period
    records: tuple[Record, ...]                       # final ones, in order of day
    drafts: tuple[Record, ...]                        # of the period, not yet final: they stay
    fields: Mapping[str, tuple[str, ...]]             # form id → labels of the boxes that leave
    kept: Mapping[str, tuple[str, ...]]               # form id → labels of the boxes that stay
    attachments: tuple[tuple[str, str, int], ...]     # digest, name, bytes
    schemas: Mapping[str, str]                        # "2026/party_assembly" → schema digest
    entries: Mapping[str, bytes]                      # records/*.json, summary.json


def gather(snapshot: Snapshot, period: Period) -> Leaving:
    """Everything of a period that leaves. Only final records do; drafts are named so that none is forgotten."""
    of_period = [record for record in snapshot.records if period.covers(snapshot.day(record))]
    of_period.sort(key=lambda r: (snapshot.day(r) is None, snapshot.day(r), snapshot.form_of(r).order, r.id))
    final = tuple(record for record in of_period if record.state is not State.DRAFT)
    forms = {(record.edition, record.form): snapshot.form_of(record) for record in final}
    attachments = {
        attachment.digest: (attachment.digest, attachment.name, attachment.size) for record in final for attachment in record.attachments
    }
    entries = {f"records/{record.id}.json": _bytes(record_payload(snapshot, record)) for record in final}
    entries["summary.json"] = _bytes(summary(snapshot, period, final))
    return Leaving(
        period=period,
        records=final,
        drafts=tuple(record for record in of_period if record.state is State.DRAFT),
        fields={form.id: _labels(form, share=True) for form in forms.values()},
        kept={form.id: _labels(form, share=False) for form in forms.values()},
        attachments=tuple(sorted(attachments.values())),
        schemas={f"{edition}/{form_id}": form.digest for (edition, form_id), form in sorted(forms.items())},
        entries=entries,
    )


def record_payload(snapshot: Snapshot, record: Record) -> dict[str, Any]:
    """One record as it leaves: shared boxes only, and how it came to be."""
    form = snapshot.form_of(record)
    return {
        "id": record.id,
        "rec_no": book_values.record_number(form, record),
        "form": record.form,
        "edition": record.edition,
        "year": record.year,
        "state": record.state.value,
        "version": record.version,
        "late": record.late,
        "recorded_at": record.recorded_at,
        "links": list(record.links),
        "waivers": dict(record.waivers),
        "attachments": [
            {"digest": a.digest, "name": a.name, "kind": a.kind, "size": a.size, "taken_on": a.taken_on} for a in record.attachments
        ],
        "values": {field.id: record.values[field.id] for field in form.fields if field.share and record.get(field.id) not in (None, ())},
    }


def summary(snapshot: Snapshot, period: Period, records: Sequence[Record]) -> dict[str, Any]:
    """Counts at a glance, derived from the records in the same packet; the street reckons them anew."""
    counts: dict[str, int] = {}
    for record in records:
        counts[record.form] = counts.get(record.form, 0) + 1
    day = period.last
    return {
        "branch": snapshot.branch.code,
        "period": period.text,
        "records": counts,
        "members": {"on": day.isoformat(), "all": len(snapshot.roster.on(day)), "voters": len(snapshot.roster.voters(day))},
    }


def _labels(form: Form, *, share: bool) -> tuple[str, ...]:
    return tuple(field.label for field in form.fields if field.share is share)


def _bytes(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
