"""The findings of a whole book are those of each of its records, and those to the book as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from wdbranch.book.finding import Finding
from wdbranch.operations import book as books
from wdbranch.operations import demo
from wdbranch.rules.findings import findings, of_book
from wdbranch.rules.findings.inspection import Inspection


@pytest.fixture(scope="module")
def sample_year(tmp_path_factory):
    """The sample branch with its year."""
    file = tmp_path_factory.mktemp("whole") / "sample.wdbook"
    with books.create(file, **demo.sample("branch.json")) as book:
        demo.sample_roster(book)
        demo.sample_records(book)
        yield book.snapshot()


def told(found: list[Finding]) -> set[tuple[object, ...]]:
    return {(one.record, one.key, one.say, one.row, one.waived) for one in found}


@pytest.mark.parametrize("today", [date(2026, 3, 1), date(2026, 11, 23), date(2027, 6, 30)])
def test_the_whole_is_the_sum_of_its_records(sample_year, today):
    whole = findings(sample_year, today)
    single = [one for record in sample_year.records for one in findings(sample_year, today, record=record)]
    book = of_book(Inspection(sample_year, today))
    assert any(one.record for one in whole)
    assert len(whole) == len(single) + len(book)
    assert told(whole) == told(single) | told(book)


def test_a_record_just_written_is_seen_beside_the_others_and_leaves_the_book_as_it_was(sample_year):
    """What a snapshot keeps for the next question is not mixed with a record that is not in it."""
    today = date(2026, 11, 23)
    before = told(findings(sample_year, today))
    assembly = sample_year.of("party_assembly")[0]
    twin = replace(assembly, id="f" * 12, values={**assembly.values, "place": None})
    mine = findings(sample_year, today, record=twin)
    assert {"required", "A-12", "B-22"} <= {one.rule for one in mine}
    assert told(findings(sample_year, today)) == before
