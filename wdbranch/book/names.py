"""Names of people as they are typed."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"[、，,;；\n\r\t/]+")
_BLANKS = re.compile(r"[\s\u3000]+")
_DOTS = re.compile(r"(?<=[^\W\d_a-zA-Z])[•‧∙⋅・･．.](?=[^\W\d_a-zA-Z])")


def split_names(text: str) -> list[str]:
    """The names of a list as people type it, in order, each once.

    Split at 、，,;； and line ends, then at blanks. Single characters that follow one another are one name
    that was spaced out to the width of three (王　伟).
    """
    found: dict[str, None] = {}
    for part in _BETWEEN.split(text):
        pending = ""
        for piece in _BLANKS.split(part.strip()):
            if len(piece) == 1:
                pending += piece
                continue
            for name in (pending, clean_name(piece)):
                if name:
                    found[name] = None
            pending = ""
        if pending:
            found[pending] = None
    return list(found)


def clean_name(text: str) -> str:
    """One name: no blanks inside, full-width brackets, one kind of dot in names of minorities."""
    name = _BLANKS.sub("", text).replace("(", "（").replace(")", "）")
    return _DOTS.sub("·", name)
