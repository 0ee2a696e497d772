"""A record as the rules see it: attendance and votes sorted out once, so that each rule only looks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as with_default
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

from wdbranch.book.finding import Jump
from wdbranch.book.form import Edition, Field, FieldType, Form
from wdbranch.book.record import Record, Row, moment_of
from wdbranch.rules.roster_days import DayRoster
from wdbranch.rules.votes import kind_of

NO_TAGS: frozenset[str] = frozenset()

COUNT_FIELDS = {
    "leave_count": "leave",
    "absent_count": "unexcused",
    "home_study_count": "home",
    "online_count": "online",
    "exempt_count": "not_due",
}
"""Headcounts of a theme party day, and the tag of the attendance statuses that each of them counts."""


_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Objection(NamedTuple):
    """What a rule has against a record: which sentence of its table, with what filled in, and where."""

    variant: str
    field: str | None = None
    row: int | None = None
    fill: Mapping[str, Any] = _NOTHING
    other: str | None = None  # id of the record that it is compared with
    level: str | None = None  # where it weighs otherwise than its rule does


@dataclass(frozen=True, slots=True)
class BookObjection:
    """What a rule has against the book as a whole: something is missing, or does not fit together.

    ``subject`` names what it is about and stays the same however the book grows (2026-Q3, a member's id): a
    waiver is kept under it. ``jump`` says where to mend it. ``evidence``: the key of a duty that is explained by
    the same words; ``reason``: it is explained already, and how.
    """

    variant: str
    subject: str = ""
    fill: Mapping[str, Any] = with_default(default_factory=dict)
    jump: Jump | None = None
    evidence: str = ""
    reason: str = ""


class Person(NamedTuple):
    """One attendance row: its index, the member's id (None: not in the roster) and the status."""

    row: int
    member: int | None
    name: str
    status: str
    data: Row


@dataclass(frozen=True, slots=True)
class Vote:
    """One row of the votes: what kind of ballot its agenda item calls for, and what was counted."""

    row: int
    data: Row
    kind: str
    agenda: Row | None

    def number(self, column: str) -> int | None:
        """A count, None where the box is empty."""
        value = self.data.get(column)
        return value if isinstance(value, int) else None

    @property
    def subject(self) -> str:
        """What was voted on, for a sentence."""
        title = self.data.get("subject") or (self.agenda or {}).get("title")
        return str(title) if title else f"第 {self.row + 1} 项表决"

    @property
    def cast(self) -> int | None:
        """Votes for, against and abstentions together; None until all three are written."""
        yes, no, abstain = self.number("yes"), self.number("no"), self.number("abstain")
        return None if yes is None or no is None or abstain is None else yes + no + abstain

    @property
    def candidates(self) -> tuple[str, ...]:
        """The candidates of this row."""
        return tuple(self.data.get("candidates") or ())


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What the rules need of a form in an edition, looked up once and not for every record."""

    form: Form
    edition: Edition
    fields: frozenset[str]
    asked: tuple[Field, ...]  # those that must be filled, and those of rows with such a column
    place: str | None  # id of the attendance field
    committee: bool  # a meeting of the branch committee
    texts: tuple[tuple[str, tuple[str, ...]], ...]  # free texts: field id, columns (none: the field)
    body: tuple[tuple[str, tuple[str, ...]], ...]  # of them, those of paragraphs: what took place
    spoken: tuple[tuple[str, str, str], ...]  # what single people said: field, column of who, column of what
    present: frozenset[str]  # attendance statuses by what they mean
    absent: frozenset[str]
    served: frozenset[str]  # absent, but taught at home or online
    unexcused: frozenset[str]  # absent without leave
    not_due: frozenset[str]
    counted: Mapping[str, frozenset[str]]  # headcount field → the statuses it counts
    secret: frozenset[str]  # methods of voting
    carried: frozenset[str]  # results of a vote
    lost: frozenset[str]
    agenda_tags: Mapping[str, frozenset[str]]  # kinds of agenda items and their tags


def text_places(form: Form, types: Collection[FieldType]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Where a form has texts of these types: field ids, those with child rows with the columns."""
    plain: list[tuple[str, tuple[str, ...]]] = [
        (field.id, ()) for field in form.fields if field.type in types
    ]
    rows = ((field.id, tuple(c.id for c in field.columns if c.type in types)) for field in form.fields)
    return (*plain, *((field_id, columns) for field_id, columns in rows if columns))


def _spoken(form: Form) -> Iterator[tuple[str, str, str]]:
    for field in form.fields:
        who = next((column.id for column in field.columns if column.type is FieldType.PERSON), None)
        what = next((column.id for column in field.columns if column.type is FieldType.LONG), None)
        if who is not None and what is not None and field.id != "decisions":
            yield field.id, who, what


_KNOWN: dict[int, FormFacts] = {}
"""By the identity of the form; a form that is known here is kept, so its identity is never another's."""


def form_facts(form: Form, edition: Edition) -> FormFacts:
    """The facts of a form, worked out once: every save of a record asks for those of all forms."""
    found = _KNOWN.get(id(form))
    if found is None or found.edition is not edition:
        found = _KNOWN[id(form)] = _form_facts(form, edition)
    return found


def _form_facts(form: Form, edition: Edition) -> FormFacts:
    attendance = form.attendance
    meanings = ("present", "absent", "served", "unexcused", "not_due")
    present, absent, served, unexcused, not_due = (edition.tagged("attendance", tag) for tag in meanings)
    return FormFacts(
        form=form,
        edition=edition,
        fields=frozenset(field.id for field in form.fields),
        asked=tuple(field for field in form.fields if field.required or any(c.required for c in field.columns)),
        place=attendance.id if attendance else None,
        committee=attendance is not None and attendance.who == "committee",
        texts=text_places(form, (FieldType.TEXT, FieldType.LONG)),
        body=text_places(form, (FieldType.LONG,)),
        spoken=tuple(_spoken(form)),
        present=present,
        absent=absent,
        served=served,
        unexcused=unexcused,
        not_due=not_due,
        counted={name: edition.tagged("attendance", tag) for name, tag in COUNT_FIELDS.items()},
        secret=edition.tagged("vote_method", "secret"),
        carried=edition.tagged("vote_result", "carried"),
        lost=edition.tagged("vote_result", "lost"),
        agenda_tags={choice.id: choice.tags for choice in edition.choices.get("agenda_kind", ())},
    )


def texts_at(
    record: Record, places: tuple[tuple[str, tuple[str, ...]], ...]
) -> tuple[tuple[str, int | None, str], ...]:
    """The texts of a record at some places: field id, row index (None: the field itself), text."""
    found: list[tuple[str, int | None, str]] = []
    values = record.values
    for name, columns in places:
        value = values.get(name)
        if not value:
            continue
        if not columns:
            found.append((name, None, value))
            continue
        for index, row in enumerate(value):
            for column in columns:
                text = row.get(column)
                if text:
                    found.append((name, index, text))
    return tuple(found)


@dataclass(frozen=True)
class Reading:
    """A record read for the rules. ``due`` is empty and ``who`` None while the record has no day."""

    record: Record
    facts: FormFacts
    day: date | None
    start: datetime | None
    end: datetime | None
    who: DayRoster | None
    due: frozenset[int]  # ids of those due that day
    able: frozenset[int]  # of them, those with a vote
    listed: tuple[Person, ...]
    present: tuple[Person, ...]
    absent: tuple[Person, ...]
    exempt: tuple[Person, ...]
    unmarked: tuple[Person, ...]
    votes: tuple[Vote, ...]

    @cached_property
    def texts(self) -> tuple[tuple[str, int | None, str], ...]:
        """Every free text: field id, row index (None: the field itself), text."""
        return texts_at(self.record, self.facts.texts)

    @cached_property
    def body(self) -> tuple[tuple[str, int | None, str], ...]:
        """Of the texts those of paragraphs: what took place."""
        return texts_at(self.record, self.facts.body)

    @cached_property
    def told(self) -> str:
        """All texts together: a word that is not in it stands nowhere in the record."""
        return "\n".join([text for _, _, text in self.texts])

    @cached_property
    def came(self) -> frozenset[str]:
        """The names of those who were there."""
        return frozenset([person.name for person in self.present])

    @property
    def form(self) -> Form:
        """The form of the record."""
        return self.facts.form

    @property
    def edition(self) -> Edition:
        """The edition the record was written in."""
        return self.facts.edition

    @property
    def place(self) -> str | None:
        """The id of the attendance field, where a finding about a person points."""
        return self.facts.place

    @property
    def committee(self) -> bool:
        """Whether this is a meeting of the branch committee."""
        return self.facts.committee

    def has(self, field_id: str) -> bool:
        """Whether the form asks for that fact."""
        return field_id in self.facts.fields

    def number(self, field_id: str) -> int | None:
        """A headcount of the record, None where the box is empty or the form has none."""
        value = self.record.values.get(field_id)
        return value if isinstance(value, int) and field_id in self.facts.fields else None

    def names(self, field_id: str) -> tuple[str, ...]:
        """The people named in a field, empty where the form has none."""
        return tuple(self.record.values.get(field_id) or ())

    def label(self, field_id: str) -> str:
        """The label of a field."""
        return self.form.field(field_id).label

    def agenda_tags(self, item: Row | None) -> frozenset[str]:
        """What kind of item an agenda row is, as tags of the choice list."""
        return self.facts.agenda_tags.get(item.get("kind") or "", NO_TAGS) if item else NO_TAGS

    @property
    def title(self) -> str:
        """How another record speaks of this one: 党员大会第 3 次."""
        seq = self.record.get("seq")
        return f"{self.form.short}第 {seq} 次" if seq else self.form.short

    @property
    def present_voters(self) -> int:
        """How many of those who came were due and have a vote on the day."""
        return sum(person.member in self.able for person in self.present)

    @property
    def electors(self) -> tuple[int | None, int | None]:
        """Due and present with a vote, as written; of a committee form, its members."""
        if self.has("due_vote"):
            return self.number("due_vote"), self.number("present_vote")
        return self.number("due_all"), self.number("present_all")


def read_people(record: Record, facts: FormFacts, ids: Mapping[str, int]) -> tuple[Person, ...]:
    """The attendance rows; ``ids`` finds a member by label where the row names no id."""
    if facts.place is None:
        return ()
    people = []
    for index, row in enumerate(record.values.get(facts.place) or ()):
        name, member = row.get("name") or "", row.get("member")
        if member is None:
            member = ids.get(name)
        people.append(Person(index, member, name, row.get("status") or "", row))
    return tuple(people)


def read_votes(record: Record, facts: FormFacts) -> tuple[Vote, ...]:
    """The votes with the kind of ballot that each is."""
    rows = record.rows("votes") if "votes" in facts.fields else ()
    if not rows:
        return ()
    agenda = {row.get("no"): row for row in record.rows("agenda")}
    found = []
    for index, row in enumerate(rows):
        item = agenda.get(row.get("agenda"))
        tags = facts.agenda_tags.get(item.get("kind") or "", NO_TAGS) if item else NO_TAGS
        found.append(Vote(index, row, kind_of(tags, committee=facts.committee), item))
    return tuple(found)


def moments(record: Record, form: Form) -> tuple[datetime | None, datetime | None]:
    """Start and end; None where the box is empty or holds only a day."""
    written, end = record.values.get(form.date_field), record.values.get("end")
    start = moment_of(written) if written and len(written) > 10 else None
    return start, moment_of(end) if end and len(end) > 10 else None
