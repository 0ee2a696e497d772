"""Papers that are printed out of one record: agreements, handovers, slips. Their words are data.

``resources/papers/*.toml``, one file a paper: ``form`` whose records it is made of, ``each`` a field of rows of
which every row gets a paper of its own, ``copies`` what stands on each copy. Between braces in the texts: a field
of the form, ``row_`` and a column of ``each``, ``branch``, ``superior``, ``number``. What is empty is left to be
written by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from wdbranch.book import values as book_values
from wdbranch.errors import UserError
from wdbranch.operations.gathered import Readable
from wdbranch.operations.pages import head_of, record_named
from wdbranch.paths import resource
from wdbranch.rules.tables import read_table

if TYPE_CHECKING:
    from wdbranch.book.record import Record
    from wdbranch.book.snapshot import Snapshot
    from wdbranch.printing.plan import Plan
    from wdbranch.printing.slip import Part, Slip

_BY_HAND = "＿＿＿＿＿＿"
_ROW = "row_"


@cache
def papers() -> Mapping[str, Mapping[str, Any]]:
    """Every paper by its id. Raises FileRefusedError for a file that cannot be read."""
    tables = (read_table(path) for path in sorted(resource("papers").glob("*.toml")))
    return {table["id"]: table for table in tables}


def papers_of(form: str) -> list[tuple[str, str]]:
    """The papers that records of a form can be printed as: (id, name)."""
    return [(key, str(paper["name"])) for key, paper in papers().items() if paper["form"] == form]


def plan_paper(book: Readable, record_id: str, paper_id: str) -> Plan:
    """A paper of a record, every copy of it. Raises UserError (nothing_to_print) where it would have no row."""
    from wdbranch.printing.slip import plan_slips

    snapshot, paper = book.snapshot(), papers()[paper_id]
    record = record_named(snapshot, record_id)
    slips = list(_slips(snapshot, record, paper))
    if not slips:
        label = snapshot.form_of(record).field(paper["each"]).label
        raise UserError(
            f"“{label}”里一件也没有，{paper['name']}没有内容可印。",
            safe="记录没有改动。",
            todo=f"请先填“{label}”。",
            code="nothing_to_print",
        )
    return plan_slips(slips, head_of(snapshot, record.year))


def _slips(snapshot: Snapshot, record: Record, paper: Mapping[str, Any]) -> Iterator[Slip]:
    from wdbranch.printing.slip import Slip

    each = paper.get("each")
    for row in record.rows(each) if each else ({},):
        texts = texts_of(snapshot, record, each, row)
        for copy in paper.get("copies", ("",)):
            title = f"{paper['title']}（{copy}）" if copy else str(paper["title"])
            parts = [made for part in paper["part"] for made in _parts(snapshot, record, part, texts)]
            yield Slip(title, parts, paper["signs"])


def texts_of(snapshot: Snapshot, record: Record, each: str | None, row: Mapping[str, Any]) -> dict[str, str]:
    """What stands for each name between braces; room for writing where there is nothing."""
    form, edition = snapshot.form_of(record), snapshot.edition_of(record)
    texts = {field.id: book_values.show(field, record.get(field.id), edition) for field in form.fields}
    if each:
        columns = form.field(each).columns
        texts |= {_ROW + column.id: book_values.show_column(column, row.get(column.id), edition) for column in columns}
    texts |= {"branch": snapshot.branch.name, "superior": snapshot.branch.superior}
    texts["number"] = book_values.record_number(form, record)
    return texts


def _parts(snapshot: Snapshot, record: Record, part: Mapping[str, Any], texts: Mapping[str, str]) -> Iterator[Part]:
    from wdbranch.printing.slip import Facts, Listed, Prose

    if "facts" in part:
        pairs = [(label, text.format_map(texts)) for label, text in part["facts"]]
        yield Facts(pairs, across=part.get("across", 2))
    if "prose" in part:
        written = {key: text or _BY_HAND for key, text in texts.items()}
        yield Prose([text.format_map(written) for text in part["prose"]], part.get("heading", ""))
    if "rows" in part:
        field, edition = snapshot.form_of(record).field(part["rows"]), snapshot.edition_of(record)
        by_id = {column.id: column for column in field.columns}
        heads = [(by_id[name].label, share) for name, share in part["columns"]]
        rows = [
            [book_values.show_column(by_id[name], row.get(name), edition) for name, _ in part["columns"]]
            for row in record.rows(field.id)
        ]
        yield Listed(heads, rows, part.get("heading", ""), part.get("lines", 0))
