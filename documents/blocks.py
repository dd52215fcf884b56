"""The blocks of a text in the CRDT: found by their id, read as one line of text, in JavaScript's units.

An id is a hint, not a key: several blocks may carry one, and its owner is the first in document order (DESIGN §6).
Places in a block are counted in UTF-16 units of its line: its words, with one object sign for each thing that is none.
"""

from collections.abc import Iterator
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from documents import schema
from documents.content import DEEPEST

ATOM = "\ufffc"  # stands for a line break, a mention, a citation, a footnote: one place, as one press of an arrow key


def walk(doc: "Doc[Any]") -> Iterator[XmlElement]:
    """Every element of the text in document order, inline ones apart."""
    yield from _walk(doc.get(schema.ROOT, type=XmlFragment), 0)


def _walk(parent: Any, depth: int) -> Iterator[XmlElement]:
    for child in parent.children:
        if isinstance(child, XmlElement) and depth <= DEEPEST:
            kind = schema.NODES.get(child.tag or "")
            if kind is None or not kind.inline:
                yield child
                yield from _walk(child, depth + 1)


def key_of(block: XmlElement) -> str:
    """The id of a block, "" for one without."""
    stored: Any = block.attributes  # an iterable of pairs, which pycrdt's types do not say
    return next((str(value) for name, value in stored if name == "id" and value), "")


def find(doc: "Doc[Any]", key: str) -> XmlElement | None:
    """The owner of an id."""
    return next((block for block in walk(doc) if key and key_of(block) == key), None)


def holds_text(block: XmlElement) -> bool:
    """Whether words stand right in it: a paragraph, a heading, a caption; not a list or a table."""
    kind = schema.NODES.get(block.tag or "")
    return kind is not None and kind.content in {"inline*", "text*"}


def line_of(block: XmlElement) -> str:
    """What stands right in a block, one `ATOM` for each inline thing that is no text."""
    return "".join(line_of_child(child) for child in block.children)


def line_of_child(child: Any) -> str:
    """One text, or one inline thing, of a block."""
    if isinstance(child, XmlText):
        return "".join(value if isinstance(value, str) else ATOM for value, _ in child.diff())
    return ATOM


def units(text: str) -> int:
    """Its length as JavaScript counts."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, start: int, end: int) -> str | None:
    """The part between two places in UTF-16 units; None where a place is outside, or in the middle of a sign."""
    data = text.encode("utf-16-le")
    if not 0 <= start <= end <= len(data) // 2:
        return None
    try:
        return data[2 * start : 2 * end].decode("utf-16-le")
    except UnicodeDecodeError:
        return None
