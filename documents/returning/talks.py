"""What was said in a file since it was made: answers to our threads, and new ones where their words stand today.

What the file was made with is known again by its moment, which no program changes, whoever is named for it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from documents.anchors import Passage
from documents.blocks import ATOM, cut, units
from documents.content import Tree
from documents.formats.nodes import children, is_inline, kind
from documents.models import Comment, Document, Suggestion
from documents.rebasing import Place
from documents.speech import LONGEST

MOST = 200  # in one file


@dataclass
class Said:
    """By `who`, as the file names them. In `thread` or beside `suggestion` where it is an answer, else on a passage."""

    who: str
    text: str
    thread: str = ""
    suggestion: str = ""
    opens: int = 0  # what has one number makes one new thread
    passage: list[Any] | None = None  # as `anchors.Passage`
    quote: str = ""


def new_talks(
    document: Document, threads: list[dict[str, Any]], passages: dict[str, Passage], today: dict[str, Place]
) -> list[Said]:
    ours = Comment.objects.filter(thread__document=document).values_list("at", "thread")
    of_threads = {_moment(at): str(thread) for at, thread in ours}
    proposals = Suggestion.objects.filter(document=document).values_list("made_at", "pk")
    of_proposals = {_moment(at): str(key) for at, key in proposals}
    lines = {key: _line(place.node) for key, place in today.items()}
    found: list[Said] = []
    for number, thread in enumerate(threads, 1):
        known = [one["when"] for one in thread["said"] if one["when"] in of_threads]
        beside = [one["when"] for one in thread["said"] if one["when"] in of_proposals]
        for one in thread["said"]:
            if one["when"] in of_threads or one["when"] in of_proposals:
                continue
            said = Said(one["who"], one["text"][:LONGEST])
            if known:
                said.thread = of_threads[known[0]]
            elif beside:
                said.suggestion = of_proposals[beside[0]]
            else:
                said.opens = number
                lies = passages.get(thread["key"])
                said.quote = lies.quote.replace(ATOM, " ") if lies is not None else ""
                said.passage = _today(lies, lines) if lies is not None else None
            found.append(said)
    return found


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _line(node: Tree) -> str:
    """As `documents.blocks` reads it in the text."""
    inline = [child for child in children(node) if is_inline(child)]
    return "".join(child["text"] if kind(child) == "text" else ATOM for child in inline)


def _today(lies: Passage, lines: dict[str, str]) -> list[Any] | None:
    """The same words of the same block, where they stand there once; None where they do not."""
    line = lines.get(lies.block, "")
    if lies.block != lies.end_block or not lies.quote.strip():
        return None
    if cut(line, lies.start, lies.end) == lies.quote:
        return list(lies)
    if line.count(lies.quote) != 1:
        return None
    start = units(line[: line.index(lies.quote)])
    return list(lies._replace(start=start, end=start + units(lies.quote)))
