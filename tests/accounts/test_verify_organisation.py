"""An organisation is what its name says: administrators verify it, withdraw that, and name a first manager; nothing more."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from accounts.models import Organisation, User
from accounts.organisations import name_first_manager, verify_organisation, withdraw_verification
from activity.models import Event
from tests import make
from tests.accounts.bodies import members


@pytest.fixture
def root(db: Any) -> User:
    return make.administrator()


@pytest.fixture
def town(alice: User) -> Organisation:
    return make.organisation(alice, public=None)


def test_an_administrator_verifies_and_withdraws(town: Organisation, root: User) -> None:
    verify_organisation(town, public=True, by=root)
    kept = Organisation.objects.get(pk=town.pk)
    assert (kept.verified, kept.public, kept.verified_by) == (True, True, root)
    withdraw_verification(kept, by=root)
    assert not Organisation.objects.get(pk=town.pk).verified


def test_nobody_else_does_not_even_its_manager(town: Organisation, alice: User, eve: User, visitor: Any) -> None:
    make_root = make.administrator()
    make_root.is_active = False
    for person in (alice, eve, make_root):
        with pytest.raises(PermissionDenied):
            verify_organisation(town, public=True, by=person)
        with pytest.raises(PermissionDenied):
            withdraw_verification(town, by=person)
    assert not Organisation.objects.get(pk=town.pk).verified


def test_what_is_not_verified_is_not_withdrawn(town: Organisation, root: User) -> None:
    with pytest.raises(ValidationError):
        withdraw_verification(town, by=root)


def test_it_is_recorded(town: Organisation, root: User) -> None:
    verify_organisation(town, public=False, by=root)
    withdraw_verification(town, by=root)
    verified = Event.objects.get(verb="organisation.verified")
    assert (verified.actor, verified.data) == (root, {"title": "Ville de Lyon", "public": False})
    assert Event.objects.get(verb="organisation.verification_withdrawn").actor == root


def test_a_first_manager_is_named_where_there_is_none(town: Organisation, root: User, alice: User, bob: User) -> None:
    with pytest.raises(ValidationError, match="a une personne responsable"):
        name_first_manager(town, bob, by=root)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    name_first_manager(town, bob, by=root)
    assert members(town) == {"Alice": "manager", "Bob": "manager"}
    event = Event.objects.get(verb="organisation.manager_named")
    assert (event.actor, event.about) == (root, f"user:{bob.pk}")


def test_a_member_can_be_the_one(root: User, alice: User, bob: User) -> None:
    town = make.organisation(alice, bob="member")
    town.memberships.filter(user=alice).update(role="member")
    name_first_manager(town, bob, by=root)
    assert members(town)["Bob"] == "manager"


def test_an_administrator_never_names_themselves(root: User) -> None:
    """Membership may carry rights on content."""
    declared = make.person("Zoé Ba", organisation="Ville de Lyon").profile.organisation
    with pytest.raises(ValidationError):
        name_first_manager(declared, root, by=root)
    assert members(declared) == {}


def test_only_an_administrator_names_one(alice: User, bob: User) -> None:
    with pytest.raises(PermissionDenied):
        name_first_manager(bob.profile.organisation, alice, by=alice)


# In the administration


@pytest.fixture
def administration(root: User, client_of: Any) -> Client:
    User.objects.filter(pk=root.pk).update(is_superuser=True)
    browser: Client = client_of(User.objects.get(pk=root.pk))
    return browser


LIST = "/administration/accounts/organisation/"


def test_it_is_done_from_the_list(administration: Client, town: Organisation, root: User) -> None:
    for action, state in (
        ("verify_public_body", (True, True)),
        ("verify_other", (True, False)),
        ("withdraw", (False, False)),
    ):
        administration.post(LIST, {"action": action, "_selected_action": [town.pk]})
        kept = Organisation.objects.get(pk=town.pk)
        assert (kept.verified, kept.public) == state
    assert Event.objects.filter(verb__startswith="organisation.veri", actor=root).count() == 3
    refused = administration.post(LIST, {"action": "withdraw", "_selected_action": [town.pk]}, follow=True)
    assert "n’est pas vérifiée" in refused.content.decode()


EMPTY = {f"{part}-{count}_FORMS": "0" for part in ("domains", "memberships") for count in ("TOTAL", "INITIAL")}


def test_a_page_of_it_names_the_first_manager_and_renames(
    administration: Client, bob: User, carol: User, town: Organisation
) -> None:
    page = f"{LIST}{bob.profile.organisation.pk}/change/"
    sent = EMPTY | {"name": "Données", "siret": "", "first_manager": "CAROL@example.org"}
    assert administration.post(page, sent).status_code == 302
    kept = Organisation.objects.get(pk=bob.profile.organisation.pk)
    assert (kept.name, kept.siret, members(kept)) == ("Données", None, {"Carol": "manager"})
    assert administration.get(f"{LIST}{town.pk}/change/").status_code == 200
    again = administration.post(page, sent | {"first_manager": "nobody@example.org"})
    assert "Aucun compte" in again.content.decode()


def test_it_can_be_made_there_and_members_cannot(administration: Client, eve: User) -> None:
    sent = {"memberships-TOTAL_FORMS": "1", "memberships-0-user": str(eve.pk), "memberships-0-role": "manager"}
    administration.post(f"{LIST}add/", EMPTY | sent | {"name": "Préfecture", "siret": "", "first_manager": ""})
    assert members(Organisation.objects.get(name="Préfecture")) == {}


def test_the_groups_of_django_are_not_there(administration: Client, alice: User) -> None:
    """Putting somebody in one by hand would give them what it opens."""
    assert administration.get("/administration/auth/group/").status_code == 404
    assert (
        'name="groups"' not in administration.get(f"/administration/accounts/user/{alice.pk}/change/").content.decode()
    )
