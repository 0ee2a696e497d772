"""Why a packet is not believed: raised inside this package, turned into a verdict at its edge."""

from __future__ import annotations


class RefusedError(Exception):
    """One reason of ``resources/packet/verdicts.toml``.

    ``detail`` is for the technical particulars, ``facts`` fill the placeholders of the sentence.
    """

    def __init__(self, code: str, detail: str = "", **facts: object) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.facts = facts
