"""The words of neighbouring XmlTexts become others, with their marks: only what differs is taken out, put in, formatted."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from pycrdt import XmlText

from documents import content
from documents.content import Tree, byte_length
from documents.differences import Hunk, script

Formats = dict[str, Any]


class Sign(NamedTuple):
    """A character with its marks: where it stands, which of the texts, from which byte. Of a thing that is none, `object`."""

    value: str
    formats: Formats
    text: int = 0
    byte: int = 0

    @property
    def size(self) -> int:
        return byte_length(self.value) or 1


def reword(texts: Sequence[XmlText], run: Sequence[Tree]) -> None:
    live = [sign for at, text in enumerate(texts) for sign in _signs(text, at)]
    wanted = [Sign(letter, content.formats(node)) for node in run for letter in node["text"]]
    found = _by_letters(live, wanted)
    _format(texts, live, wanted, found)
    for hunk in reversed(found):
        _cut(texts, live[hunk.start : hunk.end])
        if hunk.until > hunk.at:
            text, byte = _place(live, hunk.start)
            _write(texts[text], byte, wanted[hunk.at : hunk.until])


def _signs(text: XmlText, at: int) -> list[Sign]:
    found, byte = [], 0
    for value, formats in text.diff():
        for letter in value if isinstance(value, str) else [""]:
            found.append(Sign(letter, formats or {}, at, byte))
            byte += found[-1].size
    return found


def _by_letters(live: Sequence[Sign], wanted: Sequence[Sign]) -> list[Hunk]:
    """Compared by words, told by characters: a new word takes nothing of an old one."""
    here, there = _words(live), _words(wanted)
    ends, ends_there = _ends(here), _ends(there)
    return [
        Hunk(ends[one.start], ends[one.end], ends_there[one.at], ends_there[one.until]) for one in script(here, there)
    ]


def _words(signs: Sequence[Sign]) -> list[str]:
    return re.findall(r"\w+|\s+|[^\w\s]", "".join(sign.value or "\0" for sign in signs))


def _ends(words: Sequence[str]) -> list[int]:
    found = [0]
    for word in words:
        found.append(found[-1] + len(word))
    return found


def _format(texts: Sequence[XmlText], live: Sequence[Sign], wanted: Sequence[Sign], found: Sequence[Hunk]) -> None:
    """Marks on the words that stay; lengths do not change by it."""
    at = at_wanted = 0
    for hunk in [*found, Hunk(len(live), len(live), len(wanted), len(wanted))]:
        changes = [
            (sign, _change(sign.formats, new.formats))
            for sign, new in zip(live[at : hunk.start], wanted[at_wanted : hunk.at], strict=True)
        ]
        start = 0
        for end in range(1, len(changes) + 1):
            if end == len(changes) or _breaks(changes[end - 1], changes[end]):
                first, last = changes[start][0], changes[end - 1][0]
                if changes[start][1]:
                    texts[first.text].format(first.byte, last.byte + last.size, changes[start][1])
                start = end
        at, at_wanted = hunk.end, hunk.until


def _breaks(one: tuple[Sign, Formats], other: tuple[Sign, Formats]) -> bool:
    return one[0].text != other[0].text or one[1] != other[1]


def _change(live: Formats, wanted: Formats) -> Formats:
    """By the marks they mean; what the content model does not know stays as it is."""
    here = {key: mark for key, held in live.items() if (mark := content.read_mark(key, held))}
    there = {key: content.read_mark(key, held) for key, held in wanted.items()}
    gone: Formats = {key: None for key, mark in here.items() if mark not in there.values()}
    return gone | {key: wanted[key] for key, mark in there.items() if mark not in here.values()}


def _cut(texts: Sequence[XmlText], signs: Sequence[Sign]) -> None:
    for at in sorted({sign.text for sign in signs}, reverse=True):
        own = [sign for sign in signs if sign.text == at]
        del texts[at][own[0].byte : own[-1].byte + own[-1].size]


def _place(live: Sequence[Sign], at: int) -> tuple[int, int]:
    """Behind what stands before, in the same text."""
    if at > 0:
        return live[at - 1].text, live[at - 1].byte + live[at - 1].size
    return (live[0].text, live[0].byte) if live else (0, 0)


def _write(text: XmlText, byte: int, signs: Sequence[Sign]) -> None:
    start = 0
    for end in range(1, len(signs) + 1):
        if end == len(signs) or signs[end].formats != signs[start].formats:
            words = "".join(sign.value for sign in signs[start:end])
            text.insert(byte, words, signs[start].formats)
            byte += byte_length(words)
            start = end
