"""What a new version of a period brings against the one before, and what became of the records sent back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wdbranch.book import values as book_values
from wdbranch.book.form import Form
from wdbranch.book.record import Record
from wdbranch.operations.street import record_title, returned_items
from wdbranch.packet.receipt import Item
from wdbranch.store.desk import Desk, Received
from wdbranch.street.review import changed_since, records_of

NEW, CHANGED, GONE, SAME = "new", "changed", "gone", "same"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One box that differs: what it said and what it says, as printed."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One record of a packet. ``returned`` is why the version before was sent back, if it was.

    ``kind``: new · changed · gone · same; of a first version everything is same: there is nothing to compare.
    """

    record: Record
    title: str
    kind: str
    fields: tuple[FieldChange, ...] = ()
    returned: Item | None = None

    @property
    def mended(self) -> bool:
        """Whether a record that was sent back came back changed, or was withdrawn."""
        return self.returned is not None and self.kind in (CHANGED, GONE)


def changes(desk: Desk, digest: str) -> list[RecordChange]:
    """Every record of a packet in its order, then those that the version before had and this one has not.

    Raises UserError ``no_packet``.
    """
    this = desk.packet(digest)
    older = _older(desk, this)
    kinds = {kept.record.id: SAME for kept in records_of(desk, digest)}
    gone: list[Record] = []
    before: dict[str, Record] = {}
    if older:
        new, changed, lost = changed_since(desk, digest)
        before = {kept.record.id: kept.record for kept in desk.kept(older[-1].digest)}
        kinds |= {kept.record.id: NEW for kept in new} | {kept.record.id: CHANGED for kept in changed}
        gone = [kept.record for kept in lost]
    returned = {item.record: item for item in returned_items(desk, [each.digest for each in older])}
    found = [
        RecordChange(
            record,
            record_title(desk, record),
            kinds[record.id],
            tuple(_fields(desk, before[record.id], record)) if kinds[record.id] == CHANGED else (),
            returned.get(record.id),
        )
        for record in (kept.record for kept in records_of(desk, digest))
    ]
    withdrawn = [RecordChange(one, record_title(desk, one), GONE, (), returned.get(one.id)) for one in gone]
    return [*found, *withdrawn]


def _older(desk: Desk, this: Received) -> list[Received]:
    """The versions before of the same period, oldest first."""
    found = [
        each
        for each in desk.received(this.branch)
        if each.period == this.period and (each.epoch, each.version) < (this.epoch, this.version)
    ]
    return sorted(found, key=lambda each: (each.epoch, each.version))


def _fields(desk: Desk, before: Record, after: Record) -> Iterator[FieldChange]:
    edition = desk.editions[after.edition]
    form: Form = edition.forms[after.form]
    for field in form.fields:
        if before.get(field.id) != after.get(field.id):
            said = (book_values.show(field, one.get(field.id), edition) for one in (before, after))
            yield FieldChange(field.label, *said)
    waived = [set(one.waivers.items()) for one in (before, after)]
    if waived[0] != waived[1]:
        yield FieldChange("写明的理由", *("；".join(sorted(reason for _, reason in one)) for one in waived))
    files = [sorted(kept.digest for kept in one.attachments) for one in (before, after)]
    if files[0] != files[1]:
        yield FieldChange("附件", *(f"{len(one)} 个" for one in files))
