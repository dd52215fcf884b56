"""`manage.py backup` and `restore`: whole or not at all, equal to the moment of the backup, and a way back."""

import contextlib
import json
import os
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from accounts.models import User
from config import serving
from config.backup import manifest
from config.environment import of_child
from documents import content
from documents.actions.documents import rename_document
from documents.actions.exchange import attach_image
from documents.actions.trash import purge_document
from documents.models import Attachment, Document, DocumentUserGrant
from permissions.actions import revoke
from realtime.models import Client as Author
from realtime.models import Head, Update
from tests import make
from tests.documents.test_attach_image import picture

pytestmark = pytest.mark.django_db(transaction=True)

Change = Callable[[Path], None]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> Path:
    """A DATA_DIR of its own; the tests' other connections are nobody's business."""
    settings.DATA_DIR = tmp_path / "data"
    settings.MEDIA_ROOT = settings.DATA_DIR / "media"
    settings.DATA_DIR.mkdir()
    return Path(settings.DATA_DIR)


@pytest.fixture
def illustrated(document: Document, bob: User) -> Document:
    attach_image(document, picture(), by=bob)
    return document


def backup(folder: Path, *options: str) -> Path:
    """The newest backup of the folder, just made."""
    call_command("backup", str(folder), *options)
    return sorted(path for path in folder.iterdir() if path.is_dir())[-1]


def restore(folder: Path, *options: str) -> None:
    call_command("restore", str(folder), *options)


def held(data: Path) -> dict[str, Any]:
    """Everything that a restore must bring back as it was: text, history, rights, images."""
    rows = {model: list(model.objects.order_by("pk").values()) for model in (User, Document, DocumentUserGrant, Author)}
    heads = Head.objects.order_by("room").values_list("room", "last", "snapshot_at", "settled")
    updates = Update.objects.order_by("room", "number").values_list("room", "number", "author", "content", "at")
    files = {path.name: path.read_bytes() for path in (data / "media").rglob("*") if path.is_file()}
    log = [(*row[:3], bytes(row[3]), row[4]) for row in updates]
    return {"rows": rows, "heads": list(heads), "log": log, "files": files, "images": list(Attachment.objects.values())}


def disturb(document: Document, by: User) -> None:
    """What people do after a backup."""
    rename_document(document, "Autrement", by=by)
    revoke(document, by=by, of=User.objects.get(email="bob@example.org"))
    attach_image(document, picture("JPEG"), by=by)
    make.document(by, document.workspace, "Venu après", text="Écrit après la sauvegarde.")


# It works


def test_what_is_restored_equals_the_moment_of_the_backup(
    illustrated: Document, alice: User, data: Path, tmp_path: Path
) -> None:
    before = held(data)
    backup(tmp_path / "backups")
    disturb(illustrated, alice)
    assert held(data) != before
    restore(tmp_path / "backups")
    assert held(data) == before
    assert content.plain(content.read_document(illustrated)) == "Les données publiques sont ouvertes par défaut."


def test_every_room_begins_a_new_epoch(document: Document, tmp_path: Path) -> None:
    before = Head.objects.get(room=document.room).epoch
    backup(tmp_path / "backups")
    assert Head.objects.get(room=document.room).epoch == before
    restore(tmp_path / "backups")
    after = Head.objects.get(room=document.room).epoch
    assert re.fullmatch("[0-9a-f]{16}", after)
    assert after != before


def test_the_manifest_says_what_is_there(illustrated: Document, tmp_path: Path) -> None:
    folder = backup(tmp_path / "backups")
    told = json.loads((folder / "manifest.json").read_text())
    assert (told["engine"], told["version"]) == (connection.vendor, manifest.app_version())
    assert (told["counts"]["documents_document"], told["counts"]["documents_attachment"]) == (1, 1)
    assert "0001_log" in told["migrations"]["realtime"]
    on_disk = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert on_disk == {"manifest.json", *told["files"]}
    assert told["missing"] == []


def test_only_its_owner_reads_a_backup(document: Document, tmp_path: Path) -> None:
    folder = backup(tmp_path / "backups")
    assert not [path for path in [folder, *folder.rglob("*")] if path.stat().st_mode & 0o077]


def test_a_restore_can_be_taken_back(illustrated: Document, alice: User, data: Path, tmp_path: Path) -> None:
    backup(tmp_path / "backups")
    disturb(illustrated, alice)
    disturbed = held(data)
    restore(tmp_path / "backups")
    restore(data / "before-restore")
    assert held(data) == disturbed


def test_restored_twice_is_as_restored_once(illustrated: Document, alice: User, data: Path, tmp_path: Path) -> None:
    before = held(data)
    folder = backup(tmp_path / "backups")
    disturb(illustrated, alice)
    restore(folder)
    first = Head.objects.get(room=illustrated.room).epoch
    restore(folder)
    assert held(data) == before
    assert Head.objects.get(room=illustrated.room).epoch != first
    assert len(list((data / "before-restore").glob("tablee-*Z*"))) == 2


def test_the_newest_of_several_is_restored_and_the_oldest_are_let_go(
    document: Document, alice: User, tmp_path: Path
) -> None:
    for title in ("Un", "Deux", "Trois"):
        rename_document(document, title, by=alice)
        backup(tmp_path / "backups", "--keep", "2")
    assert len(list((tmp_path / "backups").glob("tablee-*"))) == 2
    rename_document(document, "Quatre", by=alice)
    restore(tmp_path / "backups")
    document.refresh_from_db()
    assert document.title == "Trois"


# What must not come back


def signed_in(client: Client) -> bool:
    return bool(client.get("/").wsgi_request.user.is_authenticated)


def test_a_session_that_ended_stays_ended_and_an_open_one_stays_open(
    document: Document, client_of: Any, bob: User, alice: User, tmp_path: Path
) -> None:
    stays, leaves = client_of(bob), client_of(alice)
    stolen = leaves.cookies["sessionid"].value
    backup(tmp_path / "backups")
    leaves.logout()
    leaves.cookies["sessionid"] = stolen
    restore(tmp_path / "backups")
    assert signed_in(stays)
    assert not signed_in(leaves)


def test_a_session_ends_when_its_account_was_another_at_the_backup(
    document: Document, client_of: Any, bob: User, alice: User, tmp_path: Path
) -> None:
    backup(tmp_path / "backups")
    bob.set_password("un autre mot de passe")
    bob.save()
    newcomer = make.person("Zoé Vert")
    others = [client_of(bob), client_of(newcomer)]
    assert all(map(signed_in, others))
    restore(tmp_path / "backups")
    assert not [other for other in others if signed_in(other)]


def test_a_session_that_goes_on_is_listed_still(document: Document, client_of: Any, bob: User, tmp_path: Path) -> None:
    backup(tmp_path / "backups")
    stays, leaves = client_of(bob), client_of(make.person("Zoé Vert"))
    restore(tmp_path / "backups")
    assert (signed_in(stays), signed_in(leaves)) == (True, False)
    assert [one.session_key for one in UserSession.objects.all()] == [stays.session.session_key]


def test_no_session_and_nothing_deleted_for_ever_is_in_a_backup(
    document: Document, client_of: Any, bob: User, alice: User, workspace: Any, tmp_path: Path
) -> None:
    key = client_of(bob).cookies["sessionid"].value
    gone = make.document(alice, workspace, "Oubli", text="Un secret qui a été supprimé.")
    purge_document(gone)
    folder = backup(tmp_path / "backups")
    if connection.vendor == "sqlite":
        stored = (folder / "database.sqlite3").read_bytes()
    else:
        script = ["pg_restore", "--file=-", str(folder / "database.pgdump")]
        stored = subprocess.run(script, capture_output=True, check=True).stdout
    assert "données publiques".encode() in stored
    assert key.encode() not in stored
    assert b"Un secret qui" not in stored


# The wrong state


def test_nothing_is_restored_under_a_running_site(document: Document, alice: User, tmp_path: Path) -> None:
    backup(tmp_path / "backups")
    rename_document(document, "Après", by=alice)
    serving.declare()
    try:
        with pytest.raises(CommandError, match=r"manage\.py work"):
            restore(tmp_path / "backups")
        document.refresh_from_db()
        assert document.title == "Après"
        restore(tmp_path / "backups", "--while-running")
    finally:
        serving._held.pop().close()
    document.refresh_from_db()
    assert document.title == "Ouvrir les données"


def test_two_backups_are_not_made_in_one_folder_at_once(document: Document, tmp_path: Path) -> None:
    from config.backup import files

    with files.appearing(tmp_path / "backups"), pytest.raises(CommandError, match="backups"):
        backup(tmp_path / "backups")


def test_a_database_past_copying_is_moved_aside(document: Document, data: Path, tmp_path: Path) -> None:
    """In a process of its own: a database that changes under connections that are open is another story."""
    if connection.vendor != "sqlite":
        pytest.skip("a file that is cut in two is SQLite's")
    folder = backup(tmp_path / "backups")
    broken = tmp_path / "site.sqlite3"
    broken.write_bytes(b"not a database any more" * 1000)
    where = of_child(DATABASE_URL=f"sqlite:///{broken}", DATA_DIR=str(data))

    def run(*command: str) -> int:
        return subprocess.run([sys.executable, "manage.py", *command], env=where, capture_output=True).returncode

    assert run("backup", str(tmp_path / "other")) != 0
    assert run("restore", str(folder)) == 0
    with contextlib.closing(sqlite3.connect(broken)) as restored:
        assert (document.title,) in restored.execute("SELECT title FROM documents_document").fetchall()
    assert [path.read_bytes()[:5] for path in (data / "before-restore").glob("damaged-*/*")] == [b"not a"]


def test_an_image_that_was_already_missing_is_said(illustrated: Document, tmp_path: Path, capsys: Any) -> None:
    image = Attachment.objects.get()
    Path(image.file.path).unlink()
    folder = backup(tmp_path / "backups")
    assert image.file.name in capsys.readouterr().err
    assert json.loads((folder / "manifest.json").read_text())["missing"] == [image.file.name]
    restore(folder)


# Bad input


def damage(path: str) -> Change:
    def change(folder: Path) -> None:
        file = next(folder.rglob(path))
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)

    return change


def resize(file: Path, part: float) -> None:
    os.truncate(file, int(file.stat().st_size * part))


def lose(path: str) -> Change:
    return lambda folder: next(folder.rglob(path)).unlink()


def tell(**told: Any) -> Change:
    def change(folder: Path) -> None:
        file = folder / "manifest.json"
        file.write_text(json.dumps(json.loads(file.read_text()) | told))

    return change


def outside(folder: Path) -> None:
    (folder.parent / "elsewhere").write_bytes(b"")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    told = json.loads((folder / "manifest.json").read_text())
    tell(files=told["files"] | {"media/../../elsewhere": [0, empty]})(folder)


SPOILT: dict[str, Change] = {
    "a damaged database": damage("database.*"),
    "a damaged image": damage("*.png"),
    "no database": lose("database.*"),
    "no image": lose("*.png"),
    "no manifest": lose("manifest.json"),
    "half a manifest": lambda folder: resize(folder / "manifest.json", 0.5),
    "half a database": lambda folder: resize(next(folder.glob("database.*")), 0.5),
    "a database without a fingerprint": tell(files={}),
    "a file from elsewhere": outside,
    "a later format": tell(format=2),
    "a later version": tell(version="99.0"),
    "a later content model": tell(content_model=99),
    "a migration of tomorrow": tell(migrations={"documents": ["9999_later"]}),
    "another database": tell(engine="oracle"),
    "half a backup": lambda folder: folder.rename(folder.with_name(f"{folder.name}.half")),
}


def test_what_cannot_be_restored_changes_nothing(
    illustrated: Document, alice: User, data: Path, tmp_path: Path
) -> None:
    folder = backup(tmp_path / "backups")
    disturb(illustrated, alice)
    before, epoch = held(data), Head.objects.get(room=illustrated.room).epoch
    for number, (what, spoil) in enumerate(SPOILT.items()):
        copy = tmp_path / str(number) / folder.name
        shutil.copytree(folder, copy)
        spoil(copy)
        with pytest.raises(CommandError):
            restore(copy.parent)
        assert held(data) == before, what
    assert Head.objects.get(room=illustrated.room).epoch == epoch
    assert not (data / "before-restore").exists()


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_folder_must_be_one(document: Document, tmp_path: Path, command: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError):
        call_command(command, str(tmp_path / "file"))
    with pytest.raises(CommandError):
        call_command(command)


def test_a_backup_does_not_go_among_the_images(document: Document, data: Path) -> None:
    with pytest.raises(CommandError):
        backup(data / "media" / "backups")


@pytest.fixture
def full_disk() -> Iterator[None]:
    """No file may grow over 50 kB in this process and those it starts: writing fails as it does on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_no_backup(document: Document, tmp_path: Path, full_disk: None) -> None:
    with pytest.raises(CommandError):
        backup(tmp_path / "backups")
    assert [path.name for path in (tmp_path / "backups").iterdir()] == [".lock"]


def test_a_full_disk_leaves_what_was_there(
    illustrated: Document, alice: User, data: Path, tmp_path: Path, monkeypatch: Any
) -> None:
    """What is replaced can be kept aside, and then there is no room for what is restored."""
    from config.backup import restoring

    folder = backup(tmp_path / "backups")
    image = Path(Attachment.objects.get().file.path)
    disturb(illustrated, alice)
    Attachment.objects.filter(file=image.relative_to(data / "media").as_posix()).delete()
    image.unlink()
    before = held(data)

    def full(*args: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(restoring.sessions, "open_now", full)
    with pytest.raises(CommandError, match="No space left"):
        restore(folder)
    assert held(data) == before
