"""Reading a node tree that may be incomplete or badly shaped: kinds, attributes with their defaults, marks, text."""

import math
import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias
from uuid import UUID

from documents.schema import NODES

Node: TypeAlias = dict[str, Any]

# What XML cannot hold, and control characters that no reader shows. Tab and line feed stay.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def clean(text: object) -> str:
    """The text without control characters, its line ends as line feeds: safe in XML and in HTML."""
    return _UNWRITABLE.sub("", _LINE_ENDS.sub("\n", text)) if isinstance(text, str) else ""


def one_line(text: object) -> str:
    """Cleaned and on one line; the narrow spaces of French stay what they are."""
    return " ".join(part for part in re.split("[ \t\n]", clean(text)) if part)


def kind(node: Node) -> str:
    name = node.get("type")
    return name if isinstance(name, str) else ""


def children(node: Node) -> list[Node]:
    content = node.get("content")
    return [child for child in content if isinstance(child, dict)] if isinstance(content, list | tuple) else []


def attr(node: Node, name: str) -> Any:
    """An attribute, or the schema's default where it is missing (the CRDT stores only what differs from null)."""
    attrs = node.get("attrs")
    value = attrs.get(name) if isinstance(attrs, dict) else None
    if value is not None:
        return value
    known = NODES.get(kind(node))
    return known.attrs.get(name) if known else None


def label(node: Node, name: str) -> str:
    """A text attribute, cleaned and on one line."""
    return one_line(attr(node, name))


def attachment(figure: Node) -> str:
    """The attachment a figure shows, or nothing when what is written there cannot be one."""
    value = attr(figure, "image")
    try:
        return str(UUID(value)) if isinstance(value, str) else ""
    except ValueError:
        return ""


def whole(value: object, default: int, low: int, high: int) -> int:
    """A whole number within bounds, whatever the CRDT made of it (numbers arrive as floats, sometimes as text)."""
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return default
    return default if math.isnan(number) else round(min(max(number, low), high))


def marks(node: Node) -> dict[str, dict[str, Any]]:
    """The marks of an inline node: name to attributes."""
    found = {}
    listed = node.get("marks")
    for mark in listed if isinstance(listed, list | tuple) else ():
        if isinstance(mark, dict) and isinstance(mark.get("type"), str):
            attrs = mark.get("attrs")
            found[mark["type"]] = attrs if isinstance(attrs, dict) else {}
    return found


def change_of(node: Node) -> str:
    """What happened to a node of a comparison: "added", "removed", "restyled"; nothing in any other tree."""
    found = node.get("change")
    return found if isinstance(found, str) else ""


def link_of(node: Node) -> object:
    """The address a node carries, for grouping neighbours into one link; a note is a link by itself."""
    return None if kind(node) == "footnote" else marks(node).get("link", {}).get("href")


def language(tag: object) -> str:
    """A language tag such as `en-GB`, or nothing when it is not one."""
    return tag if isinstance(tag, str) and _LANGUAGE.fullmatch(tag) else ""


def is_inline(node: Node) -> bool:
    known = NODES.get(kind(node))
    return known.inline if known else "text" in node


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, in document order; without recursion, so that depth cannot exhaust the stack."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(children(current)))


def visible(node: Node) -> str:
    """What an inline leaf shows as words: text, or the label of a mention or citation; of a block in its place, its words."""
    if kind(node) == "mention":
        name = label(node, "label")
        return f"@{name}" if name else ""
    if kind(node) == "citation":
        name = label(node, "label")
        return f"[{name}]" if name else ""
    if not is_inline(node):
        return text_of(children(node))
    return "\n" if kind(node) == "hardBreak" else clean(node.get("text"))


def text_of(nodes: Iterable[Node]) -> str:
    """The words of some nodes, blocks separated by spaces."""
    parts: list[str] = []
    for node in nodes:
        for found in walk(node):
            parts.append(visible(found) if is_inline(found) else " ")
    return " ".join("".join(parts).split())


def is_blank(nodes: Iterable[Node]) -> bool:
    """Whether inline content shows nothing at all."""
    nodes = list(nodes)
    return not text_of(nodes) and not any(kind(found) == "footnote" for node in nodes for found in walk(node))


def is_title(heading: Node) -> bool:
    """Whether a heading has words of its own, besides those of its notes; without, it announces nothing."""
    return bool(text_of(child for child in children(heading) if kind(child) != "footnote"))


class Outline:
    """Heading levels without gaps (1, 3, 3, 2 becomes 1, 2, 2, 2): screen readers announce a missing level."""

    def __init__(self) -> None:
        self._open: list[int] = []

    def close_up(self, level: int) -> int:
        while self._open and self._open[-1] >= level:
            self._open.pop()
        self._open.append(level)
        return len(self._open)
