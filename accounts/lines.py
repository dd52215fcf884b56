"""Names and titles are one line: how every act that takes one cleans it."""

import re

BLANK = re.compile(r"[ \t\r\n\f\v\0]+")  # not the non-breaking spaces that French puts before its signs


def one_line(text: str) -> str:
    """The text on one line, its ordinary spaces single and none at its ends; NUL, which PostgreSQL keeps not, is a blank."""
    return BLANK.sub(" ", text).strip()
