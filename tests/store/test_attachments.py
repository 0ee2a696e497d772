"""Kept files: once by digest, shrunk, and nothing in them that says where they were taken."""

from __future__ import annotations

import hashlib
import io
import random
import sqlite3

import pytest
from PIL import ExifTags, Image
from store_book import make, reopen

from wdbranch.errors import UserError
from wdbranch.store import attachments


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a.wdbook"


@pytest.fixture
def book(path):
    with make(path) as opened:
        yield opened


@pytest.fixture
def record(book):
    return book.add_record("meeting", "2026", 2026, {"title": "一"})


def photo(size=(3000, 2000), form="JPEG", *, exif=None, mode="RGB", **more):
    image = Image.new(mode, size, "white")
    image.paste((200, 30, 30) if mode == "RGB" else "red", (0, 0, size[0] // 2, size[1] // 4))
    out = io.BytesIO()
    if exif is not None:
        more["exif"] = exif
    image.save(out, form, **more)
    return out.getvalue()


def with_place():
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "拟手机".encode().decode("latin-1")
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", (30.0, 12.0, 33.0)
    gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = "E", (120.0, 5.0, 7.0)
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:09:18 18:31:02"
    return exif


def test_a_photograph_loses_its_place_and_turns_upright(book, record):
    original = photo(exif=with_place())
    assert Image.open(io.BytesIO(original)).getexif().get_ifd(ExifTags.IFD.GPSInfo)      # it was there
    kept = book.attach(record.id, original, "会场.JPG", "photo")
    stored = book.attachment_bytes(kept.digest)
    image = Image.open(io.BytesIO(stored))
    assert image.format == "JPEG"
    assert image.size == (1067, 1600)
    assert image.getpixel((1000, 100))[0] > image.getpixel((1000, 100))[1] + 100      # the red corner moved right
    assert not dict(image.getexif())
    assert "exif" not in image.info
    for trace in (b"Exif", b"GPS", b"http://ns.adobe.com/xap", b"2026:09:18"):
        assert trace not in stored
    assert kept.taken_on == "2026-09-18"
    assert kept.name == "会场.jpg"
    assert kept.size == len(stored)
    assert kept.digest == hashlib.sha256(stored).hexdigest()
    assert book.record(record.id).attachments == (kept,)
    assert book.snapshot().records[0].attachments == (kept,)


def test_place_in_xmp_and_comment_goes_too(book, record):
    original = photo(comment=b"GPS 30.2 120.1", xmp=b"<x:xmpmeta>exif:GPSLatitude=30</x:xmpmeta>")
    assert b"GPSLatitude" in original
    stored = book.attachment_bytes(book.attach(record.id, original, "a.jpg", "photo").digest)
    assert b"GPS" not in stored


@pytest.mark.parametrize("form, more", [
    ("PNG", {}), ("PNG", {"mode": "RGBA"}), ("PNG", {"mode": "P"}), ("PNG", {"mode": "1"}), ("PNG", {"mode": "I;16"}),
    ("BMP", {}), ("GIF", {"mode": "P"}), ("TIFF", {}), ("TIFF", {"mode": "CMYK"}), ("WEBP", {}), ("JPEG", {"mode": "L"}),
    ("JPEG", {"mode": "CMYK"}),
])
def test_pictures_of_every_kind_become_small_jpegs(book, record, form, more):
    mode = more.get("mode", "RGB")
    image = Image.new(mode, (2400, 1200), 1)
    out = io.BytesIO()
    image.save(out, form)
    kept = book.attach(record.id, out.getvalue(), "图", "file")
    stored = Image.open(io.BytesIO(book.attachment_bytes(kept.digest)))
    assert (stored.format, stored.mode, stored.size) == ("JPEG", "RGB", (1600, 800))


def test_transparency_becomes_white_paper(book, record):
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    kept = book.attach(record.id, out.getvalue(), "章.png", "signin")
    assert Image.open(io.BytesIO(book.attachment_bytes(kept.digest))).getpixel((5, 5)) == (255, 255, 255)
    assert kept.name == "章.jpg"


def test_a_small_picture_is_not_blown_up(book, record):
    kept = book.attach(record.id, photo((300, 200)), "a.jpg", "photo")
    assert Image.open(io.BytesIO(book.attachment_bytes(kept.digest))).size == (300, 200)


def test_stored_once_though_two_records_have_it(path):
    with make(path) as book:
        a, b = (book.add_record("note", "2026", 2026, {}) for _ in range(2))
        data = photo()
        first, again = book.attach(a.id, data, "甲.jpg", "photo"), book.attach(a.id, data, "乙.jpg", "photo")
        second = book.attach(b.id, data, "乙.jpg", "signin")
        assert first == again
        assert first.digest == second.digest
        assert (second.name, second.kind) == ("乙.jpg", "signin")
        assert len(book.record(a.id).attachments) == 1
        book.detach(a.id, first.digest)
        assert book.attachment_bytes(first.digest)
        assert book.record(a.id).attachments == ()
        assert [line.action for line in book.history(a.id)] == ["add", "attach", "detach"]
        book.detach(b.id, first.digest)
        with pytest.raises(UserError) as refusal:
            book.attachment_bytes(first.digest)
        assert refusal.value.code == "no_attachment"
        with pytest.raises(UserError) as refusal:
            book.detach(b.id, first.digest)
        assert refusal.value.code == "no_attachment"
        assert [p.code for p in book.doctor()] == ["backup_none"]
    plain = sqlite3.connect(path)
    assert plain.execute("SELECT count(*) FROM blob").fetchone() == (0,)
    plain.close()


def test_a_document_is_kept_as_it_is_and_in_order(path):
    data = b"%PDF-1.7\n" + random.Random(1).randbytes(50_000)
    with make(path) as book:
        record = book.add_record("note", "2026", 2026, {})
        kept = [book.attach(record.id, data + bytes([n]), f"{n}.pdf", "file") for n in range(3)]
        book.detach(record.id, kept[1].digest)
        kept.append(book.attach(record.id, data, "末.pdf", "file"))
    with reopen(path) as book:
        assert book.record(record.id).attachments == (kept[0], kept[2], kept[3])
        assert book.attachment_bytes(kept[3].digest) == data
        assert (kept[3].name, kept[3].taken_on, kept[3].size) == ("末.pdf", None, len(data))


def refused(book, record, data, name, code):
    before = book.record(record.id)
    with pytest.raises(UserError) as refusal:
        book.attach(record.id, data, name, "photo")
    assert refusal.value.code == code
    assert name in refusal.value.what
    assert book.record(record.id) == before
    assert [line.action for line in book.history(record.id)] == ["add"]


@pytest.mark.parametrize("keep", [3, 10, 100, 1000, 0.3, 0.6, 0.95])
def test_a_broken_photograph(book, record, keep):
    whole = photo()
    length = int(len(whole) * keep) if isinstance(keep, float) else keep
    refused(book, record, whole[:length], "拷坏的.jpg", "bad_picture")


def test_pictures_attacked_byte_by_byte(book, record):
    """Whatever a spoilt picture does inside Pillow, it ends in a picture or in one clear refusal."""
    chance = random.Random(5)
    kinds = [photo((60, 40)), photo((60, 40), "PNG"), photo((60, 40), "TIFF"), photo((60, 40), "GIF"),
             photo((60, 40), "WEBP"), photo((60, 40), "BMP"), photo((60, 40), exif=with_place())]
    for number in range(250):
        data = bytearray(chance.choice(kinds))
        for _ in range(chance.randrange(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            kept = book.attach(record.id, bytes(data), f"{number}.png", "photo")
        except UserError as refusal:
            assert refusal.code in {"bad_picture", "many_pages", "heic"}
        else:
            assert Image.open(io.BytesIO(book.attachment_bytes(kept.digest))).format == "JPEG"


def test_a_text_that_calls_itself_a_picture(book, record):
    refused(book, record, b"hello", "假.png", "bad_picture")


def test_a_bomb(book, record):
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    refused(book, record, out.getvalue(), "大.png", "bad_picture")


def test_an_apple_photograph_is_explained(book, record):
    refused(book, record, b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 500, "IMG_1.HEIC", "heic")


def test_a_scan_of_several_pages_is_not_cut_to_its_first(book, record):
    out = io.BytesIO()
    page = Image.new("1", (100, 100))
    page.save(out, "TIFF", save_all=True, append_images=[page, page])
    refused(book, record, out.getvalue(), "扫描.tif", "many_pages")


def test_empty_and_too_large(book, record):
    refused(book, record, b"", "空.pdf", "empty_file")
    refused(book, record, bytes(attachments.FILE_LIMIT + 1), "大.pdf", "too_large")


def test_a_signed_scan_may_join_a_final_record(book, record):
    from wdbranch.book.record import State

    book.set_state(record.id, State.ARCHIVED)
    kept = book.attach(record.id, b"%PDF-1.7 signed", "签字页.pdf", "signin")
    assert book.record(record.id).attachments == (kept,)
