"""Reporting to the street: keys, the street's card, the packet, the receipt that comes back."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wdbranch.book.period import Period, parse_period
from wdbranch.book.snapshot import Snapshot
from wdbranch.book.values import record_number
from wdbranch.disk import disk_told
from wdbranch.errors import UserError
from wdbranch.operations.change import PACKET, Change
from wdbranch.operations.keyring import Renewal, has_own_passphrase, open_keys, recover, renew
from wdbranch.operations.payload import Leaving, entries, gather
from wdbranch.operations.secrets import key_file, passphrase_for, wrong_keys
from wdbranch.packet.suite import DEFAULT
from wdbranch.store.workbook import Workbook

if TYPE_CHECKING:
    from wdbranch.operations.printing import Printed
    from wdbranch.packet.keys import Card, Keys
    from wdbranch.packet.receipt import Receipt
    from wdbranch.packet.write import Envelope, Sent
    from wdbranch.printing.plan import Plan

CHANGED = Change(frozenset({PACKET}))
Report = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Sealed:
    """A packet that was written, and what the book is to remember of it."""

    sent: Sent
    document: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the branch is with reporting: keys, the street's card, what was sent and came back."""

    has_keys: bool
    own_passphrase: bool
    street: Card | None
    sent: tuple[dict[str, Any], ...]  # oldest first
    receipts: tuple[dict[str, Any], ...]


def standing(book: Workbook) -> Standing:
    """What the reporting page shows."""
    return Standing(
        key_file(book.path).exists(),
        has_own_passphrase(book),
        street_card(book),
        tuple(book.sent()),
        tuple(book.receipts()),
    )


def keys(book: Workbook, passphrase: str | None = None) -> Keys:
    """The branch's keys, made at first need, of the suite of the street's card, kept encrypted beside the workbook.

    ``passphrase`` None: typed before, or kept by this computer. Raises UserError ``wrong_passphrase``,
    ``passphrase_needed``, ``keys_elsewhere``, ``wrong_keys`` (the street's) and what the file is refused for.
    """
    from wdbranch.packet.keys import Keys as BranchKeys

    branch, path = book.branch(), key_file(book.path)
    if path.exists():
        found = open_keys(book, passphrase)
        if found.card.role != "branch":
            raise wrong_keys(path)
        return found.renamed(branch.code, branch.name)
    street = street_card(book)
    made = BranchKeys.generate("branch", branch.code, branch.name, suite=street.suite if street else DEFAULT)
    made.save(path, passphrase_for(passphrase, book))
    return made


def save_card(book: Workbook, out: Path, *, passphrase: str | None = None) -> Card:
    """Write the public card that the street registers."""
    card = keys(book, passphrase).card
    card.save(out)
    return card


def recovery_sheet(book: Workbook, *, passphrase: str | None = None) -> list[str]:
    """The lines of the recovery sheet, to be printed and locked away."""
    return keys(book, passphrase).recovery_sheet(book.clock().date().isoformat())


def plan_recovery(book: Workbook, *, passphrase: str | None = None) -> Plan:
    """The recovery sheet as a printed page. The plan holds the secret: it is to be printed, never kept."""
    from wdbranch.operations.slips import plan_recovery as lay_out

    found = keys(book, passphrase)
    return lay_out(found.card, found.recovery_code(), book.clock().date())


def recover_keys(book: Workbook, code: str, *, passphrase: str | None = None) -> Card:
    """Make the key file anew from the recovery sheet's code, under a new passphrase.

    It takes seconds and only reads the book, so that a window can do it beside; ``keyring.note_lock`` has to
    follow. Raises UserError ``recovery_wrong`` where the code was copied wrongly, ``keys_there`` where a key file
    stands already and opens (it is not replaced); one whose passphrase is lost is put by.
    """
    branch, path = book.branch(), key_file(book.path)
    if path.exists() and _opens(book):
        raise UserError(
            f"密钥文件“{path.name}”还在，不用恢复。",
            safe="密钥文件没有改动。",
            todo="确实要用恢复单重做的，请先把这个文件移到别处。",
            code="keys_there",
        )
    return recover(book, code, role="branch", named=(branch.code, branch.name), passphrase=passphrase)


def _opens(book: Workbook) -> bool:
    """Whether the key file can be used as it stands, without asking anybody."""
    try:
        open_keys(book)
    except UserError:
        return False
    return True


def renew_keys(book: Workbook, out: Path, *, passphrase: str | None = None) -> Renewal:
    """New keys that the old ones vouch for, of the suite of the street's card; the new card goes to ``out``.

    For a change of secretaries, a stick with the key that was lost, or a street that chose other algorithms.
    Raises as ``keyring.renew``.
    """
    branch, street = book.branch(), street_card(book)
    return renew(
        book, out, named=(branch.code, branch.name), suite=street.suite if street else None, passphrase=passphrase
    )


def register_street(book: Workbook, path: Path) -> Card:
    """Register the street's public card: packets are sealed to it, receipts checked with it.

    Raises FileRefusedError for a file that is no card, UserError ``wrong_role`` for a branch's card.
    """
    from wdbranch.packet.keys import Card as PublicCard

    card = PublicCard.load(path)
    if card.role != "street":
        raise UserError(
            "这是支部的公钥卡，不是街道的。",
            safe="原来的登记没有改动。",
            todo="请向街道要街道的公钥卡。",
            code="wrong_role",
        )
    book.set_meta("street_card", card.to_bytes().decode())
    return card


def street_card(book: Workbook) -> Card | None:
    """The street's card, if registered."""
    from wdbranch.packet.keys import Card as PublicCard

    kept = book.meta("street_card")
    return PublicCard.from_bytes(kept.encode()) if kept else None


def preview(book: Workbook, period_text: str) -> Leaving:
    """Exactly what a packet of that period would hold."""
    return gather(book.snapshot(), parse_period(period_text))


def plan_leaving(book: Workbook, period_text: str) -> Plan:
    """The printed pages that a packet of that period would hold, as the street will read them."""
    from wdbranch.operations.printing import plan_these

    snapshot = book.snapshot()
    return plan_these(snapshot, gather(snapshot, parse_period(period_text)).records)


def export(
    book: Workbook,
    period_text: str,
    folder: Path,
    *,
    note: str = "",
    unsealed: bool = False,
    passphrase: str | None = None,
    report: Report | None = None,
    cancelled: Cancelled | None = None,
) -> Sent:
    """Write the signed, sealed packet of a period into a folder and remember that it was sent.

    ``unsealed`` confirms a packet that anyone can read, needed until the street's card is registered; it is
    ignored afterwards. Raises UserError: nothing_to_send, blocked, no_street_card, note_missing, and what
    the disk refuses; no file is left then that looks whole.
    """
    made = seal(
        book,
        period_text,
        folder,
        note=note,
        unsealed=unsealed,
        passphrase=passphrase,
        report=report,
        cancelled=cancelled,
    )
    remember(book, made)
    return made.sent


def seal(
    book: Workbook,
    period_text: str,
    folder: Path,
    *,
    note: str = "",
    unsealed: bool = False,
    passphrase: str | None = None,
    report: Report | None = None,
    cancelled: Cancelled | None = None,
) -> Sealed:
    """The first half of ``export``: write the packet. It only reads the book, which may be open read-only.

    So a window can do it on another thread, over a read-only opening of the same file. Raises as ``export``.
    """
    from wdbranch.packet.payload import Entry
    from wdbranch.packet.write import write_packet

    period = parse_period(period_text)
    snapshot = book.snapshot()
    leaving = gather(snapshot, period)
    _refuse_unready(leaving, period, snapshot)
    street = street_card(book)
    if street is None and not unsealed:
        raise UserError(
            "还没有登记街道的公钥卡，报送包无法加密。",
            safe="没有写出任何文件。",
            todo="请先登记街道的公钥卡；确实要交不加密的包，请明确确认（--unsealed）。",
            code="no_street_card",
        )
    envelope = _envelope(book, snapshot, leaving, street, note)
    mine = keys(book, passphrase)
    _refuse_other_suite(mine, street)
    with disk_told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="wdbranch-") as place:
        printed = _print(snapshot, leaving, Path(place) / "book.pdf")
        found = [*entries(book, snapshot, leaving), Entry.of_file("book.pdf", printed.path)]
        done = write_packet(
            folder, envelope, found, mine, [street] if street else [], report=report, cancelled=cancelled
        )
    return Sealed(
        done,
        {
            "period": period.text,
            "version": done.version,
            "sequence": done.sequence,
            "digest": done.digest,
            "fingerprint": done.fingerprint,
            "file": done.path.name,
            "size": done.size,
            "sealed": street is not None,
            "created": envelope.created,
            "note": note,
            "street": street.name if street else "",
            "pages": printed.pages,
            "attachments": len(leaving.attachments),
            "records": {record.id: record.rev for record in leaving.records},
        },
    )


def _refuse_other_suite(mine: Keys, street: Card | None) -> None:
    """What is signed with one set of algorithms cannot be sealed to a card of another."""
    if street is not None and street.suite != mine.card.suite:
        raise UserError(
            "街道换了密码算法，本支部的印章还是原来那一种，写出来街道也收不了。",
            safe="没有写出任何文件，记录没有改动。",
            todo="请在“报送与回执”里点“换新印章”，把新公钥卡交给街道登记，再写报送文件。",
            code="other_suite",
        )


def _envelope(book: Workbook, snapshot: Snapshot, leaving: Leaving, street: Card | None, note: str) -> Envelope:
    """Who sends what about when; the packet's place in the chain follows from what was sent before."""
    from wdbranch.packet.write import Envelope as PacketEnvelope

    sent, branch, period = book.sent(), snapshot.branch, leaving.period.text
    return PacketEnvelope(
        branch=branch.code,
        branch_name=branch.name,
        branch_short=branch.short,
        street=street.code if street else branch.street_code or "-",
        period=period,
        version=1 + max((entry["version"] for entry in sent if entry["period"] == period), default=0),
        sequence=1 + max((entry["sequence"] for entry in sent), default=0),
        previous=sent[-1]["digest"] if sent else None,
        created=book.clock().isoformat(timespec="seconds"),
        editions=leaving.editions(snapshot),
        counts=leaving.counts(),
        note=note,
        labels={form.id: form.short for form in map(snapshot.form_of, leaving.records)},
    )


def remember(book: Workbook, made: Sealed) -> Change:
    """The second half of ``export``: keep what was sent, so that the next packet follows it."""
    book.add_sent(made.document)
    return CHANGED


def _refuse_unready(leaving: Leaving, period: Period, snapshot: Snapshot) -> None:
    if not leaving.records:
        waiting = (
            f"这一期有 {len(leaving.drafts)} 份草稿，定稿后才能报送。"
            if leaving.drafts
            else "请先把这一期的记录记好、定稿。"
        )
        raise UserError(
            f"{period.label}还没有已定稿的记录，没有可以报送的内容。",
            safe="没有写出任何文件。",
            todo=waiting,
            code="nothing_to_send",
        )
    if leaving.blocking:
        raise UserError(
            f"有 {len(leaving.blocking)} 处必须先改，如 {_first_blocking(leaving, snapshot)}",
            safe="没有写出任何文件。",
            todo="请用“更正”改好，或写明理由，再导出。",
            code="blocked",
        )


def _first_blocking(leaving: Leaving, snapshot: Snapshot) -> str:
    finding = leaving.blocking[0]
    record = next((each for each in leaving.records if each.id == finding.record), None)
    number = record_number(snapshot.form_of(record), record) if record else ""
    return f"{number}：{finding.say}" if number else finding.say


def _print(snapshot: Snapshot, leaving: Leaving, out: Path) -> Printed:
    from wdbranch.operations.printing import plan_these, write

    return write(plan_these(snapshot, leaving.records), out)


def open_receipt(book: Workbook, path: Path) -> Receipt:
    """Open a receipt of the street: check it, keep it, return it. Opening it again changes nothing.

    Raises FileRefusedError for a file that is no receipt, UserError for one that is not the street's, or
    not about a packet of ours.
    """
    from wdbranch.packet.receipt import read_receipt

    street = street_card(book)
    if street is None:
        raise UserError(
            "还没有登记街道的公钥卡，无法验证回执。",
            todo="请先登记街道的公钥卡，再打开回执。",
            code="no_street_card",
        )
    receipt = read_receipt(path, street, {entry["digest"] for entry in book.sent()}, book.branch().code)
    document = receipt.document()
    if not any({**kept, "at": None} == {**document, "at": None} for kept in book.receipts()):
        book.add_receipt(document)
    return receipt
