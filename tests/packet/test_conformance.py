"""The conformance set: packets as written by released versions, with the verdict expected of each.

``python -m tests.packet.test_conformance 0.2`` adds the set of a new version; sets once written never change.
Whoever writes another reader finds in each set: the files, ``expected.json`` (file → verdict code), and
``trust.json`` (cards, branches, the moment of judging, and the street's secret seed, which protects nothing else).
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

import pytest

from tests.packet.cases import CASES
from tests.packet.forge import BRANCH, EDITIONS, NOW, OTHER, STREET, trust
from wdbranch.packet.keys import Card, Keys
from wdbranch.packet.read import Registered, Trust, judge
from wdbranch.packet.suite import default_suite

SETS = Path(__file__).parents[1] / "samples" / "packets"
LARGEST = 20_000            # bytes; larger cases are built by the tests only
FILES = sorted(SETS.glob("*/*.wdp"))


def told(folder):
    about = json.loads((folder / "trust.json").read_text("utf-8"))
    cards = tuple(Registered(Card.from_bytes(json.dumps(card).encode())) for card in about["cards"])
    street = Keys._of(default_suite(), bytes.fromhex(about["street_seed"]), "street", about["street"], about["street_name"])
    return Trust(cards, frozenset(about["branches"]), datetime.fromisoformat(about["now"]), about["street"], EDITIONS), street


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_verdicts_of_released_versions_stand(path):
    known, street = told(path.parent)
    expected = json.loads((path.parent / "expected.json").read_text("utf-8"))
    assert judge(path, known, street).code == expected[path.name]


def test_every_set_is_whole():
    folders = [folder for folder in SETS.iterdir() if folder.is_dir()]
    assert folders
    for folder in folders:
        expected = json.loads((folder / "expected.json").read_text("utf-8"))
        assert set(expected) == {path.name for path in folder.glob("*.wdp")} and "received" in expected.values()
        assert len(set(expected.values())) > 40


def write_set(version):
    folder = SETS / version
    folder.mkdir(parents=True)
    expected = {}
    for code, make in sorted(CASES.items()):
        case = make()
        if case.trust == trust() and case.keys is STREET and len(case.data) <= LARGEST:
            (folder / f"{code}.wdp").write_bytes(case.data)
            expected[f"{code}.wdp"] = code
    about = {
        "now": NOW.isoformat(), "street": "NH", "street_name": "拟和街道", "street_seed": STREET.seed.hex(),
        "branches": ["NA01", "NA02"], "cards": [json.loads(each.card.to_bytes()) for each in (BRANCH, OTHER)],
    }
    for name, content in (("expected.json", expected), ("trust.json", about)):
        (folder / name).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    write_set(sys.argv[1])
