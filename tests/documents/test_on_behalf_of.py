"""A document made in the name of an organisation: by its managers once it is verified; the person is always said beside it."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from docx import Document as WordFile

from accounts.acting import act_for
from accounts.models import Organisation, User
from accounts.organisations import add_member, change_role, withdraw_verification
from accounts.personal_data import export_personal_data
from activity.behalf import on_behalf
from activity.models import Event
from documents.actions.archive import archive_document
from documents.actions.documents import create_document
from documents.actions.exporting import export
from documents.models import Document
from permissions.actions import grant
from tests import make, second_factors
from workspaces.models import Workspace

SIGNED = "Ville de Lyon, par Alice Diop"


@pytest.fixture
def town(alice: User, bob: User) -> Organisation:
    """Alice manages it, Bob is a member."""
    return make.organisation(alice, bob="member")


@pytest.fixture
def signed(alice: User, bob: User, workspace: Workspace, town: Organisation) -> Document:
    tree = make.tree("Les quais sont rouverts.")
    made = create_document(workspace, "Arrêté", by=alice, tree=tree, on_behalf_of=town)
    grant(workspace, "change", to=bob, by=alice)
    return made


def test_a_manager_makes_one(signed: Document, alice: User, town: Organisation) -> None:
    stored = Document.objects.get(pk=signed.pk)
    assert (stored.on_behalf_of, stored.created_by) == (town, alice)
    assert stored.signature == SIGNED
    assert make.document(alice, signed.workspace).signature == "Alice Diop"


def test_it_gives_the_organisation_no_right(signed: Document, town: Organisation, carol: User) -> None:
    add_member(town, carol, "manager", by=User.objects.get(pk=signed.created_by_id))
    assert not carol.has_perm("documents.view_document", signed)


# Who may not


def test_members_and_strangers_do_not_speak_for_it(
    signed: Document, workspace: Workspace, town: Organisation, alice: User, bob: User, eve: User
) -> None:
    grant(workspace, "change", to=eve, by=alice)
    for person in (bob, eve):
        with pytest.raises(PermissionDenied, match="Ville de Lyon"):
            create_document(workspace, "Faux arrêté", by=person, on_behalf_of=town)
    assert Document.objects.count() == 1


def test_nor_who_speaks_for_it_but_may_not_write_there(town: Organisation, alice: User, eve: User) -> None:
    elsewhere = make.workspace(eve, "Ailleurs", reach="public")
    with pytest.raises(PermissionDenied):
        create_document(elsewhere, "Arrêté", by=alice, on_behalf_of=town)


@pytest.mark.parametrize("state", ["never verified", "verification withdrawn", "manager no more"])
def test_nor_in_the_wrong_state(workspace: Workspace, alice: User, bob: User, state: str) -> None:
    town = make.organisation(alice, public=None if state == "never verified" else True, bob="manager")
    if state == "verification withdrawn":
        withdraw_verification(town, by=make.administrator())
    if state == "manager no more":
        change_role(town, alice, "member", by=bob)
    with pytest.raises(PermissionDenied):
        create_document(workspace, "Arrêté", by=alice, on_behalf_of=town)


def test_nor_an_administrator_in_a_managers_place(workspace: Workspace, town: Organisation, alice: User) -> None:
    """The event has room for one on whose behalf: that of the person must not hide that of the organisation."""
    with on_behalf(alice, by=make.administrator()), pytest.raises(PermissionDenied):
        create_document(workspace, "Arrêté", by=alice, on_behalf_of=town)


def test_they_are_not_offered_it_either(client_of: Any, workspace: Workspace, town: Organisation, alice: User) -> None:
    address = f"/espaces/{workspace.slug}/documents/nouveau/"
    assert "Ville de Lyon" in client_of(alice).get(address).content.decode()
    root = second_factors.administrator("Chef")
    browser = second_factors.signed_in(root)
    session = browser.session
    session["acting"] = act_for(alice, by=root, reason="Demande du 12 novembre").pk
    session.save()
    page = browser.get(address)
    assert page.status_code == 200 and "Ville de Lyon" not in page.content.decode()


# What is told of it


def test_it_is_recorded_with_both(signed: Document, alice: User, town: Organisation) -> None:
    event = Event.objects.get(verb="document.created", subject_id=str(signed.pk))
    assert (event.actor, event.on_behalf_of) == (alice, f"organisation:{town.pk}")


def test_every_page_says_both(client_of: Any, signed: Document, bob: User) -> None:
    browser, slug = client_of(bob), signed.workspace.slug
    for page in (
        "/",
        f"/espaces/{slug}/",
        f"/espaces/{slug}/documents/",
        f"/documents/{signed.pk}/",
        f"/documents/{signed.pk}/lire/",
    ):
        assert SIGNED in browser.get(page).content.decode(), page
    told = browser.get(f"/espaces/{slug}/activite/").content.decode()
    assert "<b>Alice Diop</b>" in told and "pour Ville de Lyon" in told


def test_what_has_no_such_name_says_the_person_alone(client_of: Any, document: Document, alice: User) -> None:
    for page in ("/", f"/documents/{document.pk}/", f"/documents/{document.pk}/lire/"):
        assert "par Alice Diop" not in client_of(alice).get(page).content.decode(), page


def test_it_outlives_the_organisation_and_the_account(signed: Document, town: Organisation, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(name="", email=None, is_active=False)
    assert Document.objects.get(pk=signed.pk).signature == "Ville de Lyon, par Personne partie"
    town.delete()
    assert Document.objects.get(pk=signed.pk).signature == "Personne partie"


def test_the_word_file_says_both(signed: Document, bob: User) -> None:
    content = export(signed, "docx", by=bob).content
    assert SIGNED in [paragraph.text for paragraph in WordFile(io.BytesIO(content)).paragraphs]
    core = zipfile.ZipFile(io.BytesIO(content)).read("docProps/core.xml").decode()
    assert f"<dc:creator>{SIGNED}</dc:creator>" in core


def test_ones_own_data_say_both(signed: Document, alice: User, town: Organisation) -> None:
    file = io.BytesIO()
    export_personal_data(alice, by=alice, to=file)
    archive = zipfile.ZipFile(file)
    [row] = json.loads(archive.read("textes.json"))["documents.Document"]
    assert row["on_behalf_of"] == town.pk
    [name] = [name for name in archive.namelist() if name.startswith("textes/arrete-")]
    assert json.loads(archive.read(name))["signature"] == SIGNED


def test_the_package_of_an_administration_says_both(
    signed: Document, alice: User, eve: User, town: Organisation
) -> None:
    key = signed.pk
    User.objects.filter(pk=eve.pk).update(is_staff=True, is_superuser=True)
    chief = User.objects.get(pk=eve.pk)
    kept = archive_document(signed, by=chief)
    told = json.loads((kept.folder / "documents" / str(key) / "document.json").read_text())
    assert told["made_by"] == {"holder": f"user:{alice.pk}", "name": "Alice Diop", "grade": "registered"}
    assert told["on_behalf_of"] == {"holder": f"organisation:{town.pk}", "name": "Ville de Lyon"}


def test_cards_ask_for_no_more(
    client_of: Any, workspace: Workspace, town: Organisation, alice: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        create_document(workspace, f"Arrêté {number}", by=alice, on_behalf_of=town)
    browser = client_of(alice)
    with django_assert_max_num_queries(4):
        browser.get("/")
    with django_assert_max_num_queries(7):
        browser.get(f"/espaces/{workspace.slug}/documents/")
