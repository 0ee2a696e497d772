"""Collections of records, the bound year, the sign-in sheet."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from PIL import Image

from wdbranch.book.form import View, ViewColumn
from wdbranch.printing.bound import plan_records, plan_signin
from wdbranch.printing.paint import write_pdf
from wdbranch.printing.plan import RED
from wdbranch.printing.proof import prove
from wdbranch.printing.year import Volume, plan_year
from wdbranch.rules.derive import Derived, DerivedRow

from printed_book import FILLED, HEAD, edition, form, pdf_texts, record


def year():
    """Three of each kind, out of order."""
    found = []
    for place, form_id in enumerate(reversed(FILLED)):
        for month in (11, 3, 7):
            made = record(form_id, seq=month, start=f"2026-{month:02d}-10T18:30", end=f"2026-{month:02d}-10T20:00")
            found.append((form(form_id), replace(made, id=f"{place:06x}{month:06x}")))
    return found


@pytest.fixture(scope="module")
def bound(tmp_path_factory):
    plan = plan_year(Volume(edition(), HEAD, year()))
    path = tmp_path_factory.mktemp("bound") / "年度.pdf"
    write_pdf(plan, path)
    return plan, path, pdf_texts(path)


def test_the_bound_year_is_proved(bound) -> None:
    plan, path, _ = bound
    assert prove(path, plan) == []


def test_the_cover_has_no_page_number_and_only_its_title_is_red(bound) -> None:
    plan, _, texts = bound
    cover = texts[0]
    for said in (HEAD.book_title, "（2026年度）", HEAD.branch, HEAD.superior, "陈拟舟", "编号：NH-0012"):
        assert said in cover
    assert "页" not in cover
    red = [text for page in plan.pages for text in page.texts if text.ink == RED]
    assert [text.text for text in red] == [HEAD.book_title]


def test_every_other_page_is_numbered_through(bound) -> None:
    _, _, texts = bound
    for number, text in enumerate(texts[1:], 2):
        assert f"第{number}页/共{len(texts)}页" in text


def test_notes_and_reference_stand_on_the_second_page(bound) -> None:
    _, _, texts = bound
    for note in edition().notes:
        assert "".join(note.split()) in texts[1]
    assert "".join(edition().reference.split()) in texts[1]


def test_contents_and_register_give_the_page_where_each_begins(bound) -> None:
    plan, _, texts = bound
    firsts = {mark.record: mark.first for mark in plan.marks if mark.record}
    assert len(firsts) == 12
    for form_id in FILLED:
        starts = [firsts[r.id] for f, r in year() if f.id == form_id]
        assert any(line.startswith(form(form_id).title) and line.endswith(str(min(starts))) for line in contents_lines(plan)), form_id
    register = texts[3]
    for f, r in year():
        assert f"2026-{f.code}-{r.get('seq'):02d}" in register
    for number in firsts.values():
        assert form_title_on(texts[number - 1])


def contents_lines(plan) -> list[str]:
    texts = sorted(plan.pages[2].texts, key=lambda t: t.x)
    return ["".join(t.text for t in texts if abs(t.y - first.y) < 3.0) for first in texts]


def form_title_on(text: str) -> bool:
    return any(f.page.title in text and "（续）" not in text for f in edition().forms.values())


def test_records_stand_in_the_order_of_the_book_then_by_date(bound) -> None:
    plan, _, _ = bound
    order = [mark.record for mark in plan.marks if mark.record]
    by_id = {r.id: (f.order, r.get("start")) for f, r in year()}
    assert [by_id[one] for one in order] == sorted(by_id.values())


def test_the_pdf_has_bookmarks_language_and_title(bound) -> None:
    plan, path, _ = bound
    document = pypdfium2.PdfDocument(path)
    titles = [mark.get_title() for mark in document.get_toc()]
    assert titles[:3] == ["封面", "填写说明", "目录"]
    assert titles[-1] == "人名索引"
    assert any(title.startswith("2026-DH-03") for title in titles)
    info = document.get_metadata_dict()
    assert info["Title"] == "党支部规范化建设工作记录本（2026年度）"
    assert info["Author"] == HEAD.branch
    document.close()
    assert b"/Lang (zh-CN)" in path.read_bytes()
    assert b"Helvetica" not in path.read_bytes()


def test_photographs_stand_two_a_page_with_their_caption(tmp_path) -> None:
    data = io.BytesIO()
    Image.new("RGB", (400, 300), (90, 120, 150)).save(data, "JPEG")
    plan = plan_year(Volume(edition(), HEAD, year()[:2], photo_of=lambda kept: data.getvalue() if kept.kind == "photo" else None))
    path = tmp_path / "a.pdf"
    write_pdf(plan, path)
    assert prove(path, plan) == []
    pages = [page for page in plan.pages if page.pictures]
    assert len(pages) == 2
    for page in pages:
        (picture,) = page.pictures
        assert picture.w / picture.h == pytest.approx(400 / 300)
        assert any("摄" in text.text for text in page.texts)
    document = pypdfium2.PdfDocument(path)
    images = [obj for page in document for obj in page.get_objects() if obj.type == 3]
    assert len(images) == 2
    document.close()


def test_a_long_roster_lies_across_with_its_head_on_each_leaf(tmp_path) -> None:
    heads = (("no", "序号", 20.0), ("name", "姓名", 53.0), ("joined", "入党日期", 80.0), ("home", "住址", 100.0))
    view = View(
        "members_sheet", "2026", "党员花名册", "花名册", "P07", "organisation", 70, "members",
        tuple(ViewColumn(key, label, width, centre=True) for key, label, width in heads), landscape=True, lines=15,
    )
    rows = tuple(
        DerivedRow({"no": str(n), "name": f"陈拟{chr(0x4E00 + n)}", "joined": "2010年7月1日", "home": "拟安社区2号院"}, member=n)
        for n in range(1, 80)
    )
    book = replace(edition(), views={view.id: view})
    plan = plan_year(Volume(book, HEAD, year()[:1], views={view.id: Derived(rows, ("年末共79名。",))}))
    path = tmp_path / "a.pdf"
    write_pdf(plan, path)
    assert prove(path, plan) == []
    across = [page for page in plan.pages if page.width > page.height]
    assert len(across) == 5
    texts = pdf_texts(path)
    assert all("序号姓名入党日期住址" in texts[page.number - 1] for page in across)
    assert sum(texts[page.number - 1].count("拟安社区2号院") for page in across) == 79
    assert "年末共79名。" in texts[across[-1].number - 1]
    assert any(f"陈拟{chr(0x4E00 + 60)}" in text for text in texts[-2:]), "the index has everybody"


def test_a_collection_counts_the_pages_of_each_record(tmp_path) -> None:
    plan = plan_records(edition(), HEAD, year()[:4])
    path = tmp_path / "a.pdf"
    write_pdf(plan, path)
    assert prove(path, plan) == []
    texts = pdf_texts(path)
    for mark in plan.marks:
        length = mark.last - mark.first + 1
        for number in range(1, length + 1):
            assert f"第{number}页/共{length}页" in texts[mark.first - 2 + number]
    assert [page.number for page in plan.pages] == list(range(1, len(plan.pages) + 1))


@pytest.mark.parametrize("count", [0, 5, 27, 120])
def test_the_sign_in_sheet_has_a_line_for_each_name_and_some_more(count: int, tmp_path) -> None:
    names = [f"陈拟{chr(0x4E00 + n)}" for n in range(count)]
    plan = plan_signin(HEAD, form("party_assembly"), names, date(2026, 9, 18), name="三季度党员大会")
    path = tmp_path / "a.pdf"
    write_pdf(plan, path)
    texts = "".join(pdf_texts(path))
    assert "党员大会签到表" in texts
    assert "2026年9月18日（星期五）" in texts
    assert all(name in texts for name in names)
    assert prove(path, plan) == []
    assert len(plan.pages) == (1 if count < 50 else len(plan.pages))
