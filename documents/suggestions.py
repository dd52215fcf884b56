"""Proposals as they are read: the lists of a document, with people, votes, and what they come to in the text today."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce

from documents.content import Tree
from documents.models import Document, Suggestion, SuggestionVote
from documents.rebasing import Today, today

State = Suggestion.State
UNANSWERED = (State.OPEN, State.OUTDATED)
PEOPLE = ("author__profile__organisation", "answered_by__profile__organisation", "on_behalf_of")


@dataclass(frozen=True)
class Standing:
    """A proposal beside the text of today: the block now, and what accepting would put in."""

    suggestion: Suggestion
    today: Tree | None = None
    merged: list[Tree] | None = None


def of_document(
    document: Document, user: Any, *, state: str = "open", author: int | None = None, block: str = ""
) -> "QuerySet[Suggestion]":
    """In the order in which they were made. With people, the votes for and against, the caller's own; `total` counts."""
    found = Suggestion.objects.filter(document=document)
    if state != "all":
        found = found.filter(state=state)
    if author is not None:
        found = found.filter(author=author)
    if block:
        found = found.filter(block=block)
    return found.select_related(*PEOPLE).annotate(
        votes_for=_votes(value=1),
        votes_against=_votes(value=-1),
        my_vote=Coalesce(Subquery(_cast(person=user.pk).values("value")[:1]), 0),
        total=Window(Count("*")),
    )


def _cast(**which: Any) -> "QuerySet[SuggestionVote]":
    return SuggestionVote.objects.filter(suggestion=OuterRef("pk"), **which).order_by()


def _votes(**which: Any) -> Coalesce:
    counted = _cast(**which).values("suggestion").annotate(count=Count("*")).values("count")
    return Coalesce(Subquery(counted), 0)


def standing(document: Document, suggestions: Iterable[Suggestion]) -> list[Standing]:
    """The text is read once, and only where something waits for an answer."""
    listed = list(suggestions)
    if not any(one.state in UNANSWERED for one in listed):
        return [Standing(one) for one in listed]
    now = today(document)
    return [_standing(one, now) for one in listed]


def _standing(suggestion: Suggestion, now: Today) -> Standing:
    place = now.places.get(suggestion.block)
    if place is None or suggestion.state not in UNANSWERED:
        return Standing(suggestion)
    return Standing(suggestion, place.shown, now.would_show(suggestion))
