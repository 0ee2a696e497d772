"""What minutes already tell of a case: the steps that a meeting decided, with day and votes. Typed once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from wdbranch.book.record import Record, Row
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.development.case import Case
from wdbranch.rules.development.steps import Step, step_of, table

_TAGS = {
    "step_activist": "activist",
    "step_candidate": "candidate",
    "step_review": "review",
    "step_assembly": "assembly",
    "step_full_assembly": "full_assembly",
}
"""Which step the items of an agenda decide, by the marks of their kinds."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that a meeting decided and the case does not have yet: its day, and the votes in words."""

    step: Step
    record: str
    title: str
    on: date
    votes: str


def offers(case: Case, snapshot: Snapshot) -> tuple[Offer, ...]:
    """What can be taken over from minutes, the last meeting of each step first found counting.

    Only items that name the person in 涉及人, and not voted down, are offered: a title alone is no proof.
    """
    found: dict[str, Offer] = {}
    for record in sorted(snapshot.records, key=lambda one: snapshot.day(one) or date.max):
        for offer in _told(case, record, snapshot):
            if case.on(offer.step) is None:
                found[offer.step.id] = offer
    return tuple(found.values())


def _told(case: Case, record: Record, snapshot: Snapshot) -> Iterator[Offer]:
    day, form = snapshot.day(record), snapshot.form_of(record)
    if day is None or not case.name or not form.has("agenda"):
        return
    kinds = {choice.id: choice.tags for choice in snapshot.edition_of(record).choices.get("agenda_kind", ())}
    for item in record.rows("agenda"):
        steps = [_TAGS[tag] for tag in kinds.get(item.get("kind") or "", ()) if tag in _TAGS]
        if not steps or item.get("person") != case.name:
            continue
        vote = next((row for row in record.rows("votes") if row.get("agenda") == item.get("no")), None)
        if vote is not None and vote.get("result") in snapshot.edition_of(record).tagged("vote_result", "lost"):
            continue
        seq = record.get("seq")
        title = f"{form.short}第 {seq} 次" if seq else form.short
        yield Offer(step_of(steps[0]), record.id, title, day, said_votes(record, vote))


def said_votes(record: Record, vote: Row | None) -> str:
    """应到 22 人、实到 18 人，赞成 18 票（含书面 1 票）、反对 0 票、弃权 1 票; empty without a vote."""
    if vote is None or vote.get("yes") is None:
        return ""
    say, written = table()["say"], vote.get("written_yes") or 0
    due = record.get("due_vote") if record.get("due_vote") is not None else record.get("due_all")
    present = record.get("present_vote") if record.get("present_vote") is not None else record.get("present_all")
    return str(say["votes_written" if written else "votes"]).format(
        due=due, present=present, yes=(vote.get("yes") or 0) + written, written=written,
        no=(vote.get("no") or 0) + (vote.get("written_no") or 0),
        abstain=(vote.get("abstain") or 0) + (vote.get("written_abstain") or 0),
    )  # fmt: skip
