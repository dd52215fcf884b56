"""What was measured against what was asked: one JSON line for each case, with its seed and the commit it ran on."""

import json
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def commit() -> str:
    said = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return said.stdout.strip()


@dataclass
class Measure:
    value: Any
    asked: Any
    kept: bool


@dataclass
class Report:
    """`most`, `least`, `exactly` measure against a threshold; `note` only tells.

    `patience` widens what is asked of a clock: a suite shares its machine with other work, a bench does not. For the
    same reason a suite (patience above 1) is told of speed, and not judged by it.
    """

    case: str
    seed: int
    patience: float = 1.0
    measures: dict[str, Measure] = field(default_factory=dict)
    notes: dict[str, Any] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)

    def most(self, name: str, value: float | None, asked: float, *, clock: bool = False, speed: bool = False) -> None:
        """At most `asked`; None was never reached and fails. `clock`: how long something may take; `speed`: how fast it is."""
        if speed and self.patience > 1:
            self.note(**{name: value})
            return
        bound = asked * self.patience if clock else asked
        rounded = round(value, 3) if value is not None else None
        self.measures[name] = Measure(rounded, asked, value is not None and value <= bound)

    def least(self, name: str, value: float, asked: float) -> None:
        self.measures[name] = Measure(value, f">= {asked}", value >= asked)

    def exactly(self, name: str, value: Any, asked: Any) -> None:
        self.measures[name] = Measure(value, asked, value == asked)

    def note(self, **told: Any) -> None:
        self.notes |= told

    @property
    def failed(self) -> dict[str, Measure]:
        return {name: one for name, one in self.measures.items() if not one.kept}

    def line(self) -> str:
        told = {name: [one.value, one.asked, one.kept] for name, one in self.measures.items()}
        seconds = round(time.monotonic() - self.began, 1)
        head = {"case": self.case, "commit": commit(), "seed": self.seed, "passed": not self.failed, "seconds": seconds}
        return json.dumps(head | {"thresholds": told, **self.notes}, ensure_ascii=False)
