"""Every page in every look: nothing cut, everything named, keyboard alone suffices."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot
from ui_hands import Answers

from wdbranch.ui import style
from wdbranch.ui.main_window import BRANCH_ENTRIES, STREET_ENTRIES, MainWindow
from wdbranch.ui.widgets.click import Elided

LOOKS = [style.Look(factor, dark) for factor in (1.0, 1.2, 1.4) for dark in (False, True)]
MINE = ("home", "findings", "stars", "packets", "settings")


@pytest.fixture
def looks(qapp: QApplication) -> Iterator[None]:
    before = style.look()
    yield
    style.apply(qapp, before)


def settle(app: QApplication) -> None:
    for _ in range(5):
        app.processEvents()


def relook(window: MainWindow, wanted: style.Look) -> None:
    window.desk.settings.factor, window.desk.settings.dark = wanted.factor, wanted.dark
    window.relook()


def cut_texts(page: QWidget) -> list[str]:
    """Texts and buttons that are shown smaller than they need."""
    found = []
    for label in page.findChildren(QLabel):
        if not label.isVisible() or isinstance(label, Elided) or not label.text():
            continue
        if label.wordWrap():
            need = label.heightForWidth(label.width())
            if label.height() < need - 1:
                found.append(f"{label.text()[:20]}: {label.height()} < {need} high")
        elif label.width() < label.sizeHint().width() - 1 or label.height() < label.fontMetrics().height() - 2:
            found.append(f"{label.text()[:20]}: {label.size()} < {label.sizeHint()}")
    for button in page.findChildren(QAbstractButton):
        if button.isVisible() and (
            button.width() < button.minimumSizeHint().width() or button.height() < button.minimumSizeHint().height() - 1
        ):
            found.append(f"button {button.accessibleName()[:20]}: {button.size()} < {button.minimumSizeHint()}")
    return found


def overlapping(page: QWidget) -> list[str]:
    """Siblings that lie over each other."""
    found = []
    for parent in [page, *page.findChildren(QWidget)]:
        if parent.layout() is None or not parent.isVisible():
            continue
        children = [child for child in parent.children() if isinstance(child, QWidget) and child.isVisible() and not child.isWindow()]
        for place, one in enumerate(children):
            for other in children[place + 1 :]:
                common = one.geometry() & other.geometry()
                if common.width() > 1 and common.height() > 1:
                    found.append(f"{one} over {other} by {common.size()}")
    return found


@pytest.mark.parametrize("wanted", LOOKS, ids=lambda look: f"{look.factor}{'-dark' if look.dark else ''}")
def test_nothing_is_cut_off_on_a_small_screen(branch_window: MainWindow, qapp: QApplication, looks: None, wanted: style.Look) -> None:
    relook(branch_window, wanted)
    for name in MINE:
        branch_window.navigate(name)
        settle(qapp)
        page = branch_window.page(name)
        holder = page.parentWidget().parentWidget()
        assert isinstance(holder, QScrollArea)
        assert page.width() <= holder.viewport().width(), f"{name} would need a horizontal scroll bar"
        assert cut_texts(page) == []
        assert overlapping(page) == []
    assert branch_window.minimumSizeHint().width() <= 1366
    assert branch_window.minimumSizeHint().height() <= 688


@pytest.mark.parametrize("wanted", LOOKS, ids=lambda look: f"{look.factor}{'-dark' if look.dark else ''}")
def test_nothing_is_cut_off_at_the_street(street_window: MainWindow, qapp: QApplication, looks: None, wanted: style.Look) -> None:
    relook(street_window, wanted)
    street_window.navigate("street")
    page = street_window.page("street")
    page.matrix.selectRow(0)
    settle(qapp)
    assert page.width() <= page.parentWidget().width()
    assert cut_texts(page) == []
    assert overlapping(page) == []


def focusable_unnamed(window: MainWindow) -> list[str]:
    found = []

    def walk(node: QAccessibleInterface | None) -> None:
        if node is None:
            return
        thing = node.object()
        if (
            isinstance(thing, QWidget)
            and thing.isVisible()
            and thing.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not node.text(QAccessible.Text.Name)
        ):
            found.append(f"{type(thing).__name__} in {type(thing.parent()).__name__}")
        for number in range(node.childCount()):
            walk(node.child(number))

    walk(QAccessible.queryAccessibleInterface(window))
    return found


def test_everything_the_keyboard_reaches_has_a_name(branch_window: MainWindow, qapp: QApplication) -> None:
    for name in MINE:
        branch_window.navigate(name)
        settle(qapp)
        assert focusable_unnamed(branch_window) == []


def test_everything_at_the_street_has_a_name(street_window: MainWindow, qapp: QApplication) -> None:
    street_window.page("street").matrix.selectRow(0)
    settle(qapp)
    assert focusable_unnamed(street_window) == []


def test_the_keyboard_changes_pages(branch_window: MainWindow, qtbot: QtBot) -> None:
    branch_window.activateWindow()
    qtbot.waitUntil(branch_window.isActiveWindow)
    for number, entry in enumerate(BRANCH_ENTRIES, start=1):
        if entry.page in MINE:
            qtbot.keyClick(branch_window, Qt.Key(int(Qt.Key.Key_0) + number % 10), Qt.KeyboardModifier.ControlModifier)
            assert branch_window.current == entry.page


def test_tab_reaches_every_control_of_a_page_in_order(branch_window: MainWindow, qtbot: QtBot, qapp: QApplication) -> None:
    branch_window.activateWindow()
    qtbot.waitUntil(branch_window.isActiveWindow)
    branch_window.navigate("packets")
    settle(qapp)
    page = branch_window.page("packets")
    wanted = {
        thing
        for kind in (QAbstractButton, QComboBox, QLineEdit)
        for thing in page.findChildren(kind)
        if thing.isVisible() and thing.isEnabled() and thing.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    page.sending.period.setFocus()
    seen = []
    for _ in range(80):
        seen.append(qapp.focusWidget())
        qtbot.keyClick(qapp.focusWidget(), Qt.Key.Key_Tab)
    assert wanted <= set(seen), [thing.accessibleName() for thing in wanted - set(seen)]


def test_the_focus_ring_is_seen(branch_window: MainWindow, qtbot: QtBot, qapp: QApplication) -> None:
    branch_window.activateWindow()
    qtbot.waitUntil(branch_window.isActiveWindow)
    branch_window.navigate("settings")
    settle(qapp)
    red = style.colour("red").name()
    for button in branch_window.page("settings").findChildren(QAbstractButton):
        if not button.isVisible() or not button.isEnabled():
            continue
        button.setFocus(Qt.FocusReason.TabFocusReason)
        settle(qapp)
        picture = button.grab().toImage()
        middle = picture.height() // 2
        edge = [picture.pixelColor(x, middle).name() for x in range(2)]
        assert edge == [red, red], button.accessibleName()


def test_the_first_focus_shows_no_ring_on_the_navigation(branch_window: MainWindow, qapp: QApplication) -> None:
    settle(qapp)
    focused = qapp.focusWidget()
    assert focused is None or focused.property("kind") != "nav"


def test_help_speaks_of_the_page(branch_window: MainWindow, answers: Answers) -> None:
    for name in MINE:
        branch_window.navigate(name)
        answers.next(False)
        branch_window._help()
        assert branch_window.page(name).help in answers.seen[-1].said


def test_a_street_desk_gets_the_street_pages(street_window: MainWindow) -> None:
    assert street_window.current == STREET_ENTRIES[0].page
    assert "拟和街道" in street_window.windowTitle()


def test_pages_are_built_at_their_first_visit(branch_window: MainWindow) -> None:
    with pytest.raises(KeyError):
        branch_window.page("stars")
    branch_window.navigate("stars")
    assert branch_window.page("stars").title == "五星创建"


def test_a_page_that_cannot_be_built_leaves_the_window_usable(branch_window: MainWindow, answers: Answers) -> None:
    answers.next(True)
    branch_window.navigate("nowhere")
    assert branch_window.current == "home"
    branch_window.navigate("stars")
    assert branch_window.current == "stars"


def test_the_look_changes_on_the_spot(branch_window: MainWindow, qapp: QApplication, looks: None) -> None:
    branch_window.navigate("settings")
    page = branch_window.page("settings")
    page.sizes.button(2).click()
    settle(qapp)
    assert branch_window.current == "settings"
    assert style.look().factor == 1.4 and qapp.font().pixelSize() == 21
    branch_window.page("settings").shades.button(1).click()
    assert style.look().dark


def test_scroll_areas_never_trap_the_keyboard(branch_window: MainWindow) -> None:
    for name in MINE:
        branch_window.navigate(name)
    for area in branch_window.findChildren(QAbstractScrollArea):
        if isinstance(area, QScrollArea):
            assert area.focusPolicy() == Qt.FocusPolicy.NoFocus


@pytest.mark.parametrize("wanted", LOOKS, ids=lambda look: f"{look.factor}{'-dark' if look.dark else ''}")
def test_the_guide_fits_and_is_named(window: MainWindow, qapp: QApplication, looks: None, wanted: style.Look) -> None:
    relook(window, wanted)
    page = window.page("start")
    page.begin_branch()
    guide = page.branch
    guide.name.setText("中共平顶山市卫东区拟和街道拟安社区第一支部委员会")
    guide.kinds.button(0).setChecked(True)
    guide.theme_day.way.setCurrentIndex(1)
    for step in range(3):
        guide.show_step(step)
        settle(qapp)
        assert cut_texts(page) == []
        assert overlapping(page) == []
        assert focusable_unnamed(window) == []
        assert page.width() <= page.parentWidget().width()
    page.begin_street()
    settle(qapp)
    assert cut_texts(page) == []
    assert focusable_unnamed(window) == []


def test_boxes_fit_their_sentences(window: MainWindow, qapp: QApplication, looks: None) -> None:
    from wdbranch.ui.messages import Asking, Box

    for wanted in LOOKS:
        style.apply(qapp, wanted)
        long = "请选择本程序建立的支部记录本文件，后缀是 .wdbook；还是打不开，请从备份里取回最近的一份再试。" * 2
        for box in (
            Box(window, "这一步没有做成", [("出了什么事", long), ("放心", "没有改动。"), ("怎么办", long)]),
            Asking(window, "更正", long, "请写明原因", "确定"),
        ):
            if not isinstance(box, Asking):
                box.verbs("知道了")
            box.show()
            settle(qapp)
            assert cut_texts(box) == []
            assert box.height() <= 688
            box.close()
