"""The one stylesheet. ``$name`` is a colour of the look, ``@15`` a length in px at normal type size."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from wdbranch.ui.sheet.sheet_style import BOXES

SHEET = """
QMainWindow, QDialog, QWidget[kind="page"], QScrollArea, QWidget[kind="plain"] { background: $page; }
QScrollArea { border: none; }
QLabel { background: transparent; }
QLabel[rank="small"] { font-size: @13px; }
QLabel[rank="head"] { font-size: @16px; font-weight: 600; }
QLabel[rank="title"] { font-size: @23px; font-weight: 600; }
QLabel[rank="figure"] { font-size: @28px; font-weight: 600; }
QLabel[strong="true"] { font-weight: 600; }
QLabel[tone="second"] { color: $text2; }
QLabel[tone="third"] { color: $text3; }
QLabel[tone="red"] { color: $red_text; }
QLabel[tone="ok"] { color: $ok; }
QLabel[tone="warn"] { color: $warn; }

QFrame[kind="card"] { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame[kind="banner"] { background: $soft; border: none; border-radius: 8px; }
QFrame[kind="notice"] { background: $mute_soft; border: none; border-radius: 8px; }
QFrame[kind="rule"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[kind="nav"] { background: $nav; border: none; border-right: 1px solid $line; }
QFrame[kind="foot"] { background: $nav; border: none; border-top: 1px solid $line; }
QFrame[kind="drop"] { background: $surface; border: 2px dashed $strong; border-radius: 8px; }
QFrame[kind="drop"][over="true"] { border-color: $red; background: $soft; }

QLabel[kind="tag"] { font-size: @13px; padding: @2px @10px; border-radius: 4px; background: $mute_soft;
  color: $text2; }
QLabel[kind="tag"][tone="ok"] { background: $ok_soft; color: $ok; }
QLabel[kind="tag"][tone="warn"] { background: $warn_soft; color: $warn; }
QLabel[kind="tag"][tone="bad"] { background: $soft; color: $soft_text; }

QPushButton, QToolButton[kind="menu"] { background: $surface; border: 1px solid $strong; border-radius: 6px;
  padding: 0 @14px; min-height: @34px; }
QPushButton:hover, QToolButton[kind="menu"]:hover { background: $mute_soft; }
QPushButton:focus, QToolButton[kind="menu"]:focus { border: 2px solid $red; padding: 0 @13px;
  min-height: @32px; }
QPushButton:disabled { color: $text3; border-color: $line; background: $page; }
QPushButton[kind="primary"], QToolButton[kind="primary"] { background: $red; border: 1px solid $red;
  color: $on_red;
  font-weight: 600; border-radius: 6px; padding: 0 @18px; min-height: @34px; }
QPushButton[kind="primary"]:hover, QToolButton[kind="primary"]:hover { background: $red_hover;
  border-color: $red_hover; }
QPushButton[kind="primary"]:focus, QToolButton[kind="primary"]:focus { border: 2px solid $text;
  padding: 0 @17px;
  min-height: @32px; }
QPushButton[kind="primary"]:disabled { background: $mute_soft; border-color: $line; color: $text3; }
QToolButton::menu-indicator, QPushButton::menu-indicator { image: none; width: 0; }
QPushButton[kind="link"] { background: transparent; border: 2px solid transparent; color: $red_text;
  padding: 0 @6px; min-height: @28px; border-radius: 4px; text-align: left; }
QPushButton[kind="link"]:hover { text-decoration: underline; background: transparent; }
QPushButton[kind="link"]:focus { border: 2px solid $red; padding: 0 @6px; min-height: @28px; }
QPushButton[kind="link"]:disabled { color: $text3; background: transparent; }
QPushButton[kind="nav"] { background: transparent; border: 2px solid transparent; border-radius: 6px;
  color: $text2;
  text-align: left; padding: 0 @12px; min-height: @30px; }
QPushButton[kind="nav"]:hover { background: $mute_soft; }
QPushButton[kind="nav"]:checked { background: $soft; color: $soft_text; font-weight: 600; }
QPushButton[kind="nav"]:focus { border: 2px solid $red; padding: 0 @12px; min-height: @30px; }
QPushButton[kind="choice"] { padding: 0 @16px; }
QPushButton[kind="choice"]:checked { border: 2px solid $red; background: $soft; color: $soft_text;
  padding: 0 @15px; min-height: @32px; font-weight: 600; }
QPushButton[kind="tile"] { background: $surface; border: 1px solid $line; border-radius: 8px; padding: 0;
  min-height: 0; text-align: left; }
QPushButton[kind="tile"]:hover { border-color: $strong; background: $surface; }
QPushButton[kind="tile"]:checked { border: 2px solid $red; }
QPushButton[kind="tile"]:focus { border: 2px solid $red; padding: 0; min-height: 0; }
QPushButton[kind="row"] { background: transparent; border: 2px solid transparent; border-radius: 4px;
  padding: 0;
  min-height: 0; text-align: left; }
QPushButton[kind="row"]:hover { background: $mute_soft; }
QPushButton[kind="row"]:focus { border: 2px solid $red; padding: 0; min-height: 0; }
QPushButton[kind="cell"] { font-size: @13px; background: $mute_soft; color: $text; border: 2px solid transparent;
  border-radius: 4px; padding: 0 @4px; min-height: @26px; text-align: left; }
QPushButton[kind="cell"][tone="ok"] { background: $ok_soft; color: $ok; }
QPushButton[kind="cell"][tone="warn"] { background: $warn_soft; color: $warn; }
QPushButton[kind="cell"][tone="bad"] { background: $soft; color: $soft_text; }
QPushButton[kind="cell"][tone="mute"] { background: transparent; color: $text3; }
QPushButton[kind="cell"]:hover { border-color: $strong; }
QPushButton[kind="cell"]:focus { border: 2px solid $red; padding: 0 @4px; min-height: @26px; }

QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox { background: $surface;
  border: 1px solid $strong;
  border-radius: 6px; padding: 0 @9px; selection-background-color: $red; selection-color: $on_red; }
QLineEdit, QComboBox, QAbstractSpinBox { min-height: @34px; }
QTextEdit, QPlainTextEdit { padding: @6px @8px; }
QLineEdit:focus, QTextEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {
  border: 2px solid $red; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus { padding: 0 @8px; min-height: @32px; }
QTextEdit:focus, QPlainTextEdit:focus { padding: @5px @7px; }
QLineEdit:disabled, QLineEdit:read-only, QComboBox:disabled { background: $page; color: $text2; }
QLineEdit[wrong="true"], QTextEdit[wrong="true"] { border: 2px solid $red; }
QComboBox::drop-down { border: none; width: @28px; }
QComboBox::down-arrow { image: url("$caret"); width: @14px; height: @14px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $strong; outline: 0;
  selection-background-color: $soft; selection-color: $soft_text; }
QComboBox QAbstractItemView::item { min-height: @32px; padding: 0 @8px; }

QCheckBox, QRadioButton { spacing: @8px; background: transparent; min-height: @28px;
  border: 2px solid transparent;
  border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border: 2px solid $red; }
QCheckBox::indicator { width: @16px; height: @16px; border: 1px solid $strong; border-radius: 4px;
  background: $surface; }
QCheckBox::indicator:checked { background: $red; border-color: $red; image: url("$tick"); }
QRadioButton::indicator { width: @16px; height: @16px; border: 1px solid $strong; border-radius: @9px;
  background: $surface; }
QRadioButton::indicator:checked { border: @5px solid $red; width: @8px; height: @8px; }

QTableView, QTreeView, QListView { background: $surface; border: 1px solid $line; border-radius: 8px;
  outline: 0;
  gridline-color: $line; alternate-background-color: $page; selection-background-color: $soft;
  selection-color: $soft_text; }
QTableView:focus, QTreeView:focus, QListView:focus { border: 2px solid $red; }
QTableView::item, QTreeView::item, QListView::item { padding: 0 @8px; min-height: @34px; }
QTableView[kind="still"], QTableView[kind="still"]:focus {
  border: none; border-right: 2px solid $strong; border-radius: 0; }
QTableView[kind="dense"] { font-size: @13px; }
QTableView[kind="dense"]::item { padding: 0 @1px; }
QTableView::item:selected, QTreeView::item:selected, QListView::item:selected { background: $soft;
  color: $soft_text; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $text2; border: none; border-bottom: 1px solid $line;
  padding: @6px @8px; font-size: @13px; }
QTableCornerButton::section { background: $surface; border: none; }

QMenu { background: $surface; border: 1px solid $strong; padding: @4px; }
QMenu::item { padding: @8px @18px; border-radius: 4px; }
QMenu::item:selected { background: $soft; color: $soft_text; }
QMenu::item:disabled { color: $text3; }
QMenu::separator { height: 1px; background: $line; margin: @4px @8px; }
QToolTip { background: $surface; color: $text; border: 1px solid $strong; padding: @4px @6px; }
QProgressBar { background: $mute_soft; border: none; border-radius: 4px; min-height: 8px; max-height: 8px; }
QProgressBar::chunk { background: $red; border-radius: 4px; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: @10px; }
QScrollBar:horizontal { height: @10px; }
QScrollBar::handle { background: $strong; border-radius: @3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: @32px; }
QScrollBar::handle:horizontal { min-width: @32px; }
QScrollBar::handle:hover { background: $text3; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QTabBar::tab { background: transparent; border: none; border-bottom: 2px solid transparent;
  padding: @8px @14px;
  color: $text2; }
QTabBar::tab:selected { color: $red_text; border-bottom-color: $red; font-weight: 600; }
QTabBar:focus { border: 2px solid $red; outline: 0; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QSplitter::handle { background: transparent; }
"""

_PART = re.compile(r"\$(\w+)|@(\d+)")


def sheet(words: Mapping[str, str], px: Callable[[int], int]) -> str:
    """The stylesheet with colours and paths from ``words`` and lengths through ``px``. Raises KeyError."""
    return _PART.sub(lambda found: words[found[1]] if found[1] else str(px(int(found[2]))), SHEET + BOXES)
