"""Names that forms may use. The rules package implements each one; a test compares both sides."""

from __future__ import annotations

CHECKS: dict[str, frozenset[str]] = {
    # what the minutes of an admission must tell
    "resolution": frozenset({"agenda", "minutes", "speeches", "decisions"}),
    # order, limits and qualifications in the development of a member
    "development": frozenset({"person", "apply_on", "receive_on", "introducers", "reviews", "probation_reviews"}),
    # seats, candidates, approval and report of an election
    "election": frozenset({"seats", "candidates", "elected", "reported_on"}),
    # the ballots of an election
    "election_ballot": frozenset(
        {"candidates", "scrutineers", "counters", "issued", "returned", "valid", "invalid", "elected"}
    ),
    # required fields are filled
    "required": frozenset(),
    # who was due = who came + who did not
    "attendance_balance": frozenset({"due_all", "present_all"}),
    # the balance of a theme party day, with study at home and online
    "theme_day_balance": frozenset(
        {
            "roster_total", "present_all", "leave_count", "absent_count", "home_study_count", "online_count",
            "exempt_count",
        }
    ),
    # quorum, majority and arithmetic of each vote
    "votes": frozenset({"agenda", "votes"}),
    # a problem is mended by its deadline
    "rectification": frozenset({"due", "done_on", "source"}),
    # a problem that was found: whose it is
    "life_problem": frozenset({"subject", "person", "problem"}),
    # everybody criticises themselves, and is criticised
    "life_meeting": frozenset({"attendance", "self_criticism", "criticism", "last_year"}),
    # programme, ballots and grades of a democratic appraisal
    "appraisal": frozenset(
        {"attendance", "tally", "grades", "self_assessed", "mutually_assessed", "polled", "decided"}
    ),
    # an assessment of party dues follows the standard, a waiver is approved
    "dues_rate": frozenset(
        {
            "member", "payer_kind", "base", "amount", "from_month", "rhythm", "quarter_consent", "waiver",
            "waiver_approved_on",
        }
    ),
    # a collection of party dues: arithmetic, back payments, what was given beyond
    "dues_payment": frozenset({"collected_on", "payments", "total"}),
    # what was remitted agrees with what was collected
    "dues_remittance": frozenset({"first", "last", "amount", "special"}),
    # members and the ledgers about them
    "profile_counts": frozenset({"base_day", "total"}),
    "award_influence": frozenset({"sanction", "influence_until"}),
    "visit_fund": frozenset({"fund", "prior_committee", "target"}),
    "points_rules": frozenset({"adopted_on", "from_day", "items"}),
    "points_claim": frozenset({"member", "item", "points", "reason", "basis", "meeting", "entered_by", "decision"}),
    "points_notice": frozenset({"quarter", "shown_from", "shown_to"}),
    "points_objection": frozenset({"raised_on", "decision", "replied_on"}),
    "volunteer_once": frozenset({"persons", "hours"}),
    # the time to mend is no longer than a year
    "disposal": frozenset({"approved_on", "until"}),
    # what is found and put right: closed no earlier than found, by its day, shown by photographs
    "closing": frozenset({"closed_on"}),
    "closing_due": frozenset({"closed_on", "due"}),
    "closing_photo": frozenset({"closed_on"}),
    # the outcome of a dispute has its day
    "dispute": frozenset({"closed_on", "result"}),
    # a part is not larger than its whole; resources/rules/ledgers.toml says which fields
    "part_of_whole": frozenset(),
    # what a small fire station must have
    "fire_station": frozenset({"members", "per_shift", "all_day", "three_minutes"}),
    # the five parts of a courtyard add up
    "courtyard": frozenset({"tidy", "clean", "green", "manners", "harmony", "total"}),
    # 亩 and square metres say the same
    "two_areas": frozenset({"area_mu", "area_sqm"}),
    # days in their order; resources/rules/ledgers.toml says which fields
    "day_order": frozenset(),
    # an owners' committee: filing, size, step
    "estate": frozenset({"step", "elected_on", "filed_on", "members"}),
    # a list item is claimed by somebody, done on a day
    "list_state": frozenset({"step", "matched", "done_on"}),
    # a property company's organisation of the Party
    "property_party": frozenset({"party_members", "setup"}),
    # a counter has a substitute
    "ab_post": frozenset({"first", "second"}),
    # one unit of the wider committee chairs always
    "one_standing": frozenset({"role", "name"}),
    # grid workers: nobody twice in a month, totals and rewards as the scores say
    "grid_review": frozenset({"scores", "results"}),
    # a unit stands below one of the level above
    "org_unit": frozenset({"level", "name", "parent", "leader"}),
    # households lie inside their building, each room once
    "building": frozenset({"units", "floors", "households"}),
    # a plate at the door only by consent
    "identity": frozenset({"ways", "consent"}),
    # the six steps one after another
    "deliberation": frozenset({"kind", "proposed_on"}),
}
"""Checks by name, and the fields that a form must have for them."""

STARS = ("ZB", "CY", "ST", "PA", "WM", "GJ", "YY", "XF")
"""The stars that a ledger may live with; ``resources/standards`` names them and says which set has which."""

SUGGESTIONS = frozenset(
    {
        "probation_until", "disposal_until",
        "election_seats", "election_candidates", "election_elected", "election_day",
        "election_officers", "election_officers_day",
        "meeting_title", "next_seq", "last_place", "secretary", "last_recorder",
        "due_all", "present_all", "due_vote", "present_vote", "mobile_infirm",
        "attendance", "prior_committee", "month", "roster_total", "leave_count", "absent_count",
        "home_study_count", "online_count", "exempt_count", "study_hours",
        "branch_name", "branch_short", "branch_superior", "branch_term", "branch_elected", "branch_expires",
        "branch_fixed_day", "count_full", "count_probationary", "count_groups", "count_male", "count_female",
        "count_under_35", "count_over_60", "count_college", "count_floating", "count_in_service",
        "count_retired", "count_farmer", "count_jobless", "count_student", "count_other", "influence_until",
        "member_age", "slot_group", "last_ding1", "last_ding2", "last_ding3", "last_ways", "last_promise",
        "target_address", "target_phone", "floating_place", "floating_reason", "floating_job",
        "floating_organisation",
        "next_group", "group_title", "group_leader", "open_items", "announced_theme",
        "held_as", "life_theme", "talks_done", "team_problems", "self_criticism", "criticism",
        "tally_rows", "grade_rows", "excellent_count", "graded_count",
        "talk_kind", "last_duty", "birthday_person", "join_date", "party_years",
        "points_items", "points_quarter", "points_shown_to", "points_people",
        "dues_payer_kind", "dues_rate", "dues_amount", "dues_from_month", "dues_rows", "dues_people", "dues_total",
        "dues_extra", "dues_collector", "dues_since", "dues_until", "dues_between", "dues_payers_between",
        "dues_period",
        "people_count", "people_party", "last_company", "courtyard_total", "frontage_all", "frontage_good",
        "area_mu", "area_sqm",
        "turn_last", "turn_unit", "turn_next", "turn_matters", "standing_unit", "chair_unit",
        "agreement_until", "unit_count", "estate_conditions",
        "slot_post", "one", "lasted_days", "named_members", "named_persons", "last_grid", "last_team", "last_liaison",
        "last_venue", "last_fund", "unit_parent", "post_duty", "worker_duty",
        "grid_scores", "grid_results", "grid_excellent", "grid_money", "policy_name", "policy_kind", "policy_text",
        "star_holder", "stars_achieved", "stars_missing", "stars_told", "stars_applied",
    }
)

ATTENDANCE_LIST = "attendance"
"""The choice list that attendance statuses are taken from."""

NEEDED_LISTS = ("attendance", "stance", "posts")
"""Choice lists that every edition must have: the program's own parts speak of them."""

TAGS: dict[str, frozenset[str]] = {
    "attendance": frozenset(
        {
            "present",
            "absent",
            "leave",         # absent with leave
            "unexcused",     # absent without leave
            "served",        # absent, but taught
            "home",          # taught at home
            "online",        # taught online
            "not_due",       # approved exclusion from the number due
        }
    ),
    "absence_reason": frozenset({"private", "unexcused"}),
    "agenda_kind": frozenset(
        {
            "vote", "admission", "disposal", "election", "one_person", "committee_first", "follow_up",
            "study",         # nothing but study: counts as study hours
            "extension",     # a probation is prolonged
            # steps of developing a member
            "step_activist", "step_candidate", "step_review", "step_assembly", "step_full_assembly",
        }
    ),
    # content: one of the four things a theme party day is for (支部工作条例 第十六条); study: and nothing else
    "segment_kind": frozenset({"content", "study", "lecture", "volunteer", "visit"}),
    "training_kind": frozenset({"central", "new_post", "rotation", "new_member"}),
    "organiser_level": frozenset({"county"}),
    "floating_way": frozenset({"inflow"}),
    "fund_source": frozenset({"dues"}),
    "sanction": frozenset({"warning", "serious_warning", "post_removed"}),
    "vote_method": frozenset({"secret"}),
    "vote_result": frozenset({"carried", "lost"}),
    "award_kind": frozenset({"talk"}),      # calls for a talk with the secretary
    "issue_source": frozenset({"inspection", "life_meeting"}),
    "posts": frozenset({"committee", "lead", "group_lead", "dues"}),
    "problem_subject": frozenset({"team", "member"}),
    "member_grade": frozenset(
        {
            "graded",        # one of the four grades
            "ungraded",      # takes part, gets no grade: a probationary member
            "excellent",
            "follow_up",     # what is lacking must be told and mended
        }
    ),
    "talk_kind": frozenset({"both_committee", "one_committee", "no_committee", "applicant"}),
    "payer_kind": frozenset({"wage", "pension", "farmer", "fixed"}),
    "dues_rhythm": frozenset({"quarterly"}),
    "dues_waiver": frozenset({"less", "none"}),
    "dispute_result": frozenset({"settled", "passed_on"}),
    "frontage_grade": frozenset({"good"}),
    "fund_move": frozenset({"income", "spending"}),
    "villager_points_move": frozenset({"gain"}),
    "tripartite_kind": frozenset({"follow_up"}),
    "joint_kind": frozenset({"follow_up"}),
    "joint_role": frozenset({"standing", "rotating"}),
    "list_state": frozenset({"claimed", "done"}),
    "list_kind": frozenset({"needs", "resources", "projects"}),
    "estate_state": frozenset({"formed"}),
    "property_org": frozenset({"own"}),
    "identity_way": frozenset({"plate"}),
    "grid_result": frozenset({"rewarded"}),
    "duty_post_kind": frozenset({"group", "grid", "yard", "building", "unit", "worker"}),
    "deliberation_kind": frozenset({"six_steps"}),
}
"""What choices may be marked as, by list. The program goes by these marks, not by the ids of choices."""

WHO = frozenset({"members", "committee", "group", "held_as"})
"""Whose attendance a form may keep. "held_as": one of the other three, by the record's own ``held_as``."""

SHOWS: dict[str, frozenset[str]] = {
    "rows": frozenset({"table", "paragraphs"}),
    "attendance": frozenset({"names", "reasons", "signin"}),
}
"""How a cell may show a field of that type; every other type is shown plainly."""

VIEWS: dict[str, frozenset[str]] = {
    "applicants": frozenset(
        {"seq", "name", "sex", "birth", "education", "job", "apply_on", "receive_on", "talk_on", "talk_who", "state"}
    ),
    "activists": frozenset(
        {
            "seq", "name", "sex", "birth", "education", "job", "activist_on", "filed_on", "contacts", "reviews",
            "training", "changes", "state",
        }
    ),
    "candidates": frozenset(
        {
            "seq", "name", "candidate_on", "agree_on", "publicity", "listed_on", "introducers", "political_on",
            "training", "review_on", "preapprove_on", "state",
        }
    ),
    "probationary": frozenset(
        {
            "seq", "name", "assembly_on", "approve_on", "probation", "grouped_on", "oath_on", "reviews",
            "full_apply_on", "full_assembly_on", "full_approve_on", "changes", "state",
        }
    ),
    "talk_matrix": frozenset({"name", "with", "peers"}),
    "life_rectify": frozenset(
        {"number", "problem", "measure", "person", "due", "progress", "done_on"}
    ),
    "committee": frozenset(
        {
            "name", "post", "sex", "birth", "education", "join_date", "since", "until", "approval", "division",
            "phone",
        }
    ),
    "groups": frozenset({"group", "leader", "chosen", "basis", "members", "count", "place", "contact"}),
    "members": frozenset(
        {
            "seq", "name", "sex", "ethnicity", "native_place", "id_no", "birth", "age", "education", "join_date",
            "full_date", "party_age", "status", "category", "job", "group", "posts", "phone", "address", "note",
        }
    ),
    "changes": frozenset({"seq", "day", "name", "kind", "change", "place", "letter", "note"}),
    "floating": frozenset(
        {
            "way", "name", "sex", "age", "place", "organisation", "job", "phone", "since", "six_months", "reason",
            "return_on", "joined_there", "transfer", "contact_by", "contacted_on", "contacts",
        }
    ),
    "points_month": frozenset(
        {
            "month", "seq", "name", "study", "org_life", "duty", "pioneer", "appraisal", "bonus", "deduction", "total",
            "sum",
        }
    ),
    "points_quarter": frozenset(
        {"quarter", "name", "month_1", "month_2", "month_3", "plus", "minus", "total"}
    ),
    "points_shown": frozenset({"quarter", "seq", "name", "score", "sum", "level", "deductions"}),
    "points_talks": frozenset({"quarter", "name", "score", "deductions", "card", "why", "what"}),
    "points_card": frozenset({"name", "day", "item", "reason", "number", "points", "sum"}),
    "points_year": frozenset(
        {"seq", "name", "status", "quarter_1", "quarter_2", "quarter_3", "quarter_4", "plus", "minus", "total", "level"}
    ),
    "infirm": frozenset({"name", "sex", "age", "address", "phone", "taught", "visited", "group", "note"}),
    "hours": frozenset({"name", "central", "meeting", "lecture", "other", "total", "needed", "reached"}),
    "attendance": frozenset({"name", "event", "due", "came", "leave", "absent", "served", "rate", "run"}),
    "plan_list": frozenset({"no", "month", "kind", "topic", "planned_on", "person", "done", "number"}),
    "plan": frozenset(
        {"month", "party_assembly", "committee", "group_meeting", "lecture", "theme_day", "life", "other"}
    ),
    "chair_rota": frozenset({"period", "standing", "unit", "chair", "span", "matters", "handed_on"}),
    "list_needs": frozenset({"seq", "raised_on", "content", "raised_by", "matched", "step", "due", "done_on"}),
    "list_resources": frozenset({"seq", "raised_on", "content", "raised_by", "matched", "step", "due", "done_on"}),
    "list_projects": frozenset({"seq", "raised_on", "content", "raised_by", "matched", "step", "due", "done_on"}),
    "co_report": frozenset({"quarter", "agreements", "meetings", "done", "activities", "units", "people", "what"}),
    "estates": frozenset(
        {
            "seq", "name", "households", "company", "conditions", "step", "prepared_on", "elected_on", "filed_on",
            "members", "term_until", "portrait",
        }
    ),
    "dues": frozenset({"seq", "name", "due", "total", "waiver", "paid_by", *(f"m{n}" for n in range(1, 13))}),
    "dues_months": frozenset({"month", "due_people", "people", "amount", "extra"}),
    "dues_people": frozenset({"seq", "name", "months", "total"}),
    "disputes": frozenset({"kind", "found", "settled", "moved", "open", "rate"}),
    "courtyards": frozenset({"seq", "household", "plate_no", "total", "again_total", "plated_on", "again_on"}),
    "charity": frozenset({"day", "kind", "purpose", "person", "income", "spent", "left"}),
    "slots": frozenset({"seq", "name", "bian", "ding1", "ding2", "ding3", "taken_on", "doings", "account"}),
    "duty_posts": frozenset({"kind", "area", "unit", "name", "party", "phone", "wall_on", "checked_on"}),
    "chain": frozenset(
        {
            "building", "unit", "unit_leader", "building_leader", "yard_leader", "worker", "grid", "grid_leader",
            "group_leader", "secretary",
        }
    ),
    "buildings": frozenset(
        {
            "seq", "name", "grid", "units", "floors", "homes", "resident", "rented", "vacant", "shop", "party",
            "consent", "centre", "checked_on",
        }
    ),
    "grid_rewards": frozenset({"month", "name", "grid", "total", "money"}),
    "org_units": frozenset({"level", "name", "parent", "leader", "members", "scope"}),
    "figures": frozenset({"no", "label", "value", "of", "stars"}),
    "star_self": frozenset({"star", "id", "name", "threshold", "told", "state", "self", "review"}),
    "star_evidence": frozenset({"star", "id", "name", "wanted", "records", "files", "note"}),
    "star_card": frozenset({"star", "count", "target", "missing", "person", "due"}),
    "star_account": frozenset({"star", "told"}),
    "star_ledgers": frozenset({"star", "ledger", "count", "last", "state"}),
}
"""Sources of views by name, and the columns that each one gives. ``rules.derive`` has the functions."""

PAGE_KINDS = frozenset({"grid", "ledger"})
MEASURES = frozenset({"count", "sum", "ratio", "latest", "list"})

RESERVED = frozenset(
    {
        "id", "form", "edition", "year", "state", "version", "rev", "values", "created_at", "updated_at",
        "recorded_at", "late", "deleted_at", "links", "attachments", "waivers", "origin", "record", "pos",
        "rowid",
    }
)
"""Ids that no field may bear: they are parts of every record, or of the tables that keep it."""
