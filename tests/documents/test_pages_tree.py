"""The tree of a workspace: what one sees of it, a document inside another, moving with a word about who will see it."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from documents.actions.documents import create_document, trash_document
from documents.actions.tree import siblings_in
from documents.models import Document
from permissions.actions import grant, restrict
from tests import make
from workspaces.models import Workspace


@pytest.fixture
def chapter(alice: User, workspace: Workspace) -> Document:
    return make.document(alice, workspace, "Chapitre")


def listed(browser: Client, workspace: Workspace) -> str:
    return browser.get(f"/espaces/{workspace.slug}/documents/").content.decode()


def test_a_document_is_made_inside_another(client_of: Any, bob: User, document: Document) -> None:
    """Bob edits the document, and has no role on the workspace."""
    address = f"/documents/{document.pk}/nouveau/"
    assert document.title in client_of(bob).get(address).content.decode()
    answer = client_of(bob).post(address, {"title": "Annexe"})
    made = Document.objects.get(title="Annexe")
    assert (answer.url, made.parent, made.workspace) == (made.get_absolute_url(), document, document.workspace)
    assert "Annexe" in client_of(bob).get(f"/documents/{document.pk}/lire/").content.decode()
    assert document.title in client_of(bob).get(f"/documents/{made.pk}/").content.decode()


def test_the_list_shows_what_stands_in_what(
    client_of: Any, alice: User, dan: User, workspace: Workspace, chapter: Document
) -> None:
    inside = create_document(chapter, "Section", by=alice)
    restrict(create_document(inside, "Secret", by=alice), True, by=alice)
    grant(workspace, "view", to=dan, by=alice)
    text = listed(client_of(alice), workspace)
    assert text.index("Chapitre") < text.index("Section") < text.index("Secret")
    assert f"/documents/{inside.pk}/deplacer/" in text
    seen = listed(client_of(dan), workspace)
    assert "Section" in seen
    assert "Secret" not in seen and "deplacer" not in seen and "ordre" not in seen


def test_what_stands_in_something_hidden_is_at_the_top(
    client_of: Any, alice: User, dan: User, chapter: Document
) -> None:
    inside = create_document(chapter, "Section", by=alice)
    restrict(chapter, True, by=alice)
    grant(inside, "view", to=dan, by=alice)
    grant(chapter.workspace, "view", to=dan, by=alice)
    text = listed(client_of(dan), chapter.workspace)
    assert "Section" in text and "Chapitre" not in text
    assert "Chapitre" not in client_of(dan).get(f"/documents/{inside.pk}/lire/").content.decode()


def test_moving_tells_who_will_see_it_then_moves(
    client_of: Any, alice: User, eve: User, document: Document, chapter: Document
) -> None:
    grant(chapter, "view", to=eve, by=alice)
    browser, address = client_of(alice), f"/documents/{document.pk}/deplacer/"
    told = browser.get(address, {"place": chapter.pk}).content.decode()
    assert "Eve Noir" in told
    assert Document.objects.get(pk=document.pk).parent is None
    assert browser.post(address, {"place": chapter.pk, "confirmed": "1"}).status_code == 302
    assert Document.objects.get(pk=document.pk).parent == chapter


def test_only_places_where_one_may_write_are_offered(
    client_of: Any, alice: User, bob: User, document: Document
) -> None:
    grant(document, "manage", to=bob, by=alice)
    theirs, hers = make.workspace(bob, "À Bob"), make.workspace(alice, "À Alice")
    create_document(document, "Annexe", by=alice)
    page = client_of(bob).get(f"/documents/{document.pk}/deplacer/").content.decode()
    assert f'<option value="{theirs.pk}"' in page
    assert f'<option value="{hers.pk}"' not in page
    assert "— Annexe" not in page  # it would stand in itself
    answer = client_of(bob).post(f"/documents/{document.pk}/deplacer/", {"place": hers.pk, "confirmed": "1"})
    assert answer.status_code == 422


@pytest.mark.parametrize(("step", "order"), [("up", "BAC"), ("down", "ACB")])
def test_one_step_among_neighbours(client_of: Any, alice: User, workspace: Workspace, step: str, order: str) -> None:
    made = [make.document(alice, workspace, title) for title in "ABC"]
    assert client_of(alice).post(f"/documents/{made[1].pk}/ordre/", {"step": step}).status_code == 302
    assert "".join(one.title for one in siblings_in(workspace)) == order


def test_before_a_neighbour(client_of: Any, alice: User, workspace: Workspace) -> None:
    first, _second, third = (make.document(alice, workspace, title) for title in "ABC")
    address = f"/documents/{third.pk}/ordre/"
    client_of(alice).post(address, {"before": first.pk})
    assert [one.title for one in siblings_in(workspace)] == ["C", "A", "B"]
    client_of(alice).post(address, {"before": ""})
    assert [one.title for one in siblings_in(workspace)] == ["A", "B", "C"]
    elsewhere = make.document(alice, make.workspace(alice, "Ailleurs"))
    assert client_of(alice).post(address, {"before": elsewhere.pk}).status_code == 404


def test_lower_rungs_are_refused(client_of: Any, bob: User, carol: User, document: Document) -> None:
    for address in ("deplacer", "nouveau"):
        assert client_of(carol).get(f"/documents/{document.pk}/{address}/").status_code == 403
    assert client_of(bob).get(f"/documents/{document.pk}/deplacer/").status_code == 403
    assert client_of(bob).post(f"/documents/{document.pk}/ordre/", {"step": "up"}).status_code == 403
    assert client_of(bob).get(f"/documents/{document.pk}/nouveau/").status_code == 200


@pytest.mark.parametrize("role", ["view", "manage"])
def test_a_refusal_does_not_name_the_place_that_one_may_not_see(
    client_of: Any, alice: User, eve: User, workspace: Workspace, chapter: Document, role: str
) -> None:
    """Eve holds a role on a section alone: neither the chapter it stands in nor its workspace is told."""
    section = create_document(chapter, "Section", by=alice)
    grant(section, role, to=eve, by=alice)
    for accepted in ("text/html", "application/json"):
        answer = client_of(eve).post(f"/documents/{section.pk}/ordre/", {"step": "up"}, headers={"accept": accepted})
        assert answer.status_code == 403
        assert "Chapitre" not in answer.content.decode() and workspace.name not in answer.content.decode()


def test_strangers_see_nothing(client_of: Any, eve: User, document: Document) -> None:
    for address in ("deplacer", "nouveau"):
        assert client_of(eve).get(f"/documents/{document.pk}/{address}/").status_code == 404
        assert Client().get(f"/documents/{document.pk}/{address}/").status_code == 302
    assert client_of(eve).post(f"/documents/{document.pk}/ordre/").status_code == 404


def test_what_is_in_the_trash_is_no_place(client_of: Any, alice: User, document: Document, chapter: Document) -> None:
    trash_document(chapter, by=alice)
    assert "Chapitre" not in client_of(alice).get(f"/documents/{document.pk}/deplacer/").content.decode()


@pytest.mark.parametrize("place", ["", "0", "nimporte", "00000000-0000-4000-8000-000000000000"])
def test_bad_input_is_told(client_of: Any, alice: User, document: Document, place: str) -> None:
    answer = client_of(alice).post(f"/documents/{document.pk}/deplacer/", {"place": place, "confirmed": "1"})
    assert answer.status_code == 422
