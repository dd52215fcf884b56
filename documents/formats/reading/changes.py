"""Tracked changes become proposals: the text as it was without them, and for each block what was proposed in its place.

A paragraph proposed as a whole is told beside its neighbour, a cut or a joining of two where it was made. A table whose
rows were changed is proposed as a whole: its rows have no name of their own.
"""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from documents.formats.nodes import Node, is_inline
from documents.formats.reading.found import Found

if TYPE_CHECKING:
    from documents.formats.reading.paragraphs import Para

_WORDED = frozenset({"paragraph", "heading"})


@dataclass
class Proposal:
    """What is proposed in the place of `block`; by whom, and when, as the file says."""

    block: str
    proposed: list[Node]
    who: list[str]
    when: str

    def as_json(self) -> dict[str, Any]:
        return {"block": self.block, "proposed": self.proposed, "who": self.who, "when": self.when}


@dataclass
class _Entry:
    """A child that stays in the text: as it was, what is proposed for it, None where nothing is."""

    was: Node
    proposed: list[Node] | None = None
    sources: list[Node] = field(default_factory=list)  # where the names of who proposed it stand

    def wanted(self) -> list[Node]:
        return [_without_id(self.was)] if self.proposed is None else self.proposed


def settle_ends(paras: "Sequence[Para]") -> None:
    """Whoever presses Enter at the end of a paragraph and writes on marks the end of the old one as new: what is new is
    the paragraph after it, and so it is told. The same for what was taken out."""
    for at, para in enumerate(paras):
        if para.mark is None or _is_wholly(para.nodes, para.mark["kind"]):
            continue
        kind = para.mark["kind"]
        until = at + 1
        while until < len(paras) and _has_mark(paras[until], kind) and _is_wholly(paras[until].nodes, kind):
            until += 1
        if (
            until < len(paras)
            and paras[until].mark is None
            and paras[until].nodes
            and _is_wholly(paras[until].nodes, kind)
        ):
            paras[until].mark, para.mark = para.mark, None


def _has_mark(para: "Para", kind: str) -> bool:
    return para.mark is not None and para.mark["kind"] == kind


def _is_wholly(nodes: Sequence[Node], kind: str) -> bool:
    return all(node.get("change", {}).get("kind") == kind for node in nodes)


def settle(tree: Node, found: Found) -> tuple[Node, list[Proposal]]:
    """The text without what is proposed, and the proposals in the order of the text."""
    proposals: list[Proposal] = []
    if next(_changes(tree), None) is None:
        return tree, proposals
    content = _Settling(found, proposals).children(tree.get("content", []), tree["type"])
    return {**tree, "content": content}, proposals


class _Settling:
    def __init__(self, found: Found, proposals: list[Proposal]) -> None:
        self._found, self._proposals = found, proposals

    def children(self, nodes: list[Node], parent: str) -> list[Node]:
        entries: list[_Entry] = []
        waiting: list[Node] = []  # proposed as a whole, to be told with a neighbour
        at = 0
        while at < len(nodes):
            node = nodes[at]
            at += 1
            if _whole(node) == "added":
                waiting.append(node)
                continue
            after = nodes[at] if at < len(nodes) else None
            joined = self._joined(node, after)
            entry = joined[0] if joined else self._entry(node)
            waiting = _tell_before(waiting, entries, entry)
            entries += joined or [entry]
            at += bool(joined)
        if waiting and not entries:
            entries.append(_Entry(_empty_for(parent)))
        if waiting:
            _add_after(entries[-1], waiting)
        for entry in entries:
            self._propose(entry)
        return [entry.was for entry in entries]

    def _entry(self, node: Node) -> _Entry:
        if _whole(node) == "removed":
            return _Entry(project(node, "added"), [], [node])
        if node["type"] in _WORDED or _holds_inline(node):
            changed = any("change" in child for child in node.get("content", []))
            return _Entry(project(node, "added"), [project(node, "removed")] if changed else None, [node])
        if node["type"] == "table" and any("mark" in row for row in node["content"]):
            return _Entry(project(node, "added"), [project(node, "removed")], [node])
        kept = {key: held for key, held in node.items() if key != "mark"}
        if "content" in node:
            kept["content"] = self.children(node["content"], node["type"])
        return _Entry(kept)

    def _joined(self, node: Node, after: Node | None) -> list[_Entry]:
        """A paragraph that somebody proposed to cut in two, or two to make one of."""
        mark = node.get("mark")
        if mark is None or node["type"] not in _WORDED or _whole(node):
            return []
        if after is None or after["type"] not in _WORDED or _whole(after) or "mark" in after:
            self._found.tell("end_of_paragraph")
            return []
        together = {**after, "content": [*node.get("content", []), *after.get("content", [])]}
        both = [project(node, "removed"), project(after, "removed")]
        if mark["kind"] == "added":
            return [_Entry(project(together, "added"), both, [node, after])]
        one = project({**node, "content": together["content"]}, "removed")
        return [_Entry(project(node, "added"), [one], [node, after]), _Entry(project(after, "added"), [], [node])]

    def _propose(self, entry: _Entry) -> None:
        if entry.proposed is None:
            return
        attrs = entry.was.setdefault("attrs", {})
        attrs.setdefault("id", secrets.token_hex(6))
        changes = [change for source in entry.sources for change in _changes(source)]
        who = list(dict.fromkeys(change["who"] for change in changes if change["who"]))
        when = max((change["when"] for change in changes), default="")
        self._proposals.append(Proposal(attrs["id"], [_without_id(node) for node in entry.proposed], who, when))


def _tell_before(waiting: list[Node], entries: list[_Entry], entry: _Entry) -> list[Node]:
    """With the paragraph before where there is one, else with what comes next."""
    if not waiting:
        return []
    if entries and (entries[-1].was["type"] not in ("table", "figure") or entry.was["type"] not in _WORDED):
        _add_after(entries[-1], waiting)
    else:
        entry.proposed = [*(project(node, "removed") for node in waiting), *entry.wanted()]
        entry.sources += waiting
    return []


def _add_after(entry: _Entry, added: list[Node]) -> None:
    entry.proposed = [*entry.wanted(), *(project(node, "removed") for node in added)]
    entry.sources += added


def _whole(node: Node) -> str:
    """What was proposed for all of a block, "" where nothing is, or for a part of it."""
    children = node.get("content", [])
    if node["type"] in _WORDED:
        kind = str(node.get("mark", {}).get("kind", ""))
        return kind if kind and _is_wholly(children, kind) else ""
    if "mark" in node:
        return str(node["mark"]["kind"])
    if not children or _holds_inline(node) or node["type"] in ("tableCell", "tableHeader"):
        return ""
    kinds = {_whole(child) for child in children}
    return kinds.pop() if len(kinds) == 1 else ""


def _holds_inline(node: Node) -> bool:
    return any(is_inline(child) for child in node.get("content", []))


def project(node: Node, drop: str) -> Node:
    """A block without what is proposed to be "added", or without what is "removed"; its words in one piece."""
    kept = {key: held for key, held in node.items() if key not in ("mark", "content")}
    if "attrs" in kept:
        kept["attrs"] = dict(kept["attrs"])
    children = node.get("content", [])
    if _holds_inline(node):
        words = joined_words(_projected(children, drop))
        return {**kept, **({"content": words} if words else {})}
    blocks = [project(child, drop) for child in children if _whole(child) != drop]
    if not blocks and node["type"] in ("tableCell", "tableHeader"):
        blocks = [{"type": "paragraph"}]
    return {**kept, **({"content": blocks} if blocks else {})}


def _projected(nodes: list[Node], drop: str) -> Iterator[Node]:
    for node in nodes:
        change = node.get("change", {}).get("kind")
        if change == drop:
            continue
        made = {key: held for key, held in node.items() if key not in ("change", "was")}
        if change == "restyled" and drop == "added":
            made["marks"] = node["was"]
        yield made


def joined_words(nodes: Sequence[Node] | Iterator[Node]) -> list[Node]:
    """Neighbouring texts that look alike as one; no list of marks where there are none."""
    found: list[Node] = []
    for node in nodes:
        if node["type"] == "text":
            last = found[-1] if found else {}
            marks = [mark for mark in node.get("marks", []) if mark["type"] != "callout title"]
            if last.get("type") == "text" and last.get("marks", []) == marks:
                last["text"] += node["text"]
                continue
            node = {"type": "text", "text": node["text"], **({"marks": marks} if marks else {})}
        elif "content" in node:
            node = {**node, "content": joined_words(node["content"])}  # a note
        found.append(node)
    return found


def _changes(node: Node) -> Iterator[dict[str, str]]:
    if "mark" in node:
        yield node["mark"]
    for child in node.get("content", []):
        if "change" in child:
            yield child["change"]
        yield from _changes(child)


def _without_id(node: Node) -> Node:
    attrs = {name: value for name, value in (node.get("attrs") or {}).items() if name != "id"}
    made = {key: held for key, held in node.items() if key != "attrs"}
    if attrs:
        made["attrs"] = attrs
    if "content" in node:
        made["content"] = [_without_id(child) for child in node["content"]]
    return made


def _empty_for(parent: str) -> Node:
    """Where everything was proposed: something has to stand there for it to be told with."""
    if parent in ("bulletList", "orderedList"):
        return {"type": "listItem", "content": [{"type": "paragraph"}]}
    if parent == "taskList":
        return {"type": "taskItem", "attrs": {"checked": False}, "content": [{"type": "paragraph"}]}
    return {"type": "paragraph"}
