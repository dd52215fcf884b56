"""Pages of discussion: the threads of a document or a workspace, one of them by itself, its answers, its end."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from activity.models import Event
from documents.actions.discussion import answer_thread, open_thread, resolve_thread
from documents.actions.documents import trash_document
from documents.models import Comment, Document, Thread
from permissions.actions import grant
from tests.threads import said_yesterday, thread_on
from workspaces.models import Workspace


def page(place: Document | Workspace) -> str:
    return f"/documents/{place.pk}/discussion/" if isinstance(place, Document) else f"/espaces/{place.slug}/discussion/"


@pytest.fixture
def thread(document: Document, carol: User) -> Thread:
    return open_thread(document, "Et les données de santé ?", by=carol, title="Le périmètre")


# It works


def test_a_commenter_begins_a_discussion_of_the_document(client_of: Any, carol: User, document: Document) -> None:
    answer = client_of(carol).post(page(document), {"title": "Le périmètre", "body": "Et la santé ?"})
    made = Thread.objects.get()
    assert (answer.status_code, answer["location"]) == (302, f"/discussions/{made.pk}/")
    assert (made.document, made.title, made.block) == (document, "Le périmètre", "")
    shown = client_of(carol).get(made.get_absolute_url()).content.decode()
    assert "Le périmètre" in shown and "<p>Et la santé ?</p>" in shown


def test_a_contributor_begins_one_of_the_workspace(
    client_of: Any, alice: User, carol: User, workspace: Workspace
) -> None:
    grant(workspace, "contribute", to=carol, by=alice)
    client_of(carol).post(page(workspace), {"body": "Quand nous voyons-nous ?"})
    assert Thread.objects.get().workspace == workspace
    assert "Quand nous voyons-nous" in client_of(alice).get(page(workspace)).content.decode()


def test_an_answer_leads_to_itself_and_tells_who_is_named(
    client_of: Any, bob: User, carol: User, thread: Thread
) -> None:
    answer = client_of(bob).post(thread.get_absolute_url(), {"body": "@Carol Petit : oui, elles aussi."})
    said = Comment.objects.get(author=bob)
    assert answer["location"] == f"/discussions/{thread.pk}/#c-{said.pk}"
    assert list(said.mentioned.all()) == [carol]
    assert "@Carol Petit" in client_of(carol).get(thread.get_absolute_url()).content.decode()


def test_threads_on_passages_stand_in_the_same_list_with_their_words(
    client_of: Any, carol: User, dan: User, document: Document, thread: Thread
) -> None:
    thread_on(document, "par défaut", carol, body="Toujours ?")
    browser = client_of(dan)
    shown = browser.get(page(document)).content.decode()
    assert "par défaut" in shown and "Toujours ?" in shown and "Le périmètre" in shown
    alone = browser.get(page(document), {"about": "passages"}).content.decode()
    assert "Toujours ?" in alone and "Le périmètre" not in alone


def test_it_is_resolved_and_opened_again(client_of: Any, bob: User, document: Document, thread: Thread) -> None:
    browser = client_of(bob)
    browser.post(f"/discussions/{thread.pk}/resolue/", {"resolved": "1"})
    thread.refresh_from_db()
    assert thread.resolved_by == bob
    assert "Le périmètre" not in browser.get(page(document)).content.decode()
    assert "Le périmètre" in browser.get(page(document), {"state": "resolved"}).content.decode()
    browser.post(f"/discussions/{thread.pk}/resolue/", {"resolved": "0"})
    thread.refresh_from_db()
    assert thread.resolved_at is None


# A lower rung is refused


def test_a_reader_reads_and_says_nothing(client_of: Any, dan: User, document: Document, thread: Thread) -> None:
    browser = client_of(dan)
    assert "<textarea" not in browser.get(page(document)).content.decode()
    assert browser.post(page(document), {"body": "Moi aussi."}).status_code == 403
    assert browser.post(thread.get_absolute_url(), {"body": "Moi aussi."}).status_code == 403
    assert browser.post(f"/discussions/{thread.pk}/resolue/").status_code == 403
    assert Comment.objects.count() == 1


# A stranger sees nothing


def test_a_stranger_and_a_visitor_see_nothing(client_of: Any, eve: User, document: Document, thread: Thread) -> None:
    for browser in (client_of(eve), Client()):
        for address in (page(document), page(document.workspace), thread.get_absolute_url()):
            assert browser.get(address).status_code == 404
    assert client_of(eve).post(f"/discussions/{thread.pk}/resolue/").status_code == 404
    assert client_of(eve).get("/discussions/0b9b5f3e-6c0b-4b8e-8f43-4a6f8f8f0000/").status_code == 404


def test_a_visitor_reads_what_is_open_to_all(document: Document, thread: Thread) -> None:
    Document.objects.filter(pk=document.pk).update(reach="public")
    shown = Client().get(page(document)).content.decode()
    assert "Le périmètre" in shown and "<textarea" not in shown


# Wrong state


def test_a_resolved_one_takes_no_answer(client_of: Any, bob: User, carol: User, thread: Thread) -> None:
    resolve_thread(thread, by=bob)
    answer = client_of(carol).post(thread.get_absolute_url(), {"body": "Encore un mot."})
    assert answer.status_code == 422
    assert "Encore un mot." in answer.content.decode()


def test_nothing_of_what_is_in_the_trash(client_of: Any, alice: User, document: Document, thread: Thread) -> None:
    trash_document(document, by=alice)
    assert client_of(alice).get(thread.get_absolute_url()).status_code == 404
    assert client_of(alice).get(page(document)).status_code == 404


# Bad input


@pytest.mark.parametrize(
    "sent", [{"body": ""}, {"body": " \n "}, {"body": "x" * 5001}, {"body": "Oui", "title": "x" * 201}]
)
def test_bad_input_is_told_and_kept(client_of: Any, carol: User, document: Document, sent: dict[str, str]) -> None:
    answer = client_of(carol).post(page(document), sent)
    assert answer.status_code == 422
    assert 'class="errorlist' in answer.content.decode()
    assert not Thread.objects.exists()


@pytest.mark.parametrize("asked", ["?page=-1", "?page=x", "?page=999", "?state=none&about=%00&share=x", "?page=٣"])
def test_a_strange_address_shows_what_there_is(client_of: Any, dan: User, document: Document, asked: str) -> None:
    assert client_of(dan).get(page(document) + asked).status_code == 200


# Recorded


def test_it_is_recorded(client_of: Any, carol: User, document: Document) -> None:
    client_of(carol).post(page(document), {"body": "Et la santé ?"})
    event = Event.objects.get(verb="discussion.opened")
    assert (event.actor, event.subject_id) == (carol, str(document.pk))
    assert "santé" not in str(event.data)


# Queries


def test_as_many_queries_for_many_as_for_few(
    client_of: Any, alice: User, bob: User, carol: User, document: Document, thread: Thread
) -> None:
    browser = client_of(carol)
    browser.get(page(document))  # what Django remembers of its tables is not counted
    counted = []
    for number in (2, 8):
        for _ in range(number):
            answer_thread(open_thread(document, f"@{bob} : alors ?", by=alice, mentioned=[bob]), "Oui.", by=bob)
            said_yesterday()
        with CaptureQueriesContext(connection) as told:
            assert browser.get(page(document)).status_code == 200
        counted.append(len(told))
    assert counted[0] == counted[1] <= 6
