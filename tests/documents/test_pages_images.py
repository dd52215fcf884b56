"""Images: received by content, served to those who may read, and to nobody else."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.models import User
from activity.models import Event
from documents.actions.documents import trash_document
from documents.models import Attachment, Document
from permissions.actions import share_by_link
from tests import make


def picture(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, kind)
    return out.getvalue()


def send(browser: Client, document: Document, content: bytes | None = None, name: str = "x.png") -> Any:
    data = {} if content is None else {"image": SimpleUploadedFile(name, content, "image/png")}
    return browser.post(f"/documents/{document.pk}/images/", data, headers={"accept": "application/json"})


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_an_editor_adds_one_and_a_reader_sees_it(
    client_of: Any, bob: User, dan: User, document: Document, kind: str
) -> None:
    answer = send(client_of(bob), document, picture(kind))
    assert answer.status_code == 201
    kept = answer.json()
    assert (kept["width"], kept["height"]) == (40, 30)
    shown = client_of(dan).get(kept["url"])
    with Image.open(io.BytesIO(shown.content)) as again:
        assert again.size == (40, 30)
    assert shown["Content-Type"] == f"image/{kind.lower()}"


def test_it_is_served_with_care(client_of: Any, bob: User, document: Document) -> None:
    browser = client_of(bob)
    shown = browser.get(send(browser, document, picture()).json()["url"])
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["Content-Disposition"] == "inline"
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "private" in shown["Cache-Control"]


def test_a_lower_rung_is_refused(client_of: Any, carol: User, document: Document) -> None:
    answer = send(client_of(carol), document, picture())
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert not Attachment.objects.exists()


def test_a_stranger_sees_nothing(client_of: Any, bob: User, eve: User, document: Document) -> None:
    url = send(client_of(bob), document, picture()).json()["url"]
    assert send(client_of(eve), document, picture()).status_code == 404
    assert client_of(eve).get(url).status_code == 404
    assert Client().get(url).status_code == 404


def test_a_visitor_sees_it_by_a_public_link(client_of: Any, alice: User, bob: User, document: Document) -> None:
    url = send(client_of(bob), document, picture()).json()["url"]
    share_by_link(document, reach="public", link_role=None, by=alice)
    assert Client().get(url).status_code == 200


def test_nothing_is_served_from_the_trash(client_of: Any, alice: User, document: Document) -> None:
    browser = client_of(alice)
    url = send(browser, document, picture()).json()["url"]
    trash_document(document, by=alice)
    assert browser.get(url).status_code == 404


def test_an_image_of_another_document_is_not_served_here(client_of: Any, alice: User, document: Document) -> None:
    browser = client_of(alice)
    other = make.document(alice, document.workspace, "Autre")
    key = send(browser, other, picture()).json()["id"]
    assert browser.get(f"/documents/{other.pk}/images/{key}/").status_code == 200
    assert browser.get(f"/documents/{document.pk}/images/{key}/").status_code == 404


@pytest.mark.parametrize(
    "content", [None, b"", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", picture()[:60]]
)
def test_bad_input_is_told(client_of: Any, bob: User, document: Document, content: bytes | None) -> None:
    answer = send(client_of(bob), document, content)
    assert answer.status_code == 422
    assert answer.json()["detail"]


def test_too_large_is_told(client_of: Any, bob: User, document: Document, settings: Any) -> None:
    settings.IMAGE_MAX_BYTES = 100
    answer = send(client_of(bob), document, picture() + b" " * 200)
    assert (answer.status_code, answer.json()["code"]) == (422, "image_large")


def test_it_is_recorded(client_of: Any, bob: User, document: Document) -> None:
    send(client_of(bob), document, picture())
    assert Event.objects.get(verb="document.image_added").actor == bob
