"""A package keeps what an administration deletes: a folder of files with the list of their fingerprints, `SHA256SUMS`.

`sha256sum --check SHA256SUMS` verifies it without us.
"""

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.text import slugify

SUMS = "SHA256SUMS"


class Package:
    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, name
        self.sums = ""  # the fingerprint of the list, once it is closed
        self._known: dict[str, str] = {}

    def put(self, path: str, content: bytes) -> None:
        """`path` is made of our own words and of keys: no name that people gave."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, content)
        self._known[path] = hashlib.sha256(content).hexdigest()

    def put_json(self, path: str, value: Any) -> None:
        text = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        self.put(path, f"{text}\n".encode())

    def close(self) -> None:
        listed = "".join(f"{digest}  {path}\n" for path, digest in sorted(self._known.items())).encode()
        _write(self.folder / SUMS, listed)
        self.sums = hashlib.sha256(listed).hexdigest()
        for folder in [path for path in self.folder.rglob("*") if path.is_dir()]:
            _to_disk(folder)
        _to_disk(self.folder)

    def remove(self) -> None:
        """The deletion that it was made for did not happen."""
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def package(label: str) -> Iterator[Package]:
    """A package to fill in `ARCHIVE_DIR`; it has its name once it is whole and on the disk, else nothing stays."""
    parent = Path(settings.ARCHIVE_DIR)
    parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{slugify(label)[:60] or 'archive'}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
    made = Package(parent / f".{name}.half", name)
    made.folder.mkdir(mode=0o700)
    try:
        yield made
        made.close()
        made.folder = made.folder.rename(parent / name)
        _to_disk(parent)
    except BaseException:
        made.remove()
        raise


def wrong_in(folder: Path) -> list[str]:
    """What is not as the list says, missing or not in the list; empty for a package that is whole."""
    lines = (folder / SUMS).read_text().splitlines()
    told = {path: digest for digest, path in (line.split("  ", 1) for line in lines)}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {SUMS}
    changed = {path for path in there & set(told) if _fingerprint(folder / path) != told[path]}
    return sorted(changed | (there ^ set(told)))


def _fingerprint(file: Path) -> str:
    with file.open("rb") as reading:
        return hashlib.file_digest(reading, "sha256").hexdigest()


def _write(file: Path, content: bytes) -> None:
    with file.open("xb") as writing:
        writing.write(content)
        writing.flush()
        os.fsync(writing.fileno())


def _to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
