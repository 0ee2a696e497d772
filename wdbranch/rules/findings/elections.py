"""Group X: elections of the committee (duties §10, X-01 to X-12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from wdbranch.book.finding import HINT
from wdbranch.book.record import Row, day_of
from wdbranch.rules.elections.election import candidates_of, officers, outcome
from wdbranch.rules.elections.strokes import by_strokes, unknown
from wdbranch.rules.findings.inspection import Check, Inspection
from wdbranch.rules.findings.reading import Objection, Reading
from wdbranch.rules.tables import rules_table
from wdbranch.rules.votes import ELECTION, GENERAL, ballot, candidates_needed, judge
from wdbranch.rules.wording import say_day, say_names


def x01_quorum(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """Four fifths of those with the right to elect came."""
    due, present = seen.number("due_vote"), seen.number("present_vote")
    if due is not None and present is not None:
        verdict = judge(ELECTION, due, present, 0)
        if not verdict.may_meet:
            yield Objection("default", "present_vote", fill={"judgement": verdict.say})


def x02_surplus(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """A fifth more candidates than seats; of a by-election as of a general one. Officers are chosen without."""
    seats = seen.number("seats")
    value = seen.record.get("candidates") or ()
    names = tuple(name if isinstance(name, str) else name.get("name") for name in value)
    if seats and names and len(names) < candidates_needed(seats):
        fill = {"seats": seats, "count": len(names), "needed": candidates_needed(seats)}
        yield Objection("default", "candidates", fill=fill)


def x03_order(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """Candidates stand by the strokes of their surnames."""
    if not seen.has("seats"):
        return
    names = candidates_of(seen.record.values)
    right, strange = by_strokes(names), unknown(names)
    if strange:
        yield Objection("unknown", "candidates", fill={"names": say_names(strange)}, level=HINT)
    elif right != names:
        yield Objection("default", "candidates", fill={"right": "、".join(right)})


def x04_ballots(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """Ballots issued, returned, valid and invalid agree."""
    issued, returned, valid, invalid = (seen.number(box) for box in ("issued", "returned", "valid", "invalid"))
    _, present = seen.electors
    if issued is not None and present is not None and issued != present:
        yield Objection("issued", "issued", fill={"issued": issued, "present": present})
    if issued is not None and returned is not None and returned > issued:
        yield Objection("returned", "returned", fill={"issued": issued, "returned": returned})
    if valid is not None and invalid is not None and returned is not None and valid + invalid != returned:
        yield Objection("valid", "valid", fill={"valid": valid, "invalid": invalid, "returned": returned})


def x05_cast(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """No candidate has more votes than valid ballots, nor all together more than each ballot may choose."""
    valid, seats = seen.number("valid"), seen.number("seats")
    if valid is None:
        return
    total = 0
    for index, row in enumerate(seen.record.rows("candidates")):
        yes, no, abstain = (_number(row, box) for box in ("yes", "no", "abstain"))
        total += yes or 0
        if yes is not None and no is not None and abstain is not None and yes + no + abstain != valid:
            fill = {"name": row.get("name") or "", "yes": yes, "no": no, "abstain": abstain}
            fill |= {"total": yes + no + abstain, "valid": valid}
            yield Objection("cast", "candidates", index, fill)
    total += sum(_number(row, "yes") or 0 for row in seen.record.rows("others"))
    if seats and total > valid * seats:
        fill = {"total": total, "valid": valid, "seats": seats, "most": valid * seats}
        yield Objection("total", "candidates", fill=fill)


def _number(row: Row, box: str) -> int | None:
    value = row.get(box)
    return value if isinstance(value, int) else None


def x06_elected(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """Elected is who has more than half of those present; of too many, those with the most votes."""
    written = seen.names("elected")
    votes = _votes(seen)
    for name in written:
        if name not in votes:
            yield Objection("unknown", "elected", fill={"name": name})
    if not seen.has("seats"):
        yield from _officers(seen, votes, written)
        return
    found, present, seats = outcome(seen.record.values), seen.number("present_vote"), seen.number("seats")
    if found is None or present is None:
        return
    if found.tied:
        yield Objection("tie", "candidates", fill={"names": say_names(found.tied)})
        return
    carry = ballot(ELECTION).carry
    for name in written:
        fill = {"name": name, "yes": votes.get(name, 0), "present": present, "seats": seats}
        if name in votes and not carry.reached(votes[name], present):
            yield Objection("half", "elected", fill=fill)
        elif name in votes and name not in found.elected:
            yield Objection("fewer", "elected", fill=fill)
    for name in found.elected if written else ():
        if name not in written:
            yield Objection("more", "elected", fill={"name": name})


def _votes(seen: Reading) -> dict[str, int]:
    rows = (*seen.record.rows("candidates"), *seen.record.rows("others"))
    return {str(row["name"]): _number(row, "yes") or 0 for row in rows if row.get("name")}


def _officers(seen: Reading, votes: dict[str, int], written: tuple[str, ...]) -> Iterator[Objection]:
    """Secretary and deputy: more than half of the members of the committee who came."""
    present, found = seen.number("present_all"), officers(seen.record.values)
    if present is None or found is None:
        return
    for name in written:
        if name in votes and name not in found:
            yield Objection("half", "elected", fill={"name": name, "yes": votes[name], "present": present})


def x07_tellers(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """No candidate watches or counts; somebody watches."""
    tellers = (*seen.names("scrutineers"), *seen.names("counters"))
    candidates = candidates_of(seen.record.values)
    both = [name for name in dict.fromkeys(tellers) if name in candidates]
    if both:
        yield Objection("default", "scrutineers", fill={"names": say_names(both)})
    if seen.number("returned") is not None and not seen.names("scrutineers"):
        yield Objection("none", "scrutineers")


def x08_no_proxy(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """Nobody votes for another, or in writing."""
    for person in seen.listed:
        if person.data.get("opinion") or person.data.get("opinion_on"):
            yield Objection("default", seen.place, person.row, {"name": person.name})


def x09_rules(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """The rules of the election were passed by the assembly."""
    if not seen.has("rules_yes") or seen.number("returned") is None:
        return
    yes, due, present = seen.number("rules_yes"), seen.number("due_vote"), seen.number("present_vote")
    if yes is None:
        yield Objection("missing", "rules_yes")
    elif due and present and not judge(GENERAL, due, present, yes).passes:
        yield Objection("failed", "rules_yes", fill={"yes": yes, "due": due})


def x10_host(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """The committee whose term ends presides over the assembly; without a committee its secretary."""
    host = seen.record.get("host")
    if not seen.has("seats") or not host or seen.day is None:
        return
    member = book.snapshot.roster.by_label.get(str(host))
    sits = seen.edition.tagged("posts", "committee" if book.snapshot.branch.has_committee else "lead")
    before = seen.day - timedelta(days=1)
    held = member.posts(before) if member is not None else ()
    known = any(sits.intersection(other.posts(before)) for other in book.snapshot.roster.on(before))
    if known and not sits.intersection(held):
        yield Objection("default", "host", fill={"name": host, "day": say_day(seen.day)})


def x11_report(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """Results are reported; secretary and deputy approved, members filed."""
    names = seen.names("elected")
    if not names:
        return
    reported = day_of(seen.record.get("reported_on"))
    if reported is None:
        yield Objection("report", "reported_on", fill={"names": say_names(names)})
        return
    days = (book.today - reported).days
    if days <= int(rules_table("findings")["limits"]["days_to_approve"]):
        return
    for variant, boxes in (("approval", ("officers_approved_on", "officers_no")), ("filing", ("filed_on", "filed_no"))):
        empty = next((box for box in boxes if not seen.record.get(box)), None)
        if empty is not None:
            yield Objection(variant, empty, fill={"days": days})


def x12_order(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """Request, approval, nomination, consent, election, report: in this order."""
    entries = rules_table("elections")["order"]
    dated = [(entry, day_of(seen.record.get(entry["field"]))) for entry in entries]
    last: tuple[str, date] | None = None
    for index, (entry, day) in enumerate(dated):
        box = entry["field"]
        if day is None:
            if entry.get("needed") and any(later for _, later in dated[index + 1 :]):
                yield Objection("missing", box, fill={"label": seen.label(box)})
            continue
        if last is not None and day < last[1]:
            fill = {"label": seen.label(box), "day": say_day(day), "before": seen.label(last[0])}
            yield Objection("default", box, fill={**fill, "other": say_day(last[1])})
        else:
            last = (box, day)


FUNCTIONS: Mapping[str, Check] = {
    "X-01": x01_quorum,
    "X-02": x02_surplus,
    "X-03": x03_order,
    "X-04": x04_ballots,
    "X-05": x05_cast,
    "X-06": x06_elected,
    "X-07": x07_tellers,
    "X-08": x08_no_proxy,
    "X-09": x09_rules,
    "X-10": x10_host,
    "X-11": x11_report,
    "X-12": x12_order,
}
"""The rules of this group by their ids."""
