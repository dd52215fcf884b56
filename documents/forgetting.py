"""The words of one person taken out of the versions of a text, as they are out of its log (`realtime.erasing`)."""

from collections.abc import Collection, Iterator

from documents.authorship import authorship_of, hands_of, sign, unsigned
from documents.content import Tree
from documents.formats.nodes import Node, children, walk
from documents.models import Document
from documents.models.version import HANDS

Lines = dict[str, list[str]]  # a line -> whose each of its letters is


def forget_in_versions(document: Document, people: Collection[str]) -> int:
    """How many versions changed. To be called while the log still holds their words.

    Where a version does not say whose its letters are, a line that stands in another version or in the text is known by
    it; of any other line nothing stays, since it may be theirs.
    """
    changed = 0
    lines: Lines | None = None
    for version in document.versions.order_by("pk").iterator(chunk_size=20):
        kept, tree = version.hands, version.tree
        if kept is None:
            lines = _known(document) if lines is None else lines
            signed = _by_lines(tree, lines, next(iter(people), ""))
        else:
            signed = sign(tree, kept)
        if any(str(node.get("author")) in people for node in walk(signed)):
            blank = _without(signed, people)
            version.tree = {**unsigned(blank), HANDS: list(hands_of(blank))}
            version.save(update_fields=["packed"])
            changed += 1
    return changed


def _without(node: Node, people: Collection[str]) -> Tree:
    if "content" not in node:
        return node
    kept = [child for child in children(node) if str(child.get("author")) not in people]
    return {**node, "content": [_without(child, people) for child in kept]}


def _known(document: Document) -> Lines:
    found: Lines = {}
    for version in document.versions.order_by("pk").iterator(chunk_size=20):
        if (kept := version.hands) is not None:
            found |= dict(_lines(sign(version.tree, kept)))
    return found | dict(_lines(authorship_of(document).tree))


def _lines(signed: Tree) -> Iterator[tuple[str, list[str]]]:
    for node in walk(signed):
        texts = [child for child in children(node) if "text" in child]
        if texts:
            whose = [str(child["author"]) for child in texts for _letter in child["text"]]
            yield "".join(child["text"] for child in texts), whose


def _by_lines(node: Node, lines: Lines, otherwise: str) -> Tree:
    """Signed line by line; a line that is not known is of `otherwise`."""
    if "content" not in node:
        return node
    line = "".join(child["text"] for child in children(node) if "text" in child)
    whose = iter(lines.get(line, [otherwise] * len(line)))
    content: list[Tree] = []
    for child in children(node):
        if "text" in child:
            content += [{**child, "text": letter, "author": next(whose)} for letter in child["text"]]
        else:
            content.append(_by_lines(child, lines, otherwise))
    return {**node, "content": content}
