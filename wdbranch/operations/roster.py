"""The roster: who belongs, who votes; rosters in from Excel and out again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from wdbranch.book.form import edition_of_year
from wdbranch.book.people import Member
from wdbranch.errors import UserError
from wdbranch.operations.change import BRANCH, ROSTER, Change
from wdbranch.store.workbook import Workbook

if TYPE_CHECKING:
    from wdbranch.exchange.roster_merge import Merge

CHANGED = Change(frozenset({ROSTER}))


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One line of the roster as of a day; dates ISO, as precise as they are known."""

    id: int
    name: str
    label: str
    sex: str
    birth: str | None
    education: str
    join_date: str | None
    full_date: str | None
    status: str  # 正式 | 预备 | …
    group: str
    posts: tuple[str, ...]  # labels
    votes: bool
    excluded: str  # category of the approved exclusion, empty where counted
    phone: str
    member: Member


def members_on(book: Workbook, day: date, *, everyone: bool = False) -> list[MemberLine]:
    """The roster as of a day. ``everyone`` adds those who left, are not yet here, or are not members."""
    roster = book.roster()
    edition = edition_of_year(book.editions, day.year)
    chosen = roster.members if everyone else roster.on(day)
    lines = []
    for member in chosen:
        exclusion = member.excluded(day)
        lines.append(
            MemberLine(
                member.id,
                member.name,
                roster.label(member),
                member.sex,
                member.birth,
                member.education,
                member.join_date,
                member.full_date,
                member.status(day),
                member.group(day),
                tuple(edition.choice_label("posts", post) for post in member.posts(day)),
                member.may_vote(day) and exclusion is None,
                exclusion.value if exclusion else "",
                member.phone,
                member,
            )
        )
    return lines


def save_member(book: Workbook, member: Member, why: str = "登记") -> Change:
    """Add a person (id 0) or change one. Raises UserError for an empty name."""
    if not member.name.strip():
        raise UserError("姓名不能空着。", safe="花名册没有改动。", code="no_name")
    book.put_members([member], why)
    known = book.roster().groups
    named = dict.fromkeys(span.value for span in member.spans if span.kind == "group" and span.value)
    added = [name for name in named if name not in known]
    if added:
        book.set_groups([*known, *added])
    return CHANGED


ABOUT_GROUP = ("chosen", "basis", "place", "contact")
"""What the branch says of a group beside its name: how its leader was chosen, why these people, where, who helps."""


def groups(book: Workbook) -> list[dict[str, str]]:
    """The party groups in order, with what the branch says of each."""
    about = book.branch().settings.get("groups") or {}
    return [
        {"name": name, **{key: str((about.get(name) or {}).get(key, "")) for key in ABOUT_GROUP}}
        for name in book.roster().groups
    ]


def set_groups(book: Workbook, wanted: Sequence[Mapping[str, str]]) -> Change:
    """Replace the party groups and what is said of them. Raises UserError (group_twice, group_in_use)."""
    names = [group["name"].strip() for group in wanted]
    if len(set(names)) != len(names):
        raise UserError("有两个党小组同名。", safe="党小组没有改动。", code="group_twice")
    today = book.clock().date()
    for name in book.roster().groups:
        left = [member for member in book.roster().on(today) if member.group(today) == name]
        if name not in names and left:
            raise UserError(
                f"“{name}”里还有 {len(left)} 名党员。",
                safe="党小组没有改动。",
                todo="请先在花名册里把他们编到别的组。",
                code="group_in_use",
            )
    branch = book.branch()
    about = {name: {key: group.get(key, "") for key in ABOUT_GROUP} for name, group in zip(names, wanted, strict=True)}
    book.set_groups(names)
    book.save_branch(replace(branch, settings={**branch.settings, "groups": about}), "党小组")
    return Change(frozenset({ROSTER, BRANCH}))


def preview_import(
    book: Workbook, path: Path, *, mapping: dict[int, str | None] | None = None, sheet: str | None = None
) -> Merge:
    """What an Excel roster would change. Nothing is written.

    ``mapping``: column number from 0 → field or None; ``sheet``: its name, else the one that looks like a
    roster. Raises FileRefusedError for a file that is no readable table.
    """
    from wdbranch.exchange.roster_in import merge, read_roster

    return merge(read_roster(path, mapping=mapping, sheet=sheet), book.roster())


def apply_import(book: Workbook, found: Merge, *, source: str = "") -> Change:
    """Put a previewed import into the roster: the whole batch or nothing.

    Raises UserError ``has_problems``.
    """
    blocking = [problem for problem in found.problems if problem.blocks]
    if blocking:
        raise UserError(
            f"有 {len(blocking)} 处问题没有解决：{blocking[0].say}",
            safe="花名册没有改动，一个人也没有导入。",
            todo="请在 Excel 里改好后再导入。",
            code="has_problems",
        )
    members = found.members()
    if members:
        book.put_members(members, f"从“{source}”导入" if source else "从 Excel 导入")
        book.set_groups(found.groups)
    return CHANGED


def export(book: Workbook, path: Path, day: date, *, private: bool = False) -> Path:
    """The roster as of a day as an Excel file, numbers as text. ``private`` adds 身份证号 and telephone."""
    from wdbranch.exchange.roster_out import write_roster

    write_roster(path, book.roster(), day, include_private=private)
    return path
