"""A file is brought back on a page, its differences are looked at, and it becomes proposals; the API does the same."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.tokens import issue_token
from documents.actions.documents import create_document
from documents.models import Document, Return, Suggestion
from permissions.actions import grant
from tests import make
from tests.documents.returned import changed, retype, taken


@pytest.fixture
def text(alice: Any, workspace: Any) -> Document:
    return create_document(workspace, "Ouvrir", by=alice, tree=make.tree("Un début.", "Chaque commune publie."))


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def file_of(text: Document, by: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile("retour.docx", changed(taken(text, by), retype("publie", "publie tout")))


def test_it_is_given_looked_at_and_made_into_proposals(text: Document, alice: Any) -> None:
    client, address = signed_in(alice), reverse("document_bring_back", args=[text.pk])
    assert address in client.get(reverse("document", args=[text.pk])).content.decode()
    assert client.get(address).status_code == 200
    assert client.post(address, {}).status_code == 422
    answer = client.post(address, {"file": file_of(text, alice)})
    made = Return.objects.get()
    assert answer.headers["Location"] == reverse("document_return", args=[text.pk, made.pk])
    page = client.get(answer.headers["Location"]).content.decode()
    assert "retour.docx" in page and "tout" in page
    assert client.post(answer.headers["Location"]).status_code == 302
    assert Suggestion.objects.get().author == alice and not Return.objects.exists()
    assert client.get(answer.headers["Location"]).status_code == 404


def test_it_is_forgotten(text: Document, alice: Any) -> None:
    client = signed_in(alice)
    client.post(reverse("document_bring_back", args=[text.pk]), {"file": file_of(text, alice)})
    assert client.post(reverse("document_return_drop", args=[text.pk, Return.objects.get().pk])).status_code == 302
    assert not Return.objects.exists() and not Suggestion.objects.exists()


def test_readers_are_refused_and_strangers_see_nothing(text: Document, alice: Any, dan: Any, eve: Any) -> None:
    grant(text, "view", to=dan, by=alice)
    for person, status in ((dan, 403), (eve, 404)):
        client = signed_in(person)
        for address in ("document_bring_back", "document_return"):
            keys = [text.pk, text.pk][: 1 + (address == "document_return")]
            assert client.get(reverse(address, args=keys)).status_code == status, (person, address)


def test_it_is_brought_back_by_a_program(text: Document, alice: Any, dan: Any, eve: Any) -> None:
    grant(text, "view", to=dan, by=alice)
    address = f"/api/v1/documents/{text.pk}/returns/"
    keys = {one: Client(headers={"Authorization": f"Bearer {issue_token(one, 'test')}"}) for one in (alice, dan, eve)}
    asked = keys[alice].post(address, {"file": file_of(text, alice)})
    told = asked.json()
    assert (asked.status_code, len(told["proposals"]), told["left"]) == (201, 1, [])
    assert keys[alice].get(f"{address}{told['id']}/").json()["proposals"] == told["proposals"]
    for person, status in ((dan, 403), (eve, 404)):
        assert keys[person].post(address, {"file": file_of(text, alice)}).status_code == status
        assert keys[person].post(f"{address}{told['id']}/proposals/").status_code == status
    made = keys[alice].post(f"{address}{told['id']}/proposals/")
    assert (made.status_code, len(made.json()["suggestions"])) == (201, 1)
    assert keys[alice].delete(f"{address}{told['id']}/").status_code == 404
    wrong = keys[alice].post(address, {"file": SimpleUploadedFile("a.docx", b"rien")})
    assert wrong.status_code == 422 and wrong.json()["detail"]


@pytest.mark.parametrize("many", [2, 12])
def test_few_questions_however_much_changed(
    alice: Any, workspace: Any, many: int, django_assert_max_num_queries: Any
) -> None:
    lines = [f"La commune {number} publie ses comptes." for number in range(many)]
    text = create_document(workspace, "Ouvrir", by=alice, tree=make.tree(*lines))
    data = taken(text, alice)
    for number in range(many):
        data = changed(data, retype(f"commune {number} publie", f"commune {number} a publié"))
    client, address = signed_in(alice), reverse("document_bring_back", args=[text.pk])
    with django_assert_max_num_queries(30):
        page = client.post(address, {"file": SimpleUploadedFile("retour.docx", data)}).headers["Location"]
    with django_assert_max_num_queries(12):
        assert client.get(page).status_code == 200
    with django_assert_max_num_queries(60):
        client.post(page)
    assert Suggestion.objects.count() == many
