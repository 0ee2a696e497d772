"""Stylesheet rules of the boxes on the sheet; the rules and frames around them are painted by the paper."""

BOXES = """
QLineEdit[onSheet="true"], QComboBox[onSheet="true"], QTextEdit[onSheet="true"] { background: transparent;
  border: none; border-radius: 0; padding: 0 @6px; min-height: 0; }
QLineEdit[onSheet="true"]:focus, QComboBox[onSheet="true"]:focus { border: none; padding: 0 @6px;
  min-height: 0; }
QTextEdit[onSheet="true"], QTextEdit[onSheet="true"]:focus { border: none; padding: @6px @8px; }
QComboBox[onSheet="true"]:disabled, QLineEdit[onSheet="true"]:read-only { color: $text; }
QComboBox[onSheet="true"]::drop-down { border: none; width: @16px; }
QComboBox[onSheet="true"]::down-arrow:disabled { image: none; }
QCheckBox[onSheet="true"] { background: transparent; padding: @2px; }
QToolButton[kind="tool"] { background: transparent; border: 2px solid transparent; border-radius: 4px;
  padding: 0; min-width: @24px; min-height: @24px; max-width: @24px; max-height: @24px; }
QToolButton[kind="tool"]:hover { background: $mute_soft; }
QToolButton[kind="tool"]:focus { border: 2px solid $red; }
QToolButton[kind="tool"]::menu-indicator { image: none; width: 0; }
QPushButton[kind="small_link"] { background: transparent; border: 2px solid transparent; color: $red_text;
  padding: 0 @4px; min-height: @20px; border-radius: 4px; font-size: @13px; }
QPushButton[kind="small_link"]:hover { text-decoration: underline; background: transparent; }
QPushButton[kind="small_link"]:focus { border: 2px solid $red; padding: 0 @4px; min-height: @20px; }
QFrame[kind="field"] { background: $surface; border: 1px solid $strong; border-radius: 6px; padding: 1px; }
QFrame[kind="field"][focused="true"] { border: 2px solid $red; padding: 0; }
QWidget[kind="beside"] { background: $page; }
QWidget[kind="beside"][floating="true"] { border: 1px solid $strong; border-radius: 8px; }
QScrollArea[kind="on_card"], QWidget[kind="on_card"] { background: $surface; }
QListView[kind="people"] { border: 1px solid $strong; border-radius: 6px; padding: @2px; }
"""
