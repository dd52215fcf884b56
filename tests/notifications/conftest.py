"""What these tests share: things said in a document, told to people by the worker's own tasks, without a worker."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from activity.models import Event
from activity.record import record
from config import queue
from documents.models import Comment, Document, Thread
from notifications.announcing import announce_event
from notifications.models import Notice


@pytest.fixture(autouse=True)
def own_address(settings: Any) -> None:
    settings.SITE_URL = "https://tablee.example.org"


@pytest.fixture
def say(document: Document) -> Callable[..., Comment]:
    """`say(bob, "Bonjour")` opens a discussion, `say(carol, "Oui", thread=…)` answers; people are told of it."""

    def said(
        by: User, body: str, *, thread: Thread | None = None, mentions: tuple[User, ...] = (), **more: Any
    ) -> Comment:
        verb = "discussion.answered" if thread else "discussion.opened"
        thread = thread or Thread.objects.create(document=document, opened_by=by, block="b1", quote="données publiques")
        comment = Comment.objects.create(thread=thread, author=by, body=body, **more)
        comment.mentioned.add(*mentions)
        tell(verb, by, document, thread=thread.pk, comment=comment.pk)
        for person in mentions:
            tell("discussion.mentioned", by, document, about=person, thread=thread.pk, comment=comment.pk)
        return comment

    return said


def serve_queue() -> list[Any]:
    """What the worker sends of what is due; its own care for connections would end the test's transaction."""
    mail.outbox.clear()
    with patch("django_tasks_db.management.commands.db_worker.close_old_connections"):
        queue.empty()
    return list(mail.outbox)


def work() -> list[Any]:
    """What leaves once everything that waits is due."""
    Notice.objects.exclude(due_at=None).update(due_at=timezone.now() - timedelta(seconds=1))
    return serve_queue()


def tell(verb: str, by: User | None, document: Document, about: Any = None, **data: Any) -> Event:
    """Record an event, and do at once what the worker does of it."""
    with transaction.atomic():
        event = record(
            verb, by=by, on=document, workspace=document.workspace_id, about=about, title=document.title, **data
        )
    announce_event(event.pk)
    return event


def told(person: User) -> list[str]:
    """The verbs of which somebody was told, in order."""
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("event__verb", flat=True))
