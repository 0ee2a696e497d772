"""Points of members: rules as data, lines worked out from records, and the append-only ledger.

Points are a reference for the democratic appraisal. They never decide a grade, a discipline or membership:
党员教育管理工作条例（2019） and 支部工作条例（试行） leave these to the meetings named there.
"""
