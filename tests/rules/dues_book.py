"""Assessments and collections of party dues, for the tests of the rules."""

from __future__ import annotations

from typing import Any

from wdbranch.book.record import Record


def rate(name: str, amount: float, first: str = "2026-01", /, number: int = 1, **more: Any) -> Record:
    """An assessment of somebody: ``amount`` yuan a month from a month on."""
    values: dict[str, Any] = {
        "seq": number, "assessed_on": f"{first}-08", "member": name, "payer_kind": "wage", "base": None,
        "rate": None, "amount": amount, "from_month": first, "rhythm": None, "quarter_consent": None,
        "waiver": None, "waiver_amount": None, "waiver_discussed_on": None, "waiver_approved_on": None,
        "waiver_until": None,
    }
    year = int(first[:4])
    return Record(f"b{number:011}", "dues_rate", "2026", year, {**values, **more}, recorded_at=f"{first}-08T10:00")


def row(name: str, amount: float, first: str, **more: Any) -> dict[str, Any]:
    """One row of a collection."""
    blank = {"count": None, "extra": None, "paid_on": None, "paid_by": None, "note": None}
    return {"name": name, "first": first, "amount": amount, **blank, **more}


def payment(on: str, *rows: dict[str, Any], number: int = 1, **more: Any) -> Record:
    """A collection on a day, its sum right unless told otherwise."""
    parts = {key: more.pop(key) for key in ("links", "attachments") if key in more}
    total = round(sum(one["amount"] + (one["extra"] or 0) for one in rows), 2)
    values = {
        "seq": number, "collected_on": on, "collector": "韩拟秋", "payments": rows, "total": total,
        "people": len(rows), "extra_total": None, **more,
    }
    return Record(f"f{number:011}", "dues_payment", "2026", int(on[:4]), values, recorded_at=f"{on}T20:00", **parts)


def remittance(on: str, first: str, last: str, amount: float, **more: Any) -> Record:
    """What was handed to the superior."""
    values = {
        "seq": 1, "remitted_on": on, "first": first, "last": last, "amount": amount, "special": None,
        "voucher": "0001", "handler": "韩拟秋", **more,
    }
    return Record("9" * 12, "dues_remittance", "2026", int(on[:4]), values, recorded_at=f"{on}T20:00")
