"""The words of an event for people: names as they are today, roles and formats by their names."""

from collections.abc import Callable, Iterable
from typing import Any

from activity.models import Event
from permissions import roles

FORMATS = {"docx": "Word", "odt": "ODT", "pdf": "PDF", "md": "Markdown", "html": "HTML"}

WITHHOLDERS: list[Callable[[list[Event]], None]] = []  # apps above add what puts a stand-in where a name was taken out


def as_told(events: Iterable[Event]) -> list[Event]:
    """Events as people may read them: not as they are stored."""
    told = list(events)
    for withhold in WITHHOLDERS:
        withhold(told)
    return told


def people_named(events: Iterable[Event]) -> set[str]:
    """The opaque words ("user:12") whose names the events need."""
    return {word for event in events for word in (event.about, event.on_behalf_of) if word}


def words_of(event: Event, names: dict[str, str]) -> dict[str, str]:
    """Plain text: whoever makes HTML of it escapes it."""
    words = {word: str(value) for word, value in data_of(event).items()}
    if event.about in names:
        words["person"] = names[event.about]
    if "role" in words:
        words["role"] = str(roles.NAMES.get(words["role"], words["role"]))
    if "format" in words:
        words["format"] = FORMATS.get(words["format"], words["format"])
    return words


def data_of(event: Event) -> dict[str, Any]:
    """Also where somebody changed the row: the page that says so must be able to show it."""
    return event.data if isinstance(event.data, dict) else {}


def for_whom(event: Event, names: dict[str, str]) -> str:
    return names.get(event.on_behalf_of, event.on_behalf_of)
