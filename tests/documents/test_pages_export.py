"""The page where one chooses what a file holds: by address alone, in one step, remembered nowhere."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from activity.models import Event
from documents.actions.documents import trash_document
from documents.actions.other_formats import options_for
from documents.actions.versions import name_version
from documents.export_form import ExportForm
from documents.formats.options import Options
from documents.models import Document, Export
from permissions.actions import share_by_link
from tests.documents.proposing import propose
from tests.documents.reviewed import Reviewed, discussed, reviewed


@pytest.fixture
def place(workspace: Any, alice: Any, bob: Any, carol: Any, dan: Any) -> Document:
    return reviewed(workspace, alice, bob, carol, dan)


def page(browser: Client, document: Document, **asked: str) -> Any:
    return browser.get(f"/documents/{document.pk}/exporter/", asked)


def test_it_asks_then_gives_the_file(client_of: Any, place: Document, bob: User, carol: User, dan: User) -> None:
    discussed(place, bob, carol)
    propose(place, carol, "Le marché se tient le dimanche sur la place.", at=1)
    browser = client_of(dan)
    asked = page(browser, place)
    assert asked.status_code == 200
    form = asked.context["form"]
    assert {name: form[name].value() for name in form.fields} == {
        "format": "docx", "suggestions": "usual", "comments": "usual", "names": True,
        "cover": False, "contributors": False, "contents": "auto", "template": "none",
    }  # fmt: skip
    answer = page(browser, place, format="docx", suggestions="usual", comments="usual", names="on", contents="auto")
    assert answer["Content-Disposition"] == 'attachment; filename="la-place-du-marche.docx"'
    found = Reviewed(answer.content)
    assert len(found.comments) == 5
    assert [one[3] for one in found.changes] == ["samedi", "dimanche"]


@pytest.mark.parametrize(
    ("format", "suggestions", "comments"),
    [("docx", "tracked", True), ("odt", "tracked", True), ("pdf", "original", False)],
)
def test_what_is_usual_is_what_programs_get(
    place: Document, dan: User, format: str, suggestions: str, comments: bool
) -> None:
    form = ExportForm(
        dan, place.workspace, {"format": format, "suggestions": "usual", "comments": "usual", "names": "on"}
    )
    assert form.is_valid()
    assert form.options == options_for(format, {}) == Options(suggestions, comments)


def test_a_pdf_as_one_chose_it(client_of: Any, place: Document, dan: User) -> None:
    asked = page(client_of(dan), place, format="pdf", suggestions="tracked", comments="true").context["ask"]
    assert (asked["suggestions"], asked["comments"]) == ("tracked", "true")
    calm = page(client_of(dan), place, format="pdf", suggestions="usual", comments="usual").context["ask"]
    assert (calm["suggestions"], calm["comments"]) == ("original", "false")


def test_a_box_not_ticked_is_a_no(client_of: Any, place: Document, bob: User, carol: User, dan: User) -> None:
    discussed(place, bob, carol)
    propose(place, carol, "Le marché se tient le dimanche sur la place.", at=1)
    asked = {"format": "docx", "suggestions": "accepted", "comments": "false"}
    found = Reviewed(page(client_of(dan), place, **asked).content)
    assert found.comments == [] and found.changes == []
    assert "dimanche" in found.text
    assert b"Alice" not in found.files["docProps/core.xml"]


def test_what_would_be_missing_is_told_first(client_of: Any, place: Document, bob: User, carol: User) -> None:
    for person, day in ((carol, "dimanche"), (bob, "lundi")):
        propose(place, person, f"Le marché se tient le {day} sur la place.", at=1)
    asked = {"format": "docx", "suggestions": "tracked", "comments": "true", "check": "1"}
    answer = page(client_of(carol), place, **asked)
    assert "figure en commentaire" in answer.content.decode()
    assert answer.context["form"]["comments"].value() == "true"
    calm = page(client_of(carol), place, format="docx", suggestions="original", check="1")
    assert calm.context["left_out"] == []
    assert not Event.objects.filter(verb="document.exported").exists()


def test_what_takes_its_time_is_asked_for_with_the_same_choices(client_of: Any, place: Document, dan: User) -> None:
    browser = client_of(dan)
    answer = page(browser, place, format="pdf", suggestions="accepted", comments="true")
    assert answer.status_code == 200
    asked = answer.context["ask"]
    assert asked == {
        "format": "pdf", "suggestions": "accepted", "comments": "true", "names": "false",
        "cover": "false", "contents": "auto", "contributors": "false", "template": "",
    }  # fmt: skip
    made = browser.post(f"/documents/{place.pk}/exports/", asked)
    assert made.status_code == 302
    (kept,) = Export.objects.filter(person=dan)
    assert (kept.format, kept.options["suggestions"], kept.options["names"]) == ("pdf", "accepted", False)


def test_a_visitor_is_offered_what_comes_at_once(alice: User, place: Document) -> None:
    share_by_link(place, reach="public", link_role=None, by=alice)
    assert page(Client(), place, format="pdf", suggestions="original").status_code == 422
    assert [key for key, _name in page(Client(), place).context["form"].fields["format"].choices] == [
        "docx",
        "md",
        "html",
    ]


def test_a_stranger_sees_nothing(client_of: Any, eve: User, place: Document) -> None:
    for browser in (client_of(eve), Client()):
        assert page(browser, place).status_code == 404
        assert page(browser, place, format="docx", suggestions="tracked").status_code == 404


def test_a_visitor_by_a_public_link(alice: User, place: Document) -> None:
    share_by_link(place, reach="public", link_role=None, by=alice)
    browser = Client()
    assert page(browser, place).status_code == 200
    assert not browser.session.keys()
    assert page(Client(), place, format="docx", suggestions="tracked").cookies == {}


def test_not_from_the_trash(client_of: Any, alice: User, place: Document) -> None:
    trash_document(place, by=alice)
    assert page(client_of(alice), place).status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        {"format": "exe"},
        {"format": "docx"},
        {"format": "docx", "suggestions": "some"},
        {"format": "docx", "suggestions": "tracked", "contents": "perhaps"},
        {"format": "docx", "suggestions": "tracked", "comments": "perhaps"},
    ],
)
def test_a_choice_that_does_not_exist_is_refused(client_of: Any, dan: User, place: Document, asked: Any) -> None:
    answer = page(client_of(dan), place, **asked)
    assert answer.status_code == 422
    assert answer["Content-Type"].startswith("text/html")


def test_it_only_looks(client_of: Any, dan: User, place: Document) -> None:
    assert client_of(dan).post(f"/documents/{place.pk}/exporter/").status_code == 405


def test_it_is_recorded(client_of: Any, dan: User, place: Document) -> None:
    page(client_of(dan), place)
    assert not Event.objects.filter(verb="document.exported").exists()
    page(client_of(dan), place, format="docx", suggestions="original")
    assert Event.objects.get(verb="document.exported").actor == dan


def test_it_is_found_from_where_word_is_offered(client_of: Any, alice: User, place: Document) -> None:
    name_version(place, "Relue", by=alice)
    browser, path = client_of(alice), f"/documents/{place.pk}/exporter/"
    for other in (f"/documents/{place.pk}/", f"/documents/{place.pk}/lire/"):
        assert f'href="{path}"' in browser.get(other).content.decode()
    assert f"/documents/{place.pk}/historique/comparer/" in page(browser, place).content.decode()


def test_few_queries(client_of: Any, dan: User, place: Document, django_assert_max_num_queries: Any) -> None:
    browser = client_of(dan)
    page(browser, place)
    with django_assert_max_num_queries(20):
        page(browser, place)
