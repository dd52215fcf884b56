"""One tree of two: what was taken out beside what was added, told by `change` on its nodes, for the writers of formats."""

from collections.abc import Iterable
from typing import Any

from documents.comparing.changes import Change, Word
from documents.formats.nodes import Node, children, kind


def merged(change: Change) -> Node:
    """A block as both texts have it. What was taken out bears no id: the one that stays owns it."""
    gone = change.kind in ("removed", "left")
    node = _without_content(change.node, with_id=not gone)
    if change.kind in ("added", "removed"):
        node["change"] = change.kind
    elif gone:
        node["change"] = "removed"
    content = [_word(word) for word in change.words] or [merged(one) for one in change.inside]
    return {**node, "content": content} if content else node


def tracked(changes: Iterable[Change]) -> list[Node]:
    """For Word: a block that moved is taken out where it was and added where it is."""
    return [_whole(change.after or {}, "added") if change.kind == "moved" else _tracked(change) for change in changes]


def _tracked(change: Change) -> Node:
    node = merged(change)
    if change.inside:
        node["content"] = tracked(change.inside)
    return node


def _whole(node: Node, how: str) -> Node:
    content = [_whole(child, how) for child in children(node)]
    return {**node, "change": how, **({"content": content} if content else {})}


def _word(word: Word) -> Node:
    if word.op == "same":
        return word.node
    return {**word.node, "change": word.op} | ({"was": word.was} if word.was else {})


def _without_content(node: Node, *, with_id: bool) -> dict[str, Any]:
    copy = {name: value for name, value in node.items() if name != "content"}
    if not with_id and kind(node) and "attrs" in copy:
        copy["attrs"] = {name: value for name, value in copy["attrs"].items() if name != "id"}
    return copy
