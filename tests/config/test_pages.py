"""Pages that belong to the house: help, health, refusals in a sentence, the frame around everything."""

import re
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import OperationalError
from django.template import Context, Template
from django.test import Client, RequestFactory

from accounts.models import User
from accounts.palette import COLOURS
from config.middleware import SentencesMiddleware
from permissions.actions import grant
from realtime import limits
from tests import make
from tests.conftest import ROOT


@pytest.mark.django_db
def test_help(client: Client) -> None:
    text = client.get("/aide/").content.decode()
    assert "Commentateur" in text and "note de bas de page" in text


@pytest.mark.django_db
def test_health(client: Client) -> None:
    assert client.get("/healthz").content == b"ok"
    assert client.get("/readyz").content == b"ok"


@pytest.mark.django_db
def test_nothing_here_leads_a_visitor_to_sign_in(client: Client) -> None:
    answer = client.get("/espaces/secret/")
    assert answer.status_code == 404
    assert "/compte/login/?next=/espaces/secret/" in answer.content.decode()


def test_nothing_here_leads_a_person_home(client_of: Any, eve: User) -> None:
    answer = client_of(eve).get("/nulle-part/")
    assert answer.status_code == 404
    assert 'class="btn primary" href="/"' in answer.content.decode()


def test_a_form_without_its_token_is_refused_in_our_look(alice: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/langue/", {"language": "en"})
    assert answer.status_code == 403
    assert "resté ouvert trop longtemps" in answer.content.decode()


def test_a_refusal_that_a_view_let_through_is_a_page_or_json(rf: RequestFactory, alice: User) -> None:
    middleware = SentencesMiddleware(lambda request: None)  # type: ignore[arg-type,return-value]
    for accept, kind in (("text/html", "text/html"), ("application/json", "application/json")):
        request = rf.get("/", headers={"accept": accept})
        request.user = alice
        answer = middleware.process_exception(request, ValidationError("Trop tard.", code="late"))
        assert answer is not None
        assert answer.status_code == 422
        assert answer["Content-Type"].startswith(kind)
        assert "Trop tard." in answer.content.decode()


@pytest.mark.django_db
def test_a_fault_on_our_side_has_a_page(client: Client, monkeypatch: Any) -> None:
    def broken(*args: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("documents.views.lists.Workspace", None)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "de notre côté" in answer.content.decode()


def test_a_database_that_is_too_busy_is_told_in_a_sentence(client_of: Any, alice: User, monkeypatch: Any) -> None:
    def locked(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("workspaces.views.create_workspace", locked)
    answer = client_of(alice).post("/espaces/nouveau/", {"name": "Un espace", "reach": "public"})
    assert answer.status_code == 503
    assert "envoyez-le de nouveau" in answer.content.decode()


@pytest.mark.django_db
def test_too_many_attempts_are_told_in_our_look(client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    for _ in range(2):
        answer = client.post("/compte/login/", {"login": "nobody@example.org"})
    assert answer.status_code == 429
    assert "Trop d’essais" in answer.content.decode()


def test_the_skip_link_comes_first_and_the_place_is_told(client_of: Any, alice: User) -> None:
    text = client_of(alice).get("/espaces/").content.decode()
    assert re.search(r"<a [^>]*>", text.split("<body")[1])[0] == '<a class="skip" href="#content">'  # type: ignore[index]
    assert text.count('aria-current="page"') == 1


def test_the_side_bar_shows_twelve_workspaces(client_of: Any, alice: User) -> None:
    for number in range(14):
        make.workspace(alice, f"Espace {number:02}")
    side = client_of(alice).get("/aide/").content.decode().split("<main")[0]
    assert side.count('class="clip"') == 12


def test_people_always_have_their_face_and_quality(client_of: Any, alice: User, bob: User) -> None:
    workspace = make.workspace(alice)
    grant(workspace, "view", to=bob, by=alice)
    text = client_of(alice).get(f"/espaces/{workspace.slug}/membres/").content.decode()
    assert f"face-c{bob.pk % len(COLOURS)}" in text
    assert "Entreprise · Données Ouvertes SARL" in text


def test_the_colours_of_faces_are_those_of_the_palette() -> None:
    css = (ROOT / "frontend/src/styles/faces.css").read_text()
    assert tuple(re.findall(r"\.face-c\d+ \{\s*background: (#\w{6});", css)) == COLOURS


def test_every_stylesheet_states_the_order_of_layers() -> None:
    """The first sheet a browser reads fixes the order: each must say it."""
    for path in (ROOT / "frontend/src/styles").glob("*.css"):
        assert "@layer tokens, base, layout, components, forms, pages, reading, print" in path.read_text(), path.name


def test_a_missing_build_is_told_in_a_sentence(settings: Any, tmp_path: Any) -> None:
    settings.FRONTEND_DIST = tmp_path
    settings.DEBUG = True
    with pytest.raises(ImproperlyConfigured, match="npm run build"):
        Template('{% load vite %}{% vite "src/site.ts" %}').render(Context())


def test_the_limits_are_stated_in_plain_words(client: Client) -> None:
    page = client.get("/aide/limites/").content.decode()
    for words in ("8\u00a0Mo par document", "80\u202f%", "200 personnes", "1\u00a0000 pages ouvertes"):
        assert words in page
    assert "/aide/limites/" in client.get("/aide/").content.decode()


def test_the_page_of_limits_equals_the_code() -> None:
    page = (ROOT / "docs" / "limits.md").read_text()
    told = re.findall(r"^\| `([A-Z_]+)` \| ([\d.]+) \|", page, re.M)
    assert len(told) == 5
    assert {name: float(value) for name, value in told} == {name: float(getattr(limits, name)) for name, _ in told}
