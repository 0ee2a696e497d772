"""Begin a record: from the red button, from Ctrl+N, from a duty."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QPushButton, QWidget

from wdbranch.ui import style
from wdbranch.ui.desk import Desk

if TYPE_CHECKING:
    from wdbranch.book.form import Form
    from wdbranch.ui.form_chooser import Offer

FORM_ICONS = {
    "party_assembly": "users-three",
    "committee": "notebook",
    "theme_day": "calendar-check",
    "lecture": "graduation-cap",
}
OTHER_ICON = "file-text"
LIKELY = 5
"""So many pages are offered first."""


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


def open_yearly(desk: Desk, form: str, year: int) -> None:
    """The one record that a yearly page has for a year; it is begun where there is none."""
    from wdbranch.operations import record

    day = desk.today() if year == desk.today().year else date(year, 12, 31)
    saved = desk.change(None, record.new, form, day=day)
    if saved is not None:
        desk.navigate("record", record_id=saved.record.id)


def begin_on(desk: Desk, form: str, day: date) -> None:
    """A new record of what took place on that day, opened on its page."""
    from wdbranch.operations import record

    saved = desk.change(None, record.new, form, day=day)
    if saved is not None:
        desk.navigate("record", record_id=saved.record.id)


def offers(desk: Desk) -> list[Offer]:
    """What can be begun: the likely next pages, several of one sitting, then all pages in use by chapter."""
    from wdbranch.operations import overview
    from wdbranch.operations import record as records
    from wdbranch.ui.form_chooser import Offer

    home = desk.run(overview.home, desk.today())
    if home is None:
        return []
    snapshot = desk.open_book().snapshot()
    edition = records.current_edition(desk.open_book(), desk.today().year)

    def offer(form: Form) -> Offer:
        return Offer(form.title, FORM_ICONS.get(form.id, OTHER_ICON), partial(_start, desk, form))

    shown = [form for form in edition.ordered() if snapshot.shows(form)]
    pressing = {duty.form for duty in home.duties if duty.state != "done"}
    likely = [form for form in home.next_forms if form in shown and form.id in pressing][:LIKELY]
    several = Offer("一次活动开了几个会、上了课", "calendar-check", lambda: several_at_once(desk))
    result = [Offer("接下来可能要记的"), *map(offer, likely)] if likely else []
    result += [Offer("同一天"), several]
    for chapter in edition.chapters:
        inside = [offer(form) for form in shown if form.chapter == chapter.id]
        result += [Offer(chapter.title), *inside] if inside else []
    return result


def _start(desk: Desk, form: Form) -> None:
    if form.yearly:
        open_yearly(desk, form.id, desk.today().year)
    else:
        begin(desk, form.id)


def several_at_once(desk: Desk, like: str | None = None) -> None:
    """Ask what was held in one sitting, and make those records together."""
    from wdbranch.operations import sitting
    from wdbranch.ui import messages
    from wdbranch.ui.dialogs.sitting import SittingDialog

    forms = desk.run(sitting.offers, like)
    if not forms:
        return
    dialog = SittingDialog(desk.window, forms, None if like else desk.today())
    if not messages.show(dialog) or not dialog.chosen():
        return
    begun = desk.change(None, sitting.begin, dialog.chosen(), like=like, day=dialog.day())
    if begun is not None:
        made = "、".join(desk.open_book().editions[one.edition].forms[one.form].short for one in begun.records)
        desk.note(f"已建好：{made}。点名只点一次，别的跟着记。")
        desk.navigate("record", record_id=like or begun.records[0].id)


def choose_form(window: QWidget, desk: Desk, at: QPushButton | None = None) -> None:
    """Open the list of pages under a button, or in the middle of the window."""
    from wdbranch.ui.form_chooser import WIDE, FormChooser

    found = offers(desk)
    if not found:
        return
    chooser = FormChooser(window, found)
    if at is not None:
        chooser.open_at(at.mapToGlobal(QPoint(at.width() - style.px(WIDE), at.height() + 4)))
    else:
        chooser.open_at(window.mapToGlobal(QPoint(window.width() // 2 - style.px(WIDE) // 2, style.px(90))))
