"""Names that forms may use. The rules package implements each one; a test compares both sides."""

from __future__ import annotations

CHECKS = frozenset(
    {
        "required",              # required fields are filled
        "attendance_balance",    # who was due = who came + who did not
        "theme_day_balance",     # the balance of a theme party day, with study at home and online
        "votes",                 # quorum, majority and arithmetic of each vote
    }
)

SUGGESTIONS = frozenset(
    {
        "meeting_title", "next_seq", "last_place", "secretary", "last_recorder",
        "due_all", "present_all", "due_vote", "present_vote", "mobile_infirm",
        "attendance", "prior_committee", "month", "roster_total", "leave_count", "absent_count",
        "home_study_count", "online_count", "exempt_count", "study_hours",
    }
)
