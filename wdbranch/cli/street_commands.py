"""Commands of the street office."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from wdbranch.cli.main import Answer
from wdbranch.cli.secret import passphrase
from wdbranch.errors import EXIT_FINE, EXIT_REFUSED
from wdbranch.operations import street
from wdbranch.packet.suite import DEFAULT, NATIONAL


def _verdicts(found: list[dict[str, Any]]) -> Answer:
    lines = [
        f"{'通过' if entry['ok'] else '不通过'}　{entry['file']}　{entry['say']}{entry['next']}"
        for entry in found
    ]
    if not found:
        lines = ["这里没有报送包（.wdp）。"]
    return Answer(found, lines, EXIT_FINE if all(entry["ok"] for entry in found) else EXIT_REFUSED)


def verify(options: argparse.Namespace) -> Answer:
    """Judge packets without taking them in."""
    return _verdicts(street.verify(options.files, options.desk, passphrase=passphrase(options)))


def new(options: argparse.Namespace) -> Answer:
    """A new street desk with its keys."""
    suite = NATIONAL if options.national else DEFAULT
    with street.create_desk(
        options.file, options.name, options.code, passphrase=passphrase(options), suite=suite
    ) as desk:
        card = street.card(desk)
    return Answer(
        {"file": str(options.file), "name": options.name, "fingerprint": card.fingerprint},
        [f"已新建“{options.file}”：{options.name}。", f"公钥卡指纹：{card.fingerprint}"],
    )


def register(options: argparse.Namespace) -> Answer:
    """Put a branch's card on the trust list."""
    with street.open_desk(options.desk) as desk:
        card = street.register_card(desk, options.card, by=options.by, paper=options.paper)
    return Answer(
        {"branch": card.code, "name": card.name, "fingerprint": card.fingerprint},
        [f"已登记{card.name}（{card.code}）。", f"请与纸质公钥卡核对指纹：{card.fingerprint}"],
    )


def card(options: argparse.Namespace) -> Answer:
    """The street's public card as a file."""
    with street.open_desk(options.desk, readonly=True) as desk:
        found = street.save_card(desk, options.out)
    return Answer(
        {"file": str(options.out), "fingerprint": found.fingerprint}, [f"公钥卡已存到“{options.out}”。"]
    )


def sweep(options: argparse.Namespace) -> Answer:
    """Take in every packet of a folder."""
    with street.open_desk(options.desk) as desk:
        return _verdicts(street.sweep(desk, options.dir, passphrase=passphrase(options)))


def overview(options: argparse.Namespace) -> Answer:
    """Counts and attendance per branch."""
    with street.open_desk(options.desk, readonly=True) as desk:
        found = street.overview(desk)
    document = [asdict(line) for line in found]
    lines = []
    for line in found:
        if not line.packets:
            lines.append(f"{line.name}　未报")
            continue
        sums = "　".join(
            f"{form.short} {form.count} 次"
            + ("" if form.due is None else f"（实到 {form.present}/应到 {form.due}）")
            for form in line.forms
        )
        lines.append(f"{line.name}　{line.last_period}　{sums}")
    return Answer(document, lines)


def receipt(options: argparse.Namespace) -> Answer:
    """Sign a receipt for the packet of a branch and period."""
    with street.open_desk(options.desk) as desk:
        path = street.sign_receipt(
            desk,
            options.branch,
            options.period,
            options.verdict,
            folder=options.to,
            passphrase=passphrase(options),
        )
    return Answer({"file": str(path)}, [f"回执已写到“{path}”。"])
