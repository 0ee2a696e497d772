"""What the street office does: its desk, the trust list, the sweep, sums over branches, receipts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wdbranch.book import values as book_values
from wdbranch.book.record import Record
from wdbranch.disk import disk_told
from wdbranch.errors import UserError
from wdbranch.operations.book import Clock, clean_identity, editions
from wdbranch.operations.change import DESK, Change
from wdbranch.operations.keyring import note_lock, open_keys, recover
from wdbranch.operations.secrets import OWN, SAMPLE, kept_by_this_computer, key_file, wrong_keys
from wdbranch.packet.suite import DEFAULT
from wdbranch.store.desk import Desk, ListedBranch, ListedCard, Received

if TYPE_CHECKING:
    from wdbranch.packet.keys import Card, Keys
    from wdbranch.packet.receipt import Item
    from wdbranch.packet.verdict import Verdict
    from wdbranch.printing.plan import Plan
    from wdbranch.street.overview import BranchLine

SUFFIX = ".wddesk"
CHANGED = Change(frozenset({DESK}))
Report = Callable[[int, int], None]
Cancelled = Callable[[], bool]


def create_desk(
    path: Path,
    name: str,
    code: str,
    *,
    passphrase: str | None = None,
    suite: str = DEFAULT,
    clock: Clock = datetime.now,
    sample: bool = False,
) -> Desk:
    """Make a street desk with its keys and open it. Raises UserError where a file stands already.

    ``suite`` is the set of algorithms: that of the street's own card decides for its branches. ``sample`` keeps
    the passphrase in the desk itself: for fictional data only. Raises UserError ``no_suite``.
    """
    from wdbranch.packet.keys import Keys as StreetKeys

    name, code = clean_identity(name, code)
    secret = key_file(path)
    if secret.exists():  # whoever loses it can never again open what was sealed to it
        raise UserError(
            f"“{secret.name}”已经存在，那是另一个收件文件的密钥。",
            safe="没有改动它。",
            todo="请换一个文件名。",
            code="exists",
        )
    desk = Desk.create(path, code, name, editions=editions(), clock=clock)
    try:
        made = StreetKeys.generate("street", code, name, suite=suite)
        made.save(secret, passphrase or kept_by_this_computer())
        desk.set_meta(OWN, bool(passphrase) and not sample)
        desk.set_meta("card", made.card.to_bytes().decode())
        if sample:
            desk.set_meta(SAMPLE, passphrase)
    except BaseException:  # a desk without keys is of no use
        desk.close()
        path.unlink(missing_ok=True)
        secret.unlink(missing_ok=True)
        raise
    return desk


def open_desk(path: Path, *, clock: Clock = datetime.now, readonly: bool = False) -> Desk:
    """Open a street desk. Raises FileRefusedError for a file that is empty, cut off, foreign or newer."""
    return Desk.open(path, editions=editions(), clock=clock, readonly=readonly)


def keys(desk: Desk, passphrase: str | None = None) -> Keys:
    """The street's keys.

    Raises UserError ``no_keys``, ``wrong_passphrase``, ``passphrase_needed``, ``keys_elsewhere``, ``wrong_keys``;
    FileRefusedError.
    """
    path = key_file(desk.path)
    if not path.exists():
        raise UserError(
            f"找不到街道的密钥文件“{path.name}”。",
            safe="收件文件没有改动。",
            todo="请把它放回收件文件旁边，或按恢复单恢复。",
            code="no_keys",
        )
    found = open_keys(desk, passphrase)
    if found.card.key_id != card(desk).key_id:
        raise wrong_keys(path)
    return found


def card(desk: Desk) -> Card:
    """The street's public card."""
    from wdbranch.packet.keys import Card as PublicCard

    return PublicCard.from_bytes(str(desk.meta("card")).encode())


def save_card(desk: Desk, out: Path) -> Card:
    """Write the street's public card, which branches register."""
    found = card(desk)
    found.save(out)
    return found


def add_branch(desk: Desk, code: str, name: str, short: str = "", contact: str = "") -> Change:
    """Put a branch on the list of those who report."""
    desk.put_branch(ListedBranch(code, name, short or name, contact))
    return CHANGED


def plan_recovery(desk: Desk, *, passphrase: str | None = None) -> Plan:
    """The recovery sheet of the street's keys. The plan holds the secret: it is to be printed, never kept."""
    from wdbranch.operations.slips import plan_recovery as lay_out

    found = keys(desk, passphrase)
    return lay_out(found.card, found.recovery_code(), desk.clock().date())


def recover_keys(desk: Desk, code: str, *, passphrase: str | None = None) -> Card:
    """The street's key file anew from its recovery sheet. Raises as ``keyring.recover``."""
    found = recover(
        desk,
        code,
        role="street",
        named=(desk.code, desk.name),
        expected=card(desk).key_id,
        passphrase=passphrase,
    )
    note_lock(desk, own=bool(passphrase))
    return found


def look_at_card(desk: Desk, path: Path) -> tuple[Card, bool]:
    """The card in a file, and whether a registered card of the same branch vouches for it.

    Raises FileRefusedError for a file that is no card.
    """
    from wdbranch.packet.succession import load_card
    from wdbranch.street.trust import voucher

    found, succession = load_card(path)
    return found, succession is not None and voucher(desk, succession) is not None


def register_card(desk: Desk, path: Path, *, by: str, paper: str = "") -> Card:
    """Put a branch's public card on the trust list: who did so and on what paper is kept.

    A card that the branch's registered keys vouch for takes their place: they are struck off from tomorrow on.
    """
    from wdbranch.packet.succession import load_card
    from wdbranch.street.trust import register_card as register
    from wdbranch.street.trust import replaced_by

    listed = {branch.code: branch for branch in desk.branches()}
    found, succession = load_card(path)
    known = listed.get(found.code)
    done = register(
        desk,
        found,
        by=by,
        paper=paper,
        short=known.short if known else "",
        contact=known.contact if known else "",
    )
    if succession is not None:
        replaced_by(desk, succession)
    return done


def revoke_card(desk: Desk, key_id: str, on: str, why: str) -> Change:
    """Strike a card off from a day on."""
    from wdbranch.street.trust import revoke_card as revoke

    revoke(desk, key_id, on, why)
    return CHANGED


def cards(desk: Desk) -> list[ListedCard]:
    """The trust list, struck-off cards included."""
    return desk.cards()


def verify(
    files: Iterable[Path], desk_path: Path | None = None, *, passphrase: str | None = None
) -> list[dict[str, Any]]:
    """Judge packets without taking them in; without a desk signature and wholeness only."""
    from wdbranch.packet.read import judge

    if desk_path is None:
        return [verdict_document(path, judge(path, None, None)) for path in files]
    from wdbranch.street.trust import trust_of

    with open_desk(desk_path, readonly=True) as desk:
        mine, trust = keys(desk, passphrase), trust_of(desk)
        return [verdict_document(path, judge(path, trust, mine)) for path in files]


def sweep(
    desk: Desk,
    where: Path | Sequence[Path],
    *,
    passphrase: str | None = None,
    report: Report | None = None,
    cancelled: Cancelled | None = None,
) -> list[dict[str, Any]]:
    """Judge every packet of a folder or stick and take the good ones in; a bad one never stops the batch."""
    from wdbranch.street.sweep import sweep as sweep_all

    outcomes = sweep_all(desk, where, keys(desk, passphrase), report=report, cancelled=cancelled)
    return [
        {**verdict_document(outcome.path, outcome.verdict), "taken_in": outcome.taken_in}
        for outcome in outcomes
    ]


def verdict_document(path: Path, found: Verdict) -> dict[str, Any]:
    """One judgement as scripts and the verdict table read it."""
    header = found.header
    return {
        "file": path.name,
        "ok": found.ok,
        "code": found.code,
        "say": found.say,
        "next": found.next,
        "branch": header.branch if header else None,
        "branch_name": header.branch_name if header else None,
        "period": header.period if header else None,
        "version": header.version if header else None,
        "digest": found.digest,
    }


def overview(desk: Desk, periods: Iterable[str] = ()) -> list[BranchLine]:
    """Where each listed branch stands: what it reported, counts and attendance from the records received."""
    from wdbranch.street.overview import overview as all_branches

    return all_branches(desk, periods)


def received(desk: Desk, branch: str | None = None) -> list[Received]:
    """The packets that count: the newest of each branch and period."""
    return desk.received(branch, current=True)


def records_of(desk: Desk, digest: str) -> list[Record]:
    """The records of a received packet."""
    from wdbranch.street.review import records_of as kept_records

    return [kept.record for kept in kept_records(desk, digest)]


def plan_received(desk: Desk, record: Record, branch_name: str) -> Plan:
    """The printed page of a received record, laid out from its data."""
    from wdbranch.printing.page import Head, plan_record

    edition = desk.editions[record.edition]
    form = edition.forms[record.form]
    head = Head(book_title=edition.title, year=record.year, branch=branch_name)
    return plan_record(edition, form, record, head)


def returned_items(desk: Desk, digests: Iterable[str]) -> list[Item]:
    """What the receipts to these packets sent back, in order."""
    from wdbranch.packet.receipt import check_receipt

    bodies = [body for digest in digests for body in desk.receipts(digest)]
    return [item for body in bodies for item in check_receipt(body, [card(desk)]).items]


def record_title(desk: Desk, record: Record) -> str:
    """How a received record is listed: number and kind."""
    form = desk.editions[record.edition].forms[record.form]
    return f"{book_values.record_number(form, record)}　{form.short}"


def sign_receipt(
    desk: Desk,
    branch: str,
    period: str,
    verdict: str,
    *,
    folder: Path,
    items: Iterable[Item] = (),
    note: str = "",
    by: str = "",
    passphrase: str | None = None,
) -> Path:
    """Sign a receipt for the newest packet of a branch and period and write it into a folder.

    ``verdict``: received 已收, returned 退回 (with items), filed 已备案.
    """
    from wdbranch.street.review import find_packet, sign_answer

    packet = find_packet(desk, branch, period)
    with disk_told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return sign_answer(
        desk, packet.digest, verdict, keys(desk, passphrase), folder, items=items, note=note, by=by
    )
