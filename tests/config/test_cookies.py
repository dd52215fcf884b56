"""Cookies: the session, the protection of forms, the language, and whether a device is shared; nothing else, anywhere."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.test import Client
from django.urls import URLPattern, get_resolver

from accounts.models import User
from documents.actions.exchange import attach_image
from documents.models import Document
from tests.accounts.leaver import proven, with_everything
from tests.accounts.test_sign_up import code_in
from tests.documents.test_attach_image import picture

WANTED = {"sessionid", "csrftoken", "django_language", "shared_device"}


def addresses(patterns: Any, before: str = "/") -> Iterator[str]:
    """Every address of the site, whoever serves it."""
    for one in patterns:
        address = before + str(one.pattern).lstrip("^").removesuffix("$").replace(r"\Z", "")
        if isinstance(one, URLPattern):
            yield address
        elif one.namespace != "admin":
            yield from addresses(one.url_patterns, address)


@pytest.fixture
def pages(document: Document, bob: User, alice: User) -> list[str]:
    """All of them, the parts that vary filled in with what is there."""
    image = attach_image(document, picture(), by=bob)
    known = {
        "<uuid:image_pk>": str(image.pk),
        "<uuid:pk>": str(document.pk),
        "<slug:slug>": document.workspace.slug,
        "<int:person_pk>": str(bob.pk),
        "<int:pk>": str(bob.pk),
    }
    found = []
    for address in addresses(get_resolver().url_patterns):
        for word, value in known.items():
            address = address.replace(word, value)
        if not set("<(?[") & set(address):
            found.append(address)
    assert len(found) > 40
    return found


def set_by(browser: Client, pages: list[str], **headers: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for page in pages:
        if "logout" in page:
            continue
        for method in (browser.get, browser.post):
            answer = method(page, **headers)
            found |= {name: cookie for name, cookie in answer.cookies.items() if cookie.value}
            if hasattr(answer, "streaming_content"):
                b"".join(answer.streaming_content)
    return found


def test_a_visitor_is_given_no_other_on_any_page(pages: list[str]) -> None:
    assert set(set_by(Client(), pages)) <= WANTED


def test_nor_is_somebody_with_an_account(pages: list[str], client_of: Any, alice: User) -> None:
    assert set(set_by(proven(client_of(alice), alice), pages)) <= WANTED


def test_nor_is_who_signs_in_and_speaks_a_language_on_a_shared_device(alice: User) -> None:
    with_everything(alice)
    browser = Client()
    asked = browser.post("/compte/login/", {"login": alice.email, "shared_device": "on"})
    browser.post(asked["Location"], {"code": code_in(mail.outbox[0])})
    browser.post("/langue/", {"language": "en"})
    browser.post(
        "/profil/", {"name": "Alice", "kind": "citizen", "language": "fr"}
    )  # it says something on the next page
    assert {"sessionid", "shared_device", "django_language"} <= set(browser.cookies) <= WANTED
    for name, cookie in browser.cookies.items():
        assert cookie["samesite"] == "Lax", name
        assert cookie["httponly"] or name == "csrftoken", name
        assert not cookie["domain"], name


def test_behind_https_all_are_secure(pages: list[str], client_of: Any, alice: User, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True  # what BEHIND_HTTPS sets
    browser = proven(client_of(alice), alice)
    found = set_by(browser, pages, secure=True)
    found |= browser.post("/langue/", {"language": "en"}, secure=True).cookies
    found |= browser.post("/profil/appareil/", {"shared": "1"}, secure=True).cookies
    assert {"django_language", "shared_device"} <= set(found)
    assert all(cookie["secure"] for cookie in found.values())


def test_none_is_signed_with_more_than_it_says(client_of: Any, alice: User) -> None:
    """What is told on the next page waits in the session, not in a cookie that anybody near the computer reads."""
    assert django_settings.MESSAGE_STORAGE == "django.contrib.messages.storage.session.SessionStorage"
