"""The democratic appraisal of members (record_book §7, 68; duties §7, E-01 to E-07 and E-10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wdbranch.book.people import Member
from wdbranch.rules.appraisal import GRADES, balance, lowest, most_excellent
from wdbranch.rules.findings.inspection import Check, Inspection
from wdbranch.rules.findings.reading import Objection, Reading
from wdbranch.rules.tables import rules_table
from wdbranch.rules.talks import FORM as TALK
from wdbranch.rules.talks import pair_of
from wdbranch.rules.wording import say_names

_STEPS = ("self_assessed", "mutually_assessed", "polled", "decided")


def _graded(seen: Reading) -> dict[str, str]:
    """The grade of each person who has one, not those marked as without grade."""
    grades = seen.edition.tagged("member_grade", "graded")
    rows = seen.record.rows("grades")
    return {str(row["person"]): row["grade"] for row in rows if row.get("person") and row.get("grade") in grades}


def _members(seen: Reading, book: Inspection) -> list[Member]:
    return book.snapshot.roster.on(seen.day) if seen.day else []


def p01_programme(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001 - one shape for all
    """All four steps took place: self-assessment, assessment by each other, ballots, decision."""
    if not _graded(seen):
        return
    missing = [step for step in _STEPS if not seen.record.get(step)]
    if missing:
        labels = "、".join(seen.label(step) for step in missing)
        yield Objection("default", missing[0], fill={"steps": labels})


def p02_everyone(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """Every full member of the day has a grade."""
    graded = _graded(seen)
    if not graded or seen.day is None:
        return
    roster = book.snapshot.roster
    missing = [
        label
        for member in _members(seen, book)
        if member.is_full(seen.day) and (label := roster.label(member)) not in graded
    ]
    if missing:
        yield Objection("default", "grades", fill={"count": len(missing), "names": say_names(missing, 8)})


def g68_excellent(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """Not more than a third of the full members are excellent; the last in points are not, without a reason."""
    graded = _graded(seen)
    best = seen.edition.tagged("member_grade", "excellent")
    excellent = [name for name, grade in graded.items() if grade in best]
    members = sum(member.is_full(seen.day) for member in _members(seen, book) if seen.day)
    most = most_excellent(members)
    if members and len(excellent) > most:
        fill = {"count": len(excellent), "members": members, "most": most}
        yield Objection("excellent", "grades", fill=fill)
    share = int(rules_table("findings")["limits"]["lowest_points_percent"])
    points = {
        str(row["person"]): float(row["points"])
        for row in seen.record.rows("tally")
        if row.get("person") and row.get("points") is not None
    }
    last = lowest(points, share)
    for index, row in enumerate(seen.record.rows("grades")):
        if row.get("person") in last and row.get("grade") in best:
            said = {"name": row["person"], "points": f"{points[row['person']]:g}"}
            yield Objection("points", "grades", index, said)


def p04_probationary(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """A probationary member takes part and gets no grade."""
    if seen.day is None:
        return
    graded = _graded(seen)
    roster = book.snapshot.roster
    new = {roster.label(m) for m in _members(seen, book) if m.is_probationary(seen.day)}
    for index, row in enumerate(seen.record.rows("grades")):
        if row.get("person") in new and row["person"] in graded:
            yield Objection("default", "grades", index, {"name": row["person"]})


def p05_feedback(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """An opinion is written and told to everybody who got a grade."""
    graded = _graded(seen)
    rows = [row for row in seen.record.rows("grades") if row.get("person") in graded]
    for column, variant in (("opinion", "opinion"), ("fed_back_on", "feedback")):
        missing = [str(row["person"]) for row in rows if not row.get(column)]
        if missing:
            yield Objection(variant, "grades", fill={"count": len(missing), "names": say_names(missing, 8)})


def p06_floating(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """A floating member who did not come may be appraised where they live."""
    if not seen.has("grades") or seen.day is None:
        return
    by_id = book.snapshot.roster.by_id
    away = [
        person.name
        for person in seen.absent
        if person.status not in seen.facts.served
        and person.member is not None
        and by_id[person.member].has("floating", seen.day)
    ]
    if away:
        yield Objection("default", seen.place, fill={"names": say_names(away)})


def p07_follow_up(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """Whoever is 基本合格 or 不合格 was talked with afterwards."""
    wanted = seen.edition.tagged("member_grade", "follow_up")
    low = {name: grade for name, grade in _graded(seen).items() if grade in wanted}
    if not low or seen.day is None:
        return
    talked: set[str] = set()
    for record in book.records:
        if record.form == TALK and (day := book.snapshot.day(record)) is not None and day >= seen.day:
            talked |= pair_of(record, book.snapshot) or frozenset()
    for index, row in enumerate(seen.record.rows("grades")):
        name = row.get("person")
        if name in low and name not in talked:
            fill = {"name": name, "grade": seen.edition.choice_label("member_grade", low[name])}
            yield Objection("default", "grades", index, fill)


def p10_ballots(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """The four grades of a line make up its valid ballots; no more came back than went out."""
    labels = {}
    if seen.has("tally"):
        labels = {column.id: column.label for column in seen.form.field("tally").columns}
    for index, row in enumerate(seen.record.rows("tally")):
        name = row.get("person") or f"第 {index + 1} 行"
        both = balance(row)
        if both is not None and both[0] != both[1]:
            parts = "＋".join(str(row[grade]) for grade in GRADES)
            fill = {"name": name, "parts": parts, "total": both[0], "valid": both[1]}
            yield Objection("grades", "tally", index, fill)
        for more, less in (("returned", "issued"), ("valid", "returned")):
            if isinstance(row.get(more), int) and isinstance(row.get(less), int) and row[more] > row[less]:
                fill = {
                    "name": name, "more": labels[more], "less": labels[less],
                    "count": row[more], "limit": row[less],
                }
                yield Objection("returned", "tally", index, fill)


FUNCTIONS: Mapping[str, Check] = {
    "G-68": g68_excellent,
    "P-01": p01_programme,
    "P-02": p02_everyone,
    "P-04": p04_probationary,
    "P-05": p05_feedback,
    "P-06": p06_floating,
    "P-07": p07_follow_up,
    "P-10": p10_ballots,
}
"""The rules of this file by their ids in ``findings.toml``."""
