"""One objection as a line: level, sentence, which record, source; a click goes to its box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from wdbranch.book.level import HINT, MUST, SHOULD
from wdbranch.ui import style
from wdbranch.ui.desk import Desk
from wdbranch.ui.home_view import FindingView, finding_view
from wdbranch.ui.widgets.click import ClickCard

if TYPE_CHECKING:
    from wdbranch.book.finding import Finding
    from wdbranch.store.workbook import Workbook

LEVEL_TONES = {MUST: "bad", SHOULD: "warn", HINT: "mute"}


class FindingLine(ClickCard):
    """The line."""

    def __init__(self, desk: Desk, finding: Finding | FindingView) -> None:
        whence = finding.whence if isinstance(finding, FindingView) else whence_of(desk.open_book(), finding)
        said = f"{finding.level}：{finding.say}"
        super().__init__(
            f"{said}（{whence}）" if whence else said, kind="row", across=True, margins=(14, 7, 12, 7)
        )
        self.add(style.tag(finding.level, LEVEL_TONES[finding.level]))
        words = QWidget()
        words.setLayout(
            style.column(
                [
                    style.label(finding.say, size="small", wrap=True),
                    style.label(whence, size="small", tone="third") if whence else None,
                ],
                1,
            )
        )
        self.add(words, 1)
        if not isinstance(finding, FindingView) and finding.other is not None:
            from wdbranch.ui.dialogs.similar import compare_link

            self.box.addWidget(compare_link(self, desk, finding))     # takes its own clicks
        self.setToolTip(finding.source + (f"\n理由：{finding.waived}" if finding.waived else ""))
        self.clicked.connect(lambda: open_finding(desk, finding))


def whence_of(book: Workbook, finding: Finding) -> str:
    """The record a finding is about, by kind and day (支委会　2026年11月5日); empty without one."""
    if finding.record is None:
        return ""
    from wdbranch.book import values as book_values
    from wdbranch.book.record import day_of

    record = book.record(finding.record)
    form = book.editions[record.edition].forms[record.form]
    day = day_of(record.values.get(form.date_field))
    return f"{form.short}　{book_values.show_day(day)}" if day else form.short


def open_finding(desk: Desk, finding: Finding | FindingView) -> None:
    """Go to the box a finding points to; without a record, to where it is mended."""
    found = finding if isinstance(finding, FindingView) else finding_view(finding, "")
    if found.record is not None:
        desk.navigate("record", record_id=found.record, field=found.field, row=found.row)
    elif found.page:
        where = {"member": found.member} if found.member is not None else {}
        desk.navigate(found.page, **where, **({"period": found.period} if found.period else {}))
    elif found.form:
        desk.navigate("book", form=found.form)
    else:
        desk.navigate("book")
