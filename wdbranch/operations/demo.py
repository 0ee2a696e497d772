"""The demonstration: a fictional branch's year through every part of the program, without a screen."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from wdbranch import paths
from wdbranch.book.finding import MUST
from wdbranch.book.people import Member, Span
from wdbranch.disk import write_whole
from wdbranch.errors import UserError
from wdbranch.operations import book as books
from wdbranch.operations import overview, packets, points, printing, roster, street
from wdbranch.operations import record as records
from wdbranch.operations.secrets import KEY_SUFFIX
from wdbranch.rules.development import FORM as DEVELOPMENT
from wdbranch.rules.stars import Star
from wdbranch.store import lock
from wdbranch.store.desk import DESK as DESK_KIND
from wdbranch.store.files import WORKBOOK
from wdbranch.store.workbook import Workbook

Report = Callable[[int, int, str], None]

BOOK, DESK, PDF, STICK, SUMMARY = "branch.wdbook", "street.wddesk", "book.pdf", "stick", "summary.json"
VILLAGE_BOOK, VILLAGE = "village.wdbook", "village"
CARDS = STREET_CARD, BRANCH_CARD = "街道公钥卡.wdcard", "支部公钥卡.wdcard"
SAMPLE_DAY = date(2026, 11, 23)
SAMPLE_PERIOD = "2026-Q3"
SAMPLE_PASSPHRASE = "样例口令不可用于真实支部"  # noqa: S105 - opens nothing but fictional data
STEPS = 9


class _Clock:
    """The office clock of the sample year."""

    def __init__(self) -> None:
        self.now = datetime.combine(SAMPLE_DAY, time(9, 0))

    def __call__(self) -> datetime:
        return self.now


def make_demo(folder: Path, report: Report) -> dict[str, Any]:
    """Make everything in ``folder`` and return the summary that is also written there.

    A former demonstration in the folder is replaced; any other content makes it refuse (UserError
    ``not_empty``), and so does a former one that is open (``locked``). What stops half-way leaves an empty
    folder.
    """
    _prepare(folder)
    try:
        return _make(folder, report)
    except BaseException:
        with suppress(OSError):  # where the stick is gone, there is nothing to clear
            _clear(folder)
        raise


def _make(folder: Path, report: Report) -> dict[str, Any]:
    clock = _Clock()
    report(1, STEPS, "新建支部记录本，从 Excel 导入花名册")
    branch = sample("branch.json")
    with books.create(folder / BOOK, clock=clock, **branch) as book:
        imported = sample_roster(book)
        report(2, STEPS, "记一年的会议和活动")
        written = sample_records(book, clock)
        summary = _report_and_print(folder, book, report)
        summary.update(
            imported=imported, records=written, branch={"code": branch["code"], "name": branch["name"]}
        )
        summary["street"] = _hand_over(folder, book, clock, report)
    report(8, STEPS, "另建一本村支部的记录本，记各颗星的台账")
    summary["village"] = _village(folder / VILLAGE_BOOK, clock)
    summary["on"] = SAMPLE_DAY.isoformat()
    report(STEPS, STEPS, "写下结果")
    write_whole(folder / SUMMARY, json.dumps(summary, ensure_ascii=False, indent=2).encode() + b"\n")
    return summary


def _village(path: Path, clock: _Clock) -> dict[str, Any]:
    """The second branch: a village, whose star ledgers are filled."""
    branch = sample("branch.json", VILLAGE)
    with books.create(path, clock=clock, **branch) as book:
        village_roster(book)
        written = sample_records(book, clock, VILLAGE)
        stars = overview.stars(book, SAMPLE_DAY)
        return {
            "records": written,
            "branch": {"code": branch["code"], "name": branch["name"]},
            "stars": _star_counts(stars),
        }


def sample(name: str, place: str = "") -> dict[str, Any]:
    """One of the sample files that come with the program; ``place`` VILLAGE for the village's."""
    loaded: dict[str, Any] = json.loads(paths.resource("sample", place, name).read_text(encoding="utf-8"))
    return loaded


def village_roster(book: Workbook) -> None:
    """Put the people of the sample village on the roster of a new book."""
    told = sample("roster.json", VILLAGE)
    book.set_meta("sample_passphrase", SAMPLE_PASSPHRASE)
    people = [
        Member(0, **{**person, "spans": tuple(Span(**span) for span in person["spans"])})
        for person in told["members"]
    ]
    book.set_groups(told["groups"])
    book.put_members(people, "登记")


def sample_roster(book: Workbook) -> int:
    """Import the sample roster from the Excel file, as a branch would. Returns how many people came in."""
    book.set_meta("sample_passphrase", SAMPLE_PASSPHRASE)
    found = roster.preview_import(book, paths.resource("sample", "roster.xlsx"))
    roster.apply_import(book, found, source="样例花名册")
    applicants = roster.preview_import(
        book, paths.resource("sample", "roster.xlsx"), sheet="积极分子和发展对象"
    )
    roster.apply_import(book, applicants, source="样例花名册")
    _roster_details(book)
    for key, judged in sample("evidence.json").items():
        book.set_evidence(key, judged)
    return len(found.new)


def _roster_details(book: Workbook) -> None:
    """What the Excel file has no column for: approvals, what each looks after, who came and went, the groups."""
    told = sample("roster_details.json")
    people = book.roster().by_label
    changed = []
    for name, details in told["members"].items():
        spans = tuple(replace(span, **details.get(span.kind, {})) for span in people[name].spans)
        changed.append(replace(people[name], spans=spans, **details.get("member", {})))
    gone = [
        Member(0, **{**person, "spans": tuple(Span(**span) for span in person["spans"])}) for person in told["gone"]
    ]
    book.put_members([*changed, *gone], "登记")
    books.describe(book, settings={**book.branch().settings, "groups": told["groups"]})


def sample_files(place: str = "") -> list[dict[str, Any]]:
    """Every record of the sample year in the order in which it was written: pages one by one, ledgers whole."""
    found: list[dict[str, Any]] = []
    for folder in ("records", "ledgers"):
        for path in sorted(paths.resource("sample", place, folder).glob("*.json")):
            told = json.loads(path.read_text(encoding="utf-8"))
            found += told if isinstance(told, list) else [told]
    return sorted(found, key=lambda entry: str(entry["recorded_at"]))


def sample_records(book: Workbook, clock: Callable[[], datetime] | None = None, place: str = "") -> int:
    """Write the sample year, each record on the day it was written; final where nothing must be mended.

    A case of development lasts for years: it stays a draft. The points of the months are posted in between.
    """
    found, waiting = sample_files(place), _points_of(place)
    for data in found:
        while waiting and waiting[0]["at"] <= data["recorded_at"]:
            _step(book, waiting.pop(0), clock)
        if isinstance(clock, _Clock):
            clock.now = datetime.fromisoformat(data["recorded_at"])
        saved, _ = records.add_json(book, _form_of(book, data), data)
        blocking = any(finding.level == MUST and finding.waived is None for finding in saved.findings)
        if saved.record.form != DEVELOPMENT and not blocking:
            records.finalize(book, saved.record.id)
    for step in waiting:
        _step(book, step, clock)
    if isinstance(clock, _Clock):
        clock.now = datetime.combine(SAMPLE_DAY, time(9, 0))
    return len(found)


def _points_of(place: str) -> list[dict[str, Any]]:
    """The months that were posted and the record that was corrected in between, in order; a branch may have none."""
    path = paths.resource("sample", place, "points.json")
    told: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return sorted(told, key=lambda step: str(step["at"]))


def _step(book: Workbook, step: Mapping[str, Any], clock: Callable[[], datetime] | None) -> None:
    """Post a month of points, or correct a record on which posted points rest."""
    at = datetime.fromisoformat(step["at"])
    if isinstance(clock, _Clock):
        clock.now = at
    if "post" in step:
        year, _, month = step["post"].partition("-")
        points.post(book, int(year), int(month), at.date())
        return
    record = records.find(book, step["correct"])
    records.correct(book, record.id, step["why"])
    records.set_values(book, record.id, step["values"])
    records.finalize(book, record.id)


def _form_of(book: Workbook, data: Mapping[str, Any]) -> str:
    shorts = {form.short: form.id for form in records.current_edition(book).forms.values()}
    return shorts[str(data["type"])]


def _prepare(folder: Path) -> None:
    try:
        if folder.exists():
            _refuse_other_content(folder)
            _clear(folder)
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise UserError(
            f"“{folder}”这个文件夹用不了：建不了，或不能写入。",
            safe="没有写出任何文件。",
            todo="请换一个能写入的地方。",
            code="readonly",
        ) from problem


def _refuse_other_content(folder: Path) -> None:
    if not folder.is_dir():
        raise UserError(f"“{folder}”是一个文件。", safe="它没有改动。", todo="请换一个新文件夹。", code="not_empty")
    former = (folder / SUMMARY).is_file()
    other = sorted(path.name for path in folder.iterdir() if not (former and _is_ours(path)))
    if other:
        raise UserError(
            f"“{folder}”里已经有别的东西：{other[0]}{'等' if len(other) > 1 else ''}。",
            safe="那里的文件没有改动。",
            todo="请换一个新文件夹。",
            code="not_empty",
        )
    for name, kind in ((BOOK, WORKBOOK), (VILLAGE_BOOK, WORKBOOK), (DESK, DESK_KIND)):
        if (folder / name).exists():  # refused while a window has it open
            lock.acquire(folder / name, kind, who="", now=datetime.now()).release()


def _is_ours(path: Path) -> bool:
    """Whether a former demonstration, or working with it, made this."""
    stems = {Path(name).stem for name in (BOOK, VILLAGE_BOOK, DESK)}
    return (
        path.name in {PDF, STICK, SUMMARY, *CARDS}
        or path.name.startswith((BOOK, VILLAGE_BOOK, DESK))  # with -wal, -shm, .lock, .received
        or path.name in {f"{stem}{KEY_SUFFIX}" for stem in stems}
        or path.name in {f"{stem}-备份" for stem in stems}
    )


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _report_and_print(folder: Path, book: Workbook, report: Report) -> dict[str, Any]:
    report(3, STEPS, "体检：什么到期、哪里不规范、五颗星差什么")
    found = overview.findings(book, SAMPLE_DAY)
    due = overview.duties(book, SAMPLE_DAY)
    stars = overview.stars(book, SAMPLE_DAY)
    report(4, STEPS, "打印整年合订本，逐字读回核对")
    printed = printing.print_year(book, SAMPLE_DAY.year, folder / PDF)
    return {
        "members": len(book.roster().on(SAMPLE_DAY)),
        "findings": {
            level: sum(f.level == level and f.waived is None for f in found) for level in ("必", "应", "提")
        },
        "duties": {
            state: sum(d.state == state for d in due) for state in ("done", "open", "soon", "overdue")
        },
        "stars": _star_counts(stars),
        "pages": printed.pages,
    }


def _star_counts(stars: Iterable[Star]) -> list[dict[str, Any]]:
    return [
        {"star": star.id, "name": star.name, "met": star.met, "applicable": star.applicable} for star in stars
    ]


def _hand_over(folder: Path, book: Workbook, clock: Callable[[], datetime], report: Report) -> dict[str, Any]:
    about = sample("street.json")
    report(5, STEPS, "街道建收件文件，双方登记公钥卡")
    begun = datetime.fromisoformat(about["begun"])
    with street.create_desk(
        folder / DESK, about["name"], about["code"], passphrase=SAMPLE_PASSPHRASE, clock=lambda: begun, sample=True
    ) as desk:
        for entry in about["branches"]:
            street.add_branch(desk, entry["code"], entry["name"], entry["short"])
    with street.open_desk(folder / DESK, clock=clock) as desk:
        street.save_card(desk, folder / STREET_CARD)
        packets.register_street(book, folder / STREET_CARD)
        packets.save_card(book, folder / BRANCH_CARD)
        street.register_card(desk, folder / BRANCH_CARD, by="卢拟衡", paper="支部公钥卡（当面核对）")
        report(6, STEPS, "支部导出报送包到 U 盘")
        sent = packets.export(book, SAMPLE_PERIOD, folder / STICK)
        report(7, STEPS, "街道收件、统计、签回执，支部打开回执")
        swept = street.sweep(desk, folder / STICK)
        lines = street.overview(desk)
        receipt = street.sign_receipt(
            desk, book.branch().code, SAMPLE_PERIOD, "received", folder=folder / STICK
        )
        packets.open_receipt(book, receipt)
    return {
        "packet": sent.path.name,
        "fingerprint": sent.fingerprint,
        "receipt": receipt.name,
        "swept": swept,
        "overview": [asdict(line) for line in lines],
    }
