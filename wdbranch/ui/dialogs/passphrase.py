"""The passphrase of the keys: asked for once after each start, chosen with its strength shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QProgressBar, QWidget

from wdbranch.operations import keyring
from wdbranch.packet.keys import LEAST_PASSPHRASE
from wdbranch.packet.passphrase import Strength, strength
from wdbranch.ui import messages, style
from wdbranch.ui.desk import Desk
from wdbranch.ui.jobs import beside
from wdbranch.ui.messages import Box
from wdbranch.ui.widgets.field import named_line

SAYS = {
    Strength.TOO_SHORT: (f"至少 {LEAST_PASSPHRASE} 个字符，一句话最好记。", "mute"),
    Strength.WEAK: ("弱：容易猜到。加长一些，不要用生日、电话和连着的数字。", "bad"),
    Strength.FAIR: ("可以用。再长几个字更好。", "warn"),
    Strength.GOOD: ("强：很难猜到。", "ok"),
}


class AskPassphrase(Box):
    """One line for the passphrase."""

    def __init__(self, desk: Desk, again: bool) -> None:
        why = "口令不对，请看清大小写，再输一次。" if again else "本机的印章设了口令，输一次，到关闭程序前都有效。"
        super().__init__(desk.window, "请输印章口令", [("", why)], icon="key", tone="warn" if again else "text2")
        holder = QWidget()
        box = style.column([], 4)
        holder.setLayout(box)
        self.line = named_line(box, "口令", secret=True)
        self.body(holder)
        lost = "忘了口令：关掉这里，在“报送与回执”点“按恢复单恢复”。"
        self.body(style.label(lost, size="small", tone="second", wrap=True))
        self.verbs("打开", "取消")
        self.yes.setEnabled(False)
        self.line.textChanged.connect(lambda text: self.yes.setEnabled(bool(text)))
        self.line.setFocus()


class ChoosePassphrase(Box):
    """A new passphrase, twice, with how hard it is to guess."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk.window,
            "设印章口令",
            [
                ("", "设了口令，别人拿到这台电脑也不能用本单位的印章；每次打开程序，第一次报送时输一次。"),
                ("注意", "口令没有别的地方存。忘了，只能凭锁好的恢复单恢复：没有打印过恢复单的，先去打印。"),
            ],
            icon="key",
        )
        holder = QWidget()
        box = style.column([], 4)
        holder.setLayout(box)
        self.first = named_line(box, "新口令＊", "一句只有自己知道的话", secret=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, int(Strength.GOOD))
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(style.px(8))
        self.bar.setAccessibleName("口令强度")
        self.says = style.label(size="small", wrap=True)
        box.addWidget(self.bar)
        box.addWidget(self.says)
        self.second = named_line(box, "再输一遍＊", secret=True)
        self.body(holder)
        self.verbs("设好", "取消")
        self.first.textChanged.connect(self._judge)
        self.second.textChanged.connect(self._judge)
        self._judge()
        self.first.setFocus()

    def _judge(self, *_: object) -> None:
        found = strength(self.first.text(), LEAST_PASSPHRASE)
        self.bar.setValue(int(found))
        text, tone = SAYS[found]
        if self.second.text() and self.second.text() != self.first.text():
            text, tone = "两遍不一样。", "bad"
        self.says.setText(text)
        self.says.setProperty("tone", tone)
        style.restyle(self.says)
        self.yes.setEnabled(found > Strength.TOO_SHORT and self.first.text() == self.second.text())


def with_keys(desk: Desk, then: Callable[[], object]) -> None:
    """Go on once the keys of what is open can be used: ask for the passphrase where the person has one."""
    asked = desk.attempt(lambda: keyring.asks(_holder(desk)))
    if asked:
        _ask(desk, then, again=False)
    elif asked is not None:
        then()


def _ask(desk: Desk, then: Callable[[], object], *, again: bool) -> None:
    box = AskPassphrase(desk, again)
    if not messages.show(box):
        return
    path, text = _holder(desk).path, box.line.text()

    def done(fits: bool) -> None:
        if fits:
            then()
        else:
            _ask(desk, then, again=True)

    desk.jobs.start(desk, "正在打开印章", lambda *_: keyring.unlock(path, text), None, done)


def choose_passphrase(desk: Desk) -> None:
    """Ask for a new passphrase and lock the keys with it."""

    def ask() -> None:
        box = ChoosePassphrase(desk)
        if messages.show(box):
            _lock(desk, box.first.text(), "印章口令设好了。")

    with_keys(desk, ask)


def give_up_passphrase(desk: Desk) -> None:
    """Let this computer keep the passphrase again, after a word of warning."""
    text = "以后打开程序不再问口令：能用这台电脑的人，就能用本单位的印章。"
    if messages.confirm(desk.window, "改由本机保管口令？", text, "改由本机保管"):
        with_keys(desk, lambda: _lock(desk, None, "口令改由本机保管。"))


def _lock(desk: Desk, new: str | None, said: str) -> None:
    def done(_: object) -> None:
        desk.announce(desk.attempt(lambda: keyring.note_lock(_holder(desk), own=new is not None)))
        desk.note(said)

    if desk.book is not None:
        work = beside(desk.book.path, lambda book, _report, _cancelled: keyring.lock(book, new))
        desk.jobs.start(desk, "正在换印章口令", work, None, done)
    else:
        desk.lend_street("正在换印章口令", lambda held, _report, _cancelled: keyring.lock(held, new), done)


def _holder(desk: Desk) -> Any:
    return desk.book or desk.open_street()
