"""The browser and the server read the same frames: both explain the examples of frames.json, byte for byte."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from realtime import http, limits, protocol

HERE = Path(__file__).parent
EXAMPLES: dict[str, list[dict[str, Any]]] = json.loads((HERE / "frames.json").read_text(encoding="utf-8"))
SENT, RECEIVED = EXAMPLES["sent"], EXAMPLES["received"]


@pytest.fixture(scope="module")
def browser(node: str) -> dict[str, Any]:
    """What the front end's own code makes of the examples."""
    done = subprocess.run([node, str(HERE / "frames.mjs")], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def what(example: dict[str, Any]) -> str:
    return str(example["what"])


# What a browser sends


@pytest.mark.parametrize("example", SENT, ids=what)
def test_the_server_reads_what_a_browser_sends(example):
    frame = protocol.read_frame(bytes.fromhex(example["frame"]))
    carries_update = frame.kind == protocol.SYNC and frame.step != protocol.STEP1
    assert carries_update == (example["kind"] != "other")
    if carries_update:
        assert {"step2": protocol.STEP2, "update": protocol.UPDATE}[example["kind"]] == frame.step
        assert frame.payload.hex() == example["update"]


@pytest.mark.parametrize("example", [one for one in SENT if "update" in one], ids=what)
def test_the_server_writes_the_same_frames(example):
    write = {"step2": protocol.step2, "update": protocol.update}[example["kind"]]
    assert write(bytes.fromhex(example["update"])).hex() == example["frame"]


def test_the_browser_counts_the_same_frames(browser):
    expected = [{key: one[key] for key in ("kind", "update", "noStructs") if key in one} for one in SENT]
    assert browser["sent"] == expected


def test_the_browser_writes_the_same_updates(browser):
    assert browser["written"] == [one["frame"] for one in SENT if one["kind"] == "update"]


# What the server says


WRITERS = {
    "saved": lambda said: protocol.saved(said["frames"], said["number"]),
    "refused": lambda said: protocol.refused(said["code"], said["detail"]),
    "unsaved": lambda said: protocol.unsaved(),
    "role": lambda said: protocol.role(said["role"]),
    "beside": lambda said: protocol.beside(said["topic"]),
    "notice": lambda said: protocol.notice(said["code"], said["detail"]),
    "denied": lambda said: protocol.permission_denied(said["reason"]),
    "presence": lambda said: protocol.awareness(
        [(int(client), 5, json.dumps(state, ensure_ascii=False).encode()) for client, state in said.items()]
    ),
}


@pytest.mark.parametrize("example", RECEIVED, ids=what)
def test_the_server_says_it_in_these_bytes(example):
    assert WRITERS[example["name"]](example["meaning"]).hex() == example["frame"]


def test_the_browser_understands_what_the_server_says(browser):
    expected = [{"name": one["name"], "meaning": one["meaning"], "left": False} for one in RECEIVED]
    assert browser["received"] == expected


def test_our_messages_have_the_same_numbers(browser):
    ours = {key: getattr(protocol, key.upper()) for key in ("saved", "refused", "unsaved", "role", "notice", "beside")}
    assert browser["messages"] == ours


def test_what_the_browser_puts_in_a_frame_is_let_in(browser):
    """Over its own limit it takes HTTP, whose limit is higher."""
    assert browser["largest"] < limits.LARGEST_FRAME < http.LARGEST_UPDATE
