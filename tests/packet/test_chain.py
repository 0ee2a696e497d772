"""The chain: replay, older, gap, fork and restart told apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.packet.forge import BRANCH, OTHER, sha
from wdbranch.packet.chain import TO_KEEP, Link, place
from wdbranch.packet.header import Header

BASE = Header(
    suite="25519", sealed=True, branch="NA01", branch_name="甲", street="NH", period="2026-Q1", version=1, sequence=1,
    previous=None, created="2026-10-02T10:00:00", sender=BRANCH.card.key_id, recipients=(), payload_length=1,
    payload_digest="0" * 64, manifest_digest="0" * 64, readme_digest="0" * 64, counts={}, editions={}, program="0",
)


def sent(*rows, sender=BRANCH):
    """An honest branch: (period, version) in order; returns (header, digest) of each packet."""
    result, previous = [], None
    for number, (period, version) in enumerate(rows, 1):
        header = replace(
            BASE, period=period, version=version, sequence=number, previous=previous, sender=sender.card.key_id
        )
        previous = sha(header.to_bytes())
        result.append((header, previous))
    return result


def arrive(packets, links=()):
    """What the street says of each, taking in what is to be kept."""
    links, said = list(links), []
    for header, digest in packets:
        stands = place(header, digest, links)
        said.append(stands.code)
        if stands.code in TO_KEEP:
            links.append(Link(
                digest, header.sequence, header.previous, header.period, header.version, header.sender, stands.epoch
            ))
    return said, links


YEAR = sent(("2026-Q1", 1), ("2026-Q2", 1), ("2026-Q2", 2), ("2026-Q3", 1))


def test_an_honest_year():
    assert arrive(YEAR)[0] == ["received"] * 4


def test_everything_a_second_time_changes_nothing():
    _, links = arrive(YEAR)
    said, after = arrive(YEAR, links)
    assert said == ["same_again", "replayed", "same_again", "same_again"] and after == links


def test_a_packet_that_never_arrived_and_then_does():
    first, second, third, fourth = YEAR
    said, links = arrive([first, third, fourth])
    assert said == ["received", "gap", "received"]
    assert arrive([second], links)[0] == ["older"]            # its period has a newer version by now
    said, links = arrive([first, second, fourth])
    assert said == ["received", "received", "gap"]
    assert arrive([third], links)[0] == ["gap_filled"]


def test_the_street_starts_in_the_middle():
    assert arrive(YEAR[2:])[0] == ["gap", "received"]


def test_two_computers_write_the_same_number():
    other = replace(YEAR[1][0], created="2026-10-03T10:00:00")
    assert arrive([YEAR[0], YEAR[1], (other, sha(other.to_bytes()))])[0] == ["received", "received", "fork"]


def test_a_restored_backup_goes_on_from_an_old_packet():
    other = replace(YEAR[2][0], previous=YEAR[0][1])
    assert arrive([*YEAR[:2], (other, sha(other.to_bytes()))])[0] == ["received", "received", "fork"]


def test_a_new_beginning_with_the_same_key_is_a_fork():
    again = replace(YEAR[0][0], created="2026-10-05T10:00:00")
    assert arrive([*YEAR, (again, sha(again.to_bytes()))])[0][-1] == "fork"


def test_a_change_of_keys_restarts_the_chain():
    second = sent(("2026-Q3", 1), ("2026-Q4", 1), sender=OTHER)
    said, links = arrive([*YEAR, *second])
    assert said[-2:] == ["restart", "received"]
    assert [link.epoch for link in links] == [0, 0, 0, 0, 1, 1]
    assert arrive([YEAR[3]], links)[0] == ["replayed"]       # the old chain's version does not come back


def test_an_old_packet_of_the_old_chain_does_not_join_the_new_one():
    second = sent(("2026-Q4", 1), sender=OTHER)
    _, links = arrive([*YEAR[:2], *second])
    assert arrive([YEAR[2]], links)[0][0] not in TO_KEEP


def test_a_lower_version_than_received_is_older():
    lower = replace(YEAR[3][0], period="2026-Q2", version=1)
    assert arrive([*YEAR[:3], (lower, sha(lower.to_bytes()))])[0][-1] == "older"


@settings(max_examples=200, deadline=None)
@given(order=st.permutations(range(6)), again=st.lists(st.integers(0, 5), max_size=6))
def test_in_any_order_nothing_is_taken_in_twice_and_the_newest_wins(order, again):
    packets = sent(("2026-Q1", 1), ("2026-Q1", 2), ("2026-Q2", 1), ("2026-Q2", 2), ("2026-Q3", 1), ("2026-Q4", 1))
    said, links = arrive([packets[index] for index in [*order, *again]])
    digests = [link.digest for link in links]
    assert len(set(digests)) == len(digests)
    assert not {"fork", "restart"} & set(said)      # an honest branch never looks like two
    newest = {}
    for link in links:
        newest[link.period] = max(newest.get(link.period, 0), link.version)
    assert newest == {"2026-Q1": 2, "2026-Q2": 2, "2026-Q3": 1, "2026-Q4": 1}


@pytest.mark.parametrize("header", [replace(BASE, sequence=7, previous="a" * 64), replace(BASE, sequence=2, previous="b" * 64)])
def test_the_first_packet_of_an_unknown_number_counts_as_a_gap(header):
    assert place(header, "c" * 64, []).code == "gap"
