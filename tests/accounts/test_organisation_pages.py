"""Pages of organisations: mine and those I may join, a new one, one with its members and its domains."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Organisation, User
from tests import make
from tests.accounts.bodies import members


@pytest.fixture
def town(alice: User, bob: User) -> Organisation:
    make.address(alice, "alice@lyon.fr")
    return make.organisation(alice, bob="member")


def test_one_is_opened_and_people_are_added_by_address(client_of: Any, alice: User, dan: User) -> None:
    browser = client_of(alice)
    answer = browser.post("/organisations/nouvelle/", {"name": "Les Ateliers"})
    made = Organisation.objects.get(name="Les Ateliers")
    assert answer["Location"] == f"/organisations/{made.pk}/"
    browser.post(answer["Location"], {"part": "person", "email": "dan@example.org", "role": "manager"})
    browser.post(answer["Location"], {"part": "name", "name": "Les Grands Ateliers"})
    assert members(made) == {"Alice": "manager", "Dan": "manager"}
    page = browser.get(answer["Location"]).content.decode()
    assert "Les Grands Ateliers" in page
    assert "Pas encore vérifiée" in page


def test_an_address_lets_one_join_and_only_those_it_lets(
    client_of: Any, alice: User, dan: User, eve: User, town: Organisation
) -> None:
    page = f"/organisations/{town.pk}/"
    client_of(alice).post(page, {"part": "domain", "domain": "@lyon.fr"})
    make.address(dan, "dan@lyon.fr")
    assert "Ville de Lyon" in client_of(dan).get("/organisations/").content.decode()
    assert client_of(dan).get(page).status_code == 404  # its members are for its members
    assert client_of(dan).post(f"{page}rejoindre/")["Location"] == page
    assert members(town)["Dan"] == "member"
    assert client_of(dan).post(f"{page}rejoindre/").status_code == 403
    assert "Ville de Lyon" not in client_of(eve).get("/organisations/").content.decode()
    assert client_of(eve).post(f"{page}rejoindre/").status_code == 404


def test_a_domain_is_taken_off(client_of: Any, alice: User, town: Organisation) -> None:
    browser, page = client_of(alice), f"/organisations/{town.pk}/"
    browser.post(page, {"part": "domain", "domain": "lyon.fr"})
    assert "@lyon.fr" in browser.get(page).content.decode()
    assert browser.post(f"{page}domaines/retirer/", {"domain": "lyon.fr"})["Location"] == page
    assert not town.domains.exists()
    again = browser.post(f"{page}domaines/retirer/", {"domain": "lyon.fr"}, follow=True)
    assert "pas inscrit" in again.content.decode()


def test_a_role_changes_and_people_leave(client_of: Any, alice: User, bob: User, town: Organisation) -> None:
    address = f"/organisations/{town.pk}/membres/{bob.pk}/"
    client_of(alice).post(address, {"action": "change", "role": "manager"})
    assert members(town)["Bob"] == "manager"
    client_of(bob).post(address, {"action": "remove"})
    assert members(town) == {"Alice": "manager"}


def test_a_member_reads_and_changes_nothing(client_of: Any, bob: User, alice: User, town: Organisation) -> None:
    browser, page = client_of(bob), f"/organisations/{town.pk}/"
    told = browser.get(page).content.decode()
    assert "Organisme public vérifié" in told
    assert "Ajouter" not in told.split("<main")[1]
    for sent in ({"part": "domain", "domain": "lyon.fr"}, {"part": "name", "name": "x"}):
        assert browser.post(page, sent).status_code == 403
    assert browser.post(page, {"part": "person", "email": "nobody@example.org", "role": "member"}).status_code == 403
    assert browser.post(f"{page}membres/{alice.pk}/", {"action": "remove"}).status_code == 403
    assert browser.post(f"{page}domaines/retirer/", {"domain": "lyon.fr"}).status_code == 403


def test_a_stranger_sees_nothing_nor_an_administrator(client_of: Any, alice: User, town: Organisation) -> None:
    root = User.objects.get(is_staff=True)
    page = f"/organisations/{town.pk}/"
    for browser, expected in ((client_of(root), 404), (Client(), 302)):
        assert browser.get(page).status_code == expected
        assert browser.post(page, {"part": "name", "name": "x"}).status_code == expected
        assert browser.post(f"{page}membres/{alice.pk}/", {"action": "remove"}).status_code == expected
        assert browser.post(f"{page}domaines/retirer/", {"domain": "lyon.fr"}).status_code == expected
        assert browser.post(f"{page}rejoindre/").status_code == expected


def test_bad_input_is_told(client_of: Any, alice: User, bob: User, town: Organisation) -> None:
    browser, page = client_of(alice), f"/organisations/{town.pk}/"
    for sent, words in (
        ({"part": "person", "email": "nobody@example.org", "role": "member"}, "Aucun compte"),
        ({"part": "person", "email": bob.email, "role": "member"}, "déjà membre"),
        ({"part": "domain", "domain": "gmail.com"}, "Tout le monde"),
        ({"part": "domain", "domain": "interieur.gouv.fr"}, "Confirmez d’abord"),
        ({"part": "name", "name": "Ministère"}, "Ville de Lyon"),
    ):
        answer = browser.post(page, sent)
        assert (answer.status_code, words in answer.content.decode()) == (422, True)
    taken = browser.post("/organisations/nouvelle/", {"name": "ville de lyon"})
    assert (taken.status_code, "déjà là" in taken.content.decode()) == (422, True)


def test_the_profile_leads_there(client_of: Any, alice: User) -> None:
    page = client_of(alice).get("/profil/").content.decode()
    assert 'href="/organisations/"' in page
    assert 'href="/groupes/"' in page
