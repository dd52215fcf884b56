"""What an administration deletes is kept first: Word, JSON, images, events, and fingerprints that can be checked."""

import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.core.exceptions import PermissionDenied, ValidationError
from docx import Document as WordFile

from accounts.models import User
from activity import seals
from activity.chain import INSTANCE, chain_of
from activity.models import Event
from activity.record import record
from activity.verifying import verify
from documents.actions import archive
from documents.actions.archive import archive_document
from documents.actions.discussion import answer_thread, open_thread
from documents.actions.documents import trash_document
from documents.actions.exchange import attach_image
from documents.actions.stages import change_stage
from documents.actions.suggestions import discuss_suggestion, refuse_suggestion, vote_on_suggestion
from documents.actions.versions import name_version
from documents.models import Document
from permissions.actions import grant
from realtime import log
from tests import make
from tests.documents.proposing import propose
from tests.documents.test_attach_image import picture
from tests.documents.test_delete_document import rows_naming
from tests.threads import thread_on
from workspaces.deletion import delete_workspace
from workspaces.package import Package, wrong_in


@pytest.fixture
def chief(eve: User) -> User:
    User.objects.filter(pk=eve.pk).update(is_staff=True, is_superuser=True)
    return User.objects.get(pk=eve.pk)


def packages() -> list[Path]:
    folder = Path(site.ARCHIVE_DIR)
    return sorted(folder.iterdir()) if folder.exists() else []


def test_the_package_reads_back(document: Document, alice: Any, bob: Any, chief: User) -> None:
    image = attach_image(document, picture(), by=alice)
    key = document.pk
    kept = archive_document(document, by=chief)
    [folder] = packages()
    assert (folder, folder.name) == (kept.folder, kept.name)
    assert wrong_in(folder) == []
    inside = folder / "documents" / str(key)
    words = [paragraph.text for paragraph in WordFile(str(inside / "document.docx")).paragraphs]
    assert "Les données publiques sont ouvertes par défaut." in words
    told = json.loads((inside / "document.json").read_text())
    assert (told["title"], told["reach"], told["number"]) == ("Ouvrir les données", "restricted", 1)
    assert {(one["holder"], one["role"]) for one in told["grants"]} >= {
        (f"user:{alice.pk}", "manage"),
        (f"user:{bob.pk}", "change"),
    }
    assert "données publiques" in json.dumps(told["content"], ensure_ascii=False)
    assert "link_password" not in told
    assert (inside / "images" / f"{image.pk}.png").read_bytes()
    cover = json.loads((folder / "package.json").read_text())
    assert cover["by"] == f"user:{chief.pk}"


def test_what_was_said_is_kept_with_it(document: Document, bob: Any, carol: Any, chief: User) -> None:
    thread_on(document, "publiques", by=carol, body="@Bob Martin ?", mentioned=[bob])
    key = document.pk
    kept = archive_document(document, by=chief)
    [told] = json.loads((kept.folder / "documents" / str(key) / "discussion.json").read_text())
    [said] = told["comments"]
    assert (told["about"], said["text"], said["by"]["name"]) == ("publiques", "@Bob Martin ?", "Carol Petit")


def test_what_was_proposed_is_kept_with_it(document: Document, alice: Any, bob: Any, carol: Any, chief: User) -> None:
    made = propose(document, bob, "Les données sont libres.", reason="Plus court")
    vote_on_suggestion(made, 1, by=alice)
    thread = discuss_suggestion(made, "Pourquoi ?", by=alice)
    refuse_suggestion(made, "Trop court", by=alice)
    open_one = propose(document, bob, "Autrement.")
    key, names = document.pk, ("Bob Martin", "Alice Diop")
    kept = archive_document(document, by=chief)
    assert wrong_in(kept.folder) == []
    inside = kept.folder / "documents" / str(key)
    first, other = json.loads((inside / "proposals.json").read_text())
    assert (first["by"]["name"], first["answered_by"]["name"]) == names
    assert (first["state"], first["reason"], first["answer"]) == ("refused", "Plus court", "Trop court")
    assert [(one["by"]["name"], one["value"]) for one in first["votes"]] == [("Alice Diop", 1)]
    assert "données publiques" in json.dumps(first["before"], ensure_ascii=False)
    assert "données sont libres" in json.dumps(first["proposed"], ensure_ascii=False)
    [said] = json.loads((inside / "discussion.json").read_text())
    assert first["discussion"] == said["key"] == str(thread.pk)
    assert (other["key"], other["state"], other["discussion"]) == (str(open_one.pk), "open", None)


def test_what_was_said_in_a_workspace_is_kept_with_it(document: Document, alice: Any, chief: User) -> None:
    thread = open_thread(document.workspace, "On commence quand ?", by=alice, title="Calendrier")
    answer_thread(thread, "Lundi.", by=alice)
    kept = delete_workspace(document.workspace, by=chief)
    assert wrong_in(kept.folder) == []
    [told] = json.loads((kept.folder / "discussion.json").read_text())
    assert (told["title"], told["key"]) == ("Calendrier", str(thread.pk))
    assert [one["text"] for one in told["comments"]] == ["On commence quand ?", "Lundi."]


def test_the_versions_that_somebody_kept_are_in_it(document: Document, bob: Any, alice: Any, chief: User) -> None:
    name_version(document, "Avant la réunion", by=bob)
    change_stage(document, "adopted", by=alice)
    key = document.pk
    folder = archive_document(document, by=chief).folder
    told = json.loads((folder / "documents" / str(key) / "versions.json").read_text())
    assert [(one["name"], one["stage"]) for one in told] == [("Avant la réunion", "working"), ("", "adopted")]
    assert "données publiques" in json.dumps(told[0]["content"], ensure_ascii=False)


def test_people_are_told_with_their_grade_and_counted_apart(document: Document, alice: Any, chief: User) -> None:
    """Those with a role and those who did something; who has gone is counted as somebody without a name."""
    gael, key = make.guest("Gaël"), document.pk
    grant(document, "change", to=gael, by=alice)
    passing = make.guest("Zoé")
    grant(document, "change", to=passing, by=alice)
    record("document.edited", by=passing, on=document, workspace=document.workspace_id, title=document.title)
    passing.delete()
    folder = archive_document(document, by=chief).folder
    counted = {"verified_public_servant": 0, "verified_organisation": 0, "registered": 4, "guest": 1, "anonymous": 1}
    assert json.loads((folder / "package.json").read_text())["people"] == counted
    told = json.loads((folder / "documents" / str(key) / "document.json").read_text())
    assert {one["holder"]: one["grade"] for one in told["grants"]}[f"user:{gael.pk}"] == "guest"


def test_its_fingerprints_are_those_that_everybody_can_check(document: Document, chief: User) -> None:
    kept = archive_document(document, by=chief)
    done = subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd=kept.folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert hashlib.sha256((kept.folder / "SHA256SUMS").read_bytes()).hexdigest() == kept.sums


def test_events_in_it_prove_themselves(document: Document, chief: User) -> None:
    key = document.pk
    kept = archive_document(document, by=chief)
    told = json.loads((kept.folder / "documents" / str(key) / "events.json").read_text())
    granted = [Event(**one) for one in told if one["chain"]]
    assert len(granted) == 3
    for event in granted:
        event.at = Event._meta.get_field("at").to_python(event.at)
        assert seals.fingerprint(event) == event.hash


def test_a_changed_a_missing_and_a_foreign_file_are_found(document: Document, chief: User) -> None:
    folder = archive_document(document, by=chief).folder
    [word] = folder.rglob("document.docx")
    word.write_bytes(word.read_bytes() + b" ")
    (folder / "package.json").unlink()
    (folder / "more.txt").write_text("x")
    assert set(wrong_in(folder)) == {word.relative_to(folder).as_posix(), "more.txt", "package.json"}


def test_only_its_owner_can_read_it(document: Document, chief: User) -> None:
    kept = archive_document(document, by=chief)
    assert kept.folder.stat().st_mode & 0o077 == 0
    assert Path(site.ARCHIVE_DIR).stat().st_mode & 0o077 == 0


def test_nothing_is_left_of_it(document: Document, alice: Any, chief: User) -> None:
    key, inside = document.pk, make.document(alice, document, "Dedans")  # type: ignore[arg-type]
    kept = archive_document(document, by=chief)
    assert rows_naming(key) == rows_naming(inside.pk) == {}
    assert {path.name for path in (kept.folder / "documents").iterdir()} == {str(key), str(inside.pk)}


def test_who_does_not_administer_is_refused(document: Document, alice: Any, bob: Any, eve: User) -> None:
    User.objects.filter(pk=eve.pk).update(is_staff=True)
    for person in (alice, bob, User.objects.get(pk=eve.pk)):
        with pytest.raises(PermissionDenied):
            archive_document(document, by=person)
    assert packages() == []
    assert Document.objects.exists()


def test_it_may_be_in_the_trash(document: Document, alice: Any, chief: User) -> None:
    trash_document(document, by=alice)
    archive_document(document, by=chief)
    assert not Document.objects.exists()


def test_what_was_written_meanwhile_is_not_lost(document: Document, alice: Any, chief: User, monkeypatch: Any) -> None:
    keep = archive._keep

    def and_somebody_writes(*args: Any) -> Any:
        numbers = keep(*args)
        log.append([log.Entry(document.room, str(alice.pk), b"\0\0", [])])
        return numbers

    monkeypatch.setattr(archive, "_keep", and_somebody_writes)
    with pytest.raises(ValidationError) as refusal:
        archive_document(document, by=chief)
    assert refusal.value.code == "changed"
    assert Document.objects.exists()
    assert packages() == []


def test_a_package_that_cannot_be_made_keeps_the_document(document: Document, chief: User, monkeypatch: Any) -> None:
    def full(self: Package, path: str, content: bytes) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Package, "put", full)
    with pytest.raises(OSError, match="no space"):
        archive_document(document, by=chief)
    assert Document.objects.exists()
    assert packages() == []


def test_it_is_recorded_in_both_chains_with_the_fingerprint(document: Document, chief: User) -> None:
    key, workspace = str(document.pk), document.workspace_id
    kept = archive_document(document, by=chief)
    told = Event.objects.filter(verb="document.archived").order_by("pk")
    assert [(one.chain, one.subject_id) for one in told] == [(chain_of(workspace), key), (INSTANCE, key)]
    assert {(one.data["package"], one.data["sums"], one.actor) for one in told} == {(kept.name, kept.sums, chief)}
    assert verify(INSTANCE).whole
    assert verify(chain_of(workspace)).whole


def test_the_administration_asks_and_deletes(client_of: Any, chief: User, document: Document) -> None:
    browser = client_of(chief)
    address = f"/administration/documents/document/{document.pk}/delete/"
    asked = browser.get(address)
    assert asked.status_code == 200
    assert "Une archive est d’abord faite" in asked.content.decode()
    told = browser.post(address, {"post": "yes"}, follow=True).content.decode()
    assert not Document.objects.exists()
    [kept] = packages()
    assert kept.name in told


def test_it_offers_no_deletion_of_many(client_of: Any, chief: User, document: Document) -> None:
    assert "delete_selected" not in client_of(chief).get("/administration/documents/document/").content.decode()


def test_helpers_of_the_administration_are_offered_none(client_of: Any, eve: User, document: Document) -> None:
    User.objects.filter(pk=eve.pk).update(is_staff=True)
    helper = client_of(User.objects.get(pk=eve.pk))
    assert helper.post(f"/administration/documents/document/{document.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Document.objects.exists()
