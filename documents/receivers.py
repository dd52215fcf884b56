"""What comes up from below: a room that fell quiet, rights that changed, an account that lost its access."""

from typing import Any

from django.dispatch import receiver

from accounts.signals import access_ended
from documents.actions.settle import settle_document
from documents.models import Document
from permissions.signals import access_changed
from realtime import relay
from realtime.signals import settled
from workspaces.models import Workspace


@receiver(settled, dispatch_uid="documents.settle")
def derive(room: str, authors: list[str], **_: Any) -> None:
    settle_document(room, authors)


@receiver(access_changed, dispatch_uid="documents.recheck")
def ask_again(subject: Any, user: Any, **_: Any) -> None:
    """Rights on a workspace reach into every document of it."""
    user_key = str(user.pk) if user is not None else None
    if isinstance(subject, Document):
        relay.recheck([subject.room], user_key)
    elif isinstance(subject, Workspace):
        keys = Document.objects.filter(workspace=subject).values_list("pk", flat=True)
        relay.recheck(map(str, keys), user_key)


@receiver(access_ended, dispatch_uid="documents.leave")
def leave(user: Any, **_: Any) -> None:
    relay.leave(str(user.pk))
