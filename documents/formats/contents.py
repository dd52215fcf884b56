"""The list of contents of a reading page: the headings of the text, each with an anchor that leads to it."""

import re
from dataclasses import dataclass

from documents.formats.nodes import Node, attr, children, kind, label, text_of, whole

LEAST = 3  # below, the eye finds its way alone
_ANCHOR = re.compile(r"[A-Za-z0-9_-]{1,64}")  # what the HTML writer keeps as an id


@dataclass(frozen=True)
class Heading:
    text: str
    anchor: str
    depth: int


def contents(tree: Node) -> list[Heading]:
    """Headings outside tables and boxes. One without an id of its own is given one, in the tree itself."""
    found = [node for node in children(tree) if kind(node) == "heading" and text_of([node])]
    if len(found) < LEAST:
        return []
    highest = min(_level(node) for node in found)
    taken: set[str] = set()
    return [
        Heading(text_of([node]), _anchor(node, number, taken), min(_level(node) - highest, 2))
        for number, node in enumerate(found, 1)
    ]


def _level(node: Node) -> int:
    return whole(attr(node, "level"), 1, 1, 6)


def _anchor(node: Node, number: int, taken: set[str]) -> str:
    known = label(node, "id")
    if not _ANCHOR.fullmatch(known) or known in taken:
        known = f"heading-{number}"
        node["attrs"] = {**(node.get("attrs") or {}), "id": known}
    taken.add(known)
    return known
