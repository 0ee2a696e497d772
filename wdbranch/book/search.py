"""Search over everything a book says: records, people, judgements by hand; two characters are enough.

There is no index in the file. What a record says is put together once, as one text in lower case, and kept with
the snapshot's memory until the record changes; a query then looks for its words in these texts. Ten years of
minutes are some seven million characters, which take a few milliseconds to run through; saving costs nothing,
and what is not in the snapshot (the recycle bin) cannot be found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from wdbranch.book.form import Column, Edition, Field, FieldType, Form
from wdbranch.book.people import Member
from wdbranch.book.people_search import matches
from wdbranch.book.record import Record
from wdbranch.book.snapshot import Snapshot
from wdbranch.book.values import record_number, show_day, title_of

RECORD, MEMBER, EVIDENCE = "record", "member", "evidence"
MOST_HITS = 80
"""So many answers are shown; who gets more writes one more word."""
_WORDY = frozenset({FieldType.TEXT, FieldType.LONG, FieldType.PERSON, FieldType.PERSONS})
_CHOSEN = frozenset({FieldType.CHOICE, FieldType.CHOICES})
_BEFORE, _AFTER = 14, 46
_INITIALS = 2
"""So many letters are needed before they are taken for the initials of a name; and how well it must answer."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: words separated by blanks, all of them; and which records may answer.

    ``person``: a name that the record must mention. ``form``: "" all; MEMBER: people only.
    """

    text: str
    form: str = ""
    year: int | None = None
    person: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words in lower case."""
        return tuple(self.text.lower().split())


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a snippet; ``found``: it is one of the words looked for."""

    text: str
    found: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer: what it is, where to go (record, field, row, or member, or key), and a snippet."""

    kind: str
    title: str
    label: str                       # the box
    pieces: tuple[Piece, ...]
    day: date | None = None
    form: str = ""
    record: str | None = None
    field: str | None = None
    row: int | None = None
    member: int | None = None
    key: str = ""

    @property
    def snippet(self) -> str:
        """The snippet without marks."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Found:
    """The answers that are shown, and how many there are; ``whole`` False: not all records were looked at yet."""

    hits: tuple[Hit, ...]
    total: int
    whole: bool = True


@dataclass(frozen=True, slots=True)
class _Told:
    """What a record says as one text; ``quiet`` is where the list of those who came begins."""

    text: str
    quiet: int


@dataclass(frozen=True, slots=True)
class _Part:
    field: str | None
    row: int | None
    label: str
    text: str


def search(snapshot: Snapshot, wanted: Wanted) -> Found:
    """The answers: people first, then judgements, then records, latest first.

    A record that mentions a word only in the list of those who came stands behind the others. Letters are also
    taken for the initials of names in pinyin (cnz → 陈拟舟).
    """
    return _search(snapshot, wanted, latest_first(snapshot), names(snapshot))


def search_latest(snapshot: Snapshot, wanted: Wanted, most: int) -> Found:
    """As ``search`` among the latest ``most`` records, which is quick although nothing was got ready yet."""
    latest = latest_first(snapshot)[:most]
    return replace(_search(snapshot, wanted, latest, _names(snapshot, latest)), whole=most >= len(snapshot.records))


def _search(snapshot: Snapshot, wanted: Wanted, records: Sequence[Record], known: Sequence[str]) -> Found:
    words = wanted.words
    if not words and not wanted.person:
        return Found((), 0)
    choices = [_alternatives(word, known) for word in words]
    people = list(_people(snapshot, wanted, words)) if not wanted.person else []
    judged = list(_evidence(snapshot, wanted, choices)) if not wanted.person else []
    ranked: tuple[list[Record], list[Record]] = [], []
    for loud, record in _records(snapshot, wanted, choices, records):
        ranked[not loud].append(record)
    room = max(MOST_HITS - len(people) - len(judged), 0)
    shown = [*ranked[0][:room], *ranked[1][:room]][:room]
    hits = [*people, *judged, *(_hit(snapshot, record, choices, wanted) for record in shown)]
    return Found(tuple(hits[:MOST_HITS]), len(people) + len(judged) + sum(map(len, ranked)))


def warm(snapshot: Snapshot, begin: int, most: int) -> int:
    """Put together what the next ``most`` records say, the latest first, from place ``begin`` on.

    Returns where to go on. The first query would do it all at once: 0.3 s for ten years.
    """
    for record in latest_first(snapshot)[begin : begin + most]:
        _told(snapshot, record)
        _mentioned(snapshot, record)
    return min(begin + most, len(snapshot.records))


def got_ready(snapshot: Snapshot) -> bool:
    """Whether ``warm`` has been through all records; those that changed since are few."""
    return not snapshot.records or ("told", latest_first(snapshot)[-1].id) in snapshot.memory


def latest_first(snapshot: Snapshot) -> tuple[Record, ...]:
    """All records in the order of answers."""
    return snapshot.once("latest first", lambda: _latest_first(snapshot))


def _latest_first(snapshot: Snapshot) -> tuple[Record, ...]:
    def day(record: Record) -> str:
        return str(record.values.get(snapshot.form_of(record).date_field) or "")

    return tuple(sorted(snapshot.records, key=day, reverse=True))


def names(snapshot: Snapshot) -> list[str]:
    """Everybody the book knows by name: the roster in its order, then others whom records mention."""
    return snapshot.once("names", lambda: _names(snapshot, snapshot.records))


def _names(snapshot: Snapshot, records: Iterable[Record]) -> list[str]:
    roster = list(snapshot.roster.labels.values())
    others: set[str] = set().union(*(_mentioned(snapshot, record) for record in records))
    return [*roster, *sorted(others.difference(roster))]


# ---- records ----------------------------------------------------------------------------------------------


def _records(
    snapshot: Snapshot, wanted: Wanted, choices: list[tuple[str, ...]], records: Iterable[Record]
) -> Iterator[tuple[bool, Record]]:
    """The records that have all words, and whether in more than the list of those who came."""
    person = wanted.person.lower()
    for record in records:
        if wanted.form not in ("", record.form) or wanted.year not in (None, record.year):
            continue
        told = _told(snapshot, record)
        if person and person not in told.text:
            continue
        loud = True
        for words in choices:
            places = [at for word in words if (at := told.text.find(word)) >= 0]
            if not places:
                break
            loud = loud and min(places) < told.quiet
        else:
            yield loud, record


def _told(snapshot: Snapshot, record: Record) -> _Told:
    return snapshot.remembered("told", record, lambda: _put_together(snapshot, record))


def _put_together(snapshot: Snapshot, record: Record) -> _Told:
    form, edition = snapshot.form_of(record), snapshot.edition_of(record)
    loud: list[str] = [_head(snapshot, record)]
    quiet: list[str] = []
    values = record.values
    for field_id, columns, chosen in _plan(snapshot, form, edition):
        value = values.get(field_id)
        if not value:
            continue
        if not columns:
            loud += _texts(value, chosen)
            continue
        for row in value:
            for column, labels in columns:
                if row.get(column):
                    loud += _texts(row[column], labels)
    attendance = form.attendance
    for row in values.get(attendance.id) or () if attendance else ():
        quiet += (row.get("name") or "", row.get("reason") or "")
    loud += (f"{kept.name} {kept.caption}" for kept in record.attachments)
    front = "\n".join(loud).lower()
    return _Told(front + "\n" + "\n".join(quiet).lower(), len(front))


def _texts(value: Any, labels: Mapping[str, str] | None) -> Iterable[str]:
    found = (value,) if isinstance(value, str) else value
    return [labels.get(one, one) for one in found] if labels is not None else found


_Labels = Mapping[str, str] | None
_Plan = tuple[tuple[str, tuple[tuple[str, _Labels], ...], _Labels], ...]


def _plan(snapshot: Snapshot, form: Form, edition: Edition) -> _Plan:
    """Which fields and columns have words, with the labels where they are chosen from a list."""
    return snapshot.remembered(f"plan {edition.id}", form, lambda: _planned(form, edition))


def _planned(form: Form, edition: Edition) -> _Plan:
    def labels(part: Field | Column) -> _Labels:
        chosen = edition.choices.get(part.choices or "", ()) if part.type in _CHOSEN else None
        return None if chosen is None else {choice.id: choice.label for choice in chosen}

    plan = []
    for field in form.fields:
        columns = tuple((c.id, labels(c)) for c in field.columns if c.type in _WORDY | _CHOSEN)
        if columns or field.type in _WORDY | _CHOSEN:
            plan.append((field.id, columns, labels(field)))
    return tuple(plan)


def _head(snapshot: Snapshot, record: Record) -> str:
    """Kind, number and day, as they stand above an answer."""
    form, day = snapshot.form_of(record), snapshot.day(record)
    number = record_number(form, record)
    return "　".join(part for part in (form.short, show_day(day) if day else "", number) if part)


def _parts(snapshot: Snapshot, record: Record) -> Iterator[_Part]:
    """Every text of a record with its box, in the order in which an answer is looked for."""
    form, edition = snapshot.form_of(record), snapshot.edition_of(record)
    for field_id, columns, labels in _plan(snapshot, form, edition):
        field, value = form.field(field_id), record.values.get(field_id)
        if value and not columns:
            yield _Part(field_id, None, field.label, "、".join(_texts(value, labels)))
        for index, row in enumerate(value or () if columns else ()):
            told = "：".join("、".join(_texts(row[c], known)) for c, known in columns if row.get(c))
            yield _Part(field_id, index, field.label, told)
    for kept in record.attachments:
        yield _Part(None, None, "附件", kept.name)
        if kept.caption:
            yield _Part(None, None, "照片说明", kept.caption)
    if form.attendance is not None:
        for index, row in enumerate(record.rows(form.attendance.id)):
            reason = row.get("reason")
            told = (row.get("name") or "") + (f"（{reason}）" if reason else "")
            yield _Part(form.attendance.id, index, form.attendance.label, told)
    yield _Part(None, None, "", _head(snapshot, record))


def _hit(snapshot: Snapshot, record: Record, choices: list[tuple[str, ...]], wanted: Wanted) -> Hit:
    looked = [word for words in choices for word in words] or [wanted.person.lower()]
    best = _best(_parts(snapshot, record), choices, looked)
    form = snapshot.form_of(record)
    about = title_of(form, record, snapshot.edition_of(record))
    title = "　".join(part for part in (_head(snapshot, record), about) if part)
    return Hit(
        RECORD, title, best.label, snippet(best.text, looked), snapshot.day(record), record.form, record.id,
        best.field, best.row,
    )  # fmt: skip


def _best(parts: Iterable[_Part], choices: list[tuple[str, ...]], looked: list[str]) -> _Part:
    """The part to show: the first that has every word, else the one that has the first word and most of them."""
    wanted = choices or [tuple(looked)]
    best, most = _Part(None, None, "", ""), (False, -1)
    for part in parts:
        low = part.text.lower()
        has = [any(word in low for word in words) for words in wanted]
        if all(has):
            return part
        if (has[0], sum(has)) > most:
            best, most = part, (has[0], sum(has))
    return best


def snippet(text: str, words: Iterable[str]) -> tuple[Piece, ...]:
    """The text around the first of the words, on one line, in pieces: which of them are the words."""
    line = " ".join(text.split("\n"))
    low = line.lower()
    if len(low) != len(line):      # a rare letter has two in lower case: no marks rather than wrong ones
        return (Piece(line[: _BEFORE + _AFTER]),)
    known = [word for word in words if word in low]
    if not known:
        return (Piece(line[: _BEFORE + _AFTER] + ("…" if len(line) > _BEFORE + _AFTER else "")),)
    first = min(low.find(word) for word in known)
    begin = max(first - _BEFORE, 0)
    end = min(max(first + _AFTER, begin + _BEFORE + _AFTER), len(line))
    pieces, at = [Piece("…")] if begin else [], begin
    while at < end:
        found = [(place, -len(word)) for word in known if (place := low.find(word, at, end)) >= 0]
        if not found:
            break
        place, length = min(found)
        if place > at:
            pieces.append(Piece(line[at:place]))
        pieces.append(Piece(line[place : place - length], found=True))
        at = place - length
    if at < end:
        pieces.append(Piece(line[at:end]))
    if end < len(line):
        pieces.append(Piece("…"))
    return tuple(pieces)


# ---- people and judgements ---------------------------------------------------------------------------------


def _alternatives(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """A word, and where it is letters the names that it may be the initials of."""
    if not (word.isascii() and word.isalpha() and len(word) >= _INITIALS):
        return (word,)
    return (word, *(name.lower() for name in known if matches(name, word) >= _INITIALS))


def _mentioned(snapshot: Snapshot, record: Record) -> frozenset[str]:
    return snapshot.remembered("people", record, lambda: frozenset(_people_of(snapshot.form_of(record), record)))


def _people_of(form: Form, record: Record) -> Iterator[str]:
    """The names in the boxes for people, without those on the list of who came: the roster has these."""
    for field in form.fields:
        value = record.values.get(field.id)
        if not value:
            continue
        if field.type is FieldType.PERSON:
            yield value
        elif field.type is FieldType.PERSONS:
            yield from value
        for column in field.columns:
            if column.type is FieldType.PERSON:
                yield from (row[column.id] for row in value if row.get(column.id))
            elif column.type is FieldType.PERSONS:
                yield from (name for row in value for name in row.get(column.id) or ())


def _people(snapshot: Snapshot, wanted: Wanted, words: tuple[str, ...]) -> Iterator[Hit]:
    if wanted.form not in ("", MEMBER) or wanted.year is not None:
        return
    for member in snapshot.roster.members:
        facts = list(_facts(snapshot, member))
        told = "\n".join(text for _, text in facts).lower()
        if not all(word in told or matches(member.name, word) >= _INITIALS for word in words):
            continue
        about = next(
            ((label, text) for label, text in facts if any(word in text.lower() for word in words)),
            ("姓名", snapshot.roster.label(member)),
        )
        title = f"花名册　{snapshot.roster.label(member)}"
        yield Hit(MEMBER, title, about[0], snippet(about[1], words), form=MEMBER, member=member.id)


def _facts(snapshot: Snapshot, member: Member) -> Iterator[tuple[str, str]]:
    yield "姓名", snapshot.roster.label(member)
    for label, text in (
        ("籍贯", member.native_place), ("工作单位及职务", member.job), ("学历", member.education),
        ("类别", member.category), ("家庭住址", member.address), ("电话", member.phone), ("备注", member.note),
    ):  # fmt: skip
        if text:
            yield label, text
    edition = max(snapshot.editions.values(), key=lambda edition: edition.id)
    for span in member.spans:
        value = edition.choice_label("posts", span.value) if span.kind == "post" else span.value
        told = " ".join(part for part in (value, span.note) if part)
        if told:
            yield "经历", told


def _evidence(snapshot: Snapshot, wanted: Wanted, choices: list[tuple[str, ...]]) -> Iterator[Hit]:
    if wanted.form or wanted.year is not None:
        return
    for key, judged in snapshot.evidence.items():
        note = str(judged.get("note") or "")
        low = f"{key}\n{note}".lower()
        if note and all(any(word in low for word in words) for words in choices):
            looked = [word for words in choices for word in words]
            yield Hit(EVIDENCE, f"佐证　{key}", "说明", snippet(note, looked), key=key)
