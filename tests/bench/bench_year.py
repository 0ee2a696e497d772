"""The bound year of the sample branch, all pages switched on: our engine against stock platypus, the same pages.

Each run is one whole process that opens the workbook, lays the year out and writes the PDF, in turn; median of
three. Run: ``python tests/bench/bench_year.py``. (The worker is this file with ``ours`` or ``platypus`` behind it.)
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE)]

from wdbranch.operations import demo, printing
from wdbranch.operations.book import open_book
from wdbranch.printing.year import Volume, plan_year

YEAR = 2026
RUNS = 3


def volume(book_file: Path) -> Volume:
    """All that goes into the bound year, with every page of the book switched on."""
    with open_book(book_file, readonly=True) as book:
        gathered = printing.gather(book, YEAR)
    snapshot = gathered.taken
    on = {page.id: True for page in gathered.editions[str(YEAR)].pages()}
    branch = replace(snapshot.branch, settings={**snapshot.branch.settings, "pages": on})
    return printing._volume(replace(gathered, taken=replace(snapshot, branch=branch)), YEAR, blanks=True)


def ours(bound: Volume, out: Path) -> int:
    from wdbranch.printing.paint import write_pdf

    plan = plan_year(bound)
    write_pdf(plan, out)
    return len(plan.pages)


def platypus(bound: Volume, out: Path) -> int:
    """The same records, ledgers, views and blank forms as paragraphs and tables of reportlab.platypus."""
    import platypus_book as theirs
    from reportlab.lib.units import mm
    from reportlab.platypus import BaseDocTemplate, Frame, NextPageTemplate, PageBreak, PageTemplate, Paragraph, Table, TableStyle

    from wdbranch.book.form import View
    from wdbranch.book.words import Words, ledger_head, ledger_notes, ledger_text
    from wdbranch.rules.derive.parts import parts_of

    theirs.register_fonts()
    style = TableStyle(theirs.GRID)

    def opened(title: str, across: bool) -> list[object]:
        return [NextPageTemplate("across" if across else "upright"), PageBreak(), Paragraph(theirs.markup(title), theirs.TITLE)]

    def long_table(heads: list[str], widths: list[float], rows: list[list[str]], notes: list[list[str]]) -> Table:
        made: list[list[object]] = [[Paragraph(theirs.markup(head), theirs.HEAD) for head in heads]]
        spans = []
        for row, note in zip(rows, notes, strict=True):
            made.append([theirs.paragraphs(text, theirs.SMALL) for text in row])
            if note:
                made.append([[p for text in note for p in theirs.paragraphs(text, theirs.SMALL)], *[""] * (len(row) - 1)])
                spans.append(("SPAN", (0, len(made) - 1), (-1, len(made) - 1)))
        return Table(made, [width * mm for width in widths], repeatRows=1, style=TableStyle([*theirs.GRID, *spans]))

    story: list[object] = []
    by_form: dict[str, list] = {}
    for form, record in bound.records:
        by_form.setdefault(form.id, []).append(record)
    for page in bound.edition.pages():
        if isinstance(page, View):
            derived = bound.views.get(page.id)
            for columns in parts_of(page, derived) if derived else ():
                rows = [[row.cells.get(column.id, "") for column in columns] for row in derived.rows]
                rows += [[""] * len(columns)] * max(0, page.lines - len(rows))
                story += opened(page.title, page.landscape)
                story.append(long_table([c.label for c in columns], [c.width for c in columns], rows, [[]] * len(rows)))
        elif page.page.kind == "ledger":
            if not page.bound:
                continue
            columns = page.page.columns
            records = by_form.get(page.id, [])
            rows = [[ledger_text(bound.edition, page, column, record) for column in columns] for record in records]
            notes = [ledger_notes(bound.edition, page, record) for record in records]
            empty = max(0, page.page.lines - len(rows))
            story += opened(page.page.title, page.page.landscape)
            story.append(
                long_table([ledger_head(page, c) for c in columns], [c.width for c in columns],
                           rows + [[""] * len(columns)] * empty, notes + [[]] * empty)
            )
        elif page.bound:
            for record in by_form.get(page.id, [None]):
                words = Words(bound.edition, page, record)
                story += opened(page.page.title, False)
                for row in (*page.page.rows, *page.page.foot):
                    story += theirs.flowables(page, row, words)
    document = BaseDocTemplate(str(out), pagesize=(210 * mm, 297 * mm))
    document.addPageTemplates([
        PageTemplate("upright", [Frame(28 * mm, 23 * mm, 160 * mm, 248 * mm, 0, 0, 0, 0)], theirs.furniture),
        PageTemplate("across", [Frame(22 * mm, 23 * mm, 253 * mm, 162 * mm, 0, 0, 0, 0)], theirs.furniture, pagesize=(297 * mm, 210 * mm)),
    ])
    document.build(story)
    return document.page


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        demo.make_demo(Path(folder) / "demo", lambda *_: None)
        book = Path(folder) / "demo" / demo.BOOK
        took: dict[str, list[float]] = {"ours": [], "platypus": []}
        pages: dict[str, int] = {}
        for _ in range(RUNS):
            for who, seconds in took.items():
                start = time.perf_counter()
                command = [sys.executable, __file__, who, str(book), str(Path(folder) / f"{who}.pdf")]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                seconds.append(time.perf_counter() - start)
                pages[who] = int(done.stdout.split()[-1])
    rates = {who: statistics.median(seconds) / pages[who] for who, seconds in took.items()}
    for who, seconds in took.items():
        print(f"{who:9} {pages[who]} pages {statistics.median(seconds):.2f} s, {1 / rates[who]:.0f} pages/s")
    print(f"per page {rates['platypus'] / rates['ours']:.2f} times as fast as stock platypus")


if __name__ == "__main__":
    if len(sys.argv) > 3:
        print(globals()[sys.argv[1]](volume(Path(sys.argv[2])), Path(sys.argv[3])))
    else:
        main()
