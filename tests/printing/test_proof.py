"""The print-back proof finds one lost character and names the record."""

from __future__ import annotations

import pytest

from wdbranch.errors import FileRefusedError
from wdbranch.printing.paint import write_pdf
from wdbranch.printing.page import plan_record
from wdbranch.printing.proof import prove

from printed_book import HEAD, edition, form, record


def written(tmp_path, **changes):
    plan = plan_record(edition(), form("party_assembly"), record("party_assembly", **changes), HEAD)
    path = tmp_path / "a.pdf"
    write_pdf(plan, path)
    return plan, path


def test_a_character_lost_on_paper_is_found(tmp_path) -> None:
    plan, path = written(tmp_path)
    page = plan.pages[1]
    at, text = next((n, t) for n, t in enumerate(page.texts) if t.text.startswith("郭拟山"))
    page.texts[at] = text._replace(text=text.text + "㐂")
    (problem,) = prove(path, plan)
    assert problem.record == "0123456789ab"
    assert problem.page == 2
    assert "少了“㐂”" in problem.say
    assert "2026-DH-03" in problem.say


def test_a_character_lost_between_record_and_plan_is_found(tmp_path) -> None:
    plan, path = written(tmp_path)
    for page in plan.pages:
        for at, text in enumerate(page.texts):
            if "拟安社区党群服务中心" in text.text:
                page.texts[at] = text._replace(text=text.text[:-1], kerns=())
    write_pdf(plan, path)
    (problem,) = prove(path, plan)
    assert "“地点”少印了“室”" in problem.say
    assert problem.record == "0123456789ab"


def test_a_character_that_no_font_has_is_a_problem(tmp_path) -> None:
    plan, path = written(tmp_path, place="拟安社区𰻝面馆")
    (problem,) = prove(path, plan)
    assert "少了“𰻝”" in problem.say
    assert "〓" in problem.say


def test_a_record_without_a_page_is_a_problem(tmp_path) -> None:
    plan, path = written(tmp_path)
    plan.marks.clear()
    assert any("没有印出来" in problem.say for problem in prove(path, plan))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 but no more", b"x" * 5000])
def test_a_file_that_is_no_pdf_is_refused(tmp_path, content: bytes) -> None:
    plan, path = written(tmp_path)
    path.write_bytes(content)
    with pytest.raises(FileRefusedError) as caught:
        prove(path, plan)
    assert caught.value.code == "pdf_unreadable"


def test_a_pdf_with_a_page_too_few_is_refused(tmp_path) -> None:
    plan, path = written(tmp_path)
    plan.pages.append(plan.pages[-1])
    with pytest.raises(FileRefusedError):
        prove(path, plan)
