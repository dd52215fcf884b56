"""What a manager hides leaves its place and the reason to those who could read it, though nothing else was said there."""

from typing import Any

import pytest

from documents import threads
from documents.actions.comments import delete_comment, edit_comment
from documents.actions.discussion import answer_thread, open_thread
from documents.actions.moderation import hide_comment, set_discussion_rules, show_comment
from documents.models import Comment, Document, Thread
from permissions.actions import grant, share_by_link
from permissions.guests import enter_as_guest
from tests.threads import thread_on
from workspaces.models import Workspace


@pytest.fixture
def guest(document: Document, alice: Any) -> Any:
    """What guests say waits."""
    share_by_link(document, reach="public", link_role="comment", by=alice)
    set_discussion_rules(document, readers_comment=False, guests_wait=True, by=alice)
    return enter_as_guest(document, "Gaston")


def only(thread: Thread) -> Comment:
    return thread.comments.select_related("thread__document", "thread__workspace").get()


def there(thread: Thread, person: Any) -> bool:
    return bool(threads.one(thread.place, person, thread.pk).threads)


# It works


def test_the_place_and_the_reason_stay_on_every_page(
    client_of: Any, document: Document, alice: Any, carol: Any, dan: Any
) -> None:
    thread = thread_on(document, "par défaut", carol, body="Des mots qui blessent")
    hide_comment(only(thread), "Propos blessants", by=alice)
    browser = client_of(dan)
    for where in (
        f"/documents/{document.pk}/discussion/",
        f"/documents/{document.pk}/lire/",
        f"/discussions/{thread.pk}/",
    ):
        told = browser.get(where).content.decode()
        assert "Propos blessants" in told and "Des mots qui blessent" not in told, where
    assert "Des mots qui blessent" in client_of(carol).get(f"/discussions/{thread.pk}/").content.decode()


def test_in_a_workspace_too(client_of: Any, workspace: Workspace, alice: Any, bob: Any) -> None:
    thread = open_thread(workspace, "Des mots qui blessent", by=alice)
    grant(workspace, "view", to=bob, by=alice)
    hide_comment(only(thread), "Propos blessants", by=alice)
    told = client_of(bob).get(f"/espaces/{workspace.slug}/discussion/").content.decode()
    assert "Propos blessants" in told and "Des mots qui blessent" not in told


def test_a_subject_goes_with_the_words_it_stood_over(
    client_of: Any, document: Document, alice: Any, carol: Any, dan: Any
) -> None:
    thread = open_thread(document, "Des mots qui blessent", by=carol, title="Un sujet qui blesse")
    answer_thread(thread, "Oh.", by=alice)
    hide_comment(thread.comments.get(author=carol), "Propos blessants", by=alice)
    pages = (f"/documents/{document.pk}/discussion/", f"/discussions/{thread.pk}/")
    for where in (*pages, f"/api/v1/documents/{document.pk}/threads/{thread.pk}/"):
        for person, reads in ((dan, False), (carol, True), (alice, True)):
            told = client_of(person).get(where).content.decode()
            assert ("Un sujet qui blesse" in told) is reads, (where, person)
    show_comment(thread.comments.get(author=carol), by=alice)
    assert "Un sujet qui blesse" in client_of(dan).get(pages[1]).content.decode()


def test_what_was_read_before_it_waited_again_leaves_its_place(
    document: Document, guest: Any, alice: Any, dan: Any
) -> None:
    thread = open_thread(document, "Bonjour", by=guest)
    show_comment(only(thread), by=alice)
    edit_comment(only(thread), "Des mots qui blessent", by=guest)
    assert not there(thread, dan)
    hide_comment(only(thread), "Propos blessants", by=alice)
    assert there(thread, dan)


# Who could not read it


def test_what_was_never_shown_leaves_no_place(
    client_of: Any, document: Document, guest: Any, alice: Any, bob: Any, dan: Any
) -> None:
    thread = open_thread(document, "Achetez ma lessive", by=guest, title="Lessive")
    hide_comment(only(thread), "Publicité", by=alice)
    assert [there(thread, person) for person in (alice, guest, bob, dan)] == [True, True, False, False]
    assert client_of(dan).get(f"/discussions/{thread.pk}/").status_code == 404


def test_nor_inside_a_discussion(client_of: Any, document: Document, guest: Any, alice: Any, dan: Any) -> None:
    thread = open_thread(document, "Achetez ma lessive", by=guest, title="Lessive")
    answer_thread(thread, "Non merci.", by=alice)
    for hidden in (False, True):
        if hidden:
            hide_comment(thread.comments.get(author=guest), "Publicité", by=alice)
        told = client_of(dan).get(f"/discussions/{thread.pk}/").content.decode()
        assert "Non merci." in told and "Lessive" not in told and "Publicité" not in told and "Gaston" not in told
    delete_comment(thread.comments.get(author=guest), by=guest)
    assert "Gaston" not in client_of(dan).get(f"/discussions/{thread.pk}/").content.decode()


def test_a_stranger_sees_nothing(client_of: Any, document: Document, alice: Any, carol: Any, eve: Any) -> None:
    thread = open_thread(document, "Des mots qui blessent", by=carol)
    hide_comment(only(thread), "Propos blessants", by=alice)
    assert client_of(eve).get(f"/discussions/{thread.pk}/").status_code == 404


# Wrong state


def test_what_its_author_takes_back_afterwards_is_gone(document: Document, alice: Any, carol: Any, dan: Any) -> None:
    thread = open_thread(document, "Des mots qui blessent", by=carol)
    hide_comment(only(thread), "Propos blessants", by=alice)
    delete_comment(only(thread), by=carol)
    assert not Thread.objects.exists()


# Queries


def test_as_many_queries_for_many_as_for_few(
    client_of: Any, document: Document, alice: Any, carol: Any, dan: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        hide_comment(only(open_thread(document, f"Message {number}", by=carol)), "Vu", by=alice)
    browser = client_of(dan)
    with django_assert_max_num_queries(6):
        assert browser.get(f"/documents/{document.pk}/discussion/").status_code == 200
