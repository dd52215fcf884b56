"""What the writer's thread does with a batch: ask again about rights that were not asked lately, then store it."""

import itertools
import time
from dataclasses import dataclass, field

from django.db import connection

from realtime import log
from realtime.gate import Refused
from realtime.gatekeeper import Admission, Gatekeeper
from realtime.refusals import code_of
from realtime.room import Pending, Room

TRUSTED_FOR = 1.5  # seconds for which the gatekeeper's answer about a writer holds


@dataclass(slots=True)
class Outcome:
    """What became of one room's batch: `refused` maps what was not stored to the code of the reason."""

    room: Room
    taken: list[Pending]
    last: int | None = None
    refused: dict[Pending, str] = field(default_factory=dict)
    admissions: dict[str, Admission] = field(default_factory=dict)
    question: int = 0  # when the gatekeeper was asked, among all questions of this process
    busy: bool = False  # another transaction holds the room: nothing was stored, it is to be tried again

    @property
    def stored(self) -> list[Pending]:
        return [item for item in self.taken if item not in self.refused] if self.refused else self.taken


class Storing:
    """Blocking, with a database connection of its own. `cost` is a moving mean: seconds of processor for a batch."""

    def __init__(self, gatekeeper: Gatekeeper, questions: "itertools.count[int]") -> None:
        self._gatekeeper = gatekeeper
        self._questions = questions
        self.cost = 0.0
        self._lately: dict[Room, float] = {}  # rooms written in, and when (monotonic seconds)

    def store(self, batch: list[Outcome]) -> None:
        started = time.thread_time()
        try:
            self._recheck(batch)
            self._append(batch)
            self.cost += (time.thread_time() - started - self.cost) / 4
        except Exception:
            connection.close()
            raise

    def _recheck(self, batch: list[Outcome]) -> None:
        """Ask again about writers whose answer is older than a moment: a right that was taken away stops writing.

        Together with those of whom it will have to be asked soon: in many small rooms each batch would ask otherwise.
        """
        now = time.monotonic()
        self._lately.update((outcome.room, now) for outcome in batch)
        if any(_due(outcome, now) for outcome in batch):
            self._ask(batch, now)
        for outcome in batch:
            for item in outcome.taken:
                if not outcome.admissions.get(item.author, item.connection.admission).may_write:
                    outcome.refused[item] = "gone"

    def _ask(self, batch: list[Outcome], now: float) -> None:
        self._lately = {room: at for room, at in self._lately.items() if now - at < 2 * TRUSTED_FOR}
        asked = {room.id: people for room in self._lately if (people := _soon(room, now))}
        for outcome in batch:
            if people := _due(outcome, now):
                asked[outcome.room.id] = asked.get(outcome.room.id, set()) | people
        question = next(self._questions)
        answers = self._gatekeeper.recheck(asked)
        for outcome in batch:
            outcome.question, outcome.admissions = question, outcome.admissions | answers.get(outcome.room.id, {})
        for room in self._lately:
            room.asked_at |= {key: now for key, answer in answers.get(room.id, {}).items() if answer.may_write}

    def _append(self, batch: list[Outcome]) -> None:
        """One transaction for all; if one update is refused there, each on its own, so that it harms no other."""
        entries = [_entry(outcome.room, item) for outcome in batch for item in outcome.stored if not item.known]
        try:
            numbers = log.append(entries, wait=False)
        except log.Busy as error:
            for outcome in batch:
                outcome.busy |= outcome.room.id in error.rooms
            if free := [outcome for outcome in batch if not outcome.busy]:
                self._append(free)
            return
        except (Refused, log.NoRoom):
            for outcome in batch:
                self._append_singly(outcome)
            return
        for outcome in batch:
            outcome.last = numbers.get(outcome.room.id)

    @staticmethod
    def _append_singly(outcome: Outcome) -> None:
        for item in outcome.stored:
            try:
                numbers = log.append([] if item.known else [_entry(outcome.room, item)])
                outcome.last = numbers.get(outcome.room.id, outcome.last)
            except log.NoRoom:
                outcome.refused[item] = "gone"
            except Refused as error:
                outcome.refused[item] = code_of(error)


def _due(outcome: Outcome, now: float) -> set[str]:
    asked_at = outcome.room.asked_at
    return {item.author for item in outcome.taken if now - asked_at.get(item.author, -TRUSTED_FOR) >= TRUSTED_FOR}


def _soon(room: Room, now: float) -> set[str]:
    return {key for key, at in list(room.asked_at.items()) if TRUSTED_FOR / 2 <= now - at < 2 * TRUSTED_FOR}


def _entry(room: Room, item: Pending) -> log.Entry:
    return log.Entry(room.id, item.author, item.content, item.clients, room.epoch)
