"""What a cell of an office's table says, whatever way it was typed or stored."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta | None

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_APOSTROPHES = "'’‘＇`"
_DOTS = re.compile(r"\s*[·•‧∙⋅・･．.﹒]\s*")
_BRACKET = re.compile(r"[（(\[【]([^（()）\]】]*)[)）\]】]?$")
_IDEOGRAPH = re.compile(
    "[\u2e80-\u2fff\u3005-\u3007\u3400-\u9fff\ue000-\uf8ff\uf900-\ufaff\U00020000-\U000fffff]"
)
_NOTHING = frozenset(
    {"", "无", "-", "--", "—", "——", "/", "\\", "／", "＼", "／／", "空", "N/A", "n/a", "暂无", "无。"}
)


class CellError(ValueError):
    """A cell that cannot be taken as it stands. ``say`` is half a sentence to follow 「第 5 行张拟三：」."""

    def __init__(self, say: str) -> None:
        super().__init__(say)
        self.say = say


def text_of(cell: Cell) -> str:
    """The cell as one line of text: invisible characters dropped, all spaces plain, ends trimmed.

    Whole numbers lose the ``.0`` that Excel gives them; a leading apostrophe (typed to force text) goes.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    line = _SPACES.sub(" ", _INVISIBLE.sub("", str(cell))).strip()
    return line.lstrip(_APOSTROPHES).strip()


def half_width(text: str) -> str:
    """Full-width digits, letters and signs as their plain forms; ideographs stay as they are.

    Not Unicode compatibility normalization, which would replace rare ideographs of names.
    """
    return text.translate(_HALF_WIDTH)


def is_nothing(text: str) -> bool:
    """Whether the cell says that there is nothing: empty, 无, a dash or a slash."""
    return text in _NOTHING


def name_of(cell: Cell) -> tuple[str, str]:
    """A person's name in one form, and what stood in brackets behind it.

    ``张  伟`` → ``张伟``; ``买买提．艾山`` → ``买买提·艾山``; ``王芳（女）`` → (``王芳``, ``女``). Latin
    names keep single spaces. Raises CellError if digits or other signs stand in it.
    """
    line = text_of(cell)
    found = _BRACKET.search(line)
    behind = ""
    if found and found.start() > 0:
        behind, line = found.group(1).strip(), line[: found.start()].strip()
    if _IDEOGRAPH.search(line):
        line = line.replace(" ", "")
        line = _DOTS.sub("·", line).strip("·")
    else:
        line = half_width(line)
    odd = re.search(r"[0-9０-９?？*＊□■◇○●#@!！,，、;；:：/\\（）()]", line)
    if odd:
        raise CellError(f"姓名“{line}”里有“{odd.group()}”，请只写姓名")
    return line, behind


def has_private_character(name: str) -> bool:
    """Whether the name holds a self-made character (造字), which other computers show as another or none."""
    return any("\ue000" <= sign <= "\uf8ff" or sign >= "\U000f0000" for sign in name)


def ticked(cell: Cell) -> bool | None:
    """是、√、1 … → True; 否、×、0 … → False; empty → None. Raises CellError on anything else."""
    word = half_width(text_of(cell)).strip()
    if word == "":
        return None
    if word in {"是", "√", "✓", "✔", "有", "1", "Y", "y", "对", "●", "☑", "■"}:
        return True
    if word in {"否", "×", "✗", "无", "0", "N", "n", "不是", "没有", "-", "—", "/", "□", "☐"}:
        return False
    raise CellError(f"“{word}”看不出是“是”还是“否”，请改成“是”或“否”")


def phone_of(cell: Cell) -> str:
    """A telephone number as text. Raises CellError if it cannot be one."""
    line = half_width(text_of(cell))
    if is_nothing(line):
        return ""
    if isinstance(cell, float) and not cell.is_integer():
        raise CellError(f"电话“{line}”不是整数，请改成文本重填")
    parts = [re.sub(r"[\s\-—－()]", "", part) for part in re.split(r"[、,，;；/]", line)]
    if not all(re.fullmatch(r"\+?\d{7,13}", part) for part in parts):
        raise CellError(f"电话“{line}”位数不对，请核对")
    return line.replace(" ", "")
