"""The real server under the live tests: daphne as bin/dev starts it or uvicorn as docs say, on data and a port of its own."""

import copy
import http.client
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
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
DAPHNE = "--websocket-max-message-size 16777216 --websocket-max-frame-size 16777216 --verbosity 0"
UVICORN = (
    "--ws websockets-sansio --loop uvloop --ws-per-message-deflate false --lifespan off --ws-max-size 16777216 "
    "--timeout-graceful-shutdown 2 --no-access-log"
)


class Server:
    """`kill` is `kill -9`, `stop` a polite request; `start` after either serves the same data on the same port.

    `server` names the program, "daphne" or "uvicorn". `twin` is another worker on the same data.
    """

    def __init__(self, folder: Path, consultation: str = "", server: str = "daphne", **environment: str) -> None:
        self.folder = folder
        self.server = server
        self.application = "config.asgi:application"
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

    def command(self) -> list[str]:
        """What starts this process, word by word."""
        where = {
            "daphne": ["--bind", "127.0.0.1", *DAPHNE.split()],
            "uvicorn": ["--host", "127.0.0.1", *UVICORN.split()],
        }
        options = where[self.server]
        return [sys.executable, "-m", self.server, *options, "--port", str(self.port), self.application]

    def start(self, seconds: float = 60) -> None:
        """Begin, and wait until it answers; fails with the end of its log after `seconds`."""
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(self.command(), cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.address}/healthz", timeout=10)
                return
            except OSError:
                time.sleep(0.05)
        self.kill()
        raise AssertionError((self.folder / "server.log").read_text()[-3000:])

    def kill(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self, with_signal: int = signal.SIGTERM, seconds: float = 15) -> int:
        """Ask it to end, as a supervisor does, and wait; its exit status. Killed, and a failure, after `seconds`."""
        assert self.process is not None
        self.process.send_signal(with_signal)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"still there {seconds} s after signal {with_signal}") from None
        finally:
            self.kill()

    def restart(self, with_signal: int = signal.SIGKILL) -> None:
        """What a supervisor does: end it one way or the other, start it again on the same data and port."""
        if with_signal == signal.SIGKILL:
            self.kill()
        else:
            self.stop(with_signal)
        self.start()

    def call(self, who: str, method: str, path: str, body: Any = None, seconds: float = 20) -> Any:
        """The API, as one of the cast; the answer's JSON, waited for so many seconds."""
        request = urllib.request.Request(
            f"{self.address}/api/v1{path}",
            data=json.dumps(body).encode() if body is not None else None,
            method=method,
            headers={"Authorization": f"Bearer {self.keys[who]}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=seconds) as answer:
            data = answer.read()
        return json.loads(data) if data and answer.headers["Content-Type"].startswith("application/json") else data

    def post_form(self, who: str, path: str, fields: dict[str, str], seconds: float = 60) -> tuple[int, str]:
        """A form as a browser posts it, its redirection not followed; the status and what the page says."""
        token = "a" * 32
        ask = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"sessionid={self.sessions[who]}; csrftoken={token}",
        }
        try:
            ask.request("POST", path, urlencode(fields | {"csrfmiddlewaretoken": token}), headers)
            answer = ask.getresponse()
            return answer.status, answer.read().decode(errors="replace")
        finally:
            ask.close()

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
