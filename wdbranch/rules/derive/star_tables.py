"""Tables worked out from the star ledgers: disputes by kind, the courtyards with a plate, the charity fund."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from wdbranch.book.form import Edition
from wdbranch.book.record import Record, day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.charity import moved, yuan
from wdbranch.rules.derive.table import Derived, DerivedRow
from wdbranch.rules.indicators import percent
from wdbranch.rules.tables import rules_table
from wdbranch.rules.wording import say_day


def _say(name: str) -> str:
    sentence: str = rules_table("derive")["ledgers"][name]
    return sentence


def _day(record: Record, field: str) -> str:
    day = day_of(record.get(field))
    return say_day(day) if day else ""


# --- 纠纷 -------------------------------------------------------------------------------------------------------


def disputes(snapshot: Snapshot, year: int, today: date) -> Derived:
    """How many disputes of each kind were found, settled, passed on and are still open; the share settled."""
    records = snapshot.of_year("dispute", year)
    if not records:
        return Derived(())
    edition = snapshot.edition_of(records[-1])
    rows = [
        _of_kind(choice.label, edition, [record for record in records if record.get("kind") == choice.id])
        for choice in edition.choices["dispute_kind"]
    ]
    rows.append(_of_kind(_say("total"), edition, records))
    still = sum(not record.get("result") for record in records)
    notes = [_say("open").format(count=still, day=say_day(min(today, date(year, 12, 31))))]
    settled = edition.tagged("dispute_result", "settled")
    rooms = Counter(str(r.get("room")) for r in records if r.get("room") and r.get("result") in settled)
    notes += [_say("room").format(room=room, count=count) for room, count in rooms.most_common()]
    return Derived(tuple(rows), tuple(notes))


def _of_kind(label: str, edition: Edition, records: Sequence[Record]) -> DerivedRow:
    results = [record.get("result") for record in records]
    settled, passed_on = (
        sum(result in edition.tagged("dispute_result", tag) for result in results) for tag in ("settled", "passed_on")
    )
    counts = {"found": len(results), "settled": settled, "moved": passed_on, "open": len(results) - settled - passed_on}
    share = percent(settled, len(results)) if results else "—"
    return DerivedRow({"kind": label, **{key: str(count) for key, count in counts.items()}, "rate": share})


# --- 五美庭院 ---------------------------------------------------------------------------------------------------


def courtyards(snapshot: Snapshot, year: int, today: date) -> Derived:
    """The courtyards that bear a plate at the end of the year, or today."""
    day = min(today, date(year, 12, 31))
    lasting = snapshot.in_force("courtyard", day)
    plated = [record for record in lasting if record.get("plated_on") or record.get("plate_no")]
    rows = tuple(
        DerivedRow(
            {
                "seq": str(number),
                "household": str(record.get("household") or ""),
                "plate_no": str(record.get("plate_no") or ""),
                "total": str(record.get("total") or ""),
                "again_total": str(record.get("again_total") or ""),
                "plated_on": _day(record, "plated_on"),
                "again_on": _day(record, "again_on"),
            },
            record=record.id,
        )
        for number, record in enumerate(plated, 1)
    )
    return Derived(rows, (_say("plates").format(count=len(rows), day=say_day(day)),) if rows else ())


# --- 慈善基金 ---------------------------------------------------------------------------------------------------


def charity(snapshot: Snapshot, year: int, today: date) -> Derived:  # noqa: ARG001
    """What came into the charity fund and went out of it in a year, with what was left after each; in fen."""
    before = sum(moved(snapshot, r) for r in snapshot.of("charity_fund") if r.year < year)
    rows, left, income, spent = [], before, 0, 0
    for record in snapshot.of_year("charity_fund", year):
        change = moved(snapshot, record)
        left += change
        income, spent = income + max(change, 0), spent - min(change, 0)
        rows.append(
            DerivedRow(
                {
                    "day": _day(record, "moved_on"),
                    "kind": snapshot.edition_of(record).choice_label("fund_move", str(record.get("kind") or "")),
                    "purpose": str(record.get("purpose") or ""),
                    "person": str(record.get("person") or ""),
                    "income": yuan(change) if change > 0 else "",
                    "spent": yuan(-change) if change < 0 else "",
                    "left": yuan(left),
                },
                record=record.id,
            )
        )
    if not rows:
        return Derived(())
    fill = {"before": yuan(before), "income": yuan(income), "spent": yuan(spent), "left": yuan(left)}
    return Derived(tuple(rows), (_say("fund" if left >= 0 else "fund_short").format(**fill),))
