"""How a text was written, for one person: the steps that they may see, with the people of each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from documents import authorship
from documents.authorship import Authorship
from documents.contributors import Part, inked
from documents.formats.nodes import Node
from documents.history import came_in
from documents.models import Document
from realtime import writing
from realtime.writing import Step

MOST = 200  # steps; beyond, neighbours are joined


@dataclass(frozen=True)
class Frame:
    """`author` wrote what is new in it, with others if several `people` are named."""

    number: int
    step: Step
    at: datetime
    until: datetime
    people: list[Part]

    @property
    def author(self) -> str:
        return self.step.author


@dataclass(frozen=True)
class Film:
    """`since`: nothing older is shown to this person."""

    room: str
    frames: list[Frame]
    people: list[Part]
    since: datetime | None

    def opened(self, frame: Frame) -> tuple[Authorship, Callable[[Node, str], str]]:
        """The text after it, and what draws its authors."""
        return authorship.read(writing.stored_at(self.room, frame.step)), inked(self.people, lambda key: key)


def history_from(document: Document, user: Any) -> datetime | None:
    """From when on somebody sees how the text came about, as for its versions (`documents.history`); None: all of it."""
    if document.history_public or user.has_perm("documents.manage_document", document):
        return None
    known = came_in(document, user) if user.is_authenticated else None
    return known or timezone.now()


def film_of(document: Document, user: Any) -> Film:
    since = history_from(document, user)
    steps = [] if document.quarantined else writing.steps(document.room, since)
    keys = list(dict.fromkeys(step.author for step in steps))
    accounts = User.objects.select_related("profile__organisation").filter(pk__in=[key for key in keys if key])
    known = {str(one.pk): one for one in accounts}
    people = [Part(key, str(known.get(key, "?")), 0, 0.0, at, known.get(key)) for at, key in enumerate(keys, 1)]
    by_key = {part.key: part for part in people}
    return Film(document.room, list(_frames(steps, by_key)), people, since)


def _frames(steps: list[Step], people: dict[str, Part]) -> Any:
    """At most `MOST`, each of as many steps as it takes."""
    size = -(-len(steps) // MOST) or 1
    for number, start in enumerate(range(0, len(steps), size), 1):
        group = steps[start : start + size]
        wrote = [people[key] for key in dict.fromkeys(step.author for step in group)]
        yield Frame(number, group[-1], group[0].at, max(step.until for step in group), wrote)
