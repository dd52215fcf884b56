"""One block of a text in the CRDT becomes other nodes, by the smallest edits that do it.

Elements stay where a node of their id and kind stays, and inside an XmlText only the words that differ go: what others
type there meanwhile, on their way to the server, finds its place again.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from pycrdt import XmlElement, XmlText

from documents import content, schema
from documents.blocks import key_of
from documents.content import Tree
from documents.pairing import pair
from documents.rewording import reword

Item = Tree | list[Tree]  # an element, or the text nodes of one run


def replace_block(block: XmlElement, wanted: Sequence[Tree]) -> None:
    """The node that keeps the block's id keeps its place in the CRDT; without one, the block is taken out."""
    kept = next((at for at, node in enumerate(wanted) if _carries_on(block, node)), None)
    if kept is not None:
        _patch(block, wanted[kept])
        if len(wanted) == 1:
            return  # a whole text restored does this for each block: to look for its place each time takes seconds
    siblings: Any = block.parent
    place = list(siblings.children).index(block)
    if kept is None:
        del siblings.children[place]
    for at, node in enumerate(wanted):
        if at != kept:
            content.insert(siblings, place + at, dressed(node))


def _carries_on(block: XmlElement, node: Tree) -> bool:
    return node["type"] == block.tag and _key(node) == key_of(block)


def dressed(node: Tree) -> Tree:
    """A node as the editor would store it: an id for each block, every attribute that has a value."""
    return _with_defaults(content.with_ids(node))


def _with_defaults(node: Tree) -> Tree:
    attrs = {**schema.NODES[node["type"]].attrs, **(node.get("attrs") or {})}
    full = {**node, "attrs": attrs} if attrs else dict(node)
    if "content" in node:
        full["content"] = [_with_defaults(child) for child in node["content"]]
    return full


def _patch(element: XmlElement, node: Tree) -> None:
    _patch_attributes(element, node)
    live: list[Any] = list(element.children)
    wanted = _grouped(node.get("content", []))
    pairs = _pairs(live, wanted)
    for here, there in pairs:
        _patch(live[here], _element(wanted[there]))
    ends = [(-1, -1), *pairs, (len(live), len(wanted))]
    for (here, there), (next_here, next_there) in reversed(list(pairwise(ends))):  # from the last: places before stay
        _patch_gap(element, live, here + 1, next_here, wanted[there + 1 : next_there])


def _patch_attributes(element: XmlElement, node: Tree) -> None:
    defaults = schema.NODES[node["type"]].attrs
    given = node.get("attrs") or {}
    live = content.attributes(element)
    for name, default in defaults.items():
        wanted = given.get(name, default)
        if name == "id" or live.get(name, default) == wanted:
            continue
        if wanted is None:
            del element.attributes[name]
        else:
            element.attributes[name] = wanted


def _grouped(nodes: Sequence[Tree]) -> list[Item]:
    found: list[Item] = []
    for node in nodes:
        if node["type"] != "text":
            found.append(node)
        elif found and isinstance(found[-1], list):
            found[-1].append(node)
        else:
            found.append([node])
    return found


def _pairs(live: Sequence[Any], wanted: Sequence[Item]) -> list[tuple[int, int]]:
    """Which element becomes which node, in order."""
    here = [(at, child) for at, child in enumerate(live) if isinstance(child, XmlElement) and child.tag in schema.NODES]
    there = [(at, item) for at, item in enumerate(wanted) if not isinstance(item, list)]
    found = pair([content.read_block(child) or {} for _, child in here], [item for _, item in there])
    return [(here[one][0], there[other][0]) for one, other in found]


def _patch_gap(parent: XmlElement, live: Sequence[Any], start: int, stop: int, wanted: Sequence[Item]) -> None:
    """Between two elements that stay: one run of words goes on in the texts that are there, the rest is new or goes."""
    texts = [child for child in live[start:stop] if isinstance(child, XmlText)]
    runs = [at for at, item in enumerate(wanted) if isinstance(item, list)]
    chosen = max(runs, key=lambda at: _common(texts, wanted[at]), default=None) if texts else None
    after = wanted[chosen + 1 :] if chosen is not None else wanted
    for item in reversed(after):
        _insert(parent, stop, item)
    for at in reversed(range(start, stop)):
        if not isinstance(live[at], XmlText):
            del parent.children[at]
    if texts:
        reword(texts, _run(wanted[chosen]) if chosen is not None else [])
    if chosen is not None:
        for item in reversed(wanted[:chosen]):
            _insert(parent, start, item)


def _insert(parent: XmlElement, at: int, item: Item) -> None:
    if isinstance(item, list):
        content.insert_text(parent, at, item)
    else:
        content.insert(parent, at, dressed(item))


def _common(texts: Sequence[XmlText], item: Item) -> int:
    """How many letters begin or end alike."""
    here = "".join(value for text in texts for value, _ in text.diff() if isinstance(value, str))
    there = "".join(node["text"] for node in _run(item))
    return max(_alike(here, there), _alike(here[::-1], there[::-1]))


def _alike(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _key(node: Tree) -> str:
    return str((node.get("attrs") or {}).get("id") or "")


def _element(item: Item) -> Tree:
    assert isinstance(item, dict)  # noqa: S101  runs of words are never paired
    return item


def _run(item: Item) -> list[Tree]:
    assert isinstance(item, list)  # noqa: S101
    return item
