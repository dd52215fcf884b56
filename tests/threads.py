"""Threads in tests: passages found by their words, threads opened on them, and texts read back."""

from datetime import timedelta
from typing import Any

from django.db.models import F

from documents import blocks, content
from documents.actions.discussion import open_thread
from documents.actions.settle import settle_document
from documents.anchors import Passage
from documents.models import Comment, Document, Thread
from realtime import engine, log


def passage(document: Document, words: str, nth: int = 0) -> Passage:
    """Words of one block, or of neighbours, a line each."""
    doc = engine.open_doc(log.load(document.room).parts())
    found = [block for block in blocks.walk(doc) if blocks.holds_text(block)]
    lines = [blocks.line_of(block) for block in found]
    wanted = words.split("\n")
    for at in range(len(lines)):
        part = lines[at : at + len(wanted)]
        if len(wanted) == 1:
            places = [place for place in range(len(part[0])) if part[0].startswith(words, place)]
            if nth < len(places):
                start = blocks.units(part[0][: places[nth]])
                key = blocks.key_of(found[at])
                return Passage(key, start, key, start + blocks.units(words), words)
        elif part[0].endswith(wanted[0]) and part[1:-1] == wanted[1:-1] and part[-1].startswith(wanted[-1]):
            start = blocks.units(part[0].removesuffix(wanted[0]))
            last = found[at + len(wanted) - 1]
            return Passage(blocks.key_of(found[at]), start, blocks.key_of(last), blocks.units(wanted[-1]), words)
    raise LookupError(words)


def thread_on(document: Document, words: str, by: Any, body: str = "À revoir.", nth: int = 0, **more: Any) -> Thread:
    return open_thread(document, body, by=by, passage=passage(document, words, nth), **more)


def settle(document: Document) -> None:
    store = settle_document(document.room)
    assert store is not None
    store([])


def marked(document: Document, thread: Thread) -> list[str]:
    """The stretches of the text that bear the mark of a thread."""
    found: list[str] = []

    def walk(node: dict[str, Any]) -> None:
        for mark in node.get("marks", []):
            if mark["type"] == "comment" and mark["attrs"]["thread"] == str(thread.pk):
                found.append(node["text"])
        for child in node.get("content", []):
            walk(child)

    walk(content.read_document(document))
    return found


def said_yesterday() -> None:
    """Nobody has written too often then; what was said keeps its order."""
    Comment.objects.update(at=F("at") - timedelta(days=1))
