"""Points of members (record_book §6, points §1.4): the four red lines, claims, notices, objections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache

from wdbranch.book.finding import Jump
from wdbranch.book.record import State, day_of
from wdbranch.rules.findings.inspection import BookCheck, Check, Inspection
from wdbranch.rules.findings.reading import BookObjection, Objection, Reading
from wdbranch.rules.periods import Period, period_of, periods
from wdbranch.rules.points.facts import AGREED, awards_himself, exempt_as
from wdbranch.rules.points.ledger import waiting
from wdbranch.rules.points.notices import changed_since, notices
from wdbranch.rules.points.scheme import MINUS, ZERO, say_score, scheme_on, scored
from wdbranch.rules.tables import rules_table
from wdbranch.rules.wording import say_day

_ABOUT = "积分"


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in rules_table("points")["red_lines"][kind])


def _limit(name: str) -> int:
    return int(rules_table("points")["limits"][name])


def _red_line(kind: str) -> Check:
    """A sentence in which points stand in for what only a meeting decides. Sources stand with the rules."""

    def check(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001 - one shape for all rules
        if _ABOUT not in seen.told:
            return
        denied = rules_table("points")["red_lines"]["denied"]
        for field, row, text in seen.texts:
            if _ABOUT not in text:
                continue
            for sentence in re.split(r"[。；\n]", text):
                found = next((m for p in _patterns(kind) if (m := p.search(sentence))), None)
                if found is not None and not any(word in sentence for word in denied):
                    yield Objection("default", field, row, {"label": seen.label(field), "said": found[0]})

    return check


# --- claims ------------------------------------------------------------------------------------------------


def jf04_exempt(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """Nobody infirm or away loses points for staying away.

    Source: 党员教育管理工作条例（2019）第二十三条 for the infirm.
    """
    member = book.snapshot.roster.by_label.get(str(seen.record.get("member")))
    if member is None or seen.day is None or seen.record.get("decision") not in AGREED:
        return
    scheme = scheme_on(book.snapshot, seen.day)
    item = scheme.items.get(_code(seen))
    kind = exempt_as(member, seen.day, scheme)
    if item is not None and item.spares and kind:
        yield Objection("default", "decision", fill={"name": seen.record.get("member"), "kind": scheme.exempt[kind]})


def jf05_basis(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """A line entered by hand has a meeting, a record or a file behind it."""
    record = seen.record
    if record.get("decision") not in AGREED or record.get("meeting") or record.get("basis") or record.attachments:
        return
    yield Objection("default", "basis", fill={"name": record.get("member") or "本人"})


def jf07_himself(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """The secretary does not award points to the secretary."""
    if seen.record.get("points") is not None and awards_himself(book.snapshot, seen.record):
        yield Objection("default", "entered_by", fill={"name": seen.record.get("member")})


def jf10_rules(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """The code is one of the rules of the day, the points within its range."""
    code, points = _code(seen), seen.record.get("points")
    if not code or seen.day is None:
        return
    item = scheme_on(book.snapshot, seen.day).items.get(code)
    if item is None:
        yield Objection("code", "item", fill={"code": code})
        return
    adjusted = seen.record.get("decision") == "adjust"
    box = "decided_points" if adjusted and seen.record.get("decided_points") is not None else "points"
    points = seen.record.get(box)
    if points is None or item.direction == ZERO:
        return
    score = -abs(scored(points)) if item.direction == MINUS else scored(points)
    least, most = sorted((item.value, item.most if item.most is not None else item.value))
    if not least <= score <= most:
        fill = {"name": item.name, "least": say_score(least), "most": say_score(most), "points": say_score(score)}
        yield Objection("range", box, fill=fill)


def _code(seen: Reading) -> str:
    return str(seen.record.get("item") or "").strip().upper()


# --- rules, notices, objections ----------------------------------------------------------------------------


def jf06_not_back(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """Rules hold from their adoption on, never backwards; each code occurs once."""
    adopted, since = day_of(seen.record.get("adopted_on")), day_of(seen.record.get("from_day"))
    if adopted is not None and since is not None and since < adopted:
        yield Objection("before", "from_day", fill={"since": say_day(since), "adopted": say_day(adopted)})
    known: set[str] = set()
    for index, row in enumerate(seen.record.rows("items")):
        code = str(row.get("code") or "")
        if code in known:
            yield Objection("code", "items", index, {"row": index + 1, "code": code})
        known.add(code)


def jf08_no_reasons(seen: Reading, book: Inspection) -> Iterator[Objection]:  # noqa: ARG001
    """What is shown in public never says what anything was deducted for."""
    for field, row, text in seen.texts:
        found = next((m for p in _patterns("reasons") if (m := p.search(text))), None)
        if found is not None:
            yield Objection("default", field, row, {"label": seen.label(field), "said": found[0]})


def jf09_notice(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """A quarter is posted before it is shown, and shown long enough."""
    quarter, last = seen.record.get("quarter"), day_of(seen.record.get("shown_to"))
    if seen.day is None:
        return
    least = scheme_on(book.snapshot, seen.day).notice_days
    if last is not None and (days := (last - seen.day).days + 1) < least:
        fill = {"first": say_day(seen.day), "last": say_day(last), "days": days, "least": least}
        yield Objection("short", "shown_to", fill=fill)
    if seen.record.state is State.DRAFT and isinstance(quarter, int) and 1 <= quarter <= 4:
        period = period_of("quarter", date(seen.record.year, 3 * quarter, 1))
        left = waiting(book.snapshot, seen.record.year, book.today, until=period.last.isoformat()[:7])
        if left:
            yield Objection("waiting", "quarter", fill={"quarter": quarter, "count": len(left)})


def jf11_answer(seen: Reading, book: Inspection) -> Iterator[Objection]:
    """An objection is decided and answered."""
    missing = [box for box in ("decision", "replied_on") if not seen.record.get(box)]
    if seen.day is None or not missing or (days := (book.today - seen.day).days) <= _limit("objection_days"):
        return
    what = "、".join(seen.label(box) for box in missing)
    fill = {"name": seen.record.get("raised_by") or "", "day": say_day(seen.day), "days": days, "what": what}
    yield Objection("default", missing[0], fill=fill)


# --- the book as a whole -----------------------------------------------------------------------------------


def _posted_quarters(book: Inspection) -> Iterator[tuple[int, Period]]:
    """The quarters that are over and for which points were posted, of the years looked at."""
    for year in book.years:
        months = {entry.line.month for entry in book.snapshot.points.live(year).values()}
        for quarter in periods("quarter", date(year, 1, 1), date(year, 12, 31)):
            inside = any(quarter.first.isoformat()[:7] <= month <= quarter.last.isoformat()[:7] for month in months)
            if quarter.last < book.today and inside:
                yield year, quarter


def jf12_shown(book: Inspection) -> Iterator[BookObjection]:
    """Each quarter that was posted is shown in public. Source: 多地做法."""
    if not book.snapshot.points.postings:
        return
    for _, quarter in _posted_quarters(book):
        late = book.today > quarter.last + timedelta(days=_limit("notice_after_days"))
        if late and not notices(book.snapshot, quarter):
            jump = Jump(form="points_notice", period=quarter.id)
            yield BookObjection("default", quarter.id, {"quarter": quarter.say}, jump)


def jf13_changed(book: Inspection) -> Iterator[BookObjection]:
    """What changed after a quarter was shown is looked at again."""
    if not book.snapshot.points.postings:
        return
    for _, quarter in _posted_quarters(book):
        count = changed_since(book.snapshot, quarter)
        if count:
            fill = {"quarter": quarter.say, "count": count}
            yield BookObjection("default", quarter.id, fill, Jump(page="points", period=quarter.id))


def jf14_reversals(book: Inspection) -> Iterator[BookObjection]:
    """What a posted line rests on is still so."""
    for year in book.years:
        if book.snapshot.points.live(year):
            count = len(waiting(book.snapshot, year, book.today).back)
            if count:
                yield BookObjection("default", str(year), {"count": count}, Jump(page="points", period=str(year)))


FUNCTIONS: Mapping[str, Check] = {
    "JF-01": _red_line("grade"),
    "JF-02": _red_line("membership"),
    "JF-03": _red_line("discipline"),
    "JF-04": jf04_exempt,
    "JF-05": jf05_basis,
    "JF-06": jf06_not_back,
    "JF-07": jf07_himself,
    "JF-08": jf08_no_reasons,
    "JF-09": jf09_notice,
    "JF-10": jf10_rules,
    "JF-11": jf11_answer,
}
BOOK_FUNCTIONS: Mapping[str, BookCheck] = {
    "JF-12": jf12_shown,
    "JF-13": jf13_changed,
    "JF-14": jf14_reversals,
}
"""The rules of this file by their ids in ``findings.toml``."""
