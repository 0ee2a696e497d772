"""Numbers of the star ledgers that contradict each other, or fall short of a published standard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wdbranch.rules.findings.inspection import Check, Inspection
from wdbranch.rules.findings.reading import Objection, Reading
from wdbranch.rules.suggest_ledgers import same_area, square_metres
from wdbranch.rules.tables import rules_table


def t65_part_of_whole(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001 - one shape
    """A part is not larger than its whole."""
    for part, whole in rules_table("ledgers")["parts"].get(seen.record.form, ()):
        few, all_of_them = seen.record.get(part), seen.record.get(whole)
        if few is not None and all_of_them is not None and few > all_of_them:
            fill = {"part": seen.label(part), "few": f"{few:g}", "whole": seen.label(whole), "all": f"{all_of_them:g}"}
            yield Objection("default", part, fill=fill)


def t66_fire_station(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """What a small fire station lacks.

    Source: 《社区微型消防站建设标准（试行）》, 公消〔2015〕301 号, as passed on by districts.
    """
    for name, least in rules_table("ledgers")["station"].items():
        written = seen.record.get(name)
        if written is not None and written < least:
            yield Objection("few", name, fill={"label": seen.label(name), "written": written, "least": least})
    for name in ("all_day", "three_minutes"):
        if seen.day is not None and not seen.record.get(name):
            yield Objection("unticked", name, fill={"label": seen.label(name)})


def t67_courtyard(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """The total of a courtyard is the sum of its five parts."""
    parts, total = [seen.record.get(part) for part in rules_table("ledgers")["courtyard"]], seen.record.get("total")
    if None not in parts and total is not None and sum(parts) != total:
        yield Objection("default", "total", fill={"written": total, "sum": sum(parts)})


def t68_two_areas(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """The area in 亩 and in square metres is the same."""
    mu, metres = seen.record.get("area_mu"), seen.record.get("area_sqm")
    if mu is not None and metres is not None and not same_area(mu, metres):
        fill = {"mu": f"{mu:g}", "metres": f"{metres:.10g}", "right": f"{square_metres(mu):.10g}"}
        yield Objection("default", "area_sqm", fill=fill)


FUNCTIONS: Mapping[str, Check] = {
    "T-65": t65_part_of_whole,
    "T-66": t66_fire_station,
    "T-67": t67_courtyard,
    "T-68": t68_two_areas,
}
"""The rules of this file by their ids in ``findings.toml``."""
