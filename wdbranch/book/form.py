"""The description of one page kind of the record book, as loaded from ``forms/<edition>/``.

Plain data: these classes know nothing of files, windows, databases or paper sizes in points.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

CONTENT_WIDTH_MM = 160.0
"""Width of the printed grid between binding edge and outer margin, A4 portrait."""

LANDSCAPE_WIDTH_MM = 253.0
"""Width of a ledger or view on A4 landscape."""


class FieldType(StrEnum):
    """The closed list of what a box may hold, and how the value is kept.

    Values are JSON-like: text types are ``str``; dates ``"2026-09-18"`` (``date`` may be shortened to
    ``"1990-05"``); times of a meeting ``"2026-09-18T18:30"``; ``time`` ``"18:30"``; ``persons`` and
    ``choices`` are tuples of ``str``; ``rows`` and ``attendance`` tuples of mappings. An empty box is
    ``None`` (or an empty tuple), never ``""`` and never 0.
    """

    TEXT = "text"            # one line
    LONG = "long"            # paragraphs, separated by "\n"
    INT = "int"
    NUMBER = "number"        # at most two decimals, e.g. hours
    MONEY = "money"          # yuan, always shown with two decimals
    DATE = "date"
    DATETIME = "datetime"    # to the minute
    TIME = "time"
    TICK = "tick"            # True / False / None
    CHOICE = "choice"        # one id of a choice list
    CHOICES = "choices"      # several
    PERSON = "person"        # a person by label, see book.people
    PERSONS = "persons"
    REF = "ref"              # id of a record of another form
    ROWS = "rows"            # child rows
    ATTENDANCE = "attendance"  # one row for each person who was due, see ATTENDANCE_COLUMNS


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a shared choice list: ``id`` is stored, ``label`` is shown and printed."""

    id: str
    label: str
    tags: frozenset[str] = frozenset()
    also: tuple[str, ...] = ()       # other words that people write for the same
    short: str = ""                  # one character for a small mark: 到 假 缺


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a ``rows`` field. Never itself ``rows`` or ``attendance``."""

    id: str
    type: FieldType
    label: str
    required: bool = False
    choices: str | None = None       # name of a choice list
    unit: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One fact asked for. ``share`` says whether it may leave the branch in a packet."""

    id: str
    type: FieldType
    label: str
    required: bool = False
    share: bool = False
    help: str = ""
    unit: str = ""
    choices: str | None = None       # name of a choice list (choice, choices)
    suggest: str | None = None       # name of a function in rules.suggest
    minimum: float | None = None
    maximum: float | None = None
    columns: tuple[Column, ...] = ()             # rows
    who: str | None = None                       # attendance: "members" | "committee" | "group"
    statuses: tuple[str, ...] = ()               # attendance: which of the choice list "attendance"
    ref_form: str | None = None                  # ref


ATTENDANCE_COLUMNS: tuple[Column, ...] = (
    Column("member", FieldType.INT, "党员编号"),          # id in the roster; None for a person not in it
    Column("name", FieldType.PERSON, "姓名", required=True),
    Column("status", FieldType.CHOICE, "到会情况", required=True, choices="attendance"),
    Column("reason", FieldType.TEXT, "原因"),
    Column("opinion_on", FieldType.DATE, "书面意见日期"),
    Column("opinion", FieldType.CHOICE, "书面意见", choices="stance"),
)


class CellKind(StrEnum):
    """What a printed cell holds."""

    LABEL = "label"              # a shaded head
    HEADING = "heading"          # a full-width head, letters spaced
    FIELD = "field"              # the value of one or more fields
    SIGN = "sign"                # a label and room for ink; never filled by the program
    ATTACHMENTS = "attachments"  # how many sheets, photographs … are kept with the record


class Shown(NamedTuple):
    """One column of a table cell: a column of the ``rows`` field, or (``id`` empty) room for ink."""

    id: str
    width: float                     # mm
    sign: str = ""                   # the head of a column for signatures; never filled by the program


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the grid. ``width`` in mm.

    ``show`` (kind FIELD): "" plain · "span" two datetimes as one span · "table" rows as a ruled table with
    ``columns`` that fill the cell and at least ``lines`` rows · "paragraphs" rows as text, one paragraph a
    row, built from ``columns`` in order (widths unused) · "names" attendance names without reasons ·
    "reasons" attendance names with （reason） · "signin" a sign-in table: name and room for ink.
    ``statuses`` says which attendance statuses this cell shows.

    Nothing typed may be missing on the paper: a column of a ``rows`` field that ``columns`` does not list but
    that holds a value is printed by the printing layer as a note line under its row (after its paragraph):
    ``label：value``, several joined with ；. So ``columns`` lists what every row has, not all there can be.
    """

    kind: CellKind
    width: float
    text: str = ""
    fields: tuple[str, ...] = ()
    show: str = ""
    statuses: tuple[str, ...] = ()
    columns: tuple[Shown, ...] = ()
    lines: int = 0


@dataclass(frozen=True, slots=True)
class PageRow:
    """One row of the grid. ``height`` in mm is the least height; a row with ``grow`` takes the free height.

    ``ruled`` draws a rule under each line of text, 8 mm apart; ``small`` sets it small on paper, so that many rows
    stand on one leaf.
    """

    height: float
    cells: tuple[Cell, ...]
    grow: bool = False
    ruled: bool = False
    small: bool = False


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """One column of a ledger: one field, two datetimes as a span, or (``fields`` empty) room for ink."""

    label: str                       # the head
    width: float                     # mm
    fields: tuple[str, ...] = ()
    show: str = ""                   # "" | "span"


@dataclass(frozen=True, slots=True)
class Page:
    """The paper: ``kind`` is "grid" (one record on one or more leaves) or "ledger" (one record a line).

    A ledger has ``columns``; its ``rows`` are the grid in which one record is written on the screen and
    printed by itself. A field that no column shows is printed as a note line under its record's line.
    """

    kind: str
    title: str
    rows: tuple[PageRow, ...]
    foot: tuple[PageRow, ...] = ()     # stands at the foot of the last leaf (signatures)
    columns: tuple[LedgerColumn, ...] = ()
    landscape: bool = False            # ledger only
    lines: int = 0                     # ledger only: the last leaf is padded to so many lines


@dataclass(frozen=True, slots=True)
class Measure:
    """What the street adds up: ``kind`` is count | sum | ratio | latest | list, over shared fields only.

    A number counts as itself and a ``rows`` field as the number of its rows; with ``column``, a tick of those
    rows, as the number of rows where it is set. ``book.measures`` does the sums.
    """

    id: str
    label: str
    kind: str
    field: str | None = None
    over: str | None = None            # ratio: the denominator's field
    column: str | None = None          # a tick column of ``field``: only ticked rows count


@dataclass(frozen=True)
class Form:
    """One page kind in one edition."""

    id: str
    edition: str
    title: str                          # as printed: 支部党员大会记录
    short: str                          # as said: 党员大会
    code: str                           # in the record number: DH in 2026-DH-03
    page_no: str                        # place in the book: P14
    chapter: str
    order: int
    date_field: str                     # the field that dates a record
    fields: tuple[Field, ...]
    page: Page
    checks: tuple[str, ...] = ()        # names of book.vocabulary.CHECKS
    measures: tuple[Measure, ...] = ()
    title_field: str = "title"          # the field that names a record in lists
    intro: str = ""                     # one sentence shown where no record exists yet
    optional: bool = False              # off until the branch wants it, see Snapshot.shows
    yearly: bool = False                # at most one record a year; such a form needs no ``seq``
    bound: bool = True                  # False: typed here, printed by a view
    stars: tuple[str, ...] = ()         # a star ledger: it lives with these stars, the most important first
    standing: bool = False              # its records stay in force over the years, see Snapshot.belongs
    end_field: str = ""                 # standing only: the date field that says when it ended
    digest: str = ""                    # schema digest: ids, types, choices, child columns only

    def field(self, field_id: str) -> Field:
        """The field of that id. Raises KeyError."""
        return self._fields[field_id]

    def has(self, field_id: str) -> bool:
        """Whether the form asks for that fact."""
        return field_id in self._fields

    @cached_property
    def _fields(self) -> Mapping[str, Field]:
        return {field.id: field for field in reversed(self.fields)}

    @cached_property
    def attendance(self) -> Field | None:
        """The attendance field, if the form keeps one."""
        return next((f for f in self.fields if f.type is FieldType.ATTENDANCE), None)


@dataclass(frozen=True, slots=True)
class ViewColumn:
    """One column of a view: what its source gives under ``id``, or (``id`` empty) room for ink."""

    id: str
    label: str
    width: float                        # mm; of each, where it repeats
    centre: bool = False
    repeat: bool = False                # as many columns as the source says, e.g. one a meeting


@dataclass(frozen=True, slots=True)
class View:
    """A page that is worked out from records and roster; nothing is typed in it."""

    id: str
    edition: str
    title: str
    short: str
    page_no: str
    chapter: str
    order: int
    source: str                         # a name of book.vocabulary.VIEWS; rules.derive has the functions
    columns: tuple[ViewColumn, ...]
    landscape: bool = False
    lines: int = 0                      # the last leaf is padded to so many lines
    optional: bool = False
    goes_to: str = ""                   # where its facts are typed: a form, or a page of the window
    intro: str = ""
    signs: tuple[str, ...] = ()         # signatures at the foot


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter of the bound book."""

    id: str
    title: str


@dataclass(frozen=True)
class Edition:
    """One edition of the printed book: all its forms, choice lists and front matter."""

    id: str
    title: str                                       # 党支部规范化建设工作记录本
    reference: str                                   # says plainly that this is a reference edition
    notes: tuple[str, ...]                           # 填写说明
    chapters: tuple[Chapter, ...]
    forms: Mapping[str, Form]
    choices: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    views: Mapping[str, View] = field(default_factory=dict)
    sitting: tuple[str, ...] = ()
    """Ids of the forms that may be held in one sitting, in their usual order; the first frames the others."""

    def ordered(self) -> list[Form]:
        """The forms in the order of the bound book."""
        return sorted(self.forms.values(), key=lambda form: form.order)

    def pages(self) -> list[Form | View]:
        """Forms and views together in the order of the bound book."""
        return sorted((*self.forms.values(), *self.views.values()), key=lambda page: page.order)

    def choice_label(self, list_name: str, choice_id: str) -> str:
        """The label of a choice; an id from another edition is shown as it is stored."""
        return self._labels.get((list_name, choice_id), choice_id)

    def tagged(self, list_name: str, tag: str) -> frozenset[str]:
        """The ids of a choice list that carry a tag."""
        return self._tags.get((list_name, tag), frozenset())

    @cached_property
    def _labels(self) -> Mapping[tuple[str, str], str]:
        return {(name, choice.id): choice.label for name, found in self.choices.items() for choice in reversed(found)}

    @cached_property
    def _tags(self) -> Mapping[tuple[str, str], frozenset[str]]:
        table: dict[tuple[str, str], set[str]] = {}
        for name, found in self.choices.items():
            for choice in found:
                for tag in choice.tags:
                    table.setdefault((name, tag), set()).add(choice.id)
        return {key: frozenset(ids) for key, ids in table.items()}


def edition_of_year(editions: Mapping[str, Edition], year: int | None = None) -> Edition:
    """The edition in force in a year: the latest not newer than it, or the oldest; the latest for None."""
    ids = sorted(editions)
    fitting = [edition for edition in ids if year is None or edition[:4] <= str(year)]
    return editions[fitting[-1] if fitting else ids[0]]
