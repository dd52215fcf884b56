"""What reading a file finds besides its text: counts, and what was changed or lost, each with a few words of the passage."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

_MOST = 40  # passages told of one kind: beyond, their number says enough


@dataclass
class Found:
    """`told` maps a code to the passages it is about, as many as are worth listing; `counts` to how many there were."""

    told: dict[str, list[str]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def tell(self, code: str, about: str = "") -> None:
        self.counts[code] += 1
        words = " ".join(about.split())
        words = f"{words[:79].rstrip()}…" if len(words) > 80 else words
        listed = self.told.setdefault(code, [])
        if words and words not in listed and len(listed) < _MOST:
            listed.append(words)

    def as_json(self) -> dict[str, Any]:
        return {code: {"count": self.counts[code], "about": words} for code, words in self.told.items()}
