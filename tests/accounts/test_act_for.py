"""Acting for a person: a chief administrator in their place for a while, seen by all and recorded under the right name."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from accounts.acting import act_for, stop_acting
from accounts.models import ActFor, User
from activity.models import Event
from documents.models import Document
from permissions.actions import grant, share_by_link
from permissions.guests import enter_as_guest
from tests import make, second_factors
from workspaces.models import Workspace

WHY = "A perdu l’accès à son espace, demande du 12 novembre"


@pytest.fixture
def root(db: Any) -> User:
    return second_factors.administrator()


def begin(root: User, person: User, **said: Any) -> Client:
    browser = second_factors.signed_in(root)
    answer = browser.post(f"/agir-pour/{person.pk}/", {"reason": WHY, "minutes": 15} | said)
    assert answer.status_code == 302
    return browser


# It works


def test_the_administrator_sees_and_does_what_the_person_can(root: User, alice: User, document: Document) -> None:
    address = f"/documents/{document.pk}/"
    assert second_factors.signed_in(root).get(f"{address}lire/").status_code == 404
    browser = begin(root, alice)
    assert browser.get(f"{address}lire/").status_code == 200
    assert browser.post(f"{address}titre/", {"title": "Corrigé"}).status_code == 200
    document.refresh_from_db()
    assert document.title == "Corrigé"


def test_a_banner_says_so_on_every_page(root: User, alice: User, document: Document) -> None:
    browser = begin(root, alice)
    for page in ("/", "/espaces/", "/aide/", f"/documents/{document.pk}/lire/", f"/documents/{document.pk}/partager/"):
        text = browser.get(page).content.decode()
        assert "Redevenir moi-même" in text and "Alice Diop" in text, page


def test_the_button_ends_it(root: User, alice: User, document: Document) -> None:
    browser = begin(root, alice)
    assert browser.post("/agir-pour/fin/")["Location"] == "/"
    assert "Redevenir moi-même" not in browser.get("/").content.decode()
    assert browser.get(f"/documents/{document.pk}/lire/").status_code == 404
    assert ActFor.objects.get().ended_at is not None


def test_the_pages_stay_in_the_language_of_the_administrator(root: User, alice: User) -> None:
    User.objects.filter(pk=root.pk).update(language="en")
    browser = begin(root, alice)
    assert "Be myself again" in browser.get("/").content.decode()
    browser.post("/langue/", {"language": "fr"})
    alice.refresh_from_db()
    root.refresh_from_db()
    assert (alice.language, root.language) == ("fr", "fr")


# Who may not


def test_without_it_a_chief_administrator_has_no_right_on_content(root: User, document: Document) -> None:
    browser = second_factors.signed_in(root)
    for page in ("", "lire/", "word/", "partager/"):
        assert browser.get(f"/documents/{document.pk}/{page}").status_code == 404
    assert browser.get(f"/espaces/{document.workspace.slug}/").status_code == 404


def test_only_a_chief_with_a_second_factor(root: User, alice: User, bob: User) -> None:
    helper = second_factors.administrator("Helper", chief=False)
    bare = User.objects.create_superuser("bare@example.org", name="Bare")
    for by in (alice, helper, bare):
        with pytest.raises(PermissionDenied):
            act_for(bob, by=by, reason=WHY)
    assert not ActFor.objects.exists()


def test_the_second_factor_must_have_been_shown_in_this_session(root: User, bob: User) -> None:
    answer = second_factors.barely_signed_in(root).post(f"/agir-pour/{bob.pk}/", {"reason": WHY, "minutes": 15})
    assert answer["Location"].startswith("/compte/2fa/reauthenticate/")
    assert not ActFor.objects.exists()


def test_never_for_an_administrator_nor_for_oneself(root: User) -> None:
    for person in (root, second_factors.administrator("Other"), second_factors.administrator("Helper", chief=False)):
        with pytest.raises(PermissionDenied):
            act_for(person, by=root, reason=WHY)


@pytest.mark.parametrize("made", ["guest", "suspended"])
def test_never_for_who_cannot_be_told(root: User, bob: User, made: str) -> None:
    User.objects.filter(pk=bob.pk).update(**({"email": None} if made == "guest" else {"is_active": False}))
    bob.refresh_from_db()
    with pytest.raises(ValidationError):
        act_for(bob, by=root, reason=WHY)


def test_people_and_visitors_find_no_such_page(alice: User, bob: User, client: Client) -> None:
    address = f"/agir-pour/{bob.pk}/"
    assert client.post(address)["Location"].startswith("/compte/login/")
    second_factors.give_application(alice)
    assert second_factors.signed_in(alice).post(address, {"reason": WHY, "minutes": 15}).status_code == 403


# What stays closed meanwhile


def test_the_account_of_the_person_is_not_touched(root: User, alice: User) -> None:
    browser = begin(root, alice)
    for page in (
        "/profil/", "/profil/securite/", "/compte/password/set/", "/compte/email/", "/compte/2fa/totp/activate/",
        "/administration/", f"/agir-pour/{alice.pk}/", f"/comptes/{alice.pk}/suspension/",
    ):  # fmt: skip
        assert browser.get(page).status_code == 403, page
    new = "quatre mots bien choisis"
    assert browser.post("/compte/password/set/", {"password1": new, "password2": new}).status_code == 403
    alice.refresh_from_db()
    assert not alice.check_password(new)


def test_who_belongs_to_what_is_not_touched_either(root: User, alice: User, bob: User) -> None:
    """A member keeps what the membership opens after the hour is over."""
    town, group = make.organisation(alice), make.group(alice)
    browser = begin(root, alice)
    for page in ("/organisations/", "/groupes/", town.get_absolute_url(), group.get_absolute_url()):
        assert browser.get(page).status_code == 403, page
    person = {"part": "person", "email": bob.email, "role": "manager"}
    for page in (town.get_absolute_url(), group.get_absolute_url()):
        assert browser.post(page, person).status_code == 403, page
    for path in (f"/api/v1/organisations/{town.pk}/", f"/api/v1/groups/{group.pk}/"):
        assert browser.get(path).status_code == 403, path
        assert browser.put(f"{path}members/{bob.email}/", {}, content_type="application/json").status_code == 403
    assert not group.memberships.filter(user=bob).exists()


def test_no_live_text_is_written_or_followed(root: User, alice: User, document: Document) -> None:
    browser = begin(root, alice)
    assert browser.get(f"/documents/{document.pk}/")["Location"] == f"/documents/{document.pk}/lire/"
    address = f"/api/v1/documents/{document.pk}/sync"
    assert browser.get(address).status_code == 403
    assert browser.post(address, b"\0\0", content_type="application/octet-stream").status_code == 403


def test_no_text_is_written_with_a_new_document(root: User, alice: User, workspace: Workspace) -> None:
    browser = begin(root, alice)
    said = {"workspace": workspace.slug, "title": "Pour elle"}
    for text, status in (({"markdown": "Des mots."}, 403), ({"html": "<p>Des mots.</p>"}, 403), ({}, 201)):
        answer = browser.post("/api/v1/documents/", said | text, content_type="application/json")
        assert answer.status_code == status
    assert Document.objects.get().title == "Pour elle"


def test_what_they_wrote_as_a_guest_does_not_become_the_persons(root: User, alice: User, document: Document) -> None:
    """An administrator who came in by a link, then signed in in the same browser, then acts for somebody."""
    share_by_link(document, reach="public", link_role="change", by=alice)
    guest = enter_as_guest(Document.objects.get(), "Zoé")
    browser = begin(root, alice)
    session = browser.session
    session["guest"] = {"_auth_user_id": str(guest.pk), "_auth_user_hash": guest.get_session_auth_hash(), "name": "Zoé"}
    session.save()
    assert browser.post("/invite/reprendre/", {"answer": "yes"}).status_code == 403
    assert User.objects.filter(pk=guest.pk).exists()


def test_signing_out_ends_it(root: User, alice: User) -> None:
    browser = begin(root, alice)
    assert browser.post("/compte/logout/").status_code == 302
    assert "_auth_user_id" not in browser.session
    assert ActFor.objects.get().ended_at is not None


# The wrong state


def test_it_ends_by_itself_after_its_time(root: User, alice: User, document: Document) -> None:
    browser = begin(root, alice)
    over = timezone.now() - timedelta(seconds=1)
    ActFor.objects.update(until=over)
    assert browser.get(f"/documents/{document.pk}/lire/").status_code == 404
    assert ActFor.objects.get().ended_at == over


@pytest.mark.parametrize("change", ["no longer chief", "person suspended", "person made administrator", "stopped"])
def test_it_ends_when_one_of_the_two_changes(root: User, alice: User, document: Document, change: str) -> None:
    browser = begin(root, alice)
    match change:
        case "no longer chief":
            User.objects.filter(pk=root.pk).update(is_superuser=False)
        case "person suspended":
            User.objects.filter(pk=alice.pk).update(is_active=False)
        case "person made administrator":
            User.objects.filter(pk=alice.pk).update(is_staff=True)
        case "stopped":
            stop_acting(ActFor.objects.get())
    assert browser.get(f"/documents/{document.pk}/lire/").status_code == 404


def test_a_session_does_not_carry_it_to_another_account(root: User, alice: User, bob: User) -> None:
    row = act_for(alice, by=root, reason=WHY)
    browser = Client()
    browser.force_login(bob, backend="accounts.backend.SignInBackend")
    session = browser.session
    session["acting"] = row.pk
    session.save()
    assert browser.get("/").context["request"].user == bob


def test_stopping_twice_is_told_once(root: User, alice: User) -> None:
    row = act_for(alice, by=root, reason=WHY)
    stop_acting(row)
    stop_acting(row)
    assert Event.objects.filter(verb="account.acting_ended").count() == 1


# Bad input


@pytest.mark.parametrize("wrong", [{"reason": " "}, {"reason": ""}, {"minutes": 61}, {"minutes": 0}, {"minutes": "x"}])
def test_a_reason_and_a_time_are_asked_for(root: User, alice: User, wrong: dict[str, Any]) -> None:
    browser = second_factors.signed_in(root)
    answer = browser.post(f"/agir-pour/{alice.pk}/", {"reason": WHY, "minutes": 15} | wrong)
    assert answer.status_code == 422
    assert not ActFor.objects.exists()


@pytest.mark.parametrize("minutes", [0, 61, -5, 10_000])
def test_never_longer_than_an_hour(root: User, alice: User, minutes: int) -> None:
    with pytest.raises(ValidationError):
        act_for(alice, by=root, reason=WHY, minutes=minutes)


# What is recorded, and told


def test_all_is_recorded_under_the_administrators_name(root: User, alice: User, bob: User, document: Document) -> None:
    browser = begin(root, alice)
    browser.post(f"/documents/{document.pk}/titre/", {"title": "Corrigé"})
    browser.post(f"/documents/{document.pk}/partager/{bob.pk}/", {"action": "remove"})
    browser.post("/agir-pour/fin/")
    begun = Event.objects.get(verb="account.acting_started")
    assert (begun.actor, begun.about, begun.data["reason"]) == (root, f"user:{alice.pk}", WHY)
    for verb in ("document.renamed", "access.revoked"):
        event = Event.objects.get(verb=verb)
        assert (event.actor, event.on_behalf_of) == (root, f"user:{alice.pk}"), verb
    assert Event.objects.get(verb="account.acting_ended").actor == root


def test_afterwards_and_elsewhere_people_act_in_their_own_name(
    root: User, alice: User, bob: User, client_of: Any, document: Document
) -> None:
    begin(root, alice)
    client_of(alice).post(f"/documents/{document.pk}/titre/", {"title": "Par Alice"})
    event = Event.objects.get(verb="document.renamed")
    assert (event.actor, event.on_behalf_of) == (alice, "")


def test_the_person_is_told_by_mail_in_their_language(
    root: User, alice: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        act_for(alice, by=root, reason=WHY)
    message = mail.outbox[-1]
    assert (message.to, message.subject) == ([alice.email], "Root agit à votre place")
    assert WHY in str(message.body)


def test_the_person_sees_what_was_done(root: User, alice: User, client_of: Any, document: Document) -> None:
    browser = begin(root, alice)
    browser.post(f"/documents/{document.pk}/titre/", {"title": "Corrigé"})
    browser.post("/agir-pour/fin/")
    page = client_of(alice).get("/profil/securite/").content.decode()
    assert WHY in page and "Root" in page and "Corrigé" in page


def test_a_grant_made_this_way_is_the_persons(root: User, alice: User, eve: User, document: Document) -> None:
    """The act asks for the person's rights, not the administrator's."""
    browser = begin(root, eve)
    assert browser.get(f"/documents/{document.pk}/partager/").status_code == 404
    with pytest.raises(PermissionDenied):
        grant(document, "view", to=root, by=eve)


def test_no_right_outlives_it(root: User, alice: User, bob: User, document: Document) -> None:
    """An hour's access is not made into one without end."""
    browser = begin(root, alice)
    address = f"/documents/{document.pk}/partager/"
    said = {"part": "person", "role": "manage", "language": "fr"}
    assert browser.post(address, said | {"email": root.email}).status_code == 403
    assert (
        browser.put(
            f"/api/v1/documents/{document.pk}/grants/{root.email}/", {"role": "manage"}, content_type="application/json"
        ).status_code
        == 403
    )
    assert not document.user_grants.filter(user=root).exists()
    assert browser.post(address, said | {"email": bob.email}).status_code == 302


def test_few_queries_more(root: User, alice: User, django_assert_max_num_queries: Any) -> None:
    browser = begin(root, alice)
    with django_assert_max_num_queries(
        6
    ):  # session, administrator, the row with both, person with profile, help, side bar
        browser.get("/aide/")
