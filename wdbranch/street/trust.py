"""The trust list: which public card is whose, and what the judge of packets makes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from wdbranch.errors import UserError
from wdbranch.packet.chain import Link
from wdbranch.packet.keys import Card
from wdbranch.packet.read import Registered, Trust
from wdbranch.packet.succession import Succession
from wdbranch.store.desk import Arrival, Desk, ListedBranch, ListedCard, Received

REPLACED = "换了新密钥，由旧密钥签名交接"
"""Why a card is struck off whose holder has new keys."""


def register_card(
    desk: Desk, card: Card, *, by: str, paper: str = "", short: str = "", contact: str = ""
) -> Card:
    """Put a branch's card on the trust list, and the branch on the list of branches if it is new.

    ``by`` is who registered it, ``paper`` on what paper; both are logged. Raises UserError: wrong_role,
    registrar_missing, card_known.
    """
    if card.role != "branch":
        raise UserError(
            "这不是支部的公钥卡。", safe="名单没有改动。", todo="请选择支部交来的公钥卡。", code="wrong_role"
        )
    if not by.strip():
        raise UserError(
            "没有写登记人。",
            safe="名单没有改动。",
            todo="请写上登记人姓名，再登记。",
            code="registrar_missing",
        )
    listed = {branch.code: branch for branch in desk.branches(removed=True)}
    known = listed.get(card.code)
    if known is None or known.removed_on is not None:
        desk.put_branch(ListedBranch(card.code, card.name, short, contact), paper)
    desk.register(
        ListedCard(
            key_id=card.key_id,
            branch=card.code,
            card=card.to_bytes().decode(),
            fingerprint=card.fingerprint,
            registered_on=desk.clock().date().isoformat(),
            registered_by=by.strip(),
            paper=paper,
        )
    )
    return card


def voucher(desk: Desk, succession: Succession) -> ListedCard | None:
    """The card on the trust list, not struck off, whose keys signed the new card; None where there is none."""
    listed = [each for each in desk.cards(succession.card.code) if each.revoked_on is None]
    old = succession.by(Card.from_bytes(each.card.encode()) for each in listed)
    return next((each for each in listed if old is not None and each.key_id == old.key_id), None)


def replaced_by(desk: Desk, succession: Succession) -> None:
    """Strike the card that vouched for a new one off from tomorrow on: what it signed until today stays good."""
    old = voucher(desk, succession)
    if old is not None and old.key_id != succession.card.key_id:
        tomorrow = desk.clock().date() + timedelta(days=1)
        desk.revoke(old.key_id, tomorrow.isoformat(), REPLACED)


def revoke_card(desk: Desk, key_id: str, on: str, why: str) -> None:
    """Strike a card off from that day (ISO date): packets written then or later are refused.

    Raises UserError (no_card, reason_missing).
    """
    if not why.strip():
        raise UserError(
            "没有写作废的原因。", safe="名单没有改动。", todo="请写明原因，再作废。", code="reason_missing"
        )
    desk.revoke(key_id, on, why)


def trust_of(desk: Desk) -> Trust:
    """What the judge believes: the desk's list, what it received so far, and the forms this program knows.

    Now is the computer's clock, or the last line of the desk's log if that is later: a computer whose
    battery died and that woke up in another year must not refuse every packet.
    """
    chains: dict[str, list[Link]] = {}
    for packet in desk.arrivals():
        chains.setdefault(packet.branch, []).append(_link(packet))
    return Trust(
        cards=tuple(
            Registered(Card.from_bytes(each.card.encode()), each.revoked_on) for each in desk.cards()
        ),
        branches=frozenset(branch.code for branch in desk.branches()),
        now=max(desk.clock(), desk.last_moment()),
        street=desk.code,
        editions=desk.editions,
        chains=chains,
    )


def after(trust: Trust, packet: Received) -> Trust:
    """The same once one more packet was taken in: only the chain of its branch has grown."""
    grown = (*trust.chains.get(packet.branch, ()), _link(packet))
    return replace(trust, chains={**trust.chains, packet.branch: grown})


def _link(packet: Arrival | Received) -> Link:
    return Link(
        packet.digest,
        packet.sequence,
        packet.previous,
        packet.period,
        packet.version,
        packet.sender,
        packet.epoch,
    )
