"""Star indicators of villages and communities that one condition on single records cannot tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wdbranch.book.record import day_of
from wdbranch.rules.indicators.generic import none
from wdbranch.rules.indicators.outcome import Auto, Outcome, Question, number, percent, ratio, words_of
from wdbranch.rules.indicators.sources import amount, matching
from wdbranch.rules.wording import say_names

Entry = Mapping[str, Any]
_MOST_NAMED = 6


def _of(entry: Entry) -> str:
    return str(entry["count"]).partition("÷")[2]


def none_proved(entry: Entry, question: Question) -> Outcome | None:
    """What is recorded speaks against the branch; that nothing happened is confirmed by a person, with proof."""
    outcome = none(entry, question)
    return outcome if outcome.numerator else None


def covered(entry: Entry, question: Question) -> Outcome:
    """Those of a standing list that this year's rows of another form name ÷ the whole list.

    ``form``, ``field``: the list and the field that names each; ``by``: form, rows and column that name them.
    """
    by = entry["by"]
    named = {
        str(row.get(by["column"]) or "").strip(): record.id
        for record in question.records(by["form"])
        for row in record.rows(by["rows"])
    }
    listed = {record.id: str(record.get(entry["field"]) or "").strip() for record in question.records(entry["form"])}
    if not listed:
        return Outcome("n/a", 0, 0, _of(entry), words_of("say")["nothing"].format(of=_of(entry)))
    missing = {record: name for record, name in listed.items() if name not in named}
    done = len(listed) - len(missing)
    met = done * 100 >= entry["percent"] * len(listed)
    names = say_names(list(missing.values()), _MOST_NAMED, "家")
    todo = "" if met else words_of("todo")["covered"].format(missing=names, form=question.short(by["form"]))
    used = tuple(dict.fromkeys(named[name] for name in listed.values() if name in named))
    text = ratio(done, len(listed), _of(entry))
    return Outcome("met" if met else "unmet", done, len(listed), _of(entry), text, todo, used, tuple(missing))


def growth(entry: Entry, question: Question) -> Outcome:
    """What a sum of this year is more than that of the year before ÷ the latter; met when it is more.

    ``form``, ``field``: what is added up. A running year that is not yet above its predecessor has not failed.
    """
    year = question.year.first.year
    sums, records = {year: 0.0, year - 1: 0.0}, []
    for record in question.snapshot.of(entry["form"]):
        day = question.snapshot.day(record)
        if day is not None and day.year in sums and day <= question.today:
            sums[day.year] += amount(record.get(entry["field"]))
            records.append(record.id)
    now, last = round(sums[year], 2), round(sums[year - 1], 2)
    say, of = words_of("say"), _of(entry)
    if last <= 0:
        return Outcome("n/a", 0, 0, of, say["no_last_year"])
    more = round(now - last, 2)
    words = say["grown" if more > 0 else "shrunk"]
    text = words.format(now=number(now), last=number(last), percent=percent(abs(more), last))
    state = "met" if more > 0 else "unmet" if question.closed else "not_yet"
    todo = "" if more > 0 else words_of("todo")["growth"].format(lack=number(-more), form=question.short(entry["form"]))
    return Outcome(state, more, last, of, text, todo, tuple(records))


def on_time(entry: Entry, question: Question) -> Outcome:
    """What was finished by its day ÷ what was finished or was to be finished by now.

    ``form``; ``due``, ``done``: its date fields.
    """
    good: list[str] = []
    late: list[str] = []
    for one in matching(entry, question):
        due, done = day_of(one.values.get(entry["due"])), day_of(one.values.get(entry["done"]))
        if done is not None and done > question.today:
            done = None
        if due is None or (done is None and due >= question.today):
            continue
        (good if done is not None and done <= due else late).append(one.record.id)
    of = _of(entry)
    if not good and not late:
        return Outcome("n/a", 0, 0, of, words_of("say")["nothing"].format(of=of))
    under = len(good) + len(late)
    met = len(good) * 100 >= entry["percent"] * under
    todo = "" if met else words_of("todo")["late"].format(count=len(late))
    text = ratio(len(good), under, of)
    return Outcome("met" if met else "unmet", len(good), under, of, text, todo, tuple(good), tuple(late))


VILLAGE: Mapping[str, Auto] = {
    "none_proved": none_proved,
    "covered": covered,
    "growth": growth,
    "on_time": on_time,
}
"""The functions of this file by the names that a standard may use."""
