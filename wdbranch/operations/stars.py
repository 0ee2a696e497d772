"""The stars as their page shows and changes them: standing, self-assessment, the street's word, targets, papers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from wdbranch.book import values as book_values
from wdbranch.book.form import Form, edition_of_year
from wdbranch.book.record import State
from wdbranch.book.snapshot import Snapshot
from wdbranch.book.vocabulary import STARS
from wdbranch.errors import UserError, WrongUseError
from wdbranch.operations import record as records
from wdbranch.operations.change import BRANCH, EVIDENCE, Change, Saved
from wdbranch.rules.figures import Figure, figures
from wdbranch.rules.judged import CHANGED, GRADES, MET, VERDICTS, key_of
from wdbranch.rules.negatives import Negative, negatives
from wdbranch.rules.star_account import account, holder_of
from wdbranch.rules.star_ledgers import Ledger, ledgers, likely_next, unused
from wdbranch.rules.star_process import RULES, Step, Target, counted, counting_rule, granted, steps, targets
from wdbranch.rules.stars import SETTINGS, Star, standard_of, standards, stars
from wdbranch.rules.tables import rules_table
from wdbranch.store.workbook import Workbook

SUMMARY = "year_summary"
PAPERS = (
    "star_self_sheet", "evidence_sheet", "star_card_sheet", "figures_sheet", "star_account_sheet", "ledger_index_sheet",
)
"""The views that the page offers to print."""


@dataclass(frozen=True, slots=True)
class Creation:
    """The year of creation: stars, targets, steps, figures, negatives; ``reached`` counted by the branch's rule."""

    year: int
    on: date
    holder: str
    title: str
    reference: str
    stars: tuple[Star, ...]
    targets: tuple[Target, ...]
    steps: tuple[Step, ...]
    figures: tuple[Figure, ...]
    negatives: tuple[Negative, ...]
    granted: tuple[str, ...]
    reached: int
    years: tuple[int, ...]
    papers: tuple[tuple[str, str], ...]   # view id, what it is called


@dataclass(frozen=True, slots=True)
class OfStar:
    """The ledgers of one star, and the forms for a new record with the likely next first."""

    ledgers: tuple[Ledger, ...]
    next_forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year of the history: how many indicators of how many, and the stars recognised."""

    year: int
    title: str
    met: int
    applicable: int
    granted: tuple[str, ...]
    reached: int


def creation(book: Workbook, on: date, year: int | None = None) -> Creation:
    """Everything the page shows of a year, as of a day."""
    snapshot = book.snapshot()
    asked = year or on.year
    found = stars(snapshot, on, year=asked)
    standard = standard_of(snapshot.branch, asked)
    have = granted(snapshot, asked)
    edition = edition_of_year(snapshot.editions, asked)
    return Creation(
        year=asked,
        on=min(on, date(asked, 12, 31)),
        holder=holder_of(snapshot),
        title=standard.title,
        reference=standard.reference,
        stars=tuple(found),
        targets=tuple(targets(snapshot, found, asked)),
        steps=tuple(steps(snapshot, found, asked, on)),
        figures=tuple(figures(snapshot, on, asked)),
        negatives=tuple(negatives(snapshot, on, asked)),
        granted=have,
        reached=counted(have, [star.id for star in found], counting_rule(snapshot.branch)),
        years=_years(snapshot, on),
        papers=tuple((view, edition.views[view].short) for view in PAPERS if view in edition.views),
    )


def of_star(book: Workbook, star: Star, year: int) -> OfStar:
    """The ledgers that live with a star."""
    lines = ledgers(book.snapshot(), star, year)
    return OfStar(tuple(lines), tuple(likely_next(star, lines)))


def history(book: Workbook, on: date) -> list[YearLine]:
    """Every year of the book, newest first, each by its own standard."""
    snapshot = book.snapshot()
    lines = []
    for year in _years(snapshot, on):
        found, have = stars(snapshot, on, year=year), granted(snapshot, year)
        lines.append(
            YearLine(
                year=year,
                title=standard_of(snapshot.branch, year).title,
                met=sum(star.met for star in found),
                applicable=sum(star.applicable for star in found),
                granted=have,
                reached=counted(have, [star.id for star in found], counting_rule(snapshot.branch)),
            )
        )
    return lines


def _years(snapshot: Snapshot, on: date) -> tuple[int, ...]:
    kept = {record.year for record in snapshot.records if not snapshot.form_of(record).standing}
    return tuple(sorted({on.year, *(year for year in kept if year <= on.year)}, reverse=True))


def assess(
    book: Workbook,
    indicator: str,
    year: int,
    grade: str,
    *,
    note: str = "",
    on: date | None = None,
    by: str = "",
    links: Iterable[str] = (),
) -> Change:
    """Grade an indicator for a year: met, part, unmet, na; an empty grade takes it back.

    What the street said stays. Raises WrongUseError (bad_grade) for another grade.
    """
    if grade and grade not in GRADES:
        raise WrongUseError("自评只有达、部分、未达、不适用四种。", code="bad_grade")
    held = _held(book, indicator, year)
    kept = {"review": held["review"]} if held.get("review") else {}
    value: dict[str, Any] | None = {"met": False, **kept} if kept else None
    if grade:
        day = (on or book.clock().date()).isoformat()
        value = {"met": grade == MET, "grade": grade, "note": note.strip(), "on": day, "by": by, **kept}
        if told := list(dict.fromkeys(links)):
            value["links"] = told
    elif value is not None:
        value["grade"] = "none"
    book.set_evidence(key_of(indicator, year), value)
    if not grade and indicator in book.evidence():      # kept before judgements were kept year by year
        book.set_evidence(indicator, None)
    return Change(frozenset({EVIDENCE}))


def review(
    book: Workbook,
    indicator: str,
    year: int,
    verdict: str,
    *,
    grade: str = "",
    note: str = "",
    on: date | None = None,
    by: str = "",
) -> Change:
    """Keep the street's word on an indicator: same, returned, changed (then with its grade); empty takes it back.

    Raises WrongUseError (bad_grade).
    """
    if (verdict and verdict not in VERDICTS) or (verdict == CHANGED and grade not in GRADES):
        raise WrongUseError("审核只有同、退回、改判三种，改判要写改成什么。", code="bad_grade")
    held = dict(_held(book, indicator, year)) or {"met": False, "grade": "none"}
    held.pop("review", None)
    if verdict:
        day = (on or book.clock().date()).isoformat()
        held["review"] = {
            "verdict": verdict, "grade": grade if verdict == CHANGED else "", "note": note.strip(), "on": day, "by": by,
        }
    empty = held.get("grade") == "none" and not verdict
    book.set_evidence(key_of(indicator, year), None if empty else held)
    return Change(frozenset({EVIDENCE}))


def _held(book: Workbook, indicator: str, year: int) -> Mapping[str, Any]:
    kept = book.evidence()
    former = kept.get(indicator)
    own = former if former and str(former.get("on") or year).startswith(str(year)) else None
    return kept.get(key_of(indicator, year)) or own or {}


def answer(book: Workbook, negative: str, year: int, *, happened: bool | None, note: str, by: str = "") -> Change:
    """Say whether a case of the negative list happened in a year; None takes the answer back. It is only a trace.

    Raises WrongUseError (no_negative) for another id, UserError (no_reason) without a note.
    """
    if negative not in {entry["id"] for entry in rules_table("stars")["negative"]}:
        raise WrongUseError(f"负面情形里没有“{negative}”。", code="no_negative")
    if happened is not None and not note.strip():
        raise UserError("请写一句情况说明。", safe="没有改动。", todo="写明是什么事、怎么处理的。", code="no_reason")
    grade = "" if happened is None else MET if happened else "unmet"
    return assess(book, negative, year, grade, note=note, by=by)


def settings(book: Workbook) -> dict[str, Any]:
    """How the branch creates: {"own": star codes, "rule", "holder": {"name", "kind", "branches"}}."""
    told = dict(book.branch().settings.get(SETTINGS) or {})
    return {
        "own": list(told.get("own") or ()),
        "rule": counting_rule(book.branch()),
        "holder": {"name": "", "kind": "", "branches": [], **(told.get("holder") or {})},
    }


def set_settings(
    book: Workbook,
    *,
    own: Sequence[str] | None = None,
    rule: str | None = None,
    holder: Mapping[str, Any] | None = None,
) -> Change:
    """Choose the stars of a mixed set (empty: the whole set of the branch's kind), the rule, whose stars they are.

    Raises WrongUseError (bad_stars) for an unknown star or rule.
    """
    if not set(own or ()) <= set(STARS) or (rule is not None and rule not in RULES):
        raise WrongUseError("没有这颗星，或没有这种数星的办法。", code="bad_stars")
    branch = book.branch()
    told = settings(book)
    if own is not None:
        told["own"] = [star for star in STARS if star in own]
    if rule is not None:
        told["rule"] = rule
    if holder is not None:
        told["holder"] = {**told["holder"], **holder}
    book.save_branch(replace(branch, settings={**branch.settings, SETTINGS: told}), "创星设置")
    return Change(frozenset({BRANCH}))


def every_star() -> dict[str, str]:
    """All eight stars by code, with their names."""
    names = {star["id"]: str(star["name"]) for standard in standards() for star in standard.stars}
    return {code: names[code] for code in STARS if code in names}


def draft_summary(book: Workbook, year: int, on: date) -> Saved:
    """Put the draft of the account into the yearly summary, which is begun where there is none.

    What stands there is kept, the account comes behind it. Raises UserError (summary_final) where the summary
    is finished.
    """
    text = account(book.snapshot(), year, on)
    day = on if on.year == year else date(year, 12, 31)
    saved = records.new(book, SUMMARY, day=day, year=year)
    if saved.record.state is not State.DRAFT:
        raise UserError(
            f"{year}年的年度总结已经定稿。",
            safe="总结没有改动。",
            todo="要改，请在那一份里点“更正”，再来起草。",
            code="summary_final",
        )
    before = str(saved.record.get("body") or "")
    if text in before:
        return saved
    return records.set_value(book, saved.record.id, "body", f"{before}\n{text}" if before else text)


def evidence_choices(book: Workbook, star: Star, year: int) -> list[tuple[str, str]]:
    """What may be linked as evidence of a star's indicators: (link, words), records of its ledgers first."""
    snapshot = book.snapshot()
    edition = edition_of_year(snapshot.editions, year)
    mine = [form for form in edition.ordered() if star.id in form.stars]
    rest = [form for form in edition.ordered() if form not in mine and not form.stars]
    found: list[tuple[str, str]] = []
    for form in (*mine, *rest):
        for record in reversed(snapshot.of_year(form.id, year)):
            number = book_values.record_number(form, record)
            title = str(record.get(form.title_field) or "")
            files = f"　附件 {len(record.attachments)}" if record.attachments else ""
            found.append((f"record:{record.id}", f"{number or form.short}　{title}{files}"))
            found += [
                (f"photo:{kept.digest}", f"　照片　{kept.caption or kept.name}")
                for kept in record.attachments
                if kept.kind == "photo"
            ]
    found += [(f"page:{page.id}", f"{page.title}（整本）") for page in edition.pages() if snapshot.shows(page)]
    return found


def leads(star: str) -> str:
    """Which offices lead the creation of a star, as far as public reports tell."""
    return str(rules_table("stars")["leads"].get(star, ""))


def unused_ledgers(book: Workbook, year: int) -> list[Form]:
    """Star ledgers in use without a record in a year: the home page says once a year that they can be hidden."""
    return unused(book.snapshot(), year)
