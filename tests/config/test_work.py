"""`manage.py work`: settles what a crash left, empties the old trash, and one task that fails stops no other."""

from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from config.management.commands import work
from documents.actions import settle
from documents.models import Document
from realtime.models import Head
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_round_settles_and_empties(document: Document, alice: Any, workspace: Any) -> None:
    old = make.document(alice, workspace, "Ancien")
    Document.objects.filter(pk=old.pk).update(
        trashed_at=timezone.datetime(2026, 1, 1, tzinfo=timezone.get_current_timezone())
    )
    Head.objects.filter(room=document.room).update(settled=0, updated_at="2026-01-01T00:00:00Z")
    Document.objects.filter(pk=document.pk).update(words=0)
    call_command("work", "--once")
    document.refresh_from_db()
    assert document.words == 7
    assert list(Document.objects.all()) == [document]


def test_one_task_that_fails_stops_no_other(document: Document, monkeypatch: Any) -> None:
    def broken() -> None:
        raise RuntimeError("broken")

    emptied: list[bool] = []
    monkeypatch.setattr(work.settling, "sweep", broken)
    monkeypatch.setattr(work, "empty_old_trash", lambda: emptied.append(True))
    call_command("work", "--once")
    assert emptied == [True]


@pytest.mark.parametrize("failing", [True, False])
def test_a_derivation_that_fails_is_tried_again(document: Document, monkeypatch: Any, failing: bool) -> None:
    Head.objects.filter(room=document.room).update(settled=0, updated_at="2026-01-01T00:00:00Z")
    if failing:
        monkeypatch.setattr(settle.content, "plain", lambda tree: 1 / 0)
    call_command("work", "--once")
    assert Head.objects.get(room=document.room).settled == (0 if failing else 1)
