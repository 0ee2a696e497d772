"""Star indicators that records and roster can show by themselves, named from the standards as ``auto``.

Each gives numerator and denominator and says what the denominator counts; only finished periods count, the
running one is told beside it. Nothing to count means not applicable, never 0 % nor 100 %.
"""

from __future__ import annotations

from collections.abc import Mapping

from wdbranch.rules.indicators.generic import GENERIC
from wdbranch.rules.indicators.grounds import GROUNDS
from wdbranch.rules.indicators.keeping import KEEPING
from wdbranch.rules.indicators.outcome import Auto, Outcome, Question, number, percent
from wdbranch.rules.indicators.points import POINTS
from wdbranch.rules.indicators.village import VILLAGE

__all__ = ["AUTO", "Auto", "Outcome", "Question", "number", "percent"]

AUTO: Mapping[str, Auto] = {**KEEPING, **POINTS, **GENERIC, **VILLAGE, **GROUNDS}
"""The functions that a standard may name."""
