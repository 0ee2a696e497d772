"""Commands on whole files: the demonstration, a new book, backup, check-up, self-test."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from typing import Any

from wdbranch.cli import screen
from wdbranch.cli.main import Answer
from wdbranch.errors import EXIT_FINE, EXIT_REFUSED, WrongUseError
from wdbranch.operations import book as books


def window(_options: argparse.Namespace) -> Answer:
    """Reached with options only (``__main__`` opens the window): a window gives no document."""
    raise WrongUseError("打开窗口的命令不能加 --json。")


def demo(options: argparse.Namespace) -> Answer:
    """A branch and its street, with a year of records, from import to receipt."""
    from wdbranch.operations.demo import make_demo

    def report(step: int, steps: int, say: str) -> None:
        if not options.json:
            screen.say(f"[{step}/{steps}] {say}")

    summary = make_demo(options.dir, report)
    return Answer(
        summary,
        [
            "",
            f"样例做好了，在“{options.dir}”：",
            "  branch.wdbook　支部记录本　　street.wddesk　街道收件文件",
            "  book.pdf　　　 整年合订本　　stick/　　　　 报送包　　summary.json　结果",
            f"打开窗口看看：{sys.executable} -m wdbranch window {options.dir / 'branch.wdbook'}",
        ],
    )


def new(options: argparse.Namespace) -> Answer:
    """A new workbook."""
    with books.create(
        options.file,
        options.name,
        options.kind,
        short=options.short,
        superior=options.superior,
        code=options.code,
    ) as book:
        branch = book.branch()
    document = {"file": str(options.file), "name": branch.name, "code": branch.code, "kind": branch.kind}
    return Answer(document, [f"已新建“{options.file}”：{branch.name}（{books.KINDS[branch.kind]}）。"])


def backup(options: argparse.Namespace) -> Answer:
    """A verified copy."""
    with books.open_book(options.book, readonly=True) as book:  # works while a window has it open
        path = books.backup(book, options.to)
    return Answer({"file": str(path)}, [f"已备份到“{path}”，并打开核对过。"])


def doctor(options: argparse.Namespace) -> Answer:
    """The check-up of the file."""
    health = books.examine_file(options.book)
    document: dict[str, Any] = {
        "problems": [asdict(problem) for problem in health.problems],
        "backups": [str(path) for path in health.backups],
    }
    lines = [f"{problem.say}{problem.todo}" for problem in health.problems] or ["文件完好。"]
    return Answer(
        document,
        [*lines, f"已有备份 {len(health.backups)} 份。"],
        EXIT_REFUSED if health.problems else EXIT_FINE,
    )


def selftest(_options: argparse.Namespace) -> Answer:
    """Each part of the program, once, on this computer."""
    from wdbranch.operations.selftest import run_selftest

    steps = run_selftest()
    lines = [
        f"{'通过' if step.ok else '不通过'}　{step.name}{'' if step.ok else '：' + step.say}"
        for step in steps
    ]
    failed = [step for step in steps if not step.ok]
    return Answer(
        [asdict(step) for step in steps],
        [*lines, "自检通过。" if not failed else "自检没有通过。"],
        EXIT_REFUSED if failed else EXIT_FINE,
    )
