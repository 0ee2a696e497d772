"""What was decided or found wanting comes to an end: findings 46 and 77."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from wdbranch.book.record import day_of
from wdbranch.rules.findings.inspection import Check, Inspection
from wdbranch.rules.findings.reading import Objection, Reading
from wdbranch.rules.tables import rules_table
from wdbranch.rules.wording import say_day


def d46_no_outcome(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """Every decision whose time has passed long ago tells when it was carried out."""
    if not seen.has("decisions"):
        return
    grace = timedelta(days=rules_table("findings")["limits"]["days_to_tell_outcome"])
    for index, row in enumerate(seen.record.rows("decisions")):
        due = day_of(row.get("due"))
        if due is not None and due + grace < book.today and not row.get("done_on"):
            fill = {"text": _short(row.get("text") or ""), "due": say_day(due), "days": (book.today - due).days}
            yield Objection("default", "decisions", index, fill)


def h77_not_mended(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """No problem of the rectification ledger stays open beyond its deadline.

    Source for those of an organisation life meeting: 支部工作条例（试行）第十七条 2018 (整改措施逐一落实).
    """
    due = day_of(seen.record.get("due"))
    if due is None or due >= book.today or seen.record.get("done_on"):
        return
    life = seen.record.get("source") in seen.edition.tagged("issue_source", "life_meeting")
    yield Objection("life" if life else "default", "done_on", fill=_late(due, book.today))


def _late(due: date, today: date) -> dict[str, object]:
    return {"due": say_day(due), "days": (today - due).days}


def _short(text: str, most: int = 24) -> str:
    return text if len(text) <= most else f"{text[:most]}……"


FUNCTIONS: Mapping[str, Check] = {
    "D-46": d46_no_outcome,
    "H-77": h77_not_mended,
}
"""The rules of this file by their ids in ``findings.toml``."""
