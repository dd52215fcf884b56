"""Somebody writes in a document without a browser: an update made from what is stored, passed through the gate."""

from collections.abc import Callable
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from documents.models import Document
from realtime import engine, log


def edit(document: Document, by: Any, change: Callable[[XmlFragment], None]) -> int:
    """The number of the row."""
    doc: Doc[Any] = engine.open_doc(log.load(document.room).parts())
    before = doc.get_state()
    with doc.transaction():
        change(doc.get("default", type=XmlFragment))
    return log.submit(document.room, str(by.pk), doc.get_update(before))


def write(document: Document, by: Any, words: str) -> int:
    """A paragraph of its own, at the end."""
    return edit(
        document, by, lambda text: text.children.append(XmlElement("paragraph")).children.append(XmlText(words))
    )


def write_into(document: Document, by: Any, block: int, at: int, words: str) -> int:
    """Letters among those of others. `at` counts bytes, as the engine does."""
    return edit(document, by, lambda text: text.children[block].children[0].insert(at, words))
