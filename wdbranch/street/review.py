"""Reviewing what was received: open a record, see what changed, sign the answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from wdbranch.errors import UserError
from wdbranch.packet.keys import Keys
from wdbranch.packet.opened import Opened
from wdbranch.packet.read import examine
from wdbranch.packet.receipt import Item, Receipt, make_items, sign_receipt, write_receipt
from wdbranch.packet.verdict import Verdict
from wdbranch.store.desk import Desk, Kept, Received
from wdbranch.street.trust import trust_of


def find_packet(desk: Desk, branch: str, period: str) -> Received:
    """The newest packet of a branch and period. Raises UserError (no_packet)."""
    found = [packet for packet in desk.received(branch, current=True) if packet.period == period]
    if not found:
        raise UserError(
            "还没有收到这个支部这一期的报送包。",
            safe="没有改动任何内容。",
            todo="请先收件，再办理。",
            code="no_packet",
        )
    return found[0]


def records_of(desk: Desk, packet: str) -> list[Kept]:
    """The records of a packet as received, for reading and printing. Raises UserError (no_packet)."""
    desk.packet(packet)
    return desk.kept(packet)


def changed_since(desk: Desk, packet: str) -> tuple[list[Kept], list[Kept], list[Kept]]:
    """What a packet brings against the version before of the same period: (new, changed, gone)."""
    this = desk.packet(packet)
    older = [
        each
        for each in desk.received(this.branch)
        if each.period == this.period and (each.epoch, each.version) < (this.epoch, this.version)
    ]
    now = {kept.record.id: kept for kept in desk.kept(packet)}
    if not older:
        return list(now.values()), [], []
    last = max(older, key=lambda each: (each.epoch, each.version))
    before = {kept.record.id: kept for kept in desk.kept(last.digest)}
    new = [kept for key, kept in now.items() if key not in before]
    changed = [kept for key, kept in now.items() if key in before and kept.record != before[key].record]
    return new, changed, [kept for key, kept in before.items() if key not in now]


def open_packet(desk: Desk, packet: str, keys: Keys) -> Opened:
    """Open a received packet again, for its printed book and attachments; everything is proved anew.

    A card that was revoked since does not matter: the packet was believed when it came. Raises
    FileRefusedError (packet_lost, packet_changed), UserError (no_packet).
    """
    path = desk.packet_file(packet)
    trust = trust_of(desk)
    found = examine(
        path, replace(trust, cards=tuple(replace(each, revoked_on=None) for each in trust.cards)), keys
    )
    if found.opened is None:
        raise UserError(found.say, safe="登记的内容没有改动。", todo=found.next, code=found.code)
    return found.opened


def sign_answer(
    desk: Desk,
    packet: str,
    verdict: str,
    keys: Keys,
    folder: Path,
    *,
    items: Iterable[Item] = (),
    note: str = "",
    by: str = "",
) -> Path:
    """Sign a receipt for a packet, write it into a folder (the stick) and keep it in the desk.

    ``verdict``: received, returned, filed, invalid. Items need the record's id, a code T01 … and may carry
    note, deadline and way. Raises WrongUseError (verdict_unknown, return_code, return_way, return_empty,
    no_such_record), UserError (no_packet, disk errors).
    """
    received = desk.packet(packet)
    branch = next((each for each in desk.branches(removed=True) if each.code == received.branch), None)
    receipt = Receipt(
        street=desk.code,
        street_name=desk.name,
        branch=received.branch,
        branch_name=(branch.short or branch.name) if branch else received.branch,
        packet=packet,
        period=received.period,
        version=received.version,
        sequence=received.sequence,
        verdict=verdict,
        at=desk.clock().isoformat(timespec="seconds"),
        items=_filled(desk, packet, make_items(items)),
        note=note,
        by=by,
    )
    path = write_receipt(folder, receipt, keys)
    desk.add_receipt(packet, received.branch, verdict, sign_receipt(receipt, keys))
    return path


def sign_refusal(desk: Desk, found: Verdict, keys: Keys, folder: Path, *, by: str = "") -> Path:
    """Sign a receipt 校验不过 for a packet that was refused, if it is at least known whose it is.

    Raises UserError (not_answerable) where not even the signature held, and disk errors.
    """
    header, digest = found.header, found.digest
    if found.ok or header is None or digest is None:
        raise UserError(
            "这个文件认不出是谁交的，不能签回执。",
            safe="没有写出任何文件。",
            todo="请当面告诉支部：" + found.say,
            code="not_answerable",
        )
    receipt = Receipt(
        street=desk.code,
        street_name=desk.name,
        branch=header.branch,
        branch_name=header.branch_name,
        packet=digest,
        period=header.period,
        version=header.version,
        sequence=header.sequence,
        verdict="invalid",
        at=desk.clock().isoformat(timespec="seconds"),
        note=found.say + found.next,
        by=by,
    )
    path = write_receipt(folder, receipt, keys)
    desk.add_receipt(digest, header.branch, "invalid", sign_receipt(receipt, keys))
    return path


def _filled(desk: Desk, packet: str, items: Iterable[Item]) -> tuple[Item, ...]:
    """Items with number and form of their record. Raises UserError (no_such_record)."""
    kept = {each.record.id: each for each in desk.kept(packet)}
    filled = []
    for item in items:
        found = kept.get(item.record)
        if found is None:
            raise UserError(
                "这个报送包里没有要退回的那条记录。",
                safe="没有签回执。",
                todo="请重新选择记录。",
                code="no_such_record",
            )
        filled.append(replace(item, rec_no=found.number, form=found.record.form))
    return tuple(filled)
