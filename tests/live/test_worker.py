"""The worker beside a real server: somebody is mentioned by a program, and reads it seconds later; it ends when asked."""

import json
import signal
import subprocess
import sys
import time
import urllib.request
from typing import Any

from tests.live.server import ROOT, Server


def ask(server: Server, who: str, method: str, path: str, body: Any = None) -> Any:
    request = urllib.request.Request(
        f"{server.address}/api/v1{path}",
        data=json.dumps(body).encode() if body is not None else None,
        headers={"Authorization": f"Bearer {server.keys[who]}", "Content-Type": "application/json"},
        method=method,
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.loads(answer.read() or b"null")


def told_within(server: Server, words: str, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if any(words in one["said"] for one in ask(server, "alice", "GET", "/notices/?unread=true")["items"]):
            return True
        time.sleep(0.3)
    return False


def test_what_is_said_is_told_within_seconds(server: Server) -> None:
    log = (server.folder / "worker.log").open("ab")
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "work"],
        cwd=ROOT,
        env=server.environment | {"SITE_URL": server.address},
        stdout=log,
        stderr=log,
    )
    try:
        (alice,) = ask(server, "carol", "GET", f"/documents/{server.bill}/people/?q=Alice")["items"]
        said = {"body": "@Alice Diop, par le vrai ouvrier ?", "mentioned": [alice["id"]]}
        ask(server, "carol", "POST", f"/documents/{server.bill}/threads/", said)
        assert told_within(server, "par le vrai ouvrier", 30)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(20) == 0
    finally:
        worker.kill()
        log.close()
