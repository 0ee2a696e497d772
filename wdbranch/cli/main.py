"""Reading a command, running it, printing what it says: as sentences, or as one JSON document."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from wdbranch import __version__
from wdbranch.cli import screen
from wdbranch.errors import EXIT_FINE, EXIT_REFUSED, EXIT_WRONG_USE, UserError

ENDING = "退出码：0 正常；1 有检查意见或被拒绝；2 命令写得不对。每个命令都可以加 --json，输出一份 JSON。"


def _choices(found: re.Match[str]) -> str:
    name, given, known = found.groups()
    what = f"没有“{given}”这个命令" if name == "命令" else f"{name} 不能是“{given}”"
    return f"{what}，可以是：{known.replace(', ', '、').replace(chr(39), '')}。"


def _unreadable(found: re.Match[str]) -> str:
    name, kind, given = found.groups()
    like = _LIKE.get(kind)
    return f"{name} 后面的“{given}”读不懂" + (f"，{like}。" if like else "。")


_LIKE = {
    "day": "要写到日，如 2026-11-23",
    "month": "月份要写成 2026-09 这样",
    "year": "年份要写成 2026 这样",
    "int": "要写数字",
    "offset": "要写成 1.5,-2 这样：向右几毫米，向下几毫米",
    "file": "要写文件或文件夹的名字",
}
"""What the readers of option texts (by their ``__name__``) want to see."""

_WORDS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (
        re.compile(r"the following arguments are required: (.*)"),
        lambda found: f"还缺少：{found[1].replace(', ', '、')}。",
    ),
    (re.compile(r"unrecognized arguments: (.*)", re.DOTALL), lambda found: f"不认识：{found[1]}。"),
    (re.compile(r"argument (.*): expected .*"), lambda found: f"{found[1]} 后面要写内容。"),
    (
        re.compile(r"argument (.*): ignored explicit argument .*", re.DOTALL),
        lambda found: f"{found[1]} 后面不用写内容。",
    ),
    (re.compile(r"argument (.*?): invalid choice: '?(.*?)'? \(choose from (.*)\)", re.DOTALL), _choices),
    (re.compile(r"argument (.*?): (.*。)"), lambda found: f"{found[1]}：{found[2]}"),
    (re.compile(r"argument (.*?): invalid (\S*) value: '(.*)'", re.DOTALL), _unreadable),
)
"""What argparse says, and what we say instead."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command found: one document for ``--json``, lines for people, and the exit code."""

    document: Any
    lines: Sequence[str]
    code: int = EXIT_FINE


class WrongCommand(Exception):  # noqa: N818 - not an error of the program but of the line typed
    """The command line could not be read; carries the sentence."""


class Parser(argparse.ArgumentParser):
    """argparse that speaks Chinese and leaves ending the program to us."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", screen.Formatter)
        super().__init__(add_help=False, allow_abbrev=False, **options)
        self._positionals.title = "内容"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        """Say in Chinese what is wrong with the line."""
        for pattern, words in _WORDS:
            found = pattern.fullmatch(message)
            if found:
                raise WrongCommand(words(found))
        raise WrongCommand("这条命令读不懂。")

    def _print_message(self, message: str, file: Any = None) -> None:
        del file  # help and version: always standard output
        screen.say(message.rstrip("\n"))


def _fields(parser: Parser, options: Sequence[tuple[Sequence[str], dict[str, Any]]]) -> None:
    for names, settings in options:
        parser.add_argument(*names, **settings)


def build_parser() -> Parser:
    """The whole command line, from the table in ``cli.table``."""
    from wdbranch.cli.table import COMMANDS, GROUPS

    parser = Parser(
        prog="wdbranch", description="党支部规范化建设工作记录本，电子本。不写命令就打开窗口。", epilog=ENDING
    )
    parser.add_argument("--version", action="version", version=f"wdbranch {__version__}", help="显示版本")
    top = parser.add_subparsers(
        title="命令", dest="command", metavar="命令", required=True, parser_class=Parser
    )
    nested = {}
    for name, help_text in GROUPS.items():
        group = top.add_parser(name, help=help_text, description=help_text, epilog=ENDING)
        nested[name] = group.add_subparsers(
            title="命令", dest="verb", metavar="命令", required=True, parser_class=Parser
        )
    for command in COMMANDS:
        *group_name, verb = command.name.split()
        place = nested[group_name[0]] if group_name else top
        child = place.add_parser(verb, help=command.help, description=command.help, epilog=ENDING)
        _fields(child, command.options)
        child.add_argument("--json", action="store_true", help="输出一份 JSON，供脚本使用")
        child.set_defaults(run=command.run)
    return parser


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code. Prints to standard output; errors to standard error."""
    screen.prepare()
    as_json = "--json" in arguments
    try:
        code = _run(arguments, as_json=as_json)
    except KeyboardInterrupt:
        code = _refuse("stopped", "已停止。没有做完的部分没有写入。", EXIT_REFUSED, as_json=as_json)
    return code if screen.heard() else code or EXIT_REFUSED


def _run(arguments: Sequence[str], *, as_json: bool) -> int:
    try:
        options = build_parser().parse_args(arguments)
    except WrongCommand as wrong:
        screen.complain(f"{wrong}（加 --help 看说明）")
        if as_json:
            _print_refusal("wrong_use", str(wrong))
        return EXIT_WRONG_USE
    except SystemExit as done:  # --help and --version end by themselves
        return int(done.code or 0)
    try:
        answer: Answer = options.run(options)
    except UserError as problem:
        return _refuse(problem.code, problem.say(), problem.exit_code, as_json=as_json)
    except Exception as bug:  # noqa: BLE001 - the outermost frame: a bug is logged and told, never shown raw
        return _tell_bug(bug, as_json=as_json)
    if as_json:
        screen.say(json.dumps(answer.document, ensure_ascii=False, indent=2))
    else:
        screen.say("\n".join(answer.lines))
    return answer.code


def _refuse(code: str, say: str, exit_code: int, *, as_json: bool) -> int:
    screen.complain(say)
    if as_json:
        _print_refusal(code, say)
    return exit_code


def _print_refusal(code: str, say: str) -> None:
    screen.say(json.dumps({"ok": False, "code": code, "say": say}, ensure_ascii=False))


def _tell_bug(bug: Exception, *, as_json: bool) -> int:
    from wdbranch.log import bare_details, log_file, write_log

    kept = write_log("crash\n" + bare_details(bug))
    say = "程序出了错，这一步没有做完；已经保存的内容不受影响。" + (
        f"详情记在“{log_file()}”，请转交维护人员。" if kept else "请把这句话和用的命令转告维护人员。"
    )
    return _refuse("bug", say, EXIT_REFUSED, as_json=as_json)
