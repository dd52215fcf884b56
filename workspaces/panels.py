"""The register of what a workspace's page is made of; apps that stand above add to it from their apps.py."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from accounts.names import names_of
from activity.feed import feed_of
from activity.models import Event
from activity.verbs import sentence
from permissions.actions import holders
from workspaces.models import Workspace
from workspaces.telling import as_told, for_whom, people_named, words_of

EVENTS_SHOWN = 12
PEOPLE_SHOWN = 8


@dataclass
class Place:
    """A workspace as one person sees it; what several panels need is read once."""

    workspace: Workspace
    user: Any

    @cached_property
    def members(self) -> list[tuple[Any, str]]:
        return holders(self.workspace)


@dataclass(frozen=True)
class Panel:
    """`items(place)` gives what the template needs, or None for no panel; panels are drawn by growing `order`."""

    title: Any
    template: str
    items: Callable[[Place], Any]
    order: int


@dataclass(frozen=True)
class Subject:
    """What may be told of one kind: the objects that the person may see there, and the address of each.

    `hidden` gives those of some keys that even a manager of the workspace may know nothing of, of what is gone too.
    """

    visible: Callable[[Place], QuerySet[Any]]
    address: Callable[[Place, str], str]
    hidden: Callable[[Place, Collection[str]], Iterable[str]] = lambda place, keys: ()


@dataclass(frozen=True)
class Line:
    """An event as one person reads it: `sentence` is safe to show, `for_whom` the name of whom the actor acted for.

    `closed`: they may not know what it is about.
    """

    event: Event
    sentence: str
    for_whom: str = ""
    closed: bool = False

    @property
    def subject_id(self) -> str:
        return "" if self.closed else self.event.subject_id

    @property
    def about(self) -> str:
        return "" if self.closed else self.event.about

    @property
    def day(self) -> date:
        return timezone.localtime(self.event.at).date()


PANELS: list[Panel] = []
SUBJECTS: dict[str, Subject] = {}


def register(panel: Panel) -> None:
    PANELS.append(panel)
    PANELS.sort(key=lambda one: one.order)


def drawn(place: Place) -> list[dict[str, Any]]:
    found = [(panel, panel.items(place)) for panel in PANELS]
    return [
        {"title": panel.title, "template": panel.template, "content": items}
        for panel, items in found
        if items is not None
    ]


def people(place: Place) -> list[tuple[Any, str]]:
    return place.members[:PEOPLE_SHOWN]


def happened(place: Place) -> list[Line] | None:
    """For those with a role: a workspace that is open to everybody does not tell everybody what people do."""
    mine = getattr(place.workspace, "mine", False)  # as `workspaces.access` says
    return lines(feed(place)[:EVENTS_SHOWN], place) if mine else None


def feed(place: Place) -> QuerySet[Event]:
    return feed_of(place.workspace.pk, {kind: subject.visible(place) for kind, subject in SUBJECTS.items()})


def lines(events: Iterable[Event], place: Place) -> list[Line]:
    """Events that the person may see, each with its title as a link to its subject."""
    told = as_told(events)
    names = names_of(people_named(told))
    return [Line(event, _linked(event, words_of(event, names), place), for_whom(event, names)) for event in told]


def _linked(event: Event, words: dict[str, str], place: Place) -> SafeString:
    safe: dict[str, str] = {word: conditional_escape(value) for word, value in words.items()}
    if "title" in words and event.subject_kind in SUBJECTS:
        address = SUBJECTS[event.subject_kind].address(place, event.subject_id)
        safe["title"] = format_html('<a href="{}">{}</a>', address, words["title"])
    return mark_safe(sentence(event.verb, safe))
