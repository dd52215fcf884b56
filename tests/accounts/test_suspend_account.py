"""Suspending an account, and opening it again: at once everywhere, told, recorded."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from accounts.closing import close_account
from accounts.models import User
from accounts.personal_data import ANONYMISE
from accounts.suspension import reinstate_account, suspend_account
from accounts.tokens import issue_token, user_of_token
from activity.models import Event
from tests import second_factors
from tests.accounts.test_sign_up import code_in
from tests.second_factors import signed_in

WHY = "Messages injurieux répétés"


@pytest.fixture
def root(db: Any) -> User:
    return second_factors.administrator()


@pytest.fixture
def known(eve: User) -> User:
    EmailAddress.objects.create(user=eve, email=eve.email, verified=True, primary=True)
    return eve


def sign_in(person: User) -> Client:
    client = Client()
    asked = client.post("/compte/login/", {"login": person.email})
    client.post(asked["Location"], {"code": code_in(mail.outbox[-1])})
    return client


def is_in(client: Client) -> bool:
    return client.get("/profil/").status_code == 200


def test_sessions_and_keys_stop_at_once(known: User, root: User) -> None:
    hers, key = sign_in(known), issue_token(known, "essai")
    assert is_in(hers)
    suspend_account(known, by=root, reason=WHY)
    assert not is_in(hers)
    assert user_of_token(key) is None
    assert not UserSession.objects.filter(user=known).exists()
    assert not Session.objects.exists()


def test_nobody_signs_in_with_it(known: User, root: User) -> None:
    suspend_account(known, by=root, reason=WHY)
    assert not is_in(sign_in(known))


def test_it_opens_again_without_the_former_sessions(known: User, root: User) -> None:
    hers, key = sign_in(known), issue_token(known, "essai")
    suspend_account(known, by=root, reason=WHY)
    reinstate_account(known, by=root, reason="Excuses présentées")
    assert not is_in(hers)
    assert user_of_token(key) == known
    assert is_in(sign_in(known))


def test_a_closed_account_is_not_opened_again(known: User, root: User) -> None:
    close_account(known, ANONYMISE, by=known)
    closed = User.objects.get(pk=known.pk)
    with pytest.raises(ValidationError):
        reinstate_account(closed, by=root, reason=WHY)
    assert (
        "/suspension/" not in signed_in(root).get(f"/administration/accounts/user/{known.pk}/change/").content.decode()
    )


def test_who_does_not_look_after_the_site_is_refused(known: User, alice: User, root: User) -> None:
    for by in (alice, known):
        with pytest.raises(PermissionDenied):
            suspend_account(known, by=by, reason=WHY)
    with pytest.raises(PermissionDenied):
        suspend_account(root, by=root, reason=WHY)
    known.refresh_from_db()
    assert known.is_active


def test_a_helper_suspends_people_but_no_administrator(known: User, root: User) -> None:
    helper = second_factors.administrator("Helper", chief=False)
    with pytest.raises(PermissionDenied):
        suspend_account(known, by=helper, reason=WHY)
    helper.user_permissions.add(Permission.objects.get(codename="change_user"))
    helper = User.objects.get(pk=helper.pk)
    suspend_account(known, by=helper, reason=WHY)
    with pytest.raises(PermissionDenied):
        suspend_account(root, by=helper, reason=WHY)


def test_a_former_helper_who_kept_the_permission_is_refused(known: User, alice: User) -> None:
    alice.user_permissions.add(Permission.objects.get(codename="change_user"))
    second_factors.give_application(alice)
    for address in (f"/comptes/{known.pk}/suspension/", f"/agir-pour/{known.pk}/"):
        assert second_factors.signed_in(alice).get(address).status_code == 403


def test_the_page_is_for_administrators(known: User, alice: User, client_of: Any, client: Client) -> None:
    address = f"/comptes/{known.pk}/suspension/"
    assert client.post(address, {"reason": WHY})["Location"].startswith("/compte/login/")
    assert client_of(alice).post(address, {"reason": WHY}).status_code in {302, 403}
    second_factors.give_application(alice)
    assert second_factors.signed_in(alice).post(address, {"reason": WHY}).status_code == 403
    assert second_factors.signed_in(alice).post("/comptes/999999/suspension/").status_code == 403
    known.refresh_from_db()
    assert known.is_active


def test_the_page_suspends_and_opens_again(known: User, root: User) -> None:
    browser, address = second_factors.signed_in(root), f"/comptes/{known.pk}/suspension/"
    for active in (False, True):
        assert browser.get(address).status_code == 200
        assert browser.post(address, {"reason": WHY}).status_code == 302
        known.refresh_from_db()
        assert known.is_active is active


def test_the_administration_calls_the_act(known: User, root: User) -> None:
    browser = second_factors.signed_in(root)
    said = {"action": "suspend", "_selected_action": [known.pk, root.pk], "reason": WHY}
    page = browser.post("/administration/accounts/user/", said, follow=True).content.decode()
    known.refresh_from_db()
    root.refresh_from_db()
    assert (known.is_active, root.is_active) == (False, True)
    assert "1 compte est suspendu" in page


def test_the_wrong_state(known: User, root: User) -> None:
    with pytest.raises(ValidationError):
        reinstate_account(known, by=root, reason=WHY)
    suspend_account(known, by=root, reason=WHY)
    with pytest.raises(ValidationError):
        suspend_account(known, by=root, reason=WHY)


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_a_reason_must_be_given(known: User, root: User, reason: str) -> None:
    with pytest.raises(ValidationError):
        suspend_account(known, by=root, reason=reason)
    known.refresh_from_db()
    assert known.is_active


def test_it_is_recorded_and_told_in_their_language(
    known: User, root: User, django_capture_on_commit_callbacks: Any
) -> None:
    known.language = "en"
    known.save()
    with django_capture_on_commit_callbacks(execute=True):
        suspend_account(known, by=root, reason=WHY)
    event = Event.objects.get(verb="account.suspended")
    assert (event.actor, event.about, event.data) == (root, f"user:{known.pk}", {"reason": WHY})
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == ([known.email], "Your account is suspended")
    assert WHY in str(mail.outbox[-1].body)
