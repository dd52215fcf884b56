"""The pages of a file that takes its time: asked for, watched, taken away by who asked alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from documents.actions.documents import trash_document
from documents.actions.exports import MOST_AT_ONCE, ask_export
from documents.formats.libreoffice import Missing
from documents.models import Document, Export
from permissions.actions import revoke
from tests.documents.exports import fails_with, makes_pdf, play_office, work_on


@pytest.fixture
def asked(document: Document, dan: Any) -> Export:
    return ask_export(document, "pdf", by=dan)


def test_a_reader_asks_and_comes_to_its_page(client_of: Any, dan: Any, document: Document) -> None:
    answer = client_of(dan).post(f"/documents/{document.pk}/exports/", {"format": "pdf", "names": "no"})
    made = Export.objects.get()
    assert answer.url == f"/exports/{made.pk}/"
    assert made.options["names"] is False


def test_what_is_quick_comes_at_once(client_of: Any, dan: Any, document: Document) -> None:
    answer = client_of(dan).post(f"/documents/{document.pk}/exports/", {"format": "md"})
    assert answer["Content-Disposition"] == 'attachment; filename="ouvrir-les-donnees.md"'
    assert "Les données publiques" in answer.content.decode()
    assert not Export.objects.exists()


def test_its_page_looks_again_without_script(client_of: Any, dan: Any, asked: Export) -> None:
    page = client_of(dan).get(f"/exports/{asked.pk}/").content.decode()
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    assert "<progress" in page


def test_nobody_works_and_that_is_said(client_of: Any, dan: Any, asked: Export) -> None:
    assert "est occupé ou arrêté" not in client_of(dan).get(f"/exports/{asked.pk}/").content.decode()
    Export.objects.update(asked_at=timezone.now() - timedelta(minutes=1))
    assert "est occupé ou arrêté" in client_of(dan).get(f"/exports/{asked.pk}/").content.decode()


def test_it_is_taken_away(client_of: Any, dan: Any, asked: Export, monkeypatch: Any) -> None:
    play_office(monkeypatch, makes_pdf)
    browser = client_of(dan)
    assert browser.get(f"/exports/{asked.pk}/fichier/").url == f"/exports/{asked.pk}/"  # not there yet
    work_on(asked)
    page = browser.get(f"/exports/{asked.pk}/").content.decode()
    assert "refresh" not in page and f"/exports/{asked.pk}/fichier/" in page
    answer = browser.get(f"/exports/{asked.pk}/fichier/")
    assert b"".join(answer.streaming_content) == b"%PDF-1.6 made"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="ouvrir-les-donnees.pdf"'
    assert answer["Cache-Control"] == "private, no-store"


def test_nobody_else_sees_it(client_of: Any, alice: Any, eve: Any, asked: Export, monkeypatch: Any) -> None:
    play_office(monkeypatch, makes_pdf)
    work_on(asked)
    for person in (alice, eve):  # who manages the document neither
        browser = client_of(person)
        for address in ("", "fichier/"):
            assert browser.get(f"/exports/{asked.pk}/{address}").status_code == 404
        assert browser.post(f"/exports/{asked.pk}/annuler/").status_code == 404
    assert Client().get(f"/exports/{asked.pk}/fichier/").url.startswith("/compte/")
    assert Export.objects.exists()


def test_not_once_she_may_not_read(
    client_of: Any, alice: Any, dan: Any, document: Document, asked: Export, monkeypatch: Any
) -> None:
    play_office(monkeypatch, makes_pdf)
    work_on(asked)
    revoke(document, of=dan, by=alice)
    for address in ("", "fichier/"):
        assert client_of(dan).get(f"/exports/{asked.pk}/{address}").status_code == 404


def test_not_from_the_trash(client_of: Any, alice: Any, dan: Any, document: Document, asked: Export) -> None:
    trash_document(document, by=alice)
    assert client_of(dan).get(f"/exports/{asked.pk}/").status_code == 404


def test_a_file_that_is_lost_is_not_there(client_of: Any, dan: Any, asked: Export, monkeypatch: Any) -> None:
    play_office(monkeypatch, makes_pdf)
    made = work_on(asked)
    made.file.storage.delete(made.file.name)
    assert client_of(dan).get(f"/exports/{asked.pk}/fichier/").status_code == 404


def test_why_it_failed_is_said(client_of: Any, dan: Any, document: Document, asked: Export, monkeypatch: Any) -> None:
    play_office(monkeypatch, fails_with(Missing()))
    work_on(asked)
    page = client_of(dan).get(f"/exports/{asked.pk}/").content.decode()
    assert "n’est pas installé" in page and f"/documents/{document.pk}/word/" in page


def test_what_was_left_out_is_said(client_of: Any, dan: Any, asked: Export, monkeypatch: Any) -> None:
    play_office(monkeypatch, makes_pdf)
    work_on(asked)
    Export.objects.update(left_out=["Une image n’a pas pu être lue."])
    assert "Une image n’a pas pu être lue." in client_of(dan).get(f"/exports/{asked.pk}/").content.decode()


def test_cancelled_it_is_gone(client_of: Any, dan: Any, document: Document, asked: Export) -> None:
    answer = client_of(dan).post(f"/exports/{asked.pk}/annuler/")
    assert answer.url == f"/documents/{document.pk}/lire/"
    assert not Export.objects.exists()


def test_bad_choices_are_told(client_of: Any, dan: Any, document: Document) -> None:
    browser = client_of(dan)
    for given in ({}, {"format": "exe"}, {"format": "pdf", "names": "perhaps"}, {"format": "pdf", "colour": "red"}):
        assert browser.post(f"/documents/{document.pk}/exports/", given).status_code == 422
    for _ in range(MOST_AT_ONCE):
        browser.post(f"/documents/{document.pk}/exports/", {"format": "pdf"})
    assert browser.post(f"/documents/{document.pk}/exports/", {"format": "pdf"}).status_code == 422
