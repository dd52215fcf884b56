"""The fields that are open while a text is read: their result is kept, what they compute it from is not."""

import re
from dataclasses import dataclass

_LINK = re.compile(r'HYPERLINK\s+(\\l\s+)?"([^"]*)"(?:\s*\\l\s+"([^"]*)")?', re.IGNORECASE)
_CONTENTS = re.compile(r"\s*(TOC|INDEX|TOA)\b", re.IGNORECASE)
_COUNTED = re.compile(r"\s*SEQ\b", re.IGNORECASE)


@dataclass
class _Field:
    instruction: str
    shown: bool  # its result has begun


class Fields:
    def __init__(self) -> None:
        self._open: list[_Field] = []

    def begin(self, instruction: str) -> None:
        """A field with its instruction at once shows its result from there on."""
        self._open.append(_Field(instruction, bool(instruction)))

    def instruct(self, words: str) -> None:
        if self._open:
            self._open[-1].instruction += words

    def separate(self) -> None:
        if self._open:
            self._open[-1].shown = True

    def end(self) -> bool:
        """Whether it was one that counts figures."""
        return bool(self._open and _COUNTED.match(self._open.pop().instruction))

    @property
    def silent(self) -> bool:
        """Within the instruction of a field."""
        return any(not one.shown for one in self._open)

    @property
    def inside_contents(self) -> bool:
        return any(_CONTENTS.match(one.instruction) for one in self._open)

    @property
    def href(self) -> str:
        for one in reversed(self._open):
            found = _LINK.search(one.instruction)
            if found and found[1]:
                return f"#{found[2]}"
            if found:
                return f"{found[2]}#{found[3]}" if found[3] else found[2]
        return ""
