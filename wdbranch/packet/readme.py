"""``README.txt``: the first page of a packet, for any person with any program."""

from __future__ import annotations

from collections.abc import Mapping

from wdbranch.book.period import parse_period
from wdbranch.packet.header import Header
from wdbranch.packet.keys import Card
from wdbranch.packet.suite import find_suite
from wdbranch.paths import resource


def readme(header: Header, sender: Card, labels: Mapping[str, str]) -> bytes:
    """The page, from the header and the sender's card. ``labels`` names forms: id → name."""
    suite = find_suite(header.suite)
    assert suite is not None
    counts = "".join(
        f"    {labels.get(name, '附件' if name == 'attachments' else name)}：{count} 份\n"
        for name, count in sorted(header.counts.items())
    )
    text = (
        resource("packet", "readme.txt")
        .read_text("utf-8")
        .format(
            branch=header.branch_name,
            code=header.branch,
            street=header.street or "（未填写）",
            period=parse_period(header.period).label,
            version=header.version,
            sequence=header.sequence,
            created=header.created.replace("T", " "),
            counts=counts or "    （无）\n",
            sealed="已加密，只有收件的街道能打开"
            if header.sealed
            else "未加密，拿到这个文件的人都能看到内容",
            key=sender.fingerprint,
            payload=header.payload_digest,
            length=header.payload_length,
            digest_name=suite.digest_name,
            commands="".join(f"    {line}\n" for line in suite.check_by_hand()),
        )
    )
    return text.replace("\n", "\r\n").encode("utf-8-sig")
