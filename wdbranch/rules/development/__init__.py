"""Development of members (发展党员): the twenty-five steps, public notice and listing, as pure functions.

The steps, their limits, articles and sentences stand in ``resources/rules/development.toml``, in both editions
of 《中国共产党发展党员工作细则》 (2014 and 2026). Each step is judged by the edition in force on its own day;
an old step is never reproached with a later demand.
"""

from __future__ import annotations

from wdbranch.rules.development.case import Case as Case
from wdbranch.rules.development.case import cases as cases
from wdbranch.rules.development.case import read_case as read_case
from wdbranch.rules.development.steps import FORM as FORM
from wdbranch.rules.development.timeline import StepState as StepState
from wdbranch.rules.development.timeline import next_step as next_step
from wdbranch.rules.development.timeline import time_line as time_line
