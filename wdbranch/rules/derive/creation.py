"""The papers of creation: figures, self-assessment, catalogue of evidence, star card, account, list of ledgers."""

from __future__ import annotations

from datetime import date

from wdbranch.book import values
from wdbranch.book.form import edition_of_year
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.derive.table import Derived, DerivedRow
from wdbranch.rules.figures import figures
from wdbranch.rules.judged import CHANGED, Judged
from wdbranch.rules.star_account import paragraphs
from wdbranch.rules.star_ledgers import ledgers
from wdbranch.rules.star_process import targets
from wdbranch.rules.stars import Indicator, stars
from wdbranch.rules.tables import rules_table
from wdbranch.rules.wording import say_day, say_names

_SHORTCOMINGS = 3
_RECORDS = 6


def figure_rows(snapshot: Snapshot, year: int, today: date) -> Derived:
    """Every figure of the year that is not nothing."""
    names = _star_names(snapshot, year)
    found = [one for one in figures(snapshot, today, year) if one.value or one.denominator]
    rows = tuple(
        DerivedRow(
            {
                "no": str(number),
                "label": one.label,
                "value": one.say,
                "of": one.of if one.denominator is not None else "",
                "stars": "、".join(names[star] for star in one.stars if star in names),
            },
            record=one.records[0] if len(one.records) == 1 else "",
        )
        for number, one in enumerate(found, 1)
    )
    return Derived(rows, (_say("on").format(day=say_day(min(today, date(year, 12, 31)))),) if rows else ())


def self_assessment(snapshot: Snapshot, year: int, today: date) -> Derived:
    """Every indicator with what is computed, the branch's own grade and the street's."""
    states = rules_table("stars")["state"]
    rows = [
        DerivedRow(
            {
                "star": star.name if place == 0 else "",
                "id": one.id,
                "name": one.name,
                "threshold": one.threshold,
                "told": one.say,
                "state": states[one.state],
                "self": grade_label(one.judged.grade),
                "review": review_label(one.judged),
            }
        )
        for star in stars(snapshot, today, year=year)
        for place, one in enumerate(star.indicators)
    ]
    return Derived(tuple(rows), (_say("reference"),))


def evidence(snapshot: Snapshot, year: int, today: date) -> Derived:
    """What proves each indicator that is met or judged: records, files, where the papers are kept."""
    rows: list[DerivedRow] = []
    for star in stars(snapshot, today, year=year):
        first = True
        for one in star.indicators:
            proof = proof_of(snapshot, one)
            files = sum(len(snapshot.by_id[found].attachments) for found in proof) + len(
                [link for link in one.judged.links if link.startswith("photo:")]
            )
            if not (proof or one.judged.note or one.judged.links or one.state == "met"):
                continue
            rows.append(
                DerivedRow(
                    {
                        "star": star.name if first else "",
                        "id": one.id,
                        "name": one.name,
                        "wanted": one.evidence,
                        "records": _records(snapshot, proof, one),
                        "files": str(files) if files else "",
                        "note": one.judged.note,
                    },
                    record=proof[0] if len(proof) == 1 else "",
                )
            )
            first = False
    return Derived(tuple(rows))


def proof_of(snapshot: Snapshot, one: Indicator) -> tuple[str, ...]:
    """The records that prove an indicator: those counted, and those linked by hand."""
    linked = (link.partition(":")[2] for link in one.judged.links if link.startswith("record:"))
    return tuple(dict.fromkeys(found for found in (*one.records, *linked) if found in snapshot.by_id))


def _records(snapshot: Snapshot, proof: tuple[str, ...], one: Indicator) -> str:
    numbers = []
    for found in proof:
        record = snapshot.by_id[found]
        form = snapshot.form_of(record)
        numbers.append(values.record_number(form, record) or form.short)
    pages = [link.partition(":")[2] for link in one.judged.links if link.startswith("page:")]
    edition = edition_of_year(snapshot.editions)
    known = {page.id: page.short for page in edition.pages()}
    return say_names([*(known.get(page, page) for page in pages), *numbers], _RECORDS, "份")


def card(snapshot: Snapshot, year: int, today: date) -> Derived:
    """One row a star: how far it is, whether it is this year's target, three shortcomings, who and by when."""
    found = stars(snapshot, today, year=year)
    aims = {one.star: one for one in targets(snapshot, found, year)}
    words = rules_table("stars")["papers"]
    rows = []
    for star in found:
        aim = aims[star.id]
        lacking = [one.name for one in star.indicators if one.state in ("unmet", "not_yet", "manual")]
        rows.append(
            DerivedRow(
                {
                    "star": star.name,
                    "count": f"{star.met}／{star.applicable}",
                    "target": words["granted" if aim.granted else "wanted" if aim.wanted else "not_wanted"],
                    "missing": "\n".join(lacking[:_SHORTCOMINGS]),
                    "person": aim.person,
                    "due": f"{aim.due.month}月{aim.due.day}日" if aim.due else "",
                }
            )
        )
    return Derived(tuple(rows), (_say("on").format(day=say_day(min(today, date(year, 12, 31)))), _say("reference")))


def account_rows(snapshot: Snapshot, year: int, today: date) -> Derived:
    """The draft of the yearly account, star by star."""
    told = paragraphs(snapshot, year, today)
    return Derived(tuple(DerivedRow({"star": name, "told": text}) for name, text in told))


def ledger_index(snapshot: Snapshot, year: int, today: date) -> Derived:
    """Which ledgers each star has, and how many records of the year are in each."""
    words = rules_table("stars")["papers"]
    rows = []
    for star in stars(snapshot, today, year=year):
        for place, one in enumerate(ledgers(snapshot, star, year)):
            rows.append(
                DerivedRow(
                    {
                        "star": star.name if place == 0 else "",
                        "ledger": one.form.title,
                        "count": str(one.count) if one.count else "",
                        "last": say_day(one.last) if one.last else "",
                        "state": words["used" if one.shown else "hidden"],
                    }
                )
            )
    return Derived(tuple(rows))


def grade_label(grade: str) -> str:
    """达, 部分, 未达, 不适用; empty where nothing was said."""
    return str(rules_table("stars")["grade"].get(grade, ""))


def review_label(judged: Judged) -> str:
    """What the street said: 同, 退回, 改判：未达; with its note."""
    if judged.review is None:
        return ""
    said = str(rules_table("stars")["verdict"].get(judged.review.verdict, ""))
    if judged.review.verdict == CHANGED:
        said += f"：{grade_label(judged.review.grade)}"
    return f"{said}（{judged.review.note}）" if judged.review.note else said


def _say(name: str) -> str:
    return str(rules_table("stars")["papers"][name])


def _star_names(snapshot: Snapshot, year: int) -> dict[str, str]:
    from wdbranch.rules.stars import standard_of

    return {star["id"]: star["name"][:2] for star in standard_of(snapshot.branch, year).stars}
