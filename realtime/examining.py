"""Finds what cannot be opened in the rows of a room: each is read by the gate and taken by the engine, one by one.

Runs in a child process (`realtime.child`), which says before each row that it comes to it: if it dies there, the next
child leaves that row out. Knows no database.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from realtime import child, engine, gate
from realtime.update_reader import LONGEST

DEATHS = 8  # children that may die over one room before only what comes before the first bad row is kept


@dataclass
class Verdict:
    """`good` says everything but the `suspects`, given as (number, reason). `deaths` counts children that died."""

    good: bytes = engine.EMPTY
    suspects: list[tuple[int, str]] = field(default_factory=list)
    deaths: int = 0

    @property
    def guilty(self) -> bool:
        return bool(self.suspects or self.deaths)


def examine(numbers: Sequence[int], parts: Sequence[bytes], *, proved: int = 0) -> Verdict:
    """What of these numbered updates can be opened together; the first `proved` passed a snapshot's proof once.

    Raises `child.Failed`, which proves nothing.
    """
    verdict, cut = Verdict(), set[int]()
    while verdict.deaths <= DEATHS:
        try:
            heading, blobs = child.run(
                "examine", {"numbers": list(numbers), "cut": sorted(cut), "proved": proved}, parts
            )
        except child.Died as death:
            verdict.deaths += 1
            if death.last.get("at") is None:
                return verdict  # it died of all of it together
            cut.add(death.last["at"])
            if verdict.deaths == DEATHS:
                cut |= {number for number in numbers if number >= min(cut)}
            continue
        verdict.good = blobs[0]
        verdict.suspects = [(number, reason) for number, reason in heading["suspects"]]
        break
    return verdict


# In the child


def answer(heading: dict[str, Any], parts: Sequence[bytes], tell: Callable[..., None]) -> None:
    known, trial, cut = gate.Gate(), engine.Trial([]), set(heading["cut"])
    accepted: list[bytes] = []
    suspects: list[tuple[int, str]] = []
    for index, (number, part) in enumerate(zip(heading["numbers"], parts, strict=True)):
        if number in cut:
            suspects.append((number, "it ends the process"))
            continue
        tell({"at": number})
        try:
            _take(known, trial, part, proved=index < heading["proved"])
        except gate.Gap:
            suspects.append((number, "it builds on one that is left out"))
            continue
        except (gate.Refused, MemoryError) as error:
            suspects.append((number, str(error) or "it needs too much memory"))
            trial = engine.Trial(accepted)
            continue
        accepted.append(part)
    tell({"at": None})
    good = engine.merge(accepted)
    engine.open_doc([engine.open_doc([good]).get_update()])
    tell({"suspects": suspects}, [good])


def _take(known: gate.Gate, trial: engine.Trial, part: bytes, *, proved: bool) -> None:
    if proved:
        known.learn(part)
        trial.apply(part)
        return
    checked = known.check(part, most=LONGEST)  # one row may be a whole book that was imported
    trial.apply(part)
    known.accept(checked)
