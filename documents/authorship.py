"""Who wrote what in a text: its tree with the author of every letter, and how much of it is whose."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from documents import content
from documents.content import Tree
from documents.formats.nodes import walk
from documents.models import Document
from documents.models.version import HANDS
from realtime import hands, quarantine
from realtime.hands import Hands
from realtime.log import Stored


@dataclass
class Authorship:
    """`tree` is the text in which each text node has one `author`, a key ("" for nobody known); `letters` by author;
    `plain` is the text as reading gives it.

    What was pasted or imported is of whoever did it; what an accepted proposal put in is of who proposed it.
    """

    tree: Tree
    letters: Counter[str] = field(default_factory=Counter)
    plain: Tree = field(default_factory=dict)

    @property
    def length(self) -> int:
        return self.letters.total()

    def percent(self, author: str) -> float:
        return 100 * self.letters[author] / self.length if self.length else 0.0


def authorship_of(document: Document) -> Authorship:
    """Of the committed text; in quarantine, of its last good one. Raises `realtime.log.NoRoom`."""
    return authorship_numbered(document)[0]


def authorship_numbered(document: Document) -> tuple[Authorship, int]:
    """The same with the number of the last update in it."""
    return quarantine.opened(document.room, lambda stored: (read(stored), stored.last))


def read(stored: Stored) -> Authorship:
    """Of a text as it is stored, today's or an older one."""
    known, letters, signs = hands.opened_twice(stored)
    found = Authorship({}, plain=content.read(letters))
    found.tree = _signed(found.plain, content.read(signs), known, found.letters)[0]
    return found


SAME = re.compile(r"(.)\1*", re.DOTALL)  # a run of one sign

Hand = tuple[str, int]  # an author, and how many letters in a row are theirs


def read_numbered(document: Document) -> tuple[Tree, int]:
    """The text as a version keeps it: a plain tree that says beside itself, under `hands`, whose its letters are.

    And the number of the last update in it.
    """
    found, number = authorship_numbered(document)
    return {**found.plain, HANDS: list(hands_of(found.tree))}, number


def hands_of(signed: Tree) -> Iterator[Hand]:
    """The authors of a signed tree, in the order of its text."""
    texts = (node for node in walk(signed) if "text" in node)
    for author, group in groupby(texts, key=lambda node: str(node["author"])):
        yield author, sum(len(node["text"]) for node in group)


def sign(tree: Tree, found: Iterable[Hand]) -> Tree:
    """A plain tree signed again. Letters beyond the last hand are nobody's."""
    left = [(author, length) for author, length in found]
    left.reverse()

    def signed(node: Tree) -> list[Tree]:
        if "text" in node:
            return list(_dealt(node, left))
        if "content" not in node:
            return [node]
        return [{**node, "content": [one for child in node["content"] for one in signed(child)]}]

    return signed(tree)[0]


def _dealt(node: Tree, left: list[Hand]) -> Iterator[Tree]:
    text = node["text"]
    while text:
        author, length = left.pop() if left else ("", len(text))
        yield {**node, "text": text[:length], "author": author}
        if length > len(text):
            left.append((author, length - len(text)))
        text = text[length:]


def unsigned(node: Tree) -> Tree:
    """A copy without authors, as reading gives it: neighbouring letters that look alike in one piece again."""
    copy = {name: value for name, value in node.items() if name != "author"}
    if "content" not in node:
        return copy
    copy["content"] = []
    for child in node["content"]:
        last = copy["content"][-1] if copy["content"] else {}
        if "text" in child and "text" in last and child.get("marks") == last.get("marks"):
            last["text"] += child["text"]
        else:
            copy["content"].append(unsigned(child))
    return copy


def _signed(node: Tree, signs: Tree, known: Hands, letters: Counter[str]) -> list[Tree]:
    """A node as it is, with authors; a text becomes one for each of its authors."""
    if node["type"] == "text":
        parts = list(_cut(node["text"], signs.get("text", ""), known))
        for author, text in parts:
            letters[author] += len(text)
        return [{**node, "text": text, "author": author} for author, text in parts]
    if "content" not in node:
        return [node]
    beside = signs.get("content", [])
    pairs = zip(node["content"], beside + [{}] * (len(node["content"]) - len(beside)), strict=False)
    return [{**node, "content": [one for child, sign in pairs for one in _signed(child, sign, known, letters)]}]


def _cut(text: str, signs: str, known: Hands) -> Iterator[tuple[str, str]]:
    """Author by author. A letter outside the basic plane has two signs, as it counts two clocks."""
    if len(text) == len(signs):
        for run in SAME.finditer(signs):
            yield known.author(run[1]), text[run.start() : run.end()]
        return
    at, whose = 0, []
    for letter in text:
        whose.append(known.author(signs[at]) if at < len(signs) else "")
        at += 2 if ord(letter) > 0xFFFF else 1
    for author, group in groupby(zip(whose, text, strict=True), key=lambda pair: pair[0]):
        yield author, "".join(letter for _, letter in group)
