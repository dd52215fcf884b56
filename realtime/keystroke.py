"""The commonest update read at one glance: one client writes a few characters behind a known one, and deletes nothing.

A short cut of `realtime.outline`, never another opinion: what does not look exactly so is left to the long way, and
a property test holds the two together.
"""

import re

from realtime.shapes import Place
from realtime.update_reader import NUMBER, number_of

# one client, one item: client, clock; a string between two neighbours or behind one: their clients and clocks;
# its length and text; no deletion
KEYSTROKE = re.compile(
    rb"\x01\x01" + NUMBER * 2 + rb"(?:\x84" + NUMBER * 2 + rb"|\xc4" + NUMBER * 4 + rb")([\x01-\x7f])(.+)\0", re.DOTALL
).fullmatch


Keystroke = tuple[int, int, bytes, Place, Place | None]  # client, clock, text, left, right


def read_keystroke(update: bytes) -> Keystroke | None:
    """None: read it the long way. `text` is not empty, and may be no valid UTF-8."""
    found = KEYSTROKE(update)
    if found is None:
        return None
    client, clock, one, one_clock, left, left_clock, right, right_clock, length, text = found.groups()
    if length[0] != len(text):
        return None
    if one is not None:
        return number_of(client), number_of(clock), text, (number_of(one), number_of(one_clock)), None
    places = (number_of(left), number_of(left_clock)), (number_of(right), number_of(right_clock))
    return number_of(client), number_of(clock), text, *places
