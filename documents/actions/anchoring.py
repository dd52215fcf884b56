"""Once a text is quiet, each thread on a passage learns where its passage stands by now, or that it is gone."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from documents.actions.text import NOBODY
from documents.anchors import Passage, mark_nothing_else
from documents.content import Tree
from documents.models import Document, Thread
from documents.passages import Found, Text
from documents.refusals import Changed
from realtime.editing import edit, tell_beside

PLACES = ("block", "start", "end_block", "end", "words", "orphaned_at")


@dataclass(frozen=True)
class Anchored:
    """A thread as it was before the text was read: one that began later is none of its business."""

    block: str
    quote: str
    marked: bool


def threads_on(document: Document) -> dict[Any, Anchored]:
    """To be asked before the text is read: the mark of each of them is in it then, unless somebody took it away."""
    rows = document.threads.exclude(block="").values_list("pk", "block", "quote", "marked")
    return {pk: Anchored(block, quote, marked) for pk, block, quote, marked in rows}


def passages_in(tree: Tree, threads: Mapping[Any, Anchored]) -> dict[Any, Found | None]:
    """What takes long where the text or the threads are many."""
    if not threads:
        return {}
    text = Text(tree)
    return {pk: text.find(str(pk), one.block, one.quote, marked=one.marked) for pk, one in threads.items()}


def anchor_again(document: Document, found: Mapping[Any, Found | None]) -> None:
    """In the transaction in which the text settles."""
    moved = []
    for thread in Thread.objects.filter(pk__in=found):
        before = [getattr(thread, name) for name in PLACES]
        here = found[thread.pk]
        if here is None:
            thread.orphaned_at, thread.words = thread.orphaned_at or timezone.now(), ""
        else:
            thread.block, thread.start, thread.end_block, thread.end, thread.words = here.passage
            thread.orphaned_at = None
        if before != [getattr(thread, name) for name in PLACES]:
            moved.append(thread)
    strays = {str(pk): one.passage for pk, one in found.items() if one is not None and one.strays}
    if strays:
        transaction.on_commit(partial(_put_right, document.room, strays), robust=True)
    if moved:
        Thread.objects.bulk_update(moved, PLACES, batch_size=100)
        tell_beside(document.room, "threads")


def _put_right(room: str, passages: Mapping[str, Passage]) -> None:
    """Who writes at the very end of a passage while it is marked may get its mark: it is taken off what was not quoted."""

    def change(doc: Any) -> None:
        for thread, passage in passages.items():
            with suppress(Changed):  # somebody writes there again: when it is quiet
                mark_nothing_else(doc, passage, thread)

    edit(room, NOBODY, change)
