"""Whom one may mention in a document: people who can open it, never a directory of strangers."""

from typing import Any

from accounts.lines import one_line
from accounts.models import User
from documents.discussion import require_speech
from documents.models import Comment, Document
from permissions.backend import rungs
from permissions.rows import ENTERED
from permissions.who import everybody_on

MOST = 10


def mentionable(document: Document, words: str, *, by: Any) -> list[User]:
    """By name. Who holds a role by a grant finds everybody who does; who only came by the address finds those who speak.

    Raises `PermissionDenied` for who may not comment.
    """
    require_speech(document, by=by)
    words = one_line(words).casefold()
    everybody = everybody_on(document)
    granted = {row.user for row in everybody.rows if row.rung != ENTERED}
    speaking = set(_speaking(document))
    known = speaking | granted if by.pk in granted else speaking
    people = {one.pk: one for one in everybody.people if one.pk in known}
    others = speaking - people.keys()
    if others:  # they came by an address open to all
        found = User.objects.filter(pk__in=others, is_active=True).select_related("profile__organisation")
        people |= {one.pk: one for one in found}
    wanted = [one for one in people.values() if one != by and _is_named(one, words)]
    held = rungs(wanted, [document])
    wanted = [one for one in wanted if held[one.pk, document.pk] is not None]
    return sorted(wanted, key=lambda one: str(one).casefold())[:MOST]


def _speaking(document: Document) -> list[int]:
    shown = Comment.objects.filter(thread__document=document, state=Comment.State.SHOWN, author__isnull=False)
    wrote = [one.pk for one in document.authors()]
    return [*shown.values_list("author", flat=True).distinct(), *wrote]


def _is_named(person: User, words: str) -> bool:
    name = str(person).casefold()
    return not person.is_closed and all(word in name for word in words.split())
