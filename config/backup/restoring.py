"""Restores a backup: everything is checked and made ready first; what is replaced is kept aside; then one step.

At each moment every row has its file: the backup's images are added, the database is replaced in one transaction, and
only then the images that it does not know go.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config import serving
from config.backup import files, manifest, sessions
from config.backup.facts import Damaged
from config.backup.making import engine, make
from notifications.mailing import doubt_what_was_due

LINGERING = 5.0  # seconds


@dataclass(frozen=True)
class Restored:
    """`aside`: where what was replaced is kept, or None if there was nothing."""

    folder: Path
    manifest: manifest.Manifest
    aside: Path | None


def restore(given: Path, *, while_running: bool = False) -> Restored:
    """Put a backup in the place of what the site holds. Raises `CommandError`, and then nothing was changed.

    `while_running`: do not ask whether somebody serves the data.
    """
    folder = _find(given)
    told = manifest.read(folder)
    known = engine()
    if told.engine != connection.vendor:
        raise CommandError(
            _("This backup is of %(theirs)s and the site uses %(ours)s.")
            % {"theirs": told.engine, "ours": connection.vendor}
        )
    manifest.verify(folder, told)
    known.check(folder / told.database)
    with nullcontext() if while_running else _nobody_serves():
        try:
            aside, is_whole = _keep_aside(while_running)
            _replace(folder, told, delete=is_whole and not while_running)
        except OSError as error:
            raise CommandError(_("Nothing was changed: %(why)s") % {"why": error}) from error
    return Restored(folder, told, aside)


def _find(given: Path) -> Path:
    """The backup itself, or the newest whole one in a folder of backups."""
    if (given / manifest.NAME).is_file():
        return given
    whole = files.wholes(given, manifest.NAME)
    if not whole:
        raise CommandError(_("There is no whole backup in %(folder)s.") % {"folder": given})
    return whole[-1]


@contextmanager
def _nobody_serves() -> Iterator[None]:
    try:
        with serving.nobody():
            others = _others()
            if others:
                raise CommandError(
                    ngettext(
                        "%(number)s other program is connected to the database: stop it first.",
                        "%(number)s other programs are connected to the database: stop them first.",
                        others,
                    )
                    % {"number": others}
                )
            yield
    except serving.Serving:
        raise CommandError(_("The site is running on this data: stop it first, and `manage.py work` too.")) from None


def _others() -> int:
    """Connections of others; those of a process that was just stopped have some seconds to end."""
    until = time.monotonic() + LINGERING
    while (others := int(engine().others())) and time.monotonic() < until:
        time.sleep(0.2)
    return others


def _keep_aside(while_running: bool) -> tuple[Path | None, bool]:
    """A whole backup of what is there, so that `restore` of it takes all back; or a damaged database, as it is.

    Where that is, and whether it is whole.
    """
    if engine().is_empty():
        return None, False
    kept = settings.DATA_DIR / "before-restore"
    try:
        return make(kept)[0], True
    except Damaged:
        if while_running:
            raise
        folder: Path = kept / f"damaged-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        engine().set_aside(folder)
        return folder, False


def _replace(folder: Path, told: manifest.Manifest, *, delete: bool) -> None:
    media = Path(settings.MEDIA_ROOT)
    before = files.below(media)
    new = [path for path in told.media if path not in before]
    try:
        for path in new:
            files.copy(folder / "media" / path, media / path)
        listed = sessions.listed_now()
        engine().load(folder / told.database, sessions.open_now(), manifest.to_migrate(told))
        sessions.list_again(listed)
        doubt_what_was_due()
    except BaseException:
        for path in new:
            (media / path).unlink(missing_ok=True)
        raise
    for path, file in before.items():
        if path in told.media:
            if files.fingerprint(file) != told.files[f"media/{path}"][1]:
                files.copy(folder / "media" / path, file)
        elif delete:  # while the site runs somebody may just have added it
            file.unlink()
