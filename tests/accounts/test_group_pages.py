"""Pages of groups: mine, a new one, one with its members, its end."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import PeopleGroup, User
from tests import make
from tests.accounts.bodies import members


@pytest.fixture
def group(alice: User, bob: User) -> PeopleGroup:
    return make.group(alice, bob="member")


def test_one_is_made_and_people_are_added_by_address(client_of: Any, alice: User, dan: User) -> None:
    browser = client_of(alice)
    answer = browser.post("/groupes/nouveau/", {"name": "Comité"})
    made = PeopleGroup.objects.get()
    assert answer["Location"] == f"/groupes/{made.pk}/"
    added = browser.post(answer["Location"], {"part": "person", "email": "DAN@example.org", "role": "member"})
    assert added["Location"] == answer["Location"]
    assert members(made) == {"Alice": "manager", "Dan": "member"}
    assert "Comité" in browser.get("/groupes/").content.decode()


def test_an_address_that_nobody_confirmed_adds_nobody(
    client_of: Any, alice: User, eve: User, group: PeopleGroup
) -> None:
    make.address(eve, "eve@example.org", verified=False)
    said = {"part": "person", "email": "eve@example.org", "role": "member"}
    assert client_of(alice).post(f"/groupes/{group.pk}/", said).status_code == 422
    assert "Eve" not in members(group)


def test_a_role_changes_and_people_leave(client_of: Any, alice: User, bob: User, group: PeopleGroup) -> None:
    address = f"/groupes/{group.pk}/membres/{bob.pk}/"
    client_of(alice).post(address, {"action": "change", "role": "manager"})
    assert members(group)["Bob"] == "manager"
    assert client_of(bob).post(address, {"action": "remove"})["Location"] == "/profil/"
    assert members(group) == {"Alice": "manager"}


def test_it_is_renamed_and_deleted_after_a_question(client_of: Any, alice: User, group: PeopleGroup) -> None:
    browser = client_of(alice)
    browser.post(f"/groupes/{group.pk}/", {"part": "name", "name": "Relecture"})
    assert "Relecture" in browser.get(f"/groupes/{group.pk}/").content.decode()
    assert browser.get(f"/groupes/{group.pk}/supprimer/").status_code == 200
    assert PeopleGroup.objects.exists()
    assert browser.post(f"/groupes/{group.pk}/supprimer/")["Location"] == "/groupes/"
    assert not PeopleGroup.objects.exists()


def test_a_member_reads_and_changes_nothing(client_of: Any, bob: User, alice: User, group: PeopleGroup) -> None:
    browser, page = client_of(bob), f"/groupes/{group.pk}/"
    assert "Alice Diop" in browser.get(page).content.decode()
    assert "@example.org" not in browser.get(page).content.decode().replace(bob.email or "", "")
    for sent in ({"part": "person", "email": "nobody@example.org", "role": "member"}, {"part": "name", "name": "x"}):
        assert browser.post(page, sent).status_code == 403  # whether the address has an account is not told
    assert browser.post(f"{page}membres/{alice.pk}/", {"action": "remove"}).status_code == 403
    assert browser.post(f"{page}membres/{bob.pk}/", {"role": "manager"}).status_code == 403
    assert browser.get(f"{page}supprimer/").status_code == browser.post(f"{page}supprimer/").status_code == 403


def test_a_stranger_sees_nothing(client_of: Any, eve: User, alice: User, group: PeopleGroup) -> None:
    page = f"/groupes/{group.pk}/"
    for browser, expected in ((client_of(eve), 404), (Client(), 302)):
        assert browser.get(page).status_code == expected
        assert browser.post(page, {"part": "name", "name": "x"}).status_code == expected
        assert browser.post(f"{page}membres/{alice.pk}/", {"action": "remove"}).status_code == expected
        assert browser.post(f"{page}supprimer/").status_code == expected
    assert "Comité" not in client_of(eve).get("/groupes/").content.decode()


def test_a_guest_makes_none(client_of: Any, db: Any) -> None:
    assert client_of(make.guest("Gaël")).post("/groupes/nouveau/", {"name": "Comité"}).status_code == 403


def test_the_last_manager_stays(client_of: Any, alice: User, group: PeopleGroup) -> None:
    for sent in ({"action": "remove"}, {"action": "change", "role": "member"}):
        page = client_of(alice).post(f"/groupes/{group.pk}/membres/{alice.pk}/", sent, follow=True)
        assert "dernière personne responsable" in page.content.decode()
    assert members(group)["Alice"] == "manager"


def test_bad_input_is_told(client_of: Any, alice: User, bob: User, eve: User, group: PeopleGroup) -> None:
    browser, page = client_of(alice), f"/groupes/{group.pk}/"
    unknown = browser.post(page, {"part": "person", "email": "nobody@example.org", "role": "member"})
    assert (unknown.status_code, "Aucun compte ne correspond encore" in unknown.content.decode()) == (422, True)
    twice = browser.post(page, {"part": "person", "email": bob.email, "role": "manager"})
    assert (twice.status_code, "est déjà membre" in twice.content.decode()) == (422, True)
    assert browser.post(page, {"part": "person", "email": eve.email, "role": "king"}).status_code == 422
    assert browser.post(page, {"part": "name", "name": " "}).status_code == 422
    assert browser.post(page, {}).status_code == 422
    assert browser.post("/groupes/nouveau/", {"name": ""}).status_code == 422
    assert browser.post(f"{page}membres/{eve.pk}/", {"role": "member"}).status_code == 404


def test_addresses_are_not_tried_one_after_the_other(
    client_of: Any, alice: User, group: PeopleGroup, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"add_member": "2/h/user"}
    browser, page = client_of(alice), f"/groupes/{group.pk}/"
    tried = [
        browser.post(page, {"part": "person", "email": f"nobody{number}@example.org", "role": "member"}).status_code
        for number in range(3)
    ]
    assert tried == [422, 422, 429]
    assert browser.post(page, {"part": "name", "name": "Relecture"}).status_code == 302
