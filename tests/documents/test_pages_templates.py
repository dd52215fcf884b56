"""Pages of templates: of a workspace and of an organisation; the choice of one when a document is taken away."""

import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.tokens import issue_token
from documents.actions.drawing_templates import draw_template
from documents.actions.templates import choose_template
from documents.formats import libreoffice
from documents.models import Document, Export, Template
from permissions.actions import grant
from tests import make
from tests.documents import house
from tests.documents.exports import makes_pdf, play_office
from tests.documents.word import Word
from workspaces.models import Workspace


def upload(data: bytes, name: str = "Courrier.dotx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.fixture
def stored(workspace: Workspace) -> Template:
    return house.stored(workspace, "Courrier")


def test_a_manager_adds_one_and_sees_what_was_found(client_of: Any, workspace: Workspace, alice: Any) -> None:
    client, page = client_of(alice), f"/espaces/{workspace.slug}/modeles/"
    assert "Il n’y en a pas encore." in client.get(page).content.decode()
    done = client.post(page, {"file": upload(house.template(dotx=True)), "name": "Note"}, follow=True)
    shown = done.content.decode()
    for words in ("Note", "A4", "Arial", "Commune de Valmont", "heading 1", "Titre1", "Callout Info", "3,5 cm en haut"):
        assert words.replace("'", "&#x27;") in shown.replace("\u00a0", " ")
    assert Template.objects.get().workspace == workspace


def test_of_an_organisation_too(client_of: Any, alice: Any, bob: Any, eve: Any) -> None:
    town = make.organisation(alice, bob="member")
    page = f"/organisations/{town.pk}/modeles/"
    assert client_of(alice).get(f"/organisations/{town.pk}/").content.decode().count(page) == 1
    done = client_of(alice).post(page, {"file": upload(house.template())}, follow=True)
    assert done.status_code == 200 and Template.objects.get().name == "Courrier"
    assert [client_of(one).get(page).status_code for one in (bob, eve)] == [403, 404]


@pytest.mark.parametrize(
    "name, data, words",
    [("n.docx", b"rien", "fichier Word"), ("n.docx", house.template()[:900], "abîmé"), ("n.odt", b"", "fichier Word")],
)
def test_what_is_refused_is_said(
    client_of: Any, workspace: Workspace, alice: Any, name: str, data: bytes, words: str
) -> None:
    answer = client_of(alice).post(f"/espaces/{workspace.slug}/modeles/", {"file": upload(data, name)})
    assert answer.status_code == 422 and words in answer.content.decode()
    assert client_of(alice).post(f"/espaces/{workspace.slug}/modeles/").status_code == 422
    assert not Template.objects.exists()


def test_the_sample_is_a_word_file(client_of: Any, workspace: Workspace, alice: Any, stored: Template) -> None:
    answer = client_of(alice).get(f"/espaces/{workspace.slug}/modeles/{stored.pk}/exemple/")
    assert "exemple.docx" in answer["Content-Disposition"]
    assert "Courrier" in Word(answer.content, []).files["word/header1.xml"].decode()


def test_the_worker_makes_a_pdf_of_the_sample(
    client_of: Any, workspace: Workspace, alice: Any, stored: Template, monkeypatch: Any
) -> None:
    page = f"/espaces/{workspace.slug}/modeles/{stored.pk}/"
    assert client_of(alice).get(f"{page}apercu/").status_code == 404
    play_office(monkeypatch, makes_pdf)
    assert draw_template(str(stored.pk)) == "done"
    assert client_of(alice).get(f"{page}apercu/").content.startswith(b"%PDF")
    assert f'href="{page}apercu/"' in client_of(alice).get(page).content.decode()
    stored.delete()
    assert draw_template(str(stored.pk or "00000000-0000-4000-8000-000000000000")) == "not wanted"


def test_without_libreoffice_there_is_no_pdf(stored: Template, monkeypatch: Any) -> None:
    def missing(*_: Any, **__: Any) -> bytes:
        raise libreoffice.Missing

    play_office(monkeypatch, missing)
    assert draw_template(str(stored.pk)) == "missing"


def test_one_is_chosen_and_taken_away(
    client_of: Any, workspace: Workspace, alice: Any, eve: Any, stored: Template
) -> None:
    client, page = client_of(alice), f"/espaces/{workspace.slug}/modeles/"
    client.post(f"{page}choisir/", {"template": str(stored.pk)})
    assert workspace.chosen_template.template == stored
    theirs = house.stored(make.workspace(eve, "Ailleurs"), "Leur")
    for key in (theirs.pk, "x", ""):
        shown = client.post(f"{page}choisir/", {"template": str(key)}, follow=True).content.decode()
        assert "Ce modèle n’est pas ici." in shown
    assert client.get(f"{page}{theirs.pk}/").status_code == 404
    client.post(f"{page}{stored.pk}/retirer/")
    assert not Template.objects.filter(pk=stored.pk).exists()


def test_editors_and_strangers_do_not_see_them(
    client_of: Any, workspace: Workspace, alice: Any, bob: Any, eve: Any, stored: Template
) -> None:
    grant(workspace, "change", to=bob, by=alice)
    pages = ["", "choisir/", f"{stored.pk}/", f"{stored.pk}/exemple/", f"{stored.pk}/apercu/", f"{stored.pk}/retirer/"]
    for page in pages:
        address = f"/espaces/{workspace.slug}/modeles/{page}"
        ask = "post" if page.endswith(("choisir/", "retirer/")) else "get"
        assert [getattr(client_of(one), ask)(address).status_code for one in (bob, eve)] == [403, 404]


PAGES = {
    "workspace_template": "get",
    "workspace_template_sample": "get",
    "workspace_template_preview": "get",
    "workspace_template_remove": "post",
    "organisation_template": "get",
    "organisation_template_sample": "get",
    "organisation_template_preview": "get",
    "organisation_template_remove": "post",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_template_is_found_below_its_owner_alone(name: str, client_of: Any, workspace: Workspace, alice: Any) -> None:
    """Alice manages both, and neither lends its template to the other's address."""
    town = make.organisation(alice)
    owner, other = (workspace, town) if name.startswith("workspace") else (town, workspace)
    key = owner.slug if isinstance(owner, Workspace) else owner.pk
    mine, theirs = house.stored(owner, "Courrier"), house.stored(other, "Autre")
    ask = getattr(client_of(alice), PAGES[name])
    assert ask(reverse(name, args=[key, theirs.pk])).status_code == 404
    expected = {"preview": 404, "remove": 302}.get(name.rpartition("_")[2], 200)
    assert ask(reverse(name, args=[key, mine.pk])).status_code == expected
    assert Template.objects.filter(pk=theirs.pk).exists()


def test_who_takes_a_document_away_chooses(
    client_of: Any, document: Document, workspace: Workspace, alice: Any, dan: Any, stored: Template
) -> None:
    client, page = client_of(dan), f"/documents/{document.pk}/exporter/"
    choose_template(workspace, stored, by=alice)
    assert f'value="{stored.pk}" selected' in client.get(page).content.decode()
    heads = []
    for word in (str(stored.pk), "none", ""):
        made = Word(client.get(page, {"format": "docx", "suggestions": "tracked", "template": word}).content, [])
        heads.append("Valmont" in made.files["word/header1.xml"].decode())
    assert heads == [True, False, True]
    other = house.stored(make.workspace(alice, "Autre"), "Autre")
    assert client.get(page, {"format": "docx", "suggestions": "tracked", "template": str(other.pk)}).status_code == 422
    asked = client.post(f"/documents/{document.pk}/exports/", {"format": "pdf", "template": str(stored.pk)})
    assert asked.status_code == 302 and Export.objects.get().options["template"] == str(stored.pk)


def test_nothing_is_asked_where_there_is_none(client_of: Any, document: Document, dan: Any) -> None:
    assert 'name="template"' not in client_of(dan).get(f"/documents/{document.pk}/exporter/").content.decode()


def test_programs_do_the_same(client: Any, workspace: Workspace, document: Document, alice: Any, dan: Any) -> None:
    keys = {one: {"Authorization": f"Bearer {issue_token(one, 'test')}"} for one in (alice, dan)}
    address = f"/api/v1/workspaces/{workspace.slug}/templates/"
    file = io.BytesIO(house.template())
    file.name = "courrier.docx"
    made = client.post(address, {"file": file, "name": "Courrier"}, headers=keys[alice])
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["page"], "heading 1" in told["found"], "toc 2" in told["added"]) == ("A4", True, True)
    key = told["template"]["id"]
    chosen = client.put(
        f"/api/v1/workspaces/{workspace.slug}/template/",
        json.dumps({"template": key}),
        content_type="application/json",
        headers=keys[alice],
    )
    assert chosen.status_code == 200 and chosen.json()["items"][0]["id"] == key
    listed = client.get(address, headers=keys[alice]).json()
    assert (listed["count"], listed["items"][0]["chosen"]) == (1, True)
    exported = client.get(f"/api/v1/documents/{document.pk}/export?template=none", headers=keys[dan])
    assert "Valmont" not in Word(exported.content, []).files["word/header1.xml"].decode()
    wrong = client.get(f"/api/v1/documents/{document.pk}/export?template={document.pk}", headers=keys[dan])
    assert (wrong.status_code, wrong.json()["code"]) == (422, "template_unknown")
    assert client.delete(f"{address}{key}/", headers=keys[alice]).status_code == 204


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_asks_few_questions(
    client_of: Any, workspace: Workspace, alice: Any, count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        house.stored(workspace, f"Modèle {number}")
    client = client_of(alice)
    with django_assert_max_num_queries(16):
        client.get(f"/espaces/{workspace.slug}/modeles/")
