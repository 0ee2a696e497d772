"""Party dues: finding 67 of the domain's list, and F-01 to F-09 of its rules of dues."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from wdbranch.book.finding import Jump
from wdbranch.book.record import Record, day_of
from wdbranch.rules import dues
from wdbranch.rules.dues import Account, Payment
from wdbranch.rules.findings.coverage import missed
from wdbranch.rules.findings.inspection import BookCheck, Check, Inspection
from wdbranch.rules.findings.reading import BookObjection, Objection, Reading
from wdbranch.rules.tables import rules_table
from wdbranch.rules.wording import say_day


def g67_amount(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """The amount a month is what the standard gives for the base."""
    record = seen.record
    amount, kind = dues.cents(record.get("amount")), dues.kind_of(record, book.snapshot)
    if amount is None or not kind:
        return
    rule, base = dues.kinds()[kind], dues.cents(record.get("base"))
    fill = {"title": rule.title, "amount": dues.say_yuan(amount)}
    if not rule.brackets:
        if not rule.least <= amount <= rule.most:
            fixed = rule.least == rule.most
            fill.update(least=dues.say_yuan(rule.least), most=dues.say_yuan(rule.most))
            yield Objection("fixed" if fixed else "range", "amount", fill=fill)
        return
    found = dues.assess(kind, base)
    if found is None:
        yield Objection("no_base", "base", fill=fill)
    elif found.amount != amount and found.rate is not None:
        fill.update(
            base=dues.say_yuan(base or 0), rate=f"{found.rate.normalize():f}", right=dues.say_yuan(found.amount)
        )
        yield Objection("amount", "amount", fill=fill)


def f01_waiver(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """A waiver is approved by the superior committee; nobody pays less without one."""
    record = seen.record
    if seen.has("waiver"):
        yield from _waiver(record, seen)
        return
    for paid in dues.payments_of(record):
        account = book.dues.named(paid.name)
        if account is None or not paid.amount:
            continue
        due = sum(account.month(month).due or 0 for month in paid.months)
        short = sum(account.month(month).missing for month in paid.months)
        if short and paid.amount < due:
            fill = {"name": paid.name, "months": _say_months(paid), "due": dues.say_yuan(due)}
            fill |= {"paid": dues.say_yuan(due - short), "short": dues.say_yuan(short)}
            yield Objection("short", "payments", paid.row, fill)


def _waiver(record: Record, seen: Reading) -> Iterator[Objection]:
    if not record.get("waiver"):
        return
    fill = {"name": record.get("member") or ""}
    approved = day_of(record.get("waiver_approved_on"))
    if approved is None:
        yield Objection("unapproved", "waiver_approved_on", fill=fill)
    discussed = day_of(record.get("waiver_discussed_on"))
    if seen.has("waiver_discussed_on") and discussed is None:
        yield Objection("undiscussed", "waiver_discussed_on", fill=fill)
    if approved is not None and discussed is not None and approved < discussed:
        yield Objection("order", "waiver_approved_on", fill=fill)
    none = record.get("waiver") in seen.edition.tagged("dues_waiver", "none")
    waived, amount = dues.cents(record.get("waiver_amount")), dues.cents(record.get("amount"))
    if not none and (waived is None or (amount is not None and waived >= amount)):
        yield Objection("no_amount", "waiver_amount", fill=fill)


def f02_joined(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """A probationary member pays from the month of the assembly that admitted them."""
    record = seen.record
    account, first = book.dues.named(record.get("member") or ""), dues.month_in(record.get("from_month"))
    if account is None or first is None or account.member.in_date:
        return
    joined = dues.month_in(account.member.join_date)
    if joined is None or joined // dues.MONTHS_A_YEAR != record.year:
        return
    begin = min([rate.first for rate in account.rates] or [first])
    if begin != joined and first == begin:
        fill = {"name": account.name, "joined": dues.say_month(joined), "first": dues.say_month(first)}
        yield Objection("late" if first > joined else "early", "from_month", fill=fill)


def f03_floating(book: Inspection) -> Iterator[BookObjection]:
    """A floating member who is behind may have paid where they live: ask, and write it down."""
    for behind in book.dues.behind(book.today):
        member = behind.account.member
        if member.has("floating", book.today):
            fill = {"name": behind.account.name, "count": len(behind.months)}
            yield BookObjection("default", str(member.id), fill, Jump(page="dues", member=member.id))


def f04_change(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """Changes of the base are recorded once, and collected by the new amount from their month on."""
    record = seen.record
    if seen.has("from_month"):
        account, first = book.dues.named(record.get("member") or ""), dues.month_in(record.get("from_month"))
        same = [rate for rate in (account.rates if account else ()) if rate.first == first]
        if any(rate.record.id < record.id for rate in same):
            fill = {"name": record.get("member"), "month": dues.say_month(same[0].first)}
            yield Objection("twice", "from_month", fill=fill)
        return
    for paid in dues.payments_of(record):
        account = book.dues.named(paid.name)
        if account is None or len(account.rates) < 2:
            continue
        old = _old_rate(account, paid)
        if old is not None:
            now = account.rate(paid.first)
            fill = {"name": paid.name, "month": dues.say_month(paid.first), "old": dues.say_yuan(old)}
            fill["new"] = dues.say_yuan(now.amount if now else 0)
            yield Objection("old_amount", "payments", paid.row, fill)


def _old_rate(account: Account, paid: Payment) -> int | None:
    """The amount of an earlier assessment, if that is what was paid for one month under a later one."""
    now = account.rate(paid.first)
    if now is None or paid.count != 1 or paid.amount == now.due(paid.first):
        return None
    earlier = (rate.amount for rate in account.rates if rate.first < now.first)
    return next((amount for amount in earlier if amount == paid.amount and amount != now.amount), None)


def f05_extra(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """What is given beyond the dues, from 1000 yuan at once, is passed on whole."""
    limit = dues.cents(rules_table("dues")["extra"]["special_from"]) or 0
    given = [paid for paid in dues.payments_of(seen.record) if paid.extra >= limit]
    if not given:
        return
    passed_on = sum(
        dues.cents(record.get("special")) or 0
        for record in book.snapshot.of(rules_table("dues")["form"]["remittance"])
        if (day_of(record.get("remitted_on")) or date.min) >= (seen.day or date.min)
    )
    for paid in given:
        if passed_on < paid.extra:
            fill = {"name": paid.name, "extra": dues.say_yuan(paid.extra)}
            yield Objection("default", "payments", paid.row, fill)
        passed_on -= min(passed_on, paid.extra)


def f06_how(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """By the quarter only with consent; back payments of at most six months; who paid for an absent one."""
    record = seen.record
    if seen.has("rhythm"):
        quarterly = record.get("rhythm") in seen.edition.tagged("dues_rhythm", "quarterly")
        if quarterly and not record.get("quarter_consent"):
            yield Objection("consent", "quarter_consent", fill={"name": record.get("member") or ""})
        return
    limit = int(rules_table("dues")["back"]["months"])
    for paid in dues.payments_of(record):
        late = dues.month_of(paid.on) - paid.first if paid.on else 0
        if late > limit and not record.rows("payments")[paid.row].get("note"):
            fill = {"name": paid.name, "month": dues.say_month(paid.first), "late": late, "limit": limit}
            yield Objection("back", "payments", paid.row, fill)
    yield from _proxies(record, book)


def _proxies(record: Record, book: Inspection) -> Iterator[Objection]:
    """Who was absent from the linked meeting of the day cannot have paid in person on it."""
    for other_id in record.links:
        other = book.by_id(other_id)
        seen = book.read(other) if other is not None else None
        if seen is None or seen.place is None:
            continue
        visited = seen.edition.tagged("attendance", "home")
        away = {person.name for person in (*seen.absent, *seen.exempt) if person.status not in visited}
        for paid in dues.payments_of(record):
            if paid.name in away and paid.on == seen.day and not paid.by:
                fill = {"name": paid.name, "title": seen.title}
                yield Objection("proxy", "payments", paid.row, fill)


def f08_even(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001 - one shape for all rules
    """Everybody the same amount on the same day without signatures: paid by each, or made even?"""
    paid = [one for one in dues.payments_of(seen.record) if one.count == 1]
    least = int(rules_table("dues")["even"]["people"])
    same = len({(one.amount, one.on) for one in paid}) == 1
    if len(paid) >= least and same and not seen.record.attachments:
        yield Objection("default", "payments", fill={"count": len(paid), "amount": dues.say_yuan(paid[0].amount)})


def f09_remitted(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """Not more is remitted than was collected for these months."""
    first, last = dues.month_in(seen.record.get("first")), dues.month_in(seen.record.get("last"))
    amount = dues.cents(seen.record.get("amount"))
    if first is None or last is None or amount is None:
        return
    if last < first:
        yield Objection("order", "last")
        return
    got = book.dues.collected(range(first, last + 1))
    amount -= dues.cents(seen.record.get("special")) or 0
    if got and amount > got:
        fill = {"amount": dues.say_yuan(amount), "got": dues.say_yuan(got)}
        yield Objection("more", "amount", fill=fill)


def g67_sum(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """The sum is the sum of the rows; no month of anybody stands there twice; nothing was paid tomorrow."""
    total = dues.cents(seen.record.get("total"))
    paid = list(dues.payments_of(seen.record))
    added = sum(one.amount + one.extra for one in paid)
    if total is not None and total != added:
        fill = {"total": dues.say_yuan(total), "added": dues.say_yuan(added)}
        yield Objection("sum", "total", fill=fill)
    known: set[tuple[str, int]] = set()
    for one in paid:
        months = {(one.name, month) for month in one.months}
        if months & known:
            yield Objection("twice", "payments", one.row, {"name": one.name, "months": _say_months(one)})
        known |= months
        if one.on is not None and one.on > book.today:
            yield Objection("future", "payments", one.row, {"name": one.name, "day": say_day(one.on)})


def _say_months(paid: Payment) -> str:
    first, last = dues.say_month(paid.months[0]), dues.say_month(paid.months[-1])
    return first if paid.count == 1 else f"{first}至{last}"


FUNCTIONS: Mapping[str, Check] = {
    "F-01": f01_waiver,
    "F-02": f02_joined,
    "F-04": f04_change,
    "F-05": f05_extra,
    "F-06": f06_how,
    "F-08": f08_even,
    "F-09": f09_remitted,
    "G-67": g67_amount,
    "G-67b": g67_sum,
}
BOOK_FUNCTIONS: Mapping[str, BookCheck] = {
    "F-03": f03_floating,
    "F-07": lambda book: missed(book, "D-14"),
    "G-67c": lambda book: missed(book, "D-11"),
    "G-67d": lambda book: missed(book, "D-12", "D-13"),
}
"""The rules of this file by their ids in ``findings.toml``."""
