"""Two workers on one database: each mail leaves once, though one of them is killed while it sends."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from email.parser import BytesHeaderParser
from email.policy import default
from pathlib import Path

import pytest

from tests.live import services
from tests.live.server import ROOT, Server

WANTED = 36  # tests/live/crowd.py: 12 people, 3 documents
BACKEND = "tests.live.mailbox.Turnstile"


@pytest.fixture(params=["sqlite", "postgresql"])
def data(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """No site runs: the database alone is between them."""
    if request.param == "sqlite":
        yield Server(tmp_path, EMAIL_BACKEND=BACKEND)
        return
    with services.database() as address:
        yield Server(tmp_path, EMAIL_BACKEND=BACKEND, DATABASE_URL=address)


Begin = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def work(data: Server) -> Iterator[Begin]:
    begun: list[subprocess.Popen[bytes]] = []

    def begin(**environment: str) -> "subprocess.Popen[bytes]":
        around = data.environment | {"SITE_URL": "https://tablee.example.org"} | environment
        with (data.folder / "workers.log").open("ab") as log:
            command = [sys.executable, "manage.py", "work"]
            begun.append(subprocess.Popen(command, cwd=ROOT, env=around, stdout=log, stderr=log))
        return begun[-1]

    yield begin
    for one in begun:
        one.kill()
        one.wait()


def until(what: Callable[[], bool], seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end
        time.sleep(0.1)


def sent(data: Server) -> "Counter[tuple[str, str]]":
    """How often each mail to one of the crowd left: to whom, and its number. Others have mails of their own, in their time."""
    parser = BytesHeaderParser(policy=default)
    found = [parser.parsebytes(path.read_bytes()) for path in (data.folder / "mails").glob("*.eml")]
    return Counter((str(one["To"]), str(one["Message-ID"])) for one in found if "personne" in str(one["To"]))


def test_each_mail_leaves_once_though_a_worker_is_killed(data: Server, work: Begin) -> None:
    killed, other = work(HANGS="1"), work()
    data.run("-m", "tests.live.crowd", "say")
    until((data.folder / "hanging").exists)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    until(lambda: len(sent(data)) >= WANTED)
    other.send_signal(signal.SIGTERM)
    assert other.wait(60) == 0

    assert set(sent(data).values()) == {1}
    assert set(Counter(person for person, _number in sent(data)).values()) == {3}
    told = json.loads(data.run("-m", "tests.live.crowd", "states"))
    assert told == {"sent": WANTED - 1, "sending": 1}  # nobody knows whether that one left: the killed one did not say
    told = json.loads(data.run("-m", "tests.live.crowd", "later").splitlines()[-1])
    assert told == {"sent": WANTED - 1, "doubtful": 1}
    assert len(sent(data)) == sum(sent(data).values()) == WANTED
