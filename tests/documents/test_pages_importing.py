"""The page that makes a document of a file, and the one that tells what became of it."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from accounts.models import User
from activity.models import Event
from documents.content import plain, read_document
from documents.models import Document
from permissions.actions import grant
from tests.documents.files import archive, paragraph, run, word
from workspaces.models import Workspace

pytestmark = pytest.mark.django_db

TYPED = word(
    paragraph("", inside=run("Première partie", "<w:b/>"))
    + paragraph("Du texte.")
    + paragraph("- un")
    + paragraph("- deux")
    + paragraph("1) premier")
    + paragraph("2) second")
)


def file(data: bytes = b"# Note\n\nDu texte.", name: str = "note.md") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.fixture
def address(workspace: Workspace) -> str:
    return f"/espaces/{workspace.slug}/importer/"


def test_it_works(client_of: Any, alice: User, address: str) -> None:
    answer = client_of(alice).post(address, {"file": file()}, follow=True)
    made = Document.objects.get()
    assert answer.redirect_chain == [(f"/documents/{made.pk}/importation/", 302)]
    assert (made.title, plain(read_document(made))) == ("Note", "Du texte.")
    assert f"/documents/{made.pk}/" in answer.content.decode()


def test_a_lower_rung_is_refused(client_of: Any, alice: User, carol: User, workspace: Workspace, address: str) -> None:
    grant(workspace, "contribute", to=carol, by=alice)
    for answer in (client_of(carol).get(address), client_of(carol).post(address, {"file": file()})):
        assert answer.status_code == 403
    assert not Document.objects.exists()


def test_a_stranger_sees_nothing(client_of: Any, eve: User, address: str) -> None:
    assert client_of(eve).post(address, {"file": file()}).status_code == 404
    assert Client().get(address)["Location"].startswith("/compte/login/")


@pytest.mark.parametrize(("data", "name"), [(b"", "a.docx"), (b"%PDF-1.7", "a.pdf"), (archive({"a": "b"}), "a.docx")])
def test_bad_input_is_told_beside_the_field(client_of: Any, alice: User, address: str, data: bytes, name: str) -> None:
    answer = client_of(alice).post(address, {"file": file(data, name)})
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert client_of(alice).post(address, {}).status_code == 422
    assert not Document.objects.exists()


def test_it_is_recorded(client_of: Any, alice: User, address: str) -> None:
    client_of(alice).post(address, {"file": file()})
    assert Event.objects.get(verb="document.imported").data == {"title": "Note", "format": "markdown"}


def test_the_report_is_for_those_who_write(client_of: Any, alice: User, bob: User, dan: User, address: str) -> None:
    client_of(alice).post(address, {"file": file()})
    made = Document.objects.get()
    grant(made, "change", to=bob, by=alice)
    grant(made, "view", to=dan, by=alice)
    report = f"/documents/{made.pk}/importation/"
    assert [client_of(one).get(report).status_code for one in (bob, dan)] == [200, 403]


def test_what_looks_like_headings_and_lists_is_made_real(client_of: Any, alice: User, address: str) -> None:
    browser = client_of(alice)
    answer = browser.post(address, {"file": file(TYPED, "texte.docx")}, follow=True)
    offered = answer.context["offered"]
    assert (offered.headings, offered.lists) == (("Première partie",), ("- un", "1) premier"))
    made = Document.objects.get()
    browser.post(f"/documents/{made.pk}/importation/")
    kinds = [(node["type"], plain({"type": "doc", "content": [node]})) for node in read_document(made)["content"]]
    assert kinds == [
        ("heading", "Première partie"),
        ("paragraph", "Du texte."),
        ("bulletList", "un\ndeux"),
        ("orderedList", "premier\nsecond"),
    ]
    assert not browser.get(f"/documents/{made.pk}/importation/").context["offered"]


def test_programs_are_told_the_same(client_of: Any, alice: User, workspace: Workspace) -> None:
    address = f"/api/v1/workspaces/{workspace.slug}/import"
    answer = client_of(alice).post(address, {"file": file(TYPED, "texte.docx")})
    assert answer.status_code == 201
    told = answer.json()
    assert told["document"]["title"] == "texte"
    assert (len(told["kept"]), told["changed"], told["lost"]) == (1, [], [])
    refusal = client_of(alice).post(address, {"file": file(b"%PDF-", "a.pdf")})
    assert (refusal.status_code, refusal.json()["code"]) == (422, "file_pdf")


def test_the_command_prints_the_uuid_alone(
    alice: User, bob: User, workspace: Workspace, tmp_path: Any, capsys: Any
) -> None:
    note = tmp_path / "note.md"
    note.write_text("# Note\n\nDu texte.")
    call_command("import_document", str(note), workspace=workspace.slug, by="alice@example.org")
    assert capsys.readouterr().out == f"{Document.objects.get().pk}\n"
    for wrong in ({"by": "bob@example.org"}, {"by": "nobody@example.org"}, {"workspace": "nowhere"}):
        with pytest.raises(CommandError):
            call_command(
                "import_document", str(note), **({"workspace": workspace.slug, "by": "alice@example.org"} | wrong)
            )
    assert Document.objects.count() == 1
