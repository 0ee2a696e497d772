"""A minimal edition by hand, with one field of every type, and a small branch."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from wdbranch.book.form import Choice, Column, Edition, Field, FieldType, Form, Page
from wdbranch.book.people import Member, Span
from wdbranch.book.snapshot import Branch
from wdbranch.store.workbook import Workbook

T = FieldType
ROW_COLUMNS = (
    Column("no", T.INT, "序号"), Column("text", T.LONG, "事项"), Column("people", T.PERSONS, "人员"),
    Column("done", T.TICK, "完成"), Column("hours", T.NUMBER, "学时"), Column("order", T.TEXT, "次第"),
)
FIELDS = (
    Field("title", T.TEXT, "名称"), Field("minutes", T.LONG, "记录"), Field("seq", T.INT, "次序"),
    Field("hours", T.NUMBER, "学时"), Field("day", T.DATE, "日期"), Field("start", T.DATETIME, "开始"),
    Field("at", T.TIME, "时刻"), Field("done", T.TICK, "完成"), Field("kind", T.CHOICE, "类型", choices="kind"),
    Field("kinds", T.CHOICES, "类型", choices="kind"), Field("host", T.PERSON, "主持人"),
    Field("guests", T.PERSONS, "列席"), Field("prior", T.REF, "会前", ref_form="meeting"),
    Field("order", T.TEXT, "次第"),      # a word of SQL
    Field("agenda", T.ROWS, "议题", columns=ROW_COLUMNS),
    Field("attendance", T.ATTENDANCE, "到会", who="members", statuses=("present", "leave")),
)
FORM = Form(
    id="meeting", edition="2026", title="拟会议记录", short="拟会议", code="NH", page_no="P1", chapter="meetings",
    order=1, date_field="start", fields=FIELDS, page=Page("grid", "拟会议记录", ()),
)
SMALL = replace(FORM, id="note", title="拟便笺", short="便笺", code="BJ", order=2, fields=FIELDS[:3], date_field="day")
EDITION = Edition(
    id="2026", title="拟记录本", reference="测试用", notes=(), chapters=(), forms={"meeting": FORM, "note": SMALL},
    choices={"kind": (Choice("study", "学习"), Choice("vote", "表决"))},
)
EDITIONS = {"2026": EDITION}
BRANCH = Branch(code="NH-0001", name="拟和街道拟安社区第三党支部", short="拟安三支部", fixed_day={"nth": 2, "weekday": 5})

MEMBERS = (
    Member(0, "拟建国", sex="男", birth="1970-05", full_date="1995-07-01", join_date="1994-07-01",
           spans=(Span("post", "2024-01-01", None, "secretary"), Span("group", None, None, "一组"))),
    Member(0, "拟秀英", sex="女", birth="1955-02-03", infirm=True, join_date="1980-01-01", full_date="1981-01-01"),
)


class Clock:
    """A clock that moves one second at each look."""

    def __init__(self, start: datetime = datetime(2026, 9, 18, 18, 30)) -> None:
        self.now = start

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def attendance(*names: str) -> tuple[dict[str, object], ...]:
    return tuple(
        {"member": i, "name": name, "status": "present", "reason": None, "opinion_on": None, "opinion": None}
        for i, name in enumerate(names, 1)
    )


def make(path: Path, **more: object) -> Workbook:
    settings = {"editions": EDITIONS, "clock": Clock(), "who": "拟建国"} | more
    return Workbook.create(path, BRANCH, **settings)


def reopen(path: Path, **more: object) -> Workbook:
    settings = {"editions": EDITIONS, "clock": Clock(datetime(2026, 9, 19, 8, 0)), "who": "拟建国"} | more
    return Workbook.open(path, **settings)
