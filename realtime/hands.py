"""Whose each letter of a room is: a copy of its updates in which every letter is a sign of its author.

A run of letters becomes as many signs, of the same length in clocks; neighbours, deletions and marks stay as they are.
So the engine puts the signs where it puts the letters, and the two texts, read side by side, say who wrote what.
"""

from collections.abc import Mapping
from typing import Any

from pycrdt import Doc

from realtime import engine, log, own_words
from realtime.log import Stored
from realtime.protocol import write_uint
from realtime.update_reader import STRING

NOBODY = 0xE000  # the signs are Unicode's private ones, each of which counts one clock
MOST = 0xF8FF - NOBODY  # authors told apart; what further ones wrote is nobody's


class Hands:
    """The signs of those who wrote in a room; `owners` says whose each client id is."""

    def __init__(self, owners: Mapping[int, str]) -> None:
        self._authors = ["", *sorted(set(owners.values()) - {""})][: MOST + 1]
        signs = {author: chr(NOBODY + number) for number, author in enumerate(self._authors)}
        self._signs = {client: signs.get(author, signs[""]) for client, author in owners.items()}

    def author(self, sign: str) -> str:
        """Whose sign it is; "" where nobody is known."""
        number = ord(sign) - NOBODY
        return self._authors[number] if 0 <= number < len(self._authors) else ""

    def sign(self, update: bytes) -> bytes:
        """The same update in signs. Raises what `own_words.runs` raises."""
        parts, copied = [], 0
        for run in own_words.runs(update):
            if run.kind == STRING:
                signs = (self._signs.get(run.place[0], chr(NOBODY)) * run.length).encode()
                parts += [update[copied : run.content], write_uint(len(signs)), signs]
                copied = run.end
        return b"".join([*parts, update[copied:]])


def opened_twice(stored: Stored) -> tuple[Hands, "Doc[Any]", "Doc[Any]"]:
    """What is stored of a room, in letters and in signs."""
    hands = Hands(log.owners(stored.room))
    parts = stored.parts()
    return hands, engine.open_doc(parts, stored.room), engine.open_doc([*map(hands.sign, parts)], stored.room)
