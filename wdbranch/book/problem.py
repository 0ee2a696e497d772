"""What was typed into a box cannot be taken."""

from __future__ import annotations

from wdbranch.errors import UserError


class ValueProblem(UserError):  # noqa: N818 - it is shown beside a box, not thrown at a person
    """One value that its box cannot hold. The box keeps what it held before."""

    def __init__(self, what: str, *, todo: str = "") -> None:
        super().__init__(what, safe="原来的内容没有改动。", todo=todo, code="value")


class IntakeError(UserError):
    """A record given as JSON has a key that is unknown, missing or of the wrong kind. Nothing was written."""

    def __init__(self, key: str, reason: str, *, todo: str = "") -> None:
        place = f"记录数据的“{key}”" if key else "记录数据"
        super().__init__(
            f"{place}不能读入：{reason}。",
            safe="没有写入任何内容。",
            todo=todo or "请改正后再读入。",
            code="record_json",
        )
        self.key = key
