"""Party dues: the year at a glance, one collection, the assessment of a new year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from wdbranch.book import values as book_values
from wdbranch.book.record import State
from wdbranch.book.snapshot import Snapshot
from wdbranch.errors import UserError
from wdbranch.operations import record as records
from wdbranch.operations.change import RECORD, Change, Saved
from wdbranch.operations.following import follow
from wdbranch.rules import dues as rules
from wdbranch.rules.dues import Account, Dues
from wdbranch.rules.dues_suggest import payment_rows
from wdbranch.rules.tables import rules_table
from wdbranch.store.workbook import Workbook


@dataclass(frozen=True, slots=True)
class Assessed:
    """The assessments that were written for a year, by record id."""

    records: tuple[str, ...]
    change: Change


@dataclass(frozen=True, slots=True)
class DuesCell:
    """One month of one member: its state (``rules.dues``), what is due and paid in 分, by whom and when."""

    month: int
    state: str
    due: int
    paid: int
    on: date | None = None
    by: str = ""
    record: str = ""


@dataclass(frozen=True, slots=True)
class DuesLine:
    """One member of a year: 分 a month as assessed now (None: not assessed), twelve months, the sum, months behind."""

    member: int
    name: str
    amount: int | None
    cells: tuple[DuesCell, ...]
    total: int
    behind: int
    rate: str = ""
    waived: bool = False
    quarterly: bool = False


@dataclass(frozen=True, slots=True)
class DuesYear:
    """A year of dues. ``asked``: how many members the collection of today would ask, for how many 分."""

    year: int
    lines: tuple[DuesLine, ...]
    months: tuple[int, ...]
    total: int
    asked: int
    asked_amount: int
    paid_this_month: int
    behind: tuple[str, ...]
    unassessed: tuple[str, ...]


def year_of_dues(book: Workbook, year: int, today: date) -> DuesYear:
    """Everything that the page of dues shows of a year, as of a day."""
    held = Dues(book.snapshot())
    months = rules.year_months(year)
    lines = tuple(_line(account, months, today) for account in held.in_year(year))
    asked = held.to_collect(today)
    now = rules.month_of(today)
    return DuesYear(
        year=year,
        lines=lines,
        months=tuple(sum(line.cells[place].paid for line in lines) for place in range(len(months))),
        total=sum(line.total for line in lines),
        asked=len({account.name for account, *_ in asked}),
        asked_amount=sum(amount for *_, amount in asked),
        paid_this_month=sum(1 for account in held.on(today) if account.month(now).paid),
        behind=tuple(one.account.name for one in held.behind(today)),
        unassessed=tuple(account.name for account in held.unassessed(year, today)),
    )


def _line(account: Account, months: Sequence[int], today: date) -> DuesLine:
    cells = []
    for month in months:
        one = account.month(month)
        record = one.records[-1] if one.records else ""
        cells.append(
            DuesCell(month, one.state(month, today), one.due or 0, one.paid, one.on, one.by, record)
        )
    last = min(max(rules.month_of(today), months[0]), months[-1])
    rate = account.rate(last)
    return DuesLine(
        member=account.member.id,
        name=account.name,
        amount=rate.due(last) if rate else None,
        cells=tuple(cells),
        total=sum(cell.paid for cell in cells),
        behind=len(account.behind(today)),
        rate=rate.record.id if rate else "",
        waived=any(account.month(month).waived for month in months),
        quarterly=bool(rate and rate.quarterly),
    )


def to_collect(book: Workbook, day: date) -> tuple[dict[str, Any], ...]:
    """The rows of a collection on a day: everybody who owes, with what they owe."""
    return payment_rows(Dues(book.snapshot()), day)


def collect(book: Workbook, day: date, rows: Sequence[dict[str, Any]]) -> Saved:
    """Write one collection; it is linked with the meeting of the day, if there was one.

    Raises UserError ``nobody_paid`` where no row is left.
    """
    if not rows:
        raise UserError("没有勾选交党费的人。", safe="没有记下任何内容。", todo="请勾选交了的人。", code="nobody_paid")
    snapshot = book.snapshot()
    saved = records.new(book, rules_table("dues")["form"]["payment"], day=day, values={"payments": list(rows)})
    meetings = [record.id for record in snapshot.records if _meeting_on(snapshot, record.id, day)]
    return records.link(book, saved.record.id, meetings) if meetings else saved


def _meeting_on(snapshot: Snapshot, record_id: str, day: date) -> bool:
    record = next(one for one in snapshot.records if one.id == record_id)
    return snapshot.day(record) == day and snapshot.form_of(record).attendance is not None


@dataclass(frozen=True, slots=True)
class Assessing:
    """One member who waits for the assessment of a year: class of payer, base of last time and of now in 元.

    ``values`` are all boxes of the assessment as it would be written; ``kind`` is a key of ``rules.dues.kinds``.
    """

    member: int
    name: str
    label: str
    kind: str
    former: float | None
    values: Mapping[str, Any]

    @property
    def base(self) -> float | None:
        """The base that will be assessed."""
        found = self.values.get("base")
        return None if found is None else float(found)

    @property
    def asks_base(self) -> bool:
        """Whether dues of this class depend on the income."""
        return bool(self.kind) and bool(rules.kinds()[self.kind].brackets)

    @property
    def amount(self) -> float | None:
        """元 a month by the standard; None while that cannot be told."""
        found = self.values.get("amount")
        return None if found is None else float(found)

    def with_base(self, base: float | None) -> Assessing:
        """The same on another base: rate and amount follow."""
        found = rules.assess(self.kind, rules.cents(base)) if self.kind else None
        rate = float(found.rate) if found is not None and found.rate is not None else None
        amount = rules.yuan(found.amount) if found is not None else None
        return replace(self, values={**self.values, "base": base, "rate": rate, "amount": amount})


def read_base(book: Workbook, year: int, raw: Any) -> float | None:
    """An income as typed or pasted (5,200.00元). Raises ValueProblem."""
    edition = records.current_edition(book, year)
    text = str(raw or "").replace(",", "").replace("，", "")
    found = book_values.clean(edition.forms[_form("rate")].field("base"), text, edition, year=year)
    return None if found is None else float(found)


def to_assess(book: Workbook, year: int, today: date) -> tuple[Assessing, ...]:
    """Everybody who is not yet assessed for the year, by the class and base they had last; in roster order."""
    snapshot = book.snapshot()
    edition = records.current_edition(book, year)
    form = edition.forms[_form("rate")]
    day = min(max(today, date(year, 1, 1)), date(year, 12, 31))
    labels = {choice.id: choice for choice in edition.choices["payer_kind"]}
    found = []
    for account in Dues(snapshot).unassessed(year, today):
        start: dict[str, Any] = {form.date_field: day.isoformat(), "member": account.name}
        former = account.rates[-1].record if account.rates else None
        for box in ("payer_kind", "base", "rhythm", "quarter_consent"):
            if former is not None and former.get(box) is not None:
                start[box] = former.get(box)
        filled, _ = follow(form, edition, snapshot, {}, start, year=year)
        choice = labels.get(str(filled.get("payer_kind") or ""))
        kind = next(iter(sorted(choice.tags & rules.kinds().keys())), "") if choice else ""
        base = former.get("base") if former is not None else None
        found.append(Assessing(account.member.id, account.name, choice.label if choice else "", kind, base, filled))
    return tuple(found)


def assess_year(book: Workbook, year: int, rows: Sequence[Assessing]) -> Assessed:
    """Write one assessment, a draft, for each of these members; all of them or none.

    Raises UserError ``all_assessed`` where nobody is left.
    """
    if not rows:
        raise UserError(f"{year}年每个人都已核定。", safe="没有改动。", code="all_assessed")
    edition = records.current_edition(book, year)
    made = []
    with book.together():
        for number, row in enumerate(rows):
            values = {**row.values, "seq": int(row.values.get("seq") or 1) + number}
            made.append(book.add_record(_form("rate"), edition.id, year, values).id)
    return Assessed(tuple(made), Change(frozenset({RECORD})))


def take_back(book: Workbook, made: Sequence[str]) -> Change:
    """Undo an assessment of a year: what it wrote and nobody finished since goes into the recycle bin."""
    drafts = [one for one in made if book.record(one).state is State.DRAFT]
    with book.together():
        for record_id in drafts:
            book.discard(record_id)
    return Change(frozenset({RECORD}))


def _form(role: str) -> str:
    return str(rules_table("dues")["form"][role])
