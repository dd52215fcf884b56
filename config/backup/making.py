"""Makes a backup: images, the database of one moment, then the images that came meanwhile, a manifest, its name.

In this order each row of the database has its file: an image is on the disk before its row is committed, and leaves
it after its row has gone.
"""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.utils.translation import gettext as _

from config.backup import files, manifest
from documents import schema


def engine() -> ModuleType:
    """The module that knows the database in use. Raises `CommandError` for one that we do not know."""
    if connection.vendor == "sqlite":
        from config.backup import sqlite

        return sqlite
    if connection.vendor == "postgresql":
        from config.backup import postgres  # needs psycopg, which a small site has not

        return postgres
    raise CommandError(_("There is no backup for %(engine)s.") % {"engine": connection.vendor})


def make(parent: Path) -> tuple[Path, manifest.Manifest]:
    """A whole backup in a new folder of `parent`, or nothing. Raises `CommandError`."""
    if parent.exists() and not parent.is_dir():
        raise CommandError(_("%(path)s is not a folder.") % {"path": parent})
    if parent.resolve().is_relative_to(Path(settings.MEDIA_ROOT).resolve()):
        raise CommandError(_("%(path)s lies among the images: choose another folder.") % {"path": parent})
    try:
        with files.appearing(parent) as (half, whole):
            made = _fill(half)
        return whole, made
    except OSError as error:
        raise CommandError(_("The backup was not made, and nothing was left: %(why)s") % {"why": error}) from error


def _fill(folder: Path) -> manifest.Manifest:
    known = engine()
    if known.is_empty():
        raise CommandError(_("The database is empty: there is nothing to keep."))
    media = folder / "media"
    copied = _copy_media(media, {})
    began = datetime.now(UTC)
    facts = known.dump(folder)
    copied = _copy_media(media, copied)
    database = folder / known.FILE
    listed = {known.FILE: [database.stat().st_size, files.fingerprint(database)]}
    made = manifest.Manifest(
        version=manifest.app_version(),
        made_at=began.isoformat(timespec="seconds"),
        engine=connection.vendor,
        engine_version=known.version(),
        database=known.FILE,
        content_model=schema.VERSION,
        migrations=facts.migrations,
        counts=facts.counts,
        files=listed | {f"media/{path}": told for path, told in sorted(copied.items())},
        missing=[path for path in facts.files if path not in copied],
    )
    made.write(folder)
    files.to_disk(folder / manifest.NAME)
    return made


def _copy_media(target: Path, known: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Copy what is not copied yet, or was still growing; [bytes, sha256] by path. A file that vanishes is left out."""
    copied = dict(known)
    for path, file in files.below(Path(settings.MEDIA_ROOT)).items():
        try:
            if path not in copied or copied[path][0] != file.stat().st_size:
                copied[path] = list(files.copy(file, target / path))
        except FileNotFoundError:
            continue
    return copied


def keep_only(parent: Path, number: int) -> list[Path]:
    """Delete the oldest whole backups of a folder beyond `number`; those deleted."""
    old = files.wholes(parent, manifest.NAME)[:-number]
    for folder in old:
        (folder / manifest.NAME).unlink()  # from now on it is not whole
        shutil.rmtree(folder)
    return old
