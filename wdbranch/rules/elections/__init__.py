"""Elections of the branch committee: candidates, ballots, results, terms and vacancies, as pure functions.

Source: duties §10 (《中国共产党基层组织选举工作条例》2020 as restated; numbers of its articles unverified).
"""

from __future__ import annotations

from wdbranch.rules.elections.counting import Counted as Counted
from wdbranch.rules.elections.counting import Outcome as Outcome
from wdbranch.rules.elections.counting import count as count
from wdbranch.rules.elections.strokes import by_strokes as by_strokes
from wdbranch.rules.elections.terms import TermReminder as TermReminder
from wdbranch.rules.elections.terms import Vacancy as Vacancy
from wdbranch.rules.elections.terms import term_end as term_end
from wdbranch.rules.elections.terms import term_reminder as term_reminder
from wdbranch.rules.elections.terms import vacancies as vacancies
