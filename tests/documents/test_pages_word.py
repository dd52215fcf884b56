"""The Word download."""

import zipfile
from io import BytesIO
from typing import Any

from django.test import Client

from accounts.models import User
from activity.models import Event
from documents.actions.documents import trash_document
from documents.models import Document
from permissions.actions import share_by_link


def download(browser: Client, document: Document) -> Any:
    return browser.get(f"/documents/{document.pk}/word/")


def test_a_reader_takes_it_away(client_of: Any, dan: User, document: Document) -> None:
    answer = download(client_of(dan), document)
    assert answer["Content-Disposition"] == 'attachment; filename="ouvrir-les-donnees.docx"'
    assert "word/document.xml" in zipfile.ZipFile(BytesIO(answer.content)).namelist()


def test_a_stranger_sees_nothing(client_of: Any, eve: User, document: Document) -> None:
    assert download(client_of(eve), document).status_code == 404
    assert download(Client(), document).status_code == 404


def test_a_visitor_by_a_public_link(alice: User, document: Document) -> None:
    share_by_link(document, reach="public", link_role=None, by=alice)
    assert download(Client(), document).status_code == 200


def test_not_from_the_trash(client_of: Any, alice: User, document: Document) -> None:
    trash_document(document, by=alice)
    assert download(client_of(alice), document).status_code == 404


def test_it_is_recorded(client_of: Any, dan: User, document: Document) -> None:
    download(client_of(dan), document)
    assert Event.objects.get(verb="document.exported").actor == dan
