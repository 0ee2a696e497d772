"""What was typed into a box cannot be taken."""

from __future__ import annotations

from wdbranch.errors import UserError


class ValueProblem(UserError):  # noqa: N818 - it is shown beside a box, not thrown at a person
    """One value that its box cannot hold. The box keeps what it held before."""

    def __init__(self, what: str, *, todo: str = "") -> None:
        super().__init__(what, safe="原来的内容没有改动。", todo=todo, code="value")
