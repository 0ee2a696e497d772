"""The first-run guide: who you are, what your branch is called, which five stars; or open what there is."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from wdbranch.errors import UserError
from wdbranch.rules import district
from wdbranch.ui import style
from wdbranch.ui.desk import STREET_SUFFIX, Desk
from wdbranch.ui.jobs import Cancelled, Report
from wdbranch.ui.navigation import PRODUCT
from wdbranch.ui.page import Page
from wdbranch.ui.widgets.click import ClickCard, Elided
from wdbranch.ui.widgets.field import named_line, offer
from wdbranch.ui.widgets.star import Star
from wdbranch.ui.widgets.theme_day import ThemeDay

BOOK_SUFFIX = ".wdbook"
CODE = "[0-9A-Za-z][0-9A-Za-z._-]{0,39}"
WIDTH = 640
RECENT_SHOWN = 3
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')
KINDS = (
    ("urban", "社区这一套", "支部过硬、共建共享、宜业兴业、平安法治、幸福和谐"),
    ("rural", "农村这一套", "支部过硬、产业兴旺、生态宜居、平安法治、文明幸福"),
)


def file_name(name: str, suffix: str) -> str:
    """A file name from the name of a branch: nothing in it that Windows refuses."""
    return (_NOT_IN_NAMES.sub("", name) or "记录本") + suffix


class StartPage(Page):
    """Shown while nothing is open."""

    title = "开始使用"
    help = "第一次用，选“我是党支部”，照着填三步就能开始。以前用过的，点“打开已有的记录本”。"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.steps = QStackedWidget()
        middle = QWidget()
        middle.setMaximumWidth(style.px(WIDTH))
        middle.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        name = style.heading(PRODUCT, 1)
        brand = style.row([Star(40, tone="red"), name, 1], 12)
        middle.setLayout(style.column([brand, self.steps], 18))
        across = style.row([1, style.column([1, middle, 2]), 1])
        across.setStretch(1, 100)
        across.setContentsMargins(*(style.px(side) for side in (24, 20, 24, 20)))
        self.setLayout(across)
        self.welcome = Welcome(desk, self.begin_branch, self.begin_street)
        self.steps.addWidget(self.welcome)
        self.branch: BranchGuide | None = None
        self.street: StreetGuide | None = None

    def begin_branch(self) -> None:
        """Go to the steps of a branch."""
        if self.branch is None:
            self.branch = BranchGuide(self.desk, self.home)
            self.steps.addWidget(self.branch)
        self.steps.setCurrentWidget(self.branch)
        self.branch.name.setFocus()

    def begin_street(self) -> None:
        """Go to the step of the street."""
        if self.street is None:
            self.street = StreetGuide(self.desk, self.home)
            self.steps.addWidget(self.street)
        self.steps.setCurrentWidget(self.street)
        self.street.name.setFocus()

    def home(self) -> None:
        """Back to the first choice."""
        self.steps.setCurrentWidget(self.welcome)


class Welcome(QWidget):
    """The first choice, the sample, and what was open before."""

    def __init__(self, desk: Desk, branch: Callable[[], None], street: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        lead = style.label(
            "不联网，不登录。所有内容都在这台电脑的一个文件里，由您自己保管。", tone="second", wrap=True
        )
        self.as_branch = _choice(
            "我是党支部", "记三会一课、主题党日，看五星差什么，打印记录本，向街道报送。", "house"
        )
        self.as_branch.clicked.connect(branch)
        self.as_street = _choice("我是街道", "收各支部报送的文件，核对、汇总，开回执。", "tray")
        self.as_street.clicked.connect(street)
        self.sample = style.link("先用虚构的样例试一试", "eye")
        self.sample.clicked.connect(self._try_sample)
        self.open = style.link("打开已有的记录本", "folder-open")
        self.open.clicked.connect(self._choose)
        box = style.column(
            [lead, self.as_branch, self.as_street, style.row([self.sample, self.open, 1], 12)], 12
        )
        recent = [Path(name) for name in desk.settings.recent if Path(name).exists()][:RECENT_SHOWN]
        if recent:
            box.addWidget(style.label("最近用过", tone="second"))
        for path in recent:
            box.addWidget(self._recent(path))
        box.addStretch(1)
        self.setLayout(box)

    def _recent(self, path: Path) -> QWidget:
        made = ClickCard(f"打开 {path.stem}", across=True, margins=(14, 8, 14, 8))
        made.add(style.label(path.stem))
        made.add(Elided(str(path.parent), size="small", tone="third"), 1)
        made.clicked.connect(lambda: self._desk.open_file(path))
        return made

    def _choose(self) -> None:
        kinds = f"记录本和街道收件文件 (*{BOOK_SUFFIX} *{STREET_SUFFIX})"
        chosen, _ = QFileDialog.getOpenFileName(self, "打开记录本", str(self._desk.folder("open")), kinds)
        if chosen and self._desk.open_file(Path(chosen)):
            self._desk.keep_folder("open", Path(chosen).parent)

    def _try_sample(self) -> None:
        folder = self._desk.settings.books_folder() / "样例"

        def make(target: Path, report: Report, _cancelled: Cancelled) -> Path:
            from wdbranch.operations import demo

            demo.make_demo(target, lambda step, steps, _say: report(step, steps))
            return target / "branch.wdbook"

        self.sample.setEnabled(False)
        self.sample.setText("正在准备样例……")
        self._desk.jobs.start(self, "准备样例", make, folder, self._show_sample)

    def _show_sample(self, path: Path) -> None:
        self._desk.open_file(path)


class Guide(QWidget):
    """Steps with a head, a back and a forward button."""

    def __init__(self, desk: Desk, back: Callable[[], None]) -> None:
        super().__init__()
        self.desk = desk
        self._back = back
        self._heads: list[tuple[str, str]] = []
        self._head = style.heading("")
        self._count = style.label(tone="second")
        self._why = style.label(tone="second", wrap=True)
        self.pages = QStackedWidget()
        self.before = style.secondary("上一步")
        self.before.clicked.connect(self.go_back)
        self.next = style.primary("下一步")
        self.next.clicked.connect(self.go_on)
        card = style.card(margins=(22, 18, 22, 18), gap=12)
        card.box.addLayout(style.row([self._head, 1, self._count]))
        card.box.addWidget(self._why)
        card.box.addWidget(self.pages)
        card.box.addLayout(style.row([self.before, 1, self.next]))
        self.setLayout(style.column([card, 1]))

    def step(self, head: str, why: str) -> QVBoxLayout:
        """Add a step and return its column."""
        page = QWidget()
        box = style.column([], 6)
        page.setLayout(box)
        self.pages.addWidget(page)
        self._heads.append((head, why))
        return box

    def show_step(self, number: int) -> None:
        """Show a step."""
        self.pages.setCurrentIndex(number)
        for place in range(self.pages.count()):
            # The stack is as high as the step shown, not as the highest of all.
            high = QSizePolicy.Policy.Preferred if place == number else QSizePolicy.Policy.Ignored
            self.pages.widget(place).setSizePolicy(QSizePolicy.Policy.Preferred, high)
        self.pages.adjustSize()
        head, why = self._heads[number]
        self._head.setText(head)
        self._why.setText(why)
        self._count.setText(f"第 {number + 1} 步，共 {len(self._heads)} 步" if len(self._heads) > 1 else "")
        self.next.setText("完成" if number == len(self._heads) - 1 else "下一步")
        self.judge()

    def go_back(self) -> None:
        """One step back; from the first, to the first choice."""
        if self.pages.currentIndex() == 0:
            self._back()
        else:
            self.show_step(self.pages.currentIndex() - 1)

    def go_on(self) -> None:
        """One step on; from the last, done."""
        if self.pages.currentIndex() == len(self._heads) - 1:
            self.desk.attempt(self.finish)
            return
        self.show_step(self.pages.currentIndex() + 1)
        if self.next.isEnabled():
            self.next.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next box; from a button it presses it."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif isinstance(pressed := self.focusWidget(), QPushButton):
            pressed.click()
        else:
            self.focusNextChild()

    def judge(self) -> None:
        """Let the person go on only when the step is filled in."""
        self.next.setEnabled(self.ready(self.pages.currentIndex()))

    def ready(self, number: int) -> bool:
        """Whether a step is filled in."""
        raise AssertionError(number)

    def finish(self) -> None:
        """Do what the guide was for."""
        raise AssertionError

    def place(self, box: QVBoxLayout, suffix: str) -> QLineEdit:
        """A line that shows where the file will be kept, with a button to choose another place."""
        line = QLineEdit()
        line.setReadOnly(True)
        line.setAccessibleName("文件放在哪里")
        other = style.secondary("换个地方")

        def choose() -> None:
            chosen, _ = QFileDialog.getSaveFileName(
                self, "记录本放在哪里", line.text(), f"记录本 (*{suffix})"
            )
            if chosen:
                line.setText(str(Path(chosen).with_suffix(suffix)))
                line.setProperty("chosen", True)

        other.clicked.connect(choose)
        box.addWidget(style.label("文件放在哪里", tone="second"))
        box.addLayout(style.row([line, other]))
        return line


class BranchGuide(Guide):
    """Name and theme day; which five stars; where the file is kept."""

    def __init__(self, desk: Desk, back: Callable[[], None]) -> None:
        super().__init__(desk, back)
        self._names()
        self._stars()
        self._where()
        self.show_step(0)

    def _names(self) -> None:
        box = self.step("支部叫什么", "写批复上的全称；简称用在标题和文件名里。")
        self.name = named_line(box, "支部全称＊", "例如：中共××市××区××街道××社区第一支部委员会")
        self.short = named_line(box, "简称", "例如：××社区一支部")
        self.superior = named_line(box, "上级党组织", "例如：××街道党工委")
        offer(self.superior, district.superiors())
        box.addWidget(style.label("主题党日固定在哪天", tone="second"))
        self.theme_day = ThemeDay()
        box.addWidget(self.theme_day)
        self.name.textChanged.connect(self.judge)

    def _stars(self) -> None:
        box = self.step(
            "争创哪一套五星", "两套标准不同，由支部自己选，程序不会按名称猜。以后可以在设置里改。"
        )
        self.kinds = QButtonGroup(self)
        for number, (_, head, text) in enumerate(KINDS):
            made = _choice(head, text, "star")
            made.setCheckable(True)
            self.kinds.addButton(made, number)
            box.addWidget(made)
        self.kinds.idToggled.connect(lambda *_: self.judge())
        box.addWidget(
            style.label(
                "指标是按公开材料整理的参考版，不是官方原文，以区委组织部印发的为准。",
                size="small",
                tone="third",
                wrap=True,
            )
        )

    def _where(self) -> None:
        box = self.step("记录本放在哪里", "整个记录本就是一个文件，复制它就是备份。")
        self.file = self.place(box, BOOK_SUFFIX)
        box.addSpacing(style.px(8))
        for text in (
            "接下来：把党员名单从 Excel 导进来，或者一个一个登记。",
            "向街道报送要用的“印章文件”，等第一次报送时再做，到时有一步一步的提示。",
        ):
            box.addWidget(style.label(text, tone="second", wrap=True))

    def show_step(self, number: int) -> None:
        """Suggest a place for the file from the name."""
        if number == 2 and not self.file.property("chosen"):
            name = file_name(self.short.text().strip() or self.name.text().strip(), BOOK_SUFFIX)
            self.file.setText(str(self.desk.settings.books_folder() / name))
        super().show_step(number)

    def ready(self, number: int) -> bool:
        """The full name; the set of stars; nothing for the place."""
        if number == 0:
            return bool(self.name.text().strip())
        return number != 1 or self.kinds.checkedId() >= 0

    def finish(self) -> None:
        """Make the workbook and open it at the roster."""
        from wdbranch.operations import book

        path = Path(self.file.text())
        make_folder(path.parent)
        made = book.create(
            path,
            self.name.text().strip(),
            KINDS[self.kinds.checkedId()][0],
            short=self.short.text().strip(),
            superior=self.superior.text().strip(),
            fixed_day=self.theme_day.rule(),
        )
        self.desk.take(book=made)


class StreetGuide(Guide):
    """The street's name, the passphrase of its keys, where its file is kept."""

    def __init__(self, desk: Desk, back: Callable[[], None]) -> None:
        super().__init__(desk, back)
        box = self.step("街道收件台", "收支部报送的文件用。名称会印在回执上。")
        self.name = named_line(box, "街道党工委全称＊", "例如：中共××市××区××街道工作委员会")
        self.code = named_line(box, "街道代码＊", "没有统一代码的，写拼音缩写，例如 NHJD")
        self.code.setValidator(QRegularExpressionValidator(QRegularExpression(CODE)))
        self.code.textChanged.connect(self.judge)
        self.national = QCheckBox("用国密算法（SM2、SM3、SM4）")
        self.national.setToolTip("上级要求用国密的才选；各支部登记本街道公钥卡以后随之采用。")
        box.addWidget(self.national)
        self.file = self.place(box, STREET_SUFFIX)
        self.name.textChanged.connect(self._suggest)
        self.show_step(0)

    def _suggest(self) -> None:
        if not self.file.property("chosen"):
            name = file_name(self.name.text().strip(), STREET_SUFFIX)
            self.file.setText(str(self.desk.settings.books_folder() / name))
        self.judge()

    def ready(self, number: int) -> bool:
        """The name and the code."""
        return number == 0 and bool(self.name.text().strip()) and bool(self.code.text())

    def finish(self) -> None:
        """Make the street desk and open it."""
        from wdbranch.operations import street
        from wdbranch.packet.suite import DEFAULT, NATIONAL

        path = Path(self.file.text())
        make_folder(path.parent)
        suite = NATIONAL if self.national.isChecked() else DEFAULT
        made = street.create_desk(path, self.name.text().strip(), self.code.text().strip(), suite=suite)
        self.desk.take(street=made)


def make_folder(folder: Path) -> None:
    """Make the folder for a file. Raises UserError where that is not allowed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise UserError(
            f"不能在“{folder}”里建文件。",
            safe="什么都没有改动。",
            todo="请点“换个地方”，另选一个文件夹。",
            code="no_folder",
        ) from problem


def _choice(head: str, text: str, icon: str) -> QPushButton:
    from wdbranch.ui import icons

    made = ClickCard(f"{head}：{text}", across=True, margins=(16, 14, 16, 14))
    mark = style.label()
    mark.setPixmap(icons.pixmap(icon, style.px(28), "red_text"))
    words = QWidget()
    words.setLayout(style.column([style.heading(head), style.label(text, tone="second", wrap=True)], 2))
    made.add(mark)
    made.add(words, 1)
    return made
