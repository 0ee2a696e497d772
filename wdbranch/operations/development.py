"""Developing members: the cases and their time lines, steps taken over from minutes, the roster brought up to date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from wdbranch.book.finding import Finding
from wdbranch.book.people import Member, Span
from wdbranch.book.record import State
from wdbranch.errors import UserError
from wdbranch.operations import record as records
from wdbranch.operations.change import RECORD, ROSTER, Change, Saved
from wdbranch.rules.development.case import DONE, ENDED, Case, cases, read_case
from wdbranch.rules.development.countdowns import Countdown, of_case
from wdbranch.rules.development.meetings import Offer, offers
from wdbranch.rules.development.steps import FORM, stages
from wdbranch.rules.development.timeline import StepState, next_step, time_line
from wdbranch.store.workbook import Workbook


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One person in the list: stage, what is next, what is due first; ``wrong``: steps missing or out of order."""

    record: str
    name: str
    stage: str
    stage_title: str
    following: str
    due: Countdown | None
    wrong: int


@dataclass(frozen=True, slots=True)
class Told:
    """One person's time line, with what minutes offer, what is due, and what an inspector would object to."""

    record: str
    name: str
    stage_title: str
    states: tuple[StepState, ...]
    offers: tuple[Offer, ...]
    due: tuple[Countdown, ...]
    findings: tuple[Finding, ...]
    frozen: bool
    may_enter: bool  # approved, and not yet a member in the roster


def lines(book: Workbook, today: date) -> list[CaseLine]:
    """Every case that is not closed, by stage and application, then those closed."""
    found = []
    for case in cases(book.snapshot()):
        following = next_step(case, today)
        wrong = sum(state.state in ("missing", "wrong") for state in time_line(case, today))
        due = min(of_case(case, today), key=lambda one: one.due, default=None)
        stage = case.stage(today)
        found.append(
            CaseLine(
                record=case.record.id,
                name=case.name,
                stage=stage,
                stage_title=stages().get(stage, stage),
                following=following.name if following else "",
                due=due if stage not in (DONE, ENDED) else None,
                wrong=wrong,
            )
        )
    order = [*stages(), DONE, ENDED]
    return sorted(found, key=lambda line: order.index(line.stage))


def told(book: Workbook, record_id: str, today: date) -> Told:
    """The time line of one case. Raises UserError ``no_record``."""
    record = book.record(record_id)
    snapshot = book.snapshot()
    case = read_case(record, snapshot)
    stage = case.stage(today)
    return Told(
        record=record_id,
        name=case.name,
        stage_title=stages().get(stage, stage),
        states=time_line(case, today),
        offers=offers(case, snapshot),
        due=tuple(of_case(case, today)) if stage not in (DONE, ENDED) else (),
        findings=tuple(finding for finding in records.findings_of(book, record) if finding.waived is None),
        frozen=record.state is not State.DRAFT,
        may_enter=_may_enter(case),
    )


def begin(book: Workbook, name: str, applied: date, received: date) -> Saved:
    """Open the case of an applicant; whoever is not in the roster is entered there as an applicant.

    Raises UserError for an empty name, or ``twice`` where the person has an open case.
    """
    name = name.strip()
    if not name:
        raise UserError("请写姓名。", safe="没有新建。", code="no_name")
    today = book.clock().date()
    if any(case.name == name and case.stage(today) != ENDED for case in cases(book.snapshot())):
        raise UserError(f"{name}已经有一份纪实。", safe="没有新建。", todo="请在名单里点开。", code="twice")
    if name not in book.roster().by_label:
        applicant = Member(0, name, apply_date=applied.isoformat(), applicant=True)
        book.put_members([applicant], "登记入党申请人")
    values = {"person": name, "apply_on": applied.isoformat(), "receive_on": received.isoformat()}
    saved = records.new(book, FORM, day=today, values=values)
    return replace(saved, change=Change(frozenset({RECORD, ROSTER}), saved.record.id, FORM))


def take_offer(book: Workbook, record_id: str, offer: Offer) -> Saved:
    """Take a step over from the minutes of a meeting, and link the meeting to the case."""
    values: Mapping[str, str] = {offer.step.on: offer.on.isoformat()}
    if offer.votes:
        values = {**values, f"{offer.step.id}_who": offer.votes}
    records.set_values(book, record_id, values)
    links = book.record(record_id).links
    return records.link(book, record_id, list(dict.fromkeys([*links, offer.record])))


def enter_roster(book: Workbook, record_id: str) -> Change:
    """Make the person of an approved case a probationary member in the roster, by the days of the case.

    The person joined on the day of the assembly; the branch counts them from the day of the approval, so that
    meetings held in between keep their headcounts. Raises UserError ``not_approved``.
    """
    case = read_case(book.record(record_id), book.snapshot())
    member, approved = case.member, case.day("approve_on")
    if member is None or approved is None or not _may_enter(case):
        raise UserError(
            "上级还没有批准，或者已经登记过。",
            safe="花名册没有改动。",
            todo="请先填“上级党委审批”的日期。",
            code="not_approved",
        )
    book.put_members(
        [
            replace(
                member,
                applicant=False,
                apply_date=case.values.get("apply_on") or member.apply_date,
                join_date=case.values.get("assembly_on"),
                in_date=approved.isoformat(),
            )
        ],
        "接收为预备党员，上级已批准",
    )
    return Change(frozenset({ROSTER}), record_id, FORM)


def enter_posts(book: Workbook, record_id: str) -> Change:
    """Bring the posts of the roster up to what the new committee divided among itself.

    Posts of the committee end with the day of its first meeting, the new ones begin on it; whoever keeps a post
    keeps it. Raises UserError ``no_division``.
    """
    record = book.record(record_id)
    day, snapshot = (record.get("start") or "")[:10], book.snapshot()
    wanted = {(row["name"], row["post"]) for row in record.rows("division") if row.get("name") and row.get("post")}
    if not wanted or not day:
        raise UserError("还没有填委员分工。", safe="花名册没有改动。", code="no_division")
    sits = snapshot.edition_of(record).tagged("posts", "committee")
    changed = []
    for member in snapshot.roster.members:
        label = snapshot.roster.label(member)
        spans = tuple(_ended(span, day, sits, kept=(label, span.value) in wanted) for span in member.spans)
        held = {span.value for span in spans if span.kind == "post" and span.end is None}
        fresh = [Span("post", day, None, post) for name, post in sorted(wanted) if name == label and post not in held]
        if spans != member.spans or fresh:
            changed.append(replace(member, spans=(*spans, *fresh)))
    book.put_members(changed, "换届分工")
    return Change(frozenset({ROSTER}), record_id, record.form)


def _ended(span: Span, day: str, sits: frozenset[str], *, kept: bool) -> Span:
    if span.kind != "post" or span.value not in sits or span.end is not None or kept:
        return span
    return replace(span, end=day)


def _may_enter(case: Case) -> bool:
    approved = case.day("approve_on") is not None and case.day("assembly_on") is not None
    return approved and case.member is not None and case.member.applicant
