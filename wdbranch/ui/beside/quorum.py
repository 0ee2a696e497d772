"""The counts of a meeting in words, and whether it may vote."""

from __future__ import annotations

from wdbranch.book.form import Edition, Form
from wdbranch.book.record import Record
from wdbranch.rules import votes
from wdbranch.rules.attendance import Counts
from wdbranch.ui.beside.attendance import Standing


def standing_of(form: Form, edition: Edition, record: Record, counts: Counts | None) -> Standing:
    """应到 24　实到 20　请假 3　缺席 1, and the verdict on the quorum where the form counts votes."""
    if counts is None:
        return Standing("填了开会时间，就按那一天的花名册列出应到的人。")
    asked = form.attendance
    came = f"实到 {counts.present_all}"
    parts = [f"应到 {counts.due_all}", came]
    for status in asked.statuses if asked is not None else ():
        many = getattr(counts, status, 0)
        if status != "present" and many:
            parts.append(f"{edition.choice_label('attendance', status)} {many}")
    if counts.unmarked:
        parts.append(f"未点 {counts.unmarked}")
    committee = asked is not None and asked.who == "committee"
    if not form.has("votes"):
        return Standing("　".join(parts), came=came)
    kind = votes.kind_of(_gravest(edition, record), committee=committee)
    due, present = (
        (counts.due_all, counts.present_all) if committee else (counts.due_vote, counts.present_vote)
    )
    if not counts.present_all:
        return Standing("　".join(parts), came=came)
    enough = votes.may_meet(kind, due, present)
    word, share = votes.ballot(kind).meet.words(reached=enough)
    unit = "支委" if committee else "有表决权"
    verdict = "可以表决" if enough else "不能表决"
    return Standing(
        "　".join(parts), f"{unit} {present}/{due}，{word}{share}，{verdict}", "ok" if enough else "bad"
    )


def _gravest(edition: Edition, record: Record) -> frozenset[str]:
    """The tags of all agenda items together: an election among them asks for the higher quorum."""
    kinds = {row.get("kind") for row in record.rows("agenda")}
    found: set[str] = set()
    for choice in edition.choices.get("agenda_kind", ()):
        if choice.id in kinds:
            found |= choice.tags
    return frozenset(found)
