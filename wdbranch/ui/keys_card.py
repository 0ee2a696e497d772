"""The branch's own keys and the street's card, in plain words: 印章, 公钥卡, 恢复单."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from wdbranch.operations import packets
from wdbranch.packet.keys import Card
from wdbranch.printing.plan import Plan
from wdbranch.ui import messages, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.jobs import beside
from wdbranch.ui.widgets.flow import Columns

CARD_FILES = "公钥卡 (*.wdcard)"


class KeysCard(style.Card):
    """The branch's own keys and the street's card, each explained in one line."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(gap=8)
        self._desk = desk
        self.box.addWidget(style.heading("印章和公钥卡"))
        self._mine = style.label(wrap=True)
        self._mine_tag = style.tag("")
        why = "印章文件证明材料出自本支部、没有被人改过；公钥卡是它的“印模”，交给街道登记一次。"
        self.box.addLayout(style.spread(self._mine, self._mine_tag))
        self.box.addWidget(style.label(why, size="small", tone="second", wrap=True))
        self.card = style.secondary("存公钥卡", "identification-card")
        self.sheet = style.secondary("恢复单", "file-text", "看恢复单，打印后锁起来")
        self.card.clicked.connect(self._save_card)
        self.sheet.clicked.connect(self._show_sheet)
        self.box.addLayout(style.row([self.card, self.sheet, 1]))
        self.lock = style.link("设口令", "key")
        self.lock.clicked.connect(self._choose_passphrase)
        self.unlock = style.link("口令由本机保管", "floppy-disk")
        self.unlock.clicked.connect(self._give_up_passphrase)
        self.renew = style.link("换新印章", "arrow-counter-clockwise")
        self.renew.setToolTip("换届、印章文件外泄、街道换密码算法时用")
        self.renew.clicked.connect(self._renew)
        self.recover = style.link("按恢复单恢复", "shield-check")
        self.recover.setToolTip("印章文件丢了，或者忘了口令时用")
        self.recover.clicked.connect(self._recover)
        more = Columns(150, gap=4)
        more.put([_at_left(link) for link in (self.lock, self.unlock, self.renew, self.recover)])
        self.box.addWidget(more)
        self.box.addWidget(style.rule())
        self._street = style.label(wrap=True)
        self._street_tag = style.tag("")
        self.box.addLayout(style.spread(self._street, self._street_tag))
        self._fingerprint = style.label(size="small", tone="second", wrap=True, select=True)
        self.box.addWidget(self._fingerprint)
        self.register = style.secondary("登记街道公钥卡", "seal-check")
        self.register.clicked.connect(self._choose_street)
        self.box.addLayout(style.row([self.register, 1]))

    def show_standing(self, standing: packets.Standing) -> None:
        """Say how far the keys are."""
        self._mine.setText("本支部的印章")
        _tell(self._mine_tag, "已做好" if standing.has_keys else "第一次报送时自动做", standing.has_keys)
        self.lock.setText("改口令" if standing.own_passphrase else "设口令")
        self.unlock.setEnabled(standing.own_passphrase)
        for one in (self.lock, self.renew, self.sheet):
            one.setEnabled(standing.has_keys)
        street = standing.street
        self._street.setText(f"街道：{street.name}" if street else "街道的公钥卡")
        _tell(self._street_tag, "已登记" if street else "还没有登记", street is not None)
        self._fingerprint.setText(
            f"核对指纹：{street.fingerprint}"
            if street
            else "登记以后，报送的内容只有街道打得开，街道的回执也能辨真假。"
        )

    def _save_card(self) -> None:
        from wdbranch.ui.dialogs.passphrase import with_keys

        with_keys(self._desk, self._choose_card_place)

    def _choose_card_place(self) -> None:
        desk = self._desk
        branch = desk.open_book().branch()
        start = desk.folder("export") / f"公钥卡-{branch.short or branch.name}.wdcard"
        chosen, _ = QFileDialog.getSaveFileName(self, "公钥卡存到哪里", str(start), CARD_FILES)
        if not chosen:
            return
        path = Path(chosen).with_suffix(".wdcard")

        def done(card: Card) -> None:
            from wdbranch.ui.dialogs.sheet import show_card

            show_card(desk, card, path.name)
            desk.announce(packets.CHANGED)

        work = beside(desk.open_book().path, lambda book, _report, _cancelled: packets.save_card(book, path))
        desk.jobs.start(self, "准备公钥卡", work, None, done)

    def _choose_passphrase(self) -> None:
        from wdbranch.ui.dialogs.passphrase import choose_passphrase

        choose_passphrase(self._desk)

    def _give_up_passphrase(self) -> None:
        from wdbranch.ui.dialogs.passphrase import give_up_passphrase

        give_up_passphrase(self._desk)

    def _renew(self) -> None:
        from wdbranch.ui.dialogs.new_keys import renew_keys

        renew_keys(self._desk)

    def _recover(self) -> None:
        from wdbranch.ui.dialogs.new_keys import recover_keys

        recover_keys(self._desk)

    def _show_sheet(self) -> None:
        from wdbranch.ui.dialogs.passphrase import with_keys

        with_keys(self._desk, self._work_out_sheet)

    def _work_out_sheet(self) -> None:
        from wdbranch.ui.dialogs.sheet import show_recovery

        desk = self._desk

        def done(plan: Plan) -> None:
            show_recovery(desk, plan)
            desk.announce(packets.CHANGED)

        work = beside(desk.open_book().path, lambda book, _report, _cancelled: packets.plan_recovery(book))
        desk.jobs.start(self, "准备恢复单", work, None, done)

    def _choose_street(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, "街道的公钥卡", str(self._desk.folder("receipt")), CARD_FILES
        )
        if chosen:
            self.register_street(Path(chosen))

    def register_street(self, path: Path) -> None:
        """Register the street's card after the person compared the fingerprint."""
        desk = self._desk
        card = desk.attempt(lambda: Card.load(path))
        if card is None:
            return
        text = f"{card.name}\n指纹：{card.fingerprint}\n\n请打电话或当面与街道核对指纹，一个数字都不能差。"
        if messages.confirm(desk.window, "登记这张公钥卡？", text, "核对一致，登记"):
            desk.run(packets.register_street, path)
            desk.announce(packets.CHANGED)


def _at_left(link: QWidget) -> QWidget:
    holder = QWidget()
    holder.setLayout(style.row([link, 1]))
    return holder


def _tell(tag: QLabel, text: str, good: bool) -> None:
    tag.setText(text)
    tag.setProperty("tone", "ok" if good else "mute")
    style.restyle(tag)
