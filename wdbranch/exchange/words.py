"""Ways of writing heads and words in rosters, from ``resources/exchange``; a street may add its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from wdbranch.exchange.cells import half_width, text_of
from wdbranch.paths import resource
from wdbranch.rules.tables import read_table

_IN_BRACKETS = re.compile(r"[（(\[【〔][^）)\]】〕]*[）)\]】〕]")


@dataclass(frozen=True, slots=True)
class RosterWords:
    """``heads``: head as compared → field; ``labels``: field → head for export."""

    heads: dict[str, str]
    labels: dict[str, str]
    totals: tuple[str, ...]
    footers: tuple[str, ...]
    posts: tuple[tuple[str, str], ...]          # (word, id), longest word first
    post_labels: dict[str, str]                 # id → word for export
    no_post: frozenset[str]
    standing: dict[str, str]                    # word → full | probationary | suspended | applicant
    sex: dict[str, str]


def plain_head(cell: object) -> str:
    """A head as it is compared: without spaces, line ends, brackets with remarks, stars and colons."""
    line = half_width(text_of(str(cell) if cell is not None else ""))
    return re.sub(r"[\s:*※★#、/.\-_]", "", _IN_BRACKETS.sub("", line))


@cache
def roster_words() -> RosterWords:
    """The words as the installed files give them."""
    heads_file = read_table(resource("exchange", "roster_heads.toml"))
    words_file = read_table(resource("exchange", "roster_words.toml"))
    columns = heads_file["column"]
    posts = [(word, post["id"]) for post in words_file["post"] for word in post["words"]]
    return RosterWords(
        heads={plain_head(head): column["field"] for column in columns for head in column["heads"]},
        labels={column["field"]: column.get("label", column["heads"][0]) for column in columns},
        totals=tuple(heads_file["rows"]["totals"]),
        footers=tuple(heads_file["rows"]["footers"]),
        posts=tuple(sorted(posts, key=lambda pair: -len(pair[0]))),
        post_labels={post["id"]: post["words"][0] for post in words_file["post"]},
        no_post=frozenset(words_file["no_post"]["words"]),
        standing={word: kind for kind, words in words_file["standing"].items() for word in words},
        sex={
            **dict.fromkeys(words_file["sex"]["male"], "男"),
            **dict.fromkeys(words_file["sex"]["female"], "女"),
        },
    )


def posts_in(text: str) -> tuple[list[str], list[str]]:
    """The posts that a cell names (``支部书记兼组织委员``), and the parts that name none."""
    words = roster_words()
    found: list[str] = []
    rest: list[str] = []
    for part in re.split(r"[、,，;；/\s]+|兼任|兼", half_width(text)):
        bare = _IN_BRACKETS.sub("", part)
        if not bare or bare in words.no_post:
            continue
        post = next((post_id for word, post_id in words.posts if bare.endswith(word)), None)
        if post is None or ("书记" in bare and _of_another_body(bare)):
            rest.append(part)
        elif post not in found:
            found.append(post)
    return found, rest


def _of_another_body(post: str) -> bool:
    """Whether a secretary is one of the league, or of a committee above the branch."""
    return any(body in post for body in ("团支部", "团委", "党委", "总支", "党工委", "纪委"))
