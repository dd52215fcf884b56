"""What a process that reads only the database finds in a document: run afresh, `python -m bench.faults.oracle DOCUMENT`."""

import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from bench.faults.wire import read_uint

MARK = re.compile(r"«(\d+:\d+)»")


def lines(doc: "Doc[Any]") -> list[str]:
    """The text of each block, without walking deep: the harness writes flat documents."""
    found = []
    for block in doc.get("default", type=XmlFragment).children:
        children = block.children if isinstance(block, XmlElement) else [block]
        found.append("".join(str(child) for child in children if isinstance(child, XmlText)))
    return found


def clocks(vector: bytes) -> list[tuple[int, int]]:
    """A state vector as sorted pairs: its bytes come in any order."""
    count, at = read_uint(vector, 0)
    pairs = []
    for _ in range(count):
        client, at = read_uint(vector, at)
        clock, at = read_uint(vector, at)
        pairs.append((client, clock))
    return sorted(pairs)


def digest(doc: "Doc[Any]") -> str:
    """Equal for replicas that hold the same text, made by the same changes."""
    said = json.dumps([lines(doc), clocks(doc.get_state())])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def findings(doc: "Doc[Any]") -> dict[str, Any]:
    """`marks` counts each one; `broken` is how many signs are left over when whole marks are taken away."""
    text = "\n".join(lines(doc))
    rest = MARK.sub("", text)
    return {
        "marks": Counter(MARK.findall(text)),
        "broken": rest.count("«") + rest.count("»"),
        "digest": digest(doc),
        "words": len(text),
    }


def open_parts(parts: Sequence[bytes]) -> "Doc[Any]":
    doc: Doc[Any] = Doc()
    for part in parts:
        doc.apply_update(part)
    return doc


def main() -> None:
    import django

    django.setup()
    from realtime import log

    stored = log.load(sys.argv[1])
    print(json.dumps(findings(open_parts(stored.parts())) | {"last": stored.last, "epoch": stored.epoch}))


if __name__ == "__main__":
    main()
