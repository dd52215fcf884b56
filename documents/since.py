"""What changed in a text since somebody last saw it: the passages of today that are new to them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db.models import F, FilteredRelation, Max, Q

from accounts.models import User
from documents import blocks
from documents.authorship import Authorship, authorship_numbered
from documents.comparing import Change, Summary, compare, leaves, summary
from documents.content import Tree
from documents.formats.nodes import Node, children, is_inline, label, walk
from documents.models import Document, Version, Visit
from realtime.models import Archive, Update
from workspaces.models import Workspace

OTHER_KINDS = frozenset({"added", "moved", "changed"})


@dataclass(frozen=True)
class Place:
    """A passage of a block, in UTF-16 units of its line; the whole block where `start` and `end` are 0.

    `kind`: "added" words, "removed" (some were taken out right there), "moved", "changed" (its looks or its kind).
    """

    block: str
    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Since:
    """`tree` is the text today, at log number `number`, with its authors; `version` is what was seen."""

    at: datetime
    tree: Tree
    places: list[Place]
    told: Summary
    version: Version
    number: int

    @property
    def first(self) -> int:
        """The first passage that can be drawn in the text; 0 where there is none."""
        return next((number for number, place in enumerate(self.places, 1) if place.end > place.start), 0)


def changes_since(document: Document, visit: Visit | None, user: Any) -> Since | None:
    """None where nothing is known of an earlier visit, or nothing changed. What they wrote themselves is not new to them."""
    if visit is None or visit.version is None or document.quarantined:
        return None
    found, number = authorship_numbered(document)
    changes = compare(visit.version.tree, found.plain)
    places = list(_places(changes, _own(found, str(user.pk))))
    told = summary(changes)
    return Since(visit.at, found.tree, places, told, visit.version, number) if places else None


Own = Callable[[str, int, int], bool]


def _own(found: Authorship, me: str) -> Own:
    """Whether a passage of a block is all one's own."""
    lines: dict[str, list[str]] = {}
    for node in walk(found.tree):
        if label(node, "id") and any(is_inline(child) for child in children(node)):
            lines.setdefault(label(node, "id"), list(_authors(node)))

    def own(block: str, start: int, end: int) -> bool:
        line = lines.get(block, [])[start:end]
        return bool(line) and set(line) == {me}

    return own


def _authors(block: Node) -> Iterator[str]:
    """One for each place of its line."""
    for child in children(block):
        text = str(child["text"]) if "text" in child else blocks.ATOM
        yield from [str(child.get("author", ""))] * blocks.units(text)


def _places(changes: Iterable[Change], own: Own) -> Iterator[Place]:
    for change in leaves(changes):
        if not change.block or change.kind in ("same", "removed", "left"):
            continue
        if change.words:
            yield from _in_words(change, own)
        if change.kind == "moved" or change.attrs or not change.words:
            yield Place(change.block, 0, 0, change.kind if change.kind in OTHER_KINDS else "changed")


def _in_words(change: Change, own: Own) -> Iterator[Place]:
    """Without what one wrote oneself, unless something was taken out before it, and without what was taken out right
    beside new words, which tell enough."""
    found = _stretches(change)
    cuts = {place.start for place in found if place.kind == "removed"}
    edges = {edge for place in found if place.kind == "added" for edge in (place.start, place.end)}
    for place in found:
        if place.kind == "removed":
            told = place.start not in edges
        else:
            told = place.start in cuts or not own(place.block, place.start, place.end)
        if told:
            yield place


def _stretches(change: Change) -> list[Place]:
    """Neighbours of one kind joined; where words were only taken out, the place has no length."""
    at, found = 0, list[Place]()
    for word in change.words:
        long = blocks.units(word.text)
        if word.op == "removed":
            found.append(Place(change.block, at, at, "removed"))
            continue
        if word.op in ("added", "restyled"):
            kind = "added" if word.op == "added" else "changed"
            if found and found[-1].end == at and found[-1].kind == kind:
                found[-1] = Place(change.block, found[-1].start, at + long, kind)
            else:
                found.append(Place(change.block, at, at + long, kind))
        at += long
    return found


def marked(tree: Tree, places: Iterable[Place]) -> Tree:
    """A copy in which text nodes of new passages say so: `since` is the number of the passage."""
    by_block: dict[str, list[tuple[int, Place]]] = {}
    for number, place in enumerate(places, 1):
        by_block.setdefault(place.block, []).append((number, place))
    return _marked(tree, by_block)


def _marked(node: Node, by_block: dict[str, list[tuple[int, Place]]]) -> Node:
    inline = any(is_inline(child) for child in children(node))
    mine = by_block.pop(label(node, "id"), []) if inline or not children(node) else []
    if not mine:
        return {**node, "content": [_marked(one, by_block) for one in children(node)]} if "content" in node else node
    content: list[Node] = []
    at = 0
    for child in children(node):
        text = str(child["text"]) if "text" in child else blocks.ATOM
        long = blocks.units(text)
        content += _pieces(child, at, at + long, mine) if "text" in child else [child]
        at += long
    return {**node, "content": content}


def _pieces(node: Node, start: int, end: int, places: list[tuple[int, Place]]) -> Iterator[Node]:
    """A text node cut where passages begin and end."""
    cuts = {start, end}
    for _, place in places:
        first, last = (place.start, place.end) if place.end or place.kind in ("added", "removed") else (start, end)
        cuts |= {cut for cut in (first, last) if start < cut < end}
    ordered = sorted(cuts)
    for a, b in pairwise(ordered):
        piece = {**node, "text": blocks.cut(str(node["text"]), a - start, b - start) or ""}
        covering = [
            number for number, p in places if (p.start <= a and b <= p.end) or (not p.end and p.kind == "moved")
        ]
        yield {**piece, "since": covering[0]} if covering else piece


# A workspace


@dataclass(frozen=True)
class Changed:
    """A document in which others wrote; `since` is one's last visit, None where one never was. `words` may be negative."""

    document: Document
    since: datetime | None
    words: int
    people: list[Any]

    @property
    def fewer(self) -> int:
        return -self.words


def changed_in(workspace: Workspace, user: Any) -> list[Changed]:
    """The last edited first. Three queries, however many there are."""
    visits = FilteredRelation("visits", condition=Q(visits__person=user.pk))
    found = workspace.documents.visible_to(user).without_text().annotate(visit=visits)
    found = found.annotate(seen=F("visit__number"), seen_at=F("visit__at"), seen_words=F("visit__version__words"))
    documents: list[Any] = list(found.order_by("-edited_at", "pk"))
    wrote = _wrote_after({one.room: one.seen or 0 for one in documents}, str(user.pk))
    everybody = {key for keys in wrote.values() for key in keys if key}
    accounts = User.objects.select_related("profile__organisation").filter(pk__in=everybody)
    people = {str(one.pk): one for one in accounts}
    return [
        Changed(one, one.seen_at, one.words - (one.seen_words or 0), [people[key] for key in keys if key in people])
        for one in documents
        if (keys := wrote.get(one.room))
    ]


def _wrote_after(seen: dict[str, int], me: str) -> dict[str, list[str]]:
    """By room, who but oneself wrote beyond a number."""
    rows = Update.objects.filter(room__in=seen).order_by().values("room", "author").annotate(until=Max("number"))
    kept = Archive.objects.filter(room__in=seen).order_by().values("room", "author").annotate(until=Max("last"))
    found: dict[str, list[str]] = {}
    names = ("room", "author", "until")
    for room, author, until in rows.values_list(*names).union(kept.values_list(*names)):
        if until > seen[room] and author != me and author not in found.setdefault(room, []):
            found[room].append(author)
    return found
