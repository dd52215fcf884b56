"""Reads events back. The caller says which subjects the reader may see: activity knows no rights."""

from collections.abc import Mapping
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Replace

from activity.models import Event
from activity.verbs import FEED

ACTOR = ("actor__profile__organisation",)  # as shown beside every name


def feed_of(workspace: int, visible: Mapping[str, QuerySet[Any]]) -> QuerySet[Event]:
    """What members are told, the newest first, of subjects that are visible: `{"document": documents}`."""
    seen = Q()
    for kind, subjects in visible.items():
        seen |= Q(subject_kind=kind, key__in=subjects.values_list(_plain(Cast("pk", CharField())), flat=True))
    events = Event.objects.alias(key=_plain(F("subject_id"))).filter(Q(workspace=workspace, verb__in=FEED) & seen)
    return events.select_related(*ACTOR)


def _plain(key: Any) -> Any:
    """A key as text without hyphens: SQLite and PostgreSQL do not write the key of a document alike."""
    return Replace(key, Value("-"), Value(""))


def in_chain(chain: str) -> QuerySet[Event]:
    """The newest first; what has no number, which only tampering explains, comes last."""
    return Event.objects.filter(chain=chain).order_by(F("number").desc(nulls_last=True)).select_related(*ACTOR)


def narrowed(events: QuerySet[Event], *, person: str = "", kind: str = "") -> QuerySet[Event]:
    """Only what one account did, only one kind; a person or a kind that is none finds nothing."""
    if person:
        events = events.filter(actor=int(person)) if person.isascii() and person.isdecimal() else events.none()
    return events.filter(verb__startswith=f"{kind}.") if kind else events
