"""Wrong, empty, cut, foreign, locked, renamed files: one clear refusal each, nothing else."""

import csv
import io
import zipfile

import openpyxl
import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.office_files import DAY, HEAD, ROWS, xls, xlsx
from wdbranch.book.people import Roster
from wdbranch.errors import FileRefusedError
from wdbranch.exchange.roster_in import merge, read_roster


def refused(path):
    with pytest.raises(FileRefusedError) as caught:
        read_roster(path, today=DAY)
    error = caught.value
    assert error.exit_code == 1
    assert error.what.startswith(f"“{path.name}”")
    assert error.safe == "原有数据没有改动。"
    assert error.todo.endswith("。")
    assert "。。" not in error.say()
    return error.code


def put(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    return path


HTML = "<html><head><meta charset='utf-8'></head><body><table><tr><td>姓名</td><td>性别</td></tr></table></body></html>"
XML_2003 = '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook></Workbook>'
CSV = "姓名,性别,出生年月\n张拟伟,男,1990.05\n"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("空.xlsx", b"", "table_empty"),
        ("空.xls", b"", "table_empty"),
        ("空.csv", b"", "table_empty"),
        ("网页.xls", HTML.encode(), "table_html"),
        ("网页.xls", ("\ufeff\r\n" + HTML).encode("utf-8"), "table_html"),
        ("网页.xls", HTML.encode("gb18030"), "table_html"),
        ("网页.xls", HTML.encode("utf-16"), "table_html"),
        ("旧.xls", XML_2003.encode(), "table_html"),
        ("改名.xlsx", CSV.encode(), "table_renamed"),
        ("改名.xls", CSV.encode("gb18030"), "table_renamed"),
        ("说明.xlsx", "这是一段说明".encode(), "table_foreign"),
        ("图.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "table_foreign"),
        ("扫描.xls", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "table_foreign"),
        ("库.xlsx", b"SQLite format 3\x00" + bytes(100), "table_foreign"),
        ("零.xlsx", bytes(5000), "table_foreign"),
        ("头.xlsx", b"PK\x03\x04", "table_damaged"),
        ("头.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "table_damaged"),
        ("头.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "table_damaged"),
        ("头.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600, "table_damaged"),
        ("空白.csv", b"\n,,\n", "table_blank"),
        ("引号.csv", b'"' + b"a" * 200000, "table_damaged"),
    ],
)
def test_files_that_are_no_table(tmp_path, name, data, code):
    assert refused(put(tmp_path, name, data)) == code


def test_missing_file_and_folder(tmp_path):
    assert refused(tmp_path / "没有.xlsx") == "table_missing"
    folder = tmp_path / "夹.xlsx"
    folder.mkdir()
    assert refused(folder) == "table_foreign"


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def test_other_archives(tmp_path):
    assert refused(put(tmp_path, "文稿.xlsx", zipped(word__document="<w/>"))) == "table_foreign"
    assert refused(put(tmp_path, "包.xlsx", zipped(a="b"))) == "table_foreign"
    assert refused(put(tmp_path, "壳.xlsx", zipped(xl__workbook="not xml"))) == "table_damaged"


def test_a_sheet_without_anything(tmp_path):
    assert refused(xlsx(tmp_path / "空表.xlsx", [])) == "table_blank"


def test_an_encrypted_file_asks_for_an_open_copy(tmp_path):
    """An encrypted .xlsx is a compound file with a stream EncryptedPackage ([MS-OFFCRYPTO] 2.3.4)."""
    path = xls(tmp_path / "锁.xls", [HEAD, *ROWS])
    data = path.read_bytes().replace("Workbook".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le"))
    assert refused(put(tmp_path, "锁.xlsx", data)) == "table_locked"


def test_a_protected_xls_asks_for_an_open_copy(tmp_path):
    """FILEPASS (0x002F) behind BOF says that what follows is ciphered ([MS-XLS] 2.4.117)."""
    data = bytearray(xls(tmp_path / "锁.xls", [HEAD, *ROWS]).read_bytes())
    bof = data.index(b"\x09\x08\x10\x00")
    size = int.from_bytes(data[bof + 2 : bof + 4], "little")
    after = bof + 4 + size
    length = int.from_bytes(data[after + 2 : after + 4], "little")
    data[after : after + 4] = b"\x2f\x00" + length.to_bytes(2, "little")
    assert refused(put(tmp_path, "锁2.xls", bytes(data))) in {"table_locked", "table_damaged"}


def test_a_cell_lost_in_the_last_row_is_refused_before_memory_runs_out(tmp_path):
    book = openpyxl.Workbook()
    page = book.active
    for row in [HEAD, *ROWS]:
        page.append(row)
    page["XFD1048576"] = "误填"
    book.save(tmp_path / "远.xlsx")
    assert refused(tmp_path / "远.xlsx") == "table_too_big"


def test_a_cell_lost_in_the_last_row_of_an_old_file_is_refused_too(tmp_path):
    book = xlwt.Workbook()
    page = book.add_sheet("册")
    page.write(0, 0, "姓名")
    page.write(65535, 255, "误填")
    book.save(str(tmp_path / "远.xls"))
    assert refused(tmp_path / "远.xls") == "table_too_big"


def test_more_people_than_any_branch_has(tmp_path):
    rows = [["姓名", "性别", "民族"], *(["张拟伟", "男", "汉族"] for _ in range(5001))]
    assert refused(xlsx(tmp_path / "长.xlsx", rows)) == "roster_too_long"


def test_formats_down_to_the_last_row_do_no_harm(tmp_path):
    book = openpyxl.Workbook()
    page = book.active
    for row in [HEAD, *ROWS]:
        page.append(row)
    page["XFD1048576"].number_format = "@"
    book.save(tmp_path / "远.xlsx")
    assert len(read_roster(tmp_path / "远.xlsx", today=DAY).rows) == 3


def test_a_swollen_archive_is_refused(tmp_path):
    path = tmp_path / "胀.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as out:
            for _ in range(301):
                out.write(bytes(1_000_000))
    assert refused(path) == "table_too_big"


@pytest.mark.parametrize("make", [xlsx, xls])
def test_a_file_cut_at_any_length_is_refused(tmp_path, make, capfd):
    whole = make(tmp_path / ("全" + (".xlsx" if make is xlsx else ".xls")), [HEAD, *ROWS])
    data = whole.read_bytes()
    read_roster(whole, today=DAY)
    cut = tmp_path / ("断" + whole.suffix)
    step = max(1, len(data) // 90)
    for length in [*range(0, len(data), step), len(data) - 1]:
        cut.write_bytes(data[:length])
        assert refused(cut) in {"table_empty", "table_damaged", "table_foreign"}, length
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("make", [xlsx, xls])
def test_flipped_bytes_give_people_or_a_refusal(tmp_path, make, capfd):
    whole = make(tmp_path / ("全" + (".xlsx" if make is xlsx else ".xls")), [HEAD, *ROWS])
    data = whole.read_bytes()
    spoiled = tmp_path / ("坏" + whole.suffix)
    for place in range(0, len(data), max(1, len(data) // 120)):
        spoiled.write_bytes(data[:place] + bytes([data[place] ^ 0x5A]) + data[place + 1 :])
        try:
            read_roster(spoiled, today=DAY)
        except FileRefusedError as error:
            assert error.code.startswith(("table_", "roster_"))
    assert capfd.readouterr().err == ""


ODD = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["1990.05", "90.5", "张拟伟", "合计", "正式", "预备", "第一党小组", "书记", "√", "是", "无", "9" * 18, "停止党籍", "积分", "=1"]),
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.permutations(HEAD), st.lists(st.lists(ODD, max_size=14), max_size=6))
def test_any_cells_under_a_roster_head_give_rows_or_a_refusal(tmp_path, head, rows):
    path = tmp_path / "乱.csv"
    with path.open("w", encoding="utf-8", newline="", errors="replace") as out:
        csv.writer(out).writerows([head, *rows])
    try:
        table = read_roster(path, today=DAY)
    except FileRefusedError:
        return
    found = merge(table, Roster(), day=DAY)
    assert all(problem.say.endswith("。") and problem.say.startswith(f"第 {problem.row} 行") for problem in table.all_problems)
    assert all(member.name for member in found.new) or found.blocked
