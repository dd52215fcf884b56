"""Work on bytes in a process of its own: it holds no GIL of ours, has limits, and may die without harm.

`run` is called by the server; `python -m realtime.child` is the other end. They speak in frames on the pipe: a JSON
heading, which counts the blobs that follow. It imports no Django, so that it starts in 0.15 s.
"""

import json
import os
import resource
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

ROOT = Path(__file__).resolve().parent.parent
MEMORY = 4 * 1024**3  # bytes of address space
CPU = 90  # seconds
PATIENCE = 300  # seconds on the clock: a loaded machine is no fault of the document's
LENGTH = struct.Struct(">Q")

Frame = tuple[dict[str, Any], list[bytes]]


class Died(Exception):
    """The child was ended by a signal, its own or that of a limit. `last` is the last heading it sent."""

    def __init__(self, code: int, last: dict[str, Any]) -> None:
        super().__init__(f"the child ended with {code}")
        self.last = last


class Failed(Exception):
    """The child could not do it, and said why; or it took too long."""


def run(task: str, heading: dict[str, Any], blobs: Sequence[bytes]) -> Frame:
    """The answer of `snapshots` or `examining` to one question. Raises `Died`, `Failed`."""
    child = subprocess.Popen(  # noqa: S603  (our own module; nothing from outside is on its line)
        [sys.executable, "-m", "realtime.child", task],
        cwd=ROOT,
        env={"PYTHONDONTWRITEBYTECODE": "1"},  # and no secret of ours
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        said, _ = child.communicate(pack(heading, blobs), timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        raise Failed(f"{task} took more than {PATIENCE} seconds") from None
    frames = list(unpack(said))
    last = frames[-1] if frames else ({}, [])
    if child.returncode < 0:
        raise Died(child.returncode, last[0])
    if child.returncode or "error" in last[0]:
        raise Failed(last[0].get("error", f"{task} ended with {child.returncode}"))
    return last


def pack(heading: dict[str, Any], blobs: Sequence[bytes]) -> bytes:
    told = json.dumps({**heading, "blobs": len(blobs)}).encode()
    return b"".join(piece for part in (told, *blobs) for piece in (LENGTH.pack(len(part)), part))


def unpack(said: bytes) -> Iterator[Frame]:
    """The frames that arrived whole."""
    parts: list[bytes] = []
    heading: dict[str, Any] = {}
    at = 0
    while at + LENGTH.size <= len(said):
        (length,) = LENGTH.unpack_from(said, at)
        at += LENGTH.size + length
        if at > len(said):
            return
        part = said[at - length : at]
        if parts:
            parts.append(part)
        else:
            heading, parts = json.loads(part), [part]
        if len(parts) == 1 + heading["blobs"]:
            yield heading, parts[1:]
            parts = []


# The other end


def main(task: str, source: BinaryIO, target: BinaryIO) -> int:
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    heading, blobs = next(unpack(source.read()))

    def tell(told: dict[str, Any], made: Sequence[bytes] = ()) -> None:
        target.write(pack(told, made))
        target.flush()

    try:
        _task(task)(heading, blobs, tell)
    except BaseException as error:  # the engine's panics are no Exceptions
        tell({"error": f"{type(error).__name__}: {error}"[:500]})
    return 0


def _task(task: str) -> Callable[..., None]:
    from realtime import examining, snapshots

    return {"make": snapshots.answer, "examine": examining.answer}[task]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.stdin.buffer, sys.stdout.buffer))
