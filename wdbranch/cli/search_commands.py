"""Searching from the command line."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from wdbranch.book.search import Wanted
from wdbranch.cli.main import Answer
from wdbranch.operations import search as operations
from wdbranch.operations.book import open_book


def search(options: argparse.Namespace) -> Answer:
    """What the book says about some words."""
    wanted = Wanted(" ".join(options.words), options.form or "", options.year, options.person or "")
    with open_book(options.book, readonly=True) as book:
        found = operations.search(book, wanted)
    lines = []
    for hit in found.hits:
        lines.append(hit.title)
        lines.append("    " + "：".join(part for part in (hit.label, hit.snippet) if part))
    if not found.total:
        lines.append("没有找到。")
    elif found.total > len(found.hits):
        lines.append(f"找到 {found.total} 处，先列 {len(found.hits)} 处；多写一个词，或用 --form、--year、--person。")
    else:
        lines.append(f"找到 {found.total} 处。")
    hits = [{**asdict(hit), "snippet": hit.snippet, "day": hit.day and hit.day.isoformat()} for hit in found.hits]
    return Answer({"total": found.total, "hits": hits}, lines)
