"""Papers that travel by hand or are locked away: the public key card, the recovery sheet, the handover slip."""

from __future__ import annotations

from typing import Any

from wdbranch.operations import slips
from wdbranch.packet.keys import Card
from wdbranch.printing.plan import Plan
from wdbranch.ui import messages
from wdbranch.ui.desk import Desk
from wdbranch.ui.dialogs.preview import preview_slip
from wdbranch.ui.messages import Box


def show_recovery(desk: Desk, plan: Plan) -> None:
    """Show the recovery sheet, which can only be printed."""
    preview_slip(desk, plan, "恢复单", secret=True)


def show_card(desk: Desk, card: Card, file: str) -> None:
    """Say where the card's file is, and offer the paper card that travels with it."""
    whom = "发给各支部" if desk.street is not None else "交给街道"
    why = f"文件“{file}”存好了。把文件和打印的公钥卡一起{whom}，当面念一遍指纹，两边一致才登记。"
    box = Box(desk.window, "公钥卡存好了", [("", why), ("指纹", card.fingerprint)], icon="key")
    box.verbs("看公钥卡，打印", "关闭")
    if messages.show(box):
        preview_slip(desk, slips.plan_card(card, desk.today()), "公钥卡")


def show_handover(desk: Desk, sent: dict[str, Any]) -> None:
    """The 报送交接单 of a packet that was written, to be printed and signed."""
    plan = desk.run(slips.plan_handover, sent)
    if plan is not None:
        preview_slip(desk, plan, "报送交接单")
