"""The stages of a text: from adopted on nobody edits it, by whatever way; unlocking it is an event."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import User
from activity.models import Event
from activity.verbs import AUDIT
from documents import content
from documents.actions.documents import rename_document, trash_document
from documents.actions.keeping import keep_automatic
from documents.actions.stages import change_stage, open_history
from documents.actions.text import edit_text
from documents.models import Document, Stage
from documents.socket import DocumentGatekeeper
from realtime import relay
from realtime.models import Head
from tests import writing

pytestmark = pytest.mark.django_db(transaction=True)


def may_write(document: Document, person: User) -> bool:
    key = str(person.pk)
    answer = DocumentGatekeeper().recheck({document.room: {key}})[document.room][key]
    assert answer.may_read
    assert answer.role  # the role stays
    return answer.may_write


def test_each_stage_keeps_a_version_and_an_event(document: Document, alice: User) -> None:
    for stage in ("review", "adopted", "published"):
        version = change_stage(document, stage, by=alice)
        assert (version.kind, version.stage, version.made_by) == ("stage", stage, alice)
        assert content.plain(version.tree).startswith("Les données")
    verbs = Event.objects.filter(subject_id=str(document.pk)).order_by("id").values_list("verb", flat=True)
    assert list(verbs)[-3:] == ["document.stage_changed", "document.stage_changed", "document.published"]
    assert Event.objects.get(verb="document.published").data["version"] == str(version.pk)


def test_an_adopted_text_is_edited_by_nobody(document: Document, alice: User, bob: User) -> None:
    assert may_write(document, bob)
    change_stage(document, "adopted", by=alice)
    assert document.frozen
    assert not may_write(document, bob)
    assert not may_write(document, alice)
    with pytest.raises(ValidationError) as refusal:
        edit_text(document, lambda doc: None, by=alice)
    assert refusal.value.code == "frozen"
    with pytest.raises(ValidationError) as refusal:
        rename_document(document, "Autre", by=alice)
    assert refusal.value.code == "frozen"


def test_unlocking_is_an_event_of_audit(document: Document, alice: User, bob: User) -> None:
    change_stage(document, "adopted", by=alice)
    change_stage(document, "working", by=alice)
    assert may_write(document, bob)
    event = Event.objects.get(verb="document.unlocked")
    assert (event.actor, event.data["before"], event.data["stage"]) == (alice, "adopted", "working")
    assert {"document.unlocked", "document.stage_changed", "document.published"} <= AUDIT


def test_what_was_on_its_way_belongs_to_the_version_adopted(document: Document, alice: User, bob: User) -> None:
    """The server trusts an answer about a writer for a second: what was sent before stands in the text."""
    version = change_stage(document, "adopted", by=alice)
    writing.write(document, bob, "Juste avant.")
    tree, number = content.read_numbered(document)
    keep_automatic(document, tree, number)
    version.refresh_from_db()
    assert "Juste avant." in content.plain(version.tree)
    assert document.versions.filter(kind="stage").count() == 1


def test_only_managers_change_it(document: Document, bob: User, carol: User, dan: User, eve: User) -> None:
    for person in (bob, carol, dan, eve, AnonymousUser()):
        with pytest.raises(PermissionDenied):
            change_stage(document, "adopted", by=person)
        with pytest.raises(PermissionDenied):
            open_history(document, True, by=person)
    document.refresh_from_db()
    assert document.stage == Stage.WORKING
    assert not document.history_public


@pytest.mark.parametrize(
    ("stage", "code"), [("voté", "stage_unknown"), ("", "stage_unknown"), ("working", "stage_same")]
)
def test_a_stage_that_is_none_or_the_same(document: Document, alice: User, stage: str, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        change_stage(document, stage, by=alice)
    assert refusal.value.code == code


def test_not_in_the_trash_nor_set_aside(document: Document, alice: User) -> None:
    Head.objects.filter(room=document.room).update(quarantined_at="2026-01-01T00:00Z")
    with pytest.raises(ValidationError) as refusal:
        change_stage(document, "review", by=alice)
    assert refusal.value.code == "quarantine"
    Head.objects.filter(room=document.room).update(quarantined_at=None)
    trash_document(document, by=alice)
    with pytest.raises(ValidationError) as refusal:
        change_stage(document, "review", by=alice)
    assert refusal.value.code == "trashed"


def test_the_history_is_opened_and_closed_once(document: Document, alice: User) -> None:
    open_history(document, True, by=alice)
    open_history(document, True, by=alice)
    assert Event.objects.filter(verb="document.history_opened").count() == 1
    open_history(document, False, by=alice)
    assert Event.objects.filter(verb="document.history_closed").count() == 1


def test_open_pages_are_told(document: Document, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    monkeypatch.setattr(relay, "beside", lambda rooms, topic: told.append((list(rooms), topic)))
    change_stage(document, "review", by=alice)
    assert told == [([document.room], "stage")]
