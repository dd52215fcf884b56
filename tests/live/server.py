"""The real server under the live tests: daphne as bin/dev starts it, on a database and a port of its own."""

import copy
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SIZES = ["--websocket-max-message-size", "16777216", "--websocket-max-frame-size", "16777216"]


class Server:
    """`kill` is `kill -9`; `start` after it serves the same data on the same port."""

    def __init__(self, folder: Path, consultation: str = "", **environment: str) -> None:
        self.folder = folder
        self._find_port()
        self.environment = os.environ | {
            "DATA_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SHOW_SIGN_IN_CODES": "1",
            "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
            "DEMO_CONSULTATION": consultation,
            "DATABASE_URL": "",
            "REDIS_URL": "",
            **environment,
        }
        made = self.run("-m", "tests.live.prepare")
        known = json.loads(made.splitlines()[-1])
        self.sessions: dict[str, str] = known["sessions"]
        self.keys: dict[str, str] = known["keys"]
        self.bill: str = known["bill"]
        self.workspace: str = known["workspace"]
        self.process: subprocess.Popen[bytes] | None = None

    def _find_port(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"

    def twin(self) -> "Server":
        """Another process on the same data, at another port; to be started and killed by the caller."""
        other = copy.copy(self)
        other.process = None
        other._find_port()
        return other

    def run(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self) -> None:
        log = (self.folder / "server.log").open("ab")
        command = [sys.executable, "-m", "daphne", "--bind", "127.0.0.1", "--port", str(self.port), *SIZES]
        self.process = subprocess.Popen(
            [*command, "--verbosity", "0", "config.asgi:application"], cwd=ROOT, env=self.environment, stderr=log
        )
        for _ in range(150):
            try:
                urllib.request.urlopen(f"{self.address}/healthz", timeout=2)
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError((self.folder / "server.log").read_text()[-3000:])

    def kill(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None

    def call(self, who: str, method: str, path: str, body: Any = None) -> Any:
        """The API, as one of the cast; the answer's JSON."""
        request = urllib.request.Request(
            f"{self.address}/api/v1{path}",
            data=json.dumps(body).encode() if body is not None else None,
            method=method,
            headers={"Authorization": f"Bearer {self.keys[who]}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            data = answer.read()
        return json.loads(data) if data and answer.headers["Content-Type"].startswith("application/json") else data

    def document(self, title: str = "Essai", **text: str) -> str:
        """A document of Alice's in the demonstration's workspace, with the cast's rungs on it; its id."""
        made = self.call("alice", "POST", "/documents/", {"workspace": self.workspace, "title": title, **text})
        for who, role in (("bob", "change"), ("carol", "comment"), ("dan", "view")):
            self.call("alice", "PUT", f"/documents/{made['id']}/grants/{who}@example.org/", {"role": role})
        return str(made["id"])

    def sign_in(self, who: str) -> str:
        """A session of its own, for tests that end it; its key."""
        code = (
            "from accounts.models import User; from tests.sessions import session_of;"
            f"print(session_of(User.objects.get(email='{who}@example.org')))"
        )
        return self.run("manage.py", "shell", "-v", "0", "-c", code).strip()

    def stored_text(self, document: str) -> str:
        """What a fresh process finds in the database, in plain words."""
        code = (
            "from documents.models import Document; from documents import content;"
            f"print(content.plain(content.read_document(Document.objects.get(pk='{document}'))))"
        )
        return self.run("manage.py", "shell", "-v", "0", "-c", code).strip()
