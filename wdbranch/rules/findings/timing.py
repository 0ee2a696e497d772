"""Group B: dates and times (record_book §7, 15 to 26)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from wdbranch.book.record import Record, State, day_of, moment_of
from wdbranch.rules.calendar import PROVISIONAL, fixed_day
from wdbranch.rules.findings.inspection import Check, Inspection, Series
from wdbranch.rules.findings.people import common_people, linked, overlap_in_time, overlap_of
from wdbranch.rules.findings.reading import Objection, Reading
from wdbranch.rules.library import plain
from wdbranch.rules.tables import rules_table
from wdbranch.rules.wording import say_day, say_minutes, say_moment, say_names, say_span

_TITLE = re.compile(r"《([^《》]+)》")
_ROUGH_DATE = re.compile(r"(20\d{2})\s*[./\-－．／]\s*(\d{1,2})\s*[./\-－．／]\s*(\d{1,2})(?![\d.])")
_SHORT_YEAR = 2
_PART_OF_NUMBER = frozenset("0123456789.-")
_AFTER_YEAR = re.compile(r"年(\d{1,2})月(\d{1,2})日")
# Both begin with what stands there as it is, which is quick to look for.


def _limits() -> dict[str, Any]:
    limits: dict[str, Any] = rules_table("findings")["limits"]
    return limits


def b15_studied_too_early(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """Nothing was studied before it was published.

    A title that an older text bore too says nothing by itself: there only a day typed beside it counts.
    """
    if seen.day is None:
        return
    day = say_day(seen.day)
    for index, row in enumerate(seen.record.rows("materials")):
        name = (row.get("name") or "").strip("《》 ")
        published = day_of(row.get("published_on")) or _first_published(name, book)
        if published is not None and published > seen.day:
            fill = {"name": name, "published": say_day(published), "day": day}
            yield Objection("material", "materials", index, fill)
    for place, at, text in seen.texts if "《" in seen.told else ():
        if place == "materials" or "《" not in text:
            continue
        for name in _TITLE.findall(text):
            published = _first_published(name, book)
            if published is not None and published > seen.day:
                fill = {"label": seen.label(place), "name": name, "published": say_day(published), "day": day}
                yield Objection("text", place, at, fill)


def _first_published(title: str, book: Inspection) -> date | None:
    """The first day on which anything of that title could be studied; None where that is not known."""
    material = book.library.get(plain(title))
    return None if material is None or material.revised else material.published_on


def b16_recorded_before_end(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """A record is finished after the event."""
    recorded, end = moment_of(seen.record.recorded_at), seen.end or seen.start
    if recorded is not None and end is not None and recorded < end:
        yield Objection("default", "end", fill={"recorded": say_moment(recorded), "end": say_moment(end)})


def b17_recorded_late(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """A record is finished within a few working days of the event."""
    end = seen.end or seen.start
    if end is None:
        return
    limit = int(_limits()["working_days_to_finish"])
    recorded = moment_of(seen.record.recorded_at)
    until = recorded.date() if recorded else book.today
    if recorded is None and seen.record.state is not State.DRAFT:
        return
    if (until - end.date()).days <= limit:
        return  # fewer calendar days than the limit need no calendar
    passed = book.calendar.working_days_after(end.date(), until)
    if passed.days > limit:
        fill = {
            "days": passed.days,
            "limit": limit,
            "provisional": "" if passed.sure else f"（{PROVISIONAL}）",
        }
        yield Objection("late" if recorded else "unfinished", "end", fill=fill)


def b18_length(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """An event ends after it began, and lasts neither very short nor very long."""
    if seen.start is None or seen.end is None:
        return
    if seen.end <= seen.start:
        yield Objection(
            "reversed", "end", fill={"start": say_moment(seen.start), "end": say_moment(seen.end)}
        )
        return
    minutes = int((seen.end - seen.start).total_seconds()) // 60
    shortest, longest = int(_limits()["shortest_minutes"]), int(_limits()["longest_minutes"])
    if minutes < shortest:
        yield Objection("short", "end", fill={"minutes": minutes, "limit": shortest})
    elif minutes > longest:
        yield Objection("long", "end", fill={"hours": say_minutes(minutes), "limit": say_minutes(longest)})


def b19_same_day(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """Events of one day neither overlap nor follow each other at once in different places.

    Where the same people came to both of two overlapping events, A-12 says it. Party groups may meet at once.
    """
    for other in book.same_day(seen):
        if linked(seen, other) or _other_group(seen, other) or other.start is None or other.end is None:
            continue
        fill = {"other": other.title, "span": say_span(other.start, other.end)}
        if overlap_in_time(seen, other):
            if not overlap_of(seen, other):
                yield Objection("overlap", seen.form.date_field, fill=fill)
        elif _rushed(seen, other):
            fill["names"] = say_names(common_people(seen, other))
            yield Objection("touching", seen.form.date_field, fill=fill)


def _other_group(seen: Reading, other: Reading) -> bool:
    """Whether two records are meetings of different party groups."""
    mine, theirs = seen.record.values.get("group"), other.record.values.get("group")
    return bool(mine and theirs) and mine != theirs


def _rushed(seen: Reading, other: Reading) -> bool:
    """Whether the same people had to be elsewhere within minutes."""
    if seen.start is None or seen.end is None or other.start is None or other.end is None:
        return False
    places = seen.record.get("place"), other.record.get("place")
    if not all(places) or places[0] == places[1] or not common_people(seen, other):
        return False
    gap = max(other.start - seen.end, seen.start - other.end)
    return timedelta(0) <= gap < timedelta(minutes=int(_limits()["minutes_between_places"]))


def b20_odd_time(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """A meeting late at night or on a public holiday is worth a second look; a star ledger tells of no meetings."""
    if seen.day is None or seen.form.stars:
        return
    night_from, night_to = (time.fromisoformat(_limits()[key]) for key in ("night_from", "night_to"))
    for moment in (seen.start, seen.end):
        if moment is not None and (moment.time() > night_from or moment.time() < night_to):
            yield Objection("night", seen.form.date_field, fill={"time": say_moment(moment)})
            break
    holiday = book.calendar.day_kind(seen.day).holiday
    if holiday:
        yield Objection("holiday", seen.form.date_field, fill={"day": say_day(seen.day), "holiday": holiday})


def b21_committee_first(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """A weighty vote of the assembly was talked over in the committee before."""
    if not seen.has("prior_committee") or not book.snapshot.branch.has_committee or seen.day is None:
        return
    weighty = seen.edition.tagged("agenda_kind", "committee_first")
    titles = [row.get("title") or "" for row in seen.record.rows("agenda") if row.get("kind") in weighty]
    if not titles:
        return
    field = seen.form.field("prior_committee")
    chosen = seen.record.get("prior_committee")
    for record_id in (chosen, *seen.record.links):
        prior = book.by_id(record_id) if record_id else None
        if prior is None or prior.form != field.ref_form:
            continue
        reading = book.read(prior)
        if reading.start is not None and seen.start is not None and reading.start < seen.start:
            return
        if record_id == chosen and reading.day is not None:
            fill = {"label": field.label, "other": say_day(reading.day), "day": say_day(seen.day)}
            yield Objection("later", field.id, fill=fill)
            return
    yield Objection("missing", field.id, fill={"title": titles[0], "label": field.label})


def b22_sequence(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """Numbers of a year run on without gaps or repeats, and grow with the date."""
    seq = seen.number("seq")
    if seq is None or seen.day is None:
        return
    series = book.series(seen)
    same = next((record for record in series.by_seq[seq] if record.id != seen.record.id), None)
    if same is not None:
        other = book.read(same).day
        fill = {"form": seen.form.short, "seq": seq, "other": say_day(other) if other else ""}
        yield Objection("duplicate", "seq", fill=fill)
        return
    last = next((r for r in _before(seen, series) if isinstance(r.get("seq"), int)), None)
    if last is None:
        return
    before: int = last.values["seq"]
    day = book.read(last).day
    fill = {"seq": seq, "before": before, "day": say_day(seen.day), "other": say_day(day) if day else ""}
    if seq < before:
        yield Objection("order", "seq", fill=fill)
    elif seq > before + 1:
        yield Objection("gap", "seq", fill={**fill, "wanted": before + 1})


def _before(seen: Reading, series: Series) -> Iterator[Record]:
    """The earlier records of the series, nearest first."""
    for index in range(series.place[seen.record.id] - 1, -1, -1):
        yield series.records[index]


def b23_inserted(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """A new page that goes before one already printed is marked 补.

    Binding sorts by date, so pages cannot stand in wrong order; only an inserted page without its mark can.
    """
    if seen.record.late or seen.day is None or seen.record.state in (State.PRINTED, State.ARCHIVED):
        return
    for record in book.series(seen).printed:
        if record.created_at >= seen.record.created_at:
            continue
        other = book.read(record)
        if other.day is not None and other.day > seen.day:
            yield Objection("default", seen.form.date_field, fill={"other": say_day(other.day)})
            return


def b24_fixed_day(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """The theme party day is held on its fixed day, or it says why not."""
    if not seen.has("day_changed_reason") or seen.day is None:
        return
    day, month = say_day(seen.day), seen.number("month")
    if month is not None and month != seen.day.month:
        yield Objection("month", "month", fill={"month": month, "day": day})
    fixed = fixed_day(book.snapshot.branch.fixed_day, seen.day.year, seen.day.month)
    if fixed is not None and fixed != seen.day and not (seen.record.get("day_changed_reason") or "").strip():
        fill = {"fixed": say_day(fixed), "day": day, "label": seen.label("day_changed_reason")}
        yield Objection("moved", "day_changed_reason", fill=fill)


def b25_date_writing(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """Dates in running text are written 2026年9月18日; the boxes print them so by themselves."""
    rough = book.snapshot.remembered("dates", seen.record, lambda: _rough_dates(seen))
    for place, at, text, right in rough:
        yield Objection("default", place, at, {"label": seen.label(place), "text": text, "right": right})


def _rough_dates(seen: Reading) -> list[tuple[str, int | None, str, str]]:
    """Dates written otherwise: field, row, as written, as it should be."""
    if not _ROUGH_DATE.search(seen.told) and not _AFTER_YEAR.search(seen.told):
        return []
    found: list[tuple[str, int | None, str, str]] = []
    for place, at, text in seen.texts:
        found += [
            (place, at, match[0], _proper(match[1], match[2], match[3]))
            for match in _ROUGH_DATE.finditer(text)
            if match.start() == 0 or text[match.start() - 1] not in _PART_OF_NUMBER
        ]
        for match in _AFTER_YEAR.finditer(text):
            year = _digits_before(text, match.start())
            if len(year) == _SHORT_YEAR:
                found.append((place, at, year + match[0], _proper("20" + year, match[1], match[2])))
    return [entry for entry in found if entry[3]]


def _digits_before(text: str, at: int) -> str:
    """The digits that stand right before a place."""
    begin = at
    while begin and text[begin - 1].isdecimal():
        begin -= 1
    return text[begin:at]


def _proper(year: str, month: str, day: str) -> str:
    """The date as it should be written, empty where there is no such day."""
    try:
        return say_day(datetime(int(year), int(month), int(day)))
    except ValueError:
        return ""


def b26_photo_day(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """A photograph kept with a record was taken on its day."""
    if seen.day is None:
        return
    for index, attachment in enumerate(seen.record.attachments):
        taken = day_of(attachment.taken_on)
        if attachment.kind == "photo" and taken is not None and taken != seen.day:
            fill = {"name": attachment.name, "taken": say_day(taken), "day": say_day(seen.day)}
            yield Objection("default", None, index, fill)


FUNCTIONS: Mapping[str, Check] = {
    "B-15": b15_studied_too_early,
    "B-16": b16_recorded_before_end,
    "B-17": b17_recorded_late,
    "B-18": b18_length,
    "B-19": b19_same_day,
    "B-20": b20_odd_time,
    "B-21": b21_committee_first,
    "B-22": b22_sequence,
    "B-23": b23_inserted,
    "B-24": b24_fixed_day,
    "B-25": b25_date_writing,
    "B-26": b26_photo_day,
}
"""The rules of this file by their ids in ``findings.toml``."""
