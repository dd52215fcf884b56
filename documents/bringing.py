"""What was found in a file, made ready for a document of its own: pictures, threads and proposals get their keys."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.lines import one_line
from documents import content, rebasing
from documents.anchors import Passage
from documents.blocks import ATOM, units
from documents.content import Tree
from documents.formats.child import Contents
from documents.formats.nodes import attr, children, is_inline, kind
from documents.models import Comment, Suggestion
from documents.sound import sound
from documents.speech import LONGEST, clean
from documents.tokens import without_comments

_FRENCH = frozenset((
    "le", "la", "les", "des", "une", "est", "dans", "pour", "que", "qui", "sur", "avec", "par", "ne", "pas", "au", "du", "et",
))  # fmt: skip
_ENGLISH = frozenset((
    "the", "of", "and", "to", "in", "is", "for", "that", "with", "on", "by", "are", "be", "not", "this", "from", "it", "as",
))  # fmt: skip
_WORD = re.compile(r"[a-zà-ÿ]+")


@dataclass
class Thread:
    key: uuid.UUID
    passage: Passage | None
    resolved: bool
    comments: list[Comment]


@dataclass
class Brought:
    """Everything but the rows. `told` grows by what has no place in a text of ours."""

    tree: Tree
    title: str
    language: str
    images: dict[uuid.UUID, bytes]
    threads: list[Thread]
    suggestions: list[Suggestion]
    told: dict[str, Any] = field(default_factory=dict)

    def tell(self, code: str) -> None:
        known = self.told.setdefault(code, {"count": 0, "about": []})
        known["count"] += 1


def bring(contents: Contents, filename: str) -> Brought:
    """Saves nothing. `filename` is the name where the text has no title of its own."""
    images = {name: uuid.uuid4() for name in contents.images}
    threads = {one["key"]: uuid.uuid4() for one in contents.threads}
    brought = Brought(
        tree=content.with_ids(_ours(contents.tree, images, threads)),
        title=_title(contents, filename),
        language=_language(contents),
        images={images[name]: data for name, data in contents.images.items()},
        threads=[],
        suggestions=[],
        told=dict(contents.told),
    )
    _bring_threads(brought, contents, threads)
    _bring_proposals(brought, contents, images)
    return brought


def _bring_threads(brought: Brought, contents: Contents, keys: dict[str, uuid.UUID]) -> None:
    passages = dict(passages_of(brought.tree))
    for one in contents.threads:
        key = keys[one["key"]]
        passage = passages.get(str(key))
        if passage is None:
            brought.tell("comment_nowhere")
        comments = _in_order([comment for said in one["said"] for comment in _comments(said)])
        if comments:
            brought.threads.append(Thread(key, passage, one["resolved"], comments))


def _bring_proposals(brought: Brought, contents: Contents, images: dict[str, uuid.UUID]) -> None:
    places = rebasing.places(brought.tree) if contents.proposals else {}
    for one in contents.proposals:
        made = _suggestion(one, places, images)
        if made is None:
            brought.tell("proposal_lost")
        else:
            brought.suggestions.append(made)


def _ours(node: Tree, images: dict[str, uuid.UUID], threads: dict[str, uuid.UUID]) -> Tree:
    """A copy with the keys of our rows, and links to this site as those of its own texts."""
    made = dict(node)
    if image := (node.get("attrs") or {}).get("image"):
        made["attrs"] = {**node["attrs"], "image": str(images[image]) if image in images else None}
    if "marks" in node:
        marks = [mark for each in node["marks"] if (mark := _mark(each, threads)) is not None]
        made["marks"] = marks
        if not marks:
            del made["marks"]
    if "content" in node:
        made["content"] = [_ours(child, images, threads) for child in node["content"]]
    return made


def _mark(mark: Tree, threads: dict[str, uuid.UUID]) -> Tree | None:
    if mark["type"] == "comment":
        key = threads.get(mark["attrs"]["thread"])
        return {"type": "comment", "attrs": {"thread": str(key)}} if key is not None else None
    if mark["type"] == "link":
        here = settings.SITE_URL.rstrip("/") + "/"
        href = mark["attrs"]["href"]
        if href.startswith(here):
            return {"type": "link", "attrs": {**mark["attrs"], "href": href[len(here) - 1 :]}}
    return mark


def _title(contents: Contents, filename: str) -> str:
    """The title in the text, else the one in the file's properties where the text says it too, else the file's name."""
    beginning = " ".join(content.plain({"type": "doc", "content": children(contents.tree)[:4]}).split()).lower()
    said = contents.title.strip()
    if any(letter.isalnum() for letter in said) and (contents.titled or said.lower() in beginning):
        return one_line(said)[:250]
    name = re.split(r"[/\\]", filename)[-1]
    stem = name.rpartition(".")[0] or name
    return one_line(stem.replace("_", " "))[:250] or said[:250] or "Document"


def _language(contents: Contents) -> str:
    """What the file says, unless its words are plainly French: many a program writes English into every file."""
    words = _WORD.findall(content.plain(contents.tree).lower()[:50_000])
    french, english = (sum(word in known for word in words) for known in (_FRENCH, _ENGLISH))
    said = contents.language
    if french > 3 * english and french > 5 and not said.lower().startswith("fr"):
        return "fr-FR"
    if not said:
        return "en-GB" if english > 3 * french and english > 5 else "fr-FR"
    return said if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,6})?", said) else "fr-FR"


def passages_of(tree: Tree) -> Iterator[tuple[str, Passage]]:
    """Where each thread's mark lies, from its first letter to its last."""
    lines = list(_lines(tree))
    ends: dict[str, list[tuple[int, int, int]]] = {}  # thread -> stretches as (line, start, end)
    for number, (_key, nodes) in enumerate(lines):
        at = 0
        for node in nodes:
            length = units(node["text"]) if kind(node) == "text" else 1
            for mark in node.get("marks", []):
                if mark["type"] == "comment":
                    ends.setdefault(mark["attrs"]["thread"], []).append((number, at, at + length))
            at += length
    for thread, stretches in ends.items():
        (first, start, _end), (last, _start, end) = stretches[0], stretches[-1]
        quote = [
            _cut(lines[at][1], start if at == first else 0, end if at == last else None)
            for at in range(first, last + 1)
        ]
        yield thread, Passage(lines[first][0], start, lines[last][0], end, "\n".join(quote))


def _lines(node: Tree) -> Iterator[tuple[str, list[Tree]]]:
    """The blocks that hold words, with what stands right in them."""
    held = children(node)
    if kind(node) in ("paragraph", "heading", "figure", "detailsSummary", "codeBlock"):
        yield str(attr(node, "id") or ""), [child for child in held if is_inline(child)]
        return
    for child in held:
        yield from _lines(child)


def _cut(nodes: list[Tree], start: int, end: int | None) -> str:
    line = "".join(node["text"] if kind(node) == "text" else ATOM for node in nodes)
    data = line.encode("utf-16-le")
    return data[2 * start : None if end is None else 2 * end].decode("utf-16-le", "ignore")


def _comments(said: dict[str, str]) -> list[Comment]:
    """One comment, cut where it is longer than ours may be."""
    words, at, who = said["text"], _moment(said["when"]), one_line(said["who"])[:200]
    pieces = [words[start : start + LONGEST] for start in range(0, len(words), LONGEST)]
    made = []
    for piece in pieces:
        try:
            made.append(Comment(author=None, author_name=who, body=clean(piece), at=at))
        except ValidationError:  # nothing but signs that nobody sees
            continue
    return made


def _in_order(comments: list[Comment]) -> list[Comment]:
    """Comments are shown by their moment, and files tell minutes: an answer comes after what it answers."""
    for before, after in pairwise(comments):
        after.at = max(after.at, before.at + timedelta(microseconds=1))
    return comments


def _suggestion(
    one: dict[str, Any], places: dict[str, rebasing.Place], images: dict[str, uuid.UUID]
) -> Suggestion | None:
    place = places.get(one["block"])
    try:
        proposed = without_comments(sound([_ours(node, images, {}) for node in one["proposed"]]))
    except ValidationError:
        return None
    if place is None or place.takes(place.shown, proposed) is None:
        return None
    made = Suggestion(
        author=None,
        author_name=one_line(", ".join(one["who"]))[:200],
        block=one["block"],
        number=1,
        before=place.shown,
        proposed=proposed,
    )
    made.made_at = _moment(one["when"])
    return made


def _moment(said: str) -> datetime:
    """As the file says it, never later than now."""
    now = timezone.now()
    try:
        found = parse_datetime(said)
    except ValueError:
        found = None
    if found is None or found.year < 1990:
        return now
    return min(found if found.tzinfo is not None else found.replace(tzinfo=UTC), now)
