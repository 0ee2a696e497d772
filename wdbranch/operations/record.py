"""Writing in the book: a new record, a value, attendance, 定稿, 更正, 撤销."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from wdbranch.book import values as book_values
from wdbranch.book.attendance_lists import Exclusion
from wdbranch.book.finding import MUST, Finding
from wdbranch.book.form import Edition, Field, FieldType, Form, edition_of_year
from wdbranch.book.intake import from_json
from wdbranch.book.people import Span
from wdbranch.book.record import STATE_LABELS, Attachment, Record, State, day_of, moment_of
from wdbranch.book.snapshot import Snapshot
from wdbranch.errors import UserError, WrongUseError
from wdbranch.operations import sitting, steps
from wdbranch.operations.change import Saved, of_record
from wdbranch.operations.following import follow, same_hours
from wdbranch.rules import belonging
from wdbranch.rules import findings as finding_rules
from wdbranch.rules.calendar import calendar_of
from wdbranch.rules.suggest import SUGGESTIONS, Draft
from wdbranch.store.history import LogEntry
from wdbranch.store.workbook import Workbook

_LARGEST = 200 * 1024 * 1024  # bytes of a file read to be attached: the largest photographs have 60 MB


def current_edition(book: Workbook, year: int | None = None) -> Edition:
    """The edition in which a new record of that year is written; the latest for None."""
    return edition_of_year(book.editions, year)


def form_named(book: Workbook, form_id: str, year: int | None = None) -> Form:
    """The form of that id. Raises WrongUseError naming those there are."""
    forms = current_edition(book, year).forms
    if form_id not in forms:
        known = "、".join(f"{form.id}（{form.short}）" for form in forms.values())
        raise WrongUseError(f"没有“{form_id}”这种表。", todo=f"可用的有：{known}。", code="no_form")
    return forms[form_id]


def find(book: Workbook, reference: str) -> Record:
    """A record by id or by its number (2026-DH-03). Raises UserError ``no_record``."""
    year, dash, _ = reference.partition("-")
    if dash and year.isdecimal():
        for record in book.records(year=int(year)):
            if book_values.record_number(_form_of(book, record), record) == reference:
                return record
    return book.record(reference)


# --- making -----------------------------------------------------------------------------------------------


def new(
    book: Workbook,
    form_id: str,
    *,
    day: date | None = None,
    values: Mapping[str, Any] | None = None,
    year: int | None = None,
) -> Saved:
    """A new draft of a form, with everything suggested that the book already knows.

    ``day`` dates the record; the hour is that of the last record of the kind. ``values`` are raw and win
    over suggestions. ``year``: the year it belongs to (所属年度), by default the usual one of the form for
    that day. Of a yearly form the record of that year is given, if there is one. Raises WrongUseError for an
    unknown form, UserError for a value that cannot be read.
    """
    snapshot = book.snapshot()
    year = year or belonging.year_of(form_id, day or book.clock().date())
    edition = current_edition(book, year)
    form = form_named(book, form_id, year)
    there = of_year(snapshot, form, year)
    if there is not None:
        return _saved(book, there)
    start: dict[str, Any] = {}
    if day is not None:
        start.update(same_hours(form, snapshot, day))
    for field_id, raw in (values or {}).items():
        start[field_id] = book_values.clean(_field(form, field_id), raw, edition, year=year)
    filled, _ = follow(form, edition, snapshot, {}, start, year=year)
    record = book.add_record(form_id, edition.id, year, filled)
    return _saved(book, record)


def of_year(snapshot: Snapshot, form: Form, year: int) -> Record | None:
    """The record of a yearly form for a year; None where there is none, or the form is not yearly."""
    return next((r for r in snapshot.of(form.id) if form.yearly and r.year == year), None)


def add_json(
    book: Workbook, form_id: str, data: Mapping[str, Any], *, finish: bool = False
) -> tuple[Saved, tuple[str, ...]]:
    """A record from its JSON (our own shape, or the exchange shape with attendees and absents).

    Returns what was saved and notes on what had no box. Counts the JSON does not name are suggested.
    Raises UserError where a key or value cannot be read; nothing is written then.
    """
    year = data.get("belongs_year")
    edition = current_edition(book, year if isinstance(year, int) else None)
    form = form_named(book, form_id)
    snapshot = book.snapshot()
    intake = from_json(form, edition, _by_number(snapshot, form, data), snapshot.roster)
    if intake.exclusions:
        snapshot = _record_exclusions(book, snapshot, intake.exclusions)
    belongs = intake.year or book.clock().year
    if of_year(snapshot, form, belongs) is not None:
        raise UserError(
            f"{belongs}年度的{form.short}已经有了，一年只有一份。",
            safe="原来的没有改动，新的没有写入。",
            todo="请打开原来的一份修改。",
            code="one_a_year",
        )
    filled, _ = follow(form, edition, snapshot, {}, dict(intake.values), year=belongs)
    record = book.add_record(
        form.id,
        edition.id,
        belongs,
        filled,
        recorded_at=intake.recorded_at,
        links=_linked(snapshot, intake.links),
        late=_is_late(book, form, filled, intake.recorded_at),
    )
    saved = finalize(book, record.id) if finish else _saved(book, record)
    return saved, tuple(intake.notes)


def _linked(snapshot: Snapshot, references: Sequence[str]) -> tuple[str, ...]:
    """The ids of related records given by id or by number; those not in the book are left out."""
    known = {record.id: record.id for record in snapshot.records} | _numbers(snapshot)
    return tuple(known[reference] for reference in references if reference in known)


def _numbers(snapshot: Snapshot) -> dict[str, str]:
    """The ids of all records by their numbers."""
    return {book_values.record_number(snapshot.form_of(r), r): r.id for r in snapshot.records}


def _by_number(snapshot: Snapshot, form: Form, data: Mapping[str, Any]) -> dict[str, Any]:
    """The data with the records that its boxes refer to by number (2026-ZW-04) named by id."""
    named = [field.id for field in form.fields if field.ref_form and data.get(field.id)]
    known = _numbers(snapshot) if named else {}
    return {**data, **{name: known.get(str(data[name]), data[name]) for name in named}}


def _record_exclusions(book: Workbook, snapshot: Snapshot, exclusions: Sequence[Exclusion]) -> Snapshot:
    """Keep the exclusions that a record tells of in the roster, where rules and later records find them."""
    changed = []
    for entry in exclusions:
        member = snapshot.roster.by_label.get(entry.name)
        if (
            member is None
            or not (entry.approved_on and entry.passed_on)
            or any(span.kind == "excluded" for span in member.spans)
        ):
            continue
        span = Span(
            "excluded", entry.passed_on, None, entry.category or "", entry.approved_on, entry.passed_on
        )
        changed.append(replace(member, spans=(*member.spans, span)))
    if changed:
        book.put_members(changed, "党员大会通过不计入应到")
    return book.snapshot()


def copy_last(book: Workbook, record_id: str, field_id: str) -> Saved:
    """Fill a box with what stood there in the last record of the kind (copy from last time)."""
    record = book.record(record_id)
    snapshot = book.snapshot()
    earlier = [other for other in snapshot.of(record.form) if other.id != record.id and other.get(field_id)]
    if not earlier:
        raise UserError(
            "以前的同类记录里没有可以照用的内容。", safe="本次记录没有改动。", code="nothing_to_copy"
        )
    return _write(book, record, {field_id: earlier[-1].values[field_id]})


# --- one value --------------------------------------------------------------------------------------------


def set_value(book: Workbook, record_id: str, field_id: str, raw: Any, *, settled: bool = True) -> Saved:
    """Save one box. ``settled`` False is the idle autosave while typing goes on.

    What follows from it (counts from attendance, who was due from the date) is filled in the same
    transaction, unless the person wrote something else there. Raises UserError where ``raw`` cannot be read
    (nothing is written) and ``frozen`` after 定稿.
    """
    return set_values(book, record_id, {field_id: raw}, settled=settled)


def set_values(book: Workbook, record_id: str, raws: Mapping[str, Any], *, settled: bool = True) -> Saved:
    """Save several boxes at once; all or nothing."""
    record = book.record(record_id)
    edition, form = book.editions[record.edition], _form_of(book, record)
    cleaned = {
        key: book_values.clean(_field(form, key), raw, edition, year=record.year) for key, raw in raws.items()
    }
    return _write(book, record, cleaned, settled=settled)


def years_to_choose(book: Workbook, record: Record) -> tuple[int, ...]:
    """The years a record may belong to: that of its day, the one before and the one after."""
    day = day_of(record.get(_form_of(book, record).date_field))
    middle = day.year if day else record.year
    return tuple(sorted({middle - 1, middle, middle + 1, record.year}))


def set_year(book: Workbook, record_id: str, year: int) -> Saved:
    """Enter a draft in another year (所属年度): the life meeting of 2025 that was held in February 2026.

    Its number, and its title where nobody changed it, become those of that year. Raises WrongUseError for a
    year far from its day, UserError ``frozen`` after 定稿.
    """
    record = book.record(record_id)
    if record.state is not State.DRAFT:
        raise UserError(
            "这份记录已经定稿，不能改所属年度。", safe="记录没有改动。", todo="请先用“更正”。", code="frozen"
        )
    if year not in years_to_choose(book, record):
        raise WrongUseError(f"所属年度不能是 {year} 年：与记录的日期相差太远。", code="far_year")
    if year == record.year:
        return _saved(book, record)
    form, snapshot = _form_of(book, record), book.snapshot()
    if of_year(snapshot, form, year) is not None:
        raise UserError(
            f"{year}年度的{form.short}已经有了，一年只有一份。", safe="两份都没有改动。", code="one_a_year"
        )
    day = day_of(record.get(form.date_field))
    before, after = (Draft(form, record.values, day, wanted) for wanted in (record.year, year))
    changed: dict[str, Any] = {}
    for field in form.fields:
        if field.suggest == "next_seq":
            changed[field.id] = SUGGESTIONS[field.suggest](after, snapshot)
        elif field.suggest == "meeting_title":
            named = replace(after, values={**record.values, **changed})
            if record.get(field.id) == SUGGESTIONS[field.suggest](before, snapshot):
                changed[field.id] = SUGGESTIONS[field.suggest](named, snapshot)
    return _saved(book, book.set_year(record_id, year, changed))


_CAME = {"reason": None, "opinion": None, "opinion_on": None}
"""Whoever came needs no reason and hands in no written opinion."""


def mark(book: Workbook, record_id: str, names: Iterable[str], status: str, reason: str = "") -> Saved:
    """Mark people in the attendance of a record.

    Raises UserError for a name that is not on the list, WrongUseError for a status that the form has not.
    """
    record = book.record(record_id)
    field = _attendance_field(book, record)
    if status not in field.statuses:
        raise WrongUseError(f"到会情况里没有“{status}”。", code="no_status")
    wanted = set(names)
    rows = [dict(row) for row in record.rows(field.id)]
    missing = wanted - {row["name"] for row in rows}
    if missing:
        raise UserError(
            f"应到名单里没有{'、'.join(sorted(missing))}。", safe="到会情况没有改动。", code="not_on_list"
        )
    for row in rows:
        if row["name"] in wanted:
            row.update(status=status, reason=reason or None)
            if status in book.editions[record.edition].tagged("attendance", "present"):
                row.update(_CAME)
    return _write(book, record, {field.id: tuple(rows)})


def all_present(book: Workbook, record_id: str) -> Saved:
    """Everyone who was due came; then the few exceptions are marked."""
    record = book.record(record_id)
    field = _attendance_field(book, record)
    not_due = book.editions[record.edition].tagged("attendance", "not_due")
    came = {"status": _present(book, record), **_CAME}
    rows = tuple(row if row["status"] in not_due else {**row, **came} for row in record.rows(field.id))
    return _write(book, record, {field.id: rows})


def paste_present(book: Workbook, record_id: str, text: str) -> tuple[Saved, tuple[str, ...]]:
    """Tick the people named in a pasted list; the others stay. Returns the names not on it."""
    record = book.record(record_id)
    field = _attendance_field(book, record)
    known = {row["name"] for row in record.rows(field.id)}
    names = book_values.split_names(text)
    found = [name for name in names if name in known]
    saved = mark(book, record_id, found, _present(book, record))
    return saved, tuple(name for name in names if name not in known)


# --- standing ---------------------------------------------------------------------------------------------


def finalize(book: Workbook, record_id: str) -> Saved:
    """定稿. Raises UserError ``blocked`` while an objection of level 必 is neither mended nor waived.

    Marks the record 补记 where it is finished too long after the event, and never takes that mark away.
    """
    record = book.record(record_id)
    if record.state is not State.DRAFT:
        raise UserError(f"这份记录{STATE_LABELS[record.state]}，不用再定稿。", code="not_draft")
    blocking = [
        finding for finding in findings_of(book, record) if finding.level == MUST and finding.waived is None
    ]
    if blocking:
        raise UserError(
            f"还有 {len(blocking)} 处必须先改：{blocking[0].say}",
            safe="已填的内容都保存着。",
            todo="按提示改好或写明理由后再定稿。",
            code="blocked",
        )
    recorded_at = record.recorded_at or book.clock().isoformat(timespec="minutes")
    late = record.late or _is_late(book, _form_of(book, record), record.values, recorded_at)
    return _saved(book, book.set_state(record_id, State.FINAL, recorded_at=recorded_at, late=late))


def correct(book: Workbook, record_id: str, why: str) -> Saved:
    """更正: open a final record again as the next version, with the reason kept for ever."""
    record = book.record(record_id)
    if record.state is State.DRAFT:
        raise UserError("这份记录还没有定稿，直接修改就可以。", code="not_final")
    if not why.strip():
        raise UserError(
            "更正要写明理由。", safe="记录没有改动。", todo="写一句为什么更正，再继续。", code="no_reason"
        )
    return _saved(book, book.set_state(record_id, State.DRAFT, why=why.strip(), version=record.version + 1))


def archive(book: Workbook, record_id: str) -> Saved:
    """The printed page was signed by hand and put away."""
    record = book.record(record_id)
    if record.state not in (State.FINAL, State.PRINTED):
        raise UserError("先定稿并打印、签字，再归档。", code="not_final")
    return _saved(book, book.set_state(record_id, State.ARCHIVED))


def discard(book: Workbook, record_id: str) -> Saved:
    """Into the recycle bin; nothing is erased."""
    record = book.record(record_id)
    if record.state is not State.DRAFT:
        raise UserError(
            "已定稿的记录不能删除。", safe="记录没有改动。", todo="需要修改的，请用“更正”。", code="frozen"
        )
    gone = book.discard(record_id)
    return Saved(gone, (), of_record(gone))


def restore(book: Workbook, record_id: str) -> Saved:
    """Back from the recycle bin."""
    return _saved(book, book.restore(record_id))


def waive(book: Workbook, record_id: str, key: str, reason: str) -> Saved:
    """Set an objection aside with a written reason that travels with it; empty takes it back.

    Raises UserError ``not_waivable`` for arithmetic.
    """
    record = book.record(record_id)
    finding = next((found for found in findings_of(book, record) if found.key == key), None)
    if reason.strip() and finding is not None and not finding.waivable:
        raise UserError("这一条是数字对不上，不能用说明代替。", todo="请把数字改对。", code="not_waivable")
    book.set_waiver(record_id, key, reason.strip() or None)
    return _saved(book, book.record(record_id))


def link(book: Workbook, record_id: str, others: Sequence[str]) -> Saved:
    """Set the related records of a record."""
    book.set_links(record_id, tuple(others))
    return _saved(book, book.record(record_id))


def attach(book: Workbook, record_id: str, path: Path, kind: str) -> tuple[Saved, Attachment]:
    """Keep a photograph, sign-in sheet or other file with a record. Raises UserError for a bad picture."""
    try:
        if path.stat().st_size > _LARGEST:
            raise UserError(
                f"“{path.name}”太大，没有附上。",
                safe="记录没有改动。",
                todo="请另外保存原件，在记录里写明存放处。",
                code="too_large",
            )
        data = path.read_bytes()
    except OSError as problem:
        raise UserError(
            f"读不出文件“{path.name}”。",
            safe="记录没有改动。",
            todo="请检查文件是否还在、U 盘是否插好。",
            code="unreadable",
        ) from problem
    attachment = book.attach(record_id, data, path.name, kind)
    return _saved(book, book.record(record_id)), attachment


def caption(
    book: Workbook, record_id: str, digest: str, text: str, taken_on: str | None = None
) -> Saved:
    """Write what a kept picture shows, and the day on which it was taken where the picture does not tell.

    ``taken_on`` is an ISO date. Raises UserError (no_attachment), and bad_date for what is no day.
    """
    try:
        day = date.fromisoformat(taken_on).isoformat() if taken_on else None
    except ValueError:
        raise UserError(
            f"“{taken_on}”不是一个日期。", safe="照片没有改动。", todo="请写成 2026-9-18。", code="bad_date"
        ) from None
    return _saved(book, book.describe(record_id, digest, " ".join(text.split()), day))


def detach(book: Workbook, record_id: str, digest: str) -> Saved:
    """Take a paper out of a record; its bytes go when no other record keeps it."""
    return _saved(book, book.detach(record_id, digest))


def printed(book: Workbook, record_id: str) -> Saved:
    """A record went to the printer: a final one becomes 已打印, a draft stays a draft."""
    record = book.record(record_id)
    return _saved(book, book.set_state(record_id, State.PRINTED) if record.state is State.FINAL else record)


# --- undo -------------------------------------------------------------------------------------------------


def undo_label(book: Workbook, record_id: str) -> str | None:
    """What undo would take back, in words for the button; None where nothing can be undone."""
    done, _ = steps.walk(book.history(record_id))
    if len(done) < 2 or book.record(record_id).state is not State.DRAFT:
        return None
    return _difference(book, record_id, done[-2], done[-1])


def undo(book: Workbook, record_id: str) -> Saved:
    """Take the last settled edit of a record back, with everything that followed from it.

    What was carried to other drafts of the same sitting is taken back there too.
    """
    done, _ = steps.walk(book.history(record_id))
    if len(done) < 2:
        raise UserError("没有可以撤销的修改。", code="nothing_to_undo")
    return _saved(book, steps.take_back(book, record_id, done))


def redo(book: Workbook, record_id: str) -> Saved:
    """Do again what was undone last."""
    _, undone = steps.walk(book.history(record_id))
    if not undone:
        raise UserError("没有可以重做的修改。", code="nothing_to_redo")
    return _saved(book, steps.do_again(book, record_id, undone))


def history(book: Workbook, record_id: str) -> list[LogEntry]:
    """Every settled state of a record, oldest first."""
    return book.history(record_id)


def _difference(book: Workbook, record_id: str, before: LogEntry, after: LogEntry) -> str:
    fields = _form_of(book, book.record(record_id)).fields
    touched = [field for field in fields if before.values.get(field.id) != after.values.get(field.id)]
    # counts that the book suggests followed by themselves
    typed = [field for field in touched if not (field.suggest and field.type is FieldType.INT)]
    changed = [field.label for field in typed or touched]
    return "、".join(changed[:2]) + ("等" if len(changed) > 2 else "") if changed else "上一步"


# --- inner ------------------------------------------------------------------------------------------------


def findings_of(book: Workbook, record: Record) -> list[Finding]:
    """What an inspector would object to in one record."""
    snapshot, today = book.snapshot(), book.clock().date()
    of, found = snapshot.once(
        ("findings", record.id, today), lambda: (record, finding_rules.findings(snapshot, today, record=record))
    )
    return found if of == record else finding_rules.findings(snapshot, today, record=record)


def _saved(book: Workbook, record: Record, also: tuple[str, ...] = ()) -> Saved:
    return Saved(record, tuple(findings_of(book, record)), of_record(record), also)


def _write(book: Workbook, record: Record, cleaned: Mapping[str, Any], *, settled: bool = True) -> Saved:
    edition, form = book.editions[record.edition], _form_of(book, record)
    followed, also = follow(
        form,
        edition,
        book.snapshot(),
        record.values,
        {**record.values, **cleaned},
        typed=set(cleaned),
        year=record.year,
    )
    changed = {
        key: value for key, value in followed.items() if value != record.values.get(key) or key in cleaned
    }
    carried = sitting.carried(book, record, changed) if settled else {}
    if not carried:
        return _saved(book, book.write(record.id, changed, settled=settled), also)
    with book.together():
        written = book.write(record.id, changed)
        for other, values in carried.items():
            book.write(other, values)
    there = "、".join(book.editions[record.edition].forms[book.record(other).form].short for other in carried)
    return _saved(book, written, (*also, f"{there}也一起改了"))


def _is_late(book: Workbook, form: Form, values: Mapping[str, Any], recorded_at: str | None) -> bool:
    finished = moment_of(values.get("end") or values.get(form.date_field))
    written = moment_of(recorded_at)
    if finished is None or written is None:
        return False
    return calendar_of(book.branch().settings).is_late(finished, written)


def _field(form: Form, field_id: str) -> Field:
    try:
        return form.field(field_id)
    except KeyError:
        raise WrongUseError(f"《{form.title}》里没有“{field_id}”这一栏。", code="no_field") from None


def _form_of(book: Workbook, record: Record) -> Form:
    return book.editions[record.edition].forms[record.form]


def _present(book: Workbook, record: Record) -> str:
    """The attendance status of whoever came."""
    came = book.editions[record.edition].tagged("attendance", "present")
    return next(status for status in _attendance_field(book, record).statuses if status in came)


def _attendance_field(book: Workbook, record: Record) -> Field:
    form = _form_of(book, record)
    if form.attendance is None:
        raise WrongUseError(f"《{form.title}》不记到会情况。", code="no_attendance")
    return form.attendance
