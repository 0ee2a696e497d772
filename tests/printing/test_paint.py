"""Writing the PDF: whole or not at all, the same bytes each time, stoppable."""

from __future__ import annotations

import os
import re

import pytest

from wdbranch.errors import UserError
from wdbranch.printing.paint import PrintCancelledError, pdf_bytes, write_pdf
from wdbranch.printing.page import plan_record

from printed_book import HEAD, RARE, edition, form, record


def plan():
    return plan_record(edition(), form("party_assembly"), record("party_assembly", minutes=RARE), HEAD)


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert pdf_bytes(plan()) == pdf_bytes(plan())


def test_progress_is_told_page_by_page() -> None:
    told = []
    made = plan()
    pdf_bytes(made, report=lambda done, total: told.append((done, total)))
    assert told == [(n, len(made.pages)) for n in range(1, len(made.pages) + 1)]


def test_a_stopped_job_leaves_the_old_file_and_no_rest(tmp_path) -> None:
    path = tmp_path / "记录.pdf"
    path.write_bytes(b"the old one")
    asked = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 1

    with pytest.raises(PrintCancelledError):
        write_pdf(plan(), path, cancelled=cancelled)
    assert path.read_bytes() == b"the old one"
    assert os.listdir(tmp_path) == ["记录.pdf"]


def test_a_place_that_cannot_be_written_says_so(tmp_path) -> None:
    with pytest.raises(UserError) as caught:
        write_pdf(plan(), tmp_path / "gone" / "a.pdf")
    assert caught.value.code == "print_unwritable"
    (tmp_path / "folder.pdf").mkdir()
    with pytest.raises(UserError):
        write_pdf(plan(), tmp_path / "folder.pdf")
    assert os.listdir(tmp_path) == ["folder.pdf"]


def test_one_font_for_each_face_all_embedded() -> None:
    data = pdf_bytes(plan())
    names = re.findall(rb"/BaseFont /([A-Za-z+\-]+)", data)
    faces = {name.split(b"+")[1] for name in names}
    assert len(names) == 2 * len(faces), "each face is one Type0 font with one descendant"
    assert data.count(b"/FontFile2") == len(faces)
    assert b"/ASCII85Decode" not in data
