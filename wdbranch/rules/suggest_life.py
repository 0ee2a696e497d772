"""Suggestions for the pages of organisation life: group meetings, life meeting, appraisal, talks, birthdays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from wdbranch.book.form import edition_of_year
from wdbranch.book.people import Member
from wdbranch.book.record import Record, Row, day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules import talks
from wdbranch.rules.appraisal import result_of
from wdbranch.rules.draft import Draft, Suggestion, before, edition_of
from wdbranch.rules.group_meetings import groups_missing, groups_on
from wdbranch.rules.periods import period_of
from wdbranch.rules.tables import rules_table
from wdbranch.rules.wording import say_day, say_names


def _table() -> dict[str, Any]:
    return rules_table("suggest")


# --- party groups -------------------------------------------------------------------------------------------


def next_group(draft: Draft, snapshot: Snapshot) -> str | None:
    """The first party group that has not met in the month of the day."""
    if draft.day is None:
        return None
    missing = groups_missing(snapshot, period_of("month", draft.day), date.max)
    return next(iter(missing or groups_on(snapshot, draft.day)), None)


def group_title(draft: Draft, snapshot: Snapshot) -> str | None:  # noqa: ARG001 - one shape for all
    """2026年9月第一党小组会."""
    group = draft.values.get("group")
    if draft.day is None or not group:
        return None
    return str(_table()["group_title"]).format(year=draft.day.year, month=draft.day.month, group=group)


def leader_of(snapshot: Snapshot, group: str, day: date) -> Member | None:
    """The leader of a party group on a day: of the group, with the post tagged so."""
    edition = edition_of_year(snapshot.editions, day.year)
    leaders = snapshot.roster.holding(day, edition.tagged("posts", "group_lead"))
    return next((member for member in leaders if member.group(day) == group), None)


def group_leader(draft: Draft, snapshot: Snapshot) -> str | None:
    """The leader of the draft's group."""
    if draft.day is None or not draft.values.get("group"):
        return None
    leader = leader_of(snapshot, draft.values["group"], draft.day)
    return snapshot.roster.label(leader) if leader else None


def open_items(draft: Draft, snapshot: Snapshot) -> tuple[dict[str, Any], ...]:
    """What earlier meetings of the same group agreed on and nobody wrote the outcome of, oldest first.

    The day of completion is written where the item was agreed; here only how far it is.
    """
    if draft.day is None or not draft.form.has("carried"):
        return ()
    since = draft.day - timedelta(days=int(_table()["open_items_days"]))
    columns = [column.id for column in draft.form.field("carried").columns]
    return tuple(
        {column: row.get(column) for column in columns}
        for record in before(draft, snapshot)
        if (day := snapshot.day(record)) is not None and day >= since
        for row in record.rows("decisions")
        if row.get("text") and not row.get("done_on")
    )


def announced_theme(draft: Draft, snapshot: Snapshot) -> str | None:
    """The theme that the theme day of the month before announced."""
    last = next(reversed(before(draft, snapshot)), None)
    day = snapshot.day(last) if last else None
    if last is None or day is None or draft.day is None:
        return None
    months = (draft.day.year - day.year) * 12 + draft.day.month - day.month
    return last.get("next_theme") if months == 1 else None


# --- organisation life meeting ------------------------------------------------------------------------------


def _of_the_year(draft: Draft, snapshot: Snapshot, form: str) -> list[Record]:
    return [record for record in snapshot.of(form) if record.year == draft.belongs]


def held_as(draft: Draft, snapshot: Snapshot) -> str | None:
    """As the preparation of the same year says; otherwise an assembly of all members."""
    if draft.day is None:
        return None
    planned = [record.get("held_as") for record in _of_the_year(draft, snapshot, "life_prep")]
    return next((way for way in reversed(planned) if way), "members")


def life_theme(draft: Draft, snapshot: Snapshot) -> str | None:
    """The theme of the preparation of the same year."""
    themes = [record.get("theme") for record in _of_the_year(draft, snapshot, "life_prep")]
    return next((theme for theme in reversed(themes) if theme), None)


def team_problems(draft: Draft, snapshot: Snapshot) -> str | None:
    """The problems of the committee as a team, from the list of problems of the same year."""
    team = edition_of(draft, snapshot).tagged("problem_subject", "team")
    found = [
        record.get("problem")
        for record in _of_the_year(draft, snapshot, "life_problem")
        if record.get("subject") in team and record.get("problem")
    ]
    return "\n".join(f"{number}．{problem}" for number, problem in enumerate(found, 1)) or None


def talks_done(draft: Draft, snapshot: Snapshot) -> str | None:
    """How many talks were held in the weeks before the day, and with whom nobody of the committee talked."""
    if draft.day is None:
        return None
    words = _table()["talks_done"]
    since = draft.day - timedelta(days=int(words["days"]))
    held = [r for r in snapshot.of(talks.FORM) if since <= (snapshot.day(r) or date.max) <= draft.day]
    if not held:
        return None
    pairs = [pair for record in held if (pair := talks.pair_of(record, snapshot))]
    posts = edition_of(draft, snapshot).tagged("posts", "committee")
    roster = snapshot.roster
    committee = {roster.label(member) for member in roster.holding(draft.day, posts)}
    others = [label for member in roster.on(draft.day) if (label := roster.label(member)) not in committee]
    missing = [name for name in others if not any(name in pair and pair & committee for pair in pairs)]
    first = min(day for record in held if (day := snapshot.day(record)))
    text = str(words["say"]).format(
        since=say_day(first), until=say_day(draft.day), count=len(held),
        members=len(others), covered=len(others) - len(missing),
    )
    return text + (str(words["missing"]).format(names=say_names(missing, 40)) if missing else "")


def _expected(draft: Draft, snapshot: Snapshot) -> list[str]:
    """Those on the attendance list who are not marked as away."""
    field, edition = draft.form.attendance, edition_of(draft, snapshot)
    away = edition.tagged("attendance", "absent") - edition.tagged("attendance", "online")
    rows: tuple[Row, ...] = tuple(draft.values.get(field.id) or ()) if field else ()
    away |= edition.tagged("attendance", "not_due")
    return [str(row["name"]) for row in rows if row.get("status") not in away]


def self_criticism(draft: Draft, snapshot: Snapshot) -> tuple[dict[str, Any], ...]:
    """One row for each who comes, to be written."""
    return tuple({"person": name, "text": None, "pledge": None} for name in _expected(draft, snapshot))


def criticism(draft: Draft, snapshot: Snapshot) -> tuple[dict[str, Any], ...]:
    """One row for each who comes: what others said to them."""
    return tuple({"critic": None, "person": name, "text": None} for name in _expected(draft, snapshot))


# --- democratic appraisal -----------------------------------------------------------------------------------


def tally_rows(draft: Draft, snapshot: Snapshot) -> tuple[dict[str, Any], ...]:
    """One row for each full member; probationary members get no grade and stand on no ballot."""
    if draft.day is None or not draft.form.has("tally"):
        return ()
    columns = [column.id for column in draft.form.field("tally").columns]
    blank = dict.fromkeys(columns)
    roster = snapshot.roster
    return tuple(
        {**blank, "person": roster.label(member)}
        for member in roster.on(draft.day)
        if member.is_full(draft.day)
    )


def grade_rows(draft: Draft, snapshot: Snapshot) -> tuple[dict[str, Any], ...]:
    """The rows of the draft with the results of the ballots, or one row for each member.

    A probationary member takes part without a grade (年度通知, 多地做法).
    """
    if draft.day is None or not draft.form.has("grades"):
        return ()
    field = draft.form.field("grades")
    rows = [dict(row) for row in draft.values.get("grades") or ()]
    if not rows:
        blank = dict.fromkeys(column.id for column in field.columns)
        ungraded = next(iter(edition_of(draft, snapshot).tagged("member_grade", "ungraded")), None)
        roster = snapshot.roster
        rows = [
            {
                **blank,
                "person": roster.label(member),
                "grade": None if member.is_full(draft.day) else ungraded,
            }
            for member in roster.on(draft.day)
        ]
    polled = {row.get("person"): row for row in draft.values.get("tally") or ()}
    for row in rows:
        result = result_of(polled.get(row["person"]), draft.form)
        if result:
            row["result"] = result
    return tuple(rows)


def _graded(tag: str) -> Suggestion:
    def suggestion(draft: Draft, snapshot: Snapshot) -> int | None:
        wanted = edition_of(draft, snapshot).tagged("member_grade", tag)
        graded = edition_of(draft, snapshot).tagged("member_grade", "graded")
        rows = [row for row in draft.values.get("grades") or () if row.get("grade") in graded]
        return sum(row["grade"] in wanted for row in rows) if rows else None

    return suggestion


# --- talks, double life, birthdays --------------------------------------------------------------------------


def talk_kind(draft: Draft, snapshot: Snapshot) -> str | None:
    """Between whom the talk is, by the posts that the two hold on the day."""
    if draft.day is None:
        return None
    edition, roster = edition_of(draft, snapshot), snapshot.roster
    people = [roster.by_label.get(draft.values.get(name) or "") for name in ("talker", "partner")]
    if not draft.values.get("talker") or not draft.values.get("partner"):
        return None
    if any(person is not None and person.applicant for person in people):
        return _tagged(edition.choices["talk_kind"], "applicant")
    members = [person for person in people if person is not None and person.belongs(draft.day)]
    if len(members) < 2:
        return None
    posts = edition.tagged("posts", "committee")
    seats = sum(bool(posts.intersection(person.posts(draft.day))) for person in members)
    return _tagged(edition.choices["talk_kind"], ("no_committee", "one_committee", "both_committee")[seats])


def _tagged(choices: tuple[Any, ...], tag: str) -> str | None:
    return next((choice.id for choice in choices if tag in choice.tags), None)


def last_duty(draft: Draft, snapshot: Snapshot) -> str | None:
    """The duty under which the same person was entered last."""
    person = draft.values.get("person")
    rows = [r.get("duty") for r in before(draft, snapshot) if person and r.get("person") == person]
    return next((duty for duty in reversed(rows) if duty), None)


def birthdays(snapshot: Snapshot, day: date) -> Iterator[Member]:
    """The members who joined the Party in this month of an earlier year, in roster order."""
    for member in snapshot.roster.on(day):
        joined = member.join_date or ""
        if len(joined) >= 7 and joined[5:7] == f"{day:%m}" and int(joined[:4]) < day.year:
            yield member


def birthday_person(draft: Draft, snapshot: Snapshot) -> str | None:
    """The next member whose political birthday is in this month and is not entered yet."""
    if draft.day is None:
        return None
    entered = {record.get("person") for record in _of_the_year(draft, snapshot, draft.form.id)}
    labels = (snapshot.roster.label(member) for member in birthdays(snapshot, draft.day))
    return next((label for label in labels if label not in entered), None)


def _person(draft: Draft, snapshot: Snapshot) -> Member | None:
    return snapshot.roster.by_label.get(draft.values.get("person") or "")


def join_date(draft: Draft, snapshot: Snapshot) -> str | None:
    """When the person joined the Party, as the roster has it."""
    person = _person(draft, snapshot)
    return person.join_date if person else None


def party_years(draft: Draft, snapshot: Snapshot) -> int | None:
    """Whole years since the person became a full member."""
    person = _person(draft, snapshot)
    since = day_of(person.full_date) if person else None
    if since is None or draft.day is None or draft.day < since:
        return None
    return draft.day.year - since.year - ((draft.day.month, draft.day.day) < (since.month, since.day))


LIFE_SUGGESTIONS: Mapping[str, Suggestion] = {
    "next_group": next_group,
    "group_title": group_title,
    "group_leader": group_leader,
    "open_items": open_items,
    "announced_theme": announced_theme,
    "held_as": held_as,
    "life_theme": life_theme,
    "talks_done": talks_done,
    "team_problems": team_problems,
    "self_criticism": self_criticism,
    "criticism": criticism,
    "tally_rows": tally_rows,
    "grade_rows": grade_rows,
    "excellent_count": _graded("excellent"),
    "graded_count": _graded("graded"),
    "talk_kind": talk_kind,
    "last_duty": last_duty,
    "birthday_person": birthday_person,
    "join_date": join_date,
    "party_years": party_years,
}
"""The names that forms of organisation life may use."""
