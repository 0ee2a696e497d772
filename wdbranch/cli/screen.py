"""The two streams of a command, and help that lines up although Chinese characters are two columns wide."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterable
from typing import TextIO
from unicodedata import east_asian_width

_NEVER_FIRST = "，。；：、）”》"
_heads = re.compile(r"^(选项|内容|命令):$", re.MULTILINE)
_unheard = False


def prepare() -> None:
    """Say everything in UTF-8, whatever the locale; what has no character in it becomes a question mark."""
    global _unheard  # noqa: PLW0603 - one process, one standard output
    _unheard = False
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def say(text: str) -> None:
    """Print to standard output at once. A reader who went away (``| head``) is no failure."""
    global _unheard  # noqa: PLW0603
    try:
        print(text, flush=True)
    except BrokenPipeError:
        _silence(sys.stdout)
    except OSError:
        _silence(sys.stdout)
        if not _unheard:
            complain("结果写不出去：输出的文件所在磁盘已满，或设备出错。请换一个地方再试。")
        _unheard = True


def complain(text: str) -> None:
    """Print to standard error; never to standard output, where scripts expect a document."""
    if sys.stderr is None:  # print would turn to standard output
        return
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:
        _silence(sys.stderr)


def heard() -> bool:
    """Whether everything said since ``prepare`` reached standard output."""
    return not _unheard


def _silence(stream: TextIO) -> None:
    """Let what is still buffered go nowhere, so that Python's own flush at the end finds nothing to say."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` columns; Latin words stay whole, no line starts with a closing sign."""
    lines = [""]
    for piece in re.findall(r"[!-~]+|.", text):
        if lines[-1] and columns(lines[-1] + piece) > width and piece not in _NEVER_FIRST:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines]


class Formatter(argparse.HelpFormatter):
    """Help in Chinese."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30)

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """As the base class, with the Chinese head (argparse asks for an empty one to name a subcommand)."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)

    def add_argument(self, action: argparse.Action) -> None:
        """As the base class, measuring in columns."""
        super().add_argument(action)
        wide = columns(self._format_action_invocation(action)) + self._current_indent
        self._action_max_length = max(self._action_max_length, wide)

    def format_help(self) -> str:
        """As the base class, with full-width colons behind the heads."""
        return _heads.sub(r"\1：", super().format_help())

    def _format_action(self, action: argparse.Action) -> str:
        head = self._format_action_invocation(action)
        surplus = columns(head) - len(head)
        return super()._format_action(action).replace(head + " " * (surplus + 2), head + "  ", 1)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrap(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in wrap(text, width - len(indent)))
