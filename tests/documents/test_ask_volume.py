"""Asking for several documents as one file: what goes in, for whom, what is refused, what is recorded."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command

from activity.models import Event
from documents.actions import volumes
from documents.actions.documents import create_document, trash_document
from documents.actions.exports import MOST_AT_ONCE, cancel_export
from documents.actions.making_exports import make_export
from documents.actions.other_formats import options_for
from documents.actions.trash import purge_document
from documents.actions.volumes import ask_volume, is_closed_to, offered
from documents.formats.libreoffice import Missing
from documents.models import Document, Export
from documents.outgoing import volume as binding
from notifications.announcing import announce_event
from notifications.models import Notice
from permissions.actions import grant, restrict, revoke, share_by_link
from tests.documents.exports import fails_with, makes_pdf, play_office, work_on
from tests.documents.volumes import Collection, collection
from tests.documents.word import MADE, Word, value
from tests.documents.word import text_in as words_in
from workspaces.models import Workspace


@pytest.fixture
def place(alice: Any, bob: Any, dan: Any, workspace: Workspace) -> Collection:
    return collection(alice, bob, dan, workspace)


@pytest.fixture(autouse=True)
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here or not, LibreOffice lays nothing out: contents have no page numbers."""
    play_office(monkeypatch, fails_with(Missing()))


def opened(export: Export) -> Word:
    with export.file.open("rb") as file:
        content = file.read()
    MADE[content] = "volume"
    return Word(content, export.left_out)


def titles(word: Word, level: int = 1) -> list[str]:
    return [words_in(one) for one in word.body.iter() if value(one, "pPr/pStyle") == f"Heading{level}"]


def test_a_reader_has_a_volume_of_all_that_she_sees(place: Collection, dan: Any) -> None:
    asked = ask_volume(place.workspace, " Le  recueil ", by=dan)
    assert [part.document for part in asked.parts.order_by("pk")] == place.seen
    assert (asked.title, asked.workspace, asked.document) == ("Le recueil", place.workspace, None)
    assert asked.options["contents"] is True
    made = work_on(asked)
    assert (made.state, made.filename, made.left_out) == ("done", "le-recueil.docx", NO_NUMBERS)
    word = opened(made)
    assert titles(word) == ["La place", "La fontaine"]
    assert titles(word, 2) == ["Pourquoi", "Les arbres", "Pourquoi"]
    assert "mairie" not in word.text()


def test_of_a_document_with_what_stands_in_it(place: Collection, alice: Any, dan: Any) -> None:
    asked = ask_volume(place.first, "La place", by=dan)
    assert [part.document for part in asked.parts.order_by("pk")] == [place.first, place.inside]
    assert asked.document == place.first
    everything = ask_volume(place.first, "La place", by=alice)
    assert everything.parts.count() == 3


def test_a_selection_keeps_the_order_of_the_tree(place: Collection, dan: Any) -> None:
    asked = ask_volume(place.workspace, "Choix", documents=[place.second.pk, place.inside.pk], by=dan)
    word = opened(work_on(asked))
    assert titles(word) == ["La fontaine", "Les arbres"] or titles(word) == ["Les arbres", "La fontaine"]
    assert "ombre" not in word.text()


def test_strangers_and_visitors_have_none(place: Collection, eve: Any, visitor: Any, alice: Any) -> None:
    for person in (eve, visitor):
        for where in (place.workspace, place.first):
            with pytest.raises(PermissionDenied):
                ask_volume(where, "Recueil", by=person)
    share_by_link(place.workspace, reach="public", link_role=None, by=alice)
    with pytest.raises(PermissionDenied):
        ask_volume(place.workspace, "Recueil", by=visitor)
    assert not Export.objects.exists()


def test_what_one_does_not_see_is_as_if_it_were_not_there(place: Collection, dan: Any) -> None:
    assert [one.title for one in offered(place.workspace, dan)].count("Les réserves") == 0
    said = []
    for key in (place.closed.pk, uuid4()):
        with pytest.raises(ValidationError) as refusal:
            ask_volume(place.workspace, "Recueil", documents=[place.first.pk, key], by=dan)
        said.append(refusal.value.message_dict)
    assert said[0] == said[1]


def test_not_from_another_place(place: Collection, alice: Any, dan: Any) -> None:
    with pytest.raises(ValidationError):
        ask_volume(place.first, "Recueil", documents=[place.second.pk], by=dan)


def test_not_from_the_trash(place: Collection, alice: Any, dan: Any) -> None:
    trash_document(place.second, by=alice)
    with pytest.raises(ValidationError):
        ask_volume(place.workspace, "Recueil", documents=[place.second.pk], by=dan)
    assert ask_volume(place.workspace, "Recueil", by=dan).parts.count() == 2


@pytest.mark.parametrize(
    ("title", "more", "code"),
    [
        ("", {}, "title_empty"),
        ("  ", {}, "title_empty"),
        ("a" * 251, {}, "title_long"),
        ("Recueil", {"documents": []}, "documents_none"),
        ("Recueil", {"format": "exe"}, "format_unknown"),
    ],
)
def test_bad_input_is_told(place: Collection, dan: Any, title: str, more: Any, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        ask_volume(place.workspace, title, by=dan, **more)
    assert code in _codes(refusal.value)
    assert not Export.objects.exists()


def test_so_many_documents_and_words(place: Collection, dan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(volumes, "MOST_DOCUMENTS", 2)
    with pytest.raises(ValidationError) as refusal:
        ask_volume(place.workspace, "Recueil", by=dan)
    assert refusal.value.messages == ["Cela fait 3 documents : un volume en contient 2. Faites-en plusieurs volumes."]
    monkeypatch.setattr(volumes, "MOST_DOCUMENTS", 3)
    monkeypatch.setattr(volumes, "MOST_WORDS", 10)
    Document.objects.update(words=4)
    with pytest.raises(ValidationError) as refusal:
        ask_volume(place.workspace, "Recueil", by=dan)
    assert _codes(refusal.value) == ["documents_long"]


def test_so_many_at_once(place: Collection, dan: Any) -> None:
    for _ in range(MOST_AT_ONCE):
        ask_volume(place.workspace, "Recueil", by=dan)
    with pytest.raises(ValidationError) as refusal:
        ask_volume(place.workspace, "Recueil", by=dan)
    assert refusal.value.code == "exports_at_once"


def test_one_event_says_which_documents_were_taken(place: Collection, dan: Any) -> None:
    ask_volume(place.workspace, "Recueil", format="odt", by=dan)
    event = Event.objects.get(verb="document.volume_exported")
    assert (event.actor, event.subject_kind, event.workspace) == (dan, "workspace", place.workspace.pk)
    assert event.data == {
        "volume": "Recueil",
        "format": "odt",
        "count": 3,
        "documents": [str(one.pk) for one in place.seen],
    }
    assert not Event.objects.filter(verb="document.exported").exists()


def test_who_asked_is_told(place: Collection, dan: Any) -> None:
    for where in (place.workspace, place.first):
        made = work_on(ask_volume(where, "Recueil", by=dan))
        event = Event.objects.get(verb="document.volume_made", data__export=str(made.pk))
        announce_event(event.pk)
        assert Notice.objects.get(event=event).person == dan


# ---------------------------------------------------------------- while it is made, and after


def test_what_vanished_meanwhile_is_left_out_and_told(place: Collection, alice: Any, dan: Any) -> None:
    asked = ask_volume(place.workspace, "Recueil", by=dan)
    trash_document(place.second, by=alice)
    restrict(place.inside, restricted=True, by=alice)
    made = work_on(asked)
    assert titles(opened(made)) == ["La place"]
    assert made.left_out == [
        "« Les arbres » a été laissé de côté : ce document n’existe plus, ou ne vous est plus ouvert.",
        "« La fontaine » a été laissé de côté : ce document n’existe plus, ou ne vous est plus ouvert.",
        *NO_NUMBERS,
    ]
    assert not is_closed_to(made, dan)


def test_deleted_for_ever_meanwhile_it_is_told_too(place: Collection, alice: Any, dan: Any) -> None:
    asked = ask_volume(place.workspace, "Recueil", by=dan)
    trash_document(place.second, by=alice)
    purge_document(place.second)
    made = work_on(asked)
    assert made.state == "done" and "La fontaine" in made.left_out[0]


def test_nothing_is_left_of_it(place: Collection, alice: Any, dan: Any) -> None:
    asked = ask_volume(place.workspace, "Recueil", by=dan)
    revoke(place.workspace, of=dan, by=alice)
    work_on_nothing(asked)
    assert not Export.objects.exists()


def test_its_rights_are_asked_when_it_is_taken(place: Collection, alice: Any, dan: Any) -> None:
    made = work_on(ask_volume(place.workspace, "Recueil", by=dan))
    assert not is_closed_to(made, dan)
    restrict(place.inside, restricted=True, by=alice)
    assert is_closed_to(made, dan)
    grant(place.inside, "view", to=dan, by=alice)
    assert not is_closed_to(made, dan)
    trash_document(place.second, by=alice)
    assert is_closed_to(made, dan)


def test_deleted_for_ever_it_goes_with_its_file(
    place: Collection, alice: Any, dan: Any, django_capture_on_commit_callbacks: Any
) -> None:
    made = work_on(ask_volume(place.workspace, "Recueil", by=dan))
    other = work_on(ask_volume(place.first, "Autre", by=dan))
    trash_document(place.second, by=alice)
    with django_capture_on_commit_callbacks(execute=True):
        purge_document(place.second)
    assert list(Export.objects.all()) == [other]
    assert not made.file.storage.exists(made.file.name)


def test_cancelled_while_its_documents_are_read(place: Collection, dan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ask_volume(place.workspace, "Recueil", by=dan)
    monkeypatch.setattr("documents.actions.making_exports.SIGN_OF_LIFE", timedelta(0))
    said = []

    def prepare(document: Document, *more: Any) -> Any:
        said.append((document.title, *Export.objects.values_list("progress", flat=True)))
        if len(said) == 2:
            cancel_export(Export.objects.get(), by=dan)
        return real(document, *more)

    real = binding.prepare
    monkeypatch.setattr(binding, "prepare", prepare)
    work_on_nothing(asked)
    assert [title for title, *_ in said] == ["La place", "Les arbres"]
    assert said[0][1] < said[1][1]


@pytest.mark.parametrize("format", ["pdf", "odt", "md", "html"])
def test_every_format_has_it(place: Collection, dan: Any, monkeypatch: pytest.MonkeyPatch, format: str) -> None:
    if format == "pdf":
        play_office(monkeypatch, makes_pdf)
    made = work_on(ask_volume(place.workspace, "Recueil", format=format, by=dan))
    if format == "odt":
        assert made.failure == "missing"
        return
    assert (made.state, made.filename) == ("done", f"recueil.{format}")
    if format in ("md", "html"):
        with made.file.open("rb") as file:
            text = file.read().decode()
        title = "La fontaine</h2>" if format == "html" else "## La fontaine"
        assert text.index("On veut de l’ombre") < text.index("Des platanes") < text.index(title)


def test_without_names_each_has_one_number_in_the_whole_volume(place: Collection, alice: Any, dan: Any) -> None:
    made = work_on(
        ask_volume(place.workspace, "Recueil", options=options_for("docx", {"names": "no", "cover": "yes"}), by=dan)
    )
    words = opened(made).text()
    assert "Contributeur 1, Contributeur 2" in words
    assert "Alice" not in words


def test_a_command_writes_a_tree_without_what_is_in_the_trash(place: Collection, alice: Any, tmp_path: Any) -> None:
    create_document(place.first, "Brouillon", by=alice)
    trash_document(Document.objects.get(title="Brouillon"), by=alice)
    path = tmp_path / "volume.md"
    call_command("export_document", str(place.first.pk), "--tree", "--format", "md", "--output", str(path))
    text = path.read_text()
    assert text.startswith("# La place\n\n## Sommaire\n") and "Brouillon" not in text
    assert text.index("\n## La place") < text.index("\n### Les arbres") < text.index("\n### Les réserves")
    event = Event.objects.get(verb="document.volume_exported")
    assert (event.actor, event.data["count"], event.subject_id) == (None, 3, str(place.first.pk))
    trash_document(place.second, by=alice)
    with pytest.raises(CommandError):
        call_command("export_document", str(place.second.pk), "--tree", "--output", str(path))


def test_number_of_queries(place: Collection, dan: Any, alice: Any, django_assert_max_num_queries: Any) -> None:
    """Asking takes as many however many documents there are."""
    for number in range(8):
        create_document(place.workspace, f"Fiche {number}", by=alice)
    with django_assert_max_num_queries(22):
        ask_volume(place.workspace, "Recueil", by=dan)


NO_NUMBERS = ["Le sommaire n’a pas encore de numéros de page : dans Word, cliquez dessus et appuyez sur F9."]


def work_on_nothing(export: Export) -> None:
    assert make_export(str(export.pk)) == "not wanted"


def _codes(error: ValidationError) -> list[str]:
    if hasattr(error, "error_dict"):
        return [str(one.code) for listed in error.error_dict.values() for one in listed]
    return [str(one.code) for one in error.error_list]
