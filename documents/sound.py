"""Whether nodes that somebody sends may stand in a text: known, shaped by the content model, of a size people read.

A browser is never trusted to say what a document contains (DESIGN §1.6): what a proposer sends is built anew from what
is found sound in it, without ids and comment marks, which are the server's.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from documents import schema
from documents.content import Tree

DEEPEST = 30
MOST_NODES = 4_000
MOST_LETTERS = 60_000
LONGEST_WORD = 2_000  # of an attribute: an address, a description of a picture

_UNSTORABLE = re.compile("[\\x00\\ud800-\\udfff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def sound(nodes: Any) -> list[Tree]:
    """The nodes as they may be kept. Raises `ValidationError` with the code "nodes"."""
    if not isinstance(nodes, list):
        raise _unsound("a list of nodes")
    budget = [MOST_NODES, MOST_LETTERS]
    return [_node(node, budget, 0) for node in nodes]


def may_hold(kind: str, children: Sequence[str]) -> bool:
    """Whether an element may have children of these kinds, in this order."""
    return _pattern(schema.NODES[kind].content).fullmatch("".join(f"{child}," for child in children)) is not None


@cache
def _pattern(expression: str) -> re.Pattern[str]:
    """A content expression of ProseMirror as a regular expression over `name,name,`."""

    def names(word: re.Match[str]) -> str:
        kinds = schema.NODES
        members = [word[0]] if word[0] in kinds else [name for name, each in kinds.items() if each.group == word[0]]
        return f"(?:{'|'.join(f'{name},' for name in members)})"

    return re.compile(re.sub("[A-Za-z]+", names, expression).replace(" ", ""))


def _node(node: Any, budget: list[int], depth: int) -> Tree:
    budget[0] -= 1
    if budget[0] < 0 or depth > DEEPEST:
        raise _large()
    if not isinstance(node, dict) or set(node) - {"type", "attrs", "content", "marks", "text"}:
        raise _unsound(node)
    kind = node.get("type")
    if kind == "text":
        return _text(node, budget)
    if not isinstance(kind, str) or kind not in schema.NODES or kind == "doc" or "text" in node or node.get("marks"):
        raise _unsound(kind)
    attrs = _attributes(kind, node.get("attrs"))
    given = node.get("content") or []
    if not isinstance(given, list):
        raise _unsound(given)
    content = [_node(child, budget, depth + 1) for child in given]
    if not may_hold(kind, [child["type"] for child in content]):
        raise _unsound(f"{kind} > {', '.join(child['type'] for child in content)}")
    return {"type": kind, **({"attrs": attrs} if attrs else {}), **({"content": content} if content else {})}


def _text(node: Tree, budget: list[int]) -> Tree:
    words = node.get("text")
    if not isinstance(words, str) or not words or _UNSTORABLE.search(words) or node.get("content"):
        raise _unsound("text")
    budget[1] -= len(words)
    if budget[1] < 0:
        raise _large()
    marks = _marks(node.get("marks"))
    return {"type": "text", "text": words, **({"marks": marks} if marks else {})}


def _marks(given: Any) -> list[Tree]:
    found: dict[str, Tree] = {}
    for mark in _listed(given):
        name = mark.get("type") if isinstance(mark, dict) else None
        if not isinstance(name, str) or name not in schema.MARKS:
            raise _unsound(mark)
        if name == "comment":
            continue
        attrs = _said(mark.get("attrs"), set(schema.MARKS[name]))
        if not all(MARK_VALUES[name, key](value) for key, value in attrs.items()):
            raise _unsound(attrs)
        if schema.MARKS[name] and not attrs:
            continue  # a link to nowhere, a language that is none
        found[name] = {"type": name, "attrs": attrs} if attrs else {"type": name}
    return [found[name] for name in schema.MARKS if name in found]


def _listed(given: Any) -> list[Any]:
    if given is not None and not isinstance(given, list):
        raise _unsound(given)
    return given or []


def _attributes(kind: str, given: Any) -> Tree:
    attrs = _said(given, set(schema.NODES[kind].attrs))
    attrs.pop("id", None)
    if not all(VALUES[name](value) for name, value in attrs.items()):
        raise _unsound(attrs)
    return attrs


def _said(given: Any, known: set[str]) -> Tree:
    """Attributes that have a value. Browsers send every one they know, those of a link that are ours to say too."""
    if given is not None and not isinstance(given, dict):
        raise _unsound(given)
    attrs = {name: value for name, value in (given or {}).items() if value is not None}
    if set(attrs) - known:
        raise _unsound(attrs)
    return attrs


def _number(low: float, high: float) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def _whole(low: int, high: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _words(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_WORD and not _UNSTORABLE.search(value)


def _widths(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= 100 and all(_number(0, 10_000)(one) for one in value)


def _truth(value: Any) -> bool:
    return isinstance(value, bool)


VALUES: dict[str, Callable[[Any], bool]] = {
    "level": _whole(1, 6),
    "start": _whole(0, 1_000_000),
    "checked": _truth,
    "kind": _words,
    "language": _words,
    "colspan": _whole(1, 100),
    "rowspan": _whole(1, 1000),
    "colwidth": _widths,
    "image": _words,
    "alt": _words,
    "decorative": _truth,
    "width": _number(0, 10_000),
    "user": lambda value: _words(value) or _whole(0, 2**53)(value),
    "label": _words,
    "reference": lambda value: _words(value) or _whole(0, 2**53)(value),
}

MARK_VALUES: dict[tuple[str, str], Callable[[Any], bool]] = {
    ("link", "href"): lambda value: _words(value) and schema.is_safe_link(value),
    ("link", "title"): _words,
    ("textLanguage", "lang"): lambda value: isinstance(value, str) and bool(_LANGUAGE.fullmatch(value)),
}


def _large() -> ValidationError:
    sentence = _("This is too long or too deep for one proposal: propose it in several.")
    return ValidationError(sentence, code="nodes_large")


def _unsound(what: object) -> ValidationError:
    sentence = _("This does not fit a text of Tablée: %(what)s.") % {"what": str(what)[:80]}
    return ValidationError(sentence, code="nodes")
