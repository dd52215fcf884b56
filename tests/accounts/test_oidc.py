"""ProConnect and FranceConnect, off by default: tried against a provider of our own that answers as they do."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client

from accounts import arrivals
from accounts.models import Affiliation, User
from config.identities import identity_providers
from tests.accounts.leaver import proven
from tests.accounts.provider import Provider, new_key
from tests.accounts.test_sign_up import code_in
from tests.second_factors import give_application

SIRET = "13002526500013"
JEANNE = {
    "sub": "4f2c-jeanne",
    "given_name": "Jeanne",
    "usual_name": "Moreau",
    "email": "jeanne@ville.example",
    "email_verified": True,
    "siret": SIRET,
    "organizational_unit": "Ville de Lyon",
    "phone_number": "0102030405",
}
SAID = {"name": "Jeanne Moreau", "email": "jeanne@ville.example", "kind": "public_servant", "organisation": ""}


@pytest.fixture(scope="module")
def machine() -> Iterator[Provider]:
    provider = Provider()
    yield provider
    provider.close()


@pytest.fixture
def provider(machine: Provider, settings: Any, db: Any) -> Provider:
    address = f"{machine.address}/.well-known/openid-configuration"
    settings.SOCIALACCOUNT_PROVIDERS = identity_providers(
        proconnect=["tablee-pro", "secret", address], franceconnect=["tablee", "secret", address]
    )
    machine.person, machine.signed, machine.wrong, machine.wrong_userinfo = dict(JEANNE), True, {}, {}
    machine.signs_with, machine.algorithm, machine.kid, machine.asked = machine.key, "RS256", "one", []
    return machine


@pytest.fixture
def affiliated(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    heard: list[Any] = []
    monkeypatch.setattr(arrivals, "affiliate_by_claim", lambda user, siret: heard.append((user.email, siret)))
    return heard


def come(client: Client, provider: Provider, by: str = "proconnect", **asked: str) -> Any:
    """There and back; the last answer of the site."""
    there = client.get(f"/compte/identite/{by}/", asked)
    assert there["Location"].startswith(f"{provider.address}/authorize?")
    return back(client, provider, there["Location"])


def link(client: Client, provider: Provider) -> Any:
    """From the security page: a form, then a page that leads on."""
    there = client.post("/compte/identite/proconnect/?process=connect")
    return back(client, provider, there["Refresh"].partition("url=")[2])


def back(client: Client, provider: Provider, address: str) -> Any:
    return client.get(provider.authorize(address).removeprefix("http://testserver"))


def is_in(client: Client) -> bool:
    return client.get("/profil/").status_code == 200


def newcomer(client: Client, provider: Provider, **said: str) -> Any:
    assert come(client, provider)["Location"] == "/compte/identite/signup/"
    return client.post("/compte/identite/signup/", SAID | said)


# Off by default


@pytest.mark.django_db
def test_without_settings_there_is_nothing(client: Client) -> None:
    for by in ("proconnect", "franceconnect", "autre"):
        assert client.get(f"/compte/identite/{by}/").status_code == 404
        assert client.get(f"/compte/identite/{by}/retour/").status_code == 404
    assert "ProConnect" not in client.get("/compte/login/").content.decode()


def test_half_set_up_is_off() -> None:
    apps = identity_providers(proconnect=["id", "secret", ""], franceconnect=["", "", ""])["openid_connect"]["APPS"]
    assert apps == []


# It works


@pytest.mark.parametrize("signed", [True, False], ids=["signed", "JSON"])
def test_a_newcomer_says_how_they_take_part_and_is_in(
    client: Client, provider: Provider, affiliated: list[Any], signed: bool
) -> None:
    provider.signed = signed
    asked = come(client, provider)
    assert asked["Location"] == "/compte/identite/signup/"
    form = client.get(asked["Location"]).context["form"]
    assert (form["name"].value(), form["kind"].value()) == ("Jeanne Moreau", "public_servant")
    client.post("/compte/identite/signup/", SAID)
    assert is_in(client)
    jeanne = User.objects.get(email="jeanne@ville.example")
    assert (jeanne.name, jeanne.has_usable_password()) == ("Jeanne Moreau", False)
    assert EmailAddress.objects.get(user=jeanne).verified
    assert affiliated == [("jeanne@ville.example", SIRET)]
    assert mail.outbox == []


def test_the_second_time_they_are_in_at_once(client: Client, provider: Provider, affiliated: list[Any]) -> None:
    newcomer(client, provider)
    other = Client()
    assert come(other, provider, next="/espaces/")["Location"] == "/espaces/"
    assert is_in(other)
    assert len(affiliated) == 2


def test_proconnects_word_makes_a_member(client: Client, provider: Provider) -> None:
    newcomer(client, provider)
    assert [(one.user.email, one.organisation.siret) for one in Affiliation.objects.all()] == [
        ("jeanne@ville.example", SIRET)
    ]


def test_franceconnect_brings_no_employer(client: Client, provider: Provider, affiliated: list[Any]) -> None:
    come(client, provider, by="franceconnect")
    form = client.get("/compte/identite/signup/").context["form"]
    assert form["kind"].value() == "citizen"
    client.post("/compte/identite/signup/", SAID | {"kind": "citizen"})
    assert is_in(client)
    assert affiliated == []


def test_what_is_asked_is_ours_alone(client: Client, provider: Provider) -> None:
    """Neither scopes nor levels come from the address; state and nonce are long; the code is bound to this browser."""
    come(client, provider, scope="birthdate", auth_params="acr_values=eidas3")
    asked, exchanged = provider.asked
    assert set(asked["scope"].split()) == {"openid", "given_name", "usual_name", "email", "siret"}
    assert asked["acr_values"] == "eidas1"
    assert min(len(asked["state"]), len(asked["nonce"])) >= 22
    assert asked["code_challenge_method"] == "S256" and exchanged["code_verifier"]
    assert asked["redirect_uri"] == "http://testserver/compte/identite/proconnect/retour/"


def test_no_more_is_kept_than_is_used(client: Client, provider: Provider) -> None:
    newcomer(client, provider)
    assert set(SocialAccount.objects.get().extra_data["userinfo"]) == {"sub", "siret"}


def test_signing_out_here_leads_to_signing_out_there(client: Client, provider: Provider) -> None:
    newcomer(client, provider)
    answer = client.post("/compte/logout/")
    assert answer.status_code == 200
    there = urlsplit(answer["Refresh"].partition("url=")[2])
    said = parse_qs(there.query)
    assert there.path == "/end"
    assert said["post_logout_redirect_uri"] == ["http://testserver/"] and said["id_token_hint"] and said["state"]
    assert not is_in(client)


def test_it_is_linked_from_the_security_page(client_of: Any, alice: User, provider: Provider) -> None:
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    browser = proven(client_of(alice), alice)
    assert "Relier ProConnect" in browser.get("/profil/securite/").content.decode()
    assert link(browser, provider)["Location"] == "/profil/securite/"
    assert SocialAccount.objects.get().user == alice
    other = Client()
    come(other, provider)
    assert other.get("/").context["request"].user == alice
    assert "ProConnect" in browser.get("/compte/identite/").content.decode()


def test_no_other_site_begins_to_link(client_of: Any, alice: User, provider: Provider) -> None:
    """A picture on a stranger's page asks by GET; whoever is signed in over there might not be whom one thinks."""
    browser = client_of(alice)
    assert browser.get("/compte/identite/proconnect/?process=connect")["Location"] == "/profil/securite/"
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    assert strict.post("/compte/identite/proconnect/?process=connect").status_code == 403


def test_who_has_a_password_types_it_before_linking(client_of: Any, alice: User, provider: Provider) -> None:
    alice.set_password("quatre mots bien choisis")
    alice.save()
    asked = client_of(alice).post("/compte/identite/proconnect/?process=connect")
    assert asked["Location"].startswith("/compte/reauthenticate/")


def test_who_has_none_types_a_code_before_linking(client_of: Any, alice: User, provider: Provider) -> None:
    """A browser left open for a minute would give whoever passes by a way in for ever."""
    asked = client_of(alice).post("/compte/identite/proconnect/?process=connect")
    assert asked["Location"] == "/profil/code/?next=%2Fprofil%2Fsecurite%2F"
    assert mail.outbox[-1].to == [alice.email]


def test_a_visitor_links_nothing(client: Client, provider: Provider) -> None:
    assert client.post("/compte/identite/proconnect/?process=connect")["Location"] == "/profil/securite/"


def test_the_last_identity_is_unlinked_without_a_password(client_of: Any, alice: User, provider: Provider) -> None:
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    browser = proven(client_of(alice), alice)
    link(browser, provider)
    browser.post("/compte/identite/", {"account": SocialAccount.objects.get().pk})
    assert not SocialAccount.objects.exists()


# No account is taken over


@pytest.fixture
def jeanne(db: Any) -> User:
    user = User.objects.create_user("jeanne@ville.example", name="Jeanne")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def test_an_address_verified_on_both_sides_is_the_same_person(client: Client, provider: Provider, jeanne: User) -> None:
    come(client, provider)
    assert client.get("/").context["request"].user == jeanne
    assert User.objects.count() == 1


@pytest.mark.parametrize("said", [False, None, "true", "false", "1", 1, {}, []])
def test_an_address_that_the_provider_has_not_verified_opens_nothing(
    client: Client, provider: Provider, jeanne: User, said: Any
) -> None:
    provider.person["email_verified"] = said
    newcomer(client, provider)
    assert not is_in(client)
    assert not SocialAccount.objects.filter(user=jeanne).exists()
    assert [message.subject for message in mail.outbox] == ["Vous avez déjà un compte"]


def test_an_address_that_we_have_not_verified_opens_nothing(client: Client, provider: Provider, jeanne: User) -> None:
    EmailAddress.objects.update(verified=False)
    newcomer(client, provider)
    assert not is_in(client)


def test_an_unverified_address_of_a_newcomer_is_proved_by_a_code(client: Client, provider: Provider) -> None:
    provider.person["email_verified"] = False
    assert newcomer(client, provider)["Location"] == "/compte/confirm-email/"
    assert not is_in(client)
    assert not EmailAddress.objects.get().verified


def test_whoever_waited_for_the_owner_of_an_address_is_not_let_in_after_them(
    client: Client, provider: Provider
) -> None:
    """An account opened with the address of another, by an identity of one's own: its owner comes in by a code one day."""
    provider.person["email_verified"] = False
    newcomer(client, provider)
    owner = Client()
    asked = owner.post("/compte/login/", {"login": "jeanne@ville.example"})
    owner.post(asked["Location"], {"code": code_in(mail.outbox[-1])})
    assert is_in(owner)
    other = Client()
    come(other, provider)
    assert not is_in(other)


def test_who_proves_the_address_they_came_with_comes_in_by_both(client: Client, provider: Provider) -> None:
    provider.person["email_verified"] = False
    asked = newcomer(client, provider)
    client.post(asked["Location"], {"code": code_in(mail.outbox[-1])})
    assert is_in(client)
    other = Client()
    come(other, provider)
    assert is_in(other)


def test_a_verified_address_is_not_changed_for_another_on_the_way(client: Client, provider: Provider) -> None:
    newcomer(client, provider, email="somebody@else.example")
    assert User.objects.get().email == "jeanne@ville.example"


def test_the_second_step_is_asked_for_all_the_same(client: Client, provider: Provider, jeanne: User) -> None:
    give_application(jeanne)
    assert come(client, provider)["Location"] == "/compte/2fa/authenticate/"
    assert not is_in(client)


def test_a_suspended_account_stays_closed(client: Client, provider: Provider, jeanne: User) -> None:
    come(client, provider)
    User.objects.filter(pk=jeanne.pk).update(is_active=False)
    other = Client()
    come(other, provider)
    assert not is_in(other)


def test_the_identity_of_one_is_not_linked_to_another(
    client: Client, provider: Provider, client_of: Any, alice: User, jeanne: User
) -> None:
    come(client, provider)
    link(proven(client_of(alice), alice), provider)
    assert SocialAccount.objects.get().user == jeanne


# What is not what it should be


WRONG: dict[str, Any] = {
    "for another site": {"wrong": {"aud": "autre"}},
    "from another provider": {"wrong": {"iss": "https://autre.example"}},
    "too old": {"wrong": {"exp": 1_000_000}},
    "the answer to another question": {"wrong": {"nonce": "celle-d-un-autre-navigateur"}},
    "without nonce": {"wrong": {"nonce": ""}},
    "about somebody else": {"wrong": {"sub": "autre"}},
    "userinfo about somebody else": {"wrong_userinfo": {"sub": "autre"}},
    "userinfo for another site": {"wrong_userinfo": {"aud": "autre"}},
    "signed with another key": {"signs_with": new_key()},
    "signed with a shared secret": {"algorithm": "HS256"},
    "not signed": {"algorithm": "none"},
    "signed with a key nobody knows": {"kid": "two"},
}


@pytest.mark.parametrize("what", WRONG)
def test_an_answer_that_does_not_hold_lets_nobody_in(
    client: Client, provider: Provider, jeanne: User, what: str
) -> None:
    for name, value in WRONG[what].items():
        setattr(provider, name, value)
    answer = come(client, provider)
    assert answer.status_code == 401
    assert "vérifié" in answer.content.decode()
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_an_answer_nobody_asked_for_is_refused(client: Client, provider: Provider, jeanne: User) -> None:
    asked = Client().get("/compte/identite/proconnect/")
    assert back(client, provider, asked["Location"]).status_code == 401
    assert not is_in(client)


def test_an_answer_serves_once(client: Client, provider: Provider, jeanne: User) -> None:
    asked = client.get("/compte/identite/proconnect/")["Location"]
    again = provider.authorize(asked).removeprefix("http://testserver")
    client.get(again)
    client.post("/compte/logout/")
    assert client.get(again).status_code == 401


def test_giving_up_there_is_a_calm_page_here(client: Client, provider: Provider) -> None:
    asked = client.get("/compte/identite/proconnect/")["Location"]
    state = parse_qs(urlsplit(asked).query)["state"][0]
    page = client.get("/compte/identite/proconnect/retour/", {"error": "access_denied", "state": state}, follow=True)
    assert page.status_code == 200
    assert "sans vous connecter" in page.content.decode()


@pytest.mark.parametrize(
    "wrong", [{"email": 5}, {"email": ["a@b.fr"]}, {"given_name": [], "usual_name": {}, "name": 5}]
)
def test_what_is_no_word_is_asked_of_the_person(client: Client, provider: Provider, wrong: dict[str, Any]) -> None:
    provider.person |= wrong
    assert come(client, provider)["Location"] == "/compte/identite/signup/"
    assert client.get("/compte/identite/signup/").status_code == 200


@pytest.mark.parametrize("siret", ["", "123", "1300252650001a", 13002526500013, None, ["13002526500013"]])
def test_what_is_no_siret_is_no_claim(client: Client, provider: Provider, siret: Any) -> None:
    provider.person["siret"] = siret
    newcomer(client, provider)
    assert is_in(client)
    assert not Affiliation.objects.exists()
