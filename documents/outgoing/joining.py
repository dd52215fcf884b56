"""A document made a part of a volume: under a title of its own, its ids, links, pictures and threads kept to itself.

What is one document's may look like another's, where one was copied from the other: everything that is found by a key has
the key of its part before it.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from documents.content import Tree
from documents.formats.docx import Hand, Talk
from documents.formats.nodes import (
    Outline,
    attachment,
    attr,
    children,
    is_inline,
    is_title,
    kind,
    label,
    marks,
    walk,
    whole,
)
from documents.outgoing.prepared import Prepared

LOWEST = 6  # levels of titles that every format knows
NO_PICTURE = "00000000-0000-0000-0000-000000000000"  # an attachment that is nobody's: its place is told as missing
SPOKEN = frozenset({"text", "mention", "citation"})
_ADDRESS = re.compile(r"/documents/([0-9a-fA-F-]{36})/(?:lire/)?(?:#(.*))?")


class Joined:
    """One part: `key` names it in the volume, and is the id of its title. `depth` counts the documents it stands in."""

    def __init__(
        self,
        key: str,
        title: str,
        depth: int,
        found: Prepared,
        *,
        pictures: Collection[str],
        language: str = "",
        places: "Mapping[str, Place] | None" = None,
        site: str = "",
    ) -> None:
        """`language` where it is not the volume's; `pictures` are the attachments of the document itself; `places` tells
        where each document of the volume stands in it, by its id; `site` is the address with which links to it begin."""
        self.key, self._depth, self._language, self._pictures = key, depth, language, pictures
        self._places, self._site = places or {}, site.rstrip("/")
        self._levels: dict[int, int] = {}
        self._lowered = False
        self._measure(found.tree)
        self.hands: dict[str, Hand] = {self._own(key): hand for key, hand in found.hands.items()}
        self.talks: dict[str, Talk] = {self._own(key): talk for key, talk in found.talks.items()}
        self.blocks = [self._title(title, found), *map(self._copy, children(found.tree))]
        self.left_out = list(found.left_out)
        if self._lowered:
            sentence = _("Titles of “%(title)s” go below the sixth level: they were brought back to it.")
            self.left_out.append(sentence % {"title": title})

    def _own(self, key: object) -> str:
        return f"{self.key}-{key}"

    def _title(self, title: str, found: Prepared) -> Tree:
        """What is said of the document as a whole, or of a passage that is gone, stands on it."""
        words = self._spoken({"type": "text", "text": title})
        heading = {"type": "heading", "attrs": {"id": self.key, "level": self._level(0)}, "content": [words]}
        said = [self._own(key) for key in found.talks if key.startswith("title-")]
        return {**heading, "part": True, "talks": said}

    def _measure(self, tree: Tree) -> None:
        """The levels of its titles without gaps, then below its own: a volume skips none where its documents did."""
        outline = Outline()
        for node in walk(tree):
            if kind(node) == "heading" and is_title(node):
                self._levels[id(node)] = self._level(outline.close_up(whole(attr(node, "level"), 1, 1, LOWEST)))

    def _level(self, within: int) -> int:
        level = self._depth + 1 + within
        self._lowered = self._lowered or level > LOWEST
        return min(level, LOWEST)

    def _copy(self, node: Tree, *, spoken: bool = True) -> Tree:
        made = self._marked(node, spoken=spoken) if is_inline(node) else dict(node)
        attrs: dict[str, Any] = {}
        if key := label(node, "id"):
            attrs["id"] = self._own(key)
        if id(node) in self._levels:
            attrs["level"] = self._levels[id(node)]
        if kind(node) == "figure" and attr(node, "image") and attachment(node) not in self._pictures:
            attrs["image"] = NO_PICTURE
        if attrs:
            before = node.get("attrs")
            made["attrs"] = {**before, **attrs} if isinstance(before, dict) else attrs
        if node.get("talks"):
            made["talks"] = [self._own(talk) for talk in node["talks"]]
        if node.get("by"):
            made["by"] = self._own(node["by"])
        if "content" in node:
            speaks = spoken and kind(node) != "codeBlock"  # code is in no language
            made["content"] = [self._copy(child, spoken=speaks) for child in children(node)]
        return made

    def _marked(self, node: Tree, *, spoken: bool) -> Tree:
        """An inline node; also what it was before its look changed."""
        made = dict(node)
        if isinstance(node.get("marks"), list):
            made["marks"] = [self._mark(mark) for mark in node["marks"] if isinstance(mark, dict)]
        if isinstance(node.get("was"), dict):
            made["was"] = self._marked(node["was"], spoken=spoken)
        return self._spoken(made) if spoken else made

    def _mark(self, mark: dict[str, Any]) -> dict[str, Any]:
        attrs = mark.get("attrs")
        if not isinstance(attrs, dict):
            return mark
        if mark.get("type") == "comment":
            return {**mark, "attrs": {**attrs, "thread": self._own(attrs.get("thread"))}}
        if mark.get("type") == "link" and isinstance(attrs.get("href"), str):
            return {**mark, "attrs": {**attrs, "href": self._address(attrs["href"].strip())}}
        return mark

    def _address(self, href: str) -> str:
        """Within the document, and to another document of the volume: a place in the volume; else as it was."""
        if href.startswith("#"):
            return f"#{self._own(href[1:])}"
        path = href.removeprefix(self._site) if self._site else href
        found = _ADDRESS.fullmatch(path)
        place = self._places.get(found[1].lower()) if found else None
        return f"#{place.of(found[2] or '')}" if found and place else href

    def _spoken(self, node: Tree) -> Tree:
        """Words in a language other than the volume's say so: for screen readers and spelling checkers."""
        if not self._language or kind(node) not in SPOKEN or "textLanguage" in marks(node):
            return node
        spoken = {"type": "textLanguage", "attrs": {"lang": self._language}}
        return {**node, "marks": [*(node.get("marks") or []), spoken]}


class Place:
    """Where a document stands in the volume: at the title of its part, or at one of its blocks."""

    def __init__(self, key: str, tree: Tree) -> None:
        self._key = key
        self._blocks = {label(node, "id") for node in walk(tree)} - {""}

    def of(self, block: str) -> str:
        return f"{self._key}-{block}" if block in self._blocks else self._key
