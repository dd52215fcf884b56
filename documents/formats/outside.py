"""A text that leaves the site: its links completed or made plain words, its pictures taken along or described."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from documents.formats.nodes import Node, attachment, attr, children, kind, label, marks, text_of, walk
from documents.formats.words import Words

ImageSource = Callable[[str], tuple[bytes, str] | None]  # attachment id -> bytes and content type


@dataclass
class Outside:
    """`left_out` says, in sentences, what could not be taken along."""

    tree: Node
    images: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def taken_outside(tree: Node, source: ImageSource, site: str, words: Words) -> Outside:
    """`site` completes links to the site's own pages; without it these become plain words."""
    taken = _Taking(tree, source, site.rstrip("/"), words)
    return Outside(taken.copy(tree), taken.images, list(dict.fromkeys(taken.left_out)))


class _Taking:
    def __init__(self, tree: Node, source: ImageSource, site: str, words: Words) -> None:
        self._source, self._site, self._words = source, site, words
        self._known = {label(node, "id") for node in walk(tree)}
        self.images: dict[str, tuple[bytes, str]] = {}
        self.left_out: list[str] = []

    def copy(self, node: Node) -> Node:
        made: dict[str, Any] = dict(node)
        if "content" in node:
            made["content"] = [self.copy(child) for child in children(node)]
        if kind(node) == "figure":
            self._figure(made)
        elif isinstance(marks(node).get("link", {}).get("href"), str):
            self._link(made)
        return made

    def _figure(self, node: Node) -> None:
        key, words = attachment(node), self._words
        about = label(node, "alt") or text_of(children(node)) or words.undescribed
        found = self.images.get(key) or (self._source(key) if key else None)
        if found is not None:
            self.images[key] = found
            if attr(node, "decorative") is not True and not label(node, "alt"):
                self.left_out.append(words.left_alt.replace("%s", about))
            return
        if attr(node, "image"):
            self.left_out.append(words.left_image.replace("%s", about))
        node["attrs"] = {**(node.get("attrs") or {}), "image": None, "alt": about}

    def _link(self, node: Node) -> None:
        href = str(marks(node)["link"]["href"]).strip()
        listed = [mark for mark in node["marks"] if isinstance(mark, dict)]
        if href.startswith("/") and self._site:
            to = {"type": "link", "attrs": {**marks(node)["link"], "href": self._site + href}}
            node["marks"] = [to if mark.get("type") == "link" else mark for mark in listed]
        elif href.startswith("/") or (href.startswith("#") and href[1:] not in self._known):
            node["marks"] = [mark for mark in listed if mark.get("type") != "link"]
            said = self._words.left_anchor if href.startswith("#") else self._words.left_site
            self.left_out.append(said.replace("%s", text_of([node])))
