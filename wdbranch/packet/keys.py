"""Keys of a branch or of the street office, and the public key card (公钥卡) that travels by hand."""

from __future__ import annotations

import base64
import binascii
import os
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from wdbranch.disk import write_whole
from wdbranch.errors import FileRefusedError, UserError
from wdbranch.packet import canon
from wdbranch.packet.suite import DEFAULT, Publics, Secrets, Suite, default_suite, find_suite, suites

KEYS_FORMAT = "wdbranch/keys/1"
CARD_FORMAT = "wdbranch/card/1"
LEAST_PASSPHRASE = 8
ROLES = {"branch": "党支部", "street": "街道"}
CODE = re.compile(r"\w[\w.()（）-]{0,39}")
_MAX_FILE = 64 << 10
_SALT = 16


@dataclass(frozen=True, slots=True)
class Card:
    """The public half: who, and with which keys. ``role`` is "branch" or "street"."""

    role: str
    code: str
    name: str
    sign_key: bytes
    seal_key: bytes
    suite: str = DEFAULT

    @property
    def key_id(self) -> str:
        """32 hex digits that name the pair of keys, whoever holds them."""
        return _digest(self.suite, "wdbranch/key/1", self.suite.encode(), self.sign_key, self.seal_key).hex()[
            :32
        ]

    @property
    def fingerprint(self) -> str:
        """Forty digits in eight groups of five, over the whole card: what two people compare on paper."""
        whole = _digest(
            self.suite,
            CARD_FORMAT,
            self.suite.encode(),
            self.role.encode(),
            self.code.encode(),
            self.name.encode(),
            self.sign_key,
            self.seal_key,
        )
        digits = f"{int.from_bytes(whole, 'big') % 10**40:040d}"
        return " ".join(digits[start : start + 5] for start in range(0, 40, 5))

    def to_bytes(self) -> bytes:
        """The content of a .wdcard file."""
        return (
            canon.dump(
                {
                    "format": CARD_FORMAT,
                    "suite": self.suite,
                    "role": self.role,
                    "code": self.code,
                    "name": self.name,
                    "sign_key": canon.to_base64(self.sign_key),
                    "seal_key": canon.to_base64(self.seal_key),
                    "fingerprint": self.fingerprint,
                }
            )
            + b"\n"
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Card:
        """The card of a .wdcard file.

        Raises FileRefusedError: card_foreign, card_newer, card_suite, card_damaged.
        """
        table = _json_file(data, CARD_FORMAT, "公钥卡", "card")
        try:
            shape = canon.Shape(
                table,
                "card",
                ("format", "suite", "role", "code", "name", "sign_key", "seal_key", "fingerprint"),
            )
            suite = find_suite(shape.text("suite", 40))
            if suite is None:
                raise _refused("这张公钥卡用的密码套件本程序没有。", "card_suite", "请升级程序后再登记。")
            card = cls(
                role=shape.text("role", 10),
                code=shape.text("code", 40, pattern=CODE),
                name=shape.text("name", 100),
                sign_key=canon.from_base64(shape.text("sign_key", 100)),
                seal_key=canon.from_base64(shape.text("seal_key", 100)),
                suite=suite.id,
            )
            usable = card.role in ROLES and suite.knows(Publics(card.sign_key, card.seal_key))
            if not usable or shape.text("fingerprint", 60) != card.fingerprint:
                raise canon.MalformedError("fingerprint")  # noqa: TRY301  (one way out for all damage)
        except canon.MalformedError as error:
            raise _refused(
                "这张公钥卡损坏了，内容与指纹对不上。", "card_damaged", "请让对方重新导出公钥卡。"
            ) from error
        return card

    @classmethod
    def load(cls, path: Path) -> Card:
        """The card in a file. Raises FileRefusedError, see from_bytes; card_unreadable."""
        return cls.from_bytes(read_file(path, "公钥卡", "card"))

    def save(self, path: Path) -> None:
        """Write a .wdcard file, whole or not at all. Raises UserError: disk_full, disk_gone, disk_refused."""
        write_whole(path, self.to_bytes())


@dataclass(frozen=True, slots=True)
class Keys:
    """Both halves. Made from one seed, so that a recovery sheet needs one line of letters."""

    card: Card
    seed: bytes = field(repr=False)

    @classmethod
    def generate(
        cls, role: str = "branch", code: str = "", name: str = "", *, suite: str = DEFAULT
    ) -> Keys:
        """Fresh keys of a suite. Raises UserError (no_suite) where this computer has none of that name."""
        found = find_suite(suite)
        if found is None:
            raise UserError(
                "这台电脑的密码库里没有国密算法，不能生成这种密钥。",
                safe="没有改动任何内容。",
                todo="请升级程序，或换一台电脑；也可以请街道改用另一种密码套件。",
                code="no_suite",
            )
        return cls._of(found, os.urandom(found.seed_size), role, code, name)

    @classmethod
    def _of(cls, suite: Suite, seed: bytes, role: str, code: str, name: str) -> Keys:
        publics = suite.publics(suite.secrets(seed))
        return cls(Card(role, code, name, publics.sign, publics.seal, suite.id), seed)

    @property
    def suite(self) -> Suite:
        """The suite these keys are of."""
        found = find_suite(self.card.suite)
        assert found is not None
        return found

    @property
    def secrets(self) -> Secrets:
        """The secret keys, for the suite's methods only."""
        return self.suite.secrets(self.seed)

    def renamed(self, code: str, name: str) -> Keys:
        """The same keys under another code and name (the card's fingerprint changes)."""
        return Keys._of(self.suite, self.seed, self.card.role, code, name)

    def save(self, path: Path, passphrase: str, *, cost: dict[str, int] | None = None) -> None:
        """Write the secret file, encrypted with the passphrase. ``cost`` is for tests only.

        Raises UserError: passphrase_short, disk_full, disk_gone, disk_refused.
        """
        if len(passphrase) < LEAST_PASSPHRASE:
            raise UserError(
                f"口令太短，至少要 {LEAST_PASSPHRASE} 个字符。",
                safe="密钥没有保存。",
                todo="请换一个好记但别人猜不到的口令。",
                code="passphrase_short",
            )
        suite, salt, used = self.suite, os.urandom(_SALT), dict(cost or self.suite.cost)
        table = {
            "format": KEYS_FORMAT,
            "suite": suite.id,
            "role": self.card.role,
            "code": self.card.code,
            "name": self.card.name,
            "cost": used,
            "salt": canon.to_base64(salt),
        }
        key = suite.stretch(_normal(passphrase), salt, used)
        table["secret"] = canon.to_base64(suite.lock(key, self.seed, canon.dump(table)))
        table["check"] = _digest(suite.id, KEYS_FORMAT, canon.dump(table)).hex()
        write_whole(path, canon.dump(table) + b"\n", private=True)

    @classmethod
    def load(cls, path: Path, passphrase: str) -> Keys:
        """The keys in a secret file.

        Raises FileRefusedError (keys_unreadable, keys_foreign, keys_newer, keys_suite, keys_damaged) and
        UserError (wrong_passphrase).
        """
        table = _json_file(read_file(path, "密钥文件", "keys"), KEYS_FORMAT, "密钥文件", "keys")
        damaged = _refused("密钥文件损坏了。", "keys_damaged", "请用备份的密钥文件，或者按恢复单恢复密钥。")
        try:
            shape = canon.Shape(
                table, "keys", ("format", "suite", "role", "code", "name", "cost", "salt", "secret", "check")
            )
            suite = find_suite(shape.text("suite", 40))
            if suite is None:
                raise _refused("密钥文件用的密码套件本程序没有。", "keys_suite", "请升级程序。")
            claimed = shape.digest("check")
            body = {name: value for name, value in table.items() if name != "check"}
            if _digest(suite.id, KEYS_FORMAT, canon.dump(body)).hex() != claimed:
                raise damaged
            cost = {name: value for name, value in shape.table("cost", 8).items() if isinstance(value, int)}
            salt, locked = (
                canon.from_base64(shape.text("salt", 100)),
                canon.from_base64(shape.text("secret", 400)),
            )
            role, code, name = shape.text("role", 10), shape.text("code", 40), shape.text("name", 100)
            key = suite.stretch(_normal(passphrase), salt, cost)
        except ValueError as error:
            raise damaged from error
        del body["secret"]
        seed = suite.unlock(key, locked, canon.dump(body))
        if seed is None:
            raise UserError(
                "口令不对，密钥没有打开。",
                safe="密钥文件没有改动。",
                todo="请看清大小写，再输一次。",
                code="wrong_passphrase",
            )
        if len(seed) != suite.seed_size or role not in ROLES:
            raise damaged
        return cls._of(suite, seed, role, code, name)

    def recovery_code(self) -> str:
        """The seed as letters and digits in groups of four, the last group a check sum."""
        letters = (
            base64.b32encode(self.seed + _digest(self.card.suite, "wdbranch/recovery/1", self.seed)[:3])
            .decode()
            .rstrip("=")
        )
        return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))

    @classmethod
    def recover(cls, code_text: str, role: str, code: str, name: str) -> Keys:
        """The keys of a recovery sheet, typed in by hand. Raises UserError (recovery_wrong)."""
        letters = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", code_text)).upper()
        letters = letters.translate(str.maketrans("018", "OIB"))  # digits that base32 does not use
        try:
            raw = base64.b32decode(letters + "=" * (-len(letters) % 8))
        except (binascii.Error, ValueError):
            raw = b""
        for suite in suites():
            seed, check = raw[: suite.seed_size], raw[suite.seed_size :]
            if len(seed) == suite.seed_size and check == _digest(suite.id, "wdbranch/recovery/1", seed)[:3]:
                return cls._of(suite, seed, role, code, name)
        raise UserError(
            "恢复码不对：有字符抄错或漏抄。",
            safe="现有密钥没有改动。",
            todo="请对照恢复单逐组核对后再输。",
            code="recovery_wrong",
        )

    def recovery_sheet(self, made_on: str) -> list[str]:
        """The lines of the 恢复单, to be printed and locked away. ``made_on`` is an ISO date."""
        return [
            "密钥恢复单",
            f"单位：{self.card.name}（{self.card.code}）",
            f"身份：{ROLES[self.card.role]}",
            f"公钥指纹：{self.card.fingerprint}",
            f"生成日期：{made_on}",
            "恢复码（凭此可恢复密钥，请勿拍照、勿外传）：",
            self.recovery_code(),
            "保管：装入信封密封，锁入保密柜；换届时当面移交。",
            "保管人签名：＿＿＿＿＿＿　　日期：＿＿＿＿＿＿",
        ]


def _digest(suite_id: str, label: str, *parts: bytes) -> bytes:
    """A digest over length-prefixed parts: no two lists of parts give the same bytes."""
    running = (find_suite(suite_id) or default_suite()).hasher()
    for part in (label.encode(), *parts):
        running.update(len(part).to_bytes(4, "big") + part)
    return bytes.fromhex(running.hexdigest())


def _normal(passphrase: str) -> bytes:
    """The same bytes whether typed with 全角 or 半角 keys."""
    return unicodedata.normalize("NFKC", passphrase).encode("utf-8")


def _refused(what: str, code: str, todo: str) -> FileRefusedError:
    return FileRefusedError(what, safe="没有改动任何数据。", todo=todo, code=code)


def read_file(path: Path, what: str, prefix: str) -> bytes:
    """The bytes of a small file of keys or cards. Raises FileRefusedError (``<prefix>_unreadable``)."""
    try:
        with path.open("rb") as file:
            return file.read(_MAX_FILE + 1)
    except OSError as error:
        raise _refused(
            f"读不出{what}“{path.name}”。", f"{prefix}_unreadable", "请确认文件还在、U 盘插好，再试一次。"
        ) from error


def _json_file(data: bytes, wanted: str, what: str, prefix: str) -> dict[str, object]:
    again = "请从备份里取回，或者按恢复单恢复。" if prefix == "keys" else "请让对方重新导出一份。"
    foreign = _refused(f"这不是{what}。", f"{prefix}_foreign", f"请另选一个{what}再试。")
    if not data.strip():
        raise _refused(f"{what}是空的。", f"{prefix}_empty", again)
    if len(data) > _MAX_FILE or not data.lstrip().startswith(b"{"):
        raise foreign
    try:
        table = canon.load(data.strip(), canonical=False)
    except canon.MalformedError as error:
        raise _refused(f"{what}损坏了，读不完整。", f"{prefix}_damaged", again) from error
    kind, _, number = str(table.get("format", "")).rpartition("/")
    mine, _, my_number = wanted.rpartition("/")
    if kind != mine or not number.isascii() or not number.isdigit():
        raise foreign
    if number != my_number:
        raise _refused(f"这个{what}由更新的程序写成。", f"{prefix}_newer", "请升级程序后再打开。")
    return dict(table)
