"""A volume in a format without pages: its parts follow one another, and a list of links stands for the contents page."""

from collections import deque

from documents.content import Tree
from documents.formats.nodes import attr, children, is_title, kind, label, text_of
from documents.formats.words import Words

LISTED = 3  # levels of titles


def without_pages(tree: Tree, words: Words, *, contents: bool) -> Tree:
    """The tree of a document alone is given back as it is."""
    blocks = children(tree)
    if not any(node.get("part") for node in blocks):
        return tree
    kept = [node for node in blocks if not node.get("between")]
    return {**tree, "content": [*(_list(kept, words) if contents else []), *kept]}


def _list(blocks: list[Tree], words: Words) -> list[Tree]:
    titles = deque(node for node in blocks if kind(node) == "heading" and is_title(node) and _level(node) <= LISTED)
    for number, node in enumerate(titles, 1):
        if not label(node, "id"):
            node["attrs"] = {**(node.get("attrs") or {}), "id": f"title-{number}"}
    heading = {"type": "heading", "attrs": {"level": 1}, "content": [{"type": "text", "text": words.contents}]}
    return [heading, _nested(titles, 1)]


def _nested(titles: "deque[Tree]", level: int) -> Tree:
    items = []
    while titles and _level(titles[0]) >= level:
        title = titles.popleft()
        to = {"type": "link", "attrs": {"href": f"#{label(title, 'id')}"}}
        blocks: list[Tree] = [
            {"type": "paragraph", "content": [{"type": "text", "text": text_of([title]), "marks": [to]}]}
        ]
        if titles and _level(titles[0]) > _level(title):
            blocks.append(_nested(titles, _level(title) + 1))
        items.append({"type": "listItem", "content": blocks})
    return {"type": "bulletList", "content": items}


def _level(title: Tree) -> int:
    return int(attr(title, "level"))
