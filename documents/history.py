"""Which versions of a document a person sees: those since the day they got access, unless the history is public."""

from datetime import datetime
from typing import Any

from django.db.models import CharField, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from activity.models import Event
from activity.record import word_of
from documents.models import Document, Version
from documents.models.document import Stage
from permissions.backend import rung
from permissions.lineage import above
from permissions.roles import reaches
from realtime import log

CAME_IN = ("access.granted", "access.invitation_accepted", "access.entered", "access.guest_entered", "document.created")
LEFT = "access.revoked"


def visible_versions(document: Document, user: Any) -> QuerySet[Version]:
    """The last first. A published one is for whoever may read the document; who manages it sees all.

    One query at most before that of the versions themselves (two for a document that stands in another).
    """
    versions = document.versions.all()
    if document.history_public or reaches("document", rung(user, document), "manage"):
        return versions
    published = Q(kind=Version.Kind.STAGE, stage=Stage.PUBLISHED)
    if not user.is_authenticated:
        return versions.filter(published)
    since = came_in(document, user)
    # What stood when they came, they could read: the last version before counts too.
    standing = Version.objects.filter(document=document, **({"at__lte": since} if since else {}))
    first = Subquery(standing.order_by("-number", "-at").values("number")[:1])
    return versions.filter(published | Q(number__gte=Coalesce(first, 0)))


def with_people(versions: QuerySet[Version]) -> QuerySet[Version]:
    """With those who wrote and who kept them, as shown everywhere; without the texts. Two queries."""
    authors = Prefetch("authors", User.objects.select_related("profile__organisation"))
    return versions.defer("packed").select_related("made_by__profile__organisation").prefetch_related(authors)


def writers_between(before: Version, after: Version | None) -> QuerySet[User]:
    """Who wrote since a version, up to another or to this day."""
    until = after.number if after is not None else 2**62
    keys = log.authors_between(before.document.room, before.number, until)
    return User.objects.filter(pk__in=keys).order_by("pk")


def writers_of(version: Version) -> QuerySet[User]:
    """Whom to name under it: of a published one, which is quoted, everybody who wrote; else who did since the one before."""
    if not version.published:
        return version.authors.select_related("profile__organisation")  # type: ignore[no-any-return]
    keys = log.authors_between(version.document.room, 0, version.number)
    return User.objects.select_related("profile__organisation").filter(pk__in=keys).order_by("pk")


def came_in(document: Document, user: Any) -> datetime | None:
    """Since when the person has had access without a break, as far as it is known: None if nothing tells."""
    holding = above(Document, [document.pk]).values_list("pk", flat=True) if document.parent_id else [document.pk]
    subjects = Q(subject_kind="document", subject_id__in=list(map(str, holding)))
    subjects |= Q(subject_kind="workspace", subject_id=str(document.workspace_id))
    theirs = Event.objects.filter(subjects, Q(about=word_of(user)) | Q(actor=user, about=""))
    told = theirs.filter(verb__in=[*CAME_IN, LEFT]).order_by().values_list("verb", "at")
    visits = document.visits.filter(person=user).values_list(Value(CAME_IN[0], CharField()), "first_at")
    moments = list(told.union(visits, all=True))
    ended = max((at for verb, at in moments if verb == LEFT), default=None)
    return min((at for verb, at in moments if verb != LEFT and (ended is None or at > ended)), default=None)
