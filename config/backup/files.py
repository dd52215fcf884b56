"""Files of a backup: copied to the disk itself, with their fingerprints; folders that appear whole or not at all."""

import fcntl
import hashlib
import itertools
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

PIECE = 1024 * 1024
WHOLE = re.compile(r"tablee-(\d{8}T\d{6}Z)(?:-(\d+))?")
HALF = ".half"  # ends the name of a folder in which a backup is being made


def copy(source: Path, target: Path) -> tuple[int, str]:
    """Copy to a file that is complete whenever it has its name; its size in bytes and its SHA-256."""
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f".{target.name}{HALF}")
    digest, size = hashlib.sha256(), 0
    try:
        with source.open("rb") as reading, half.open("wb") as writing:
            while piece := reading.read(PIECE):
                digest.update(piece)
                writing.write(piece)
                size += len(piece)
            writing.flush()
            os.fsync(writing.fileno())
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return size, digest.hexdigest()


def fingerprint(file: Path) -> str:
    with file.open("rb") as reading:
        return hashlib.file_digest(reading, "sha256").hexdigest()


def below(root: Path) -> dict[str, Path]:
    """Every plain file below a folder, by its path there with `/`; none if there is no folder, nor what is half written."""
    found = sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(root).as_posix(): path for path in found if not path.name.endswith(HALF)}


def to_disk(*paths: Path) -> None:
    """Wait until files, or the names in folders, would survive a power cut."""
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def appearing(parent: Path) -> Iterator[tuple[Path, Path]]:
    """A folder to fill, and the name it takes when all went well; else nothing stays. One at a time in a parent."""
    old = os.umask(0o077)  # a backup holds everything that everybody wrote
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with (parent / ".lock").open("ab") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CommandError(_("Another backup is being made in %(folder)s.") % {"folder": parent}) from None
            for left in parent.glob(f"tablee-*{HALF}"):  # by one that was killed: the lock says that it is dead
                shutil.rmtree(left)
            whole = _free_name(parent)
            half = whole.with_name(whole.name + HALF)
            half.mkdir()
            try:
                yield half, whole
                to_disk(*(path for path in half.rglob("*") if path.is_dir()), half)
                half.rename(whole)
                to_disk(parent)
            except BaseException:
                shutil.rmtree(half, ignore_errors=True)
                raise
    finally:
        os.umask(old)


def _free_name(parent: Path) -> Path:
    name = f"tablee-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    names = itertools.chain([name], (f"{name}-{number}" for number in itertools.count(2)))
    return next(path for one in names if not (path := parent / one).exists())


def wholes(parent: Path, marker: str) -> list[Path]:
    """The whole backups in a folder, oldest first: those of our names that hold the file `marker`."""
    if not parent.is_dir():
        return []
    named = [(found, path) for path in parent.iterdir() if (found := WHOLE.fullmatch(path.name))]
    named.sort(key=lambda pair: (pair[0][1], int(pair[0][2] or 1)))
    return [path for _found, path in named if (path / marker).is_file()]
