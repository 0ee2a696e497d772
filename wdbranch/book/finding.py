"""What an inspector would object to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wdbranch.book.level import HINT as HINT  # noqa: PLC0414 - everybody takes the levels from here
from wdbranch.book.level import MUST as MUST  # noqa: PLC0414
from wdbranch.book.level import SHOULD as SHOULD  # noqa: PLC0414


@dataclass(frozen=True, slots=True)
class Jump:
    """Where a finding without a record is mended.

    ``form``: a record of this form is missing (with ``period``, for which month or quarter: 2026-09, 2026-Q3,
    2026). ``page``: a page of the window (roster, dues …), with ``member`` at this person.
    """

    page: str = ""
    form: str = ""
    member: int | None = None
    period: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One objection: rule, level (必 应 提), what is wrong, why, and the box it points to.

    One that belongs to the book and to no record has ``record`` None, a ``subject`` that names what it is about
    and stays the same for ever (2026-Q3, a member's id), and ``jump``. ``evidence`` is the key under which a
    duty is explained: the reason written there sets the finding aside, and fulfils the duty.
    """

    rule: str                        # "A-01" … numbered as in the domain's list of 68
    level: str
    say: str                         # what is wrong, and what would mend it, in one Chinese sentence
    source: str = ""                 # document, article, edition; how sure
    record: str | None = None        # record id
    field: str | None = None         # field id
    row: int | None = None           # index of the child row
    waivable: bool = True            # False for arithmetic
    waived: str | None = None        # the written reason, when set aside
    subject: str = ""
    jump: Jump | None = None
    evidence: str = ""
    other: str | None = None         # id of the record that it is compared with

    @property
    def key(self) -> str:
        """Names this finding in a waiver: rule, field and row, not the sentence; rule and subject for the book."""
        if self.record is None:
            return f"{self.rule}:{self.subject}"
        return ":".join([self.rule, self.field or "", "" if self.row is None else str(self.row)])

    def set_aside(self, reason: str) -> Finding:
        """The same finding with its waiver, if it may be waived."""
        return replace(self, waived=reason) if self.waivable else self
