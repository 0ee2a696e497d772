"""Group C: how often, and whether everybody was reached (record_book §7, 27 to 37)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wdbranch.book.finding import Jump
from wdbranch.rules.duties import Duty
from wdbranch.rules.findings.inspection import BookCheck, Inspection
from wdbranch.rules.findings.reading import BookObjection


def missed(book: Inspection, *duty_ids: str) -> Iterator[BookObjection]:
    """The periods in which a duty was not done although its time has passed; explained ones with the words."""
    for duty in book.duties:
        if duty.id in duty_ids and duty.days_left < 0 and (duty.state == "overdue" or duty.explained):
            subject = duty.period if len(duty_ids) == 1 else duty.evidence_key
            yield BookObjection(
                "default", subject, {"say": duty.say}, jump_of(duty), duty.evidence_key, duty.explained
            )


def jump_of(duty: Duty) -> Jump:
    """Where a duty is done."""
    return Jump(page=duty.page, form=duty.form or "", member=duty.member, period=duty.period)


BOOK_FUNCTIONS: Mapping[str, BookCheck] = {
    "C-27": lambda book: missed(book, "D-01"),
    "C-28": lambda book: missed(book, "D-02"),
    "C-29": lambda book: missed(book, "D-03"),
    "C-30": lambda book: missed(book, "D-04"),
    "C-31": lambda book: missed(book, "D-05"),
    "C-32": lambda book: missed(book, "D-07", "D-08"),
}
"""The rules of this file by their ids in ``findings.toml``."""
