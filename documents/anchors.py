"""The passage that a thread is about: checked, marked and freed again in the CRDT, under the lock of the log.

A passage is named by the id of the block where it begins, the one where it ends, places in the lines of those blocks
(`documents.blocks`) and the words quoted, a line a block. Nothing is marked unless exactly these words stand there.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from pycrdt import Doc, XmlElement, XmlText

from documents import blocks, schema
from documents.blocks import ATOM
from documents.content import byte_length
from documents.refusals import Changed

MARK = "comment"


class Passage(NamedTuple):
    """From place `start` of the block to place `end` of the last one; without a length, the whole block (a picture)."""

    block: str
    start: int
    end_block: str
    end: int
    quote: str

    @property
    def is_a_block(self) -> bool:
        return self.block == self.end_block and self.start == self.end


class Part(NamedTuple):
    """What a passage takes of one block."""

    block: XmlElement
    start: int
    end: int


def changed() -> Changed:
    sentence = _("The passage has changed: choose it again. What you wrote is kept.")
    return Changed(sentence, code="passage_changed")


def mark(doc: "Doc[Any]", passage: Passage, thread: str) -> Passage:
    """Let a mark follow the passage. What is anchored: the passage itself, or the whole block where no word is quoted.

    Raises `Changed` unless the words quoted stand there.
    """
    if passage.is_a_block:
        return _whole(doc, passage)
    parts = _parts(doc, passage)
    if not parts or _quoted(parts) != passage.quote or not passage.quote.strip("\n"):
        raise changed()
    if not passage.quote.replace(ATOM, "").strip():
        return _whole(doc, passage)
    key = schema.mark_key(MARK, {"thread": thread})
    with doc.transaction():
        for part in parts:
            for text, start, end in _stretches(part):
                text.format(start, end, {key: {"thread": thread}})
    return passage


def mark_nothing_else(doc: "Doc[Any]", passage: Passage, thread: str) -> None:
    """Take the mark off whatever else it lies on. Raises `Changed` where the passage stands elsewhere by now."""
    parts = _parts(doc, passage)
    if not parts or _quoted(parts) != passage.quote:
        raise changed()
    key = schema.mark_key(MARK, {"thread": thread})
    kept = [
        (text, max(start, begun), min(end, ended))
        for part in parts
        for text, start, end in _stretches(part)
        for begun, ended in _marked(text, key)
        if max(start, begun) < min(end, ended)
    ]
    with doc.transaction():
        _unmark(doc, key)
        for text, start, end in kept:
            text.format(start, end, {key: {"thread": thread}})


def unmark(doc: "Doc[Any]", thread: str) -> None:
    """Take the mark of a thread away, wherever it stands."""
    with doc.transaction():
        _unmark(doc, schema.mark_key(MARK, {"thread": thread}))


def _unmark(doc: "Doc[Any]", key: str) -> None:
    for block in blocks.walk(doc):
        for text in block.children:
            if isinstance(text, XmlText):
                for start, end in _marked(text, key):
                    text.format(start, end, {key: None})


def _whole(doc: "Doc[Any]", passage: Passage) -> Passage:
    block = blocks.find(doc, passage.block)
    if block is None:
        raise changed()
    return Passage(passage.block, 0, passage.block, 0, passage.quote or _words_of(block))


def _words_of(block: XmlElement) -> str:
    """What names a block to people: its line, or what a picture shows."""
    stored: Any = block.attributes
    alt = next((str(value) for name, value in stored if name == "alt" and value), "")
    return (blocks.line_of(block) if blocks.holds_text(block) else "") or alt


def _parts(doc: "Doc[Any]", passage: Passage) -> list[Part]:
    """Block by block in document order, those without words of their own left out; none where the passage is not."""
    found = list(blocks.walk(doc))
    keys = [blocks.key_of(block) for block in found]
    if not {passage.block, passage.end_block} <= set(keys) or not passage.block or not passage.end_block:
        return []
    first, last = keys.index(passage.block), keys.index(passage.end_block)
    if first > last or not (blocks.holds_text(found[first]) and blocks.holds_text(found[last])):
        return []
    lines = [block for block in found[first : last + 1] if blocks.holds_text(block)]
    parts = [Part(block, 0, blocks.units(blocks.line_of(block))) for block in lines]
    parts[0] = parts[0]._replace(start=passage.start)
    parts[-1] = parts[-1]._replace(end=passage.end)
    inside = all(blocks.cut(blocks.line_of(part.block), part.start, part.end) is not None for part in parts)
    return parts if inside else []


def _quoted(parts: list[Part]) -> str:
    return "\n".join(blocks.cut(blocks.line_of(part.block), part.start, part.end) or "" for part in parts)


def _stretches(part: Part) -> Iterator[tuple[XmlText, int, int]]:
    """The texts of a block that the part covers, from byte to byte, as the engine counts."""
    at = 0
    for child in part.block.children:
        line = blocks.line_of_child(child)
        length = blocks.units(line)
        start, end = max(part.start - at, 0), min(part.end - at, length)
        at += length
        if isinstance(child, XmlText) and start < end:
            yield child, _bytes(child, start), _bytes(child, end)


def _bytes(text: XmlText, place: int) -> int:
    """The engine's count of a place in a text: something that is no string counts one."""
    counted = 0
    for value, _marks in text.diff():
        length = blocks.units(value) if isinstance(value, str) else 1
        if place < length:
            return counted + (byte_length(blocks.cut(value, 0, place) or "") if isinstance(value, str) else 0)
        place -= length
        counted += byte_length(value) if isinstance(value, str) else 1
    return counted


def _marked(text: XmlText, key: str) -> list[tuple[int, int]]:
    """From byte to byte, where a text bears a mark."""
    found, at = [], 0
    for value, marks in text.diff():
        length = byte_length(value) if isinstance(value, str) else 1
        if marks and key in marks:
            found.append((at, at + length))
        at += length
    return found
