"""Suggestions of the ledgers of a strong branch: posts, grids, units, policies and what is counted from names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from wdbranch.book.record import Row, day_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.rules.draft import Draft, Suggestion, before, earlier, edition_of
from wdbranch.rules.tables import rules_table, words_table


def _named(field: str) -> Suggestion:
    """How many people a box names; nothing while it names nobody."""

    def suggestion(draft: Draft, snapshot: Snapshot) -> int | None:  # noqa: ARG001 - one shape for all
        return len(draft.values.get(field) or ()) or None

    return suggestion


def _last(field: str) -> Suggestion:
    """What stood in this box the last time."""

    def suggestion(draft: Draft, snapshot: Snapshot) -> str | None:
        found = (record.get(field) for record in reversed(earlier(draft, snapshot)))
        return next((text for text in found if isinstance(text, str)), None)

    return suggestion


def slot_post(draft: Draft, snapshot: Snapshot) -> str | None:
    """The post that the person holds by the latest 一编三定."""
    named = draft.values.get("member")
    held = [r.get("ding1") for r in snapshot.of("post_slots") if named and r.get("member") == named and r.get("ding1")]
    return held[-1] if held else None


def one(draft: Draft, snapshot: Snapshot) -> int:  # noqa: ARG001
    """One: a venue is usually written by itself."""
    return 1


def lasted_days(draft: Draft, snapshot: Snapshot) -> int | None:  # noqa: ARG001
    """The days from the beginning to the end, both counted."""
    until = day_of(draft.values.get("until"))
    return (until - draft.day).days + 1 if draft.day and until and until >= draft.day else None


# --- 组织 -------------------------------------------------------------------------------------------------------


def unit_parent(draft: Draft, snapshot: Snapshot) -> str | None:
    """The unit written last that stands one level higher."""
    levels = [choice.id for choice in edition_of(draft, snapshot).choices["org_level"]]
    level = draft.values.get("level")
    above = levels[levels.index(level) - 1] if level in levels[1:] else None
    found = [r.get("name") for r in snapshot.in_force("org_unit", draft.day or date.max) if r.get("level") == above]
    return found[-1] if above and found else None


def post_duty(draft: Draft, snapshot: Snapshot) -> str | None:  # noqa: ARG001
    """What the holder of such a post does."""
    found: str | None = rules_table("posts")["duty"].get(draft.values.get("kind"))
    return found


def worker_duty(draft: Draft, snapshot: Snapshot) -> str | None:
    """What a grid worker does."""
    worker = min(edition_of(draft, snapshot).tagged("duty_post_kind", "worker"))
    found: str | None = rules_table("posts")["duty"].get(worker)
    return found


# --- 网格员月评 -------------------------------------------------------------------------------------------------


def grid_scores(draft: Draft, snapshot: Snapshot) -> tuple[dict[str, Any], ...]:
    """A row for each grid worker in service on the day, to be scored."""
    if draft.day is None or not draft.form.has("scores"):
        return ()
    columns = [column.id for column in draft.form.field("scores").columns]
    workers = snapshot.in_force("grid_worker", draft.day)
    return tuple(
        {**dict.fromkeys(columns), "name": worker.get("name"), "grid": worker.get("grid")}
        for worker in workers
        if worker.get("name")
    )


def total_of(row: Row) -> float | None:
    """The sum of the parts of a row of scores; None while none is given."""
    parts = [row.get(part) for part in rules_table("posts")["grid"]["parts"]]
    given = [part for part in parts if part is not None]
    return round(sum(given), 2) if given else None


def grid_results(draft: Draft, snapshot: Snapshot) -> tuple[dict[str, Any], ...]:
    """Total, grade and reward of each worker scored, the highest total first."""
    rewarded = edition_of(draft, snapshot).tagged("grid_result", "rewarded")
    bonus = float(rules_table("posts")["grid"]["bonus"])
    rows = [
        {
            "name": row.get("name"),
            "grid": row.get("grid"),
            "total": total_of(row),
            "grade": row.get("grade"),
            "money": bonus if row.get("grade") in rewarded else None,
            "note": None,
        }
        for row in draft.values.get("scores") or ()
        if row.get("name") and (total_of(row) is not None or row.get("grade"))
    ]
    return tuple(sorted(rows, key=lambda row: -(row["total"] or 0)))


def grid_excellent(draft: Draft, snapshot: Snapshot) -> int | None:
    """How many were found excellent; nothing while nobody is graded."""
    rewarded = edition_of(draft, snapshot).tagged("grid_result", "rewarded")
    grades = [row.get("grade") for row in draft.values.get("results") or ()]
    return sum(grade in rewarded for grade in grades) if any(grades) else None


def grid_money(draft: Draft, snapshot: Snapshot) -> float | None:  # noqa: ARG001
    """All rewards of the month together."""
    given = [row["money"] for row in draft.values.get("results") or () if row.get("money") is not None]
    return round(float(sum(given)), 2) if given else None


# --- 制度 -------------------------------------------------------------------------------------------------------


def _template(part: str) -> Suggestion:
    """A part of the chosen template of a policy."""

    def suggestion(draft: Draft, snapshot: Snapshot) -> str | None:  # noqa: ARG001
        chosen = draft.values.get("template")
        found = (entry for entry in words_table("phrases", "templates")["template"] if entry["id"] == chosen)
        return next((entry[part].strip() for entry in found), None)

    return suggestion


# --- 一编三定 ---------------------------------------------------------------------------------------------------


def from_library(field: str) -> Suggestion:
    """The post chosen in the library, or its duties; without one, what was written for this person last time."""

    def suggestion(draft: Draft, snapshot: Snapshot) -> str | None:
        post = draft.values.get("post")
        if post:
            text = {"ding1": edition_of(draft, snapshot).choice_label("post_library", post)}
            return text.get(field) or rules_table("posts")["post"].get(post) or None
        named = draft.values.get("member")
        past = [r.get(field) for r in before(draft, snapshot) if named and r.get("member") == named and r.get(field)]
        return past[-1] if past else None

    return suggestion


BRANCH_SUGGESTIONS: Mapping[str, Suggestion] = {
    "slot_post": slot_post,
    "last_ding1": from_library("ding1"),
    "last_ding2": from_library("ding2"),
    "one": one,
    "lasted_days": lasted_days,
    "named_members": _named("members"),
    "named_persons": _named("persons"),
    "last_grid": _last("grid"),
    "last_team": _last("team"),
    "last_liaison": _last("name"),
    "last_venue": _last("venue"),
    "last_fund": _last("fund"),
    "unit_parent": unit_parent,
    "post_duty": post_duty,
    "worker_duty": worker_duty,
    "grid_scores": grid_scores,
    "grid_results": grid_results,
    "grid_excellent": grid_excellent,
    "grid_money": grid_money,
    "policy_name": _template("title"),
    "policy_kind": _template("kind"),
    "policy_text": _template("text"),
}
"""The suggestions of this file by the names that forms use."""
