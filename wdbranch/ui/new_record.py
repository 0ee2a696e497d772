"""Begin a record: from the red button, from Ctrl+N, from a duty."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from wdbranch.ui import icons
from wdbranch.ui.desk import Desk

FORM_ICONS = {
    "party_assembly": "users-three",
    "committee": "notebook",
    "theme_day": "calendar-check",
    "lecture": "graduation-cap",
}
OTHER_ICON = "file-text"


def begin(desk: Desk, form: str, overdue: date | None = None) -> None:
    """A new record of that form, dated today, opened on its page with what the book already knows.

    ``overdue``: the last day of a period that has passed. What is recorded late did not happen today: its day
    is left to the person, with the keyboard in that box. A record of an earlier year begins on that last day,
    so that it stands in the book of its year.
    """
    from wdbranch.operations import record

    today = desk.today()
    day = today if overdue is None else None if overdue.year == today.year else overdue
    saved = desk.change(None, record.new, form, day=day)
    if saved is None:
        return
    asked = desk.open_book().editions[saved.record.edition].forms[form]
    if overdue is None:
        desk.navigate("record", record_id=saved.record.id)
    else:
        desk.navigate("record", record_id=saved.record.id, field=asked.date_field)


def form_menu(parent: QWidget, desk: Desk) -> QMenu:
    """The forms to choose from, the likely next one first."""
    from wdbranch.operations import overview

    menu = QMenu(parent)
    home = desk.run(overview.home, desk.today())
    for form in home.next_forms if home is not None else ():
        act = menu.addAction(icons.icon(FORM_ICONS.get(form.id, OTHER_ICON)), form.title)
        act.triggered.connect(lambda _on=False, wanted=form.id: begin(desk, wanted))
    return menu


def choose_form(window: QWidget, desk: Desk, at: QPushButton | None = None) -> None:
    """Open the menu of forms under a button, or in the middle of the window."""
    menu = form_menu(window, desk)
    if not menu.actions():
        return
    menu.setActiveAction(menu.actions()[0])
    if at is not None:
        menu.setMinimumWidth(at.width())
        menu.popup(at.mapToGlobal(QPoint(0, at.height() + 4)))
    else:
        menu.popup(window.mapToGlobal(window.rect().center() - QPoint(menu.sizeHint().width() // 2, 0)))
