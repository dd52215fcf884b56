"""Sharing a document: people, those whom the workspace brings, the address."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from accounts.groups import create_group
from accounts.models import User
from accounts.organisations import create_organisation
from activity.models import Event
from documents.actions.documents import create_document, trash_document
from documents.models import Document
from permissions.actions import grant
from permissions.backend import rung
from tests import make


@pytest.fixture
def address(document: Document) -> str:
    return f"/documents/{document.pk}/partager/"


@pytest.mark.parametrize("rung", ["view", "comment", "suggest", "change", "manage"])
def test_a_manager_gives_each_of_the_five_rungs(
    client_of: Any, alice: User, eve: User, document: Document, address: str, rung: str
) -> None:
    answer = client_of(alice).post(address, {"part": "person", "email": eve.email, "role": rung})
    assert answer["Location"] == address
    assert eve.has_perm(f"documents.{rung}_document", document)


def test_and_takes_it_away(client_of: Any, alice: User, bob: User, document: Document, address: str) -> None:
    client_of(alice).post(f"{address}{bob.pk}/", {"role": "view", "action": "change"})
    assert not bob.has_perm("documents.change_document", document)
    client_of(alice).post(f"{address}{bob.pk}/", {"action": "remove"})
    assert client_of(bob).get(f"/documents/{document.pk}/").status_code == 404


def test_a_manager_opens_the_address_to_all(
    client_of: Any, alice: User, eve: User, document: Document, address: str
) -> None:
    client_of(alice).post(address, {"part": "link", "reach": "public", "link_role": "comment"})
    assert Client().get(f"/documents/{document.pk}/lire/").status_code == 200
    assert eve.has_perm("documents.comment_document", Document.objects.get(pk=document.pk))


def test_those_whom_the_workspace_brings_are_shown_apart(
    client_of: Any, alice: User, eve: User, document: Document, address: str
) -> None:
    grant(document.workspace, "contribute", to=eve, by=alice)
    page = client_of(alice).get(address)
    assert (eve, "suggest") in page.context["brought"]
    assert eve not in [person for person, rung in page.context["people"]]


def test_a_lower_rung_is_refused(
    client_of: Any, alice: User, bob: User, eve: User, document: Document, address: str
) -> None:
    browser = client_of(bob)
    assert browser.get(address).status_code == 403
    assert browser.post(address, {"part": "person", "email": eve.email, "role": "view"}).status_code == 403
    assert browser.post(address, {"part": "link", "reach": "public", "link_role": "view"}).status_code == 403
    assert browser.post(f"{address}{alice.pk}/", {"action": "remove"}).status_code == 403
    document.refresh_from_db()
    assert document.reach == "restricted"


def test_a_stranger_sees_nothing(client_of: Any, eve: User, alice: User, address: str) -> None:
    assert client_of(eve).get(address).status_code == 404
    assert client_of(eve).post(f"{address}{alice.pk}/", {"action": "remove"}).status_code == 404


def test_not_in_the_trash(client_of: Any, alice: User, document: Document, address: str) -> None:
    trash_document(document, by=alice)
    assert client_of(alice).get(address).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {"part": "person", "email": "no address", "role": "view"},
        {"part": "person", "email": "bob@example.org", "role": "king"},
        {"part": "link", "reach": "moon", "link_role": "view"},
        {"part": "link", "reach": "public", "link_role": "manage"},
        {"part": "link", "reach": "public", "link_role": "view", "password": "court"},
        {"part": "link", "reach": "public", "link_role": "view", "until": "2020-01-01"},
        {"part": "link", "reach": "public", "link_role": "view", "until": "demain"},
    ],
)
def test_bad_input_is_told(client_of: Any, alice: User, document: Document, address: str, sent: dict[str, str]) -> None:
    answer = client_of(alice).post(address, sent)
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()


def test_the_last_manager_stays(client_of: Any, alice: User, document: Document, address: str) -> None:
    page = client_of(alice).post(f"{address}{alice.pk}/", {"action": "remove"}, follow=True)
    assert "dernière personne responsable" in page.content.decode()


def test_it_is_recorded(client_of: Any, alice: User, eve: User, address: str) -> None:
    client_of(alice).post(address, {"part": "person", "email": eve.email, "role": "comment"})
    assert Event.objects.filter(verb="access.granted", about=f"user:{eve.pk}", data__role="comment").exists()


def test_a_group_of_ones_own_is_given_a_role_another_and_none(
    client_of: Any, alice: User, eve: User, document: Document, address: str
) -> None:
    town, strangers = Group.objects.create(name="Ville"), Group.objects.create(name="Autres")
    town.user_set.add(alice, eve)
    browser = client_of(alice)
    browser.post(address, {"part": "group", "group": town.pk, "group_role": "comment"})
    assert rung(eve, Document.objects.get()) == "comment"
    assert "Ville" in browser.get(address).content.decode()
    browser.post(f"{address}groupes/{town.pk}/", {"role": "change", "action": "change"})
    assert rung(eve, Document.objects.get()) == "change"
    browser.post(f"{address}groupes/{town.pk}/", {"action": "remove"})
    assert rung(eve, Document.objects.get()) is None
    refused = browser.post(address, {"part": "group", "group": strangers.pk, "group_role": "view"})
    assert refused.status_code == 422
    assert browser.post(f"{address}groupes/{strangers.pk}/", {"action": "remove"}).status_code == 404


def test_groups_and_organisations_are_offered_by_their_names(client_of: Any, alice: User, address: str) -> None:
    create_group("Comité de relecture", by=alice)
    create_organisation("Ville de Lyon", by=alice)
    offered = client_of(alice).get(address).context["parts"].group.fields["group"].choices
    assert [name for _key, name in offered] == ["Comité de relecture", "Ville de Lyon"]


def test_leaving_goes_by_the_page_that_says_what_it_means(
    client_of: Any, alice: User, bob: User, document: Document, address: str
) -> None:
    page = client_of(alice).get(address).content.decode()
    assert page.count(f'href="/documents/{document.pk}/quitter/"') == 2  # in one's own row, and below the list
    assert f'action="{address}{alice.pk}/"' in page
    told = client_of(alice).post(
        f"/documents/{document.pk}/quitter/", {"to": bob.pk, "stay_as": "comment"}, follow=True
    )
    assert told.request["PATH_INFO"] == f"/documents/{document.pk}/"
    assert "Bob Martin est maintenant responsable" in told.content.decode()


@pytest.mark.parametrize("left", ["a role to read", "none"])
def test_who_gives_their_own_role_away_is_led_to_what_they_may_still_see(
    client_of: Any, alice: User, bob: User, document: Document, address: str, left: str
) -> None:
    grant(document, "manage", to=bob, by=alice)
    asked = {"role": "view", "action": "change"} if left == "a role to read" else {"action": "remove"}
    answer = client_of(bob).post(f"{address}{bob.pk}/", asked)
    assert answer["Location"] == (f"/documents/{document.pk}/" if left == "a role to read" else "/")


def test_people_of_ones_workspaces_are_found_by_name(
    client_of: Any, alice: User, bob: User, eve: User, document: Document, address: str
) -> None:
    grant(document.workspace, "view", to=eve, by=alice)
    browser = client_of(alice)
    assert browser.get(f"{address}?q=noir").context["found"] == [eve]
    answer = browser.get(f"{address}personnes/?q=noir", headers={"Accept": "application/json"})
    assert answer.json() == {
        "items": [{"id": eve.pk, "name": "Eve Noir", "quality": f"{eve.quality} · avec un compte"}]
    }
    assert browser.get(f"{address}personnes/?q=martin").json() == {"items": []}
    browser.post(address, {"part": "known", "person": eve.pk, "role": "change"})
    assert rung(eve, Document.objects.get()) == "change"
    browser.post(address, {"part": "known", "person": bob.pk, "role": "manage"})  # nobody of her workspaces
    assert rung(bob, Document.objects.get()) == "change"
    assert client_of(bob).get(f"{address}personnes/?q=noir").status_code == 403
    assert client_of(make.person("Fanny Lune")).get(f"{address}personnes/?q=noir").status_code == 404


def test_the_link_ends_after_its_last_day_and_wants_a_password(
    client_of: Any, alice: User, document: Document, address: str
) -> None:
    browser = client_of(alice)
    day = timezone.localdate() + timedelta(days=3)
    sent = {
        "part": "link",
        "reach": "public",
        "link_role": "view",
        "until": day.isoformat(),
        "password": "tilleul 1789",
    }
    assert browser.post(address, sent).status_code == 302
    stored = Document.objects.get()
    assert stored.link_until is not None
    assert timezone.localtime(stored.link_until).date() == day + timedelta(days=1)
    assert f'value="{day.isoformat()}"' in browser.get(address).content.decode()
    assert "tilleul" not in browser.get(address).content.decode()
    browser.post(address, {"part": "link", "reach": "public", "link_role": "view", "no_password": "on"})
    assert (Document.objects.get().link_until, Document.objects.get().link_password) == (None, "")


def test_those_of_the_document_above_are_shown_apart(
    client_of: Any, alice: User, bob: User, document: Document
) -> None:
    inside = create_document(document, "Dedans", by=alice)
    page = client_of(alice).get(f"/documents/{inside.pk}/partager/")
    assert (bob, "change") in page.context["brought"]


def test_a_manager_says_who_may_comment(
    client_of: Any, alice: User, bob: User, document: Document, address: str
) -> None:
    page = client_of(alice).get(address).content.decode()
    assert "Les lecteurs peuvent commenter" in page
    client_of(alice).post(address, {"part": "discussion", "readers_comment": "on"})
    document.refresh_from_db()
    assert (document.readers_comment, document.guests_wait) == (True, False)
    assert client_of(bob).post(address, {"part": "discussion"}).status_code == 403
    client_of(alice).post(address, {"part": "discussion", "guests_wait": "on"})
    document.refresh_from_db()
    assert (document.readers_comment, document.guests_wait) == (False, True)
    assert Event.objects.filter(verb="discussion.rules_changed").count() == 2
