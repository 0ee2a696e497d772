"""Which function stands behind the name ``func`` of a duty in ``duties.toml``.

A function of another module of the rules is named here in one line; it must cost little, for the home page
computes every duty.
"""

from __future__ import annotations

from collections.abc import Mapping

from wdbranch.rules.duties import meetings
from wdbranch.rules.duties.kinds import Computed, Periodic

PERIODIC: Mapping[str, Periodic] = {
    "held": meetings.held_in_period,
    "secretary_lectured": meetings.secretary_lectured,
    "every_group_met": meetings.every_group_met,
}
"""Judge one period of a periodic duty; "held" is taken where the duty names none."""

COMPUTED: Mapping[str, Computed] = {}
"""Give the lines of a duty of kind "computed"."""
