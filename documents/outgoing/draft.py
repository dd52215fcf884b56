"""A text into which proposals are put one after another: as if they were accepted, or as changes that can be refused."""

from typing import Any

from documents.comparing import compare
from documents.comparing.changes import Change
from documents.comparing.merged import tracked
from documents.content import Tree
from documents.formats.nodes import is_inline, kind, walk
from documents.models import Suggestion
from documents.outgoing.marks import carry_marks
from documents.rebasing import Place


class Draft:
    """Its `tree` is the caller's, and changes. Of several blocks with one id the first owns it."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._blocks: dict[str, tuple[Tree, Tree]] = {}  # by id: the parent, and the block
        self._taken: set[str] = set()  # blocks of which a proposal is tracked, and those in them
        self._read(tree, tree.get("content", []))

    def _read(self, parent: Tree, nodes: list[Tree]) -> None:
        for node in nodes:
            if key := _key(node):
                self._blocks.setdefault(key, (parent, node))
            self._read(node, node.get("content", []))

    def say_on(self, block: str, talk: str) -> bool:
        """Let a thread stand on a block as a whole; False where the block is gone."""
        found = self._blocks.get(block)
        if found is not None:
            found[1].setdefault("talks", []).append(talk)
        return found is not None

    def accept(self, suggestion: Suggestion) -> bool:
        """False where what it comes to is unclear by now."""
        place = self._place(suggestion.block)
        wanted = place.takes(suggestion.before, suggestion.proposed) if place is not None else None
        if place is None or wanted is None:
            return False
        self._keep_talks(place.node, wanted)
        self._put(suggestion.block, wanted, forget=place.node)
        return True

    def track(self, suggestion: Suggestion, key: str) -> bool:
        """`key` is put on each of its changes. False where a change stands there already, or Word could not refuse it."""
        place = self._place(suggestion.block)
        if place is None or suggestion.block in self._taken or any(map(_is_change, walk(place.node))):
            return False
        wanted = place.would_show(suggestion.before, suggestion.proposed)
        if wanted is None:
            return False
        changes = compare({"type": "doc", "content": [place.shown]}, {"type": "doc", "content": wanted})
        if not all(map(_can_be_refused, changes)):
            return False
        nodes = tracked(changes)
        if not any(_is_seen(node) for each in nodes for node in walk(each)) or not carry_marks(place.node, nodes):
            return False
        for node in (found for each in nodes for found in walk(each)):
            if _is_change(node):
                node["by"] = key
        self._keep_talks(place.node, nodes)
        self._taken |= {_key(node) for node in walk(place.node)} | {_key(node) for each in nodes for node in walk(each)}
        self._taken.discard("")
        self._put(suggestion.block, nodes, forget=place.node)
        return True

    def _place(self, key: str) -> Place | None:
        found = self._blocks.get(key)
        if found is None:
            return None
        parent, node = found
        children = parent["content"]
        at = next(number for number, child in enumerate(children) if child is node)
        return Place(node, parent["type"], tuple(child["type"] for child in children), at)

    def _put(self, key: str, nodes: list[Tree], forget: Tree) -> None:
        parent, node = self._blocks[key]
        at = next(number for number, child in enumerate(parent["content"]) if child is node)
        parent["content"][at : at + 1] = nodes
        for gone in map(_key, walk(forget)):
            self._blocks.pop(gone, None)
        self._read(parent, nodes)
        if nodes:
            self._blocks.setdefault(key, (parent, nodes[0]))

    @staticmethod
    def _keep_talks(before: Tree, nodes: list[Tree]) -> None:
        """What is said of a block as a whole is said of what became of it."""
        places = {_key(node): node for each in reversed(nodes) for node in reversed(list(walk(each))) if _key(node)}
        for node in walk(before) if nodes else ():
            if node.get("talks"):
                places.get(_key(node), nodes[0]).setdefault("talks", []).extend(node["talks"])


def _key(node: Tree) -> str:
    return str((node.get("attrs") or {}).get("id") or "")


def _is_change(node: Any) -> bool:
    return bool(node.get("change"))


def _is_seen(node: Tree) -> bool:
    return _is_change(node) and (is_inline(node) or kind(node) == "figure")


def _can_be_refused(change: Change) -> bool:
    """Word tracks words, paragraphs, rows and looks; not a heading's level, a box that is ticked, a column, a line drawn."""
    if change.kind in ("added", "removed", "left"):
        return not any(kind(node) in ("horizontalRule", "pageBreak") for node in walk(change.node))
    if change.attrs or (
        kind(change.node) == "tableRow" and any(one.kind in ("added", "removed") for one in change.inside)
    ):
        return False
    return all(map(_can_be_refused, change.inside))
