"""The fixed tables, in numbered migrations, and the tables of the forms. Imports sqlite_utils.

Imported only when a file is made or its schema is behind: opening does without (see ``workbook``).
A migration that has been released is never changed; what comes later is a new number. The number of
migrations is the minor version of the file; ``MINOR`` in ``workbook`` must follow it (a test compares).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from sqlite_utils import Database, Migrations

from wdbranch.store.shape import INDEX, RECORD, Table

migrations = Migrations("wdbranch")


@migrations()
def m001_branch_and_meta(db: Database) -> None:
    """The branch itself (one row) and small facts about the file (JSON values)."""
    db.table("meta").create({"key": str, "value": str}, pk="key", not_null={"value"}, strict=True)
    db.table("branch").create(
        {
            "id": int, "code": str, "name": str, "short": str, "superior": str, "street_code": str,
            "kind": str, "fixed_day": str, "has_committee": int, "last_election": str, "term_years": int,
            "settings": str,
        },
        pk="id", not_null={"code", "name", "kind"}, strict=True,
    )


@migrations()
def m002_roster(db: Database) -> None:
    """People, their states over time, and the party groups in order."""
    db.table("member").create(
        {
            "id": int, "name": str, "sex": str, "ethnicity": str, "native_place": str, "id_no": str,
            "birth": str, "education": str, "apply_date": str, "join_date": str, "full_date": str,
            "category": str, "job": str, "address": str, "phone": str, "in_date": str, "out_date": str,
            "out_reason": str, "infirm": int, "hardship": int, "note": str, "applicant": int,
        },
        pk="id", not_null={"name"}, strict=True,
    )
    db.table("member_span").create(
        {
            "member": int, "idx": int, "kind": str, "start": str, "end": str, "value": str,
            "approved_on": str, "passed_on": str, "note": str,
        },
        pk=("member", "idx"), foreign_keys=[("member", "member", "id")], not_null={"kind"}, strict=True,
    )
    db.table("party_group").create({"name": str, "idx": int}, pk="name", not_null={"idx"}, strict=True)


@migrations()
def m003_records(db: Database) -> None:
    """What all records have in common; their links and the findings set aside."""
    record = db.table("record")
    record.create(
        {
            "id": str, "form": str, "year": int, "edition": str, "rev": int, "state": str, "version": int,
            "created_at": str, "updated_at": str, "recorded_at": str, "late": int, "deleted_at": str,
        },
        pk="id", strict=True,
        not_null={"form", "year", "edition", "rev", "state", "version", "created_at", "updated_at", "late"},
    )
    record.create_index(["edition", "form"])
    db.table("link").create(
        {"record": str, "idx": int, "other": str},
        pk=("record", "idx"), foreign_keys=[("record", "record", "id"), ("other", "record", "id")],
        not_null={"other"}, strict=True,
    )
    waiver = db.table("waiver")
    waiver.create(
        {"id": int, "record": str, "key": str, "reason": str, "at": str, "who": str},
        pk="id", foreign_keys=[("record", "record", "id")], not_null={"key", "reason", "at"}, strict=True,
    )
    waiver.create_index(["record", "key"], unique=True)


@migrations()
def m004_log(db: Database) -> None:
    """Who did what when and why; the file itself refuses to change or remove a line.

    ``body`` comes last: it may be long, and the columns before it are read without it.
    """
    log = db.table("log")
    log.create(
        {
            "seq": int, "at": str, "who": str, "record": str, "action": str, "why": str, "step": int,
            "digest": str, "back_to": int, "body": str,
        },
        pk="seq", not_null={"at", "action", "step", "body"}, strict=True,
    )
    log.create_index(["record"])      # its entries are in the order of ``seq`` by themselves
    for change in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER log_no_{change.lower()} BEFORE {change} ON log "
            "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
        )


@migrations()
def m005_attachments(db: Database) -> None:
    """Kept files: each stored once by its digest, named by each record that has it.

    ``source`` is the digest of the bytes as handed in, so that the same photograph is found again.
    """
    db.table("blob").create(
        {"digest": str, "source": str, "size": int, "suffix": str, "taken_on": str, "data": bytes},
        pk="digest", not_null={"source", "size", "data"}, strict=True,
    )
    db.table("blob").create_index(["source"])
    db.table("attachment").create(
        {"record": str, "digest": str, "idx": int, "name": str, "kind": str},
        pk=("record", "digest"),
        foreign_keys=[("record", "record", "id"), ("digest", "blob", "digest")],
        not_null={"idx", "name", "kind"}, strict=True,
    )
    db.table("attachment").create_index(["digest"])


@migrations()
def m006_evidence(db: Database) -> None:
    """Star indicators and duties judged by hand."""
    db.table("evidence").create(
        {"key": str, "met": int, "note": str, "on": str, "by": str}, pk="key", strict=True
    )


@migrations()
def m007_packets(db: Database) -> None:
    """What was handed to the street, and the receipts that came back (JSON as the packet's own header)."""
    for name in ("sent", "receipt"):
        db.table(name).create(
            {"id": int, "at": str, "body": str}, pk="id", not_null={"at", "body"}, strict=True
        )


@migrations()
def m008_sittings(db: Database) -> None:
    """Records of one sitting, edits that are one step in several records, captions and days of pictures.

    ``log.together`` is the ``seq`` of the first of the lines that were written as one step. ``taken_on`` of an
    attachment is what the person wrote; that of the blob comes from the picture itself and counts before it.
    """
    for table, column, kind in (
        ("record", "sitting", str), ("log", "together", int), ("attachment", "caption", str),
        ("attachment", "taken_on", str),
    ):
        db.table(table).add_column(column, kind)
    db.execute("CREATE INDEX log_together ON log (together) WHERE together IS NOT NULL")


@migrations()
def m009_where_members_go(db: Database) -> None:
    """Where a member came from and went to, the numbers of the letters, and the approval of a post."""
    for column in ("in_from", "in_letter", "out_to", "out_letter"):
        db.table("member").add_column(column, str, not_null_default="")
    db.table("member_span").add_column("approval", str, not_null_default="")


@migrations()
def m010_points(db: Database) -> None:
    """The ledger of points: each posting, and its lines; what is taken back is named, nothing is ever changed.

    ``source`` is the id of the record behind a line; that record may lie in the recycle bin. Scores are hundredths.
    """
    db.table("points_posting").create(
        {"seq": int, "at": str, "who": str, "until": str}, pk="seq", not_null={"at", "who", "until"}, strict=True
    )
    entry = db.table("points_entry")
    entry.create(
        {
            "seq": int, "posting": int, "reverses": int, "member": int, "code": str, "day": str, "score": int,
            "source": str, "part": str, "reason": str, "scheme": str,
        },
        pk="seq", strict=True,
        foreign_keys=[
            ("posting", "points_posting", "seq"), ("reverses", "points_entry", "seq"), ("member", "member", "id"),
        ],
        not_null={"posting", "member", "code", "day", "score", "source", "part", "reason", "scheme"},
    )
    entry.create_index(["posting"])
    db.execute("CREATE UNIQUE INDEX points_reversed_once ON points_entry (reverses) WHERE reverses IS NOT NULL")
    for table in ("points_posting", "points_entry"):
        for change in ("UPDATE", "DELETE"):
            db.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'the ledger of points is append-only'); END"
            )


@migrations()
def m011_self_assessment(db: Database) -> None:
    """A judgement in four grades, what proves it (JSON list) and the street's word on it (JSON object)."""
    for column in ("grade", "links", "review"):
        db.table("evidence").add_column(column, str)


def names() -> list[str]:
    """The names of all migrations in order."""
    return [migration.name for migration in migrations._migrations]


def upgrade(connection: sqlite3.Connection, needed: Mapping[str, Table]) -> None:
    """Bring fixed tables and form tables up to date, adding only. Raises sqlite3.Error."""
    db = Database(connection, execute_plugins=False, recursive_triggers=False)
    migrations.apply(db)
    with db.atomic():
        for table in needed.values():
            _ensure(db, table)


def _ensure(db: Database, table: Table) -> None:
    existing = db.table(table.name)
    if existing.exists():
        have = existing.columns_dict
        for column, sql_type in table.columns.items():
            if column not in have:
                existing.add_column(column, sql_type)
        return
    columns: dict[str, str] = {RECORD: "TEXT"}
    if table.child:
        columns[INDEX] = "INTEGER"
    existing.create(
        {**columns, **table.columns},
        pk=(RECORD, INDEX) if table.child else RECORD,
        foreign_keys=[(RECORD, "record", "id")], not_null=set(columns), strict=True,
    )


def behind(connection: sqlite3.Connection, needed: Mapping[str, Table]) -> bool:
    """Whether a migration is pending, or a form table lacks something. Changes nothing."""
    db = Database(connection, execute_plugins=False, recursive_triggers=False)
    if migrations.pending(db):
        return True
    have = set(db.table_names())
    return any(
        table.name not in have or not table.columns.keys() <= db.table(table.name).columns_dict.keys()
        for table in needed.values()
    )
