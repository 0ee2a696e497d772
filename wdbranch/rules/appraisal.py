"""The democratic appraisal of members: ballots, grades, and how many may be excellent.

Sources: 《中国共产党支部工作条例（试行）》第十八条 (2018) for the programme; the four grades, the third and the
probationary members without a grade from yearly notices (多地做法, not the text of the regulation).
"""

from __future__ import annotations

from wdbranch.book.form import Form
from wdbranch.book.record import Row

TALLY = "tally"
"""The field of a form that counts the ballots; a form that has it can print blank ones."""

GRADES = ("excellent", "qualified", "basic", "failing")
"""Columns of the tally, best first; the same ids as the choices of ``member_grade``."""


def grade_labels(form: Form) -> tuple[str, ...]:
    """The heads of the four grades in the tally of a form."""
    labels = {column.id: column.label for column in form.field(TALLY).columns}
    return tuple(labels[grade] for grade in GRADES)


def balance(row: Row) -> tuple[int, int] | None:
    """The four grades together and the valid ballots of one line; None until all are written."""
    counts = [row.get(grade) for grade in GRADES]
    valid = row.get("valid")
    if not isinstance(valid, int) or any(not isinstance(count, int) for count in counts):
        return None
    return sum(count for count in counts if count is not None), valid


def most_excellent(members: int) -> int:
    """How many of so many full members may be excellent: a third, rounded down.

    >>> most_excellent(25)
    8
    """
    return members // 3


def result_of(row: Row | None, form: Form) -> str:
    """What the ballots say of one person: 优秀15、合格8; empty while nothing is counted.

    Labels are those of the tally's own columns.
    """
    if row is None:
        return ""
    labels = zip(GRADES, grade_labels(form), strict=True)
    return "、".join(f"{label}{row[grade]}" for grade, label in labels if row.get(grade))


def lowest(points: dict[str, float], share: int) -> set[str]:
    """The people whose points are among the lowest ``share`` percent, ties included; at least one."""
    if not points:
        return set()
    ranked = sorted(points.values())
    bound = ranked[max(len(ranked) * share // 100, 1) - 1]
    if bound == ranked[-1]:
        return set()          # all the same: nobody is last
    return {name for name, number in points.items() if number <= bound}
