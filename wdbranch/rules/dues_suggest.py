"""What the book can fill in by itself on the pages of party dues."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from wdbranch.book.people import Member
from wdbranch.book.record import day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules import dues
from wdbranch.rules.dues import Dues
from wdbranch.rules.duties import begun
from wdbranch.rules.tables import rules_table

if TYPE_CHECKING:
    from wdbranch.rules.draft import Draft, Suggestion


def payer_kind(draft: Draft, snapshot: Snapshot) -> str | None:
    """The class of payer that the category in the roster stands for."""
    member = _member(draft, snapshot)
    choices = snapshot.editions[draft.form.edition].choices.get("payer_kind", ())
    word = member.category if member else ""
    return next((choice.id for choice in choices if word and word in (choice.label, *choice.also)), None)


def rate(draft: Draft, snapshot: Snapshot) -> float | None:
    """The rate of the bracket in per cent; nothing where the standard is a fixed amount."""
    found = _assessed(draft, snapshot)
    return float(found.rate) if found and found.rate is not None else None


def amount(draft: Draft, snapshot: Snapshot) -> float | None:
    """What is due a month, by the standard."""
    found = _assessed(draft, snapshot)
    return dues.yuan(found.amount) if found else None


def from_month(draft: Draft, snapshot: Snapshot) -> str | None:
    """From which month the assessment counts.

    A change within the year counts from now on; the first assessment of a year from January, of somebody who
    joined this year from the month of joining (规定第八条), and never from before the book was begun.
    """
    if draft.day is None:
        return None
    now, january = dues.month_of(draft.day), draft.day.year * dues.MONTHS_A_YEAR
    member = _member(draft, snapshot)
    if member is None:
        return dues.iso_month(january)
    account = Dues(snapshot).account(member)
    if any(january <= known.first <= now for known in account.rates):
        return dues.iso_month(now)
    since = begun(snapshot)
    joined = dues.month_in(member.in_date or member.join_date)
    starts = [january, dues.month_of(since) if since else now, joined or january]
    return dues.iso_month(min(max(starts), now))


def rows(draft: Draft, snapshot: Snapshot) -> tuple[dict[str, Any], ...] | None:
    """A row for everybody who owes on the day, with what they owe."""
    return payment_rows(Dues(snapshot), draft.day) if draft.day else None


def payment_rows(book: Dues, day: date) -> tuple[dict[str, Any], ...]:
    """The rows of a collection on a day, see ``Dues.to_collect``."""
    return tuple(
        {
            "name": account.name,
            "first": dues.iso_month(first),
            "count": count if count > 1 else None,
            "amount": dues.yuan(owed),
            "extra": None,
            "paid_on": None,
            "paid_by": None,
            "note": None,
        }
        for account, first, count, owed in book.to_collect(day)
    )


def people(draft: Draft, snapshot: Snapshot) -> int | None:  # noqa: ARG001 - one shape for all
    """How many people paid."""
    return len({row.get("name") for row in draft.values.get("payments") or () if row.get("name")}) or None


def total(draft: Draft, snapshot: Snapshot) -> float | None:  # noqa: ARG001 - one shape for all
    """All that was handed in, what was given beyond included."""
    return _sum(draft.values, "amount", "extra")


def extra(draft: Draft, snapshot: Snapshot) -> float | None:  # noqa: ARG001 - one shape for all
    """What was given beyond the dues."""
    return _sum(draft.values, "extra")


def collector(draft: Draft, snapshot: Snapshot) -> str | None:
    """Who collected last time, if still of the branch; otherwise the member of the committee for organisation."""
    forms = rules_table("dues")["form"]
    for form, box in ((forms["payment"], "collector"), (forms["remittance"], "handler")):
        for record in reversed(snapshot.of(form)):
            member = snapshot.roster.by_label.get(str(record.get(box) or ""))
            if member is not None and (draft.day is None or member.belongs(draft.day)):
                return str(record.get(box))
    posts = snapshot.editions[draft.form.edition].tagged("posts", "dues")
    holders = snapshot.roster.holding(draft.day, posts) if draft.day else []
    return snapshot.roster.label(holders[0]) if holders else None


def since(draft: Draft, snapshot: Snapshot) -> str | None:
    """The month after the last one that this form has told of, otherwise January of the year."""
    if draft.day is None:
        return None
    until = (dues.month_in(record.get("last")) for record in snapshot.of(draft.form.id))
    last = max((month for month in until if month is not None), default=None)
    now = dues.month_of(draft.day)
    january = draft.day.year * dues.MONTHS_A_YEAR
    return dues.iso_month(january if last is None else min(last + 1, now))


def until(draft: Draft, snapshot: Snapshot) -> str | None:  # noqa: ARG001 - one shape for all
    """The month of the day."""
    return dues.iso_month(dues.month_of(draft.day)) if draft.day else None


def between(draft: Draft, snapshot: Snapshot) -> float | None:
    """What was paid for the months that the draft names."""
    months = _months(draft)
    return dues.yuan(Dues(snapshot).collected(months)) if months else None


def payers_between(draft: Draft, snapshot: Snapshot) -> int | None:
    """How many members paid for the months that the draft names."""
    months = _months(draft)
    if not months:
        return None
    book = Dues(snapshot)
    accounts = [book.account(member) for member in snapshot.roster.members if not member.applicant]
    return sum(any(account.month(month).paid for month in months) for account in accounts) or None


def period(draft: Draft, snapshot: Snapshot) -> str | None:  # noqa: ARG001 - one shape for all
    """2026年1月至6月党费收缴情况."""
    months = _months(draft)
    if not months:
        return None
    first, last = dues.say_month(months[0]), dues.say_month(months[-1])
    if months[0] // dues.MONTHS_A_YEAR == months[-1] // dues.MONTHS_A_YEAR:
        last = last.partition("年")[2]
    return f"{first}党费收缴情况" if len(months) == 1 else f"{first}至{last}党费收缴情况"


def _member(draft: Draft, snapshot: Snapshot) -> Member | None:
    return snapshot.roster.by_label.get(str(draft.values.get("member") or ""))


def _assessed(draft: Draft, snapshot: Snapshot) -> dues.Assessed | None:
    choices = snapshot.editions[draft.form.edition].choices.get("payer_kind", ())
    tags = next((c.tags for c in choices if c.id == draft.values.get("payer_kind")), frozenset())
    kind = next(iter(sorted(tags & dues.kinds().keys())), None)
    return dues.assess(kind, dues.cents(draft.values.get("base"))) if kind else None


def _sum(values: Mapping[str, Any], *columns: str) -> float | None:
    found = [dues.cents(row.get(column)) or 0 for row in values.get("payments") or () for column in columns]
    return dues.yuan(sum(found)) if any(found) else None


def _months(draft: Draft) -> range:
    first, last = dues.month_in(draft.values.get("first")), dues.month_in(draft.values.get("last"))
    if first is None or last is None or day_of(draft.values.get(draft.form.date_field)) is None:
        return range(0)
    return range(first, last + 1)


SUGGESTIONS: Mapping[str, Suggestion] = {
    "dues_payer_kind": payer_kind,
    "dues_rate": rate,
    "dues_amount": amount,
    "dues_from_month": from_month,
    "dues_rows": rows,
    "dues_people": people,
    "dues_total": total,
    "dues_extra": extra,
    "dues_collector": collector,
    "dues_since": since,
    "dues_until": until,
    "dues_between": between,
    "dues_payers_between": payers_between,
    "dues_period": period,
}
