"""Says that a process serves the data of `DATA_DIR`, so that a restore does not replace it under its feet.

An advisory lock on a file: shared by all who serve, held alone by a restore. The system lets go of it when a
process ends, however it ends. It tells about this machine alone (docs/backup.md).
"""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.conf import settings

logger = logging.getLogger(__name__)

_held: list[IO[bytes]] = []


class Serving(RuntimeError):
    """Some process serves the data, or another restore is at work."""


def _file() -> IO[bytes]:
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    return (settings.DATA_DIR / "serving").open("ab")


def declare() -> None:
    """This process serves from now on until it ends; waits for the end of a restore that is under way."""
    try:
        file = _file()
        fcntl.flock(file, fcntl.LOCK_SH)
    except OSError:
        logger.exception("a restore cannot know that this process serves")
        return
    _held.append(file)


@contextmanager
def nobody() -> Iterator[None]:
    """While this lasts nobody serves. Raises `Serving` if somebody does."""
    with _file() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Serving from None
        yield
