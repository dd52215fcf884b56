"""The manifest of a backup: what it holds, by which version it was made, and the fingerprint of each of its files."""

import json
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from config.backup.files import fingerprint
from documents import schema

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """`migrations`: applied ones by app. `counts`: rows by table. `files`: path in the backup -> [bytes, sha256]."""

    version: str
    made_at: str  # ISO 8601, UTC: when the database was read
    engine: str  # sqlite | postgresql
    engine_version: str
    database: str  # the file that holds the database
    content_model: int
    migrations: dict[str, list[str]]
    counts: dict[str, int]
    files: dict[str, list[Any]]
    missing: list[str]  # files that rows name and that were not on the disk
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        (folder / NAME).write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n")

    @property
    def media(self) -> list[str]:
        """Paths below MEDIA_ROOT."""
        return [path.removeprefix("media/") for path in self.files if path.startswith("media/")]


def app_version() -> str:
    return str(tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"])


def known_migrations() -> set[tuple[str, str]]:
    return set(MigrationLoader(None).disk_migrations or {})


def read(folder: Path) -> Manifest:
    """The manifest of a backup that this version can restore. Raises `CommandError`; the files are not looked at."""
    try:
        told = json.loads((folder / NAME).read_text())
        if told["format"] > FORMAT:
            raise _newer(told.get("version", "?"))
        manifest = Manifest(**told)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise CommandError(_("%(path)s cannot be read: %(why)s") % {"path": folder / NAME, "why": error}) from None
    applied = {(app, name) for app, names in manifest.migrations.items() for name in names}
    later = _numbers(manifest.version) > _numbers(app_version()) or manifest.content_model > schema.VERSION
    if later or applied - known_migrations():
        raise _newer(manifest.version)
    return manifest


def _newer(version: str) -> CommandError:
    return CommandError(
        _("This backup was made by version %(theirs)s of Tablée, newer than this one (%(ours)s): upgrade first.")
        % {"theirs": version, "ours": app_version()}
    )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def verify(folder: Path, manifest: Manifest) -> None:
    """Every file is there and is what it was. Raises `CommandError` that names those that are not."""
    wrong = [path for path, told in manifest.files.items() if not _intact(folder, path, told)]
    if manifest.database not in manifest.files:
        wrong.append(manifest.database)
    if wrong:
        named = ", ".join(wrong[:5]) + (" …" if len(wrong) > 5 else "")
        raise CommandError(_("This backup is damaged: %(files)s. Nothing was changed.") % {"files": named})


def _intact(folder: Path, path: str, told: list[Any]) -> bool:
    inside = PurePosixPath(path)
    if inside.is_absolute() or ".." in inside.parts:
        return False
    file = folder / inside
    return file.is_file() and file.stat().st_size == told[0] and fingerprint(file) == told[1]


def to_migrate(manifest: Manifest) -> bool:
    """Whether this version has migrations that the backup has not."""
    applied = {(app, name) for app, names in manifest.migrations.items() for name in names}
    return bool(known_migrations() - applied)
