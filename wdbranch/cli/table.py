"""Every command: its name, its help, its options, and the function that runs it."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from wdbranch.book.moments import clean_day
from wdbranch.book.problem import ValueProblem
from wdbranch.cli import branch_commands as branch
from wdbranch.cli import file_commands as files
from wdbranch.cli import search_commands as searching
from wdbranch.cli import street_commands as street
from wdbranch.cli.main import Answer

_LONGEST_NAME = 255  # bytes, on every file system in use

Option = tuple[Sequence[str], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Command:
    """One command of the program."""

    name: str
    help: str
    options: Sequence[Option]
    run: Callable[[argparse.Namespace], Answer]


def day(text: str) -> date:
    """A day as typed: ISO, or as people write it (2026.11.23, 2026年11月23日).

    Raises ArgumentTypeError with a sentence, ValueError.
    """
    try:
        return date.fromisoformat(clean_day(text) or "")
    except ValueProblem as problem:
        raise argparse.ArgumentTypeError(problem.what + problem.todo) from problem


def month(text: str) -> tuple[int, int]:
    """Year and month as typed. Raises ValueError."""
    found = re.fullmatch(r"(\d{4})[-.年/](\d{1,2})月?", text)
    if not found or not 1900 <= int(found[1]) <= 2199 or not 1 <= int(found[2]) <= 12:
        raise ValueError(text)
    return int(found[1]), int(found[2])


def year(text: str) -> int:
    """A year as typed. Raises ValueError."""
    found = re.fullmatch(r"(\d{4})年?", text)
    if not found or not 1900 <= int(found[1]) <= 2199:
        raise ValueError(text)
    return int(found[1])


def offset(text: str) -> tuple[float, float]:
    """Millimetres to the right and down, as typed: 1.5,-2. Raises ValueError."""
    found = re.fullmatch(r"(-?\d+(?:\.\d+)?)[,，](-?\d+(?:\.\d+)?)", text)
    if not found:
        raise ValueError(text)
    return float(found[1]), float(found[2])


def file(text: str) -> Path:
    """A file or folder as typed; nothing, and what no disk can name, is refused.

    Raises ValueError, ArgumentTypeError with a sentence.
    """
    if not text.strip() or "\0" in text:
        raise ValueError(text)
    path = Path(text)
    if any(len(os.fsencode(part)) > _LONGEST_NAME for part in path.parts):
        raise argparse.ArgumentTypeError("名字太长，磁盘上放不下。")
    return path


def new_file(suffix: str) -> Callable[[str], Path]:
    """The reader of a file that will be written; one of another kind is never written over."""

    def read(text: str) -> Path:
        path = file(text)
        if path.suffix.lower() != suffix and path.is_file():
            raise argparse.ArgumentTypeError(
                f"“{path.name}”已经有了，又不是 {suffix} 文件，不能覆盖。请换一个以 {suffix} 结尾的名字。"
            )
        return path

    read.__name__ = "file"
    return read


def _argument(name: str, help_text: str, **more: Any) -> Option:
    return (name,), {"help": help_text, "metavar": more.pop("metavar", "文件"), **more}


BOOK: Option = (
    ("--book",),
    {"required": True, "type": file, "metavar": "记录本", "help": "支部的记录本文件（.wdbook）"},
)
DESK: Option = (
    ("--desk",),
    {"required": True, "type": file, "metavar": "街道文件", "help": "街道的收件文件（.wddesk）"},
)
ON: Option = (("--on",), {"type": day, "metavar": "日期", "help": "按哪一天算，如 2026-11-23；不写按今天"})
CARD_OUT: Option = (
    ("--out",),
    {"required": True, "type": new_file(".wdcard"), "metavar": "文件", "help": "公钥卡文件（.wdcard）"},
)
SECRET: Option = (
    ("--passphrase-file",),
    {
        "type": file,
        "metavar": "文件",
        "help": "从文件读口令；不写则用环境变量 WDBRANCH_PASSPHRASE，都没有则由本机保管",
    },
)

GROUPS: Mapping[str, str] = {
    "members": "党员花名册",
    "record": "记录",
    "street": "街道收件",
    "receipt": "回执",
    "keys": "签名密钥与公钥卡",
}

COMMANDS: tuple[Command, ...] = (
    Command(
        "window",
        "打开窗口：指定的文件，不写则接着上次的",
        [_argument("file", "支部的记录本（.wdbook）或街道的收件文件（.wddesk）", nargs="?", type=file)],
        files.window,
    ),
    Command(
        "demo",
        "做一套样例：支部、街道、打印、报送、收件，一条龙",
        [
            _argument("dir", "放样例的文件夹（新建或空的）", type=file, metavar="文件夹"),
        ],
        files.demo,
    ),
    Command(
        "new",
        "新建一本记录本",
        [
            _argument("file", "记录本文件，如 支部.wdbook", type=file),
            (("--name",), {"required": True, "metavar": "全称", "help": "支部全称"}),
            (
                ("--kind",),
                {
                    "required": True,
                    "choices": ["rural", "urban"],
                    "help": "创星标准：rural 农村，urban 社区，由支部自己定",
                },
            ),
            (("--short",), {"metavar": "简称", "help": "支部简称"}),
            (("--superior",), {"metavar": "上级", "help": "上级党组织"}),
            (("--code",), {"metavar": "代码", "help": "街道给的支部代码"}),
        ],
        files.new,
    ),
    Command(
        "members import",
        "从 Excel 导入花名册：整批进，或者一个也不进",
        [
            _argument("file", "Excel 文件（.xlsx、.xls）", type=file),
            BOOK,
            (("--dry-run",), {"action": "store_true", "help": "只看会改什么，不写入"}),
        ],
        branch.members_import,
    ),
    Command("members list", "列出某一天的党员", [BOOK, ON], branch.members_list),
    Command(
        "members export",
        "花名册存成 Excel",
        [
            BOOK,
            ON,
            (
                ("--out",),
                {"required": True, "type": new_file(".xlsx"), "metavar": "文件", "help": "存到哪里（.xlsx）"},
            ),
            (("--private",), {"action": "store_true", "help": "带身份证号和电话"}),
        ],
        branch.members_export,
    ),
    Command(
        "record add",
        "记一份记录",
        [
            BOOK,
            (
                ("--form",),
                {
                    "required": True,
                    "metavar": "表",
                    "help": "哪种表，如 party_assembly 党员大会；写错时会列出全部的表",
                },
            ),
            (
                ("--from",),
                {
                    "required": True,
                    "dest": "source",
                    "type": file,
                    "metavar": "文件",
                    "help": "记录的 JSON 文件",
                },
            ),
            (("--final",), {"action": "store_true", "help": "同时定稿"}),
        ],
        branch.record_add,
    ),
    Command(
        "record show",
        "看一份记录",
        [_argument("id", "记录编号（2026-DH-03）或内部编号", metavar="编号"), BOOK],
        branch.record_show,
    ),
    Command(
        "record list",
        "列出记录",
        [
            BOOK,
            (("--form",), {"metavar": "表", "help": "只列一种表"}),
            (("--year",), {"type": year, "metavar": "年", "help": "只列一年"}),
        ],
        branch.record_list,
    ),
    Command(
        "record finalize", "定稿", [_argument("id", "记录编号", metavar="编号"), BOOK], branch.record_finalize
    ),
    Command(
        "search",
        "搜索：记录、花名册、附件名字、佐证说明里写到的字",
        [
            _argument("words", "要找的字，两个字就行；几个词都要有；人名可写拼音首字母", metavar="词", nargs="*"),
            BOOK,
            (("--form",), {"metavar": "表", "help": "只找一种表；member 只找花名册"}),
            (("--year",), {"type": year, "metavar": "年", "help": "只找一年"}),
            (("--person",), {"metavar": "姓名", "help": "只找提到这个人的记录"}),
        ],
        searching.search,
    ),
    Command(
        "check",
        "体检：检查的人会挑出什么",
        [BOOK, ON, (("--print",), {"type": Path, "metavar": "文件", "help": "另存一份体检单（PDF）"})],
        branch.check,
    ),
    Command("duties", "到期提醒：什么事、还剩几天", [BOOK, ON], branch.duties),
    Command("stars", "五颗星：已达几项、差什么", [BOOK, ON], branch.stars),
    Command(
        "print",
        "打印成 PDF",
        [
            BOOK,
            (("--year",), {"type": year, "metavar": "年", "help": "整年合订本；与下面几项同用时，是哪一年的"}),
            (("--month",), {"type": month, "metavar": "年-月", "help": "一个月的记录"}),
            (("--record",), {"metavar": "编号", "help": "一份记录"}),
            (("--form",), {"metavar": "表", "help": "一年的一种表：全部记录、整本台账或自动生成的表"}),
            (("--period",), {"metavar": "期次", "help": "与 --form 同用：考勤表的一月、一季，2026-09 或 2026-Q3"}),
            (("--chapter",), {"metavar": "部分", "help": "合订本的一个部分，如 meetings 组织生活"}),
            (("--changed",), {"action": "store_true", "help": "从上次打印以后定稿或改过的"}),
            (("--page",), {"type": int, "metavar": "页", "help": "补印合订本的一页，页码不变"}),
            (("--both-sides",), {"action": "store_true", "help": "与 --page 同用：那一张纸的正反两面"}),
            (("--signin",), {"metavar": "编号", "help": "这次会议的签到表"}),
            (
                ("--blank",),
                {
                    "action": "store_true",
                    "help": "与 --form 同用：空白表（photos 是照片页）；与 --year 同用：没有内容的页装订空白页",
                },
            ),
            (
                ("--overprint",),
                {"type": offset, "metavar": "右,下", "help": "套打：只印填写的内容，挪动几毫米，如 1.5,-2"},
            ),
            (("--calibration",), {"action": "store_true", "help": "套打校准页"}),
            (
                ("--out",),
                {"required": True, "type": new_file(".pdf"), "metavar": "文件", "help": "存成哪个 PDF"},
            ),
        ],
        branch.print_pages,
    ),
    Command(
        "word",
        "存成 Word 文档，可以在 WPS 里改",
        [
            BOOK,
            (("--record",), {"metavar": "编号", "help": "一份记录"}),
            (("--month",), {"type": month, "metavar": "年-月", "help": "一个月的记录"}),
            (("--form",), {"metavar": "表", "help": "一年的一种表"}),
            (("--year",), {"type": year, "metavar": "年", "help": "与 --form 同用：哪一年的；不写是今年"}),
            (
                ("--out",),
                {"required": True, "type": new_file(".docx"), "metavar": "文件", "help": "存成哪个 .docx"},
            ),
        ],
        branch.word,
    ),
    Command(
        "table",
        "台账、名册、记录清单存成 Excel",
        [
            BOOK,
            (("--form",), {"metavar": "表", "help": "哪种表；不写则一年的全部，一种一张工作表"}),
            (("--year",), {"type": year, "metavar": "年", "help": "哪一年的；不写是今年"}),
            (
                ("--out",),
                {"required": True, "type": new_file(".xlsx"), "metavar": "文件", "help": "存到哪里（.xlsx）"},
            ),
        ],
        branch.table,
    ),
    Command(
        "export",
        "导出报送包，交街道",
        [
            BOOK,
            (("--period",), {"required": True, "metavar": "期次", "help": "如 2026-Q3、2026-09、2026"}),
            (("--to",), {"required": True, "type": file, "metavar": "文件夹", "help": "U 盘或文件夹"}),
            (("--note",), {"default": "", "metavar": "说明", "help": "同一期次再报时的修改说明"}),
            (
                ("--unsealed",),
                {
                    "action": "store_true",
                    "help": "街道公钥卡还没有登记时，确认导出不加密的包（拿到 U 盘的人都能看）",
                },
            ),
            SECRET,
        ],
        branch.export,
    ),
    Command(
        "verify",
        "验一验报送包",
        [
            _argument("files", "报送包（.wdp）", nargs="+", type=file),
            (
                ("--desk",),
                {"type": file, "metavar": "街道文件", "help": "按街道登记的名单验；不写则只验签名和完整"},
            ),
            SECRET,
        ],
        street.verify,
    ),
    Command(
        "street new",
        "新建街道收件文件",
        [
            _argument("file", "街道收件文件，如 街道.wddesk", type=file),
            (("--name",), {"required": True, "metavar": "名称", "help": "街道党工委名称"}),
            (("--code",), {"required": True, "metavar": "代码", "help": "街道代码"}),
            (("--national",), {"action": "store_true", "help": "用国密算法（SM2、SM3、SM4），各支部随之采用"}),
            SECRET,
        ],
        street.new,
    ),
    Command(
        "street register",
        "登记支部的公钥卡",
        [
            _argument("card", "公钥卡文件（.wdcard）", type=file),
            DESK,
            (("--by",), {"required": True, "metavar": "姓名", "help": "登记人"}),
            (("--paper",), {"default": "", "metavar": "依据", "help": "凭哪张纸登记"}),
        ],
        street.register,
    ),
    Command(
        "street card",
        "存出街道的公钥卡，交给支部",
        [DESK, CARD_OUT],
        street.card,
    ),
    Command(
        "street sweep",
        "收件：文件夹里的报送包逐个验、逐个登记",
        [_argument("dir", "U 盘或文件夹", type=file, metavar="文件夹"), DESK, SECRET],
        street.sweep,
    ),
    Command("street overview", "各支部次数与到会", [DESK], street.overview),
    Command(
        "street receipt",
        "给最近一次收件签回执",
        [
            DESK,
            (("--branch",), {"required": True, "metavar": "代码", "help": "支部代码"}),
            (("--period",), {"required": True, "metavar": "期次", "help": "期次"}),
            (
                ("--verdict",),
                {
                    "default": "received",
                    "choices": ["received", "filed", "returned"],
                    "help": "received 已收，filed 已备案，returned 退回",
                },
            ),
            (("--to",), {"required": True, "type": file, "metavar": "文件夹", "help": "回执写到哪里"}),
            SECRET,
        ],
        street.receipt,
    ),
    Command(
        "receipt open",
        "打开街道的回执",
        [_argument("file", "回执文件（.wdr）", type=file), BOOK],
        branch.receipt_open,
    ),
    Command(
        "keys card",
        "存出本支部的公钥卡，交街道登记",
        [
            BOOK,
            CARD_OUT,
            SECRET,
        ],
        branch.keys_card,
    ),
    Command("keys sheet", "显示恢复单，打印后锁好", [BOOK, SECRET], branch.keys_sheet),
    Command(
        "keys recover",
        "密钥文件丢了，凭恢复单上的恢复码重做",
        [BOOK, (("--code",), {"required": True, "metavar": "恢复码", "help": "恢复单上的恢复码"}), SECRET],
        branch.keys_recover,
    ),
    Command(
        "keys street",
        "登记街道的公钥卡",
        [_argument("card", "街道的公钥卡文件（.wdcard）", type=file), BOOK],
        branch.keys_street,
    ),
    Command(
        "backup",
        "备份",
        [BOOK, (("--to",), {"type": file, "metavar": "文件", "help": "备份到哪里；不写则放在记录本旁边"})],
        files.backup,
    ),
    Command("doctor", "检查记录本文件是否完好", [BOOK], files.doctor),
    Command("selftest", "自检：程序各部分在这台电脑上能否工作", [], files.selftest),
)
