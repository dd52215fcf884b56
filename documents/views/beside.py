"""What is said beside a text, for its reading page: the threads on passages, numbered as the text numbers them."""

from dataclasses import dataclass
from typing import Any

from documents.content import Tree
from documents.formats import html
from documents.models import Document
from documents.said import Reader
from documents.threads import Asked, page_of

MOST = 100  # beyond, a page is no place to read them: the discussion has all


@dataclass(frozen=True)
class Beside:
    """`rows` are those of `documents.said.Reader`, each with its `number` in the text, 0 where its passage is gone."""

    passages: html.Passages
    rows: list[dict[str, Any]]
    more: int
    may_speak: bool


def beside(document: Document, user: Any, tree: Tree) -> Beside:
    """The open threads in the order of the text, then those whose passage is gone."""
    page = page_of(document, user, Asked(about="passages"), 0, MOST)
    there = [thread for thread in page.threads if thread.orphaned_at is None]
    blocks: dict[str, list[str]] = {}
    for thread in there:
        if not thread.marked:
            blocks.setdefault(thread.block, []).append(str(thread.pk))
    passages = html.Passages(tree, [str(thread.pk) for thread in there if thread.marked], blocks)
    reader = Reader(document, user, page)
    rows = [row | {"number": passages.numbers.get(str(row["thread"].pk), 0)} for row in reader.rows()]
    rows.sort(key=lambda row: row["number"] or len(rows) + 1)
    return Beside(passages, rows, max(0, page.count - MOST), reader.speaks)
