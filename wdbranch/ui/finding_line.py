"""One objection as a line: level, sentence, source; a click goes to its box."""

from __future__ import annotations

from wdbranch.book.finding import HINT, MUST, SHOULD, Finding
from wdbranch.ui import style
from wdbranch.ui.desk import Desk
from wdbranch.ui.widgets.click import ClickCard

LEVEL_TONES = {MUST: "bad", SHOULD: "warn", HINT: "mute"}


class FindingLine(ClickCard):
    """The line."""

    def __init__(self, desk: Desk, finding: Finding) -> None:
        super().__init__(f"{finding.level}：{finding.say}", kind="row", across=True, margins=(14, 7, 12, 7))
        self.add(style.tag(finding.level, LEVEL_TONES[finding.level]))
        self.add(style.label(finding.say, size="small", wrap=True), 1)
        self.setToolTip(finding.source + (f"\n理由：{finding.waived}" if finding.waived else ""))
        self.clicked.connect(lambda: open_finding(desk, finding))


def open_finding(desk: Desk, finding: Finding) -> None:
    """Go to the box a finding points to; without a record, to the list of records."""
    if finding.record is not None:
        desk.navigate("record", record_id=finding.record, field=finding.field, row=finding.row)
    else:
        desk.navigate("book")
