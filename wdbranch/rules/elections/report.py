"""The report of an election's result to the superior: what the records of the election say, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wdbranch.book.moments import show_day
from wdbranch.book.record import Record, Row, day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.elections.election import ASSEMBLY, COMMITTEE, meeting_after
from wdbranch.rules.tables import words_table
from wdbranch.rules.wording import say_day


@dataclass(frozen=True, slots=True)
class Report:
    """The text of the report: to whom, its paragraphs, who signs, which day."""

    title: str
    to: str
    paragraphs: tuple[str, ...]
    branch: str
    day: str


def report(snapshot: Snapshot, record: Record) -> Report | None:
    """The report of an election (its file); None while its assembly has elected nobody.

    Source: 支部工作条例（试行）第二十一条 2018: members are reported for the record, officers for approval.
    """
    asked = snapshot.day(record)
    assembly = meeting_after(snapshot, ASSEMBLY, asked)
    if assembly is None or not assembly.get("elected"):
        return None
    words: Mapping[str, Any] = words_table("phrases", "election")["report"]
    branch, reported = snapshot.branch, day_of(record.get("reported_on"))
    paragraphs = [*_assembly(snapshot, assembly, words)]
    meeting = meeting_after(snapshot, COMMITTEE, asked)
    if meeting is not None and meeting.get("elected"):
        paragraphs.append(_committee(snapshot, meeting, words))
    paragraphs += [words["ask"], words["close"]]
    return Report(
        title=words["title"],
        to=words["to"].format(superior=branch.superior) if branch.superior else words["to_blank"],
        paragraphs=tuple(paragraphs),
        branch=branch.name,
        day=show_day(reported.isoformat()) if reported else words["day_blank"],
    )


def _assembly(snapshot: Snapshot, record: Record, words: Mapping[str, Any]) -> Iterator[str]:
    day = snapshot.day(record)
    boxes = ("due_vote", "present_vote", "issued", "returned", "valid", "invalid", "seats")
    known = {box: _number(record.get(box)) for box in boxes}
    yield words["held"].format(
        branch=snapshot.branch.name, day=_say(day), due=known["due_vote"], present=known["present_vote"]
    ) + words["ballots"].format(**known)
    rows, others = record.rows("candidates"), record.rows("others")
    votes = [_votes(row, words) for row in rows if row.get("name")]
    votes += [words["written_in"].format(name=row["name"], yes=_number(row.get("yes"))) for row in others]
    elected = tuple(record.get("elected") or ())
    yield words["counted"].format(seats=known["seats"], count=len(rows), votes="；".join(votes))
    yield words["elected"].format(count=len(elected), names="、".join(elected))


def _votes(row: Row, words: Mapping[str, Any]) -> str:
    said = words["vote"].format(name=row["name"], yes=_number(row.get("yes")))
    for box, key in (("no", "against"), ("abstain", "abstained"), ("again", "again")):
        if row.get(box) is not None:
            said += words[key].format(**{box: row[box]})
    return str(said)


def _committee(snapshot: Snapshot, record: Record, words: Mapping[str, Any]) -> str:
    edition, elected = snapshot.edition_of(record), record.get("elected") or ()
    chosen = [
        words["officer"].format(
            name=row["name"], post=edition.choice_label("posts", row["post"]), yes=_number(row.get("yes"))
        )
        for row in record.rows("candidates")
        if row.get("name") in elected and row.get("post")
    ]
    return str(words["officers"]).format(
        day=_say(snapshot.day(record)),
        present=_number(record.get("present_all")),
        chosen="、".join(chosen or elected),
    )


def _say(day: date | None) -> str:
    return say_day(day) if day is not None else "　　年　月　日"


def _number(value: object) -> str:
    """A number as written; room for one by hand where it is not written yet."""
    return str(value) if isinstance(value, int) else "　　"
