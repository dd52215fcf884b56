"""A text made to fit the content model: nothing empty that may not be, nothing nested deeper than a room takes."""

from documents.formats.nodes import Node, is_inline, walk
from documents.formats.reading.changes import joined_words
from documents.formats.reading.found import Found

_DEEPEST = 40  # elements in elements; the gate of a room stops at 64
_NEEDS_BLOCKS = frozenset({"blockquote", "callout", "tableCell", "tableHeader", "detailsContent", "doc"})
_ITEMS = frozenset({"listItem", "taskItem"})
_LISTS = frozenset({"bulletList", "orderedList", "taskList", "table"})
_HOLDS_WORDS = frozenset({"paragraph", "heading", "figure", "codeBlock", "footnote"})


def sound_shape(tree: Node, found: Found) -> Node:
    return {**tree, "content": _blocks(tree.get("content", []), 1, found) or [{"type": "paragraph"}]}


def _blocks(nodes: list[Node], depth: int, found: Found) -> list[Node]:
    made = [_block(node, depth, found) for node in nodes]
    return [block for each in made for block in each]


def _block(node: Node, depth: int, found: Found) -> list[Node]:
    name = node["type"]
    if name in _HOLDS_WORDS:
        words = joined_words(node.get("content", []))
        kept = {key: held for key, held in node.items() if key not in ("content", "mark")}
        return [{**kept, **({"content": words} if words else {})}]
    if depth > _DEEPEST:
        found.tell("deep")
        return [{"type": "paragraph", "content": words} for words in _lines(node)]
    if "content" not in node:
        return [] if name in _LISTS or name in _NEEDS_BLOCKS else [node]
    content = _blocks(node["content"], depth + 1, found)
    if name in _ITEMS and (not content or content[0]["type"] != "paragraph"):
        content = [{"type": "paragraph"}, *content]
    if name in _NEEDS_BLOCKS and not content:
        if name in ("blockquote", "callout"):
            return []
        content = [{"type": "paragraph"}]
    if name in _LISTS and not content:
        return []
    return [{**{key: held for key, held in node.items() if key != "mark"}, "content": content}]


def _lines(node: Node) -> list[list[Node]]:
    found = []
    for one in walk(node):
        words = [child for child in one.get("content", []) if is_inline(child)]
        if words and not is_inline(one):
            found.append(joined_words(words))
    return found
