"""Group E: quorum, majority and the arithmetic of ballots (record_book §7, 51 to 59)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from wdbranch.book.record import Row, day_of
from wdbranch.rules.findings.inspection import Check, Inspection
from wdbranch.rules.findings.people import surplus_voters
from wdbranch.rules.findings.reading import Objection, Reading, Vote
from wdbranch.rules.votes import COMMITTEE, ELECTION, ballot, candidates_needed, judge, kind_of
from wdbranch.rules.wording import say_day, say_names

_BETWEEN_NAMES = re.compile(r"[、，,；;/／\s]+")
_WRITTEN = ("written_yes", "written_no", "written_abstain")
_STANCES = ("yes", "no", "abstain")
_PAPERS = ("issued", "returned", "valid", "invalid")


def e51_quorum(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """Enough of those with a vote came. Elections have a quorum of their own, E-59."""
    due, present = seen.electors
    if due is None or present is None:
        return
    for vote in seen.votes:
        verdict = judge(vote.kind, due, present, 0)
        if vote.kind != ELECTION and not verdict.may_meet:
            yield Objection("default", "votes", vote.row, {"subject": vote.subject, "judgement": verdict.say})


def e52_majority(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """What is written as carried was carried, and what was carried is not written as lost.

    In an election those who miss the majority are not elected: an objection only if one of them is written
    as elected.
    """
    due, present = seen.electors
    if due is None or present is None:
        return
    for vote in seen.votes:
        yes, result = vote.number("yes"), vote.data.get("result")
        if yes is None:
            continue
        verdict = judge(vote.kind, due, present, yes, vote.number("written_yes") or 0)
        if not verdict.may_meet:
            continue
        fill = {"subject": vote.subject, "judgement": verdict.say}
        if vote.kind == ELECTION:
            if result in seen.facts.carried and not verdict.passes and len(vote.candidates) <= 1:
                name = vote.candidates[0] if vote.candidates else vote.subject
                yield Objection("elected", "votes", vote.row, {"name": name, "yes": yes, "present": present})
        elif result in seen.facts.lost and verdict.passes:
            yield Objection("carried", "votes", vote.row, fill)
        elif result not in seen.facts.lost and not verdict.passes:
            yield Objection("default", "votes", vote.row, fill)


def e53_arithmetic(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """Ballots issued, returned, valid and cast add up."""
    _, present = seen.electors
    field = seen.form.field("votes")
    labels = {column.id: column.label for column in field.columns}
    for vote in seen.votes:
        issued, returned, valid, invalid = (vote.number(name) for name in _PAPERS)
        cast = vote.cast
        if vote.data.get("method") in seen.facts.secret and None in (issued, returned, valid, invalid):
            missing = [labels[name] for name in _PAPERS if vote.number(name) is None]
            yield Objection("incomplete", "votes", vote.row, _counts(vote, present, missing="、".join(missing)))
        if issued is not None and present is not None and issued != present:
            yield Objection("issued", "votes", vote.row, _counts(vote, present))
        if issued is not None and returned is not None and returned > issued:
            yield Objection("returned", "votes", vote.row, _counts(vote, present))
        if returned is not None and valid is not None and valid + (invalid or 0) != returned:
            yield Objection("valid", "votes", vote.row, _counts(vote, present, invalid=invalid or 0))
        if cast is None or len(vote.candidates) > 1:
            continue
        if valid is not None and cast != valid:
            yield Objection("cast", "votes", vote.row, _counts(vote, present))
        elif valid is None and present is not None and cast > present:
            yield Objection("more_than_present", "votes", vote.row, _counts(vote, present))


def _counts(vote: Vote, present: int | None, **more: object) -> dict[str, object]:
    """What the sentences about one ballot are filled with."""
    counted = {name: vote.number(name) for name in (*_PAPERS, *_STANCES)}
    return {"subject": vote.subject, "present": present, **counted, "total": vote.cast, **more}


def e54_secret(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """Admission, confirmation, disposal and election are by secret ballot."""
    for vote in seen.votes:
        method, rule = vote.data.get("method"), ballot(vote.kind)
        if rule.secret and method is not None and method not in seen.facts.secret:
            label = seen.edition.choice_label("vote_method", method)
            fill = {"subject": vote.subject, "kind": f"“{rule.title}”", "method": label}
            yield Objection("default", "votes", vote.row, fill)


def e55_one_by_one(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """Each person is talked over and voted on alone."""
    if seen.committee:
        return
    items = [
        (index, row)
        for index, row in enumerate(seen.record.rows("agenda"))
        if "one_person" in seen.agenda_tags(row)
    ]
    for index, row in items:
        people = [name for name in _BETWEEN_NAMES.split(row.get("person") or "") if name]
        if len(people) > 1:
            yield Objection("agenda", "agenda", index, {"number": _numbered(row), "names": say_names(people)})
    people = [row["person"] for _, row in items if row.get("person")]
    votes = seen.votes
    for vote in votes:
        together = [name for name in people if name in (vote.data.get("subject") or "")]
        if len(together) > 1:
            yield Objection(
                "vote", "votes", vote.row, {"subject": vote.subject, "names": say_names(together)}
            )
    voted = {vote.data.get("agenda") for vote in votes}
    if len(items) > 1 and votes:
        for index, row in items:
            if row.get("no") not in voted and row.get("person"):
                yield Objection("missing", "agenda", index, {"name": row["person"]})


def _numbered(row: Row) -> str:
    return f" {row['no']} " if row.get("no") else ""


def e56_probationary(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """Probationary members have no vote."""
    surplus, probationary = surplus_voters(seen)
    if 0 < surplus <= len(probationary):
        fill = {
            "written": seen.number("present_vote"),
            "voters": seen.present_voters,
            "names": say_names([person.name for person in probationary]),
        }
        yield Objection("default", "present_vote", fill=fill)


def e57_written(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """Written opinions: only for admission, beforehand, from absent members with a vote."""
    votes = seen.votes
    for vote in votes:
        rule = ballot(vote.kind)
        if not rule.written and any(vote.number(column) for column in _WRITTEN):
            yield Objection(
                "not_allowed", "votes", vote.row, {"subject": vote.subject, "kind": f"“{rule.title}”"}
            )
    given = dict.fromkeys(_STANCES, 0)
    for person in seen.listed:
        stance, on = person.data.get("opinion"), day_of(person.data.get("opinion_on"))
        if not stance and on is None:
            continue
        if stance in given:
            given[stance] += 1
        fill = {"name": person.name, "day": say_day(seen.day) if seen.day else ""}
        if person.name in seen.came:
            yield Objection("present", seen.place, person.row, fill)
        elif seen.who is not None and person.member not in seen.able:
            yield Objection("no_vote", seen.place, person.row, fill)
        if on is None:
            yield Objection("undated", seen.place, person.row, fill)
        elif seen.day is not None and on > seen.day:
            yield Objection("after", seen.place, person.row, {**fill, "on": say_day(on)})
    allowed = [vote for vote in votes if ballot(vote.kind).written]
    if len(allowed) == 1:
        yield from _written_count(allowed[0], given)


def _written_count(vote: Vote, given: dict[str, int]) -> Iterator[Objection]:
    """The written votes counted are those registered with the absent members (one ballot only)."""
    counted = {stance: vote.number(f"written_{stance}") or 0 for stance in _STANCES}
    if counted != given:
        listed = {f"listed_{stance}": number for stance, number in given.items()}
        yield Objection("count", "votes", vote.row, {"subject": vote.subject, **counted, **listed})


def e58_tellers(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """No candidate counts the votes."""
    votes = seen.votes
    candidates = {name for vote in votes for name in vote.candidates}
    for vote in votes:
        both = [name for name in vote.data.get("tellers") or () if name in candidates]
        if both:
            yield Objection("default", "votes", vote.row, {"names": say_names(both)})


def e59_election(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """Elections: four fifths came, and a fifth more candidates than seats.

    The committee elects secretary and deputy from among itself; the surplus of candidates is a rule of the
    assembly only.
    """
    due, present = seen.electors
    votes = [vote for vote in seen.votes if vote.kind == ELECTION]
    if votes and due is not None and present is not None:
        verdict = judge(ELECTION, due, present, 0)
        if not verdict.may_meet:  # once for the meeting, not for each candidate
            told = {"subject": votes[0].subject, "judgement": verdict.say}
            yield Objection("quorum", "votes", votes[0].row, told)
    if seen.committee:
        return
    for agenda in dict.fromkeys(vote.data.get("agenda") for vote in votes):
        rows = [vote for vote in votes if vote.data.get("agenda") == agenda]
        seats = max((vote.number("seats") or 0 for vote in rows), default=0)
        candidates = {name for vote in rows for name in vote.candidates}
        needed = candidates_needed(seats)
        if seats and candidates and len(candidates) < needed:
            fill = {"seats": seats, "count": len(candidates), "needed": needed}
            yield Objection("candidates", "votes", rows[0].row, fill)


def is_ballot(seen: Reading, row: Row) -> bool:
    """Whether an agenda item calls for a vote of the assembly."""
    return (
        "vote" in seen.agenda_tags(row)
        and kind_of(seen.agenda_tags(row), committee=seen.committee) != COMMITTEE
    )


FUNCTIONS: Mapping[str, Check] = {
    "E-51": e51_quorum,
    "E-52": e52_majority,
    "E-53": e53_arithmetic,
    "E-54": e54_secret,
    "E-55": e55_one_by_one,
    "E-56": e56_probationary,
    "E-57": e57_written,
    "E-58": e58_tellers,
    "E-59": e59_election,
}
"""The rules of this file by their ids in ``findings.toml``."""
