"""Every form of every shipped edition: what holds for each of them, whatever it asks."""

from __future__ import annotations

import pytest

from wdbranch.book.form import CellKind, Form, FieldType
from wdbranch.book.loader import load_editions, released_digests
from wdbranch.paths import forms_dir
from wdbranch.rules.suggest import SUGGESTIONS as KNOWN_SUGGESTIONS

EDITIONS = load_editions(forms_dir())
FORMS = [(edition, form) for edition in EDITIONS.values() for form in edition.ordered()]
each_form = pytest.mark.parametrize(("edition", "form"), FORMS, ids=[f"{e.id}-{f.id}" for e, f in FORMS])

CHARACTER_MM = 3.71      # 10.5 pt
SMALL_MM = 3.18          # 9 pt, in the rows set small
LABEL_PADDING_MM = 4.0   # what a label cell needs at both sides together, so that the label stays on one line
TWO_LINES_MM = 11.0      # a row of this height holds a label on two lines
HEAD_PADDING_MM = 1.6    # the same for the head of a table, set smaller where it must be


def test_the_four_forms_of_the_main_job_are_there() -> None:
    forms = EDITIONS["2026"].forms
    assert {(form.id, form.code, form.page_no) for form in forms.values()} >= {
        ("party_assembly", "DH", "P14"), ("committee", "ZW", "P15"), ("lecture", "DK", "P17"), ("theme_day", "DR", "P18"),
    }


@each_form
def test_labels_fit_their_cells(edition: object, form: Form) -> None:
    for row in (*form.page.rows, *form.page.foot):
        for cell in row.cells:
            if cell.kind in (CellKind.LABEL, CellKind.SIGN):
                lines = 2 if row.height >= TWO_LINES_MM else 1
                wide = sum(1 if character > "ÿ" else 0.5 for character in cell.text) if row.small else len(cell.text)
                each = SMALL_MM if row.small else CHARACTER_MM
                assert (wide if lines == 1 else -(-wide // lines)) * each + LABEL_PADDING_MM <= cell.width, cell.text
            for shown in cell.columns if cell.show == "table" else ():
                label = shown.sign or next(c.label for c in form.field(cell.fields[0]).columns if c.id == shown.id)
                head_fits(label, shown.width)
    for column in form.page.columns:
        head_fits(column.label, column.width)


@pytest.mark.parametrize("view", [view for edition in EDITIONS.values() for view in edition.views.values()], ids=lambda v: v.id)
def test_heads_of_views_fit_their_columns(view: object) -> None:
    for column in view.columns:
        head_fits(column.label, column.width)


def head_fits(label: str, width: float) -> None:
    """The head of a column stands on one line; 书面赞成 in a narrow one on two."""
    lines = 2 if width < 16 else 1
    assert -(-len(label) // lines) * CHARACTER_MM + HEAD_PADDING_MM <= width, label


@each_form
def test_signatures_stand_at_the_foot_and_hold_no_field(edition: object, form: Form) -> None:
    assert any(cell.kind is CellKind.SIGN for row in form.page.foot for cell in row.cells)
    assert all(cell.kind is not CellKind.SIGN for row in form.page.rows for cell in row.cells)
    assert not [cell for row in form.page.foot for cell in row.cells if cell.fields]


@each_form
def test_exactly_one_row_takes_the_free_height(edition: object, form: Form) -> None:
    assert sum(row.grow for row in (*form.page.rows, *form.page.foot)) == 1


@each_form
def test_every_form_counts_its_records_and_meetings_their_attendance(edition: object, form: Form) -> None:
    wanted = {"meetings", "present", "due", "attendance_rate"} if form.attendance else {"records"}
    assert wanted <= {measure.id for measure in form.measures}
    assert "required" in form.checks
    assert form.yearly or form.has("seq")
    assert all(field.suggest is None or field.suggest in KNOWN_SUGGESTIONS for field in form.fields)


@each_form
def test_words_are_chinese_with_full_width_marks(edition: object, form: Form) -> None:
    said = [form.title, form.short, form.intro]
    for field in form.fields:
        said += [field.label, field.help, *(text for column in field.columns for text in (column.label, column.help))]
    for text in said:
        assert not set(text) & set(",.;:!?()\"'"), text
        assert not any("a" <= letter.lower() <= "z" for letter in text), text


def test_a_reason_for_every_list_and_no_list_without_one() -> None:
    for edition in EDITIONS.values():
        used = {"attendance", "stance", "posts", "absence_reason"}
        for form in edition.forms.values():
            for field in form.fields:
                used |= {part.choices for part in (field, *field.columns) if part.choices}
        assert used == set(edition.choices)


def test_theme_day_asks_for_the_whole_balance() -> None:
    form = EDITIONS["2026"].forms["theme_day"]
    attendance = form.attendance
    assert attendance is not None
    assert set(attendance.statuses) == {"present", "leave", "absent", "home_study", "online", "exempt"}
    for part in ("roster_total", "present_all", "leave_count", "absent_count", "home_study_count", "online_count", "exempt_count"):
        assert form.field(part).type is FieldType.INT
        assert form.field(part).required
    kinds = [choice.label for choice in EDITIONS["2026"].choices["segment_kind"]]
    assert kinds == "升国旗唱国歌 重温入党誓词 交纳党费 集中学习 党课 民主议事 组织生活 志愿服务 走访慰问 政治生日 党务公开 观看红色影片 其他".split()


def test_released_forms_are_frozen() -> None:
    lock = forms_dir() / "released.lock"
    frozen = dict(reversed(line.split("  ", 1)) for line in lock.read_text(encoding="utf-8").splitlines() if line and line[0] != "#")
    now = released_digests(forms_dir())
    changed = sorted(name for name in frozen.keys() | now.keys() if frozen.get(name) != now.get(name))
    assert not changed, (
        f"released form files differ from forms/released.lock: {changed}. A released edition never changes: make a new "
        "edition folder. Only while this edition has not been released yet, write the lock anew: "
        "cd forms && find . -name '*.toml' -printf '%P\\n' | sort | xargs sha256sum > released.lock"
    )
