"""A file that comes back, with its tracked changes settled: what others tracked is done, what we tracked is not.

A tree as `formats/reading` leaves it, in which changes still stand, becomes the text that whoever brings it wants.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from documents.formats.nodes import Node, is_blank, is_inline
from documents.formats.reading.found import Found
from documents.formats.reading.shape import sound_shape

IsOurs = Callable[[dict[str, Any]], bool]
_WORDED = frozenset({"paragraph", "heading"})
_CELLS = frozenset({"tableCell", "tableHeader"})


@dataclass
class Settled:
    """`who` tells by the id of a block who tracked a change in it, as the file names them; `undone` counts ours."""

    tree: Node
    who: dict[str, list[str]] = field(default_factory=dict)


def settle(tree: Node, is_ours: IsOurs) -> Settled:
    found = Settled({})
    content = _Settling(is_ours, found).children(tree.get("content", []))
    found.tree = sound_shape({**tree, "content": content}, Found())
    return found


class _Settling:
    def __init__(self, is_ours: IsOurs, found: Settled) -> None:
        self._is_ours, self._found = is_ours, found

    def children(self, nodes: list[Node]) -> list[Node]:
        made: list[Node] = []
        joins = False  # the paragraph before goes on in this one
        for node in nodes:
            one = self._line(node) if _is_line(node) else self._box(node)
            if one is None:
                continue
            goes_on = self._has_no_end(node)
            if joins and made and one["type"] in _WORDED:
                made[-1]["content"] = [*made[-1].get("content", []), *one.get("content", [])]
            else:
                made.append(one)
            joins = goes_on and one["type"] in _WORDED
        return made

    def _line(self, node: Node) -> Node | None:
        """None for one of which nothing stays."""
        before = node.get("content", [])
        content = [one for child in before if (one := self._inline(child, node)) is not None]
        if node["type"] in _WORDED and is_blank(content) and any("change" in child for child in before):
            return None
        return {**{name: held for name, held in node.items() if name not in ("content", "mark")}, "content": content}

    def _inline(self, child: Node, block: Node) -> Node | None:
        change = child.get("change")
        made = {name: held for name, held in child.items() if name not in ("change", "was")}
        if change is None:
            return made
        ours = self._is_ours(change)
        if not ours:
            self._tell(block, change)
        if change["kind"] == ("added" if ours else "removed"):
            return None
        if change["kind"] == "restyled" and ours:
            made["marks"] = child["was"]
        return made

    def _box(self, node: Node) -> Node | None:
        change = node.get("mark")
        if change is not None and not self._is_ours(change):
            for inside in node.get("content", []):
                self._tell(inside, change)
        if self._goes(change):
            return None
        if not node.get("content"):
            return node
        content = self.children(node["content"])
        if not content:
            if node["type"] not in _CELLS:
                return None
            content = [{"type": "paragraph"}]
        return {**{name: held for name, held in node.items() if name not in ("content", "mark")}, "content": content}

    def _has_no_end(self, node: Node) -> bool:
        return node["type"] in _WORDED and self._goes(node.get("mark"))

    def _goes(self, change: dict[str, Any] | None) -> bool:
        return change is not None and change["kind"] == ("added" if self._is_ours(change) else "removed")

    def _tell(self, block: Node, change: dict[str, Any]) -> None:
        key = str((block.get("attrs") or {}).get("id") or "")
        names = self._found.who.setdefault(key, [])
        if change["who"] and change["who"] not in names:
            names.append(change["who"])


def _is_line(node: Node) -> bool:
    return node["type"] in _WORDED or any(is_inline(child) for child in node.get("content", []))
