"""Notices as their person reads them: who did what, where, with what was said; for the page, the API and the mails."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.names import names_of
from activity.models import Event
from activity.verbs import sentence
from notifications.audiences import TOLD
from notifications.excerpts import Excerpt, Said
from notifications.models import Notice
from permissions.queries import prefetch
from workspaces.telling import as_told, people_named, words_of


@dataclass(frozen=True)
class Line:
    """`sentence` goes on from the name of the actor, as plain text."""

    notice: Notice
    sentence: str
    excerpt: Excerpt

    @property
    def event(self) -> Event:
        return self.notice.event

    @property
    def actor(self) -> Any:
        return self.event.actor

    @property
    def name(self) -> str:
        """The machine has none: then the site speaks."""
        if self.actor is not None:
            return str(self.actor)
        return _("Former member") if self.event.actor_key else ""

    @property
    def place(self) -> Any:
        return self.notice.document or self.notice.workspace

    @property
    def workspace(self) -> Any:
        document = self.notice.document
        return document.workspace if document is not None else self.notice.workspace

    @property
    def path(self) -> str:
        """To the very passage, where there is one."""
        if self.excerpt.path:
            return self.excerpt.path
        anchor = self.excerpt.anchor
        return str(self.place.get_absolute_url()) + (f"#{anchor}" if anchor else "")

    @property
    def followed(self) -> str:
        """As `path`, from a mail: by the notice, which is read then, also for who has to sign in on the way."""
        return f"{reverse('notice', args=[self.notice.pk])}?{urlencode({'vers': self.path}, safe='/')}"

    @property
    def day(self) -> date:
        return timezone.localtime(self.notice.at).date()

    def saying(self, words: str) -> "Line":
        return replace(self, excerpt=replace(self.excerpt, said=words))

    @property
    def whole(self) -> str:
        return f"{self.name} {self.sentence}" if self.name else self.sentence[:1].upper() + self.sentence[1:]


def lines(notices: Iterable[Notice], reader: Any) -> list[Line]:
    """Of notices that the reader may see; those of a comment that waits for somebody else are left out."""
    told = list(notices)
    as_told(one.event for one in told)
    said = Said(told)
    mine = f"user:{reader.pk}"
    wanted = people_named([one.event for one in told]) | said.people()
    names = names_of(wanted - {mine}) | {mine: str(reader)}
    excerpts = said.excerpts(names)
    made = [Line(one, _sentence(one, names), excerpts[one.pk]) for one in told]
    early = _too_early([line for line in made if line.excerpt.waiting], reader)
    return [line for line in made if line.notice.pk not in early]


def _sentence(notice: Notice, names: dict[str, str]) -> str:
    event, told = notice.event, TOLD.get(notice.event.verb)
    words = words_of(event, names) | {"title": str(notice.document or notice.workspace)}
    if notice.addressed and told is not None and told.you:
        return str(told.you) % ({"role": ""} | words)
    return sentence(event.verb, words)


def _too_early(waiting: list[Line], reader: Any) -> set[int]:
    """Only managers were told of a comment that waits; whoever manages no more is told when it is shown."""
    places = {line.place.pk: line.place for line in waiting}
    prefetch(reader, places.values())
    managed = {key for key, place in places.items() if reader.has_perm(place.permission("manage"), place)}
    return {line.notice.pk for line in waiting if line.place.pk not in managed}
