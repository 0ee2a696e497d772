"""Does every part of the program work on this computer? Runs inside an installed program."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from wdbranch import paths
from wdbranch.book.people import Member
from wdbranch.disk import disk_told
from wdbranch.errors import UserError
from wdbranch.operations import book as books
from wdbranch.operations import overview, packets, printing, street
from wdbranch.operations import record as records
from wdbranch.store.workbook import Workbook

RARE = "李𬭎、王𫗧、䶮"
PASSPHRASE = "自检用的口令一二三"  # noqa: S105 - opens nothing but what the self-test makes


@dataclass(frozen=True, slots=True)
class Step:
    """One part and whether it works."""

    name: str
    ok: bool
    say: str = ""


def run_selftest() -> list[Step]:
    """Make a small book in a temporary folder and walk it through every layer."""
    steps: list[Step] = []
    with tempfile.TemporaryDirectory(prefix="wdbranch-") as folder:
        place = Path(folder)

        def step(name: str, work: Callable[[], object]) -> None:
            if steps and not steps[-1].ok:
                return
            try:
                with disk_told(place):
                    work()
            except UserError as problem:
                steps.append(Step(name, ok=False, say=problem.say()))
            except ImportError as problem:
                steps.append(Step(name, ok=False, say=f"缺少部件“{problem.name}”，请重新安装程序。"))
            else:
                steps.append(Step(name, ok=True))

        step("资源文件", _resources)
        step("表单", books.editions)
        step("记录本文件", lambda: _write(place))
        step("规则", lambda: _rules(place))
        step("打印与核对", lambda: _print(place))
        step("报送与收件", lambda: _send(place))
    return steps


def _resources() -> None:
    for part in ("fonts", "rules", "standards", "icons", "sample"):
        if not paths.resource(part).is_dir():
            raise UserError(f"缺少文件夹“{part}”。", todo="请重新安装程序。", code="incomplete")


def _book(place: Path) -> Workbook:
    return books.open_book(place / "a.wdbook", clock=lambda: datetime(2026, 9, 19, 9, 0))


def _write(place: Path) -> None:
    with books.create(
        place / "a.wdbook", "自检支部", "urban", code="ZJ01", clock=lambda: datetime(2026, 9, 19, 9, 0)
    ) as book:
        book.put_members(
            [
                Member(0, name, sex="男", birth="1980-01-01", join_date="2010-01-01", full_date="2011-01-01")
                for name in RARE.split("、")
            ],
            "自检",
        )
        made = records.new(book, "party_assembly", day=date(2026, 9, 18), values=_meeting())
        records.all_present(book, made.record.id)
        records.finalize(book, made.record.id)


def _meeting() -> dict[str, object]:
    host, recorder, _ = RARE.split("、")
    return {
        "place": "自检室",
        "end": "2026-09-18T20:00",
        "host": host,
        "delegated_by": host,
        "recorder": recorder,
        "agenda": [{"no": 1, "kind": "report", "title": "自检"}],
        "speeches": [{"agenda": 1, "speaker": host, "text": "生僻字也能打印。"}],
        "decisions": [{"text": "自检通过", "owner": recorder, "due": "2026-09-30"}],
    }


def _rules(place: Path) -> None:
    with _book(place) as book:
        overview.home(book, date(2026, 9, 30))


def _print(place: Path) -> None:
    with _book(place) as book:
        printing.print_year(book, 2026, place / "a.pdf")


def _send(place: Path) -> None:
    with (
        street.create_desk(place / "s.wddesk", "自检街道", "JD01", passphrase=PASSPHRASE) as desk,
        _book(place) as book,
    ):
        street.save_card(desk, place / "s.wdcard")
        packets.register_street(book, place / "s.wdcard")
        packets.save_card(book, place / "b.wdcard", passphrase=PASSPHRASE)
        street.register_card(desk, place / "b.wdcard", by="自检", paper="自检")
        packets.export(book, "2026-Q3", place / "stick", passphrase=PASSPHRASE)
        for found in street.sweep(desk, place / "stick", passphrase=PASSPHRASE):
            if not found["ok"]:
                raise UserError(str(found["say"]), code=str(found["code"]))
