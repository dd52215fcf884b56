"""Pages of moderation: one comment by itself, what waits for those who manage, the rules of a document."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from activity.models import Event
from documents.actions.discussion import answer_thread, open_thread
from documents.actions.documents import trash_document
from documents.actions.moderation import hide_comment, report_comment
from documents.models import Comment, Document, Thread
from permissions.actions import grant
from permissions.guests import enter_as_guest
from tests import sessions
from tests.threads import thread_on
from workspaces.models import Workspace

State = Comment.State


@pytest.fixture
def thread(document: Document, carol: User) -> Thread:
    return open_thread(document, "Et les données de santé ?", by=carol)


@pytest.fixture
def comment(thread: Thread) -> Comment:
    return thread.comments.get()


def address(comment: Comment) -> str:
    return f"/discussions/{comment.thread_id}/commentaires/{comment.pk}/"


def queue(place: Document | Workspace) -> str:
    if isinstance(place, Document):
        return reverse("document_moderation", args=[place.pk])
    return reverse("workspace_moderation", args=[place.slug])


# It works


def test_its_author_changes_it_and_takes_it_back(client_of: Any, carol: User, comment: Comment) -> None:
    browser = client_of(carol)
    assert "Et les données de santé ?" in browser.get(address(comment)).content.decode()
    browser.post(address(comment), {"act": "edit", "body": "Et celles de santé ?"})
    comment.refresh_from_db()
    assert comment.body == "Et celles de santé ?"
    where = f"/documents/{comment.thread.document_id}/discussion/"
    assert browser.post(address(comment), {"act": "delete"})["location"] == where
    assert not Thread.objects.exists()


def test_a_reader_reports_it_and_a_manager_keeps_it(
    client_of: Any, alice: User, dan: User, document: Document, comment: Comment
) -> None:
    client_of(dan).post(address(comment), {"act": "report", "reason": "Hors sujet"})
    shown = client_of(alice).get(queue(document)).content.decode()
    assert "Hors sujet" in shown and "Dan Leroy" in shown
    answer = client_of(alice).post(address(comment), {"act": "dismiss", "next": "moderation"})
    assert answer["location"] == queue(document)
    after = client_of(alice).get(queue(document)).content.decode()
    assert "Rien ne vous attend" in after and "non suivi" in after


def test_a_manager_hides_it_with_a_reason_that_all_read_and_shows_it_again(
    client_of: Any, alice: User, carol: User, dan: User, document: Document, comment: Comment
) -> None:
    client_of(alice).post(address(comment), {"act": "hide", "reason": "Propos blessants"})
    for person, reads in ((dan, False), (carol, True), (alice, True)):
        shown = client_of(person).get(comment.thread.get_absolute_url())
        told = shown.content.decode() if shown.status_code == 200 else ""
        assert ("données de santé" in told) is reads
    answer_thread(comment.thread, "Je comprends.", by=carol)
    told = client_of(dan).get(comment.thread.get_absolute_url()).content.decode()
    assert "Propos blessants" in told and "données de santé" not in told
    assert "Propos blessants" in client_of(alice).get(queue(document)).content.decode()
    client_of(alice).post(address(comment), {"act": "show"})
    assert "données de santé" in client_of(dan).get(comment.thread.get_absolute_url()).content.decode()


def test_what_a_guest_says_waits_and_is_shown_from_the_queue(
    client_of: Any, alice: User, dan: User, document: Document
) -> None:
    client_of(alice).post(queue(document), {"guests_wait": "on"})
    document.refresh_from_db()
    assert (document.guests_wait, document.readers_comment) == (True, False)
    Document.objects.filter(pk=document.pk).update(reach="public", link_role="comment")
    document.refresh_from_db()
    guest = enter_as_guest(document, "Paul", password="")
    waiting = open_thread(document, "Bonjour à tous", by=guest).comments.get()
    assert "Bonjour à tous" not in client_of(dan).get(f"/documents/{document.pk}/discussion/").content.decode()
    assert "Bonjour à tous" in sessions.browser_of(guest).get(waiting.thread.get_absolute_url()).content.decode()
    assert "Bonjour à tous" in client_of(alice).get(queue(document)).content.decode()
    client_of(alice).post(address(waiting), {"act": "show", "next": "moderation"})
    assert "Bonjour à tous" in client_of(dan).get(f"/documents/{document.pk}/discussion/").content.decode()


def test_the_queue_of_a_workspace_holds_that_of_the_documents_one_manages(
    client_of: Any, alice: User, bob: User, dan: User, document: Document, comment: Comment
) -> None:
    report_comment(comment, "Hors sujet", by=dan)
    assert "Hors sujet" in client_of(alice).get(queue(document.workspace)).content.decode()
    grant(document.workspace, "manage", to=bob, by=alice)
    Document.objects.filter(pk=document.pk).update(restricted=True)
    assert "Hors sujet" not in client_of(bob).get(queue(document.workspace)).content.decode()


def test_nothing_waits_there_of_a_document_in_the_trash(
    client_of: Any, alice: User, dan: User, document: Document, comment: Comment
) -> None:
    report_comment(comment, "Hors sujet", by=dan)
    trash_document(document, by=alice)
    assert "Hors sujet" not in client_of(alice).get(queue(document.workspace)).content.decode()


def test_a_sign_is_put_and_taken_away(client_of: Any, bob: User, comment: Comment) -> None:
    for on, left in (("1", 1), ("0", 0)):
        client_of(bob).post(address(comment) + "signe/", {"sign": "👍", "on": on})
        assert comment.reactions.count() == left


# A lower rung is refused


def test_whoever_does_not_manage_judges_nothing(
    client_of: Any, bob: User, dan: User, document: Document, comment: Comment
) -> None:
    report_comment(comment, "Hors sujet", by=dan)
    browser = client_of(bob)
    assert "Hors sujet" not in browser.get(address(comment)).content.decode()
    for sent in (
        {"act": "hide", "reason": "x"},
        {"act": "show"},
        {"act": "dismiss"},
        {"act": "edit", "body": "x"},
        {"act": "delete"},
    ):
        assert browser.post(address(comment), sent).status_code == 403, sent
    assert browser.get(queue(document)).status_code == 403
    assert browser.post(queue(document), {"readers_comment": "on"}).status_code == 403
    assert client_of(dan).post(address(comment) + "signe/", {"sign": "👍"}).status_code == 403
    comment.refresh_from_db()
    assert comment.state == State.SHOWN


# A stranger sees nothing


def test_a_stranger_sees_nothing(client_of: Any, eve: User, document: Document, comment: Comment) -> None:
    browser = client_of(eve)
    for where in (address(comment), queue(document), queue(document.workspace)):
        assert browser.get(where).status_code == 404
        assert Client().get(where).status_code == 302
    assert browser.post(address(comment), {"act": "report", "reason": "x"}).status_code == 404
    assert browser.post(address(comment) + "signe/", {"sign": "👍"}).status_code == 404


def test_a_comment_is_found_in_its_own_thread_alone(
    client_of: Any, carol: User, document: Document, comment: Comment
) -> None:
    other = thread_on(document, "par défaut", carol)
    assert client_of(carol).get(f"/discussions/{other.pk}/commentaires/{comment.pk}/").status_code == 404


# Wrong state


def test_what_is_hidden_is_not_changed(client_of: Any, alice: User, carol: User, comment: Comment) -> None:
    hide_comment(comment, "Propos blessants", by=alice)
    answer = client_of(carol).post(address(comment), {"act": "edit", "body": "Pardon."})
    assert answer.status_code == 422
    assert "Pardon." in answer.content.decode()


# Bad input


@pytest.mark.parametrize("act", ["report", "hide"])
@pytest.mark.parametrize("reason", ["", " ", "x" * 501])
def test_a_reason_is_asked(client_of: Any, alice: User, bob: User, comment: Comment, act: str, reason: str) -> None:
    answer = client_of(alice if act == "hide" else bob).post(address(comment), {"act": act, "reason": reason})
    assert answer.status_code == 422
    assert 'class="errorlist' in answer.content.decode()


def test_an_unknown_act_and_an_unknown_sign(client_of: Any, bob: User, comment: Comment) -> None:
    assert client_of(bob).post(address(comment), {"act": "praise"}).status_code == 404
    assert client_of(bob).post(address(comment) + "signe/", {"sign": "🙃"}).status_code == 422


# Recorded


def test_it_is_recorded(client_of: Any, alice: User, bob: User, document: Document, comment: Comment) -> None:
    client_of(bob).post(address(comment), {"act": "report", "reason": "Hors sujet"})
    client_of(alice).post(address(comment), {"act": "hide", "reason": "Hors sujet"})
    client_of(alice).post(queue(document), {"readers_comment": "on"})
    verbs = ("discussion.reported", "discussion.hidden", "discussion.rules_changed")
    found = Event.objects.filter(verb__in=verbs).order_by("pk").values_list("verb", "actor__name")
    assert list(found) == list(zip(verbs, ("Bob Martin", "Alice Diop", "Alice Diop"), strict=True))


# Queries


def test_as_many_queries_for_many_as_for_few(
    client_of: Any,
    alice: User,
    bob: User,
    carol: User,
    dan: User,
    document: Document,
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(8):
        said = open_thread(document, f"Message {number}", by=carol).comments.get()
        report_comment(said, "Hors sujet", by=dan)
        if number % 2:
            hide_comment(said, "Vu", by=alice)
    browser = client_of(alice)
    with django_assert_max_num_queries(10):
        assert browser.get(queue(document)).status_code == 200
