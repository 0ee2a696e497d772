"""Streets, villages and communities of the district (``resources/places/district.toml``), and who reports to whom.

Public place names only; the file says what is not complete, and a street may replace it.
"""

from __future__ import annotations

from wdbranch.rules.tables import words_table


def superiors() -> tuple[str, ...]:
    """What may be written as the superior of a branch: street offices first, then communities and villages."""
    table = words_table("places", "district")
    streets = [table["street_organisation"].format(street=name) for name in table["streets"]]
    below = [table["village_organisation"].format(village=name) for name in (*table["communities"], *table["villages"])]
    return (*streets, *below)


def levels() -> str:
    """Level by level from the branch upwards: 党支部→村（社区）党组织→街道党工委→区委组织部."""
    return "→".join(words_table("places", "district")["levels"])
