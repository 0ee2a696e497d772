"""Photographs and scans: made smaller, turned upright, and freed of everything but the picture.

Imports Pillow; imported only when something is attached.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from wdbranch.errors import UserError

LONG_EDGE = 1600
"""Longest edge in pixels: 200 dots per inch on the long side of an A5 photograph."""
QUALITY = 85

_FORMATS = ("JPEG", "PNG", "BMP", "GIF", "TIFF", "WEBP", "AVIF")
_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".avif"})
_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*")
_APPLE = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"})


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG without any tags, and the ISO date on which the camera took it, if it said so."""

    data: bytes
    taken_on: str | None


def looks_like_picture(data: bytes, name: str) -> bool:
    """Whether the bytes or the name claim to be a picture."""
    return data.startswith(_MAGIC) or _brand(data) is not None or PurePath(name).suffix.lower() in _SUFFIXES


def _brand(data: bytes) -> bytes | None:
    """The kind of a picture that its first bytes alone do not tell: HEIC, AVIF, WebP, BMP."""
    if data[4:8] == b"ftyp" and (data[8:12] in _APPLE or data[8:12] == b"avif"):
        return data[8:12]
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return b"webp"
    return b"bmp" if data[:2] == b"BM" and data[6:10] == b"\0\0\0\0" else None


def shrink(data: bytes, name: str) -> Picture:
    """A small upright JPEG: long edge at most 1600 pixels, no EXIF, so no place and no camera.

    Raises UserError: bad_picture, heic, many_pages.
    """
    if _brand(data) in _APPLE:
        raise UserError(
            f"“{name}”是苹果手机的 HEIC 照片，没有附上。", safe="记录没有改动。",
            todo="请在手机“设置—相机—格式”里选“兼容性最佳”，或先转成 JPG 再附。", code="heic",
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")      # 100-megapixel phones and untidy tags are not our problem
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                return _shrunk(image, name)
    except (
        UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, EOFError,
        IndexError, TypeError, KeyError, ArithmeticError,
    ) as problem:       # what Pillow's readers raise on broken files
        raise UserError(
            f"图片“{name}”打不开，可能没有拷贝完整，没有附上。", safe="记录没有改动。",
            todo="请重新拷贝或换一张图片再附。", code="bad_picture",
        ) from problem


def _shrunk(image: Image.Image, name: str) -> Picture:
    pages = getattr(image, "n_frames", 1)
    if image.format == "TIFF" and pages > 1:
        raise UserError(
            f"扫描件“{name}”有 {pages} 页，一张图片只能存一页，没有附上。", safe="记录没有改动。",
            todo="请扫描成 PDF 再附。", code="many_pages",
        )
    taken_on = _taken_on(image)
    image.draft("RGB", (LONG_EDGE, LONG_EDGE))      # a JPEG is read at half or quarter size at once
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONG_EDGE, LONG_EDGE), Image.Resampling.LANCZOS)
    if upright.has_transparency_data:
        coloured = upright.convert("RGBA")
        plain = Image.new("RGB", coloured.size, "white")
        plain.paste(coloured, mask=coloured.getchannel("A"))
    else:
        plain = upright.convert("RGB")
    bare = Image.frombytes("RGB", plain.size, plain.tobytes())      # carries pixels only
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Picture(out.getvalue(), taken_on)


def _taken_on(image: Image.Image) -> str | None:
    tags = image.getexif().get_ifd(ExifTags.IFD.Exif)
    for tag in (ExifTags.Base.DateTimeOriginal, ExifTags.Base.DateTimeDigitized):
        try:
            return datetime.strptime(str(tags.get(tag, ""))[:10], "%Y:%m:%d").date().isoformat()
        except ValueError:
            continue
    return None
