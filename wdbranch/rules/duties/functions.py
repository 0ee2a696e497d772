"""Which function stands behind the name ``func`` of a duty in ``duties.toml``.

A function of another module of the rules is named here in one line; it must cost little, for the home page
computes every duty.
"""

from __future__ import annotations

from collections.abc import Mapping

from wdbranch.rules import training
from wdbranch.rules.duties import cases, dues, meetings, papers, people, sharing
from wdbranch.rules.duties.kinds import Computed, Periodic

PERIODIC: Mapping[str, Periodic] = {
    "held": meetings.held_in_period,
    "secretary_lectured": meetings.secretary_lectured,
    "every_group_met": meetings.every_group_met,
    "talked": people.talked,
    "studied": people.studied,
    "volunteered": people.volunteered,
    "planned": papers.planned,
    "handed_in": papers.handed_in,
    "dues_collected": dues.collected,
    "dues_assessed": dues.assessed,
}
"""Judge one period of a periodic duty; "held" is taken where the duty names none."""

COMPUTED: Mapping[str, Computed] = {
    "talk_after_events": people.talk_after_events,
    "absent_without_reason": people.absent_without_reason,
    "new_secretary": people.trainings(training.of_new_secretary),
    "secretary_yearly": people.trainings(training.of_secretary),
    "new_members": people.trainings(training.of_new_members),
    "floating_contacts": people.floating_contacts,
    "lost_members": people.lost_members,
    "away_to_floating": people.away_to_floating,
    "infirm_sought_out": people.infirm_sought_out,
    "dues_arrears": dues.arrears,
    "activist_reviews": cases.counted("D-20"),
    "applicant_talks": cases.counted("D-21"),
    "admission_assemblies": cases.counted("D-22"),
    "public_notices": cases.counted("D-23"),
    "oaths": cases.counted("D-24"),
    "confirmations": cases.counted("D-25"),
    "superior_approvals": cases.counted("D-26"),
    "mending_ends": cases.mending_ends,
    "term_ends": cases.term_ends,
    "vacancies": cases.vacant_posts,
    "runs_out": sharing.runs_out,
    "handed_over": sharing.handed_over,
}
"""Give the lines of a duty of kind "computed"."""
