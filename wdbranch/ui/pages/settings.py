"""设置: type size, light or dark, the branch, where the data is, backups, what the program is made of."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from wdbranch import __version__
from wdbranch.errors import UserError
from wdbranch.operations import book as book_operations
from wdbranch.operations import contents as page_operations
from wdbranch.operations import talks
from wdbranch.paths import resource
from wdbranch.settings import FACTORS
from wdbranch.ui import messages, style
from wdbranch.ui.cover_card import CoverCard
from wdbranch.ui.desk import Desk
from wdbranch.ui.messages import Box
from wdbranch.ui.navigation import PRODUCT
from wdbranch.ui.page import Page
from wdbranch.ui.reminders_card import RemindersCard
from wdbranch.ui.widgets.click import Elided
from wdbranch.ui.widgets.flow import Columns
from wdbranch.ui.widgets.theme_day import in_words

SIZE_NAMES = {1.0: "标准", 1.2: "大字", 1.4: "特大字"}


class SettingsPage(Page):
    """What the person may choose."""

    title = "设置"
    nav_id = "settings"
    help = "这里改字的大小、深浅颜色，做备份，看数据放在哪里。"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        page = self.body()
        page.addWidget(style.heading("设置", 1))
        columns = Columns(430)
        left, right = QWidget(), QWidget()
        left_box, right_box = style.column([], 12), style.column([], 12)
        left.setLayout(left_box)
        right.setLayout(right_box)
        left_box.addWidget(self._look())
        if desk.book is not None:
            left_box.addWidget(self._branch())
            self.cover = CoverCard(desk)
            left_box.addWidget(self.cover)
            left_box.addWidget(self._pages())
        left_box.addStretch(1)
        right_box.addWidget(self._files())
        if desk.book is not None:
            self.reminders = RemindersCard(desk)
            right_box.addWidget(self.reminders)
        right_box.addWidget(self._about())
        right_box.addStretch(1)
        columns.put([left, right])
        page.addWidget(columns)
        page.addStretch(1)

    # ---- look ----------------------------------------------------------------------------------------------

    def _look(self) -> QWidget:
        card = style.card()
        card.box.addWidget(style.heading("看得清楚"))
        held = self.desk.settings
        card.box.addWidget(style.label("字的大小", tone="second"))
        self.sizes = self._choices(
            card.box, [SIZE_NAMES[factor] for factor in FACTORS], FACTORS.index(held.factor), self._set_size
        )
        card.box.addWidget(style.label("颜色", tone="second"))
        self.shades = self._choices(card.box, ["浅色", "深色"], int(held.dark), self._set_shade)
        return card

    def _choices(self, box: object, names: list[str], chosen: int, act: object) -> QButtonGroup:
        group = QButtonGroup(self)
        buttons: list[QPushButton] = []
        for number, name in enumerate(names):
            made = style.button(name, "choice")
            made.setCheckable(True)
            made.setChecked(number == chosen)
            group.addButton(made, number)
            buttons.append(made)
        assert isinstance(box, QVBoxLayout)
        box.addLayout(style.row([*buttons, 1]))
        assert callable(act)
        group.idClicked.connect(act)
        return group

    def _set_size(self, number: int) -> None:
        self.desk.settings.factor = FACTORS[number]
        self._relook()

    def _set_shade(self, number: int) -> None:
        self.desk.settings.dark = bool(number)
        self._relook()

    def _relook(self) -> None:
        self.desk.save_settings()
        self.desk.relook()

    # ---- branch --------------------------------------------------------------------------------------------

    def _branch(self) -> QWidget:
        card = style.card()
        self._branch_name = style.label(wrap=True)
        self._branch_more = style.label(tone="second", wrap=True)
        change = style.secondary("修改支部信息", "pencil-simple")
        change.clicked.connect(self._describe)
        card.box.addWidget(style.heading("本支部"))
        card.box.addWidget(self._branch_name)
        card.box.addWidget(self._branch_more)
        slots = style.secondary("“一编三定”栏目", "table")
        slots.clicked.connect(self._slots)
        card.box.addLayout(style.row([change, slots, 1]))
        return card

    def _slots(self) -> None:
        from wdbranch.ui.dialogs.slots import ask_slots

        ask_slots(self.desk)

    # ---- pages ---------------------------------------------------------------------------------------------

    def _pages(self) -> QWidget:
        """Optional pages, each with a sentence; off until the branch wants them."""
        self.pages = style.card(gap=4)
        self.pages.box.addWidget(style.heading("要用哪些页面"))
        told = "下面的页面不是每个支部都要填，用得着再启用。停用不删记录，再启用都还在。"
        self.pages.box.addWidget(style.label(told, tone="second", wrap=True))
        self._options = style.column([], 4)
        self.pages.box.addLayout(self._options)
        self.pages.box.addWidget(style.label("谈心谈话", strong=True))
        self.strict = QCheckBox("按每个支委谈遍每名党员来数")
        self.strict.setToolTip("条例没有这样要求；街道有要求的才选。不选时，每名党员有一名支委谈过就算谈到。")
        self.strict.clicked.connect(self._count_talks)
        self.pages.box.addWidget(self.strict)
        self.ticks: dict[str, QCheckBox] = {}
        return self.pages

    def _show_options(self) -> None:
        focused = next((name for name, tick in self.ticks.items() if tick.hasFocus()), None)
        style.clear(self._options)
        self.ticks = {}
        for chapter, options in page_operations.options(self.desk.open_book()):
            self._options.addWidget(style.label(chapter.title, strong=True))
            for option in options:
                many = f"（已有 {option.records} 份记录）" if option.records else ""
                tick = QCheckBox(option.page.title + many)
                tick.setAccessibleName(f"启用{option.page.title}{many}")
                tick.setChecked(option.shown)
                tick.clicked.connect(lambda on, one=option: self._switch(one, on=on))
                self.ticks[option.page.id] = tick
                self._options.addWidget(tick)
                said = style.label(option.page.intro, size="small", tone="second", wrap=True)
                said.setContentsMargins(style.px(26), 0, 0, style.px(6))
                self._options.addWidget(said)
        self.strict.setChecked(talks.strict(self.desk.open_book()))
        if focused in self.ticks:
            self.ticks[focused].setFocus()

    def _count_talks(self, on: bool) -> None:
        self.desk.change(self, talks.set_strict, on)
        self.desk.note("谈心谈话按每一对来数。" if on else "每名党员有一名支委谈过，就算谈到。")

    def _switch(self, option: page_operations.Option, *, on: bool) -> None:
        if not on and option.records:
            title = option.page.title
            text = f"《{title}》已有 {option.records} 份记录。停用后目录里看不到这一页，记录都保留，再启用就回来。"
            if not messages.confirm(self, "停用有记录的页面", text, "停用", "不停用"):
                self._show_options()
                return
        self.desk.change(self, page_operations.set_shown, option.page.id, on)
        self._show_options()
        self.desk.note(f"已{'启用' if on else '停用'}：{option.page.title}")

    def go(self, **where: Any) -> None:
        """``pages``: bring the choice of pages into view, with the keyboard on it."""
        if where.get("pages") and self.ticks:
            next(iter(self.ticks.values())).setFocus(Qt.FocusReason.OtherFocusReason)
            area: QWidget | None = self
            while area is not None and not isinstance(area, QScrollArea):
                area = area.parentWidget()
            if area is not None:
                area.ensureWidgetVisible(self.pages, 0, style.px(12))

    def _describe(self) -> None:
        from wdbranch.ui.dialogs.branch import ask_branch

        ask_branch(self.desk)

    # ---- files ---------------------------------------------------------------------------------------------

    def _files(self) -> QWidget:
        card = style.card()
        card.box.addWidget(style.heading("数据和备份"))
        self._path = Elided("")
        card.box.addWidget(style.label("现在打开的文件", tone="second"))
        card.box.addWidget(self._path)
        self._backups = style.label(tone="second", wrap=True)
        card.box.addWidget(self._backups)
        self.backup = style.secondary("现在备份", "shield-check")
        self.backup.clicked.connect(self._back_up)
        self.stick = style.secondary("备份到 U 盘", "usb")
        self.stick.clicked.connect(self._back_up_to)
        self.folder = style.secondary("打开数据文件夹", "folder-open")
        self.folder.clicked.connect(self._show_folder)
        if self.desk.book is not None:
            card.box.addLayout(style.row([self.backup, self.stick, 1]))
        other = style.link("打开别的记录本，或者新建一本", "arrow-square-out")
        other.clicked.connect(self._other)
        self.other_folder = style.secondary("换数据文件夹", "folder-open", "新的记录本放在哪个文件夹")
        self.other_folder.clicked.connect(self._choose_folder)
        card.box.addLayout(style.row([self.folder, self.other_folder, 1]))
        card.box.addLayout(style.row([other, 1]))
        card.box.addWidget(
            style.label(
                "要用备份恢复：点“打开别的记录本”，选备份文件夹里最近的一个文件打开，核对无误后继续用它。",
                size="small",
                tone="third",
                wrap=True,
            )
        )
        return card

    def _back_up(self) -> None:
        made = self.desk.run(book_operations.backup)
        if made is not None:
            self.desk.note(f"备份好了，已核对：{made.name}")
            self.refresh()

    def _back_up_to(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "备份到哪个文件夹", str(self.desk.folder("backup")))
        if not folder:
            return
        held = self.desk.open_book()
        name = f"{held.path.stem}-{self.desk.today():%Y%m%d}{held.path.suffix}"
        made = self.desk.run(book_operations.backup, Path(folder) / name)
        if made is not None:
            self.desk.keep_folder("backup", Path(folder))
            self.desk.note(f"备份好了，已核对：{made.name}")

    def _show_folder(self) -> None:
        held = self.desk.book or self.desk.street
        folder = held.path.parent if held is not None else self.desk.settings.books_folder()
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            messages.tell(self.desk.window, "打不开文件夹", f"文件夹在：{folder}")

    def _choose_folder(self) -> None:
        start = str(self.desk.settings.books_folder())
        folder = QFileDialog.getExistingDirectory(self, "新的记录本放在哪个文件夹", start)
        if folder:
            self.desk.settings.data_folder = folder
            self.desk.save_settings()
            self.desk.note(f"以后新建的记录本放在：{folder}。现在打开的这一本没有移动。")

    def _other(self) -> None:
        self.desk.close_book()
        self.desk.opened.emit()

    # ---- about ---------------------------------------------------------------------------------------------

    def _about(self) -> QWidget:
        card = style.card()
        card.box.addWidget(style.heading("关于"))
        card.box.addWidget(style.label(f"{PRODUCT}　{__version__}"))
        self._edition = style.label(tone="second", wrap=True)
        card.box.addWidget(self._edition)
        licences = style.link("用到的开源软件和字体", "info")
        licences.clicked.connect(lambda: show_licences(self.desk))
        card.box.addLayout(style.row([licences, 1]))
        return card

    def refresh(self) -> None:
        """Show the branch, the file and its backups."""
        editions = book_operations.editions()
        self._edition.setText(editions[max(editions)].reference)
        held = self.desk.book or self.desk.street
        if held is not None:
            self._path.say(str(held.path))
        if self.desk.book is None:
            self._backups.hide()
            return
        self._show_options()
        self.reminders.refresh()
        self.cover.refresh()
        branch = self.desk.book.branch()
        self._branch_name.setText(branch.name)
        parts = [
            f"上级：{branch.superior}" if branch.superior else "",
            f"主题党日：{in_words(branch.fixed_day)}",
            f"争创标准：{book_operations.KINDS[branch.kind]}",
        ]
        self._branch_more.setText("　".join(part for part in parts if part))
        backups = self.desk.book.backups()
        self._backups.setText(
            f"已有 {len(backups)} 份备份，最近一份：{max(backups, key=os.path.getmtime).name}"
            if backups
            else "还没有备份。点“现在备份”做一份。"
        )


def show_licences(desk: Desk) -> None:
    """The licences of fonts and icons that are shipped, as text."""
    texts = []
    for path in sorted([*resource("fonts", "licences").glob("*"), *resource("icons").glob("LICENSE*")]):
        try:
            texts.append(f"【{path.name}】\n{path.read_text('utf-8', errors='replace')}")
        except OSError as problem:
            raise UserError(
                f"读不出许可文件“{path.name}”。", todo="请重新安装程序。", code="no_licence"
            ) from problem
    box = Box(
        desk.window,
        "用到的开源软件和字体",
        [("", "窗口用 Qt（LGPL 3.0，可以自行替换），图标用 Phosphor（MIT），字体各带许可，全文如下。")],
    )
    text = QPlainTextEdit("\n\n".join(texts))
    text.setReadOnly(True)
    text.setAccessibleName("许可全文")
    text.setMinimumHeight(style.px(260))
    box.body(text)
    box.verbs("知道了")
    messages.show(box)
