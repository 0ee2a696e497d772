"""Register a branch's public card: compare the fingerprint, say who did so and on what paper."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from wdbranch.packet.keys import Card
from wdbranch.ui import messages, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.messages import Box
from wdbranch.ui.widgets.field import named_line

COMPARE = "请和送卡的人当面念一遍指纹，八组数字一个都不能差，再登记。"
VOUCHED = "这张新卡由该支部已登记的旧印章签名，核对无误。登记以后，旧印章从明天起作废。"


class RegisterDialog(Box):
    """The card's name and fingerprint, and two lines to fill in."""

    def __init__(self, parent: QWidget | None, card: Card, *, vouched: bool) -> None:
        super().__init__(
            parent,
            "登记支部公钥卡",
            [
                ("支部", card.name),
                ("代码", card.code),
                ("指纹", card.fingerprint),
                ("怎么办", VOUCHED if vouched else COMPARE),
            ],
            icon="identification-card",
        )
        holder = QWidget()
        box = style.column([], 4)
        holder.setLayout(box)
        self.by = named_line(box, "登记人＊", "经手人姓名")
        self.paper = named_line(box, "凭什么登记", "例如：书记当面送来的纸质公钥卡")
        self.body(holder)
        self.verbs("核对一致，登记", "取消")
        self.yes.setEnabled(False)
        self.by.textChanged.connect(lambda text: self.yes.setEnabled(bool(text.strip())))
        self.by.setFocus()


def ask_register(desk: Desk, card: Card, vouched: bool = False) -> tuple[str, str] | None:
    """Who registers the card and on what paper; None where the person went back.

    ``vouched``: registered keys of the same branch signed it.
    """
    box = RegisterDialog(desk.window, card, vouched=vouched)
    return (box.by.text().strip(), box.paper.text().strip()) if messages.show(box) else None
