"""The worker's part of an export: made once, for who may still read, with a sentence for every way in which it fails."""

from pathlib import Path
from typing import Any

import pytest

from activity.models import Event
from documents.actions import making_exports
from documents.actions.documents import trash_document
from documents.actions.exports import ask_export, cancel_export
from documents.actions.making_exports import make_export
from documents.formats.libreoffice import Failed, Missing, TooLong, Unwanted
from documents.models import Document, Export
from notifications.announcing import announce_event
from notifications.models import Notice
from permissions.actions import revoke
from tests.documents.exports import fails_with, makes_pdf, play_office, work_on


def test_it_is_made_and_who_asked_is_told(document: Document, dan: Any, monkeypatch: Any) -> None:
    play_office(monkeypatch, makes_pdf)
    made = work_on(ask_export(document, "pdf", by=dan))
    assert (made.state, made.progress, made.filename) == ("done", 100, "ouvrir-les-donnees.pdf")
    assert Path(made.file.path).read_bytes() == b"%PDF-1.6 made"
    event = Event.objects.get(verb="document.export_made")
    announce_event(event.pk)
    notice = Notice.objects.get()
    assert (notice.person, notice.addressed, notice.due_at) == (dan, True, None)


def test_a_long_text_becomes_word_in_the_same_way(document: Document, dan: Any) -> None:
    made = work_on(ask_export(document, "docx", by=dan))
    assert (made.state, made.filename) == ("done", "ouvrir-les-donnees.docx")


def test_twice_called_it_is_made_once(document: Document, dan: Any, monkeypatch: Any) -> None:
    play_office(monkeypatch, makes_pdf)
    asked = ask_export(document, "pdf", by=dan)
    assert [make_export(str(asked.pk)) for _ in range(2)] == ["done", "not wanted"]


def test_not_for_who_may_not_read_any_more(document: Document, alice: Any, dan: Any, monkeypatch: Any) -> None:
    play_office(monkeypatch, makes_pdf)
    asked = ask_export(document, "pdf", by=dan)
    revoke(document, of=dan, by=alice)
    assert make_export(str(asked.pk)) == "not wanted"
    assert not Export.objects.exists()


def test_not_from_the_trash(document: Document, alice: Any, monkeypatch: Any) -> None:
    play_office(monkeypatch, makes_pdf)
    asked = ask_export(document, "pdf", by=alice)
    trash_document(document, by=alice)
    assert make_export(str(asked.pk)) == "not wanted"


@pytest.mark.parametrize(
    ("error", "failure", "says"),
    [
        (Missing(), "missing", "n’est pas installé"),
        (TooLong(), "late", "trop de temps"),
        (Failed(), "refused", "n’a pas pu"),
        (RuntimeError("surprise"), "broken", "de notre côté"),
    ],
)
def test_each_way_of_failing_has_its_sentence(
    document: Document, dan: Any, monkeypatch: Any, error: Exception, failure: str, says: str
) -> None:
    play_office(monkeypatch, fails_with(error))
    failed = work_on(ask_export(document, "pdf", by=dan))
    assert (failed.state, failed.failure) == ("failed", failure)
    assert says in failed.get_failure_display()
    event = Event.objects.get(verb="document.export_failed")
    assert event.about == f"user:{dan.pk}"


def test_cancelled_meanwhile_nothing_of_it_stays(document: Document, dan: Any, monkeypatch: Any, settings: Any) -> None:
    asked = ask_export(document, "pdf", by=dan)

    def cancels(*args: Any, **more: Any) -> bytes:
        cancel_export(Export.objects.get(pk=asked.pk), by=dan)
        return b"%PDF"

    play_office(monkeypatch, cancels)
    assert make_export(str(asked.pk)) == "not wanted"
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.pdf"))
    assert not Event.objects.filter(verb="document.export_made").exists()


def test_libreoffice_hears_that_nobody_wants_it_any_more(document: Document, dan: Any, monkeypatch: Any) -> None:
    asked = ask_export(document, "pdf", by=dan)
    monkeypatch.setattr(making_exports, "SIGN_OF_LIFE", making_exports.timedelta(0))

    def asks(*args: Any, wanted: Any, **more: Any) -> bytes:
        assert wanted()
        assert Export.objects.get(pk=asked.pk).progress > 30
        Export.objects.filter(pk=asked.pk).delete()
        assert not wanted()
        raise Unwanted

    play_office(monkeypatch, asks)
    assert make_export(str(asked.pk)) == "not wanted"


def test_a_worker_that_ends_leaves_it_to_the_next(document: Document, dan: Any, monkeypatch: Any) -> None:
    asked = ask_export(document, "pdf", by=dan)

    def ends(*args: Any, wanted: Any, **more: Any) -> bytes:
        making_exports.stopping.set()
        assert not wanted()
        raise Unwanted

    play_office(monkeypatch, ends)
    try:
        assert make_export(str(asked.pk)) == "put back"
    finally:
        making_exports.stopping.clear()
    play_office(monkeypatch, makes_pdf)
    assert work_on(asked).state == "done"
