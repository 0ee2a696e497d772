"""A small but complete edition, to be broken one key at a time."""

from __future__ import annotations

from pathlib import Path

BOOK = """
id = "2030"
title = "记录本"
reference = "参考版"
notes = ["如实记载。"]
[[chapter]]
id = "meetings"
title = "组织生活"
"""

CHOICES = """
[[list.attendance]]
id = "present"
label = "到会"
[[list.attendance]]
id = "leave"
label = "请假"
[[list.stance]]
id = "yes"
label = "赞成"
[[list.posts]]
id = "secretary"
label = "书记"
[[list.colour]]
id = "red"
label = "红"
also = ["大红"]
"""

FORM = """
id = "meeting"
title = "会议记录"
short = "会议"
code = "HY"
page_no = "P99"
chapter = "meetings"
order = 10
date_field = "start"
title_field = "name"

[[field]]
id = "name"
type = "text"
label = "名称"
share = true
[[field]]
id = "start"
type = "datetime"
label = "开始"
[[field]]
id = "end"
type = "datetime"
label = "结束"
[[field]]
id = "due"
type = "int"
label = "应到"
share = true
minimum = 0
maximum = 99
suggest = "due_all"
[[field]]
id = "kept"
type = "int"
label = "留存"
[[field]]
id = "colour"
type = "choice"
label = "颜色"
choices = "colour"
[[field]]
id = "came"
type = "attendance"
label = "到会情况"
who = "members"
statuses = ["present", "leave"]
[[field]]
id = "items"
type = "rows"
label = "事项"
share = true
[[field.column]]
id = "text"
type = "text"
label = "内容"
[[field.column]]
id = "done"
type = "tick"
label = "完成"
[[field]]
id = "before"
type = "ref"
label = "前一次"
ref_form = "meeting"

[[check]]
rule = "required"

[page]
kind = "grid"
title = "会议记录"
[[page.row]]
height = 9
cells = [{ label = "名称", w = 30 }, { field = "name", w = 130 }]
[[page.row]]
height = 9
cells = [{ label = "时间", w = 30 }, { fields = ["start", "end"], show = "span", w = 130 }]
[[page.row]]
height = 9
cells = [{ field = "due", w = 40 }, { field = "kept", w = 40 }, { field = "colour", w = 40 }, { field = "before", w = 40 }]
[[page.row]]
height = 9
cells = [{ field = "came", statuses = ["present"], show = "names", w = 80 }, { field = "came", statuses = ["leave"], show = "reasons", w = 80 }]
[[page.row]]
height = 9
grow = true
cells = [{ field = "items", show = "table", columns = [["text", 100], ["done", 60]], w = 160 }]
[[page.row]]
height = 9
cells = [{ attachments = true, w = 160 }]
[[page.foot]]
height = 9
cells = [{ sign = "签字", w = 160 }]

[report]
[[report.measure]]
id = "meetings"
label = "次数"
kind = "count"
[[report.measure]]
id = "rate"
label = "比率"
kind = "ratio"
field = "items"
column = "done"
over = "items"
"""


def write_edition(root: Path, form: str = FORM, *, choices: str = CHOICES, book: str = BOOK, name: str = "2030") -> Path:
    """Write the edition as files; the forms folder is returned."""
    folder = root / name / "meetings"
    folder.mkdir(parents=True, exist_ok=True)
    (folder.parent / "_book.toml").write_text(book, encoding="utf-8")
    (folder.parent / "_choices.toml").write_text(choices, encoding="utf-8")
    (folder / "meeting.toml").write_text(form, encoding="utf-8")
    return root
