"""What the panel beside the sheet asks for and needs a box or a file for: names, opinions, papers, links."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from wdbranch.book.finding import Finding
from wdbranch.book.record import Attachment
from wdbranch.operations import (
    co_building,
    development,
    election_papers,
    households,
    issues,
    papers,
    row_paste,
    sitting,
    walls,
)
from wdbranch.operations import printing as printing_operations
from wdbranch.operations import record as operations
from wdbranch.ui import messages

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from wdbranch.printing.plan import Plan
    from wdbranch.store.workbook import Workbook
    from wdbranch.ui.pages.record import RecordPage


class Errands:
    """Each opens its box, and lets the page do what came of it."""

    def __init__(self, page: RecordPage) -> None:
        self._page = page
        self._desk = page.desk

    def waive(self, found: Finding) -> None:
        """Set a finding aside with a written reason."""
        reason = messages.ask_reason(
            self._page, "写明理由，不再提醒", found.say, hint="例如：外出务工，已电话请假", verb="记下理由"
        )
        if reason is not None:
            self._page.do(operations.waive, found.key, reason)

    def compare(self, found: Finding) -> None:
        """Both records that a finding speaks of, side by side."""
        from wdbranch.ui.dialogs.similar import show_similar

        show_similar(self._page, self._desk, found)

    def paste(self) -> None:
        """Tick the people named in a pasted list."""
        from wdbranch.ui.dialogs.names import NamesDialog

        record = self._page.record
        dialog = NamesDialog(self._page)
        if record is None or not messages.show(dialog):
            return
        found = self._desk.run(operations.paste_present, record.id, dialog.text())
        if found is None:
            return
        saved, unknown = found
        self._page.take(saved)
        if unknown:
            text = f"这些名字不在应到名单里：{'、'.join(unknown)}。其余的都已点到。"
            messages.tell(self._page, "有的名字没有对上", text, "如果是列席人员，请写在“列席人员”一格里。")

    def opinion(self, name: str) -> None:
        """The written opinion that somebody who could not come gave beforehand."""
        from wdbranch.ui.dialogs.opinion import OpinionDialog

        page = self._page
        if page.form is None or page.record is None or page.edition is None or page.form.attendance is None:
            return
        asked = page.form.attendance
        rows = [dict(row) for row in page.record.rows(asked.id)]
        row = next(row for row in rows if row["name"] == name)
        dialog = OpinionDialog(page, name, row, page.edition)
        if messages.show(dialog):
            row.update(dialog.values())
            page.do(operations.set_value, asked.id, tuple(rows))

    def attach(self, paths: list[Path], kind: str) -> None:
        """Keep files with the record."""
        for path in paths:
            self._desk.keep_folder("attach", path.parent)
            self._page.do(
                lambda book, record_id, file=path: operations.attach(book, record_id, file, kind)[0]
            )

    def sign_in_sheet(self) -> None:
        """The sheet to be laid out before the meeting, with everyone due by name."""
        from wdbranch.ui.dialogs.preview import preview_plan

        record, view = self._page.record, self._page.view
        if record is None or view is None:
            return
        view.flush()
        plan = self._desk.run(printing_operations.plan_signin, record.id)
        if plan is not None:
            preview_plan(self._page, self._desk, plan, "签到表")

    def ballot(self) -> None:
        """The blank ballot of an appraisal, to be printed once for each voter."""
        from wdbranch.ui.dialogs.preview import preview_plan

        record, view = self._page.record, self._page.view
        if record is None or view is None:
            return
        view.flush()
        plan = self._desk.run(printing_operations.plan_ballot, record.id)
        if plan is not None:
            preview_plan(self._page, self._desk, plan, "民主测评票")

    def to_issues(self) -> None:
        """What an inspection found becomes lines of the rectification ledger."""
        record, view = self._page.record, self._page.view
        if record is None or view is None:
            return
        view.flush()
        made = self._desk.run(issues.from_inspection, record.id)
        if made is not None:
            for saved in made:
                self._desk.announce(saved, self._page)
            self._desk.note(f"已转到问题整改台账 {len(made)} 条，请写上整改措施、责任人和时限。")
            self._desk.navigate("book", form=issues.ISSUE)

    def election_papers(self, menu: QMenu) -> None:
        """What an election is printed for, and the posts that the new committee divided."""
        record = self._page.record
        if record is None:
            return
        if record.form in (election_papers.FILE, election_papers.ASSEMBLY):
            menu.addAction("打印选票…").triggered.connect(lambda: self._paper(election_papers.plan_ballot, "选票"))
        if record.form == election_papers.FILE:
            menu.addAction("打印选举结果报告…").triggered.connect(
                lambda: self._paper(election_papers.plan_report, "选举结果报告")
            )
        if record.form == election_papers.COMMITTEE:
            menu.addAction("分工登记到花名册").triggered.connect(self.enter_posts)

    def papers(self, menu: QMenu) -> None:
        """The papers that are printed out of a record of this form."""
        record = self._page.record
        for paper, name in papers.papers_of(record.form) if record is not None else ():
            act = menu.addAction(f"打印{name}…")
            act.triggered.connect(
                lambda _on=False, paper=paper, name=name: self._paper(
                    lambda book, record_id: papers.plan_paper(book, record_id, paper), name
                )
            )

    def list_item(self, menu: QMenu) -> None:
        """An item of the three lists that is done can become an activity."""
        record = self._page.record
        if record is not None and co_building.is_done(self._desk.open_book().snapshot(), record):
            menu.addAction("转成共建活动记录").triggered.connect(self.to_activity)

    def tables(self, menu: QMenu) -> None:
        """A table copied from a spreadsheet becomes the rows of a field."""
        record = self._page.record
        fields = row_paste.row_fields(self._desk.open_book(), record.id) if record is not None else []
        below = menu.addMenu("把复制的表格粘贴到") if fields else menu
        for field, label in fields:
            act = below.addAction(label)
            act.triggered.connect(lambda _on=False, field=field: self.paste_table(field))

    def paste_table(self, field: str) -> None:
        """Append what was copied to a field of rows, and say how much came in."""
        from PySide6.QtGui import QGuiApplication

        record, view = self._page.record, self._page.view
        if record is None or view is None:
            return
        view.flush()
        made = self._desk.run(row_paste.paste_rows, record.id, field, QGuiApplication.clipboard().text())
        if made is not None:
            saved, count = made
            self._page.take(saved)
            self._desk.note(f"已粘贴 {count} 行，请看一遍对不对；不对的点“撤销”。")

    def to_activity(self) -> None:
        """Open the activity that a done item of a list became."""
        record, view = self._page.record, self._page.view
        if record is None or view is None:
            return
        view.flush()
        saved = self._desk.change(self._page, co_building.to_activity, record.id)
        if saved is not None:
            self._desk.note("已转成共建活动记录，请补上类别和人次。")
            self._desk.navigate("record", record_id=saved.record.id)

    def drawn(self, menu: QMenu) -> None:
        """What is drawn from a record of this form: a plate, the matrix of a building, a sheet of rewards."""
        record = self._page.record
        if record is None:
            return
        if record.form == households.FORM:
            menu.addAction("楼栋表（一格一户）…").triggered.connect(self.households)
        for paper, name in walls.SINGLE.get(record.form, ()):
            act = menu.addAction(f"打印{name}…")
            act.triggered.connect(
                lambda _on=False, paper=paper, name=name: self._paper(
                    lambda book, record_id: walls.plan_single(book, record_id, paper), name
                )
            )

    def households(self) -> None:
        """The households of a building, a box each, floors from the top down."""
        from wdbranch.ui.dialogs.households import HouseholdsDialog

        record, view, edition = self._page.record, self._page.view, self._page.edition
        if record is None or view is None or edition is None:
            return
        view.flush()
        record = self._page.record or record
        dialog = HouseholdsDialog(self._page, record, edition)
        if messages.show(dialog):
            self._page.do(operations.set_value, "households", dialog.rows())

    def _paper(self, plan_of: Callable[[Workbook, str], Plan], name: str) -> None:
        from wdbranch.ui.dialogs.preview import preview_plan

        record, view = self._page.record, self._page.view
        if record is None or view is None:
            return
        view.flush()
        plan = self._desk.run(plan_of, record.id)
        if plan is not None:
            preview_plan(self._page, self._desk, plan, name)

    def enter_posts(self) -> None:
        """The posts of the roster become those that the committee divided among itself."""
        record, view = self._page.record, self._page.view
        if record is None or view is None:
            return
        view.flush()
        if self._desk.change(self._page, development.enter_posts, record.id) is not None:
            self._desk.note("委员的职务已登记到花名册")

    def years(self, menu: QMenu) -> None:
        """The years that the draft may belong to, its own ticked."""
        record = self._page.record
        choices = self._desk.run(operations.years_to_choose, record) if record is not None else None
        if record is None or choices is None:
            return
        below = menu.addMenu(f"所属年度：{record.year}年")
        for year in choices:
            act = below.addAction(f"{year}年")
            act.setCheckable(True)
            act.setChecked(year == record.year)
            act.triggered.connect(lambda _on=False, year=year: self._page.do(operations.set_year, year))

    def describe(self, kept: Attachment) -> None:
        """Write what a photograph shows and when it was taken."""
        from wdbranch.ui.dialogs.caption import CaptionDialog

        dialog = CaptionDialog(self._page, kept, told=bool(kept.taken_on and not kept.caption))
        if messages.show(dialog):
            words, day = dialog.values()
            self._page.do(operations.caption, kept.digest, words, day or kept.taken_on)

    def add_to_sitting(self) -> None:
        """What else was held in the same sitting."""
        from wdbranch.ui.new_record import several_at_once

        record, view = self._page.record, self._page.view
        if record is not None and view is not None:
            view.flush()
            several_at_once(self._desk, record.id)
            self._page.refresh()

    def leave_sitting(self) -> None:
        """The record is by itself again."""
        record = self._page.record
        if record is not None and self._desk.change(self._page, sitting.leave, record.id) is not None:
            self._page.refresh()

    def detach(self, digest: str) -> None:
        """Take a paper out of the record."""
        self._page.do(operations.detach, digest)

    def open_kept(self, kept: Attachment) -> None:
        """Show a picture, or save another paper where the person wants it."""
        from wdbranch.ui.dialogs.picture import show_kept

        data = self._desk.run(lambda book: book.attachment_bytes(kept.digest))
        if data is not None:
            show_kept(self._page, self._desk, kept, data)

    def records_of(self, form_id: str) -> list[tuple[str, str]]:
        """The records of a form as (id, title), latest first."""
        snapshot = self._desk.open_book().snapshot()
        return [
            (one.id, printing_operations.reference_text(snapshot, one))
            for one in reversed(snapshot.of(form_id))
        ]

    def title_of(self, record_id: str) -> str:
        """How a related record is called."""
        snapshot = self._desk.open_book().snapshot()
        found = next((one for one in snapshot.records if one.id == record_id), None)
        return (
            printing_operations.reference_text(snapshot, found)
            if found is not None
            else "（已放进回收站的记录）"
        )

    def add_link(self) -> None:
        """Relate another record."""
        from wdbranch.ui.dialogs.link import LinkDialog

        record = self._page.record
        if record is None:
            return
        taken = {record.id, *record.links}
        forms = self._desk.open_book().editions[record.edition].ordered()
        choices = [
            (one, title) for form in forms for one, title in self.records_of(form.id) if one not in taken
        ]
        dialog = LinkDialog(self._page, choices)
        if messages.show(dialog) and dialog.chosen():
            self._page.do(operations.link, (*record.links, dialog.chosen()))

    def cut_link(self, record_id: str) -> None:
        """Take a relation back."""
        record = self._page.record
        if record is not None:
            self._page.do(operations.link, tuple(one for one in record.links if one != record_id))
