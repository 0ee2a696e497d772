"""Commands on a branch's workbook."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wdbranch.book import values as book_values
from wdbranch.book.finding import Finding
from wdbranch.book.record import STATE_LABELS, Record
from wdbranch.cli.main import Answer
from wdbranch.cli.record_file import read_json
from wdbranch.cli.secret import passphrase
from wdbranch.errors import EXIT_FINE, EXIT_REFUSED, UserError, WrongUseError
from wdbranch.operations import checkup, overview, printing, roster
from wdbranch.operations import record as records
from wdbranch.operations.book import open_book
from wdbranch.store.workbook import Workbook

if TYPE_CHECKING:
    from wdbranch.printing.plan import Plan

_LEVEL_WORDS = {"必": "必改", "应": "应说明", "提": "提示"}


def members_import(options: argparse.Namespace) -> Answer:
    """Preview or apply an Excel roster."""
    with open_book(options.book, readonly=options.dry_run) as book:
        found = roster.preview_import(book, options.file)
        blocking = [problem for problem in found.problems if problem.blocks]
        lines = [f"新增 {len(found.new)} 人，更新 {len(found.changed)} 人，没有变化 {len(found.same)} 人。"]
        lines += [f"  {problem.say}" for problem in found.problems]
        applied = not options.dry_run and not blocking
        if applied:
            roster.apply_import(book, found, source=options.file.name)
        if options.dry_run:
            lines.append("这是预览，花名册没有改动。")
        elif blocking:
            lines.append("有必须先改的问题，一个人也没有导入。请在 Excel 里改好后再导入。")
        document = {
            "new": len(found.new),
            "changed": len(found.changed),
            "same": len(found.same),
            "applied": applied,
            "missing": [member.name for member in found.missing],
            "problems": [
                {"row": p.row, "level": p.level, "field": p.field, "say": p.say} for p in found.problems
            ],
        }
        return Answer(document, lines, EXIT_REFUSED if blocking else EXIT_FINE)


def _day(options: argparse.Namespace, book: Workbook) -> date:
    return options.on or book.clock().date()


def members_list(options: argparse.Namespace) -> Answer:
    """The roster as of a day."""
    with open_book(options.book, readonly=True) as book:
        day = _day(options, book)
        lines = roster.members_on(book, day)
        document = [
            {
                "name": line.name,
                "label": line.label,
                "sex": line.sex,
                "birth": line.birth,
                "education": line.education,
                "join_date": line.join_date,
                "full_date": line.full_date,
                "status": line.status,
                "group": line.group,
                "posts": list(line.posts),
                "may_vote": line.votes,
                "excluded": line.excluded,
            }
            for line in lines
        ]
        said = [
            f"{line.label}　{line.status}党员　{line.group}　{'、'.join(line.posts)}".rstrip("　")
            for line in lines
        ]
        voters = sum(line.votes for line in lines)
        return Answer(
            document, [*said, f"{book_values.show_day(day)}：党员 {len(lines)} 名，有表决权 {voters} 名。"]
        )


def members_export(options: argparse.Namespace) -> Answer:
    """The roster as an Excel file."""
    with open_book(options.book, readonly=True) as book:
        path = roster.export(book, options.out, _day(options, book), private=options.private)
        return Answer({"file": str(path)}, [f"花名册已存到“{path}”。"])


def finding_document(book: Workbook, finding: Finding) -> dict[str, Any]:
    """One objection as scripts read it."""
    document = asdict(finding)
    if finding.record:
        document["record_no"] = _number(book, book.record(finding.record))
    return document


def _number(book: Workbook, record: Record) -> str:
    return book_values.record_number(book.editions[record.edition].forms[record.form], record)


def record_document(book: Workbook, record: Record) -> dict[str, Any]:
    """One record as scripts read it."""
    return {
        "id": record.id,
        "rec_no": _number(book, record),
        "form": record.form,
        "edition": record.edition,
        "year": record.year,
        "state": record.state.value,
        "version": record.version,
        "late": record.late,
        "recorded_at": record.recorded_at,
        "values": dict(record.values),
        "links": list(record.links),
        "waivers": dict(record.waivers),
        "attachments": [asdict(attachment) for attachment in record.attachments],
    }


def record_add(options: argparse.Namespace) -> Answer:
    """A record from a JSON file."""
    data = read_json(options.source)
    with open_book(options.book) as book:
        saved, notes = records.add_json(book, options.form, data, finish=options.final)
        document = record_document(book, saved.record)
        document["findings"] = [finding_document(book, finding) for finding in saved.findings]
        document["notes"] = list(notes)
        open_findings = [finding for finding in saved.findings if finding.waived is None]
        lines = [f"已记入：{document['rec_no']}（{STATE_LABELS[saved.record.state]}）。", *notes]
        lines += [f"  {_LEVEL_WORDS[finding.level]}：{finding.say}" for finding in open_findings]
        return Answer(document, lines)


def record_show(options: argparse.Namespace) -> Answer:
    """One record, box by box."""
    with open_book(options.book, readonly=True) as book:
        record = records.find(book, options.id)
        edition = book.editions[record.edition]
        form = edition.forms[record.form]
        lines = [f"{form.title}　{_number(book, record)}　{STATE_LABELS[record.state]}"]
        for field in form.fields:
            shown = book_values.show(field, record.get(field.id), edition)
            if shown:
                lines.append(f"{field.label}：{shown}")
        return Answer(record_document(book, record), lines)


def record_list(options: argparse.Namespace) -> Answer:
    """The records of a form or a year."""
    with open_book(options.book, readonly=True) as book:
        if options.form is not None:
            records.form_named(book, options.form, options.year)
        found = book.records(form=options.form, year=options.year)
        document = [
            {
                "id": r.id,
                "rec_no": _number(book, r),
                "form": r.form,
                "year": r.year,
                "state": r.state.value,
                "late": r.late,
            }
            for r in found
        ]
        return Answer(
            document,
            [f"{line['rec_no']}　{STATE_LABELS[r.state]}" for line, r in zip(document, found, strict=True)]
            or ["还没有记录。"],
        )


def record_finalize(options: argparse.Namespace) -> Answer:
    """定稿."""
    with open_book(options.book) as book:
        saved = records.finalize(book, records.find(book, options.id).id)
        return Answer(record_document(book, saved.record), [f"{_number(book, saved.record)} 已定稿。"])


def check(options: argparse.Namespace) -> Answer:
    """The whole book through an inspector's eyes."""
    with open_book(options.book, readonly=True) as book:
        found = overview.findings(book, _day(options, book))
        if options.print is not None:
            printing.write(checkup.plan_checkup(book, found), options.print)
        document = [finding_document(book, finding) for finding in found]
        standing = [finding for finding in found if finding.waived is None]
        lines = []
        for finding, entry in zip(found, document, strict=True):
            place = f"{entry['record_no']}　" if finding.record else ""
            aside = f"（已说明：{finding.waived}）" if finding.waived else ""
            lines.append(f"{_LEVEL_WORDS[finding.level]}　{place}{finding.say}{aside}")
        counts = "，".join(
            f"{word} {sum(f.level == level for f in standing)} 条" for level, word in _LEVEL_WORDS.items()
        )
        lines.append(f"共 {len(standing)} 条：{counts}。" if standing else "没有发现问题。")
        return Answer(document, lines, EXIT_REFUSED if standing else EXIT_FINE)


def duties(options: argparse.Namespace) -> Answer:
    """What is due on a day."""
    with open_book(options.book, readonly=True) as book:
        found = overview.duties(book, _day(options, book))
        document = [{**asdict(duty), "due": duty.due.isoformat()} for duty in found]
        return Answer(document, [f"{duty.title}　{duty.say}" for duty in found])


def stars(options: argparse.Namespace) -> Answer:
    """The five stars as of a day."""
    with open_book(options.book, readonly=True) as book:
        found = overview.stars(book, _day(options, book))
        document = []
        lines = []
        for star in found:
            document.append(
                {
                    "star": star.id,
                    "name": star.name,
                    "met": star.met,
                    "applicable": star.applicable,
                    "indicators": [
                        {**asdict(indicator), "on": str(indicator.on)} for indicator in star.indicators
                    ],
                }
            )
            missing = [indicator.name for indicator in star.indicators if indicator.state == "unmet"]
            lines.append(
                f"{star.name}　已达 {star.met} / 适用 {star.applicable}"
                + (f"　差：{'、'.join(missing)}" if missing else "")
            )
        return Answer(document, lines)


def _open_to_print(path: Path) -> Workbook:
    """To be written, too: what went to paper is remembered. A book in use or protected is printed as it is."""
    try:
        return open_book(path)
    except UserError as problem:
        if problem.code not in ("locked", "readonly", "disk_full"):
            raise
    return open_book(path, readonly=True)


_WHAT = ("record", "month", "form", "chapter", "changed", "page", "signin", "calibration")
"""Options of ``print`` that say what; without any of them, --year is the bound year."""
_OF_A_YEAR = ("form", "chapter", "changed", "page")


def print_pages(options: argparse.Namespace) -> Answer:
    """Pages of the book as a PDF, read back and compared with the records."""
    from wdbranch.operations import printing

    asked = [name for name in _WHAT if getattr(options, name) not in (None, False)]
    whole_year = options.year is not None and not asked
    if len(asked) + whole_year != 1 or (options.year is not None and asked and asked[0] not in _OF_A_YEAR):
        raise WrongUseError(
            "要打印什么？请从 --year、--month、--record、--form、--chapter、--changed、--page、--signin、"
            "--calibration 里选一个；--form、--chapter、--changed、--page 可以加 --year。"
        )
    if options.blank and (options.form is None) and not whole_year:
        raise WrongUseError("--blank 要与 --form（一种空白表）或 --year（没有内容的页也装订）同用。")
    with _open_to_print(options.book) as book:
        plan = _plan(book, options, options.year or book.clock().year)
        if options.overprint is not None and not options.calibration:
            plan = printing.overprinted(plan, *options.overprint)
        done = printing.print_plan(book, plan, options.out)
    return Answer(
        {"file": str(done.path), "pages": done.pages},
        [f"已打印 {done.pages} 页到“{done.path}”，并逐字核对过。"],
    )


def _plan(book: Workbook, options: argparse.Namespace, year: int) -> Plan:
    from wdbranch.operations import printing

    if options.calibration:
        return printing.plan_calibration(*(options.overprint or (0.0, 0.0)))
    if options.record is not None:
        return printing.plan_record(book, records.find(book, options.record).id)
    if options.signin is not None:
        return printing.plan_signin(book, records.find(book, options.signin).id)
    if options.month is not None:
        return printing.plan_month(book, *options.month)
    if options.form is not None:
        if options.blank:
            return printing.plan_blank(book, options.form, options.year)
        return printing.plan_kind(book, year, options.form, options.period or "")
    if options.chapter is not None:
        return printing.plan_chapter(book, year, options.chapter)
    if options.changed:
        return printing.plan_changed(book, year)
    if options.page is not None:
        return printing.plan_leaf(book, year, options.page, both_sides=options.both_sides)
    return printing.plan_year(book, year, blanks=options.blank)


def word(options: argparse.Namespace) -> Answer:
    """A record, a month or a whole table as a Word document."""
    from wdbranch.operations import word as documents

    asked = [name for name in ("record", "month", "form") if getattr(options, name) is not None]
    if len(asked) != 1:
        raise WrongUseError("要存成 Word 的是什么？请从 --record、--month、--form 里选一个。")
    with open_book(options.book, readonly=True) as book:
        if options.record is not None:
            path = documents.save_records(book, [records.find(book, options.record).id], options.out)
        elif options.month is not None:
            path = documents.save_month(book, options.month[0], options.month[1], options.out)
        else:
            path = documents.save_kind(book, options.year or book.clock().year, options.form, options.out)
    return Answer({"file": str(path)}, [f"Word 文档已存到“{path}”。"])


def table(options: argparse.Namespace) -> Answer:
    """A ledger, a view, the records of a kind, or everything of a year, as Excel."""
    from wdbranch.operations import tables

    with open_book(options.book, readonly=True) as book:
        year = options.year or book.clock().year
        if options.form is not None:
            saved = tables.save_page(book, year, options.form, options.out)
        else:
            saved = tables.save_all(book, year, options.out)
    document = {"file": str(saved.path), "sheets": [{"title": t, "rows": n} for t, n in saved.sheets]}
    said = "、".join(f"{title} {rows} 行" for title, rows in saved.sheets)
    return Answer(document, [f"Excel 表已存到“{saved.path}”：{said}。"])


def export(options: argparse.Namespace) -> Answer:
    """A signed packet for the street."""
    from wdbranch.operations import packets

    with open_book(options.book) as book:
        sent = packets.export(
            book,
            options.period,
            options.to,
            note=options.note,
            unsealed=options.unsealed,
            passphrase=passphrase(options),
        )
        document = {
            "file": str(sent.path),
            "period": options.period,
            "version": sent.version,
            "sequence": sent.sequence,
            "fingerprint": sent.fingerprint,
            "digest": sent.digest,
            "size": sent.size,
        }
        return Answer(
            document,
            [
                f"报送包已写好，并从盘上读回核对过：{sent.path.name}",
                f"第 {sent.version} 版，指纹 {sent.fingerprint}。",
            ],
        )


def receipt_open(options: argparse.Namespace) -> Answer:
    """A receipt of the street."""
    from wdbranch.operations import packets

    with open_book(options.book) as book:
        receipt = packets.open_receipt(book, options.file)
        return Answer(receipt.document(), receipt.lines())


def keys_card(options: argparse.Namespace) -> Answer:
    """The branch's public card."""
    from wdbranch.operations import packets

    with open_book(options.book) as book:
        card = packets.save_card(book, options.out, passphrase=passphrase(options))
        return Answer(
            {"file": str(options.out), "fingerprint": card.fingerprint},
            [f"公钥卡已存到“{options.out}”。", f"指纹：{card.fingerprint}"],
        )


def keys_sheet(options: argparse.Namespace) -> Answer:
    """The recovery sheet, to be printed and locked away."""
    from wdbranch.operations import packets

    with open_book(options.book) as book:
        lines = packets.recovery_sheet(book, passphrase=passphrase(options))
        return Answer({"lines": lines}, lines)


def keys_recover(options: argparse.Namespace) -> Answer:
    """The key file anew, from the code on the recovery sheet."""
    from wdbranch.operations import packets
    from wdbranch.operations.keyring import note_lock

    with open_book(options.book) as book:
        secret = passphrase(options)
        card = packets.recover_keys(book, options.code, passphrase=secret)
        note_lock(book, own=bool(secret))
        return Answer(
            {"fingerprint": card.fingerprint}, ["密钥已按恢复单恢复。", f"指纹：{card.fingerprint}"]
        )


def keys_street(options: argparse.Namespace) -> Answer:
    """Register the street's public card."""
    from wdbranch.operations import packets

    with open_book(options.book) as book:
        card = packets.register_street(book, options.card)
        return Answer(
            {"name": card.name, "fingerprint": card.fingerprint},
            [f"已登记{card.name}的公钥卡。", f"请核对指纹：{card.fingerprint}"],
        )
