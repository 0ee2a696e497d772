"""Star indicators of a strong branch that need more than counting: dues, posts of members, posts of a quarter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wdbranch.rules.dues import Dues, month_of
from wdbranch.rules.indicators.outcome import Auto, Outcome, Question, ratio, words_of
from wdbranch.rules.posts import Posts, slots_in_force
from wdbranch.rules.wording import say_names


def _rate(entry: Mapping[str, Any], counts: tuple[int, int], todo: str, records: tuple[str, ...] = ()) -> Outcome:
    top, under = counts
    of = str(entry["count"]).partition("÷")[2]
    if not under:
        return Outcome("n/a", 0, 0, of, words_of("say")["nothing"].format(of=of))
    met = top * 100 >= entry["percent"] * under
    return Outcome("met" if met else "unmet", top, under, of, ratio(top, under, of), "" if met else todo, records)


def dues_paid(entry: Mapping[str, Any], question: Question) -> Outcome:
    """Months of members that are paid in full ÷ those that had to be paid by now; waived ones are not due."""
    paid = due = 0
    owing: list[str] = []
    first, last = month_of(question.year.first), month_of(question.today)
    for account in Dues(question.snapshot).in_year(question.year.first.year):
        behind = False
        for number in range(first, last + 1):
            month = account.month(number)
            if not month.due or not month.past(number, question.today):
                continue
            due += 1
            paid += not month.missing
            behind = behind or bool(month.missing)
        if behind:
            owing.append(account.name)
    return _rate(entry, (paid, due), words_of("grounds")["dues"].format(names=say_names(owing)))


def slots_covered(entry: Mapping[str, Any], question: Question) -> Outcome:
    """Members with a post ÷ members who should have one: those exempt for age or illness should not."""
    held = slots_in_force(question.snapshot, question.today)
    roster = question.snapshot.roster
    names = [roster.label(member) for member in roster.on(question.today)]
    asked = [name for name in names if name not in held or not held[name].get("exempt")]
    placed = [name for name in asked if name in held and held[name].get("ding1")]
    missing = [name for name in asked if name not in placed]
    todo = words_of("grounds")["slots"].format(names=say_names(missing))
    return _rate(entry, (len(placed), len(asked)), todo, tuple(held[name].id for name in placed))


def posts_filled(entry: Mapping[str, Any], question: Question) -> Outcome:
    """Posts with a holder ÷ posts that the groups, grids, courtyards, buildings and units call for.

    Nothing to count where neither grids nor buildings are registered: the groups alone are no quarter.
    """
    found = Posts(question.snapshot, question.today)
    wanted = list(found.wanted()) if found.grids or found.buildings else []
    vacant = [f"{post.area}{post.unit or ''}{found.labels[post.kind]}" for post in wanted if not post.holders]
    records = tuple(dict.fromkeys(h.record.id for post in wanted for h in post.holders if h.record is not None))
    todo = words_of("grounds")["posts"].format(names=say_names(vacant))
    return _rate(entry, (len(wanted) - len(vacant), len(wanted)), todo, records)


GROUNDS: Mapping[str, Auto] = {"dues_paid": dues_paid, "slots_covered": slots_covered, "posts_filled": posts_filled}
"""These functions by the names that a standard may use."""
