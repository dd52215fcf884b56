"""Genuine updates, made by the real Yjs (`genuine.mjs`), and what must be true of each stream: none refused, same text."""

import base64
import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pycrdt import Doc, Text, XmlElement, XmlFragment, XmlText

from realtime import engine
from realtime.gate import Gap, Gate, Refused

MAKER = Path(__file__).with_name("genuine.mjs")


@dataclass
class Stream:
    """Updates in the order in which a server would get them; `text` and `xml`: what Yjs shows in the end."""

    scene: str
    updates: list[bytes]
    text: str
    xml: Any
    splits: bool


@dataclass
class Told:
    """What a stream came to."""

    updates: int = 0
    refused: list[str] = field(default_factory=list)
    differs: list[str] = field(default_factory=list)
    split: int = 0  # streams in which a character was cut in two, where the engine's text may differ
    unseen: list[str] = field(default_factory=list)  # it differs, and the gate saw no cut


def read(lines: Iterator[str]) -> Iterator[Stream]:
    for line in lines:
        made = json.loads(line)
        updates = [base64.b64decode(one) for one in made["updates"]]
        yield Stream(made["scene"], updates, made["text"], made["xml"], made["splits"])


def make(updates: int, seed: int) -> Iterator[Stream]:
    command = ["node", str(MAKER), "--updates", str(updates), "--seed", str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as maker:
        assert maker.stdout is not None
        yield from read(iter(maker.stdout))
    if maker.returncode:
        raise SystemExit("genuine.mjs failed")


def replay(stream: Stream, told: Told) -> None:
    """Through the gate, one by one and as the log would be read again; then what the engine shows of it."""
    gate = Gate()
    doc: Doc[Any] = Doc(client_id=4_000_000_001)
    for number, update in enumerate(stream.updates):
        told.updates += 1
        try:
            gate.accept(gate.check(update))
        except (Refused, Gap) as error:
            told.refused.append(f"{stream.scene}, update {number}: {error!r}: {update.hex()[:400]}")
            return
        doc.apply_update(update)
    for stored in ([engine.merge(stream.updates)], stream.updates):
        if (again := Gate(stored)).clocks != gate.clocks or (again.splits and not gate.splits):
            told.differs.append(f"{stream.scene}: what is stored is learnt otherwise")
    told.split += gate.splits
    merged = engine.open_doc([engine.merge(stream.updates)])
    if gate.splits:
        return
    for how, one in (("in order", doc), ("merged", merged)):
        shown = str(one.get("text", type=Text)), [texts(item) for item in one.get("default", type=XmlFragment).children]
        if shown != (stream.text, stream.xml):
            told.unseen.append(
                f"{stream.scene}, {how}: the engine shows {shown!r:.500}, Yjs {stream.text!r:.500} {stream.xml!r:.500}"
            )


def texts(item: Any) -> Any:
    if isinstance(item, XmlText):
        return "".join(part for part, _ in item.diff() if isinstance(part, str))
    if isinstance(item, XmlElement):
        return [item.tag, *(texts(child) for child in item.children)]
    return ""
