"""SQLite: a copy by its online backup API while the site writes, and the way back, in one transaction."""

import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.parse
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.utils.translation import gettext as _

from config.backup import files
from config.backup.facts import END_SESSIONS, LISTED, SESSIONS, Damaged, Facts, gather, new_epoch
from config.backup.sessions import Open
from config.environment import of_child

FILE = "database.sqlite3"
PATIENCE = 30.0  # seconds to wait for others who write


def path() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def version() -> str:
    return sqlite3.sqlite_version


def is_empty() -> bool:
    if not path().exists():
        return True
    try:
        with closing(_open(path())) as opened:
            return not _tables(opened)
    except sqlite3.DatabaseError:
        return False  # something is there, whatever it is


def dump(folder: Path) -> Facts:
    """Copy the database in one step: a reader of the WAL, which keeps nobody from writing. Raises `CommandError`.

    The copy is then packed, so that what was deleted for ever is not in it.
    """
    copy, packed = folder / ".copy", folder / FILE
    try:
        with closing(_open(path())) as source, closing(_open(copy)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
            if {SESSIONS, LISTED} <= _tables(target):
                _end_sessions(target)
                target.commit()
            target.execute("VACUUM INTO ?", [str(packed)])
        copy.unlink()
        check(packed)
        files.to_disk(packed)
        with closing(_open(packed)) as made:
            return gather(lambda sql: made.execute(sql).fetchall(), _tables(made))
    except sqlite3.Error as error:
        kind = CommandError if isinstance(error, sqlite3.OperationalError) else Damaged
        raise kind(_("The database cannot be copied: %(why)s") % {"why": error}) from error


def check(database: Path) -> None:
    """Raises `Damaged` for a file that SQLite does not find whole."""
    try:
        with closing(_open(database)) as opened:
            found = [str(row[0]) for row in opened.execute("PRAGMA integrity_check(5)")]
    except sqlite3.Error as error:
        found = [str(error)]
    if found != ["ok"]:
        raise Damaged(_("%(file)s is not whole: %(why)s") % {"file": database, "why": "; ".join(found)})


def load(dump: Path, keep: list[Open], migrate: bool) -> None:
    """Put a copy in the place of the database: all is made ready beside it, then written in one transaction.

    Processes that have the database open go on and see the restored one.
    """
    staged = path().with_name(f".{path().name}{files.HALF}")
    try:
        path().parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(dump, staged)
        if migrate:
            _migrate(staged)
        with closing(_open(staged)) as opened, opened:
            opened.execute(new_epoch())
            _end_sessions(opened)
            if keep:
                _keep_sessions(opened, keep)
        check(staged)
        connection.close()
        _overwrite(staged)
    except sqlite3.Error as error:
        raise CommandError(_("The database cannot be replaced: %(why)s") % {"why": error}) from error
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            staged.with_name(staged.name + ending).unlink(missing_ok=True)


def set_aside(folder: Path) -> None:
    """Move a database that cannot even be copied out of the way, with its log."""
    folder.mkdir(parents=True, exist_ok=True)
    connection.close()
    for ending in ("", "-wal", "-shm"):
        file = path().with_name(path().name + ending)
        if file.exists():
            shutil.move(file, folder / file.name)


def others() -> int:
    """Who else has the database open is not known to SQLite: the lock of `config.serving` tells."""
    return 0


def _end_sessions(opened: sqlite3.Connection) -> None:
    for each in END_SESSIONS:
        opened.execute(each)


def _keep_sessions(opened: sqlite3.Connection, keep: list[Open]) -> None:
    wanted = "session_key, session_data, expire_date"
    people = {row[0]: row[1:] for row in opened.execute("SELECT id, email, password FROM accounts_user")}
    rows = [one.row for one in keep if people.get(one.user) == one.identity]
    opened.executemany(f"INSERT INTO {SESSIONS} ({wanted}) VALUES (?, ?, ?)", rows)  # noqa: S608


def _overwrite(staged: Path) -> None:
    until = time.monotonic() + PATIENCE

    def watch(status: int, remaining: int, total: int) -> None:
        if time.monotonic() > until and status != sqlite3.SQLITE_DONE:
            raise sqlite3.OperationalError("database is locked")

    with closing(_open(staged)) as source, closing(_open(path())) as target:
        target.execute("PRAGMA journal_mode=WAL")
        target.execute("PRAGMA synchronous=FULL")
        source.backup(target, progress=watch, sleep=0.05)


def _migrate(staged: Path) -> None:
    """By a process of its own, for which the copy is the database."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "migrate", "--verbosity", "0"],
        env=of_child(DATABASE_URL=f"sqlite:///{urllib.parse.quote(str(staged))}"),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandError(_("The backup cannot be brought to this version: %(why)s") % {"why": done.stderr[-2000:]})


def _open(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, timeout=PATIENCE)


def _tables(opened: sqlite3.Connection) -> set[str]:
    return {row[0] for row in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
