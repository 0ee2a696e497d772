"""What is due, what is wrong, how far each star is: everything the home page answers without a click."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wdbranch.book.finding import HINT, MUST, SHOULD, Finding
from wdbranch.book.form import Form, edition_of_year
from wdbranch.book.snapshot import Branch, Snapshot
from wdbranch.errors import UserError, WrongUseError
from wdbranch.operations.change import EVIDENCE, Change
from wdbranch.rules import duties as duty_rules
from wdbranch.rules import findings as finding_rules
from wdbranch.rules import stars as star_rules
from wdbranch.rules.duties import Duty
from wdbranch.rules.star_ledgers import unused
from wdbranch.rules.stars import Star
from wdbranch.rules.tables import rules_table
from wdbranch.rules.undisturbed import undisturbed
from wdbranch.store.workbook import Workbook


@dataclass(frozen=True, slots=True)
class Home:
    """The home page: in this order what is due, what is wrong, how far each star is."""

    branch: Branch
    secretary: str
    on: date
    duties: tuple[Duty, ...]
    findings: tuple[Finding, ...]  # not waived, 必 before 应 before 提; missed duties stand among the duties
    stars: tuple[Star, ...]
    members: int
    records: int  # of this year
    next_forms: tuple[Form, ...]  # forms of the edition, the likely next one first
    unused: int = 0  # star ledgers without a record this year, told once a year

    @property
    def overdue(self) -> tuple[Duty, ...]:
        """The duties whose time has passed."""
        return tuple(duty for duty in self.duties if duty.state == "overdue")


def findings(book: Workbook, on: date | None = None) -> list[Finding]:
    """What an inspector would object to in the whole book, gravest first; waived ones are last."""
    return _findings(book.snapshot(), on or book.clock().date())


def _findings(snapshot: Snapshot, on: date) -> list[Finding]:
    return _by_gravity(finding_rules.findings(snapshot, on))


def _by_gravity(found: Iterable[Finding]) -> list[Finding]:
    order = {MUST: 0, SHOULD: 1, HINT: 2}
    return sorted(found, key=lambda f: (f.waived is not None, order[f.level], f.rule))


def duties(book: Workbook, on: date) -> list[Duty]:
    """What is due on a day, the most pressing first."""
    return _duties(book.snapshot(), on)


def _duties(snapshot: Snapshot, on: date) -> list[Duty]:
    return sorted(duty_rules.duties(snapshot, on), key=lambda duty: (duty.state == "done", duty.days_left))


def stars(book: Workbook, on: date) -> list[Star]:
    """The five stars of the branch's set as of a day."""
    return star_rules.stars(book.snapshot(), on)


def set_evidence(
    book: Workbook, key: str, *, met: bool | None, note: str = "", on: date | None = None, by: str = ""
) -> Change:
    """Judge by hand what no record can show (an indicator, a yearly duty). ``met`` None takes it back."""
    value: dict[str, Any] | None = None
    if met is not None:
        value = {"met": met, "note": note, "on": (on or book.clock().date()).isoformat(), "by": by}
    book.set_evidence(key, value)
    return Change(frozenset({EVIDENCE}))


def waive(book: Workbook, finding: Finding, reason: str, *, by: str = "") -> Change:
    """Set an objection to the book as a whole aside with a written reason; an empty one takes it back.

    Where it is a duty that was not done, the reason explains the duty as well. Raises UserError
    ``not_waivable`` for arithmetic, WrongUseError for an objection to a record (``record.waive``).
    """
    if finding.record is not None:
        raise WrongUseError("这一条属于一份记录，请在那份记录里写明理由。", code="of_a_record")
    if reason.strip() and not finding.waivable:
        raise UserError("这一条是数字对不上，不能用说明代替。", todo="请把数字改对。", code="not_waivable")
    if finding.evidence:
        return set_evidence(book, finding.evidence, met=True if reason.strip() else None, note=reason.strip(), by=by)
    book.set_waiver(None, finding.key, reason.strip() or None)
    return Change(frozenset({EVIDENCE}))


def home(book: Workbook, on: date | None = None) -> Home:
    """Everything the home page shows, from one reading of the book."""
    with undisturbed():
        *_, made = home_piecewise(book, on or book.clock().date())
    assert made is not None
    return made


def home_piecewise(book: Workbook, day: date) -> Iterator[Home | None]:
    """As ``home``, with a pause (None) after every piece of the work; the page comes last."""
    snapshot = book.snapshot()
    due = _duties(snapshot, day)
    yield None
    found: list[Finding] = []
    for part in finding_rules.piecewise(snapshot, day):
        found += part
        yield None
    stars = star_rules.stars(snapshot, day)
    yield None
    yield Home(
        branch=snapshot.branch,
        secretary=snapshot.secretary(day),
        on=day,
        duties=tuple(due),
        findings=tuple(f for f in _by_gravity(found) if f.waived is None and not f.evidence),
        stars=tuple(stars),
        members=len(snapshot.roster.on(day)),
        records=sum(1 for record in snapshot.records if record.year == day.year),
        next_forms=_likely_next(edition_of_year(snapshot.editions, day.year).ordered(), due),
        unused=len(unused(snapshot, day.year)) if day.month == rules_table("stars")["unused_month"] else 0,
    )


def _likely_next(forms: Sequence[Form], due: Sequence[Duty]) -> tuple[Form, ...]:
    pressing = [duty.form for duty in due if duty.state != "done"]
    rank = {form_id: place for place, form_id in reversed(list(enumerate(pressing)))}
    return tuple(sorted(forms, key=lambda form: (rank.get(form.id, len(pressing)), form.order)))
