"""New keys that the old ones vouch for, and keys made anew from the recovery sheet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QPlainTextEdit

from wdbranch.operations import keyring, packets
from wdbranch.operations.keyring import Renewal
from wdbranch.packet.keys import Card
from wdbranch.ui import messages, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.dialogs.passphrase import with_keys
from wdbranch.ui.jobs import beside
from wdbranch.ui.messages import Box

CARD_FILES = "公钥卡 (*.wdcard)"


def renew_keys(desk: Desk) -> None:
    """Explain, choose where the new card goes, make the keys beside the window."""
    text = (
        "换新印章以后，以前报送的文件照样有效，以后都用新印章。新公钥卡由旧印章签名，街道登记时能认出是同一个支部。"
        "请把新公钥卡存到 U 盘，尽快交给街道：街道登记以前，新写的报送文件收不了。"
    )
    if messages.confirm(desk.window, "换一枚新印章？", text, "换新印章"):
        with_keys(desk, lambda: _choose_place(desk))


def _choose_place(desk: Desk) -> None:
    branch = desk.open_book().branch()
    start = desk.folder("export") / f"新公钥卡-{branch.short or branch.name}.wdcard"
    chosen, _ = QFileDialog.getSaveFileName(desk.window, "新公钥卡存到哪里", str(start), CARD_FILES)
    if not chosen:
        return
    path = Path(chosen).with_suffix(".wdcard")

    def done(made: Renewal) -> None:
        from wdbranch.ui.dialogs.sheet import show_card

        desk.announce(packets.CHANGED)
        show_card(desk, made.card, made.file.name)
        messages.tell(
            desk.window,
            "新印章已经启用",
            f"旧印章文件留作备查：{made.old_keys.name}",
            "请重新打印恢复单，锁起来；旧恢复单作废，当场销毁。",
        )

    work = beside(desk.open_book().path, lambda book, _report, _cancelled: packets.renew_keys(book, path))
    desk.jobs.start(desk, "正在做新印章", work, None, done)


class RecoveryBox(Box):
    """The code of the recovery sheet, typed group by group."""

    def __init__(self, desk: Desk) -> None:
        why = "照锁好的恢复单，逐组输入恢复码；大小写、空格和横线都不要紧，抄错一个字符程序会发现。"
        super().__init__(desk.window, "按恢复单恢复印章", [("", why)], icon="shield-check")
        self.code = QPlainTextEdit()
        self.code.setAccessibleName("恢复码")
        self.code.setTabChangesFocus(True)
        self.code.setFixedHeight(style.px(110))
        self.body(self.code)
        self.verbs("恢复", "取消")
        self.yes.setEnabled(False)
        self.code.textChanged.connect(lambda: self.yes.setEnabled(bool(self.code.toPlainText().strip())))
        self.code.setFocus()


def recover_keys(desk: Desk) -> None:
    """Type the code, make the key file anew, say what comes next."""
    box = RecoveryBox(desk)
    if not messages.show(box):
        return
    code = box.code.toPlainText()

    def done(card: Card) -> None:
        desk.announce(desk.run(keyring.note_lock, own=False))
        then = "和街道登记的指纹一样，就可以照常报送。口令由本机保管；要自己设口令，点“设口令”。"
        messages.tell(desk.window, "印章恢复好了", f"指纹：{card.fingerprint}", then)

    work = beside(desk.open_book().path, lambda book, _report, _cancelled: packets.recover_keys(book, code))
    desk.jobs.start(desk, "正在恢复印章", work, None, done)
