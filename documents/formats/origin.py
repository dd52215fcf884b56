"""What a Word file says of where it comes from, so that it is known again when it is brought back into its document.

A property of the file names the document and the state of its text; a hidden bookmark names each block. Neither says
anything of people.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

PROPERTY = "Tablee"  # among those that Word calls custom; programs keep it when the file is saved again
PREFIX = "_tablee_"  # names that begin so are hidden, and ours alone
ADDED = f"{PREFIX}own_"  # on what the export adds to the text: never read as text again
_PLAIN = re.compile(r"[a-z0-9]{1,28}")
_PROPOSALS = ("tracked", "accepted", "original")


@dataclass(frozen=True)
class Origin:
    """The text of `document` at number `number` of its log, at a moment; its proposals as `Options.suggestions` says."""

    document: UUID
    number: int
    at: datetime
    suggestions: str = "tracked"
    names: bool = True

    def word(self) -> str:
        """As `parse` reads it: a version of this form, then what there is to say, by spaces."""
        moment = self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return f"1 {self.document} {self.number} {moment} {self.suggestions} {'names' if self.names else 'numbers'}"

    @classmethod
    def parse(cls, word: object) -> "Origin | None":
        """None for what we did not write."""
        parts = word.split(" ") if isinstance(word, str) else []
        if len(parts) != 6 or parts[0] != "1" or parts[4] not in _PROPOSALS or not _is_number(parts[2]):
            return None
        try:
            at = datetime.strptime(parts[3], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
            return cls(UUID(parts[1]), int(parts[2]), at, parts[4], parts[5] == "names")
        except ValueError:
            return None


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) < 16


def bookmark_of(key: str) -> str:
    """The name for the id of a block: Word takes 40 signs, letters and digits, and "A" for the same as "a"."""
    if _PLAIN.fullmatch(key):
        return PREFIX + key
    return f"{PREFIX}x_{hashlib.sha256(key.encode()).hexdigest()[:28]}"
