"""Makes table files as offices keep them: real .xlsx with openpyxl, real .xls with xlwt, CSV by hand."""

from datetime import date

import openpyxl
import xlwt

DAY = date(2026, 11, 13)

HEAD = ["序号", "姓名", "性别", "身份证号", "出生年月", "学历", "入党时间", "转正时间", "党员类别", "党小组", "党内职务", "联系电话", "备注"]
ROWS = [
    [1, "陈拟舟", "男", "", "1970.08.16", "大专", "1995.07.01", "1996.07.01", "正式", "第一党小组", "书记", "10000000001", ""],
    [2, "韩拟秋", "女", "", "1984.10.02", "本科", "2010.06.28", "2011.06.28", "正式", "第二党小组", "组织委员", "10000000002", ""],
    [3, "董拟星", "女", "", "1998.08.08", "本科", "2025.12.05", "", "预备", "第一党小组", "", "10000000003", ""],
]


def xlsx(path, rows, *, merge=(), formats=None, sheet="Sheet1", more=None, hidden=()):
    """Rows into one sheet; ``merge`` as in A1:C1; ``formats`` cell → number format; ``more`` sheets by name."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(row)
    for area in merge:
        page.merge_cells(area)
    for cell, number_format in (formats or {}).items():
        page[cell].number_format = number_format
    for name, others in (more or {}).items():
        extra = book.create_sheet(name)
        for row in others:
            extra.append(row)
        if name in hidden:
            extra.sheet_state = "hidden"
    book.save(path)
    return path


def xls(path, rows, *, merge=()):
    """Rows into an old .xls; ``merge`` as (first row, last row, first column, last column) from 0."""
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("花名册")
    dated = xlwt.XFStyle()
    dated.num_format_str = "yyyy-mm-dd"
    covered = {(r, c) for top, bottom, left, right in merge for r in range(top, bottom + 1) for c in range(left, right + 1)}
    for top, bottom, left, right in merge:
        page.write_merge(top, bottom, left, right, rows[top][left])
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is None or (r, c) in covered:
                continue
            if isinstance(value, date):
                page.write(r, c, value, dated)
            else:
                page.write(r, c, value)
    book.save(str(path))
    return path
