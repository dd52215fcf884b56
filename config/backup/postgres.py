"""PostgreSQL: `pg_dump` of one moment, and the way back by `pg_restore` and `psql`, in one transaction."""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import IO, Any

from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction
from django.db.backends.postgresql.client import DatabaseClient
from django.utils.translation import gettext as _
from psycopg import sql

from config.backup.facts import END_SESSIONS, LISTED, SESSIONS, Facts, gather, new_epoch
from config.backup.sessions import Open
from config.environment import of_child

FILE = "database.pgdump"
LOCK_WAIT = "30s"


def version() -> str:
    return ".".join(map(str, divmod(_server(), 10_000)))


def is_empty() -> bool:
    return not _tables()


def dump(folder: Path) -> Facts:
    """A dump in `pg_dump`'s custom format, and what it holds, both of the same moment. Raises `CommandError`."""
    program = _tool("pg_dump", at_least=_server() // 10_000)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot(), current_schema()")
            snapshot, schema = cursor.fetchone()
            what = ["--format=custom", "--no-owner", "--no-privileges", f"--table={_name(schema)}.*"]
            what += [f"--exclude-table-data={_name(schema)}.{table}" for table in (SESSIONS, LISTED)]
            what += [f"--snapshot={snapshot}"]
            _run([program, *what, "--no-password", f"--file={folder / FILE}"])

            def ask(query: str) -> list[tuple[Any, ...]]:
                cursor.execute(query)
                return list(cursor.fetchall())

            return gather(ask, _tables())
    except DatabaseError as error:
        raise CommandError(_("The database cannot be copied: %(why)s") % {"why": error}) from error


def check(database: Path) -> None:
    """Raises `CommandError` for a file that `pg_restore` cannot list, or if a program for restoring is missing."""
    _tool("psql")
    _run([_tool("pg_restore", at_least=_made_by(database)), "--list", str(database)])


def load(dump: Path, keep: list[Open], migrate: bool) -> None:
    """Replace every table of our schema by those of the dump, in one transaction; then migrate, if need be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        schema = cursor.fetchone()[0]
    tables = sorted(_tables())
    connection.close()
    before = ["BEGIN;", f"SET LOCAL lock_timeout = '{LOCK_WAIT}';"]
    before += [f"DROP TABLE {', '.join(f'{_name(schema)}.{_name(table)}' for table in tables)} CASCADE;"] * bool(tables)
    after = [f"SET LOCAL search_path TO {_name(schema)};", new_epoch() + ";"]
    after += [f"{each};" for each in END_SESSIONS]
    after += [_kept_sessions(keep)] * bool(keep) + ["COMMIT;"]
    _pour("\n".join(before), dump, "\n".join(after))
    if migrate:
        call_command("migrate", verbosity=0)


def others() -> int:
    """How many other connections this database has, from any machine."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])


def _pour(before: str, dump: Path, after: str) -> None:
    """One script to `psql`: what comes before, the dump as SQL, what comes after. Without the end nothing is kept."""
    psql, restore = _tool("psql"), _tool("pg_restore", at_least=_made_by(dump))
    with tempfile.TemporaryFile() as complaints:
        reading = subprocess.Popen(  # noqa: S603
            [psql, "--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=complaints,
            env=_environment(),
        )
        assert reading.stdin is not None  # noqa: S101
        told = _say(reading.stdin, before + "\n")
        writing = subprocess.run(  # noqa: S603
            [restore, "--no-owner", "--no-privileges", "--file=-", str(dump)],
            stdout=reading.stdin,
            stderr=complaints,
            check=False,
        )
        told = told and writing.returncode == 0 and _say(reading.stdin, after + "\n")
        reading.stdin.close()
        if reading.wait() or not told:
            complaints.seek(0)
            why = complaints.read().decode(errors="replace").strip()[-2000:]
            raise CommandError(_("The database cannot be replaced: %(why)s") % {"why": why})


def _say(pipe: IO[bytes], text: str) -> bool:
    """Whether the other end still listens."""
    try:
        pipe.write(text.encode())
        pipe.flush()
    except BrokenPipeError:
        return False
    return True


def _kept_sessions(keep: list[Open]) -> str:
    rows = [
        sql.SQL(", ").join(map(sql.Literal, (one.key, one.data, one.expires, one.user, *one.identity))) for one in keep
    ]
    values = sql.SQL(", ").join(sql.SQL("({})").format(row) for row in rows)
    query = sql.SQL(
        "INSERT INTO django_session (session_key, session_data, expire_date)"
        " SELECT kept.key, kept.data, kept.expires::timestamptz"
        " FROM (VALUES {}) AS kept (key, data, expires, account, email, password)"
        " JOIN accounts_user ON accounts_user.id = kept.account AND accounts_user.password = kept.password"
        " AND accounts_user.email IS NOT DISTINCT FROM kept.email;"
    ).format(values)
    return query.as_string(None)


def _tool(name: str, at_least: int = 0) -> str:
    """Where a program of PostgreSQL is. Raises `CommandError` if it is missing, or older than `at_least` (major)."""
    path = shutil.which(name)
    if path is None:
        raise CommandError(
            _("%(tool)s is not installed; it comes with PostgreSQL’s client (Debian: postgresql-client).")
            % {"tool": name}
        )
    told = re.search(r"\) (\d+)", _run([path, "--version"]))
    if told is None or int(told[1]) < at_least:
        raise CommandError(
            _("%(tool)s is of version %(theirs)s; this database wants %(ours)s or newer.")
            % {"tool": name, "theirs": told[1] if told else "?", "ours": at_least}
        )
    return path


def _made_by(dump: Path) -> int:
    """The major version of the `pg_dump` that made a dump, as its table of contents says."""
    listed = _run([_tool("pg_restore"), "--list", str(dump)])
    told = re.search(r"Dumped by pg_dump version: (\d+)", listed)
    return int(told[1]) if told else 0


def _run(command: list[str]) -> str:
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        name = Path(command[0]).name
        raise CommandError(_("%(tool)s fails: %(why)s") % {"tool": name, "why": done.stderr.strip()[-2000:]})
    return done.stdout


def _environment() -> dict[str, str]:
    """How to reach the database, password included: in the environment, which other accounts cannot read."""
    told = connection.settings_dict
    _args, env = DatabaseClient.settings_to_cmd_args_env(told, [])
    reach = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGDATABASE": "NAME"}
    return of_child(**(env or {}), **{name: str(told[key]) for name, key in reach.items() if told.get(key)})


def _server() -> int:
    connection.ensure_connection()
    return int(connection.pg_version)  # type: ignore[attr-defined]


def _tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        return {row[0] for row in cursor.fetchall()}


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
