"""Boxes, lists, items and tables bear no name in a Word file: each is the one that held most of what it holds."""

from collections import Counter
from collections.abc import Iterator

from documents.comparing.matching import match
from documents.content import Tree
from documents.formats.nodes import children, is_inline, kind

_FAMILIES = {
    **dict.fromkeys(("bulletList", "orderedList", "taskList"), "list"),
    **dict.fromkeys(("listItem", "taskItem"), "item"),
    **dict.fromkeys(("blockquote", "callout"), "box"),
    "table": "table",
}

Homes = dict[str, list[tuple[str, str]]]  # the id of a leaf -> family and id of all that it stands in, from the outside


def give_homes(tree: Tree, known: Tree) -> None:
    """Blocks of `tree` without an id take that of the block of `known` that they are, where one can be told."""
    homes: Homes = {}
    _gather(known, [], homes)
    taken = {key for node in _all(tree) if (key := key_of(node))}
    for node in _all(tree):
        family = _FAMILIES.get(kind(node))
        if family and not key_of(node):
            votes = Counter(
                key
                for leaf in _all(node)
                for of, key in homes.get(key_of(leaf), ())
                if of == family and key not in taken
            )
            if votes:
                most = max(votes.values())
                _name(node, next(key for key, count in votes.items() if count == most), taken)
    _give_the_rest(tree, known, taken)


def _give_the_rest(tree: Tree, known: Tree, taken: set[str]) -> None:
    """A page break, a line, what holds no word: between neighbours that are known."""
    here, there = children(tree), children(known)
    if any(map(is_inline, here)):
        return
    for at, to in match(here, there).in_place:
        key = key_of(there[to])
        if key and not key_of(here[at]) and key not in taken:
            _name(here[at], key, taken)
        _give_the_rest(here[at], there[to], taken)


def key_of(node: Tree) -> str:
    return str((node.get("attrs") or {}).get("id") or "")


def _name(node: Tree, key: str, taken: set[str]) -> None:
    node["attrs"] = {**(node.get("attrs") or {}), "id": key}
    taken.add(key)


def _gather(node: Tree, around: list[tuple[str, str]], homes: Homes) -> None:
    key, family = key_of(node), _FAMILIES.get(kind(node))
    if key and not family:
        homes.setdefault(key, around)
    inside = [*around, (family, key)] if family and key else around
    for child in children(node):
        if not is_inline(child):
            _gather(child, inside, homes)


def _all(node: Tree) -> Iterator[Tree]:
    """The blocks below, in document order."""
    for child in children(node):
        if not is_inline(child):
            yield child
            yield from _all(child)
