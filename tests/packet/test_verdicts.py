"""Every verdict is reached by a file made for it, says one sentence and one next step."""

from __future__ import annotations

import re

import pytest

from tests.packet.cases import CASES, GOOD
from tests.packet.forge import STREET, trust
from wdbranch.packet.read import judge
from wdbranch.packet.verdict import table


@pytest.mark.parametrize("code", sorted(CASES))
def test_each_verdict_by_a_file_made_for_it(code, tmp_path):
    case = CASES[code]()
    path = tmp_path / "case.wdp"
    path.write_bytes(case.data)
    found = judge(path, case.trust, case.keys)
    assert found.code == code, found
    assert found.ok is (table()[code].get("ok") is True)
    assert (found.opened is not None) == (code in {"received", "gap", "gap_filled", "restart", "same_again"})
    assert "{" not in found.say and found.say.endswith("。") and found.next.endswith("。")


def test_a_file_that_cannot_be_read(tmp_path):
    assert judge(tmp_path / "missing.wdp", trust(), STREET).code == "unreadable"
    assert judge(tmp_path, trust(), STREET).code == "unreadable"


def test_the_table_of_verdicts_is_complete():
    assert set(table()) == {*CASES, "unreadable"}


def test_verdicts_are_distinct_and_in_chinese():
    says = [str(entry["say"]) for entry in table().values()]
    assert len(set(says)) == len(says)
    for entry in table().values():
        for text in (entry["say"], entry["next"]):
            plain = re.sub(r"\{[a-z]+\}|README\.txt|\.wdp|U 盘", "", str(text))
            assert not re.search(r"[A-Za-z]{3,}", plain), text
            assert not re.search(r"[,;:?!()]", plain), text


def test_nothing_is_opened_before_the_signature_holds(tmp_path, monkeypatch):
    """With a broken signature not one byte of the payload is read."""
    from wdbranch.packet import archive

    path = tmp_path / "forged.wdp"
    path.write_bytes(CASES["signature_wrong"]().data)
    start = path.read_bytes().index(b"payload.bin") + len("payload.bin")
    seen = []
    plain_read = archive.FileSource.read

    def watch(self, offset, length):
        seen.append((offset, offset + length))
        return plain_read(self, offset, length)

    monkeypatch.setattr(archive.FileSource, "read", watch)
    assert judge(path, trust(), STREET).code == "signature_wrong"
    directory = path.read_bytes().index(b"PK\x01\x02")
    assert seen and not [span for span in seen if span[0] < directory and span[1] > start]


def test_a_good_packet_tells_its_contents(tmp_path):
    path = tmp_path / "good.wdp"
    path.write_bytes(GOOD)
    found = judge(path, trust(), STREET)
    record = found.opened.records[0]
    assert record.values["present_all"] == 20 and record.origin == "NA01"
    assert "families" not in record.values
    assert found.opened.summary["measures"]["t1"]["meeting"]["rate"] == [20, 24]
    assert found.say == "拟安社区第一支部 2026年第三季度 第 1 版，签名正确、内容完整。"
