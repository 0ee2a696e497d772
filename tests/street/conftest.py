"""A street with its desk, and branches that send to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from tests.packet.forge import BRANCH, EDITIONS, FORM, OTHER, STREET, envelope, record
from wdbranch.packet.payload import Entry, record_entry
from wdbranch.packet.summary import counts_of, summary_bytes
from wdbranch.packet.write import Sent, write_packet
from wdbranch.store.desk import Desk
from wdbranch.street.trust import register_card


class Sender:
    """A branch that writes its packets in order, as its own program would."""

    def __init__(self, keys, folder: Path) -> None:
        self.keys, self.folder, self.sent = keys, folder, []
        folder.mkdir(exist_ok=True)

    def send(self, records, *, period="2026-Q3", version=None, folder=None, more=(), **changes) -> Sent:
        card = self.keys.card
        done = [each for each in self.sent if each[0] == period]
        attachments = sum(entry.name.startswith("attachments/") for entry in more)
        made = replace(
            envelope(
                branch=card.code, branch_name=card.name, branch_short=card.name[-4:], period=period,
                version=version or len(done) + 1, sequence=len(self.sent) + 1,
                previous=self.sent[-1][1] if self.sent else None, counts=counts_of(records, attachments),
                note="更正" if done or version else "",
            ),
            **changes,
        )
        entries = [
            *(record_entry(FORM, each, rec_no=f"2026-HY-{each.get('seq'):02d}") for each in records),
            Entry.of_bytes("summary.json", summary_bytes((card.code, period), EDITIONS, records, attachments)), *more,
        ]
        sent = write_packet(folder or self.folder, made, entries, self.keys, [STREET.card])
        self.sent.append((period, sent.digest))
        return sent


class Clock:
    now = datetime(2026, 10, 8, 9, 0)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def desk(tmp_path, clock):
    with Desk.create(tmp_path / "街道.wddesk", "NH", "拟和街道", editions=EDITIONS, clock=clock, who="卢拟衡") as made:
        register_card(made, BRANCH.card, by="卢拟衡", paper="支部公钥卡", short="拟安一支部")
        register_card(made, OTHER.card, by="卢拟衡", paper="支部公钥卡", short="拟安二支部")
        yield made


@pytest.fixture
def branch(stick):
    return Sender(BRANCH, stick)


@pytest.fixture
def other(stick):
    return Sender(OTHER, stick)


def meeting(number: int, day="2026-09-18", *, due=24, present=20, version=1, **values):
    return record(
        f"{number:012x}", version=version,
        values={"seq": number, "start": f"{day}T18:30", "due_all": due, "present_all": present, **values},
    )
