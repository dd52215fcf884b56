"""Who may say something in the threads of a document or a workspace, and which threads and comments a person sees."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from activity import behalf
from documents.models import Comment, Document, Thread
from permissions.actions import require
from permissions.backend import looks_as
from workspaces.models import Workspace

Place = Document | Workspace
State = Comment.State


def speaking_rung(place: Place, user: Any) -> str:
    """The rung from which one says something here: readers with an account too, where the document says so."""
    if isinstance(place, Workspace):
        return "contribute"
    reader = place.readers_comment and user.is_authenticated and not user.is_guest and looks_as(user, place) is None
    return "view" if reader else "comment"


def may_speak(place: Place, user: Any) -> bool:
    return bool(user.is_authenticated and user.has_perm(place.permission(speaking_rung(place, user)), place))


def require_speech(place: Place, *, by: Any) -> None:
    """Raises `PermissionDenied` for who may not say anything here, or would say it in another's place."""
    if behalf.in_place_of(by) is not None:
        raise PermissionDenied(_("Nobody speaks in another's place."))
    if not by.is_authenticated:
        raise PermissionDenied(_("Sign in to say something."))
    require(by, speaking_rung(place, by), place)
    refuse_trashed(place)


def refuse_trashed(place: Place) -> None:
    if isinstance(place, Document) and place.trashed_at is not None:
        raise ValidationError(_("This document is in the trash: take it out first."), code="trashed")


def settling_rung(thread: Thread, user: Any) -> str:
    """The rung from which one resolves it, opens it again, gives it to somebody: who opened it need not write."""
    mine = user.is_authenticated and thread.opened_by_id == user.pk
    return speaking_rung(thread.place, user) if mine else "change"


def may_settle(thread: Thread, user: Any) -> bool:
    place = thread.place
    return bool(user.is_authenticated and user.has_perm(place.permission(settling_rung(thread, user)), place))


def manages(place: Place, user: Any) -> bool:
    return bool(user.has_perm(place.permission("manage"), place))


def comments_seen(user: Any, *, manager: bool) -> "QuerySet[Comment]":
    """What waits is seen by its author and by managers; what was hidden or taken back leaves its place to who saw it."""
    found = Comment.objects.all()
    return found if manager else found.filter(_told_to_all() | _by(user))


def threads_seen(place: Place, user: Any, *, manager: bool) -> "QuerySet[Thread]":
    """Those in which there is something to read, be it why a comment was hidden. One question of rights, no query.

    Each with `title_read`: a title is the word of who began, and goes with their first comment.
    """
    here = Thread.objects.filter(**({"document": place} if isinstance(place, Document) else {"workspace": place}))
    worth = comments_seen(user, manager=manager).exclude(state=State.DELETED)
    found = here.filter(Exists(worth.filter(thread=OuterRef("pk"))))
    if manager:
        return found.annotate(title_read=Value(True))
    read = Case(When((_told_to_all() & ~Q(state=State.HIDDEN)) | _by(user), then=Value(True)), default=Value(False))
    first = Comment.objects.filter(thread=OuterRef("pk")).order_by("at", "pk")
    return found.annotate(title_read=Subquery(first.annotate(read=read).values("read")[:1]))


def _told_to_all() -> Q:
    return Q(was_shown=True) & ~Q(state=State.WAITING)


def _by(user: Any) -> Q:
    return Q(author=user) if user.is_authenticated else Q(pk__in=[])
