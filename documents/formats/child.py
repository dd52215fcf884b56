"""Reading a file in a process of its own: whatever the file makes of it, the server goes on."""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from documents.content import Tree

SECONDS = 20
AT_ONCE = 2  # in one process of ours: each may take a processor and half a gigabyte
LARGEST_ANSWER = 120 * 1024 * 1024

_places = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Contents:
    """What was found in a file. `told` says what was changed or lost, by code; `threads` and `proposals` bear names.

    Of one that comes back (`returned`) also what it says of itself, and which block bears which of our names.
    """

    tree: Tree
    title: str
    titled: bool  # the title was taken out of the text
    language: str
    told: dict[str, Any]
    images: dict[str, bytes] = field(default_factory=dict)
    threads: list[dict[str, Any]] = field(default_factory=list)
    proposals: list[dict[str, Any]] = field(default_factory=list)
    origin: str = ""
    known: dict[str, str] = field(default_factory=dict)


def read(kind: str, data: bytes) -> Contents:
    """Raises `ValidationError` where the file is damaged, or takes more time or memory than a text is worth."""
    told, images = _asked(kind, data)
    return Contents(
        tree=told["tree"],
        title=told["title"],
        titled=told["titled"],
        language=told["language"],
        told=told["told"],
        images=images,
        threads=told.get("threads", []),
        proposals=told.get("proposals", []),
        origin=told.get("origin", ""),
        known=told.get("known", {}),
    )


def read_template(data: bytes) -> tuple[bytes, dict[str, Any]]:
    """The template made of a Word file, and the report on it (`documents/formats/adopting`). Raises as `read`."""
    told, files = _asked("template", data)
    return files["template"], told["report"]


def _asked(kind: str, data: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    """A fresh interpreter: this process holds CRDT documents and threads, which a fork would share (DESIGN §10.5)."""
    if not _places.acquire(timeout=SECONDS):
        raise busy()
    try:
        done = _run([sys.executable, "-E", "-s", "-m", "documents.formats.reading", kind], data)
    except subprocess.TimeoutExpired:
        raise _too_heavy() from None
    finally:
        _places.release()
    if done.returncode < 0 or len(done.stdout) > LARGEST_ANSWER:  # ended by a limit
        raise _too_heavy()
    if done.returncode > 0:
        raise _unreadable()
    line, _end, rest = done.stdout.partition(b"\n")
    return _answered(json.loads(line), rest)


def _run(command: list[str], data: bytes) -> "subprocess.CompletedProcess[bytes]":
    """Without our environment: no secret, no address of a database is in it."""
    return subprocess.run(  # noqa: S603  our own module, nothing of the person's in the command
        command, input=data, capture_output=True, timeout=SECONDS, cwd=settings.BASE_DIR, env={"LANG": "C.UTF-8"}
    )


def _answered(told: dict[str, Any], rest: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    if told.get("refused") == "large":
        raise _too_heavy()
    if told.get("refused") == "long":
        sentence = _("This text is too long to be written together: more than 15,000 paragraphs. Cut it in several.")
        raise ValidationError(sentence, code="file_long")
    if told.get("refused") == "styles":
        sentence = _("This file defines no styles: give one that was saved by Word or LibreOffice.")
        raise ValidationError(sentence, code="template_no_styles")
    if told.get("refused"):
        raise _unreadable()
    images, at = {}, 0
    for key, length in told["images"]:
        images[key] = rest[at : at + length]
        at += length
    return told, images


def busy() -> ValidationError:
    return ValidationError(_("Many files are being read at this moment: try again in a minute."), code="file_busy")


def _too_heavy() -> ValidationError:
    sentence = _("Reading this file takes more time or memory than a text should: cut it in several, then try again.")
    return ValidationError(sentence, code="file_heavy")


def _unreadable() -> ValidationError:
    sentence = _("This file is damaged or cut: open it in your word processor, save it again, and retry.")
    return ValidationError(sentence, code="file_damaged")
