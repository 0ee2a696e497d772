"""One real workbook for the tests of a file: a fictional branch of a community with its roster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest

from wdbranch.book.record import Record
from wdbranch.operations import book as books
from wdbranch.operations import record as records
from wdbranch.store.workbook import Workbook

NOW = datetime(2026, 11, 23, 9, 0)
Write = Callable[..., Record]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbook]:
    """A new workbook of the urban set, open for the whole file."""
    path = tmp_path_factory.mktemp("stars") / "拟安.wdbook"
    with books.create(
        path, name="中共拟安社区第一网格支部委员会", code="NA01", kind="urban", superior="中共拟安社区委员会", clock=lambda: NOW
    ) as made:
        yield made


@pytest.fixture(scope="module")
def write(book: Workbook) -> Write:
    """Writes a record as a person would: by its form, its day and what is typed; gives it as it was saved."""

    def write(form: str, day: str, **values: Any) -> Record:
        return records.new(book, form, day=date.fromisoformat(day), values=values).record

    return write
