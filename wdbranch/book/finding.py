"""What an inspector would object to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wdbranch.book.level import HINT as HINT  # noqa: PLC0414 - everybody takes the levels from here
from wdbranch.book.level import MUST as MUST  # noqa: PLC0414
from wdbranch.book.level import SHOULD as SHOULD  # noqa: PLC0414


@dataclass(frozen=True, slots=True)
class Finding:
    """One objection: rule, level (必 应 提), what is wrong, why, and the box it points to."""

    rule: str                        # "A-01" … numbered as in the domain's list of 68
    level: str
    say: str                         # what is wrong, and what would mend it, in one Chinese sentence
    source: str = ""                 # document, article, edition; how sure
    record: str | None = None        # record id
    field: str | None = None         # field id
    row: int | None = None           # index of the child row
    waivable: bool = True            # False for arithmetic
    waived: str | None = None        # the written reason, when set aside

    @property
    def key(self) -> str:
        """Names this finding in a waiver: rule, field and row, not the sentence."""
        return ":".join([self.rule, self.field or "", "" if self.row is None else str(self.row)])

    def set_aside(self, reason: str) -> Finding:
        """The same finding with its waiver, if it may be waived."""
        return replace(self, waived=reason) if self.waivable else self
