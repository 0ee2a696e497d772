"""What a photograph shows, and when it was taken where the picture itself does not tell."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from wdbranch.errors import UserError
from wdbranch.operations import record as records
from wdbranch.store.workbook import Workbook


def photo(path: Path, taken: str = "") -> Path:
    image, exif = Image.new("RGB", (40, 30), "grey"), Image.Exif()
    if taken:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = f"{taken.replace('-', ':')} 10:00:00"
    held = BytesIO()
    image.save(held, "jpeg", exif=exif)
    path.write_bytes(held.getvalue())
    return path


@pytest.fixture
def kept(book: Workbook, tmp_path: Path) -> tuple[str, str]:
    record = records.new(book, "theme_day", day=date(2026, 9, 11)).record
    _, attachment = records.attach(book, record.id, photo(tmp_path / "会场.jpg"), "photo")
    return record.id, attachment.digest


def test_a_caption_and_a_day_are_kept_through_closing(book: Workbook, kept: tuple[str, str]) -> None:
    record_id, digest = kept
    saved = records.caption(book, record_id, digest, " 重温入党\n誓词 ", "2026-09-11")
    told = saved.record.attachments[0]
    assert (told.caption, told.taken_on) == ("重温入党 誓词", "2026-09-11")
    assert book.history(record_id)[-1].action == "describe"
    from wdbranch.operations.book import open_book

    book.close()
    with open_book(book.path, clock=lambda: datetime(2026, 9, 20)) as again:
        assert again.record(record_id).attachments[0] == told


def test_a_day_that_is_wrong_for_the_record_is_found(book: Workbook, kept: tuple[str, str]) -> None:
    record_id, digest = kept
    saved = records.caption(book, record_id, digest, "会场", "2026-09-01")
    assert any("9月1日" in found.say for found in saved.findings)


def test_what_the_picture_tells_counts_before_what_is_typed(book: Workbook, tmp_path: Path) -> None:
    record = records.new(book, "theme_day", day=date(2026, 9, 11)).record
    _, kept = records.attach(book, record.id, photo(tmp_path / "甲.jpg", "2026-09-10"), "photo")
    assert kept.taken_on == "2026-09-10"
    told = records.caption(book, record.id, kept.digest, "会场", "2026-09-11").record.attachments[0]
    assert told.taken_on == "2026-09-10"
    assert book.record(record.id).attachments[0].taken_on == "2026-09-10"


def test_no_day_and_no_picture_are_refused(book: Workbook, kept: tuple[str, str]) -> None:
    record_id, digest = kept
    with pytest.raises(UserError, match="不是一个日期"):
        records.caption(book, record_id, digest, "会场", "九月")
    with pytest.raises(UserError, match="找不到这个附件"):
        records.caption(book, record_id, "0" * 64, "会场")
    assert book.record(record_id).attachments[0].caption == ""
