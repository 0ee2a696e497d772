"""Quorum and majority, in integer arithmetic only.

The kinds of ballot, their fractions and sources stand in ``resources/rules/votes.toml``. What is easily
got wrong is the denominator: a resolution needs more than half of those *due*, an election more than half
of those *present*.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from wdbranch.rules.tables import cite, rules_table

GENERAL = "general"
ADMISSION = "admission"
DISPOSAL = "disposal"
COMMITTEE = "committee"
ELECTION = "election"


@dataclass(frozen=True, slots=True)
class Fraction:
    """``part``/``of`` of a number of people; ``strict``: more than it, otherwise at least it."""

    part: int
    of: int
    strict: bool

    def reached(self, count: int, base: int) -> bool:
        """Whether ``count`` reaches this fraction of ``base``, without dividing."""
        left, right = count * self.of, base * self.part
        return left > right if self.strict else left >= right

    def words(self, *, reached: bool) -> tuple[str, str]:
        """The comparison and the share in Chinese: ("没有超过", "半数")."""
        pair = rules_table("votes")["say"]["strict" if self.strict else "at_least"]
        share = "半数" if (self.part, self.of) == (1, 2) else f"{_numeral(self.of)}分之{_numeral(self.part)}"
        return str(pair[0] if reached else pair[1]), share


def _numeral(number: int) -> str:
    return "〇一二三四五六七八九十"[number]


@dataclass(frozen=True, slots=True)
class Ballot:
    """The rule for one kind of ballot, see ``votes.toml``."""

    kind: str
    title: str
    unit: str
    meet: Fraction
    carry: Fraction
    base: str  # "due" | "present": the denominator of ``carry``
    secret: bool  # must be by secret ballot
    written: bool  # written opinions handed in beforehand count
    source: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether the meeting could vote, whether the motion is carried, and both in one Chinese sentence."""

    may_meet: bool
    passes: bool
    say: str


@cache
def ballot(kind: str) -> Ballot:
    """The rule for a kind of ballot. Raises KeyError for a kind that the table does not name."""
    entry: dict[str, Any] = rules_table("votes")["kind"][kind]
    meet, carry = entry["meet"], entry["pass"]
    return Ballot(
        kind=kind,
        title=entry["title"],
        unit=entry["unit"],
        meet=Fraction(meet["part"], meet["of"], meet["strict"]),
        carry=Fraction(carry["part"], carry["of"], carry["strict"]),
        base=carry["base"],
        secret=entry["secret"],
        written=entry["written"],
        source=cite(entry),
    )


def kind_of(tags: Collection[str], *, committee: bool = False) -> str:
    """The kind of ballot that an agenda item with these tags of ``agenda_kind`` calls for.

    ``committee`` says that the meeting is one of the branch committee, which has its own rule.
    """
    if "election" in tags:
        return ELECTION
    if committee:
        return COMMITTEE
    if "admission" in tags:
        return ADMISSION
    return DISPOSAL if "disposal" in tags else GENERAL


def may_meet(kind: str, v_due: int, v_pre: int) -> bool:
    """Whether enough people with a vote came. Nobody due means no meeting."""
    return v_due > 0 and ballot(kind).meet.reached(v_pre, v_due)


def judge(kind: str, v_due: int, v_pre: int, yes: int, written_yes: int = 0) -> Judgement:
    """Judges one ballot.

    ``v_due`` and ``v_pre`` are the members with a vote who were due and who came (for the committee its
    members, for an election those with the right to elect), ``yes`` the votes in favour (of one candidate),
    ``written_yes`` the written opinions in favour, which count only where the rule says so. A meeting that
    may not vote carries nothing: written opinions never mend a quorum.

    Source: duties §2; documents and articles in ``votes.toml``. Raises KeyError for an unknown kind.
    """
    rule, say = ballot(kind), rules_table("votes")["say"]
    if v_due <= 0:
        return Judgement(may_meet=False, passes=False, say=say["no_one_due"].format(unit=rule.unit))
    met = may_meet(kind, v_due, v_pre)
    word, share = rule.meet.words(reached=met)
    quorum = say["meets" if met else "meets_not"].format(
        unit=rule.unit, due=v_due, present=v_pre, word=word, share=share
    )
    if not met:
        return Judgement(may_meet=False, passes=False, say=quorum)
    total = yes + (written_yes if rule.written else 0)
    base = v_due if rule.base == "due" else v_pre
    passes = rule.carry.reached(total, base)
    word, share = rule.carry.words(reached=passes)
    verdict = say["passes" if passes else "passes_not"].format(
        yes=total, word=word, base=say[rule.base], of=base, share=share
    )
    return Judgement(may_meet=True, passes=passes, say=quorum + verdict)


_SUMS = (("returned", ("valid", "invalid")), ("valid", ("yes", "no", "abstain")))


def balance(row: Mapping[str, int | None], labels: Mapping[str, str]) -> tuple[tuple[bool, str], ...]:
    """The arithmetic of the paper ballots of one vote, as far as it is written: (whether it holds, sentence).

    ``row`` and ``labels`` by column: issued, returned, valid, invalid, yes, no, abstain. Written opinions are
    no ballots and stand beside it. Source: record_book §7 (53).
    """
    say, found = rules_table("votes")["say"], []
    issued, returned = row.get("issued"), row.get("returned")
    if issued is not None and returned is not None:
        fill = {"whole": labels["issued"], "sum": issued, "parts": f"{labels['returned']} {returned}"}
        holds = returned <= issued
        found.append((holds, say["within" if holds else "within_not"].format(**fill, found=returned)))
    for whole, parts in _SUMS:
        given = [(labels[name], row.get(name)) for name in parts]
        total = row.get(whole)
        known = [count for _, count in given if count is not None]
        if total is None or len(known) < len(given):
            continue
        told = "＋".join(f"{label} {count}" for label, count in given)
        fill = {"whole": labels[whole], "sum": total, "parts": told}
        holds = sum(known) == total
        found.append((holds, say["adds_up" if holds else "adds_up_not"].format(**fill, found=sum(known))))
    return tuple(found)


def candidates_needed(seats: int) -> int:
    """The least number of candidates for so many seats on a committee: 3→4, 5→6, 7→9.

    Source: 基层组织选举工作条例 2020 as restated (差额不少于 20%); the number of the article is unverified.
    """
    ratio = rules_table("votes")["election"]["candidates"]
    part, of = int(ratio["part"]), int(ratio["of"])
    return -(-seats * part // of)
