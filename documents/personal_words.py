"""What threads know of a person: what they said, put under what others said, reported; taken out as a file, or erased."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import User
from accounts.personal_data import BLANK
from documents.models import Comment, Document, Reaction, Report, Thread
from documents.speech import mentioned_in, with_names
from realtime.editing import tell_beside

State = Comment.State


def comments_of(faces: Collection[User], titles: Mapping[UUID, str]) -> list[dict[str, Any]]:
    """`faces` are the person and who stands for them; `titles` those of the documents that they still see.

    Of the others only the key is told.
    """
    said = list(Comment.objects.filter(author__in=faces).select_related("thread", "author", "on_behalf_of"))
    people = User.objects.filter(pk__in=mentioned_in(one.body for one in said))
    names = {person.pk: str(person) for person in people}
    return [_told(one, with_names(one.body, names), titles) for one in said]


def _told(comment: Comment, body: str, titles: Mapping[UUID, str]) -> dict[str, Any]:
    thread = comment.thread
    title = titles.get(thread.document_id) if thread.document_id is not None else None
    return {
        "document": str(thread.document_id or ""),
        "workspace": thread.workspace_id,
        "title": title or "",
        "about": thread.quote if title is not None else "",
        "signature": comment.signature,
        "at": comment.at,
        "edited_at": comment.edited_at,
        "state": comment.state,
        "public_reason": comment.public_reason,
        "text": body,
    }


@transaction.atomic
def erase_comments(user: User, how: str) -> None:
    """What was given to them is given to nobody; their words go if they want it, the places of what was answered stay."""
    Thread.objects.filter(assigned_to=user).update(assigned_to=None)
    if how != BLANK:
        return
    said = Comment.objects.filter(author=user)
    threads = list(said.order_by().values_list("thread", flat=True).distinct())
    rooms = {document.room for document in Document.objects.filter(threads__in=threads)}
    Reaction.objects.filter(comment__in=said).delete()
    Comment.mentioned.through.objects.filter(comment__in=said).delete()
    said.update(body="", state=State.DELETED, public_reason="")
    Thread.objects.filter(opened_by=user).update(title="")
    Report.objects.filter(reporter=user).update(reason="")
    kept = Comment.objects.filter(thread=OuterRef("pk")).exclude(state=State.DELETED)
    Thread.objects.filter(pk__in=threads).filter(~Exists(kept)).delete()
    for room in rooms:
        tell_beside(room, "threads")
