"""A text in the CRDT made like a tree again, with as few edits as possible: what is the same is not touched.

So the words that stay keep their authors and their comments, and what others type elsewhere at this moment survives.
"""

from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment

from documents import content, schema
from documents.blocks import find, key_of
from documents.comparing import same_text
from documents.comparing.matching import match
from documents.content import Tree
from documents.formats.nodes import children
from documents.replacing import replace_block


def make_like(doc: "Doc[Any]", wanted: Tree) -> None:
    """Blocks that stay are made like their twins; the rest goes, or is written anew."""
    text = doc.get(schema.ROOT, type=XmlFragment)
    nodes = children(wanted)
    with doc.transaction():
        there: list[Any] = list(text.children)
        today = [content.read_block(child) or {"type": ""} for child in there]
        twins = match(today, nodes)
        stays = {now: was for was, now in twins.in_place if today[was]["type"] == nodes[now]["type"]}
        at = 0
        for now, node in enumerate(nodes):
            if now not in stays:
                content.insert(text, now, content.with_ids(node))
                continue
            _remove(text, now, stays[now] - at)
            at = stays[now] + 1
            _make_block_like(there[stays[now]], today[stays[now]], node)
        _remove(text, len(nodes), len(there) - at)


def _remove(text: XmlFragment, at: int, count: int) -> None:
    if count:
        del text.children[at : at + count]


def make_block_like(doc: "Doc[Any]", key: str, wanted: Tree, before: str) -> None:
    """One block as in the tree; where it is gone it comes back after the block `before`, or at the beginning."""
    with doc.transaction():
        today = find(doc, key)
        if today is not None:
            _make_block_like(today, content.read_block(today) or {}, wanted)
        else:
            text = doc.get(schema.ROOT, type=XmlFragment)
            content.insert(text, _place_after(doc, text, before), content.with_ids(wanted))


def _place_after(doc: "Doc[Any]", text: XmlFragment, key: str) -> int:
    """Among the blocks of the text itself: after the top block in which the block of this id stands."""
    found: Any = find(doc, key)
    while found is not None and found.parent != text:
        found = found.parent
    return 0 if found is None else next(at for at, child in enumerate(text.children, 1) if child == found)


def _make_block_like(block: XmlElement, today: Tree, wanted: Tree) -> None:
    """The id it bears today stays: comments hold on to it."""
    if not same_text(today, wanted):
        attrs = {name: value for name, value in (wanted.get("attrs") or {}).items() if name != "id"}
        replace_block(block, [{**wanted, "attrs": attrs | ({"id": key_of(block)} if key_of(block) else {})}])
