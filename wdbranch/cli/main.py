"""Reading a command, running it, printing what it says: as sentences, or as one JSON document."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from wdbranch import __version__
from wdbranch.errors import EXIT_FINE, EXIT_REFUSED, EXIT_WRONG_USE, UserError

ENDING = "退出码：0 正常；1 有检查意见或被拒绝；2 命令写得不对。每个命令都可以加 --json，输出一份 JSON。"

_WORDS = (
    (re.compile(r"the following arguments are required: (.*)"), r"还缺少：\1。"),
    (re.compile(r"one of the arguments (.*) is required"), r"下列选项要写一个：\1。"),
    (re.compile(r"unrecognized arguments: (.*)"), r"不认识：\1。"),
    (re.compile(r"argument (.*): not allowed with argument (.*)"), r"\1 和 \2 不能同时用。"),
    (re.compile(r"argument (.*): expected .*"), r"\1 后面要写内容。"),
    (
        re.compile(r"argument (.*): invalid choice: '?([^']*)'?.*choose from (.*)\)", re.DOTALL),
        r"\1 不能是“\2”，可以是：\3。",
    ),
    (re.compile(r"argument (.*): invalid .* value: (.*)"), r"\1 的内容 \2 读不懂。"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command found: one document for ``--json``, lines for people, and the exit code."""

    document: Any
    lines: Sequence[str]
    code: int = EXIT_FINE


class WrongCommand(Exception):  # noqa: N818 - not an error of the program but of the line typed
    """The command line could not be read; carries the sentence."""


class Formatter(argparse.HelpFormatter):
    """Help in Chinese."""

    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """As the base class, with the Chinese head."""
        super().add_usage(usage, actions, groups, prefix or "用法：")


class Parser(argparse.ArgumentParser):
    """argparse that speaks Chinese and leaves ending the program to us."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", Formatter)
        super().__init__(add_help=False, allow_abbrev=False, **options)
        self._positionals.title = "内容"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        """Say in Chinese what is wrong with the line."""
        for pattern, words in _WORDS:
            if pattern.search(message):
                raise WrongCommand(pattern.sub(words, message))
        raise WrongCommand("这条命令读不懂。")


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
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        options = build_parser().parse_args(arguments)
    except WrongCommand as wrong:
        print(f"{wrong}（加 --help 看说明）", file=sys.stderr)
        if "--json" in arguments:
            print(json.dumps({"ok": False, "code": "wrong_use", "say": str(wrong)}, ensure_ascii=False))
        return EXIT_WRONG_USE
    except SystemExit as done:  # --help and --version end by themselves
        return int(done.code or 0)
    return _answer(options.run, options)


def _answer(command: Callable[[argparse.Namespace], Answer], options: argparse.Namespace) -> int:
    try:
        answer = command(options)
    except UserError as problem:
        print(problem.say(), file=sys.stderr)
        if options.json:
            print(json.dumps({"ok": False, "code": problem.code, "say": problem.say()}, ensure_ascii=False))
        return problem.exit_code
    except KeyboardInterrupt:
        print("已停止。没有做完的部分没有写入。", file=sys.stderr)
        return EXIT_REFUSED
    except BrokenPipeError:  # the reader of our output went away (| head)
        sys.stderr.close()
        return EXIT_FINE
    except Exception as bug:  # noqa: BLE001 - the outermost frame: a bug is logged and told, never shown raw
        return _tell_bug(bug, as_json=options.json)
    if options.json:
        print(json.dumps(answer.document, ensure_ascii=False, indent=2))
    else:
        for line in answer.lines:
            print(line)
    return answer.code


def _tell_bug(bug: Exception, *, as_json: bool) -> int:
    from wdbranch.log import bare_details, log_file, write_log

    write_log("crash\n" + bare_details(bug))
    say = f"程序出了错，这一步没有做完；已经保存的内容不受影响。详情记在“{log_file()}”，请转交维护人员。"
    print(say, file=sys.stderr)
    if as_json:
        print(json.dumps({"ok": False, "code": "bug", "say": say}, ensure_ascii=False))
    return EXIT_REFUSED
