"""The page on which one ticks documents for a volume, and the page of the volume that is made of them."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.actions.documents import create_document, trash_document
from documents.actions.volumes import ask_volume
from documents.formats.libreoffice import Missing
from documents.models import Export
from permissions.actions import grant, restrict, revoke
from tests.documents.exports import fails_with, play_office, work_on
from tests.documents.volumes import Collection, collection
from workspaces.models import Workspace

SENT = {"title": "Recueil", "format": "docx", "suggestions": "tracked", "names": "on", "contents": "true"}


@pytest.fixture(autouse=True)
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    play_office(monkeypatch, fails_with(Missing()))


@pytest.fixture
def place(alice: Any, bob: Any, dan: Any, workspace: Workspace) -> Collection:
    return collection(alice, bob, dan, workspace)


def _page(place: Collection) -> str:
    return f"/espaces/{place.workspace.slug}/volume/"


def test_all_that_one_sees_is_ticked_at_first(client_of: Any, dan: Any, place: Collection) -> None:
    page = client_of(dan).get(_page(place)).content.decode()
    for one in place.seen:
        assert f'value="{one.pk}" id="part-{one.pk}" checked' in page
    assert "Les réserves" not in page and str(place.closed.pk) not in page
    assert page.index("La place") < page.index("Les arbres") < page.index("La fontaine")
    assert f'value="{place.workspace.name}"' in page


def test_what_is_ticked_is_made(client_of: Any, dan: Any, place: Collection) -> None:
    chosen = SENT | {"documents": [str(place.first.pk), str(place.second.pk)]}
    answer = client_of(dan).post(_page(place), chosen)
    made = Export.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/exports/{made.pk}/")
    assert [part.document for part in made.parts.order_by("pk")] == [place.first, place.second]
    assert made.options == {
        "suggestions": "tracked",
        "comments": True,
        "names": True,
        "cover": False,
        "contents": True,
        "contributors": False,
        "template": "",
    }


def test_of_one_document_and_what_stands_in_it(client_of: Any, dan: Any, place: Collection) -> None:
    browser = client_of(dan)
    assert (
        f"/documents/{place.first.pk}/volume/" in browser.get(f"/documents/{place.first.pk}/exporter/").content.decode()
    )
    assert "/volume/" not in browser.get(f"/documents/{place.second.pk}/exporter/").content.decode()
    page = browser.get(f"/documents/{place.first.pk}/volume/").content.decode()
    assert str(place.inside.pk) in page and str(place.second.pk) not in page
    browser.post(f"/documents/{place.first.pk}/volume/", SENT | {"documents": [str(place.inside.pk)]})
    assert Export.objects.get().document == place.first


def test_the_list_of_documents_leads_there(client_of: Any, dan: Any, place: Collection) -> None:
    assert _page(place) in client_of(dan).get(f"/espaces/{place.workspace.slug}/documents/").content.decode()


def test_strangers_and_visitors(client_of: Any, eve: Any, place: Collection) -> None:
    for address in (_page(place), f"/documents/{place.first.pk}/volume/"):
        assert client_of(eve).get(address).status_code == 404
        assert client_of(eve).post(address, SENT).status_code == 404
        assert Client().get(address).url.startswith("/compte/")
    assert not Export.objects.exists()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"title": ""}, "Donnez un titre au volume."),
        ({"title": "a" * 300}, "Le titre est trop long"),
        ({"documents": []}, "Choisissez au moins un document."),
        ({"documents": ["rien"]}, "n’est plus là"),
        ({"documents": [str(uuid4())]}, "n’est plus là"),
        ({"format": "exe"}, ""),
        ({"suggestions": "maybe"}, ""),
    ],
)
def test_bad_input_is_told_and_what_was_ticked_stays(
    client_of: Any, dan: Any, place: Collection, changed: Any, says: str
) -> None:
    sent = SENT | {"documents": [str(place.second.pk)]} | changed
    answer = client_of(dan).post(_page(place), sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and says in page
    assert f'id="part-{place.first.pk}">' in page
    assert (f'id="part-{place.second.pk}" checked' in page) == ("documents" not in changed)
    assert not Export.objects.exists()


def test_an_empty_workspace_says_so(client_of: Any, alice: Any, workspace: Workspace) -> None:
    answer = client_of(alice).get(f"/espaces/{workspace.slug}/volume/")
    assert (
        answer.status_code == 200
        and "<form" not in answer.content.decode().partition("<main")[2].partition("</main")[0]
    )


# ---------------------------------------------------------------- the page of a volume


def test_it_is_watched_and_taken_away(client_of: Any, dan: Any, place: Collection) -> None:
    browser, asked = client_of(dan), ask_volume(place.workspace, "Recueil", by=dan)
    page = browser.get(f"/exports/{asked.pk}/").content.decode()
    assert "<progress" in page and "Recueil" in page and _page(place) in page
    work_on(asked)
    answer = browser.get(f"/exports/{asked.pk}/fichier/")
    assert answer["Content-Disposition"] == 'attachment; filename="recueil.docx"'
    assert answer["Cache-Control"] == "private, no-store"


def test_nobody_else_sees_it(client_of: Any, alice: Any, dan: Any, eve: Any, place: Collection) -> None:
    made = work_on(ask_volume(place.workspace, "Recueil", by=dan))
    for person in (alice, eve):
        for address in ("", "fichier/"):
            assert client_of(person).get(f"/exports/{made.pk}/{address}").status_code == 404
        assert client_of(person).post(f"/exports/{made.pk}/annuler/").status_code == 404


def test_once_a_document_is_closed_to_them_nobody_takes_it(
    client_of: Any, alice: Any, dan: Any, place: Collection
) -> None:
    browser, made = client_of(dan), work_on(ask_volume(place.workspace, "Recueil", by=dan))
    restrict(place.inside, restricted=True, by=alice)
    page = browser.get(f"/exports/{made.pk}/").content.decode()
    assert "n’est plus remis" in page and "fichier/" not in page
    assert browser.get(f"/exports/{made.pk}/fichier/").url == f"/exports/{made.pk}/"
    grant(place.inside, "view", to=dan, by=alice)
    assert browser.get(f"/exports/{made.pk}/fichier/").status_code == 200
    trash_document(place.second, by=alice)
    assert browser.get(f"/exports/{made.pk}/fichier/").status_code == 302


def test_who_may_not_come_in_any_more_sees_no_name_of_the_place(
    client_of: Any, alice: Any, dan: Any, place: Collection
) -> None:
    browser, made = client_of(dan), work_on(ask_volume(place.workspace, "Recueil", by=dan))
    revoke(place.workspace, of=dan, by=alice)
    page = browser.get(f"/exports/{made.pk}/").content.decode()
    assert "n’est plus remis" in page and place.workspace.name not in page
    assert browser.post(f"/exports/{made.pk}/annuler/").url == "/"
    assert not Export.objects.exists()


def test_cancelled_one_comes_back_to_the_place(client_of: Any, dan: Any, place: Collection) -> None:
    for where in (place.workspace, place.first):
        asked = ask_volume(where, "Recueil", by=dan)
        assert client_of(dan).post(f"/exports/{asked.pk}/annuler/").url == where.get_absolute_url()


def test_why_it_failed_is_said(client_of: Any, dan: Any, place: Collection) -> None:
    made = work_on(ask_volume(place.workspace, "Recueil", format="pdf", by=dan))
    page = client_of(dan).get(f"/exports/{made.pk}/").content.decode()
    assert made.failure == "missing" and "n’est pas installé" in page and "/word/" not in page


def test_number_of_queries(client_of: Any, alice: Any, dan: Any, place: Collection) -> None:
    """The page takes as many, however many documents there are."""
    browser = client_of(dan)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            browser.get(_page(place))
        counts.append(len(asked))
        for number in range(5):
            create_document(place.first, f"Fiche {number}", by=alice)
    assert counts[0] == counts[1] <= 16
