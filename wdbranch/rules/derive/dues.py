"""党费收缴登记表 (P24): members × months of a year, from assessments and collections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wdbranch.book.record import day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules import dues as rules
from wdbranch.rules.derive.table import Derived, DerivedRow
from wdbranch.rules.dues import Account, Dues, Month, say_yuan
from wdbranch.rules.tables import rules_table
from wdbranch.rules.wording import say_day, say_names


def dues(snapshot: Snapshot, year: int, today: date) -> Derived:
    """A row for each member of the year: what is due, each month's amount and day, the total; then the sums.

    An unpaid month stays empty: what is printed is what was paid.
    """
    book = Dues(snapshot)
    months = rules.year_months(year)
    accounts = book.in_year(year)
    rows = [_row(number, account, months, today) for number, account in enumerate(accounts, 1)]
    if accounts:
        rows.append(_sums(accounts, months))
    return Derived(tuple(rows), tuple(_notes(book, accounts, months)) if accounts else ())


def dues_months(snapshot: Snapshot, year: int, today: date) -> Derived:
    """What is published of each month: how many had to pay, how many did, the sums. Nobody is named."""
    book = Dues(snapshot)
    accounts = book.in_year(year)
    rows = []
    whole = beyond = 0
    for month in rules.year_months(year):
        if month > rules.month_of(today):
            break
        known = [account.month(month) for account in accounts]
        paid = sum(one.paid for one in known)
        extra = sum(
            one.extra for account in accounts for one in account.payments if one.on and rules.month_of(one.on) == month
        )
        whole, beyond = whole + paid, beyond + extra
        cells = {
            "month": f"{month % 12 + 1}月",
            "due_people": str(sum(bool(one.due) for one in known)),
            "people": str(sum(bool(one.paid) for one in known)),
            "amount": say_yuan(paid),
        }
        if extra:
            cells["extra"] = say_yuan(extra)
        rows.append(DerivedRow(cells))
    if not whole:
        return Derived(())
    rows.append(DerivedRow({"month": "合计", "amount": say_yuan(whole), "extra": say_yuan(beyond) if beyond else ""}))
    return Derived(tuple(rows), ("有疑问的，请向组织委员查询本人的交纳记录。",))


def dues_people(snapshot: Snapshot, year: int, today: date) -> Derived:  # noqa: ARG001 - one shape for all
    """What is published of the year: for how many months each member paid, and how much."""
    accounts = Dues(snapshot).in_year(year)
    rows = []
    whole = 0
    for number, account in enumerate(accounts, 1):
        paid = [one for one in map(account.month, rules.year_months(year)) if one.paid]
        total = sum(one.paid for one in paid)
        whole += total
        cells = {"seq": str(number), "name": account.name, "months": str(len(paid)), "total": say_yuan(total)}
        rows.append(DerivedRow(cells, member=account.member.id))
    if not whole:
        return Derived(())
    rows.append(DerivedRow({"name": "合计", "total": say_yuan(whole)}))
    return Derived(tuple(rows), ("经支部研究后公布；有疑问的，请向组织委员查询。",))


def _row(number: int, account: Account, months: Sequence[int], today: date) -> DerivedRow:
    cells = {"seq": str(number), "name": account.name}
    due = _say_due(account, months)
    if due:
        cells["due"] = due
    known = [account.month(month) for month in months]
    for place, (month, one) in enumerate(zip(months, known, strict=True), 1):
        text = _say_month(one, month, today)
        if text:
            cells[f"m{place}"] = text
    paid = sum(one.paid for one in known)
    if paid:
        cells["total"] = say_yuan(paid)
    if waiver := _say_waiver(account, months):
        cells["waiver"] = waiver
    if by := "、".join(dict.fromkeys(one.by for one in known if one.by)):
        cells["paid_by"] = by
    return DerivedRow(cells, member=account.member.id)


def _say_month(one: Month, month: int, today: date) -> str:
    """50.00 and the day below it, with its month where it was another one; 免 where nothing is due."""
    if one.paid and one.on:
        same = rules.month_of(one.on) == month
        return f"{say_yuan(one.paid)}\n" + (f"{one.on.day}日" if same else f"{one.on.month}.{one.on.day:02}")
    if one.paid:
        return say_yuan(one.paid)
    return "免" if one.state(month, today) == rules.WAIVED else ""


def _say_due(account: Account, months: Sequence[int]) -> str:
    """The amount a month; where it changed within the year, from which month on."""
    amounts: list[tuple[int, int]] = []
    for month in months:
        due = account.month(month).due
        if due is not None and (not amounts or amounts[-1][1] != due):
            amounts.append((month, due))
    return "\n".join(
        say_yuan(due) if not place else f"{month % 12 + 1}月起\n{say_yuan(due)}"
        for place, (month, due) in enumerate(amounts)
    )


def _say_waiver(account: Account, months: Sequence[int]) -> str:
    """The day on which the superior approved a waiver that touches the year."""
    days: dict[str, None] = {}
    for month in months:
        rate = account.rate(month)
        approved = day_of(rate.record.get("waiver_approved_on")) if rate else None
        if approved and account.month(month).waived:
            days[say_day(approved)] = None
    return "、".join(days)


def _sums(accounts: Sequence[Account], months: Sequence[int]) -> DerivedRow:
    cells = {"name": "合计"}
    whole = 0
    for place, month in enumerate(months, 1):
        paid = sum(account.month(month).paid for account in accounts)
        whole += paid
        if paid:
            cells[f"m{place}"] = say_yuan(paid)
    cells["total"] = say_yuan(whole)
    return DerivedRow(cells)


def _notes(book: Dues, accounts: Sequence[Account], months: Sequence[int]) -> list[str]:
    paid = sum(account.month(month).paid for account in accounts for month in months)
    forms = rules_table("dues")["form"]
    remitted = [
        record
        for record in book.snapshot.of(forms["remittance"])
        if rules.month_in(record.get("last")) in months or rules.month_in(record.get("first")) in months
    ]
    sent = sum(rules.cents(record.get("amount")) or 0 for record in remitted)
    extra = sum(
        one.extra for account in accounts for one in account.payments if one.on and rules.month_of(one.on) in months
    )
    notes = [f"全年收到党费 {say_yuan(paid)} 元，已上缴 {len(remitted)} 次、{say_yuan(sent)} 元。"]
    if extra:
        notes.append(f"另有自愿多交 {say_yuan(extra)} 元。")
    by_quarter = [
        account.name for account in accounts if any(account.month(month).quarterly for month in months)
    ]
    if by_quarter:
        notes.append(f"经支部同意按季交纳：{say_names(by_quarter, 20)}。")
    return notes
