"""One's own data in a zip: complete, without secrets, without a word of anybody else's, recorded, not too often."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Token, User
from accounts.personal_data import EXPORTS_A_DAY, export_personal_data
from accounts.tokens import issue_token
from activity.models import Event
from documents.actions.documents import rename_document
from documents.actions.exchange import attach_image
from documents.models import Document
from permissions.actions import revoke
from tests.accounts.leaver import proven, with_everything
from tests.documents.test_attach_image import picture
from tests.writing import write

PAGE = "/profil/donnees/"


@pytest.fixture
def person(bob: User, document: Document) -> User:
    write(document, bob, "Une phrase de Bob.")
    attach_image(document, picture(), by=bob)
    return with_everything(bob)


def taken(user: User, **options: Any) -> dict[str, bytes]:
    file = io.BytesIO()
    export_personal_data(user, **{"by": user, "to": file} | options)
    archive = zipfile.ZipFile(file)
    assert archive.testzip() is None
    return {name: archive.read(name) for name in archive.namelist()}


def test_everything_is_in_it(person: User, document: Document, client_of: Any) -> None:
    client_of(person)
    files = taken(person)
    account = json.loads(files["compte.json"])
    assert account["accounts.User"][0]["email"] == "bob@example.org"
    assert account["accounts.Profile"][0]["kind"] == "entrepreneur"
    assert account["account.EmailAddress"][0]["email"] == "bob@example.org"
    assert json.loads(files["connexion.json"])["accounts.Token"][0]["name"] == "mon script"
    assert len(json.loads(files["sessions.json"])) == 1
    [role] = json.loads(files["roles.json"])
    assert (role["title"], role["role"]) == (document.title, "rédacteur")
    verbs = [row["verb"] for row in json.loads(files["activite.json"])["activity.Event"]]
    assert "account.joined" in verbs
    [passages] = [json.loads(content) for name, content in files.items() if name.startswith("textes/")]
    assert passages["document"] == str(document.pk)
    assert passages["passages"][0]["texts"] == ["Une phrase de Bob."]
    [image] = [content for name, content in files.items() if name.startswith("images/")]
    assert image == Path(document.attachments.get().file.path).read_bytes()
    assert "Vos données sur" in files["LISEZ-MOI.txt"].decode()


def test_what_one_sees_no_more_keeps_its_title_to_itself(person: User, document: Document, alice: User) -> None:
    """One's own words are still one's own."""
    revoke(document, of=person, by=alice)
    rename_document(document, "Réorganisation secrète", by=alice)
    files = taken(person)
    [name] = [name for name in files if name.startswith("textes/")]
    assert json.loads(files[name])["passages"][0]["texts"] == ["Une phrase de Bob."]
    assert "secrète" not in files[name].decode()
    assert not [name for name in files if "secrete" in name]
    assert len([name for name in files if name.startswith("images/")]) == 1


def test_no_secret_and_nothing_of_others_is_in_it(person: User, client_of: Any, alice: User) -> None:
    browser = client_of(person)
    issue_token(alice, "le script d’Alice")
    whole = b"\n".join(taken(person).values()).decode(errors="ignore")
    hidden = [person.password, browser.session.session_key, *Token.objects.values_list("digest", flat=True)]
    for word in [*hidden, "données publiques sont", "alice@example.org", "Alice", "carol@"]:
        assert word not in whole


def test_a_guest_has_one_too(db: Any) -> None:
    guest = User.objects.create(name="Gaëlle", email=None)
    assert json.loads(taken(guest)["compte.json"])["accounts.User"][0]["name"] == "Gaëlle"


def test_an_image_that_is_missing_does_not_end_it(person: User, document: Document) -> None:
    Path(document.attachments.get().file.path).unlink()
    assert [name for name in taken(person) if name.startswith("images/") and name.endswith(".txt")]


# By page


def test_the_page_gives_the_zip(client_of: Any, person: User) -> None:
    answer = proven(client_of(person), person).post(PAGE)
    assert answer["Content-Type"] == "application/zip"
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    content = b"".join(answer.streaming_content)
    assert len(content) == int(answer["Content-Length"])
    assert "compte.json" in zipfile.ZipFile(io.BytesIO(content)).namelist()


@pytest.mark.asyncio
async def test_behind_asgi_it_goes_out_in_pieces(transactional_db: Any) -> None:
    from asgiref.sync import sync_to_async
    from django.test import AsyncClient

    from tests import make

    fanny = await sync_to_async(make.person)("Fanny Roy")
    browser = AsyncClient()
    await browser.aforce_login(fanny, backend="accounts.backend.SignInBackend")
    await sync_to_async(proven)(browser, fanny)  # type: ignore[arg-type]
    answer = await browser.post(PAGE)
    assert answer.is_async
    content = b"".join([piece async for piece in answer])
    assert "compte.json" in zipfile.ZipFile(io.BytesIO(content)).namelist()


def test_the_page_tells_and_gives_nothing_by_itself(client_of: Any, dan: User) -> None:
    assert proven(client_of(dan), dan).get(PAGE).status_code == 200
    assert not Event.objects.filter(verb="account.exported").exists()


@pytest.mark.django_db
def test_a_visitor_is_asked_to_sign_in() -> None:
    assert Client().post(PAGE)["Location"] == f"/compte/login/?next={PAGE}"


def test_without_a_proof_nothing_is_given(client_of: Any, dan: User) -> None:
    browser = client_of(dan)
    assert browser.get(PAGE)["Location"].startswith("/profil/code/")
    assert browser.post(PAGE)["Location"].startswith("/profil/code/")
    assert proven(browser, dan, ago=400).post(PAGE)["Location"].startswith("/profil/code/")


def test_a_closed_door_for_who_asks_too_often(client_of: Any, dan: User) -> None:
    browser = proven(client_of(dan), dan)
    for _ in range(EXPORTS_A_DAY):
        assert browser.post(PAGE).status_code == 200
    refused = browser.post(PAGE)
    assert refused.status_code == 429
    assert "demain" in refused.content.decode()
    with pytest.raises(ValidationError):
        taken(dan)


# By command


def test_a_command_writes_it(person: User, tmp_path: Path) -> None:
    call_command("export_personal_data", "BOB@example.org", output=str(tmp_path / "bob.zip"))
    assert "compte.json" in zipfile.ZipFile(tmp_path / "bob.zip").namelist()
    assert Event.objects.get(verb="account.exported").actor is None


@pytest.mark.django_db
def test_a_command_says_that_nobody_has_the_address(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("export_personal_data", "nobody@example.org", output=str(tmp_path / "nobody.zip"))
    assert not (tmp_path / "nobody.zip").exists()


# What was recorded, and how much it asks


def test_it_is_recorded(dan: User) -> None:
    taken(dan)
    event = Event.objects.get(verb="account.exported")
    assert (event.actor, event.subject_id) == (dan, str(dan.pk))


def test_queries_do_not_grow_with_what_one_did(
    person: User, document: Document, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        Event.objects.create(actor=person, verb="document.edited", subject_kind="document", subject_id=str(document.pk))
    with django_assert_max_num_queries(86):  # one or two for each table of the register, however many rows
        taken(person)
