"""The tables of the street's desk, in numbered migrations. Imports sqlite_utils.

As in ``schema``: imported only when a file is made or behind; a released migration never changes.
"""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database, Migrations

migrations = Migrations("wddesk")


@migrations()
def d001_meta_and_log(db: Database) -> None:
    """Small facts (JSON values), and who did what when; the file refuses to change or remove a line."""
    db.table("meta").create({"key": str, "value": str}, pk="key", not_null={"value"}, strict=True)
    db.table("log").create(
        {"seq": int, "at": str, "who": str, "action": str, "subject": str, "why": str, "body": str},
        pk="seq",
        not_null={"at", "action", "body"},
        strict=True,
    )
    for change in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER log_no_{change.lower()} BEFORE {change} ON log "
            "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
        )


@migrations()
def d002_branches_and_cards(db: Database) -> None:
    """The list of branches, and the trust list: whose card is which, registered by whom on what paper."""
    db.table("branch").create(
        {"code": str, "name": str, "short": str, "contact": str, "idx": int, "removed_on": str},
        pk="code",
        not_null={"name", "idx"},
        strict=True,
    )
    db.table("card").create(
        {
            "key_id": str,
            "branch": str,
            "card": str,
            "fingerprint": str,
            "registered_on": str,
            "registered_by": str,
            "paper": str,
            "revoked_on": str,
            "revoked_by": str,
            "revoked_why": str,
        },
        pk="key_id",
        foreign_keys=[("branch", "branch", "code")],
        strict=True,
        not_null={"branch", "card", "fingerprint", "registered_on", "registered_by", "paper"},
    )


@migrations()
def d003_packets(db: Database) -> None:
    """What was taken in: each packet by its digest, its bytes as a file beside, and the records in it."""
    packet = db.table("packet")
    packet.create(
        {
            "id": int,
            "digest": str,
            "branch": str,
            "period": str,
            "version": int,
            "sequence": int,
            "previous": str,
            "epoch": int,
            "sender": str,
            "created": str,
            "received_at": str,
            "received_by": str,
            "file_name": str,
            "file_digest": str,
            "size": int,
            "code": str,
            "note": str,
            "summary": str,
        },
        pk="id",
        foreign_keys=[("branch", "branch", "code")],
        strict=True,
        not_null={
            "digest",
            "branch",
            "period",
            "version",
            "sequence",
            "epoch",
            "sender",
            "created",
            "received_at",
            "file_name",
            "file_digest",
            "size",
            "code",
            "note",
            "summary",
        },
    )
    packet.create_index(["digest"], unique=True)
    packet.create_index(["branch", "period"])
    db.table("record").create(
        {
            "packet": int,
            "id": str,
            "number": str,
            "form": str,
            "edition": str,
            "year": int,
            "state": str,
            "version": int,
            "recorded_at": str,
            "late": int,
            "field_values": str,
            "attachments": str,
            "waivers": str,
        },
        pk=("packet", "id"),
        foreign_keys=[("packet", "packet", "id")],
        strict=True,
        not_null={
            "number",
            "form",
            "edition",
            "year",
            "state",
            "version",
            "late",
            "field_values",
            "attachments",
            "waivers",
        },
    )


@migrations()
def d004_receipts(db: Database) -> None:
    """The signed answers: the bytes as handed out."""
    db.table("receipt").create(
        {"id": int, "packet": str, "branch": str, "verdict": str, "at": str, "body": bytes},
        pk="id",
        not_null={"packet", "branch", "verdict", "at", "body"},
        strict=True,
    )


def names() -> list[str]:
    """The names of all migrations in order."""
    return [migration.name for migration in migrations._migrations]


def upgrade(connection: sqlite3.Connection) -> None:
    """Bring the tables up to date, adding only. Raises sqlite3.Error."""
    migrations.apply(Database(connection, execute_plugins=False, recursive_triggers=False))
