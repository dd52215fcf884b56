"""What comes up from below: a room that fell quiet, rights that changed, an account that lost its access."""

from collections.abc import Callable, Collection, Iterable
from functools import partial
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Replace
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.dispatch import receiver

from accounts.models import User
from accounts.signals import access_ended
from activity.models import Event
from activity.signals import recorded
from documents.actions.exports import delete_file
from documents.actions.settle import settle_document
from documents.actions.templates import delete_files
from documents.models import Comment, Document, Export, Template
from documents.models.document import DocumentGroupGrant
from documents.speech import as_stored
from permissions.lineage import below
from permissions.signals import access_changed
from permissions.taking_over import TAKEN
from realtime import relay
from realtime.signals import settled
from workspaces.models import Workspace, WorkspaceGroupGrant


@receiver(settled, dispatch_uid="documents.settle")
def derive(room: str, **_: Any) -> Callable[[list[str]], None] | None:
    return settle_document(room)


@receiver(access_changed, dispatch_uid="documents.recheck")
def ask_again(subject: Any, user: Any, **_: Any) -> None:
    """Rights on a workspace reach into every document of it, and those on a document into what stands in it."""
    user_key = str(user.pk) if user is not None else None
    if isinstance(subject, Document):
        relay.recheck(_rooms(Q(pk=subject.pk)), user_key)
    elif isinstance(subject, Workspace):
        relay.recheck(_rooms(Q(workspace=subject)), user_key)


@receiver(access_ended, dispatch_uid="documents.leave")
def leave(user: Any, **_: Any) -> None:
    relay.leave(str(user.pk))


@receiver(post_delete, sender=Document, dispatch_uid="documents.deleted")
def deleted(instance: Document, **_: Any) -> None:
    _ask_after_the_commit([instance.room], None)


@receiver(recorded, dispatch_uid="documents.guest_taken_over")
def guest_taken_over(event: Event, **_: Any) -> None:
    """Where the guest was mentioned, the account is: the rows were moved, the words hold the number."""
    if event.verb == TAKEN and event.actor_id is not None:
        before, after = as_stored(event.data["guest"]), as_stored(event.actor_id)
        moved = Comment.objects.filter(mentioned=event.actor_id, body__contains=before)
        moved.update(body=Replace("body", Value(before), Value(after)))


# Rights held through a group, whose rows Django itself changes: nobody calls an act of ours


@receiver([post_save, post_delete], sender=DocumentGroupGrant, dispatch_uid="documents.group_grant")
@receiver([post_save, post_delete], sender=WorkspaceGroupGrant, dispatch_uid="documents.group_grant")
def group_grant_changed(instance: DocumentGroupGrant | WorkspaceGroupGrant, **_: Any) -> None:
    where = Q(pk=instance.content_object_id) if isinstance(instance, DocumentGroupGrant) else None
    _ask_after_the_commit(_rooms(where or Q(workspace=instance.content_object_id)), None)


@receiver(m2m_changed, sender=User.groups.through, dispatch_uid="documents.members")
def members_changed(instance: Any, action: str, reverse: bool, pk_set: Collection[int] | None, **_: Any) -> None:
    """`instance` is an account, and `pk_set` its groups; or, in `reverse`, a group and its members."""
    if action == "pre_clear":
        pk_set = list((instance.user_set if reverse else instance.groups).values_list("pk", flat=True))
    elif action not in {"post_add", "post_remove"}:
        return
    groups, people = ([instance.pk], pk_set or []) if reverse else (pk_set or [], [instance.pk])
    alone = str(next(iter(people))) if len(people) == 1 else None
    _ask_after_the_commit(_rooms(_opened_by(groups)), alone)


@receiver(pre_delete, sender=Group, dispatch_uid="documents.group_deleted")
def group_deleted(instance: Group, **_: Any) -> None:
    _ask_after_the_commit(_rooms(_opened_by([instance.pk])), None)


def _opened_by(groups: Iterable[int]) -> Q:
    groups = list(groups)
    return Q(group_grants__group__in=groups) | Q(workspace__group_grants__group__in=groups)


def _rooms(where: Q) -> list[str]:
    """The rooms of these documents and of what stands in them."""
    found = list(Document.objects.filter(where).values_list("pk", flat=True).distinct())
    return [str(pk) for pk in below(Document, found).values_list("pk", flat=True)] if found else []


def _ask_after_the_commit(rooms: list[str], user_key: str | None) -> None:
    if rooms:
        transaction.on_commit(partial(relay.recheck, rooms, user_key))


@receiver(post_delete, sender=Export, dispatch_uid="documents.export_deleted")
def file_goes_too(instance: Export, **_: Any) -> None:
    """However it goes: cancelled, a day old, with its document or with its person."""
    delete_file(instance)


@receiver(pre_delete, sender=Document, dispatch_uid="documents.volumes_deleted")
def volumes_go_too(instance: Document, **_: Any) -> None:
    """What is deleted for ever stays in no file of somebody's; a volume that is not made yet goes on without it."""
    for export in Export.objects.filter(parts__document=instance, state=Export.State.DONE):
        export.delete()


@receiver(post_delete, sender=Template, dispatch_uid="documents.template_deleted")
def its_files_go_too(instance: Template, **_: Any) -> None:
    """With its workspace or its organisation too."""
    delete_files(instance)
