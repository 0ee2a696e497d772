"""The papers that travel with a packet or a key card, see ``printing.slip``; their words are data.

Source of their boxes: the practice of several places (``resources/packet/slips.toml`` says so); no official form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from wdbranch.book.moments import show_day
from wdbranch.book.period import parse_period
from wdbranch.operations.gathered import Readable
from wdbranch.operations.pages import head_of
from wdbranch.rules.tables import words_table

if TYPE_CHECKING:
    from wdbranch.packet.keys import Card
    from wdbranch.packet.receipt import Receipt
    from wdbranch.printing.leaf import Head
    from wdbranch.printing.plan import Plan
    from wdbranch.printing.slip import Slip



def plan_handover(book: Readable, sent: Mapping[str, Any]) -> Plan:
    """报送交接单 of a packet that was written (``Workbook.sent``), once for each side."""
    from wdbranch.printing.slip import Facts, Listed, Prose, Slip, plan_slips

    words = _words("handover")
    label, snapshot = words["label"], book.snapshot()
    period = parse_period(str(sent["period"]))
    sealed = words["sealed"].format(street=sent.get("street") or "街道") if sent["sealed"] else words["unsealed"]
    kinds = _kinds(book, sent)
    facts = Facts(
        [
            (label["period"], period.label),
            (label["version"], f"第 {sent['version']} 版"),
            (label["fingerprint"], str(sent["fingerprint"])),
            (label["created"], _moment(str(sent["created"]))),
            (label["records"], f"{len(sent['records'])} 份" + _pages(sent)),
            (label["attachments"], f"{sent.get('attachments', 0)} 个"),
        ]
    )
    table = Listed(
        [(label["no"], 8), (label["kind"], 40), (label["count"], 12)],
        [[str(number), name, str(count)] for number, (name, count) in enumerate(kinds, 1)],
        label["kinds"],
    )
    slips = [
        Slip(
            words["title"],
            [
                Facts([(label["branch"], snapshot.branch.name)], across=1),
                Facts([(label["street"], str(sent.get("street") or "")), (label["copy"], copy)]),
                facts,
                Facts([(label["file"], str(sent["file"])), (label["sealed"], sealed)], across=1),
                *([Facts([(label["note"], str(sent["note"]))], across=1)] if sent["note"] else []),
                table,
                Prose([words["sentence"]]),
            ],
            words["signs"],
        )
        for copy in words["copies"]
    ]
    return plan_slips(slips, head_of(snapshot, period.first.year))


def _kinds(book: Readable, sent: Mapping[str, Any]) -> list[tuple[str, int]]:
    """How many records of each kind went; those deleted since are not told apart any more."""
    snapshot = book.snapshot()
    counts: dict[str, int] = {}
    for record_id in sent["records"]:
        record = snapshot.by_id.get(record_id)
        name = snapshot.form_of(record).short if record is not None else "已删除的记录"
        counts[name] = counts.get(name, 0) + 1
    return list(counts.items())


def _pages(sent: Mapping[str, Any]) -> str:
    return f"，打印 {sent['pages']} 页" if sent.get("pages") else ""


def plan_card(card: Card, made_on: date) -> Plan:
    """公钥卡 with its fingerprint and the QR code of the very file that the other side registers."""
    from wdbranch.packet.keys import ROLES
    from wdbranch.printing.slip import Coded, Facts, Slip

    words = _words("card")
    label = words["label"]
    groups = card.fingerprint.split()
    lines = [" ".join(groups[:4]), " ".join(groups[4:])]
    slip = Slip(
        words["title"],
        [
            Facts([(label["name"], card.name)], across=1),
            Facts(
                [
                    (label["code"], card.code),
                    (label["role"], ROLES[card.role]),
                    (label["made_on"], show_day(made_on.isoformat())),
                    (label["key"], card.key_id[:8]),
                ]
            ),
            Facts([(label["fingerprint"], "\n".join(lines))], across=1, height=18.0),
            Coded(card.to_bytes(), [words[f"whom_{card.role}"], words["picture"], words["safe"]]),
        ],
        words["signs"],
    )
    return _plan(slip, _head(card.role, card.name, made_on.year))


def plan_recovery(card: Card, code: str, made_on: date) -> Plan:
    """恢复单: the code that makes the keys anew. The plan holds a secret: print it, never keep it."""
    from wdbranch.packet.keys import ROLES
    from wdbranch.printing.slip import Facts, Prose, Slip, Written

    words, label = _words("recovery"), _words("card")["label"]
    groups = code.split("-")
    rows = ["　".join(groups[start : start + 5]) for start in range(0, len(groups), 5)]
    slip = Slip(
        words["title"],
        [
            Facts([(label["name"], card.name)], across=1),
            Facts([(label["role"], ROLES[card.role]), (label["made_on"], show_day(made_on.isoformat()))]),
            Facts([(label["fingerprint"], card.fingerprint)], across=1),
            Prose(words["sentences"]),
            Facts([("", words["code"])]),
            Written(rows),
        ],
        words["signs"],
    )
    return _plan(slip, _head(card.role, card.name, made_on.year))


def plan_receipt(receipt: Receipt, number: str = "") -> Plan:
    """收件回执; with returned records, 退回修改通知单 on the leaves behind it."""
    from wdbranch.packet.receipt import verdict_labels
    from wdbranch.printing.slip import Facts, Slip, plan_slips

    words = _words("receipt")
    label = words["label"]
    period = parse_period(receipt.period)
    passed = "" if receipt.verdict == "invalid" else words["checked"]
    slip = Slip(
        words["title"],
        [
            Facts([(label["branch"], receipt.branch_name)], across=1),
            Facts(
                [
                    (label["street"], receipt.street_name),
                    (label["number"], number),
                    (label["period"], f"{period.label}　第 {receipt.version} 版"),
                    (label["fingerprint"], receipt.packet[:8]),
                    (label["verdict"], verdict_labels().get(receipt.verdict, receipt.verdict)),
                    (label["at"], _moment(receipt.at)),
                ]
            ),
            Facts(
                [
                    (label["checked"], passed),
                    (label["next"], words[f"next_{receipt.verdict}"]),
                    (label["note"], receipt.note),
                    (label["by"], receipt.by),
                ],
                across=1,
            ),
        ],
        words["signs"],
    )
    head = _head("street", receipt.street_name, period.first.year)
    return plan_slips([slip, _returned(receipt)] if receipt.items else [slip], head)


def _returned(receipt: Receipt) -> Slip:
    from wdbranch.printing.slip import Facts, Listed, Prose, Slip

    words, label = _words("returned"), _words("receipt")["label"]
    rows = [
        [
            str(number),
            item.rec_no,
            f"{item.code} {item.label}",
            item.note,
            item.way_label,
            _short_day(item.deadline) if item.deadline else "",
            "",
        ]
        for number, item in enumerate(receipt.items, 1)
    ]
    period = parse_period(receipt.period)
    return Slip(
        words["title"],
        [
            Facts([(label["branch"], receipt.branch_name)], across=1),
            Facts(
                [
                    (label["period"], f"{period.label}　第 {receipt.version} 版"),
                    (label["fingerprint"], receipt.packet[:8]),
                ]
            ),
            Listed([(name, share) for name, share in words["columns"]], rows),
            Prose([words["sentence"]]),
        ],
        words["signs"],
    )


def plan_sweep(street: str, outcomes: Sequence[Mapping[str, Any]], at: datetime) -> Plan:
    """收件结果 of one sweep (``operations.street.sweep``): every file with its verdict and next step."""
    from wdbranch.printing.slip import Facts, Listed, Slip

    words = _words("swept")
    label = words["label"]
    good = sum(bool(one["ok"]) for one in outcomes)
    rows = [
        [
            str(number),
            one["file"],
            one["branch_name"] or "",
            parse_period(one["period"]).label if one["period"] else "",
            words["good" if one["ok"] else "bad"],
            one["say"] + (f"\n{label['next']}：{one['next']}" if one["next"] else ""),
        ]
        for number, one in enumerate(outcomes, 1)
    ]
    slip = Slip(
        words["title"],
        [
            Facts(
                [
                    (label["street"], street),
                    (label["at"], _moment(at.isoformat(timespec="minutes"))),
                    (label["count"], words["counts"].format(all=len(outcomes), good=good, bad=len(outcomes) - good)),
                ],
                across=1,
            ),
            Listed([(name, share) for name, share in words["columns"]], rows),
        ],
        words["signs"],
        landscape=True,
    )
    return _plan(slip, _head("street", street, at.year))


@dataclass(frozen=True, slots=True)
class Owing:
    """A branch that owes reports: the periods that are missing with the day on which each was due."""

    branch: str
    missing: Sequence[tuple[str, date]]
    contact: str = ""


def plan_reminders(street: str, owing: Sequence[Owing], *, on: date, until: date) -> Plan:
    """催报单, one to each branch."""
    from wdbranch.printing.slip import plan_slips

    return plan_slips([_reminder(street, one, on, until) for one in owing], _head("street", street, on.year))


def _reminder(street: str, owing: Owing, on: date, until: date) -> Slip:
    from wdbranch.printing.slip import Facts, Listed, Prose, Slip

    words = _words("reminder")
    label = words["label"]
    rows = [
        [str(number), parse_period(period).label, show_day(due.isoformat()), str((on - due).days)]
        for number, (period, due) in enumerate(owing.missing, 1)
    ]
    said = words["sentence"].format(
        day=show_day(on.isoformat()), street=street, until=show_day(until.isoformat())
    )
    contact = [(label["contact"], owing.contact)] if owing.contact else []
    return Slip(
        words["title"],
        [
            Facts([(label["branch"], owing.branch), *contact], across=1),
            Prose([said]),
            Listed([(name, share) for name, share in words["columns"]], rows),
        ],
        words["signs"],
    )


# --- parts ------------------------------------------------------------------------------------------------


def _words(name: str) -> dict[str, Any]:
    found: dict[str, Any] = words_table("packet", "slips")[name]
    return found


def _head(role: str, name: str, year: int) -> Head:
    from wdbranch.printing.leaf import Head

    return Head(book_title=_words("head")[role], year=year, branch=name)


def _plan(slip: Slip, head: Head) -> Plan:
    from wdbranch.printing.slip import plan_slip

    return plan_slip(slip, head)


def _short_day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.month}月{day.day}日"


def _moment(text: str) -> str:
    moment = datetime.fromisoformat(text)
    return f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}"
