"""The administration opens to who looks after the site, by our own sign-in page and with a second factor shown."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core import mail
from django.test import Client

from accounts.models import Organisation, User
from accounts.organisations import create_organisation
from activity.models import Event
from tests import second_factors
from tests.accounts.leaver import proven
from tests.second_factors import barely_signed_in, code_of, give_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def root() -> User:
    return User.objects.create_superuser("root@example.org", "quatre mots bien choisis", name="Root")


def test_with_a_second_factor_it_opens(root: User) -> None:
    secret = give_application(root)
    browser = barely_signed_in(root)
    door = browser.get("/administration/", follow=True)
    assert door.redirect_chain[-1][0].startswith("/compte/2fa/reauthenticate/")
    opened = browser.post(door.redirect_chain[-1][0], {"code": code_of(secret), "next": "/administration/"})
    assert opened["Location"] == "/administration/"
    for page in ("", "accounts/user/", "accounts/token/", "workspaces/workspace/", "documents/document/"):
        assert browser.get(f"/administration/{page}").status_code == 200


def test_without_one_they_are_led_to_set_it_up(root: User) -> None:
    led = barely_signed_in(root).get("/administration/accounts/user/", follow=True)
    assert led.redirect_chain[-1][0] == "/profil/securite/"
    assert "deuxième étape" in led.content.decode()


@pytest.mark.django_db(transaction=True)
def test_setting_it_up_is_showing_it(root: User) -> None:
    root.set_unusable_password()
    root.save()
    browser = proven(barely_signed_in(root), root)
    secret = browser.get("/compte/2fa/totp/activate/").context["form"].secret
    browser.post("/compte/2fa/totp/activate/", {"code": code_of(secret)})
    assert browser.get("/administration/").status_code == 200


def test_a_session_from_before_does_not_count(root: User) -> None:
    before = barely_signed_in(root)
    give_application(root)
    assert before.get("/administration/").status_code == 302
    assert before.get("/administration/accounts/user/").status_code == 302


def test_a_factor_that_was_taken_off_no_longer_counts() -> None:
    root = second_factors.administrator()
    browser = second_factors.signed_in(root)
    assert browser.get("/administration/").status_code == 200
    root.authenticator_set.all().delete()
    assert browser.get("/administration/").status_code == 302


def test_others_are_refused_even_with_a_second_factor(alice: User) -> None:
    give_application(alice)
    assert second_factors.signed_in(alice).get("/administration/", follow=True).status_code == 403


def test_the_form_of_django_takes_no_password(client: Client, root: User) -> None:
    """It would know neither limits nor second factors."""
    said = {"username": root.email, "password": "quatre mots bien choisis", "next": "/administration/"}
    answer = client.post("/administration/login/", said)
    assert answer["Location"] == "/compte/login/?next=%2Fadministration%2F"
    assert "_auth_user_id" not in client.session


def test_it_never_leads_to_another_site() -> None:
    root = second_factors.administrator()
    answer = second_factors.signed_in(root).get("/administration/login/?next=https://evil.example/")
    assert answer["Location"] == "/administration/"


def test_an_account_can_be_made_there() -> None:
    """Its page offers nothing to do about an account that is not there yet."""
    page = second_factors.signed_in(second_factors.administrator()).get("/administration/accounts/user/add/")
    assert page.status_code == 200
    assert "/suspension/" not in page.content.decode()


def test_who_is_no_chief_makes_no_administrator(alice: User) -> None:
    from django.contrib.auth.models import Permission

    helper = second_factors.administrator("Helper", chief=False)
    helper.user_permissions.add(*Permission.objects.filter(codename__in=["view_user", "change_user"]))
    root = second_factors.administrator()
    browser = second_factors.signed_in(helper)
    said = {"name": "A", "email": alice.email, "language": "fr", "is_staff": "on"}
    inline = {"profile-TOTAL_FORMS": "0", "profile-INITIAL_FORMS": "0"}
    browser.post(f"/administration/accounts/user/{alice.pk}/change/", said | inline)
    alice.refresh_from_db()
    assert not alice.is_staff
    browser.post(f"/administration/accounts/user/{root.pk}/change/", said | inline | {"email": "mine@example.org"})
    root.refresh_from_db()
    assert root.email == "root@example.org"


def test_a_chief_takes_off_a_lost_factor_and_the_person_is_told(
    alice: User, django_capture_on_commit_callbacks: Any
) -> None:
    give_application(alice)
    browser = second_factors.signed_in(second_factors.administrator())
    row = Authenticator.objects.get(user=alice)
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(f"/administration/mfa/authenticator/{row.pk}/delete/", {"post": "yes"})
    assert not Authenticator.objects.filter(user=alice).exists()
    assert Event.objects.get(verb="account.second_factor_removed").about == f"user:{alice.pk}"
    assert mail.outbox[-1].to == [alice.email]


def test_nothing_that_is_lost_is_asked_for_afterwards(alice: User) -> None:
    """Recovery codes were lost with the telephone: adding another factor, or leaving, would want one."""
    give_application(alice)
    RecoveryCodes.activate(alice)
    browser = second_factors.signed_in(second_factors.administrator())
    row = Authenticator.objects.get(user=alice, type="totp")
    browser.post(f"/administration/mfa/authenticator/{row.pk}/delete/", {"post": "yes"})
    assert barely_signed_in(alice).get("/profil/fermer/")["Location"].startswith("/profil/code/")


def test_no_address_or_identity_is_added_to_an_account_from_there(alice: User) -> None:
    """It would be a way to sign in as somebody, around "act for" and its record."""
    browser = second_factors.signed_in(second_factors.administrator())
    for model in ("account/emailaddress", "socialaccount/socialaccount", "socialaccount/socialapp"):
        assert browser.get(f"/administration/{model}/add/").status_code == 404
    said = {"name": "Alice", "email": "mine@example.org", "language": "fr"}
    inline = {"profile-TOTAL_FORMS": "0", "profile-INITIAL_FORMS": "0"}
    browser.post(f"/administration/accounts/user/{alice.pk}/change/", said | inline)
    alice.refresh_from_db()
    assert alice.email == "alice@example.org"


def test_naming_an_administrator_is_recorded(alice: User) -> None:
    root = second_factors.administrator()
    profile = {"profile-TOTAL_FORMS": "0", "profile-INITIAL_FORMS": "0"}
    said = {"name": "Alice Diop", "language": "fr", "is_staff": "on"} | profile
    second_factors.signed_in(root).post(f"/administration/accounts/user/{alice.pk}/change/", said)
    event = Event.objects.get(verb="account.administrator_named")
    assert (event.actor, event.about) == (root, f"user:{alice.pk}")


def test_an_account_is_closed_never_deleted(alice: User) -> None:
    """Deleting it would leave what others have without a manager, and nothing would say so."""
    browser = second_factors.signed_in(second_factors.administrator())
    address = f"/administration/accounts/user/{alice.pk}"
    assert browser.post(f"{address}/delete/", {"post": "yes"}).status_code == 403
    browser.post(
        "/administration/accounts/user/", {"action": "delete_selected", "_selected_action": alice.pk, "post": 1}
    )
    assert User.objects.filter(pk=alice.pk).exists()


def test_nor_is_an_organisation_that_has_members(alice: User, bob: User) -> None:
    browser = second_factors.signed_in(second_factors.administrator())
    hers = create_organisation("Ville de Lyon", by=alice)
    declared = bob.profile.organisation
    for one, status in ((hers, 403), (declared, 302)):
        answer = browser.post(f"/administration/accounts/organisation/{one.pk}/delete/", {"post": "yes"})
        assert answer.status_code == status
    assert list(Organisation.objects.filter(pk__in=[hers.pk, declared.pk])) == [hers]


def test_their_password_changes_on_the_page_of_everybody() -> None:
    """Which tells them by mail and closes what is open."""
    browser = second_factors.signed_in(second_factors.administrator())
    assert browser.get("/administration/password_change/")["Location"] == "/compte/password/change/"
