"""Names and titles are one line: how every act that takes one cleans it."""

import re

BLANK = re.compile(r"[ \t\r\n\f\v\0]+")  # not the non-breaking spaces that French puts before its signs

TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # characters that turn round what is written after them


def one_line(text: str) -> str:
    """The text on one line, its ordinary spaces single and none at its ends; NUL, which PostgreSQL keeps not, is a blank.

    What would turn the rest of a line round is left out: a name stands in the middle of sentences.
    """
    return BLANK.sub(" ", TURNS.sub("", text)).strip()
