"""Threads as cards: how each began and how long it is, without reading all that was said in it."""

from typing import Any

from django.db.models import Count, F, OuterRef, Subquery, Window
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.names import shown_name
from documents import speech
from documents.discussion import Place, comments_seen, manages, threads_seen
from documents.models import Comment
from documents.threads import Asked, filtered

PEOPLE = ("opened_by__profile__organisation", "assigned_to")


def cards(place: Place, user: Any, asked: Asked, offset: int, limit: int) -> tuple[list[Any], int]:
    """Some threads, those spoken in last first, each with `beginning` and `length`; and how many there are.

    Where nothing is left to read, `hidden_because` says why.

    Two questions, however many threads.
    """
    manager = manages(place, user)
    found = filtered(threads_seen(place, user, manager=manager), user, asked)
    said = comments_seen(user, manager=manager).filter(thread=OuterRef("pk"))
    readable = said.exclude(state__in=[Comment.State.HIDDEN, Comment.State.DELETED]).order_by("at", "pk")
    hidden = said.filter(state=Comment.State.HIDDEN).order_by("at", "pk")
    length = said.order_by().values("thread").annotate(n=Count("pk")).values("n")
    told = found.select_related(*PEOPLE).annotate(
        total=Window(Count("*")),
        suggestion_key=F("suggestion__pk"),
        first=Subquery(readable.values("body")[:1]),
        reason=Subquery(hidden.values("public_reason")[:1]),
        length=Coalesce(Subquery(length), 0),
    )
    page = list(told.order_by("-said_at", "pk")[offset : offset + limit])
    _begin(page)
    return page, page[0].total if page else found.count() if offset else 0


def _begin(page: list[Any]) -> None:
    numbers = speech.mentioned_in(one.first or "" for one in page)
    names = dict(User.objects.filter(pk__in=numbers).values_list("pk", shown_name())) if numbers else {}
    for one in page:
        one.beginning = speech.with_names(one.first or "", names)
        one.hidden_because = "" if one.beginning else one.reason
        one.title = one.title if one.title_read else ""
