"""Party dues: what each member owes by month, what was paid, who is behind.

Amounts in 分 and months as numbers, as in ``rules.dues_standard``; limits stand in ``resources/rules/dues.toml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import is_
from typing import Any

from wdbranch.book.people import Member
from wdbranch.book.record import Record, day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.dues_standard import (
    MONTHS_A_YEAR,
    Assessed,
    Bracket,
    Kind,
    assess,
    cents,
    first_day,
    iso_month,
    kinds,
    last_day,
    month_in,
    month_of,
    rounded,
    say_month,
    say_yuan,
    year_months,
    yuan,
)
from wdbranch.rules.tables import rules_table

__all__ = [
    "FREE",
    "MONTHS_A_YEAR",
    "OPEN",
    "OWED",
    "PAID",
    "PARTLY",
    "WAIVED",
    "Account",
    "Assessed",
    "Behind",
    "Bracket",
    "Dues",
    "Kind",
    "Month",
    "Payment",
    "Rate",
    "assess",
    "cents",
    "dues_of",
    "first_day",
    "iso_month",
    "kind_of",
    "kinds",
    "last_day",
    "month_in",
    "month_of",
    "payments_of",
    "rounded",
    "say_month",
    "say_yuan",
    "year_months",
    "yuan",
]

FREE, WAIVED, PAID, PARTLY, OWED, OPEN = "free", "waived", "paid", "partly", "owed", "open"
"""States of a month: nothing to pay (not of the branch, or not yet assessed), waived altogether, paid in full,
paid in part, past due and unpaid, not yet due."""


# --- what the records say -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rate:
    """One assessment: 分 a month from month ``first`` on; ``waived``: 分 a month up to month ``until``."""

    record: Record
    name: str
    kind: str  # "" while none is chosen
    first: int
    amount: int
    quarterly: bool = False
    waived: int | None = None
    until: int | None = None

    def due(self, month: int) -> int:
        """What is due for a month that this assessment covers."""
        waived = self.waived is not None and (self.until is None or month <= self.until)
        return self.waived if waived and self.waived is not None else self.amount


@dataclass(frozen=True, slots=True)
class Payment:
    """One row of a collection: ``amount`` 分 for ``count`` months from ``first``, ``extra`` 分 given beyond."""

    record: Record
    row: int
    name: str
    first: int
    count: int
    amount: int
    on: date | None
    by: str = ""
    extra: int = 0

    @property
    def months(self) -> range:
        """The months that are paid for."""
        return range(self.first, self.first + self.count)


@dataclass(slots=True)
class Month:
    """One month of one member. ``due`` None: nothing assessed."""

    due: int | None = None
    paid: int = 0
    on: date | None = None
    by: str = ""
    waived: bool = False
    quarterly: bool = False
    records: list[str] = field(default_factory=list)

    @property
    def missing(self) -> int:
        """分 still to be paid."""
        return max((self.due or 0) - self.paid, 0)

    def state(self, month: int, today: date) -> str:
        """One of the states above, as of a day."""
        if self.due is None:
            return PAID if self.paid else FREE
        if not self.due:
            return WAIVED
        if not self.missing:
            return PAID
        if self.paid:
            return PARTLY
        return OWED if self.past(month, today) else OPEN

    def past(self, month: int, today: date) -> bool:
        """Whether the month had to be paid by now: it is over, or its quarter for who pays by the quarter."""
        last = month - month % 3 + 2 if self.quarterly else month
        return last < month_of(today)


class Account:
    """The dues of one member."""

    def __init__(self, member: Member, name: str, rates: Iterable[Rate], payments: Iterable[Payment]) -> None:
        self.member = member
        self.name = name
        self.rates = tuple(sorted(rates, key=lambda rate: (rate.first, rate.record.id)))
        self.payments = tuple(sorted(payments, key=lambda paid: (paid.on or date.max, paid.first)))
        self._paid = self._allot()

    def rate(self, month: int) -> Rate | None:
        """The assessment that holds in a month: the latest that has begun."""
        return next((rate for rate in reversed(self.rates) if rate.first <= month), None)

    def month(self, month: int) -> Month:
        """One month; a new, empty one where nothing is known."""
        return self._paid.get(month) or self._blank(month)

    def owing(self, until: int) -> list[tuple[int, int]]:
        """The months up to ``until`` that are not fully paid, with 分 missing, oldest first."""
        begin = self.rates[0].first if self.rates else until + 1
        found = ((month, self.month(month).missing) for month in range(begin, until + 1))
        return [(month, missing) for month, missing in found if missing]

    def behind(self, today: date) -> list[tuple[int, int]]:
        """The months past due that are not fully paid, with 分 missing."""
        return [
            (month, missing)
            for month, missing in self.owing(month_of(today))
            if self.month(month).past(month, today)
        ]

    def unpaid_run(self, today: date) -> tuple[int, ...]:
        """The months in a row, up to the last one past due, for which nothing was paid at all; oldest first.

        Months without dues (waived, away from the branch) neither count nor break the run.
        Source: 教育管理条例（2019）第三十一条（六）, 党章第九条.
        """
        run: list[int] = []
        begin = self.rates[0].first if self.rates else month_of(today)
        for month in range(month_of(today), begin - 1, -1):
            one = self.month(month)
            if not one.due or not one.past(month, today):
                if one.paid:
                    break
                continue
            if one.paid:
                break
            run.append(month)
        return tuple(reversed(run))

    def _blank(self, month: int) -> Month:
        rate = self.rate(month)
        if rate is None or not self._belongs(month):
            return Month()
        due = rate.due(month)
        return Month(due=due, waived=due != rate.amount, quarterly=rate.quarterly)

    def _belongs(self, month: int) -> bool:
        return self.member.belongs(first_day(month)) or self.member.belongs(last_day(month))

    def _allot(self) -> dict[int, Month]:
        """Spread each payment over its months, oldest first; what is left over stays with the last one."""
        table: dict[int, Month] = {}
        for paid in self.payments:
            left = paid.amount
            for month in paid.months:
                one = table.get(month)
                if one is None:
                    one = table[month] = self._blank(month)
                last = month == paid.months[-1]
                share = left if last else min(left, one.missing)
                one.paid += share
                left -= share
                if share:
                    one.on, one.by = paid.on, paid.by
                    one.records.append(paid.record.id)
        return table


@dataclass(frozen=True, slots=True)
class Behind:
    """A member behind with their dues: the months, 分 missing, and of these months the last ones in a row for
    which nothing was paid at all.
    """

    account: Account
    months: tuple[int, ...]
    amount: int
    run: tuple[int, ...]


class Dues:
    """The dues of a branch, read once from a snapshot. ``without``: the id of a record to leave out."""

    def __init__(self, snapshot: Snapshot, without: str = "") -> None:
        self.snapshot = snapshot
        forms = rules_table("dues")["form"]
        self._rate_records = [r for r in snapshot.of(forms["rate"]) if r.id != without]
        self._payment_records = [r for r in snapshot.of(forms["payment"]) if r.id != without]
        self._accounts: dict[int, Account] = {}

    @cached_property
    def rates(self) -> Mapping[str, tuple[Rate, ...]]:
        """Assessments by the name written in them."""
        return _by_name(filter(None, map(self._rate, self._rate_records)))

    @cached_property
    def payments(self) -> Mapping[str, tuple[Payment, ...]]:
        """Payments by the name written in them."""
        return _by_name(paid for record in self._payment_records for paid in payments_of(record))

    def account(self, member: Member) -> Account:
        """The dues of one member."""
        found = self._accounts.get(member.id)
        if found is None:
            label = self.snapshot.roster.label(member)
            found = self._accounts[member.id] = Account(
                member, label, self._of(member, self.rates), self._of(member, self.payments)
            )
        return found

    def named(self, name: str) -> Account | None:
        """The dues of the member of that name, None where the roster has none."""
        member = self.snapshot.roster.by_label.get(name)
        return self.account(member) if member is not None and not member.applicant else None

    def in_year(self, year: int) -> list[Account]:
        """The accounts of everybody who belonged to the branch in a year, in roster order.

        Who left without ever having been assessed is passed over.
        """
        begin, end = date(year, 1, 1), date(year, 12, 31)
        found = [self.account(member) for member in self.snapshot.roster.members if _within(member, begin, end)]
        return [one for one in found if one.rates or one.payments or not one.member.out_date]

    def on(self, day: date) -> list[Account]:
        """The accounts of the members of a day, in roster order."""
        return [self.account(member) for member in self.snapshot.roster.on(day)]

    def to_collect(self, day: date) -> list[tuple[Account, int, int, int]]:
        """What a collection on a day should bring: (account, first month, months, 分), stretch by stretch.

        Up to the month of the day; who pays by the quarter is asked in its last month, for the whole of it.
        """
        month = month_of(day)
        found = []
        for account in self.on(day):
            rate = account.rate(month)
            waits = rate is not None and rate.quarterly and month % 3 != 2
            until = month - month % 3 - 1 if waits else month
            found += [(account, *stretch) for stretch in _stretches(account.owing(until))]
        return found

    def behind(self, today: date, *, least: int = 1) -> list[Behind]:
        """Who is behind: at least ``least`` months past due and not fully paid."""
        found = []
        for account in self.on(today):
            owed = account.behind(today)
            if len(owed) >= least:
                months = tuple(month for month, _ in owed)
                found.append(Behind(account, months, sum(left for _, left in owed), account.unpaid_run(today)))
        return found

    def uncollected(self, month: int) -> list[Account]:
        """D-11: who still owes for a month; who pays by the quarter only in its last month."""
        return [
            account
            for account in self.on(last_day(month))
            if account.month(month).missing and (not account.month(month).quarterly or month % 3 == 2)
        ]

    def unassessed(self, year: int, today: date) -> list[Account]:
        """D-12: who belongs to the branch and has no assessment made in the year or for a month of it."""
        day = min(max(today, date(year, 1, 1)), date(year, 12, 31))
        months = year_months(year)
        return [
            account
            for account in self.on(day)
            if not any(rate.first in months or rate.record.year == year for rate in account.rates)
        ]

    def collected(self, months: Iterable[int]) -> int:
        """分 paid for these months, by everybody who ever belonged to the branch."""
        wanted = list(months)
        accounts = (self.account(member) for member in self.snapshot.roster.members if not member.applicant)
        return sum(account.month(month).paid for account in accounts for month in wanted)

    def received(self, months: Iterable[int]) -> int:
        """分 that came in during these months, whatever they were paid for, without what was given beyond."""
        wanted = frozenset(months)
        return sum(
            paid.amount
            for paid in (one for some in self.payments.values() for one in some)
            if paid.on is not None and month_of(paid.on) in wanted
        )

    def _of(self, member: Member, table: Mapping[str, tuple[Any, ...]]) -> tuple[Any, ...]:
        """What is kept under any spelling that means this member."""
        roster = self.snapshot.roster
        label = roster.label(member)
        found = table.get(label, ())
        if label != member.name and roster.by_label.get(member.name) is member:
            found += table.get(member.name, ())
        return found

    def _rate(self, record: Record) -> Rate | None:
        first, amount = month_in(record.get("from_month")), cents(record.get("amount"))
        name = record.get("member")
        if first is None or amount is None or not name:
            return None
        edition = self.snapshot.edition_of(record)
        waiver = record.get("waiver")
        waived = None
        if record.get("waiver_approved_on"):
            less, none = (waiver in edition.tagged("dues_waiver", tag) for tag in ("less", "none"))
            waived = 0 if none else cents(record.get("waiver_amount")) if less else None
        return Rate(
            record=record,
            name=str(name),
            kind=kind_of(record, self.snapshot),
            first=first,
            amount=amount,
            quarterly=record.get("rhythm") in edition.tagged("dues_rhythm", "quarterly"),
            waived=waived,
            until=month_in(record.get("waiver_until")),
        )


def dues_of(snapshot: Snapshot) -> Dues:
    """The dues of a snapshot, read once; kept over changes that touch neither them nor the roster."""

    def work() -> Dues:
        forms = rules_table("dues")["form"]
        records = (*snapshot.of(forms["rate"]), *snapshot.of(forms["payment"]))
        kept = snapshot.roster.memory.get("dues")
        if kept is not None and len(kept[0]) == len(records) and all(map(is_, kept[0], records)):
            found: Dues = kept[1]
            return found
        made = Dues(snapshot)
        snapshot.roster.memory["dues"] = (records, made)
        return made

    return snapshot.once("dues", work)


def kind_of(record: Record, snapshot: Snapshot) -> str:
    """The kind of payer that an assessment is about: the tag of its class; "" where none is chosen."""
    choices = snapshot.edition_of(record).choices.get("payer_kind", ())
    tags = next((choice.tags for choice in choices if choice.id == record.get("payer_kind")), frozenset())
    return next(iter(sorted(tags & kinds().keys())), "")


def payments_of(record: Record) -> Iterator[Payment]:
    """The rows of a collection that say who, for which months and how much."""
    collected = day_of(record.get("collected_on"))
    for index, row in enumerate(record.rows("payments")):
        first, amount, name = month_in(row.get("first")), cents(row.get("amount")), row.get("name")
        if first is None or not name:
            continue
        yield Payment(
            record=record,
            row=index,
            name=str(name),
            first=first,
            count=max(int(row.get("count") or 1), 1),
            amount=amount or 0,
            on=day_of(row.get("paid_on")) or collected,
            by=str(row.get("paid_by") or ""),
            extra=cents(row.get("extra")) or 0,
        )


def _by_name(parts: Iterable[Any]) -> dict[str, tuple[Any, ...]]:
    table: dict[str, list[Any]] = {}
    for part in parts:
        table.setdefault(part.name, []).append(part)
    return {name: tuple(found) for name, found in table.items()}


def _within(member: Member, begin: date, end: date) -> bool:
    if member.applicant:
        return False
    joined, left = day_of(member.in_date) or day_of(member.join_date), day_of(member.out_date)
    return (joined is None or joined <= end) and (left is None or left > begin)


def _stretches(owed: list[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Months that follow one another, put together: (first, how many, 分)."""
    at = 0
    while at < len(owed):
        end = at + 1
        while end < len(owed) and owed[end][0] == owed[end - 1][0] + 1:
            end += 1
        yield owed[at][0], end - at, sum(amount for _, amount in owed[at:end])
        at = end
