"""What reading a roster file gives: its heads, its rows as draft members, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field

from wdbranch.book.finding import MUST
from wdbranch.book.people import Member


@dataclass(frozen=True, slots=True)
class Problem:
    """One objection to a roster file: ``row`` counts as Excel does (0: the whole table)."""

    level: str              # 必: the batch cannot go in · 应: look at it · 提: a hint
    say: str                # one Chinese sentence with row, person, what is wrong and what to do
    row: int = 0
    field: str = ""
    name: str = ""
    absent: bool = False    # the file says nothing in ``field``: no matter where the roster knows it

    @property
    def blocks(self) -> bool:
        """Whether the batch cannot go in while this stands."""
        return self.level == MUST


@dataclass(frozen=True, slots=True)
class Head:
    """One column of the file: ``column`` counts from 0, ``field`` is None where it is not read."""

    column: int
    text: str
    field: str | None

    @property
    def letter(self) -> str:
        """The column as Excel names it: A, B … AA."""
        name, rest = "", self.column + 1
        while rest:
            rest, digit = divmod(rest - 1, 26)
            name = chr(65 + digit) + name
        return name


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person of the file. ``given``: fields with something in their cell; ``derived``: worked out.

    A derived value fills an empty box of the roster but never replaces a value that stands there.
    """

    number: int
    member: Member                                  # id 0
    given: frozenset[str]
    derived: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class RosterTable:
    """A roster file as read. ``notes`` say what was skipped and which sheet was taken."""

    sheet: str
    head_row: int                                   # the last row of the head, as Excel counts
    heads: tuple[Head, ...]
    rows: tuple[RosterRow, ...]
    problems: tuple[Problem, ...] = ()              # of the table as a whole
    notes: tuple[str, ...] = ()
    sheets: tuple[str, ...] = field(default=())     # all sheets of the file

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """Those of the table, then those of its rows."""
        return self.problems + tuple(problem for row in self.rows for problem in row.problems)

    @property
    def blocked(self) -> bool:
        """Whether anything stands against taking the batch in."""
        return any(problem.blocks for problem in self.all_problems)
