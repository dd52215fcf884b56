"""What a person is shown of those who acted in their place: who, why, when, and each thing that was done."""

from dataclasses import dataclass

from accounts.models import ActFor, User
from accounts.names import names_of
from activity.models import Event
from activity.verbs import sentence

LONGEST_LIST = 50


@dataclass(frozen=True)
class Acted:
    acting: ActFor
    done: list[str]


def told(person: User) -> list[Acted]:
    """The newest first; a query for each kind of row, however many."""
    rows = list(person.acted_for.select_related("administrator")[:LONGEST_LIST])
    if not rows:
        return []
    events = list(Event.objects.filter(on_behalf_of=f"user:{person.pk}").order_by("id"))
    names = names_of({event.about for event in events if event.about})
    return [Acted(row, [_words(event, names) for event in events if _within(event, row)]) for row in rows]


def _words(event: Event, names: dict[str, str]) -> str:
    person = {"person": names[event.about]} if event.about in names else {}
    return sentence(event.verb, {**event.data, **person})


def _within(event: Event, row: ActFor) -> bool:
    end = row.ended_at or row.until
    return event.actor_id == row.administrator_id and row.started_at <= event.at <= end
