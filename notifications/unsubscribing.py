"""The link in each mail that stops it: one click without signing in, good for ever, and for nothing else."""

from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core import signing
from django.urls import reverse

from documents.models import Document
from notifications.preferences import Place
from workspaces.models import Workspace

SALT = "notifications.unsubscribing"


def address_for(person: Any, place: Place | None) -> str:
    """The path that stops mails about a place, or (None) all of them."""
    return reverse("notices_unsubscribe", args=[signing.dumps([person.pk, _word(place)], salt=SALT)])


def read(token: str) -> tuple[Any, Place | None] | None:
    """Whose, and about what; None for a token that is none of ours, or where the account or the place is gone."""
    try:
        key, word = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    person = get_user_model()._default_manager.filter(pk=key, is_active=True).exclude(email=None).first()
    if person is None:
        return None
    if not word:
        return person, None
    kind, _colon, number = str(word).partition(":")
    place: Any = None
    if kind == "document":
        place = Document.objects.without_text().select_related("workspace").filter(pk=UUID(number)).first()
    elif kind == "workspace":
        place = Workspace.objects.filter(pk=int(number)).first()
    return (person, place) if place is not None else None


def _word(place: Place | None) -> str:
    return f"{place.kind}:{place.pk}" if place is not None else ""
