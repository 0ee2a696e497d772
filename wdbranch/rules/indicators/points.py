"""Star indicators about the points of members: whose are kept (ZB-14), and which quarters were shown (ZB-15)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wdbranch.rules.indicators.outcome import Auto, Outcome, Question, ratio, words_of
from wdbranch.rules.periods import periods
from wdbranch.rules.points.notices import notices
from wdbranch.rules.points.standing import posted
from wdbranch.rules.tables import rules_table
from wdbranch.rules.wording import say_names


def points_kept(entry: Mapping[str, Any], question: Question) -> Outcome:
    """Members with a posted line of this year ÷ members of the day, probationary ones too.

    Not failed before the first month is over.
    """
    words = rules_table("points")["star"]
    members = question.snapshot.roster.on(question.today)
    known = posted(question.snapshot, question.year.first.year)
    over = [month for month in periods("month", question.since, question.today) if month.last < question.today]
    if not members or not (over or known):
        return Outcome("n/a", 0, 0, words["members"], words_of("say")["nothing"].format(of=words["members"]))
    missing = [question.snapshot.roster.label(member) for member in members if member.id not in known]
    done = len(members) - len(missing)
    met = done * 100 >= entry["percent"] * len(members)
    advice = "" if met else words["keep"].format(names=say_names(missing))
    of = words["members"]
    return Outcome("met" if met else "unmet", done, len(members), of, ratio(done, len(members), of), advice)


def points_shown(entry: Mapping[str, Any], question: Question) -> Outcome:
    """Quarters of this year that were shown in public ÷ quarters that are over."""
    of = words_of("of")["quarter"]
    over = [
        quarter
        for quarter in periods("quarter", question.since, question.today)
        if question.closed or quarter.last < question.today
    ]
    if not over:
        return Outcome("n/a", 0, 0, of, words_of("say")["nothing"].format(of=of))
    shown = {quarter.id: notices(question.snapshot, quarter) for quarter in over}
    done = sum(map(bool, shown.values()))
    met = done * 100 >= entry["percent"] * len(over)
    missing = "、".join(quarter.short for quarter in over if not shown[quarter.id])
    advice = "" if met else rules_table("points")["star"]["show"].format(quarters=missing)
    records = tuple(record.id for found in shown.values() for record in found)
    return Outcome(
        "met" if met else "unmet", done, len(over), of, ratio(done, len(over), of), advice, records=records
    )


POINTS: Mapping[str, Auto] = {"points_kept": points_kept, "points_shown": points_shown}
"""The functions of this file by the names that a standard uses."""
