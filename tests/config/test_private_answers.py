"""What is answered to one person is kept by nobody: no proxy and no shared computer shows it to the next."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from documents.models import Document
from tests.accounts.leaver import proven
from tests.config.test_cookies import pages  # noqa: F401  a fixture


@pytest.fixture
def alices(client_of: Any, alice: User) -> Client:
    return proven(client_of(alice), alice)


def test_every_page_is_private_and_not_stored(alices: Client, pages: list[str]) -> None:  # noqa: F811
    kept = {}
    for page in pages:
        answer = alices.get(page)
        control = answer.headers.get("Cache-Control", "")
        if not {"private", "no-store"} <= {word.strip() for word in control.split(",")}:
            kept[page] = control
        if hasattr(answer, "streaming_content"):
            b"".join(answer.streaming_content)
    images = {page for page in kept if "/images/" in page}
    assert set(kept) - images == set()
    assert {kept[page] for page in images} == {"private, max-age=3600"}


def test_two_people_never_read_each_others_page(client_of: Any, alice: User, dan: User, document: Document) -> None:
    one, other = client_of(alice), client_of(dan)
    for page in ("/", "/profil/", document.get_absolute_url()):
        for browser, mine, theirs in ((one, alice, dan), (other, dan, alice), (one, alice, dan)):
            answer = browser.get(page)
            assert str(mine) in answer.content.decode()
            if page == "/profil/":
                assert str(theirs) not in answer.content.decode()
            assert "Cookie" in answer.headers["Vary"]


def test_a_visitor_after_them_finds_nothing(client_of: Any, alice: User, document: Document) -> None:
    client_of(alice).get(document.get_absolute_url())
    assert Client().get(document.get_absolute_url()).status_code == 404
    assert "Alice" not in Client().get("/").content.decode()


def test_api_and_export_too(alices: Client, document: Document) -> None:
    for page in (f"/api/v1/documents/{document.pk}/", f"/documents/{document.pk}/word/"):
        answer = alices.get(page)
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]
