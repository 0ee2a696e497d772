"""Makes ``resources/sample/roster.xlsx`` from ``roster.json``, laid out as offices lay it out.

Run it after changing ``roster.json``: ``python tests/exchange/make_sample_roster.py``. A test compares both.
"""

import json
from itertools import groupby
from pathlib import Path

import xlsxwriter

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"
ROSTER_XLSX = SAMPLE / "roster.xlsx"
POSTS = {
    "secretary": "书记", "organization": "组织委员", "publicity": "宣传委员", "discipline_post": "纪检委员",
    "youth": "青年委员", "group_leader": "党小组组长",
}  # fmt: skip

# (head above, head, width, cell)
MEMBERS = [
    ("", "序号", 5, lambda m: m["order"]),
    ("党员基本情况", "姓名", 8, lambda m: m["name"]),
    ("党员基本情况", "性别", 5, lambda m: m["sex"]),
    ("党员基本情况", "民族", 6, lambda m: m["ethnicity"]),
    ("党员基本情况", "籍贯", 13, lambda m: m["native_place"]),
    ("党员基本情况", "公民身份号码", 20, lambda m: m["id_no"]),
    ("党员基本情况", "出生年月", 11, lambda m: dots(m["birth"])),
    ("党员基本情况", "文化程度", 10, lambda m: m["education"]),
    ("入党情况", "申请入党时间", 11, lambda m: dots(m["apply_date"])),
    ("入党情况", "入党时间", 11, lambda m: dots(m["join_date"])),
    ("入党情况", "转正时间", 11, lambda m: dots(m["full_date"])),
    ("", "党员类别", 8, lambda m: "正式" if m["full_date"] else "预备"),
    ("", "人员类别", 8, lambda m: m["category"]),
    ("", "工作单位及职务", 22, lambda m: m["job"]),
    ("", "所在党小组", 10, lambda m: span(m, "group").get("value", "")),
    ("", "党内职务", 10, lambda m: POSTS.get(span(m, "post").get("value", ""), "")),
    ("", "联系电话", 12, lambda m: m["phone"]),
    ("", "家庭住址", 22, lambda m: m["address"]),
    ("", "流动去向", 7, lambda m: span(m, "floating").get("value", "")),
    ("", "行动不便", 5, lambda m: "√" if m["infirm"] else ""),
    ("", "生活困难", 5, lambda m: "√" if m["hardship"] else ""),
    ("不计入应到", "类别", 9, lambda m: span(m, "excluded").get("value", "")),
    ("不计入应到", "上级同意日期", 11, lambda m: dots(span(m, "excluded").get("approved_on"))),
    ("不计入应到", "大会通过日期", 11, lambda m: dots(span(m, "excluded").get("passed_on"))),
    ("", "备注", 26, lambda m: m["note"]),
]
APPLICANTS = [
    ("", "序号", 5, lambda m: m["order"]),
    ("", "姓名", 8, lambda m: m["name"]),
    ("", "性别", 5, lambda m: m["sex"]),
    ("", "民族", 6, lambda m: m["ethnicity"]),
    ("", "籍贯", 13, lambda m: m["native_place"]),
    ("", "身份证号码", 20, lambda m: m["id_no"]),
    ("", "出生年月", 11, lambda m: dots(m["birth"])),
    ("", "学历", 8, lambda m: m["education"]),
    ("", "递交入党申请书时间", 13, lambda m: dots(m["apply_date"])),
    ("", "类型", 10, lambda m: m["note"].split("，")[0]),
    ("", "人员类别", 8, lambda m: m["category"]),
    ("", "工作单位", 20, lambda m: m["job"]),
    ("", "联系电话", 12, lambda m: m["phone"]),
    ("", "现住址", 22, lambda m: m["address"]),
    ("", "备注", 50, lambda m: m["note"]),
]


def dots(value):
    return (value or "").replace("-", ".")


def span(member, kind):
    return next((one for one in member["spans"] if one["kind"] == kind), {})


def draw(book, name, title, columns, people, foot):
    sheet = book.add_worksheet(name)
    line = {"border": 1, "valign": "vcenter", "align": "center", "text_wrap": True, "font_size": 10}
    head, body = book.add_format({**line, "bold": True}), book.add_format({**line, "num_format": "@"})
    last = len(columns) - 1
    big = book.add_format({"bold": True, "font_size": 18, "align": "center"})
    sheet.merge_range(0, 0, 0, last, title, big)
    sheet.write(1, 0, "填报单位：拟安一支部        填报时间：2026年11月10日        （全部内容为虚构样例）")
    for above, group in groupby(enumerate(columns), key=lambda pair: pair[1][0]):
        places = [place for place, _ in group]
        if above:
            sheet.merge_range(2, places[0], 2, places[-1], above, head)
        for place in places:
            if above:
                sheet.write(3, place, columns[place][1], head)
            else:
                sheet.merge_range(2, place, 3, place, columns[place][1], head)
    at = 4
    for order, member in enumerate(people, 1):
        for place, (_, _, _, cell) in enumerate(columns):
            sheet.write(at, place, cell({**member, "order": order}), body)
        at += 1
    sheet.write(at, 0, "合计", body)
    sheet.merge_range(at, 1, at, last, foot, body)
    sheet.write(at + 1, 0, "填表人：韩拟秋        审核人：陈拟舟")
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column[2])
    sheet.freeze_panes(4, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 3)


def make(path):
    people = json.loads((SAMPLE / "roster.json").read_text("utf-8"))["members"]
    members = [one for one in people if not one.get("applicant")]
    applicants = [one for one in people if one.get("applicant")]
    with xlsxwriter.Workbook(path) as book:
        draw(book, "党员花名册", "拟安一支部党员花名册", MEMBERS, members, "党员 27 名，其中正式 25 名、预备 2 名")
        draw(book, "积极分子和发展对象", "拟安一支部发展对象、入党积极分子名册", APPLICANTS, applicants, f"{len(applicants)} 名")


if __name__ == "__main__":
    make(ROSTER_XLSX)
