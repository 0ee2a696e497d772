"""What the home page shows, as plain values: from what was just computed, or from what the book kept.

A view goes into JSON and comes back equal, so that the next start can paint it before anything was computed.
It needs neither rules nor a book, and no part of Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from wdbranch.book.level import HINT, MUST, SHOULD
from wdbranch.ui import say

if TYPE_CHECKING:
    from wdbranch.book.finding import Finding
    from wdbranch.operations.overview import Home
    from wdbranch.rules.duties import Duty
    from wdbranch.rules.stars import Star

SOON_DAYS = 31  # what is due later stands under 近期提醒
FINDINGS_SHOWN = 4
REMINDERS_SHOWN = 4
DUTIES_SHOWN = 6  # of what is due; what is done only fills the room that is left
DONE_SHOWN = 2
LACKING = ("unmet", "not_yet", "manual")

Line = TypeVar("Line", bound=tuple[Any, ...])


class DutyView(NamedTuple):
    """One line of 要办的事; ``more`` further ones of the same kind are as late."""

    title: str
    days_left: int
    state: str
    say: str
    source: str
    form: str | None
    evidence_key: str
    more: int
    record: str | None
    page: str
    member: int | None
    period: str


class FindingView(NamedTuple):
    """One objection and, in words, the record it is about; without one, where it is mended (``book.finding.Jump``)."""

    level: str
    say: str
    source: str
    record: str | None
    field: str | None
    row: int | None
    waived: str | None
    whence: str
    page: str
    form: str
    member: int | None
    period: str


class StarView(NamedTuple):
    """One star: how far, and the names of what is missing."""

    id: str
    name: str
    met: int
    applicable: int
    missing: Sequence[str]


class LaterView(NamedTuple):
    """One line of 近期提醒."""

    day: str
    title: str


class HomeView(NamedTuple):
    """The whole page. ``duties`` are the lines shown, ``waiting`` and ``done`` count all there are."""

    owner: str
    secretary: str
    where: str
    members: int
    overdue: int
    first: DutyView | None  # the longest overdue
    waiting: int
    done: int
    rest: int  # groups of duties that are not shown
    levels: Sequence[int]  # how many findings of each level of LEVELS
    stars: Sequence[StarView]
    duties: Sequence[DutyView]
    findings: Sequence[FindingView]
    later: Sequence[LaterView]


LEVELS = (MUST, SHOULD, HINT)
_TEXT_OR_NOT = (str, type(None))
_NUMBER_OR_NOT = (int, type(None))
_SHAPES: dict[type, tuple[Any, ...]] = {
    DutyView: (str, int, str, str, str, _TEXT_OR_NOT, str, int, _TEXT_OR_NOT, str, _NUMBER_OR_NOT, str),
    FindingView: (
        str, str, str, _TEXT_OR_NOT, _TEXT_OR_NOT, _NUMBER_OR_NOT, _TEXT_OR_NOT, str, str, str, _NUMBER_OR_NOT, str,
    ),
    StarView: (str, str, int, int, list),
    LaterView: (str, str),
    HomeView: (str, str, str, int, int, (list, type(None)), int, int, int, list, list, list, list, list),
}


def view_of(home: Home, whence: Callable[[Finding], str]) -> HomeView:
    """What the page shows of what was computed; ``whence`` says which record a finding is about."""
    waiting = [duty for duty in home.duties if duty.state != "done" and duty.days_left <= SOON_DAYS]
    done = [duty for duty in home.duties if duty.state == "done" and abs(duty.days_left) <= SOON_DAYS]
    later = sorted(
        (duty for duty in home.duties if duty.state != "done" and duty.days_left > SOON_DAYS),
        key=lambda duty: duty.due,
    )
    grouped = gather(waiting)
    room = min(DONE_SHOWN, max(0, DUTIES_SHOWN - len(grouped)))
    lines = [duty_view(duty, more) for duty, more in grouped[:DUTIES_SHOWN]]
    owner = home.branch.short or home.branch.name
    return HomeView(
        owner=owner,
        secretary=home.secretary,
        where=f"{owner}　{say.long_day(home.on)}　党员 {home.members} 名",
        members=home.members,
        overdue=len(home.overdue),
        first=duty_view(home.overdue[0]) if home.overdue else None,
        waiting=len(waiting),
        done=len(done),
        rest=max(0, len(grouped) - DUTIES_SHOWN),
        levels=tuple(sum(1 for one in home.findings if one.level == level) for level in LEVELS),
        stars=tuple(star_view(star) for star in home.stars),
        duties=(*lines, *(duty_view(duty) for duty in done[:room])),
        findings=tuple(finding_view(one, whence(one)) for one in home.findings[:FINDINGS_SHOWN]),
        later=_later(home, later),
    )


def _later(home: Home, duties: Sequence[Duty]) -> tuple[LaterView, ...]:
    """What is due later; once a year before it that ledgers nobody used may be hidden."""
    said = f"有 {home.unused} 本创星台账今年没有用过，可以在“五星创建”里收起"
    hint = [LaterView("本月", said)] if home.unused else []
    told = [LaterView(say.short_day(duty.due, home.on), duty.title) for duty in duties]
    return tuple([*hint, *told][:REMINDERS_SHOWN])


def star_view(star: Star) -> StarView:
    """A star as its card shows it."""
    missing = tuple(one.name for one in star.indicators if one.state in LACKING)
    return StarView(star.id, star.name, star.met, star.applicable, missing)


def finding_view(found: Finding, whence: str) -> FindingView:
    """An objection as its line shows it."""
    from wdbranch.book.finding import Jump

    jump = found.jump or Jump()
    return FindingView(
        found.level, found.say, found.source, found.record, found.field, found.row, found.waived, whence,
        jump.page, jump.form, jump.member, jump.period,
    )


def gather(duties: list[Duty]) -> list[tuple[Duty, int]]:
    """The overdue periods of one duty under the longest overdue: (duty, how many more). The order stays."""
    groups: dict[tuple[str, str], list[Duty]] = {}
    for duty in duties:
        key = (duty.id, "overdue") if duty.state == "overdue" else (duty.id, duty.period)
        groups.setdefault(key, []).append(duty)
    return [(found[0], len(found) - 1) for found in groups.values()]


def duty_view(duty: Duty, more: int = 0) -> DutyView:
    """A duty as its line shows it; ``more`` further ones of the same kind are as late."""
    return DutyView(
        duty.title, duty.days_left, duty.state, duty.say, duty.source, duty.form, duty.evidence_key, more,
        duty.record, duty.page, duty.member, duty.period,
    )


def from_json(raw: Any) -> HomeView | None:
    """The view that was kept (a tuple goes into JSON as a list); None for anything else than a whole one."""
    try:
        page = _made(HomeView, raw)
        return page._replace(
            first=_made(DutyView, page.first) if page.first is not None else None,
            levels=_all(page.levels, int, len(LEVELS)),
            stars=tuple(_star(one) for one in page.stars),
            duties=_many(DutyView, page.duties),
            findings=_many(FindingView, page.findings),
            later=_many(LaterView, page.later),
        )
    except ValueError:
        return None


def _many(kind: type[Line], raw: Iterable[Any]) -> tuple[Line, ...]:
    return tuple(_made(kind, one) for one in raw)


def _star(raw: Any) -> StarView:
    star = _made(StarView, raw)
    return star._replace(missing=_all(star.missing, str, len(star.missing)))


def _made(kind: type[Line], raw: Any) -> Line:
    shape = _SHAPES[kind]
    if not isinstance(raw, list) or len(raw) != len(shape):
        raise ValueError(kind.__name__)
    if not all(isinstance(value, wanted) for value, wanted in zip(raw, shape, strict=True)):
        raise ValueError(kind.__name__)
    return kind(*raw)


def _all(raw: Sequence[Any], kind: type, length: int) -> tuple[Any, ...]:
    if len(raw) != length or not all(isinstance(one, kind) for one in raw):
        raise ValueError(kind.__name__)
    return tuple(raw)
