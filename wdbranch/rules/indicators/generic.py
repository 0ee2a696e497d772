"""Indicators that are worked out of records as their data says: counts, sums, shares, periods, kinds.

``least`` or ``percent`` is the threshold; without one the figure is told and the state waits for a person.
What can still come before the year is over is "not_yet", unless ``by = "MM-DD"`` has passed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain
from math import ceil
from typing import Any

from wdbranch.rules.indicators.outcome import Auto, Outcome, Question, number, ratio, words_of
from wdbranch.rules.indicators.sources import (
    Counted,
    all_hold,
    amount,
    counted,
    days_of,
    matching,
    records_of,
    summed,
)
from wdbranch.rules.periods import periods
from wdbranch.rules.wording import say_names

Entry = Mapping[str, Any]
_NAMED = 6      # so many missing periods are named one by one


def count(entry: Entry, question: Question) -> Outcome:
    """How many records there are."""
    found = counted(entry["from"], question)
    return _amount(entry, question, len(found), found)


def total(entry: Entry, question: Question) -> Outcome:
    """The sum of a number field."""
    value, found = summed(entry["from"], question)
    return _amount(entry, question, value, found)


def exists(entry: Entry, question: Question) -> Outcome:
    """Whether there is at least one record."""
    found = counted(entry["from"], question)
    return _amount({**entry, "least": entry.get("least", 1)}, question, len(found), found)


def none(entry: Entry, question: Question) -> Outcome:
    """There must be no such record."""
    found = counted(entry["from"], question)
    say = words_of("say")["none" if not found else "some"].format(n=len(found), unit=_unit(entry))
    todo = words_of("todo")["some"] if found else ""
    return Outcome("unmet" if found else "met", len(found), None, entry["count"], say, todo, (), records_of(found))


def share(entry: Entry, question: Question) -> Outcome:
    """Records that also satisfy ``having`` ÷ all records."""
    found = counted(entry["from"], question)
    good = [one for one in found if all_hold(entry["having"], one.values)]
    kept = {one.key for one in good}
    rest = [one for one in found if one.key not in kept]
    return _rate(entry, question, (len(good), len(found)), good, rest)


def quotient(entry: Entry, question: Question) -> Outcome:
    """Records of ``from`` ÷ records of ``over``: two things counted apart."""
    good, under = counted(entry["from"], question), counted(entry["over"], question)
    return _rate(entry, question, (len(good), len(under)), good)


def totals(entry: Entry, question: Question) -> Outcome:
    """One number field ÷ another: of the latest record that has both, or of the sums over all that do."""
    both = [
        one
        for one in matching(entry, question)
        if one.values.get(entry["over"]) is not None and one.values.get(entry["of_field"]) is not None
    ]
    used = both[-1:] if entry["how"] == "latest" else both
    top = round(sum(amount(one.values[entry["over"]]) for one in used), 2)
    under = round(sum(amount(one.values[entry["of_field"]]) for one in used), 2)
    return _rate({**entry, "from": [entry]}, question, (top, under), used)


def kinds(entry: Entry, question: Question) -> Outcome:
    """Kinds with at least one record ÷ all kinds: ``values``, or the field's whole list of choices."""
    wanted = tuple(entry.get("values") or _choices(entry, question))
    found = counted(entry["from"], question)
    have: dict[str, Counted] = {}
    for one in found:
        value = one.values.get(entry["field"])
        for kind in value if isinstance(value, (tuple, list)) else (value,):
            if kind in wanted:
                have.setdefault(kind, one)
    missing = [_kind_label(entry, question, kind) for kind in wanted if kind not in have]
    limit = {} if "least" in entry else {"percent": entry.get("percent", 100)}
    outcome = _rate({**entry, **limit}, question, (len(have), len(wanted)), found)
    if not missing or outcome.state == "met":
        return outcome
    todo = words_of("todo")["kinds"].format(missing=say_names(missing), form=question.short(_first_form(entry)))
    return _with(outcome, todo=todo)


def by_period(entry: Entry, question: Question) -> Outcome:
    """Periods with at least one record ÷ periods of the year that are over."""
    say, of = words_of("say"), words_of("of")[entry["period"]]
    days = days_of(entry["from"], question)
    spans = list(_spans(entry["period"], question))
    over = [span for span in spans if question.closed or span[1] < question.today]
    running = next((span for span in spans if not question.closed and span[1] >= question.today), None)
    filled = {day: record for day, record in days.items() if day >= question.since}
    lacking = [name for first, last, name in over if not _any(filled, first, last)]
    aside = "" if running is None else _aside(entry["period"], running, days, question)
    form = question.short(_first_form(entry))
    if not over:
        return Outcome("n/a", 0, 0, of, say["nothing"].format(of=of) + aside)
    done = len(over) - len(lacking)
    text = ratio(done, len(over), of) + aside
    used = tuple(dict.fromkeys(filled.values()))
    if "percent" not in entry:
        return Outcome("manual", done, len(over), of, text, records=used)
    met = done * 100 >= entry["percent"] * len(over)
    todo = ""
    if not met:
        named = "、".join(lacking[:_NAMED])
        more = words_of("say")["and_more"].format(count=len(lacking)) if len(lacking) > _NAMED else ""
        todo = words_of("todo")["periods"].format(missing=named + more, form=form)
    return Outcome("met" if met else "unmet", done, len(over), of, text, todo, used)


# ---------------------------------------------------------------------------------------------------- parts


def _amount(entry: Entry, question: Question, value: float, found: list[Counted]) -> Outcome:
    say, todo = words_of("say"), words_of("todo")
    unit, records = _unit(entry), records_of(found)
    text = say["amount"].format(n=number(value), unit=unit)
    if "least" not in entry:
        return Outcome("manual", value, None, entry["count"], text, records=records)
    least = entry["least"]
    text += say["least"].format(least=number(least), unit=unit)
    if value >= least:
        return Outcome("met", value, None, entry["count"], text, records=records)
    form = question.edition.forms.get(_first_form(entry))
    lack = number(round(least - value, 2))
    advice = todo["amount"].format(lack=lack, unit=unit, form=question.short(_first_form(entry)))
    coming = _still_open(entry, question) and not (form is not None and form.standing)
    return Outcome("not_yet" if coming else "unmet", value, None, entry["count"], text, advice, records)


def _still_open(entry: Entry, question: Question) -> bool:
    if question.closed:
        return False
    by = entry.get("by")
    return by is None or question.today <= date.fromisoformat(f"{question.year.first.year}-{by}")


def _rate(
    entry: Entry,
    question: Question,
    counts: tuple[float, float],
    good: list[Counted],
    rest: Sequence[Counted] = (),
) -> Outcome:
    top, under = counts
    say, of = words_of("say"), _of(entry)
    records, lacking = records_of(good), records_of(rest)
    if under == 0:
        return Outcome("n/a", 0, 0, of, say["nothing"].format(of=of), records=records)
    text = ratio(top, under, of)
    if "percent" not in entry and "least" not in entry:
        return Outcome("manual", top, under, of, text, records=records, lacking=lacking)
    met = top >= entry["least"] if "least" in entry else top * 100 >= entry["percent"] * under
    form = question.short(_first_form(entry))
    lack = entry["least"] - top if "least" in entry else (entry["percent"] * under - top * 100) / 100
    short = max(1, ceil(lack))
    todo = "" if met else words_of("todo")["rate"].format(form=form, lack=number(short))
    return Outcome("met" if met else "unmet", top, under, of, text, todo, records, lacking)


def _with(outcome: Outcome, *, todo: str) -> Outcome:
    return Outcome(
        outcome.state, outcome.numerator, outcome.denominator, outcome.of, outcome.say, todo, outcome.records,
        outcome.lacking,
    )


def _of(entry: Entry) -> str:
    """What the denominator counts: behind the ÷ of the sentence that says how to count."""
    words: str = entry["count"]
    return words.partition("÷")[2] or words


def _unit(entry: Entry) -> str:
    unit: str = entry.get("unit", "条")
    return unit


def _first_form(entry: Entry) -> str:
    form: str = entry["from"][0]["form"]
    return form


def _choices(entry: Entry, question: Question) -> list[str]:
    listed = _choice_list(entry, question)
    return [choice.id for choice in question.edition.choices.get(listed or "", ())]


def _choice_list(entry: Entry, question: Question) -> str | None:
    source = entry["from"][0]
    form = question.edition.forms.get(source["form"])
    if form is None:
        return None
    columns = form.field(source["rows"]).columns if "rows" in source else form.fields
    return next((one.choices for one in columns if one.id == entry["field"]), None)


def _kind_label(entry: Entry, question: Question, kind: str) -> str:
    return question.edition.choice_label(_choice_list(entry, question) or "", kind)


def _spans(kind: str, question: Question) -> Iterator[tuple[date, date, str]]:
    """The periods of the year up to the day asked about: first day, last day, name."""
    if kind not in ("week", "day"):
        for period in periods(kind, question.since, question.today):
            yield period.first, period.last, period.short
        return
    day = question.since - timedelta(days=question.since.weekday() if kind == "week" else 0)
    step = 7 if kind == "week" else 1
    while day <= question.today:
        last = day + timedelta(days=step - 1)
        name = f"{day.month}月{day.day}日"
        yield day, last, name if kind == "day" else words_of("say")["week"].format(day=name)
        day = last + timedelta(days=1)


def _any(days: Mapping[date, str], first: date, last: date) -> bool:
    if first == last:
        return first in days
    if (last - first).days < len(days):
        return any(first + timedelta(days=n) in days for n in range((last - first).days + 1))
    return any(first <= day <= last for day in days)


def _aside(kind: str, running: tuple[date, date, str], days: Mapping[date, str], question: Question) -> str:
    say = words_of("say")
    first, last, _ = running
    left = (last - question.today).days
    words = "current_done" if _any(days, first, last) else "current_open" if left else "current_open_today"
    return say[words].format(period=words_of("this")[kind], left=left)


GENERIC: Mapping[str, Auto] = {
    "count": count,
    "sum": total,
    "exists": exists,
    "none": none,
    "share": share,
    "quotient": quotient,
    "totals": totals,
    "kinds": kinds,
    "periods": by_period,
}
"""These functions by the names that a standard or a figure may use."""


def entries_of(entry: Entry) -> list[Entry]:
    """Every source of records that an indicator or figure names."""
    own = [entry] if "form" in entry else []
    return [*own, *chain(entry.get("from", ()), entry["over"] if isinstance(entry.get("over"), list) else ())]
