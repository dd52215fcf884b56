"""Hostile words in every name, and requests that no page of ours makes: nothing of it runs, nothing is told."""

import io
import re
import uuid
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.actions import complete_profile
from accounts.models import User
from documents.actions.documents import create_document
from documents.models import Document
from permissions.actions import grant
from tests import make
from workspaces.models import Workspace

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>%(title)s{{ 7 }}</title></textarea>"
HREFS = ("javascript:alert(1)", " JaVaScript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "//mal.example")


class Runs(HTMLParser):
    """Collects what a browser would run, or style against our policy."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Any] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        inline = tag == "script" and not known.get("src") and known.get("type") != "application/json"
        if inline or known.get("src") == "x":
            self.found.append((tag, attrs))
        for name, value in attrs:
            address = re.sub(r"\s", "", value or "").lower()
            if name.startswith("on") or name == "style" or re.match("(javascript|data|vbscript):", address):
                self.found.append((tag, name, value))


def text(words: str, *marks: Any) -> Any:
    return {"type": "text", "text": words, **({"marks": list(marks)} if marks else {})}


def block(name: str, /, *content: Any, **attrs: Any) -> Any:
    return {"type": name, "attrs": attrs, "content": list(content)}


def hostile_tree() -> Any:
    links = [
        block("paragraph", text("ici", {"type": "link", "attrs": {"href": href, "title": EVIL}})) for href in HREFS
    ]
    words = block("paragraph", text(EVIL, {"type": "textLanguage", "attrs": {"lang": 'fr" onclick="x'}}), id=EVIL)
    notes = block(
        "paragraph", block("footnote", text(EVIL)), block("mention", label=EVIL), block("citation", label=EVIL)
    )
    cell = block("tableCell", words, colspan='2" onclick="x', rowspan=10**9, colwidth=['1" onload="x', EVIL])
    figure = block("figure", text(EVIL), image='x"onerror="alert(1)', alt=EVIL, width='5" onload="x')
    titles = [block("heading", text(EVIL), id=EVIL, level='1"><script>') for _ in range(4)]
    boxes = [block("callout", words, kind='info" onclick="x'), block("codeBlock", text(EVIL), language='js"><script>')]
    return {
        "type": "doc",
        "content": [*links, words, notes, block("table", block("tableRow", cell)), figure, *titles, *boxes],
    }


@pytest.fixture
def hostile(alice: User, bob: User) -> tuple[Workspace, Document]:
    complete_profile(alice, name=EVIL[:100], kind="citizen", organisation=EVIL)
    workspace = make.workspace(alice, EVIL, description=EVIL, reach="public")
    document = create_document(workspace, EVIL, by=alice, tree=hostile_tree())
    grant(document, "change", to=bob, by=alice)
    return workspace, document


def test_hostile_words_run_on_no_page(client_of: Any, alice: User, bob: User, hostile: Any) -> None:
    workspace, document = hostile
    place, text_page = workspace.get_absolute_url(), document.get_absolute_url()
    pages = ["/", "/espaces/", "/profil/", place, f"{place}membres/", f"{place}parametres/", f"{place}documents/"]
    pages += [text_page, f"{text_page}lire/", f"{text_page}partager/", "/corbeille/"]
    for browser in (client_of(alice), client_of(bob), Client()):
        for page in pages:
            answer = browser.get(page)
            assert Runs(answer.content.decode()).found == [], page
            assert "unsafe" not in answer["Content-Security-Policy"]
    thrown = client_of(alice).post(f"{text_page}corbeille/", follow=True)
    assert Runs(thrown.content.decode()).found == []


def test_an_image_is_found_only_under_its_own_document(
    client_of: Any, alice: User, bob: User, document: Document
) -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (4, 3)).save(drawn, "PNG")
    sent = SimpleUploadedFile("../../etc/x.png", drawn.getvalue(), "image/png")
    kept = client_of(bob).post(f"/documents/{document.pk}/images/", {"image": sent}).json()
    other = make.document(alice, document.workspace, "Un autre")
    assert client_of(alice).get(kept["url"]).status_code == 200
    assert client_of(alice).get(f"/documents/{other.pk}/images/{kept['id']}/").status_code == 404
    assert client_of(alice).get(f"/documents/{uuid.uuid4()}/images/{kept['id']}/").status_code == 404
    assert Client().get(kept["url"]).status_code == 404


def test_no_form_of_a_document_is_taken_from_another_site(client_of: Any, alice: User, document: Document) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = client_of(alice).cookies
    address = document.get_absolute_url()
    for form in ("titre/", "partager/", "corbeille/", "images/", f"partager/{alice.pk}/"):
        assert browser.post(f"{address}{form}", {"title": "Volé"}).status_code == 403
    for method, path in (("patch", "/"), ("delete", "/"), ("post", "/sync"), ("put", "/sharing/")):
        act = getattr(browser, method)
        assert act(f"/api/v1/documents/{document.pk}{path}", "{}", content_type="text/plain").status_code == 403
    document.refresh_from_db()
    assert (document.title, document.trashed_at) == ("Ouvrir les données", None)
