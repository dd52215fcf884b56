"""What a proposal comes to in the text as it stands today, and how it is put in.

The block is the one that carries the id, the first if there are several. Where it is gone, or what became of it leaves
unclear what is meant, nothing is applied.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from pycrdt import Doc, XmlElement

from documents import blocks, content, schema
from documents.content import Tree
from documents.merging import merge, same
from documents.models import Document, Suggestion
from documents.refusals import Changed
from documents.replacing import replace_block
from documents.sound import may_hold
from documents.tokens import without_comments
from realtime import engine, log, quarantine

PARAGRAPH: Tree = {"type": "paragraph"}


@dataclass
class Place:
    """A block as it stands, and among what: `kinds` are those of its parent's children, its own at `at`."""

    node: Tree
    parent: str
    kinds: tuple[str, ...]
    at: int

    def fitting(self, nodes: list[Tree]) -> list[Tree] | None:
        """The nodes as they may stand there: an empty paragraph where something has to; None where they may not."""
        if self.parent not in schema.NODES or not may_hold(self.parent, self.kinds):
            return nodes  # what stands there is not as it should be, and no reason to refuse what is
        if len(nodes) == 1 and nodes[0]["type"] == self.kinds[self.at]:
            return nodes
        for attempt in (nodes, nodes or [PARAGRAPH]):
            kinds = [*self.kinds[: self.at], *(node["type"] for node in attempt), *self.kinds[self.at + 1 :]]
            if may_hold(self.parent, kinds):
                return attempt
        return None

    @cached_property
    def shown(self) -> Tree:
        """The block as people are told of it: in the form in which proposals are kept."""
        return without_comments([self.node])[0]

    def would_show(self, before: Tree, proposed: list[Tree]) -> list[Tree] | None:
        """As `takes`, in that form; at once where the block has not changed."""
        found = self.fitting(proposed) if self.shown == before else self.takes(before, proposed)
        return without_comments(found) if found is not None else None

    def takes(self, before: Tree, proposed: Sequence[Tree]) -> list[Tree] | None:
        """What stands here once the proposal is put in; None where that is unclear."""
        merged = merge(before, proposed, self.node)
        if merged is None or not all(_is_sound(node) for node in merged):
            return None
        return self.fitting(merged)


def _is_sound(node: Tree) -> bool:
    """Two sound sides may come together into what is none: a list whose last items each took away."""
    if node["type"] == "text":
        return True
    children = node.get("content", [])
    return may_hold(node["type"], [child["type"] for child in children]) and all(map(_is_sound, children))


@dataclass(frozen=True)
class Today:
    """The blocks of a text by id, at a number of its log."""

    number: int
    places: dict[str, Place]

    def would_show(self, suggestion: Suggestion) -> list[Tree] | None:
        place = self.places.get(suggestion.block)
        return place.would_show(suggestion.before, suggestion.proposed) if place is not None else None


def today(document: Document) -> Today:
    """Raises `realtime.log.NoRoom`."""

    def read(stored: log.Stored) -> Today:
        return Today(stored.last, places(content.read(engine.open_doc(stored.parts(), stored.room))))

    return quarantine.opened(document.room, read)


def places(tree: Tree) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for key, place in _places(tree):
        found.setdefault(key, place)
    return found


def _places(parent: Tree) -> Iterator[tuple[str, Place]]:
    children = parent.get("content", [])
    kinds = tuple(child["type"] for child in children)
    for at, child in enumerate(children):
        if key := (child.get("attrs") or {}).get("id"):
            yield str(key), Place(child, parent["type"], kinds, at)
        yield from _places(child)


def putting_in(key: str, before: Tree, proposed: Sequence[Tree]) -> Callable[["Doc[Any]"], list[Tree]]:
    """The change of a text (`edit_text`) that puts a proposal in; it returns what stands there then. Raises `Changed`."""

    def change(doc: "Doc[Any]") -> list[Tree]:
        block, place = find(doc, key)
        return put_in(block, place.takes(before, proposed))

    return change


def find(doc: "Doc[Any]", key: str) -> tuple[XmlElement, Place]:
    """A block in the CRDT, and what it is as a node. Raises `Changed`."""
    block = blocks.find(doc, key)
    node = content.read_block(block) if block is not None else None
    if block is None or node is None:
        raise gone()
    siblings, at = _around(block)
    kinds = tuple(str(getattr(child, "tag", "text")) for child in siblings.children)
    return block, Place(node, str(getattr(siblings, "tag", "doc")), kinds, at)


def put_in(block: XmlElement, wanted: list[Tree] | None) -> list[Tree]:
    """Raises `Changed` where it is unclear what to put in. It is read again after: rather nothing than something else."""
    if wanted is None:
        raise unclear()
    siblings, at = _around(block)
    replace_block(block, wanted)
    there = [content.read_block(child) or {} for child in list(siblings.children)[at : at + len(wanted)]]
    if not same(there, wanted):
        raise RuntimeError("a proposal was not put in as it was meant")
    return without_comments(wanted)


def _around(block: XmlElement) -> tuple[Any, int]:
    siblings: Any = block.parent
    return siblings, list(siblings.children).index(block)


def gone() -> Changed:
    return Changed(_("The block is gone: nothing was changed."), code="block_gone")


def unclear() -> Changed:
    return Changed(
        _("This passage has changed meanwhile, and what this proposal comes to is unclear: nothing was changed."),
        code="block_changed",
    )
