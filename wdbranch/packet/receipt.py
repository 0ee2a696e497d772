"""Receipts (回执): the street's signed answer to a packet, carried home on the same stick."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from wdbranch.book.moments import show_day
from wdbranch.book.period import parse_period
from wdbranch.disk import write_whole
from wdbranch.errors import FileRefusedError, WrongUseError
from wdbranch.packet import canon
from wdbranch.packet.header import is_period
from wdbranch.packet.keys import Card, Keys
from wdbranch.packet.suite import find_suite
from wdbranch.paths import resource
from wdbranch.rules.tables import read_table

FORMAT = "wdbranch/receipt/1"
RECEIPT_SUFFIX = ".wdr"
MAX_RECEIPT = 4 << 20
_FAMILY, _, _NUMBER = FORMAT.rpartition("/")
_RECORD = re.compile(r"[0-9a-f]{12}")
_KEY_ID = re.compile(r"[0-9a-f]{32}")
_UNSAFE_IN_NAMES = re.compile(r'[\x00-\x20<>:"/\\|?*.]+')


@dataclass(frozen=True, slots=True)
class ReturnCode:
    """Why a record goes back: T01 …, and the usual way to mend it."""

    code: str
    label: str
    way: str  # id, see ways()


@cache
def _texts() -> Mapping[str, Any]:
    return read_table(resource("packet", "return_codes.toml"))


def return_codes() -> tuple[ReturnCode, ...]:
    """All return codes in order."""
    return tuple(ReturnCode(code, row["label"], row["way"]) for code, row in _texts()["code"].items())


def ways() -> Mapping[str, str]:
    """How a returned record is mended: id → label (refill 重填, reopen 重开 …)."""
    return dict(_texts()["way"])


def verdict_labels() -> Mapping[str, str]:
    """What a receipt may say of a packet: received 已收 · invalid 校验不过 · returned 退回 · filed 已备案."""
    return dict(_texts()["verdict"])


@dataclass(frozen=True, slots=True)
class Item:
    """One returned record: id and number, why, in the street's words, until when (ISO date), how to mend."""

    record: str
    rec_no: str
    code: str
    note: str = ""
    deadline: str | None = None
    way: str = ""
    form: str = ""

    @property
    def label(self) -> str:
        """The reason in words."""
        found = next((each for each in return_codes() if each.code == self.code), None)
        return found.label if found else self.code

    @property
    def way_label(self) -> str:
        """重填, 重开 …"""
        return ways().get(self.way, self.way)


@dataclass(frozen=True, slots=True)
class Receipt:
    """An answer. ``packet`` is the digest of the packet, ``at`` local time."""

    street: str
    street_name: str
    branch: str
    branch_name: str
    packet: str
    period: str
    version: int
    sequence: int
    verdict: str
    at: str
    items: tuple[Item, ...] = ()
    note: str = ""
    by: str = ""

    @property
    def say(self) -> str:
        """The answer in one sentence."""
        label = verdict_labels().get(self.verdict, self.verdict)
        returned = f"，共 {len(self.items)} 条" if self.items else ""
        return (
            f"{self.street_name}：{parse_period(self.period).label}第 {self.version} 版"
            f"（指纹 {self.packet[:8]}）"
            f"{label}{returned}。"
        )

    def lines(self) -> list[str]:
        """The answer for a person: the sentence, then one line for each returned record."""
        found = [self.say]
        for item in self.items:
            until = f"，{show_day(item.deadline)}前" if item.deadline else ""
            said = f"：{item.note}" if item.note else ""
            found.append(f"{item.rec_no}　{item.code} {item.label}　{item.way_label}{until}{said}")
        return found + ([f"说明：{self.note}"] if self.note else [])

    def document(self) -> dict[str, Any]:
        """The answer as JSON-like data; also what is signed."""
        return {
            "format": FORMAT,
            "street": {"code": self.street, "name": self.street_name},
            "branch": {"code": self.branch, "name": self.branch_name},
            "packet": self.packet,
            "period": self.period,
            "version": self.version,
            "sequence": self.sequence,
            "verdict": self.verdict,
            "at": self.at,
            "note": self.note,
            "by": self.by,
            "items": [
                {
                    "record": item.record,
                    "rec_no": item.rec_no,
                    "form": item.form,
                    "code": item.code,
                    "note": item.note,
                    "deadline": item.deadline,
                    "way": item.way,
                }
                for item in self.items
            ],
        }


def make_items(items: Iterable[Item]) -> tuple[Item, ...]:
    """Check items and fill in the usual way of mending. Raises WrongUseError (return_code, return_way)."""
    known = {each.code: each for each in return_codes()}
    result = []
    for item in items:
        if item.code not in known:
            raise WrongUseError(
                f"没有“{item.code}”这个退回理由码。", todo="请从 T01—T12 里选。", code="return_code"
            )
        way = item.way or known[item.code].way
        if way not in ways():
            raise WrongUseError(
                f"没有“{way}”这种退法。", todo="请选重填、重开等已有的退法。", code="return_way"
            )
        result.append(Item(item.record, item.rec_no, item.code, item.note, item.deadline, way, item.form))
    return tuple(result)


def sign_receipt(receipt: Receipt, keys: Keys) -> bytes:
    """The content of a .wdr file.

    Raises WrongUseError: verdict_unknown, return_code, return_way, return_empty.
    """
    if receipt.verdict not in verdict_labels():
        raise WrongUseError(f"没有“{receipt.verdict}”这种回执。", code="verdict_unknown")
    if receipt.verdict == "returned" and not receipt.items and not receipt.note.strip():
        raise WrongUseError(
            "退回要写明退回哪一条、为什么。", todo="请选退回的记录和理由码，或写明说明。", code="return_empty"
        )
    make_items(receipt.items)
    body = receipt.document()
    signature = keys.suite.sign(keys.secrets, canon.dump(body))
    return (
        canon.dump(
            {
                "format": FORMAT,
                "suite": keys.card.suite,
                "signer": keys.card.key_id,
                "body": body,
                "signature": canon.to_base64(signature),
            }
        )
        + b"\n"
    )


def write_receipt(folder: Path, receipt: Receipt, keys: Keys) -> Path:
    """Sign a receipt and write it into a folder, whole or not at all. Raises as sign_receipt; disk errors."""
    data = sign_receipt(receipt, keys)
    short = _UNSAFE_IN_NAMES.sub("", receipt.branch_name)[:40] or receipt.branch
    label = verdict_labels()[receipt.verdict]
    path = (
        folder
        / f"回执-{short}-{receipt.period}-v{receipt.version}-{label}-{receipt.packet[:8]}{RECEIPT_SUFFIX}"
    )
    write_whole(path, data)
    return path


def read_receipt(
    path: Path, street: Card | Iterable[Card], packets: Collection[str], branch: str | None = None
) -> Receipt:
    """Open a receipt at the branch: signed by the street's card (one of them), about a packet of ours.

    ``packets`` are the digests of what the branch has sent. Raises FileRefusedError: receipt_unreadable,
    receipt_empty, receipt_foreign, receipt_newer, receipt_damaged, receipt_key_unknown,
    receipt_signature_wrong, receipt_other_branch, receipt_packet_unknown.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_RECEIPT + 1)
    except OSError as error:
        raise _refused(
            f"读不出回执“{path.name}”。", "receipt_unreadable", "请确认文件还在、U 盘插好，再试一次。"
        ) from error
    cards = (street,) if isinstance(street, Card) else tuple(street)
    receipt = check_receipt(data, cards)
    if branch is not None and receipt.branch != branch:
        raise _refused(
            f"这张回执是给“{receipt.branch_name}”的，不是给本支部的。",
            "receipt_other_branch",
            "请向街道要本支部的回执。",
        )
    if receipt.packet not in packets:
        raise _refused(
            f"这张回执说的报送包（指纹 {receipt.packet[:8]}）不是本记录本交出的。",
            "receipt_packet_unknown",
            "请看是不是拿错了 U 盘，或者这个包是在另一台电脑上导出的。",
        )
    return receipt


def check_receipt(data: bytes, cards: Iterable[Card]) -> Receipt:
    """The receipt in a stranger's bytes, signed by one of these cards. Raises as read_receipt."""
    table = _envelope(data)
    try:
        shape = canon.Shape(table, "receipt", ("format", "suite", "signer", "body", "signature"))
        suite_id, signer = shape.text("suite", 40), shape.text("signer", 32, pattern=_KEY_ID)
        signature = canon.from_base64(shape.text("signature", 4096))
        body = canon.dump(shape.raw("body"))
    except canon.MalformedError as error:
        raise _damaged() from error
    suite = find_suite(suite_id)
    if suite is None:
        raise _refused("这张回执用的密码套件本程序没有。", "receipt_newer", "请升级程序后再打开。")
    card = next((each for each in cards if each.key_id == signer and each.suite == suite_id), None)
    if card is None:
        raise _refused(
            "这张回执不是用已登记的街道密钥签的，不能采信。",
            "receipt_key_unknown",
            "请核对街道公钥卡；街道换了密钥的，先登记新公钥卡。",
        )
    if not suite.verify(card.sign_key, body, signature):
        raise _refused(
            "回执的签名不对，内容被改动过或者损坏了。",
            "receipt_signature_wrong",
            "不要采用，请街道重新出一张。",
        )
    try:
        return _receipt(shape.raw("body"))
    except (canon.MalformedError, ValueError) as error:
        raise _damaged() from error


def _envelope(data: bytes) -> dict[str, Any]:
    if not data.strip():
        raise _refused(
            "回执是空文件（0 字节）。", "receipt_empty", "多半是没写完就拔了 U 盘，请街道重新出一张。"
        )
    foreign = _refused("这不是街道的回执。", "receipt_foreign", "请选择后缀为 .wdr 的回执文件。")
    if len(data) > MAX_RECEIPT or not data.startswith(b"{"):
        raise foreign
    try:
        table = canon.load(data.removesuffix(b"\n"))
    except canon.MalformedError as error:
        raise _damaged() from error
    family, _, number = str(table.get("format", "")).rpartition("/")
    if family == _FAMILY and number.isascii() and number.isdigit() and number != _NUMBER:
        raise _refused("这张回执由更新的程序写成。", "receipt_newer", "请升级程序后再打开。")
    if table.get("format") != FORMAT:
        raise foreign
    return dict(table)


def _receipt(body: Any) -> Receipt:
    shape = canon.Shape(
        body,
        "body",
        (
            "format",
            "street",
            "branch",
            "packet",
            "period",
            "version",
            "sequence",
            "verdict",
            "at",
            "note",
            "by",
            "items",
        ),
    )
    street = canon.Shape(shape.raw("street"), "street", ("code", "name"))
    branch = canon.Shape(shape.raw("branch"), "branch", ("code", "name"))
    at, verdict, period = shape.text("at", 19), shape.text("verdict", 20), shape.text("period", 10)
    datetime.fromisoformat(at)
    if verdict not in verdict_labels() or not is_period(period) or shape.text("format", 40) != FORMAT:
        raise shape.fail("verdict, period or format")
    return Receipt(
        street=street.text("code", 40),
        street_name=street.text("name", 100),
        branch=branch.text("code", 40),
        branch_name=branch.text("name", 100),
        packet=shape.digest("packet"),
        period=period,
        version=shape.number("version", 1, 9999),
        sequence=shape.number("sequence", 1, 1_000_000),
        verdict=verdict,
        at=at,
        items=tuple(_item(each) for each in shape.items("items", 5000)),
        note=shape.text("note", 2000, lines=True),
        by=shape.text("by", 100),
    )


def _item(value: Any) -> Item:
    shape = canon.Shape(value, "item", ("record", "rec_no", "form", "code", "note", "deadline", "way"))
    deadline = shape.optional_text("deadline", 10)
    if deadline is not None:
        date.fromisoformat(deadline)
    return Item(
        record=shape.text("record", 12, pattern=_RECORD),
        rec_no=shape.text("rec_no", 40),
        code=shape.text("code", 20),
        note=shape.text("note", 2000, lines=True),
        deadline=deadline,
        way=shape.text("way", 20),
        form=shape.text("form", 40),
    )


def _damaged() -> FileRefusedError:
    return _refused("回执损坏了，读不完整。", "receipt_damaged", "请重新拷一次；还不行，请街道重新出一张。")


def _refused(what: str, code: str, todo: str) -> FileRefusedError:
    return FileRefusedError(what, safe="没有改动任何记录。", todo=todo, code=code)
