"""Answering in a thread: who may, when it is refused, what is told."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activity.behalf import on_behalf
from activity.models import Event
from documents.actions.comments import delete_comment
from documents.actions.discussion import answer_thread, open_thread, resolve_thread
from documents.models import Comment, Document, Thread
from documents.speech import with_names
from documents.threads import names_in
from permissions.actions import share_by_link
from permissions.guests import enter_as_guest
from tests import make


@pytest.fixture
def thread(document: Document, carol: Any) -> Thread:
    return open_thread(document, "Toutes ?", by=carol)


def test_it_works(thread: Thread, bob: Any) -> None:
    before = thread.said_at
    said = answer_thread(thread, "  Presque\r\ntoutes  ", by=bob)
    assert (said.body, said.author, said.state) == ("Presque\ntoutes", bob, "shown")
    assert Thread.objects.get().said_at > before


def test_lower_rungs_and_strangers_are_refused(thread: Thread, dan: Any, eve: Any, visitor: Any) -> None:
    for person in (dan, eve, visitor):
        with pytest.raises(PermissionDenied):
            answer_thread(thread, "Non", by=person)
    assert thread.comments.count() == 1


def test_nobody_speaks_in_anothers_place(thread: Thread, bob: Any) -> None:
    with on_behalf(bob, by=make.administrator()), pytest.raises(PermissionDenied):
        answer_thread(thread, "Moi", by=bob)


def test_not_in_a_resolved_thread(thread: Thread, bob: Any) -> None:
    resolve_thread(thread, by=bob)
    with pytest.raises(ValidationError) as refused:
        answer_thread(thread, "Trop tard", by=bob)
    assert refused.value.code == "resolved"


def test_not_in_one_that_is_gone(thread: Thread, carol: Any, bob: Any) -> None:
    delete_comment(thread.comments.get(), by=carol)
    with pytest.raises(ValidationError) as refused:
        answer_thread(thread, "Tiens ?", by=bob)
    assert refused.value.code == "gone"


def test_not_in_a_full_one(thread: Thread, bob: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("documents.actions.discussion.MOST_COMMENTS", 1)
    with pytest.raises(ValidationError) as refused:
        answer_thread(thread, "Encore", by=bob)
    assert refused.value.code == "thread_full"


def test_bad_words(thread: Thread, bob: Any) -> None:
    with pytest.raises(ValidationError):
        answer_thread(thread, " ", by=bob)


def test_in_the_name_of_an_organisation(thread: Thread, bob: Any, carol: Any) -> None:
    town = make.organisation(bob)
    said = answer_thread(thread, "Nous", by=bob, on_behalf_of=town)
    assert said.signature == "Ville de Lyon, par Bob Martin"
    with pytest.raises(ValidationError) as refused:
        answer_thread(thread, "Nous", by=carol, on_behalf_of=town)
    assert refused.value.code == "organisation"


def test_a_guest_who_waits_tells_only_that(document: Document, thread: Thread, alice: Any, bob: Any) -> None:
    share_by_link(document, reach="public", link_role="comment", by=alice)
    guest = enter_as_guest(document, "Gaston")
    Document.objects.update(guests_wait=True)
    thread.document = Document.objects.get()
    said = answer_thread(thread, "@Bob Martin !", by=guest, mentioned=[bob])
    assert said.state == "waiting"
    assert not Event.objects.filter(verb__in=["discussion.answered", "discussion.mentioned"]).exists()


def test_a_name_is_kept_as_a_number(thread: Thread, bob: Any, alice: Any) -> None:
    said = answer_thread(thread, "@Alice Diop, voir @Alice", by=bob, mentioned=[alice])
    assert "Diop" not in Comment.objects.get(pk=said.pk).body
    assert with_names(said.body, names_in([said])) == "@Alice Diop, voir @Alice"
    alice.name = ""
    alice.save()
    assert with_names(said.body, names_in([said])) == "@Personne partie, voir @Alice"


def test_it_is_recorded(thread: Thread, bob: Any) -> None:
    said = answer_thread(thread, "Oui", by=bob)
    event = Event.objects.get(verb="discussion.answered")
    assert (event.actor, event.data["thread"], event.data["comment"]) == (bob, str(thread.pk), str(said.pk))


def test_in_few_queries(thread: Thread, bob: Any) -> None:
    for _time in range(5):
        answer_thread(thread, "Oui", by=bob)
    with CaptureQueriesContext(connection) as asked:
        answer_thread(thread, "Oui", by=bob)
    assert len(asked) <= 16, [one["sql"][:80] for one in asked]


def test_in_a_workspace(alice: Any, bob: Any) -> None:
    from permissions.actions import grant

    place = make.workspace(alice)
    grant(place, "contribute", to=bob, by=alice)
    thread = open_thread(place, "Bienvenue", by=alice, title="Accueil")
    answer_thread(thread, "Merci", by=bob)
    assert thread.place == place
    grant(place, "view", to=bob, by=alice)
    with pytest.raises(PermissionDenied):
        answer_thread(thread, "Encore", by=bob)
