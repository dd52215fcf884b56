"""Proposals for tests: the blocks of a text by their words, and what somebody makes of one."""

from typing import Any

from documents.actions.suggestions import make_suggestion
from documents.content import Tree, read_document
from documents.models import Document, Suggestion
from documents.rebasing import places


def texts(document: Document) -> list[str]:
    """The words of each block at the top."""
    return [words(node) for node in read_document(document)["content"]]


def words(node: Tree) -> str:
    return str(node["text"]) if "text" in node else "".join(map(words, node.get("content", [])))


def blocks(document: Document) -> list[tuple[str, Tree]]:
    """Those with an id, in order."""
    return [(key, place.node) for key, place in places(read_document(document)).items()]


def paragraph(*runs: str) -> Tree:
    """Runs of text; `*bold*` between stars."""
    content = [
        {"type": "text", "text": run.strip("*"), "marks": [{"type": "bold"}]}
        if run.startswith("*")
        else {"type": "text", "text": run}
        for run in runs
        if run
    ]
    return {"type": "paragraph", "content": content} if content else {"type": "paragraph"}


def propose(document: Document, by: Any, *proposed: Tree | str, at: int = 0, reason: str = "") -> Suggestion:
    """Nodes, or words of paragraphs, in the place of block number `at`."""
    key, before = blocks(document)[at]
    nodes = [paragraph(each) if isinstance(each, str) else each for each in proposed]
    return make_suggestion(document, key, before, nodes, reason, by=by)
