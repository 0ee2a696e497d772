"""Whether heart-to-heart talks reached everybody (record_book §7, 33)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wdbranch.book.finding import Jump
from wdbranch.rules.findings.inspection import BookCheck, Inspection
from wdbranch.rules.findings.reading import BookObjection
from wdbranch.rules.tables import rules_table
from wdbranch.rules.talks import FORM, coverage, is_strict
from wdbranch.rules.wording import say_names


def c33_talks(book: Inspection) -> Iterator[BookObjection]:
    """In the last months of a year: pairs of the committee, and members, with whom nobody has talked."""
    if book.today.month < int(rules_table("findings")["limits"]["talks_from_month"]):
        return
    year = book.today.year
    found = coverage(book.snapshot, year, book.today)
    lacking = {"committee": [f"{one}与{other}" for one, other in found.committee_missing()]}
    if is_strict(book.snapshot):
        lacking["strict"] = [f"{one}与{other}" for one, other in found.pairs_missing()]
    elif found.committee:
        lacking["members"] = found.members_missing()
    for variant, names in lacking.items():
        if names:
            unit = "名" if variant == "members" else "对"
            fill = {"year": year, "count": len(names), "names": say_names(names, 8, unit)}
            jump = Jump(form=FORM, period=str(year))
            yield BookObjection(variant, f"{year}-{variant}", fill, jump)


BOOK_FUNCTIONS: Mapping[str, BookCheck] = {
    "C-33": c33_talks,
}
"""The rules of this file by their ids in ``findings.toml``."""
