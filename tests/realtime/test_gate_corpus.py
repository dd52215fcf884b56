"""What the fuzz keeps: genuine streams that must pass, hostile updates that once did harm, and a short run of new ones.

`bin/bench --fuzz` runs many more. `corpus/genuine.jsonl.gz` was made by `node bench/fuzz/genuine.mjs --updates 5040
--each 120 --seed 20261122`.
"""

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

from bench.fuzz import genuine, mutants
from bench.fuzz.__main__ import WRONG
from bench.fuzz.engine_process import EngineProcess
from realtime.gate import Gap, Gate, Refused

CORPUS = Path(__file__).with_name("corpus")
HOSTILE = json.loads((CORPUS / "hostile.json").read_text())


@pytest.fixture(scope="module")
def streams() -> list[genuine.Stream]:
    with gzip.open(CORPUS / "genuine.jsonl.gz", "rt") as lines:
        return list(genuine.read(iter(lines)))


def test_five_thousand_genuine_updates_pass_and_show_what_yjs_shows(streams: list[genuine.Stream]) -> None:
    told = genuine.Told()
    for stream in streams:
        genuine.replay(stream, told)
    assert told.updates >= 5000
    assert {stream.scene for stream in streams} == {"text", "marks", "xml", "data", "halves", "paste", "tiptap"}
    assert not told.refused
    assert not told.differs
    assert not told.unseen


def test_cut_characters_are_seen_where_they_are_cut_and_nowhere_else(streams: list[genuine.Stream]) -> None:
    seen = {stream.scene: Gate(stream.updates).splits for stream in streams}
    assert {scene for scene, splits in seen.items() if splits} == {"halves"}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_once_did_harm_is_refused(name: str) -> None:
    gate = Gate()
    with pytest.raises((Refused, Gap)):
        for update in HOSTILE[name]:
            gate.accept(gate.check(bytes.fromhex(update)))


def test_what_passes_the_engine_survives_in_any_order(streams: list[genuine.Stream]) -> None:
    """A short run of the fuzz, in a process of its own; the seeds are always the same."""
    process, verdicts, tried = EngineProcess(), Counter[str](), 0
    for seed in range(120):
        cases = [mutants.hostile(seed)] if seed % 3 else mutants.spoilt(streams[seed % len(streams)], seed)
        for case in cases:
            tried += case.tried
            if case.updates:
                said = process.ask(case)
                verdicts[said.split(":")[0] or "taken"] += 1
                assert said.split(":")[0] not in WRONG, (case.name, said)
    process.close()
    assert tried >= 3000
    assert verdicts["taken"] >= 100


@pytest.mark.parametrize(
    ("child", "verdict"),
    [
        ("import os; os.abort()", "crash"),
        ("import time; time.sleep(60)", "hang"),
        ("""print('"panic: PanicException"')""", "panic"),
    ],
)
def test_an_engine_that_dies_hangs_or_panics_is_seen(child: str, verdict: str) -> None:
    process = EngineProcess(patience=2.0, arguments=("-c", child))
    said = process.ask(mutants.Case("any", [], [b"\0\0"], 1, 1))
    process.close()
    assert said.split(":")[0] == verdict
    assert verdict in WRONG
