"""The register of what a workspace's page is made of; apps that stand above add to it from their apps.py."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from activity.feed import feed_of
from activity.models import Event
from activity.verbs import sentence
from permissions import roles
from permissions.actions import holders
from workspaces.models import Workspace

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
    """`items(place)` gives what the template needs; panels are drawn by growing `order`."""

    title: Any
    template: str
    items: Callable[[Place], Any]
    order: int


@dataclass(frozen=True)
class Subject:
    """What the feed may tell of one kind: the keys that the person may see there, and the address of each."""

    visible: Callable[[Place], Iterable[Any]]
    address: Callable[[Place, str], str]


PANELS: list[Panel] = []
SUBJECTS: dict[str, Subject] = {}


def register(panel: Panel) -> None:
    PANELS.append(panel)
    PANELS.sort(key=lambda one: one.order)


def drawn(place: Place) -> list[dict[str, Any]]:
    return [{"title": panel.title, "template": panel.template, "content": panel.items(place)} for panel in PANELS]


def people(place: Place) -> list[tuple[Any, str]]:
    return place.members[:PEOPLE_SHOWN]


def happened(place: Place) -> list[dict[str, Any]]:
    visible: dict[str, Iterable[Any]] = {kind: list(subject.visible(place)) for kind, subject in SUBJECTS.items()}
    return [
        {"actor": event.actor, "at": event.at, "sentence": told(event, place)}
        for event in feed_of(place.workspace.pk, visible)[:EVENTS_SHOWN]
    ]


def told(event: Event, place: Place) -> SafeString:
    """The sentence of an event, its title being a link to its subject, its role said in words."""
    words: dict[str, str] = {key: conditional_escape(value) for key, value in event.data.items()}
    if "role" in words:
        words["role"] = conditional_escape(roles.NAMES.get(event.data["role"], event.data["role"]))
    if "format" in words:
        words["format"] = {"docx": "Word"}.get(event.data["format"], words["format"])
    if "title" in words and event.subject_kind in SUBJECTS:
        address = SUBJECTS[event.subject_kind].address(place, event.subject_id)
        words["title"] = format_html('<a href="{}">{}</a>', address, event.data["title"])
    return mark_safe(sentence(event.verb, words))
