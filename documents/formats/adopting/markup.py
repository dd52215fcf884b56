"""Properties of WordprocessingML as they may pass: known ones alone, once each, in order, with values that mean something."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from documents.formats.adopting.known import (
    COMMON_VALUES,
    INSIDE,
    MANY,
    NEEDED,
    OTHER_NAMES,
    RENAMED_ATTRIBUTES,
    SIDED,
    VALUES,
)
from documents.formats.docx.markup import DECLARATIONS
from documents.formats.reading.markup import Element, W, child

_MOST_TEXT = 300  # letters of an attribute: names, patterns of numbers


def root(name: str) -> Element:
    """An empty part of the `w` namespace, all usual prefixes declared."""
    return etree.fromstring(f"<w:{name} {DECLARATIONS}/>")


def local(element: Element) -> str:
    """Its name in the `w` namespace; "" for what is of another, for comments and the like."""
    tag = element.tag
    return tag[len(W) :] if isinstance(tag, str) and tag.startswith(W) else ""


def is_wordy(name: str, attribute: str, value: str) -> bool:
    """Whether an attribute says what it may say."""
    pattern = VALUES.get((name, attribute)) or COMMON_VALUES.get(attribute)
    return len(value) <= _MOST_TEXT and (pattern is None or re.fullmatch(pattern, value) is not None)


def attributes(element: Element, name: str) -> dict[str, str]:
    """Those of the `w` namespace that mean something."""
    found = {}
    for key, value in element.attrib.items():
        if not key.startswith(W) or key[len(W) :].startswith("rsid"):
            continue
        word = key[len(W) :]
        if name == "ind":
            word = RENAMED_ATTRIBUTES.get(word, word)
        if name in ("jc", "lvlJc", "tab") and word == "val":
            value = {"start": "left", "end": "right"}.get(value, value)
        if is_wordy(name, word, value):
            found[W + word] = value
    return found


def properties(element: Element, name: str = "") -> Element | None:
    """A copy of what passes of some properties, `name` their kind (a key of `known.INSIDE`); None where nothing does."""
    name = name or local(element)
    made = etree.Element(W + name, attributes(element, name))
    order = INSIDE.get(name, ())
    kept: dict[str, list[Element]] = {}
    for one in element:
        word = local(one)
        word = OTHER_NAMES.get(word, word) if name in SIDED else word
        if word not in order or (word in kept and word not in MANY):
            continue
        passed = properties(one, word)
        if passed is not None and (name not in SIDED or passed.get(W + SIDED[name]) is not None):
            kept.setdefault(word, []).append(passed)
    for word in order:
        made.extend(kept.get(word, ()))
    if any(made.get(W + needed) is None for needed in NEEDED.get(name, ())):
        return None
    return None if order and len(made) == 0 and not made.attrib else made


def inside(element: Element, *names: str) -> Any:
    """As `child`, of what is known to be there."""
    return child(element, *names)


def named(parent: Element | None, name: str) -> Iterator[Element]:
    """The children of that name in the `w` namespace."""
    if parent is not None:
        yield from parent.iterfind(W + name)
