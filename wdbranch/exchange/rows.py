"""One row of a roster file → a draft member, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from wdbranch.book.finding import HINT, MUST, SHOULD
from wdbranch.book.people import Member, Span
from wdbranch.exchange.cells import (
    Cell,
    CellError,
    half_width,
    has_private_character,
    is_nothing,
    name_of,
    phone_of,
    text_of,
    ticked,
)
from wdbranch.exchange.dates import add_years, agree, before, date_of
from wdbranch.exchange.identity import Identity, identity_of, long_number
from wdbranch.exchange.roster_table import Problem, RosterRow
from wdbranch.exchange.words import posts_in, roster_words

_PLAIN = ("native_place", "education", "category", "job", "address", "out_reason", "note")
_DATES = ("birth", "apply_date", "join_date", "full_date", "in_date", "out_date")


@dataclass
class Draft:
    """A row while it is being read."""

    number: int
    cells: Mapping[str, Cell]
    today: date
    head_fields: frozenset[str]
    name: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    derived: set[str] = field(default_factory=set)
    spans: list[Span] = field(default_factory=list)
    given: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    identity: Identity | None = None
    standing: str = ""              # full | probationary | suspended | applicant, where the row says so

    def object_to(self, level: str, field_id: str, say: str, *, absent: bool = False) -> None:
        """Notes a problem; ``say`` goes on after 「第 5 行张拟三：」."""
        who = f"第 {self.number} 行{self.name}："
        self.problems.append(Problem(level, f"{who}{say}。", self.number, field_id, self.name, absent))

    def put(self, field_id: str, value: Any) -> None:
        """Keeps a value that the row gives."""
        if value not in ("", None):
            self.values[field_id] = value
            self.given.add(field_id)

    def work_out(self, field_id: str, value: Any) -> None:
        """Keeps a value that follows from others; it never replaces one that the row gives."""
        if field_id not in self.given:
            self.values[field_id] = value
            self.derived.add(field_id)


def read_row(
    number: int,
    cells: Mapping[str, Cell],
    *,
    today: date,
    head_fields: frozenset[str],
    section_group: str = "",
) -> RosterRow:
    """The draft of one person. ``cells``: field → cell; ``number``: the row as Excel counts.

    ``section_group``: the party group whose heading stands above, where the table is cut up by groups.
    """
    draft = Draft(number, cells, today, head_fields)
    _read_name(draft)
    _read_identity(draft)
    for field_id in _DATES:
        _read_date(draft, field_id)
    _read_words(draft)
    _read_standing(draft)
    _read_posts(draft)
    _read_spans(draft, section_group)
    _settle_standing(draft)
    _compare(draft)
    member = Member(id=0, name=draft.name, spans=tuple(draft.spans), **draft.values)
    return RosterRow(number, member, frozenset(draft.given), frozenset(draft.derived), tuple(draft.problems))


def _read_name(draft: Draft) -> None:
    cell = draft.cells.get("name")
    try:
        draft.name, behind = name_of(cell)
    except CellError as problem:
        draft.name = text_of(cell)
        draft.object_to(MUST, "name", problem.say)
        return
    draft.given.add("name")
    if not draft.name:
        draft.object_to(MUST, "name", "没有姓名，请补上，或删去这一行")
    elif has_private_character(draft.name):
        draft.object_to(SHOULD, "name", "姓名里有自造字，换一台电脑会显示不出来，请用输入法重新打出这个字")
    if behind in ("男", "女"):
        draft.put("sex", behind)
    elif behind and behind in roster_words().standing:
        draft.standing = roster_words().standing[behind]
    elif behind:
        draft.object_to(HINT, "name", f"姓名后面括号里的“{behind}”没有读入")


def _read_identity(draft: Draft) -> None:
    try:
        found = identity_of(draft.cells.get("id_no"))
    except CellError as problem:
        draft.object_to(MUST, "id_no", f"{problem.say}；一时核不清的，先清空这一格再导入")
        return
    draft.identity = found
    if found is None:
        return
    draft.put("id_no", found.number)
    if found.old:
        draft.object_to(HINT, "id_no", f"还是 15 位的旧身份证号，按规则换算为 {found.long}，请照现在的证件改")


def _read_date(draft: Draft, field_id: str) -> None:
    label = roster_words().labels[field_id]
    try:
        value = date_of(draft.cells.get(field_id))
    except CellError as problem:
        draft.object_to(MUST, field_id, f"{label}一栏：{problem.say}")
        return
    draft.put(field_id, value)
    if value and field_id != "out_date" and before(draft.today.isoformat(), value):
        draft.object_to(MUST, field_id, f"{label} {value} 还没有到，请核对")


def _read_words(draft: Draft) -> None:
    for field_id in _PLAIN:
        value = text_of(draft.cells.get(field_id))
        draft.put(field_id, "" if is_nothing(value) else value)
    sex = half_width(text_of(draft.cells.get("sex")))
    if sex in roster_words().sex:
        draft.put("sex", roster_words().sex[sex])
    elif not is_nothing(sex):
        draft.object_to(SHOULD, "sex", f"性别写作“{sex}”，没有读入，请写“男”或“女”")
    people = text_of(draft.cells.get("ethnicity"))
    if not is_nothing(people):
        draft.put("ethnicity", people if people.endswith(("族", "人")) else people + "族")
    phone = text_of(draft.cells.get("phone"))
    if "*" not in phone:
        try:
            draft.put("phone", phone_of(draft.cells.get("phone")))
        except CellError as problem:
            draft.object_to(SHOULD, "phone", f"{problem.say}，这一格没有读入")
    for field_id in ("infirm", "hardship"):
        try:
            draft.put(field_id, ticked(draft.cells.get(field_id)))
        except CellError as problem:
            label = roster_words().labels[field_id]
            draft.object_to(SHOULD, field_id, f"{label}一栏：{problem.say}，这一格没有读入")


def _read_standing(draft: Draft) -> None:
    """正式、预备 … into the standing, 在职、农民 … of the same column into the category."""
    rest = []
    for part in re.split(r"[、,，;；/\s]+", half_width(text_of(draft.cells.get("standing")))):
        if is_nothing(part):
            continue
        known = roster_words().standing
        kind = known.get(part) or next(
            (kind for word, kind in known.items() if len(word) > 3 and part.startswith(word)), ""
        )
        if kind:
            draft.standing = kind
        else:
            rest.append(part)
    if rest and "category" not in draft.given:
        draft.put("category", "、".join(rest))
    if draft.standing:
        draft.values["applicant"] = draft.standing == "applicant"
        draft.given.add("applicant")


def _read_posts(draft: Draft) -> None:
    found, rest = posts_in(text_of(draft.cells.get("post")))
    if rest:
        draft.object_to(SHOULD, "post", f"党内职务“{'、'.join(rest)}”认不出来，没有读入，请在花名册里补选")
    more, job = posts_in(text_of(draft.cells.get("post_or_job")))
    if job:
        draft.put("job", "".join(filter(None, [draft.values.get("job", ""), "、".join(job)])))
    for post in dict.fromkeys(found + more):
        draft.spans.append(Span("post", None, value=post))
        draft.given.add("post")


def _read_spans(draft: Draft, section_group: str) -> None:
    group = text_of(draft.cells.get("group")).replace(" ", "")
    group = section_group if is_nothing(group) else group
    if group:
        draft.spans.append(Span("group", None, value=group))
        draft.given.add("group")
    floating = text_of(draft.cells.get("floating"))
    if not is_nothing(floating) and floating not in ("否", "0", "×", "不是", "未流动"):
        where = "" if floating in ("是", "1", "√", "流出", "有") else floating
        draft.spans.append(Span("floating", None, value=where))
        draft.given.add("floating")
    category = text_of(draft.cells.get("excluded_category"))
    if not is_nothing(category) and category != "否":
        dates = {}
        for field_id in ("excluded_approved", "excluded_passed"):
            try:
                dates[field_id] = date_of(draft.cells.get(field_id))
            except CellError as problem:
                draft.object_to(MUST, field_id, f"{roster_words().labels[field_id]}一栏：{problem.say}")
        approved, passed = dates.get("excluded_approved"), dates.get("excluded_passed")
        draft.spans.append(Span("excluded", passed, value=category, approved_on=approved, passed_on=passed))
        draft.given.add("excluded")
        if not (approved and passed):
            say = "不计入应到须有上级同意和党员大会通过两个日期，缺一个就仍算应到，请补上"
            draft.object_to(SHOULD, "excluded_category", say)


def _settle_standing(draft: Draft) -> None:
    """Makes 正式、预备 and the two party dates agree, or says that they do not."""
    if draft.standing == "applicant":
        return
    join, full = draft.values.get("join_date"), draft.values.get("full_date")
    unread = {problem.field for problem in draft.problems if problem.level == MUST}
    if join is None and "join_date" not in unread:
        say = "没有入党时间，请补上（支部大会通过为预备党员之日）"
        draft.object_to(SHOULD, "join_date", say, absent=True)
    if draft.standing == "suspended":
        draft.spans.append(Span("membership_suspended", None))
        draft.given.add("membership_suspended")
        draft.object_to(SHOULD, "standing", "停止党籍从哪一天起，请在花名册里补上")
    if draft.standing == "probationary" and full and not before(draft.today.isoformat(), full):
        draft.object_to(MUST, "full_date", f"写着预备党员，却有已过的转正时间 {full}，请改正其中一处")
    if full or "full_date" in unread or join is None or draft.standing == "probationary":
        if draft.standing == "full" and full is None and join is None and "full_date" not in unread:
            say = "写着正式党员，却没有入党、转正时间，无法判断从哪天起有表决权，请补上（可只写年月）"
            draft.object_to(MUST, "full_date", say, absent=True)
        return
    after = add_years(join, 1)
    no_word = not draft.standing and "full_date" not in draft.head_fields
    # A year of probation: 发展党员工作细则 2026 第三十一条. A guess for old members, and said to be one.
    if draft.standing in ("full", "suspended") or (no_word and not before(draft.today.isoformat(), after)):
        draft.work_out("full_date", after)
        say = f"没有转正时间，暂按入党满一年填 {after}，请照档案核对"
        draft.object_to(SHOULD, "full_date", say, absent=True)
    elif not draft.standing and before(add_years(join, 2), draft.today.isoformat()):
        say = "入党已满两年却没有转正时间，暂按预备党员登记；已转正的请补上转正时间"
        draft.object_to(SHOULD, "full_date", say, absent=True)


def _compare(draft: Draft) -> None:
    """Dates against each other and against the identity number."""
    values = draft.values
    birth, join, full = values.get("birth"), values.get("join_date"), values.get("full_date")
    known = draft.identity
    if known:
        if birth is None:
            draft.work_out("birth", known.birth)
        elif not agree(birth, known.birth):
            say = f"出生日期 {birth} 与身份证号里的 {known.birth} 不同，请照档案认定的填"
            draft.object_to(SHOULD, "birth", say)
        elif len(birth) < len(known.birth):
            draft.values["birth"] = known.birth
        if "sex" not in values:
            draft.work_out("sex", known.sex)
        elif values["sex"] != known.sex:
            draft.object_to(SHOULD, "sex", f"性别“{values['sex']}”与身份证号（{known.sex}）不同，请核对")
    elif birth is None and not any(problem.field == "birth" for problem in draft.problems):
        draft.object_to(SHOULD, "birth", "没有出生日期，请补上", absent=True)
    birth = values.get("birth")
    if join and full and before(full, join):
        draft.object_to(MUST, "full_date", f"转正时间 {full} 早于入党时间 {join}，请核对是否填反")
    elif join and full and before(full, add_years(join, 1)) and "full_date" in draft.given:
        draft.object_to(HINT, "full_date", f"入党时间 {join} 到转正时间 {full} 不满一年，请核对")
    if birth and join and before(join, birth):
        draft.object_to(MUST, "join_date", f"入党时间 {join} 早于出生日期 {birth}，请核对是否填反")
    elif birth and join and before(join, add_years(birth, 18)):
        draft.object_to(HINT, "join_date", f"入党时间 {join} 时不满 18 周岁，请核对")


def same_people(rows: list[RosterRow]) -> list[RosterRow]:
    """The rows, with a problem added to each that repeats an earlier number, or name and birth."""
    numbers: dict[str, int] = {}
    names: dict[tuple[str, str], int] = {}
    result = []
    for row in rows:
        member = row.member
        first = row.number
        if member.id_no:
            first = numbers.setdefault(long_number(member.id_no), row.number)
        what = "身份证号"
        if first == row.number and member.name and member.birth:
            first, what = names.setdefault((member.name, member.birth), row.number), "姓名、出生日期"
        if first != row.number:
            say = f"第 {row.number} 行{member.name}：{what}与第 {first} 行相同，请删去重复的一行。"
            problem = Problem(MUST, say, row.number, "name", member.name)
            result.append(replace(row, problems=(*row.problems, problem)))
        else:
            result.append(row)
    return result
