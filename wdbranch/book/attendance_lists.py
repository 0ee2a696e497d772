"""Attendance as the exchange shape tells it, list by list → one row for each person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wdbranch.book.form import Edition, Form
from wdbranch.book.moments import clean_day, show_day
from wdbranch.book.names import clean_name, split_names
from wdbranch.book.people import Member, Roster
from wdbranch.book.problem import IntakeError, ValueProblem

_LISTS: Mapping[str, str] = {
    "attendees": "present", "absents": "absent", "leave": "leave", "home_study": "home_study",
    "online": "online", "excluded_members": "exempt",
}
_REASONS = {"excluded_members": "category"}
"""Where the reason stands under another name."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A member not counted as due: by which category, consented and passed on which days (ISO)."""

    name: str
    member: int | None
    category: str | None
    approved_on: str | None
    passed_on: str | None


class AttendanceLists:
    """Takes the lists of people out of a JSON record. ``notes`` says what could not be matched."""

    def __init__(self, form: Form, edition: Edition, roster: Roster) -> None:
        self.form = form
        self.edition = edition
        self.roster = roster
        self.notes: list[str] = []
        self.exclusions: tuple[Exclusion, ...] = ()
        self._unexcused = {
            choice.label for choice in edition.choices.get("absence_reason", ()) if "unexcused" in choice.tags
        }

    def take(self, data: dict[str, Any]) -> list[dict[str, Any]]:
        """The attendance rows; every key that was read is removed. Raises IntakeError."""
        own_leave_list = "leave" in data
        rows: list[dict[str, Any]] = []
        where: dict[str, str] = {}
        for key, status in _LISTS.items():
            for row in self._people(key, data.pop(key, None)):
                row["status"] = status
                if key == "absents" and not own_leave_list and self._excused(row["reason"]):
                    row["status"] = "leave"
                name = row["name"]
                if name in where:
                    raise IntakeError(key, f"“{name}”已经在“{where[name]}”里，一个人只能登记一种情况")
                where[name] = key
                rows.append(row)
        self._check_statuses(rows, where)
        self._exclusions(data.pop("excluded", None), rows)
        return rows

    def _excused(self, reason: object) -> bool:
        return bool(reason) and reason not in self._unexcused

    def _people(self, key: str, given: Any) -> Iterator[dict[str, Any]]:
        if given is None:
            return
        if isinstance(given, str):
            given = split_names(given)
        if not isinstance(given, list | tuple):
            raise IntakeError(key, "应当是一组姓名")
        for number, one in enumerate(given, 1):
            place = f"{key}[{number}]"
            person = {"name": one} if isinstance(one, str) else one
            if not isinstance(person, Mapping) or not isinstance(person.get("name"), str):
                raise IntakeError(place, "应当是姓名，或带 name 的一组内容")
            yield self._row(dict(person), place, _REASONS.get(key, "reason"))

    def _row(self, person: dict[str, Any], place: str, reason_key: str) -> dict[str, Any]:
        member, name = self._member(clean_name(person.pop("name")), place)
        reason, opinion = person.pop(reason_key, None), person.pop("written_opinion", None)
        if reason is not None and not isinstance(reason, str):
            raise IntakeError(f"{place}.{reason_key}", "应当是文字")
        if person:
            raise IntakeError(f"{place}.{next(iter(person))}", "不认识这一项")
        row = {"member": member, "name": name, "reason": reason, "opinion_on": None, "opinion": None}
        if opinion is not None:
            if not isinstance(opinion, Mapping) or not set(opinion) <= {"on", "stance"}:
                raise IntakeError(f"{place}.written_opinion", "只能有 on（日期）和 stance（态度）")
            row |= {"opinion_on": opinion.get("on"), "opinion": opinion.get("stance")}
        return row

    def _member(self, name: str, place: str) -> tuple[int | None, str]:
        if not name:
            raise IntakeError(place, "姓名是空的")
        same = [member for member in self.roster.members if member.name == name]
        if len(same) > 1:
            labels = "、".join(self.roster.label(member) for member in same)
            raise IntakeError(place, f"花名册里有 {len(same)} 位“{name}”", todo=f"请写明是哪一位：{labels}。")
        member: Member | None = self.roster.by_label.get(name)
        if member is None:
            self.notes.append(f"花名册里没有“{name}”，按所写姓名登记。")
            return None, name
        return member.id, self.roster.label(member)

    def _check_statuses(self, rows: list[dict[str, Any]], where: Mapping[str, str]) -> None:
        box = self.form.attendance
        for row in rows:
            if box is None or row["status"] not in box.statuses:
                label = self.edition.choice_label("attendance", row["status"])
                raise IntakeError(where[row["name"]], f"{self.form.title}里没有“{label}”这种情况")

    def _exclusions(self, given: Any, rows: list[dict[str, Any]]) -> None:
        """The approved exclusions: their dates are facts of the roster, not of the record."""
        exempt = [row for row in rows if row["status"] == "exempt"]
        if given is not None and not isinstance(given, Mapping):
            raise IntakeError("excluded", "应当是一组“项目：内容”")
        facts = dict(given or {})
        count = facts.pop("count", None)
        days = {}
        for name in ("approved_on", "passed_on"):
            try:
                days[name] = clean_day(facts.pop(name, None))
            except ValueProblem as problem:
                reason = problem.what.rstrip("。")
                raise IntakeError(f"excluded.{name}", reason, todo=problem.todo) from problem
        if facts:
            raise IntakeError(f"excluded.{next(iter(facts))}", "不认识这一项")
        if count is not None and count != len(exempt):
            raise IntakeError("excluded.count", f"写的是 {count}，名单里有 {len(exempt)} 人")
        self.exclusions = tuple(
            Exclusion(row["name"], row["member"], row["reason"], days["approved_on"], days["passed_on"])
            for row in exempt
        )
        if given and exempt:
            approved, passed = (show_day(day) or "未写" for day in days.values())
            dates = f"上级同意日期：{approved}，大会通过日期：{passed}"
            self.notes.append(f"不计入应到 {len(exempt)} 人，{dates}；请在花名册里登记。")
