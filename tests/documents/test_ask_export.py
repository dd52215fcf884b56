"""Asking for a file that takes its time: who may, how many at once, what is recorded, and how it is looked after."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from activity.models import Event
from documents.actions.documents import trash_document
from documents.actions.exporting import export
from documents.actions.exports import (
    MOST_A_DAY,
    MOST_AT_ONCE,
    ask_export,
    cancel_export,
    look_after_exports,
    takes_time,
)
from documents.actions.other_formats import options_for
from documents.actions.trash import purge_document
from documents.formats import libreoffice
from documents.formats.options import Options
from documents.models import Document, Export
from permissions.actions import share_by_link
from tests.documents.exports import makes_pdf, play_office, work_on


def test_a_reader_asks_and_the_worker_is_told(document: Document, dan: Any) -> None:
    asked = ask_export(document, "pdf", by=dan, options=options_for("pdf", {"names": "no"}))
    assert (asked.state, asked.person, asked.options["names"]) == ("waiting", dan, False)
    waiting = DBTaskResult.objects.get(queue_name="exports")
    assert waiting.args_kwargs["args"] == [str(asked.pk)]


def test_a_pdf_is_clean_unless_asked_otherwise(document: Document, dan: Any) -> None:
    clean = ask_export(document, "pdf", by=dan).options
    assert (clean["suggestions"], clean["comments"]) == ("original", False)
    assert options_for("pdf", {"comments": "yes"}).comments
    assert options_for("odt", {}).suggestions == "tracked"


def test_strangers_and_visitors_ask_for_nothing(document: Document, eve: Any, visitor: Any, alice: Any) -> None:
    for person in (eve, visitor):
        with pytest.raises(PermissionDenied):
            ask_export(document, "pdf", by=person)
    share_by_link(document, reach="public", link_role=None, by=alice)
    with pytest.raises(PermissionDenied):
        ask_export(document, "pdf", by=visitor)
    assert not Export.objects.exists()


def test_only_who_asked_cancels(document: Document, alice: Any, dan: Any, visitor: Any) -> None:
    asked = ask_export(document, "pdf", by=dan)
    for person in (alice, visitor):
        with pytest.raises(PermissionDenied):
            cancel_export(asked, by=person)
    cancel_export(asked, by=dan)
    assert not Export.objects.exists()


def test_so_many_at_once(document: Document, dan: Any, bob: Any) -> None:
    for _ in range(MOST_AT_ONCE):
        ask_export(document, "pdf", by=dan)
    with pytest.raises(ValidationError) as refusal:
        ask_export(document, "odt", by=dan)
    assert refusal.value.code == "exports_at_once"
    ask_export(document, "pdf", by=bob)
    Export.objects.filter(person=dan).first().delete()  # type: ignore[union-attr]
    ask_export(document, "odt", by=dan)


def test_so_many_a_day(document: Document, dan: Any) -> None:
    rows = [Export(person=dan, document=document, format="pdf", state="done") for _ in range(MOST_A_DAY)]
    Export.objects.bulk_create(rows)
    with pytest.raises(ValidationError) as refusal:
        ask_export(document, "pdf", by=dan)
    assert refusal.value.code == "exports_a_day"


@pytest.mark.parametrize("format", ["", "exe", "PDF"])
def test_unknown_formats_are_told(document: Document, dan: Any, format: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        ask_export(document, format, by=dan)
    assert refusal.value.code == "format_unknown"


def test_what_takes_its_time_is_not_made_while_one_waits(document: Document, dan: Any) -> None:
    with pytest.raises(ValidationError) as refusal:
        export(document, "pdf", by=dan)
    assert refusal.value.code == "takes_time"
    assert [takes_time(document, format) for format in ("docx", "md", "html", "odt")] == [False, False, False, True]
    document.words = 100_000
    assert takes_time(document, "docx")


def test_it_is_recorded_as_any_export(document: Document, dan: Any) -> None:
    ask_export(document, "pdf", by=dan)
    event = Event.objects.get(verb="document.exported")
    assert (event.actor, event.data["format"]) == (dan, "pdf")


def test_after_a_day_it_is_gone_with_its_file(
    document: Document, dan: Any, monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    play_office(monkeypatch, makes_pdf)
    old, fresh = (work_on(ask_export(document, "pdf", by=dan)) for _ in range(2))
    Export.objects.filter(pk=old.pk).update(asked_at=timezone.now() - timedelta(hours=25))
    with django_capture_on_commit_callbacks(execute=True):
        assert look_after_exports() == 1
    assert not Path(old.file.path).exists()
    assert Path(fresh.file.path).exists()


def test_it_goes_with_its_document(
    document: Document, alice: Any, monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    play_office(monkeypatch, makes_pdf)
    made = work_on(ask_export(document, "pdf", by=alice))
    trash_document(document, by=alice)
    with django_capture_on_commit_callbacks(execute=True):
        purge_document(document, by=alice)
    assert not Path(made.file.path).exists()


def test_what_a_dead_worker_left_is_said_to_have_failed(document: Document, dan: Any) -> None:
    long_ago = timezone.now() - timedelta(hours=3)
    silent, forgotten, fresh = (ask_export(document, "pdf", by=dan) for _ in range(3))
    Export.objects.filter(pk=silent.pk).update(state="making", heard_at=long_ago)
    Export.objects.filter(pk=forgotten.pk).update(asked_at=long_ago)
    look_after_exports()
    states = {one.pk: (one.state, one.failure) for one in Export.objects.all()}
    assert states == {silent.pk: ("failed", "lost"), forgotten.pk: ("failed", "lost"), fresh.pk: ("waiting", "")}


def test_number_of_queries(document: Document, dan: Any, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(14):
        ask_export(document, "pdf", by=dan)


def test_nobody_waits_for_the_numbers_of_pages(document: Document, bob: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Laying a file out takes LibreOffice: whoever takes it at once has contents where they ask for them, without numbers."""
    asked: list[bytes] = []
    monkeypatch.setattr(libreoffice, "convert", lambda content, *args, **kwargs: asked.append(content))
    monkeypatch.setattr(libreoffice, "is_here", lambda: True)
    chosen = Options(contents=True)
    assert export(document, "docx", by=bob, options=chosen).left_out
    assert not asked
    assert [takes_time(document, "docx", one) for one in (chosen, Options(), Options(contents=False))] == [
        True,
        False,
        False,
    ]
