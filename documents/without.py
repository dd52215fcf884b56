"""A text as it would stand if one person had not written in it: what they put in gone, what they took out back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from documents import authorship, content, schema
from documents.comparing import Summary, compare, summary
from documents.content import Tree
from documents.formats.nodes import Node, children, kind
from documents.models import Document
from realtime import engine, undoing


@dataclass(frozen=True)
class Without:
    """`today` is the text at log number `number`, as a version keeps it, `wanted` the text without them.

    `told` says what differs; `kept` counts the blocks that they made and others wrote in: those stay, with the words of
    others.
    """

    today: Tree
    number: int
    wanted: Tree
    told: Summary
    kept: int


def text_without(document: Document, person: Any, since: datetime | None = None) -> Without:
    """Without all they wrote, or what they wrote since a moment. Takes as long as everything ever written there is long."""
    today, number = authorship.read_numbered(document)
    parts = undoing.parts_without(document.room, str(person.pk), since)
    kept = [0]
    wanted = _whole(content.read(engine.open_doc(parts), _names(kept)))
    return Without(today, number, wanted, summary(compare(today, wanted)), kept[0])


def _names(kept: list[int]) -> Callable[[str, list[Tree]], str]:
    """An element of theirs in which nothing is left is not there at all."""

    def name_of(tag: str, inside: list[Tree]) -> str:
        if not tag.endswith(undoing.MINE):
            return tag
        name = tag.removesuffix(undoing.MINE)
        if not inside:
            return ""
        kept[0] += any(node["type"] == "text" for node in inside)
        return name

    return name_of


def _whole(tree: Tree) -> Tree:
    """Without boxes that the content model does not let stand empty: a list without items, a table without rows."""
    found = _pruned(tree)
    return found if children(found) else content.EMPTY


def _pruned(node: Node) -> Node:
    if "content" not in node:
        return node
    return {**node, "content": [one for one in map(_pruned, children(node)) if not _is_hollow(one)]}


def _is_hollow(node: Node) -> bool:
    known = schema.NODES.get(kind(node))
    return known is not None and known.content.endswith("+") and not children(node)
