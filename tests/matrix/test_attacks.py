"""Cases of the plan of attacks about rights and object references that no other test stands for; ids as there."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.models import User
from accounts.tokens import issue_token
from documents.actions.documents import create_document, trash_document
from documents.actions.exchange import attach_image
from documents.models import Document, DocumentLinkEntry
from permissions.actions import grant, group_holders, holders, restrict, revoke, share_by_link
from permissions.backend import rung
from permissions.who import who_sees
from tests import make
from tests.matrix import table
from workspaces.models import Workspace

API = "/api/v1"


def a_picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (4, 3)).save(out, "PNG")
    return SimpleUploadedFile("image.png", out.getvalue(), "image/png")


def program(user: User) -> dict[str, str]:
    return {"Authorization": f"Bearer {issue_token(user, 'essai')}"}


@pytest.fixture
def public(alice: User) -> Document:
    made = make.document(alice, make.workspace(alice, "Ouvert", reach="public"), "Ouvert", text="Pour tous")
    share_by_link(made, reach="public", link_role="view", by=alice)
    return made


# A27, A29: object references


def test_a_picture_by_its_address_is_for_readers_alone(
    client_of: Any, alice: User, bob: User, dan: User, eve: User, document: Document
) -> None:
    """A27."""
    address = attach_image(document, a_picture(), by=bob).get_absolute_url()
    assert client_of(dan).get(address).status_code == 200
    revoke(document, of=bob, by=alice)
    for browser in (client_of(eve), Client(), client_of(bob)):
        assert browser.get(address).status_code == 404
    kept = client_of(dan).get(address)
    assert "private" in kept["Cache-Control"]
    assert "max-age=0" in kept["Cache-Control"] or "no-store" in kept["Cache-Control"] or _minutes(kept) <= 60


def _minutes(answer: Any) -> float:
    return int(answer["Cache-Control"].partition("max-age=")[2].split(",")[0]) / 60


def test_what_belongs_to_one_document_is_not_reached_through_another(
    client_of: Any, alice: User, bob: User, eve: User, document: Document, public: Document
) -> None:
    """A29: pictures, people, neighbours, places and parents of D by the addresses of P, which Eve may even edit."""
    grant(public, "manage", to=eve, by=alice)
    picture = attach_image(document, a_picture(), by=bob)
    browser, key = client_of(eve), program(eve)
    crossed = f"/documents/{public.pk}/"
    assert browser.get(f"{crossed}images/{picture.pk}/").status_code == 404
    assert browser.post(f"{crossed}partager/{bob.pk}/", {"role": "manage"}).status_code == 404
    assert browser.post(f"{crossed}deplacer/", {"place": str(document.pk), "confirmed": "1"}).status_code == 422
    assert browser.post(f"{crossed}deplacer/", {"place": str(document.workspace.pk)}).status_code == 422
    bodies = [{"parent": str(document.pk), "workspace": document.workspace.slug}, {"before": str(document.pk)}]
    for body in (*bodies, {"workspace": document.workspace.slug}):
        answer = Client().put(f"{API}{crossed}place/", body, content_type="application/json", headers=key)
        assert answer.status_code == 404, body
    made = {"workspace": public.workspace.slug, "title": "x", "parent": str(document.pk)}
    assert Client().post(f"{API}/documents/", made, content_type="application/json", headers=key).status_code == 404
    assert Client().get(f"{API}/documents/?parent={document.pk}", headers=key).json()["count"] == 0
    assert Client().get(f"{API}/documents/?workspace={document.workspace.slug}", headers=key).json()["count"] == 0
    public.refresh_from_db()
    assert (public.parent, rung(bob, public)) == (None, "view")


# A31: exports


def test_an_export_is_judged_when_it_is_taken(client_of: Any, alice: User, bob: User, document: Document) -> None:
    """A31: what was allowed a moment ago is asked again; of a job and its file: tests/documents/test_pages_exports.py."""
    pages = [f"/documents/{document.pk}/{page}" for page in ("word/", "exporter/?format=docx&suggestions=accepted")]
    operation, key = f"{API}/documents/{document.pk}/export", program(bob)
    browser = client_of(bob)
    assert (
        {browser.get(page).status_code for page in pages} == {Client().get(operation, headers=key).status_code} == {200}
    )
    revoke(document, of=bob, by=alice)
    assert (
        {browser.get(page).status_code for page in pages} == {Client().get(operation, headers=key).status_code} == {404}
    )


def test_nobody_takes_the_data_of_another(client_of: Any, alice: User, bob: User) -> None:
    """A31: the copy of one's own data has an address without a name or number in it."""
    names = [row["name"] for row in table.PAGES if row["name"] in {"own_data", "close_account", "proof"}]
    assert len(names) == 6
    for method in ("get", "post"):
        answer = getattr(client_of(bob), method)(f"/profil/donnees/?user={alice.pk}", {"user": alice.pk})
        assert answer.status_code in {200, 302}
        assert b"Alice" not in answer.content


# A32: the trash


def test_who_edited_a_document_neither_lists_nor_claims_it_in_the_trash(
    client_of: Any, alice: User, bob: User, document: Document
) -> None:
    """A32: its socket and its way back are in tests/realtime/test_attacks_roles.py."""
    trash_document(document, by=alice)
    browser, key, operations = client_of(bob), program(bob), f"{API}/documents/{document.pk}/"
    assert document.title not in browser.get("/corbeille/").content.decode()
    claimed = Client().put(
        f"{operations}grants/{bob.pk}/", {"role": "manage"}, content_type="application/json", headers=key
    )
    tried = [claimed, Client().post(f"{operations}restore/", headers=key), Client().delete(operations, headers=key)]
    tried += [Client().delete(f"{operations}trash/", headers=key), browser.post(f"/documents/{document.pk}/supprimer/")]
    assert [answer.status_code for answer in tried] == [404] * 5
    assert rung(bob, Document.objects.get(pk=document.pk)) == "change"


# A40: the link


def test_a_link_that_is_switched_off_closes_every_way_in(
    client_of: Any, alice: User, bob: User, eve: User, document: Document
) -> None:
    """A40: page, reading page, Word, picture, text over HTTP, for a visitor, an account and a guest; and back again.

    The socket is in tests/realtime/test_rights.py.
    """
    picture = attach_image(document, a_picture(), by=bob).get_absolute_url()
    page = f"/documents/{document.pk}/"
    ways = [page, f"{page}lire/", f"{page}word/", picture, f"{API}{page}", f"{API}{page}sync", f"{API}{page}export"]
    share_by_link(document, reach="public", link_role="comment", by=alice)
    gil = make.guest("Gil")
    DocumentLinkEntry.objects.create(content_object=document, user=gil)
    everybody = [Client(), client_of(eve), client_of(gil)]
    for reach, expected in (("public", 200), ("restricted", 404), ("public", 200)):
        share_by_link(document, reach=reach, link_role="comment", by=alice)
        for browser in everybody:
            assert {way: browser.get(way).status_code for way in ways} == dict.fromkeys(ways, expected)


# A41: no hidden grants


def test_every_way_in_is_listed_and_can_be_taken_away(
    client_of: Any, alice: User, bob: User, eve: User, workspace: Workspace
) -> None:
    """A41: by a grant, a group, a place above, a link one came in by: who sees it is told, and each can be ended."""
    above = make.document(alice, workspace, "Au-dessus")
    inside = create_document(above, "Dedans", by=alice)
    people = {name: make.person(f"{name} Essai") for name in ("Direct", "Espace", "Place", "Lien")}
    town = make.group(bob, eve="member").group
    grant(inside, "view", to=people["Direct"], by=alice)
    grant(workspace, "view", to=people["Espace"], by=alice)
    grant(above, "view", to=people["Place"], by=alice)
    grant(inside, "comment", to=town, by=alice)
    share_by_link(inside, reach="signed_in", link_role="view", by=alice)
    Document.objects.filter(pk=inside.pk).update(link_password="secret")
    DocumentLinkEntry.objects.create(content_object=inside, user=people["Lien"])
    fresh = Document.objects.get(pk=inside.pk)
    everybody = set(User.objects.filter(is_active=True))
    assert {one for one, _rung in who_sees(fresh)} == {one for one in everybody if rung(one, fresh) is not None}
    shared, told = (
        client_of(alice).get(f"/documents/{inside.pk}/{page}/").content.decode() for page in ("partager", "qui")
    )
    assert [name for name in ("Direct", "Place") if f"{name} Essai" not in shared] == []
    assert [name for name in people if f"{name} Essai" not in told] == []
    restrict(fresh, True, by=alice)
    for holder in [*(one for one, _rung in holders(fresh)), *(one for one, _rung in group_holders(fresh))]:
        if holder != alice:
            revoke(fresh, of=holder, by=alice)
    share_by_link(fresh, reach="restricted", link_role=None, by=alice)
    assert who_sees(Document.objects.get(pk=inside.pk)) == [(alice, "manage")]


# A60: requests from elsewhere


def test_no_writing_request_is_taken_from_another_site(client_of: Any, alice: User, document: Document) -> None:
    """A60: every address and operation that changes something, with her session and without our token."""
    browser = Client(enforce_csrf_checks=True, headers={"origin": "https://mal.example"})
    browser.cookies = client_of(alice).cookies
    parts = {"slug": document.workspace.slug, "pk": document.pk, "key": alice.pk, "number": 1, "domain": "x.fr"}
    parts |= dict.fromkeys(("thread", "comment", "sid", "version", "export", "template", "brought"), document.pk) | {
        "sign": "👍"
    }
    wrong = []
    for row in table.API:
        if row["method"] != "GET":
            path = API + row["path"].format(**parts | ({} if "documents" in row["path"] else {"pk": 1}))
            for kind in ("text/plain", "application/json"):
                answer = getattr(browser, row["method"].lower())(path, "{}", content_type=kind)
                wrong += [f"{row['method']} {path} {answer.status_code}"] if answer.status_code != 403 else []
    for path in ("titre", "partager", "corbeille", "ordre", "images", "nouveau", "deplacer"):
        answer = browser.post(f"/documents/{document.pk}/{path}/", {"title": "Volé", "_method": "DELETE"})
        wrong += [f"{path} {answer.status_code}"] if answer.status_code != 403 else []
    for path in ("espaces/nouveau", "groupes/nouveau", "organisations/nouvelle", "profil", "profil/fermer", "langue"):
        answer = browser.post(f"/{path}/", {"name": "Volé", "language": "en"})
        wrong += [f"{path} {answer.status_code}"] if answer.status_code != 403 else []
    assert not wrong
    document.refresh_from_db()
    assert (document.title, document.trashed_at) == ("Ouvrir les données", None)
