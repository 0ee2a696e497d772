"""Copied minutes and copied speeches (record_book §7, 40, and the addition on identical reflections)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from wdbranch.book.record import Record, day_of
from wdbranch.rules.findings.inspection import Check, Inspection
from wdbranch.rules.findings.reading import Objection, Reading, texts_at
from wdbranch.rules.similarity import Print, months_before, print_of, twins
from wdbranch.rules.tables import rules_table
from wdbranch.rules.wording import say_day, say_names

_LETTERS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]+")
_SHOWN = 16


def d40_copied(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """The minutes are not those of another meeting of the kind within the last 24 months."""
    if seen.place is None or seen.day is None or not seen.facts.body:
        return
    found = _twin_of(seen, book)
    if found is None:
        return
    other, share = found
    reading = book.read(other)
    fill = {
        "percent": round(share * 100),
        "day": say_day(reading.day) if reading.day else "",
        "other": reading.title,
    }
    yield Objection("default", _longest_box(seen), fill=fill, other=other.id)


def _longest_box(seen: Reading) -> str:
    """The box with most of the text."""
    sizes: dict[str, int] = {}
    for field, _, text in seen.body:
        sizes[field] = sizes.get(field, 0) + len(text)
    return max(sizes, key=lambda field: sizes[field])


def _twin_of(seen: Reading, book: Inspection) -> tuple[Record, float] | None:
    """The earlier record that this one was copied from, and how much of it."""
    form = seen.record.form
    known = book.twins.get(form)
    if known is None:
        known = book.twins[form] = _all_twins(form, book)
    return known.get(seen.record.id)


def _all_twins(form: str, book: Inspection) -> dict[str, tuple[Record, float]]:
    """The twins of all records of a form; of the fresh record alone where only that is asked for."""
    limits = rules_table("findings")["limits"]
    years = None if book.fresh is None else _years_before(book.fresh, int(limits["months_compared"]))
    dated = _dated(form, years, book)
    only = None
    if book.fresh is not None:
        dated = _compared(dated, book.fresh, int(limits["months_compared"]))
        if not dated:
            return {}
        only = len(dated) - 1
    found = twins(
        [(day, _print(record, book)) for day, record in dated],
        months=int(limits["months_compared"]),
        share=float(limits["likeness"]),
        least=int(limits["least_compared"]),
        only=only,
    )
    return {dated[place][1].id: (dated[twin.place][1], twin.share) for place, twin in found.items()}


def _compared(dated: list[tuple[date, Record]], fresh: Record, months: int) -> list[tuple[date, Record]]:
    """Those that the fresh record, itself the last of them, may have been copied from; none if it has no day."""
    place = next((place for place, (_, record) in enumerate(dated) if record.id == fresh.id), None)
    if place is None:
        return []
    since = months_before(dated[place][0], months)
    return [entry for entry in dated[: place + 1] if entry[0] >= since]


def _years_before(record: Record, months: int) -> range:
    """The years of the book in which a record may have its twin; a page may belong to a year not of its day."""
    return range(record.year - months // 12 - 1, record.year + 2)


def _dated(form: str, years: Iterable[int] | None, book: Inspection) -> list[tuple[date, Record]]:
    found = []
    for record in book.of_years(form, years):
        day = day_of(record.values.get(book.facts(record).form.date_field))
        if day is not None:
            found.append((day, record))
    return sorted(found, key=lambda entry: (entry[0], entry[1].created_at, entry[1].id))


def _print(record: Record, book: Inspection) -> Print:
    places = book.facts(record).body
    return book.snapshot.remembered(
        "print", record, lambda: print_of([text for _, _, text in texts_at(record, places)])
    )


def z06_same_words(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """Two people do not say the same thing word for word."""
    least = int(rules_table("findings")["limits"]["least_same_words"])
    for field, speaker, words in seen.facts.spoken:
        rows = seen.record.rows(field)
        said: dict[str, list[tuple[int, str]]] = {}
        for index, row in enumerate(rows if len(rows) > 1 else ()):
            text = "".join(_LETTERS.findall(row.get(words) or ""))
            if len(text) >= least and row.get(speaker):
                said.setdefault(text, []).append((index, row[speaker]))
        for text, whose in said.items():
            names = list(dict.fromkeys(name for _, name in whose))
            if len(names) > 1:
                yield Objection("default", field, whose[1][0], {"names": say_names(names), "text": text[:_SHOWN]})


FUNCTIONS: Mapping[str, Check] = {
    "D-40": d40_copied,
    "Z-06": z06_same_words,
}
"""The rules of this file by their ids in ``findings.toml``."""
