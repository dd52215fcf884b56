"""Pages of who wrote what: the shares and the coloured text, the film of the writing, taking back somebody's changes."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from documents import content
from documents.models import Document
from permissions.actions import grant, share_by_link
from permissions.guests import enter_as_guest
from tests.writing import write, write_into

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(document: Document) -> str:
    return f"/documents/{document.pk}/auteurs/"


def plain(answer: Any) -> str:
    said = answer.content.decode().replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ")
    return re.sub(r"\s+", " ", said)


# Shares


def test_everybody_with_their_share(client_of: Any, document: Document, bob: User, dan: User, page: str) -> None:
    write_into(document, bob, 0, 4, "vieilles ")
    said = plain(client_of(dan).get(page))
    assert "2 personnes ont écrit dans ce texte, qui compte aujourd’hui 56 caractères." in said
    assert "84 %" in said
    assert "16 %" in said
    assert "Bob Martin" in said
    assert "Entreprise · Données Ouvertes SARL · avec un compte" in said


def test_the_text_says_whose_it_is_without_colour(client_of: Any, document: Document, bob: User, page: str) -> None:
    write_into(document, bob, 0, 4, "vieilles ")
    said = client_of(bob).get(page).content.decode()
    assert (
        '<span class="ink ink-1"><span class="visually-hidden"> [Bob Martin] </span>'
        '<span class="ink-number" aria-hidden="true">2</span>vieilles </span>'
    ) in said


def test_one_persons_passages_alone(client_of: Any, document: Document, bob: User, page: str) -> None:
    write_into(document, bob, 0, 4, "vieilles ")
    said = client_of(bob).get(f"{page}?de={bob.pk}").content.decode()
    assert said.count('class="ink ') == 1
    assert said.count('class="chosen"') == 1


def test_by_how_they_take_part(client_of: Any, document: Document, alice: User, bob: User, page: str) -> None:
    share_by_link(document, reach="public", link_role="change", by=alice)
    guest = enter_as_guest(Document.objects.get(), "Zoé")
    write(document, guest, "Bonjour")
    said = plain(client_of(bob).get(f"{page}?par=nature"))
    assert "Service public" in said
    assert "Invités" in said
    assert "Zoé" not in said


def test_a_name_is_never_markup(client_of: Any, document: Document, alice: User, bob: User, page: str) -> None:
    User.objects.filter(pk=bob.pk).update(name='<b id="x">')
    write(document, bob, "<i>Bob</i>")
    said = client_of(alice).get(page).content.decode()
    assert '<b id="x">' not in said
    assert "&lt;i&gt;Bob&lt;/i&gt;" in said


@pytest.mark.parametrize("part", ["", "film/"])
def test_a_stranger_sees_nothing(client_of: Any, document: Document, eve: User, page: str, part: str) -> None:
    assert client_of(eve).get(page + part).status_code == 404
    assert Client().get(page + part).status_code == 404


def test_whoever_may_read_a_public_text(document: Document, alice: User, page: str) -> None:
    share_by_link(document, reach="public", link_role=None, by=alice)
    said = plain(Client().get(page))
    assert "Alice Diop" in said
    assert "Annuler ses changements" not in said


# The film


def test_each_step_shows_the_text_of_its_moment(
    client_of: Any, document: Document, alice: User, bob: User, page: str
) -> None:
    write(document, bob, "Un mot de Bob")
    write(document, alice, "Un mot d’Alice")
    said = plain(client_of(alice).get(f"{page}film/"))
    assert "3 étapes, des premiers mots à aujourd’hui." in said
    assert "Un mot d’Alice" in said
    second = plain(client_of(alice).get(f"{page}film/?pas=2"))
    assert "Étape 2 sur 3" in second
    assert "Un mot de Bob" in second
    assert "Un mot d’Alice" not in second


def test_a_script_asks_for_a_step_alone(client_of: Any, document: Document, alice: User, page: str) -> None:
    alone = client_of(alice).get(f"{page}film/?pas=1", headers={"X-Part": "frame"}).content.decode()
    assert "<html" not in alone
    assert 'data-number="1"' in alone


@pytest.mark.parametrize("asked", ["0", "99", "x", "-1", "9" * 40])
def test_a_step_that_is_none(client_of: Any, document: Document, alice: User, page: str, asked: str) -> None:
    assert client_of(alice).get(f"{page}film/", {"pas": asked}).status_code == 200


def test_who_came_later_sees_the_writing_from_then_on(
    client_of: Any, document: Document, alice: User, bob: User, eve: User, page: str
) -> None:
    write(document, bob, "Avant elle")
    grant(document, "view", to=eve, by=alice)
    write(document, alice, "Après elle")
    said = plain(client_of(eve).get(f"{page}film/"))
    assert "2 étapes" in said
    assert "des premiers mots" not in said
    assert "quand l’accès vous a été donné" in said
    Document.objects.update(history_public=True)
    assert "3 étapes" in plain(client_of(eve).get(f"{page}film/"))


def test_a_visitor_sees_the_last_step_and_is_told_why(document: Document, alice: User, bob: User, page: str) -> None:
    write(document, bob, "Avant")
    share_by_link(document, reach="public", link_role="view", by=alice)
    said = plain(Client().get(f"{page}film/"))
    assert "Sans compte, on ne voit que la dernière étape." in said
    assert "Étape 1 sur 1" in said
    assert "vous a été donné" not in said


# Taking back


def test_a_manager_is_told_then_does_it(client_of: Any, document: Document, alice: User, bob: User, page: str) -> None:
    write(document, bob, "Un mot de Bob")
    browser, form = client_of(alice), f"{page}{bob.pk}/annuler/"
    said = plain(browser.get(form))
    assert "4 mots disparaissent" in said
    assert "0 mot" not in said
    assert browser.post(form)["Location"] == page
    assert "Bob" not in content.plain(content.read_document(document))
    assert "Il ne reste rien à annuler" in plain(browser.get(form))
    assert "Il ne reste rien à annuler" in plain(browser.post(form, follow=True))


def test_only_who_wrote_there(client_of: Any, document: Document, alice: User, eve: User, page: str) -> None:
    assert client_of(alice).get(f"{page}{eve.pk}/annuler/").status_code == 404


def test_only_a_manager(client_of: Any, document: Document, bob: User, dan: User, eve: User, page: str) -> None:
    form = f"{page}{bob.pk}/annuler/"
    write(document, bob, "Bob")
    for person, status in ((bob, 403), (dan, 403), (eve, 404)):
        assert client_of(person).post(form).status_code == status
    assert Client().post(form).status_code == 302
