"""Nodes of a text as one line of tokens, and back: what the three-way merge of proposals compares (documents/merging.py).

An element is an opening and a closing token around what it holds, so that a paragraph cut in two or an item added to a
list is an ordinary insertion. Ids and comment marks are carried along, never compared: who proposes knows nothing of them.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any, Literal

from documents import schema
from documents.content import Tree

WORD = re.compile(r"\w+|\s+|[^\w\s]")

ORDER = {name: at for at, name in enumerate(schema.MARKS)}

Comments = frozenset[str]  # threads
NONE: Comments = frozenset()


@dataclass(frozen=True, slots=True)
class Token:
    """`value` is a type, or words; `look` the attributes or marks that are compared, as JSON.

    `key` is the id of the element that opens; `comments` has one entry for each character of words, one for an atom.
    """

    kind: Literal["open", "close", "words", "atom"]
    value: str
    look: str = ""
    key: str = field(default="", compare=False)
    comments: tuple[Comments, ...] = field(default=(), compare=False)

    @property
    def is_words(self) -> bool:
        return self.kind == "words"

    def with_comments(self, comments: Comments) -> "Token":
        return replace(self, comments=(comments,) * len(self.value)) if self.is_words else self


def tokens(nodes: Iterable[Tree]) -> list[Token]:
    found: list[Token] = []
    _read(list(nodes), found)
    return found


def _read(nodes: Sequence[Tree], found: list[Token]) -> None:
    run: list[tuple[str, str, Comments]] = []
    for node in nodes:
        if node["type"] == "text":
            run.append((node["text"], *_marks(node)))
            continue
        _close_run(run, found)
        _read_element(node, found)
    _close_run(run, found)


def _close_run(run: list[tuple[str, str, Comments]], found: list[Token]) -> None:
    """Words end where a mark begins or ends, but not where a comment does."""
    for look, pieces in groupby(run, key=lambda piece: piece[1]):
        alike = list(pieces)
        words = "".join(text for text, _, _ in alike)
        lying = tuple(comments for text, _, comments in alike for _ in text)
        for word in WORD.finditer(words):
            found.append(Token("words", word[0], look, comments=lying[word.start() : word.end()]))
    run.clear()


def _read_element(node: Tree, found: list[Token]) -> None:
    kind = schema.NODES[node["type"]]
    given = node.get("attrs") or {}
    attrs = {name: value for name, value in given.items() if name != "id" and value != kind.attrs.get(name)}
    look = json.dumps(attrs, sort_keys=True, ensure_ascii=False) if attrs else ""
    if not kind.content and kind.inline:
        found.append(Token("atom", node["type"], look))
        return
    found.append(Token("open", node["type"], look, key=str(given.get("id") or "")))
    _read(node.get("content", []), found)
    found.append(Token("close", node["type"]))


def _marks(node: Tree) -> tuple[str, Comments]:
    """Marks in the order of the schema, attributes without those that say nothing; the threads apart."""
    if "marks" not in node:
        return "", NONE
    listed: dict[str, Any] = {}
    threads = set()
    for mark in node.get("marks", []):
        attrs = {name: value for name, value in (mark.get("attrs") or {}).items() if value is not None}
        if mark["type"] == "comment":
            threads.add(str(attrs.get("thread", "")))
        else:
            listed[mark["type"]] = attrs
    look = (
        json.dumps([[name, listed[name]] for name in schema.MARKS if name in listed], sort_keys=True) if listed else ""
    )
    return look, frozenset(threads)


def nodes(line: Iterable[Token]) -> list[Tree] | None:
    """None where what opens and what closes do not answer each other."""
    top: list[Tree] = []
    standing: list[tuple[str, list[Tree]]] = [("", top)]
    for token in line:
        inside = standing[-1][1]
        if token.kind == "words":
            _write_words(token, inside)
        elif token.kind == "atom":
            inside.append(_element(token))
        elif token.kind == "open":
            made = _element(token)
            inside.append(made)
            standing.append((token.value, []))
        else:
            kind, content = standing.pop()
            if not standing or kind != token.value:
                return None
            if content:
                standing[-1][1][-1]["content"] = content
    return top if len(standing) == 1 else None


def without_comments(trees: Iterable[Tree]) -> list[Tree]:
    """The same nodes in the shortest form, without the marks that follow what is said of them beside the text."""
    found: list[Tree] = []
    for node in trees:
        if node["type"] == "text":
            marks = _listed(_marks(node)[0])
            if found and found[-1]["type"] == "text" and found[-1].get("marks", []) == marks:
                found[-1]["text"] += node["text"]
            else:
                found.append({"type": "text", "text": node["text"], **({"marks": marks} if marks else {})})
            continue
        defaults = schema.NODES[node["type"]].attrs
        given = node.get("attrs") or {}
        attrs = {name: value for name, value in given.items() if value != defaults.get(name)}
        content = without_comments(node.get("content", []))
        made = {
            "type": node["type"],
            **({"attrs": attrs} if attrs else {}),
            **({"content": content} if content else {}),
        }
        found.append(made)
    return found


def _element(token: Token) -> Tree:
    attrs = json.loads(token.look) if token.look else {}
    if token.key:
        attrs = {"id": token.key, **attrs}
    return {"type": token.value, "attrs": attrs} if attrs else {"type": token.value}


def _listed(look: str) -> list[Tree]:
    named = json.loads(look) if look else []
    return [{"type": name, "attrs": attrs} if attrs else {"type": name} for name, attrs in named]


def _write_words(token: Token, inside: list[Tree]) -> None:
    marks = _listed(token.look)
    at, value = 0, token.value
    lying = token.comments or (NONE,) * len(value)
    while at < len(value):
        end = next((to for to in range(at + 1, len(value)) if lying[to] != lying[at]), len(value))
        own = marks + [{"type": "comment", "attrs": {"thread": thread}} for thread in sorted(lying[at])]
        own.sort(key=lambda mark: ORDER[mark["type"]])
        before = inside[-1] if inside else None
        if before is not None and before["type"] == "text" and before.get("marks", []) == own:
            before["text"] += value[at:end]
        else:
            inside.append({"type": "text", "text": value[at:end], **({"marks": own} if own else {})})
        at = end
