"""A right that ends in one process reaches a socket in another: within two seconds by Redis, within thirty without it.

Two real uvicorn processes, PostgreSQL, Redis. The causes are acts of the API on one process, or of a third process (a
command, the administration elsewhere); the socket is always at the other. All causes in one process are in
`tests/realtime/test_rights.py`.
"""

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pycrdt import Doc, XmlElement, XmlFragment, XmlText
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from realtime import protocol
from realtime.storing import TRUSTED_FOR
from tests.live import services
from tests.live.server import Server

pytestmark = pytest.mark.slow

PEOPLE = """
import json
from accounts.models import User
from tests import make
from tests.sessions import session_of
made = [make.person(f"P{n} Essai") for n in range(%d)]
print(json.dumps([[user.pk, user.email, session_of(user)] for user in made]))
"""
IN_A_GROUP = """
from django.contrib.auth.models import Group
from guardian.shortcuts import assign_perm
from accounts.models import User
from documents.models import Document
group = Group.objects.create(name="Mairie")
document = Document.objects.get(pk="%s")
for rung in ("view", "comment", "suggest", "change"):
    assign_perm(document.permission(rung), group, document)
User.objects.get(pk=%d).groups.add(group)
"""
# Each of these is done in a third process, which prints when it was done.
TIMED = "import time\nfrom accounts.models import User\nperson = User.objects.get(pk=%d)\n{act}\nprint(time.time())"
THIRD = {
    "leaves the group": "person.groups.clear()",
    "is suspended": "person.is_active = False; person.save()",
    "is deleted": "person.delete()",
    "signs out": (
        "from django.test import Client; from django.conf import settings\n"
        "from django.contrib.sessions.models import Session\n"
        "browser = Client(headers={'host': '127.0.0.1'})\n"
        "keys = [s.session_key for s in Session.objects.all() if s.get_decoded().get('_auth_user_id') == str(person.pk)]\n"
        "browser.cookies[settings.SESSION_COOKIE_NAME] = keys[0]\n"
        "assert browser.post('/compte/logout/').status_code == 302"
    ),
    "has the session deleted": "from django.contrib.sessions.models import Session; Session.objects.all().delete()",
}
LOWERED, OUT, BACK = "view", 4404, 4503


class Person:
    """One of those who come and go: their account and their session."""

    def __init__(self, key: int, email: str, session: str) -> None:
        self.key, self.email, self.session = key, email, session


class Socket:
    """A page of a person's at one process; it writes one paragraph when it is open, if it may."""

    def __init__(self, server: Server, document: str, person: Person) -> None:
        self.server, self.document, self.person = server, document, person
        self.link: ClientConnection = connect(
            f"ws://127.0.0.1:{server.port}/ws/documents/{document}?v=1",
            origin=Origin(server.address),
            additional_headers={"Cookie": f"sessionid={person.session}"},
            compression=None,
            legacy=True,
        )
        self.refused = self.saved = 0
        self.doc: Doc[Any] = Doc()
        self.link.send(protocol.step1(b"\x00"))
        self.hear(lambda frame: frame[:2] == b"\x00\x01")

    def hear(self, wanted: Callable[[bytes], bool], seconds: float = 10) -> bytes | int | None:
        """The frame that was waited for; or the closing code; or None after so many seconds."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                frame = self.link.recv(timeout=left)
            except TimeoutError:
                return None
            except ConnectionClosed as closed:
                return closed.rcvd.code if closed.rcvd else 1006
            assert isinstance(frame, bytes)
            self.refused += frame[0] == protocol.REFUSED
            self.saved += frame[0] == protocol.SAVED
            if wanted(frame):
                return frame
        return None

    def write(self, words: str) -> None:
        before = self.doc.get_state()
        root = self.doc.get("default", type=XmlFragment)
        root.children.append(XmlElement("paragraph", {}, [XmlText(words)]))
        self.link.send(protocol.update(self.doc.get_update(before)))

    def told(self, seconds: float) -> tuple[Any, float]:
        """What it is told of its rights, a rung or a closing code; and when (wall clock)."""
        heard = self.hear(lambda frame: frame[0] == protocol.ROLE, seconds)
        if isinstance(heard, bytes):
            return protocol.read_bytes(heard, 1)[0].decode(), time.time()
        return heard, time.time()


class Place:
    def __init__(self, folder: Path, database: str, redis: str) -> None:
        self.first = Server(folder, server="uvicorn", DATABASE_URL=database, REDIS_URL=redis)
        self.second = self.first.twin()
        self.people = iter(self.shell_json(PEOPLE % (len(CAUSES) + 2)))

    def shell(self, code: str) -> str:
        return self.first.run("manage.py", "shell", "-v", "0", "-c", code).strip().splitlines()[-1:][0]

    def shell_json(self, code: str) -> list[Person]:
        return [Person(*one) for one in json.loads(self.shell(code))]

    def document(self, **sharing: str) -> str:
        body = {"workspace": self.workspace(), "title": "Essai", "markdown": "Départ."}
        made = str(self.first.call("alice", "POST", "/documents/", body)["id"])
        if sharing:
            self.first.call("alice", "PUT", f"/documents/{made}/sharing/", sharing)
        return made

    def workspace(self) -> str:
        return str(self.first.call("alice", "POST", "/workspaces/", {"name": "Essai"})["slug"])

    def granted(self, person: Person) -> str:
        document = self.document()
        self.first.call("alice", "PUT", f"/documents/{document}/grants/{person.email}/", {"role": "change"})
        return document

    def by_link(self, person: Person) -> str:
        return self.document(reach="signed_in", link_role="change")

    def by_workspace(self, person: Person) -> str:
        document = self.document()
        self.first.call("alice", "PUT", f"/workspaces/{self.of(document)}/grants/{person.email}/", {"role": "change"})
        return document

    def by_group(self, person: Person) -> str:
        document = self.document()
        self.first.run("manage.py", "shell", "-v", "0", "-c", IN_A_GROUP % (document, person.key))
        return document

    def of(self, document: str) -> str:
        return str(self.first.call("alice", "GET", f"/documents/{document}/")["workspace"])

    def api(self, method: str, path: str, body: Any = None) -> float:
        self.first.call("alice", method, path, body)
        return time.time()

    def third(self, act: str, person: Person) -> float:
        return float(self.shell(TIMED.format(act=THIRD[act]) % person.key))


Cause = tuple[Callable[[Place, Person], str], Callable[[Place, str, Person], float], Any, float]
CAUSES: dict[str, Cause] = {
    "the grant is lowered": (
        Place.granted,
        lambda at, doc, who: at.api("PUT", f"/documents/{doc}/grants/{who.email}/", {"role": "view"}),
        LOWERED,
        2,
    ),
    "the grant is taken away": (
        Place.granted,
        lambda at, doc, who: at.api("DELETE", f"/documents/{doc}/grants/{who.email}/"),
        OUT,
        2,
    ),
    "the link is lowered": (
        Place.by_link,
        lambda at, doc, who: at.api("PUT", f"/documents/{doc}/sharing/", {"reach": "signed_in", "link_role": "view"}),
        LOWERED,
        2,
    ),
    "the link is switched off": (
        Place.by_link,
        lambda at, doc, who: at.api("PUT", f"/documents/{doc}/sharing/", {"reach": "restricted", "link_role": None}),
        OUT,
        2,
    ),
    "the workspace's grant is taken away": (
        Place.by_workspace,
        lambda at, doc, who: at.api("DELETE", f"/workspaces/{at.of(doc)}/grants/{who.email}/"),
        OUT,
        2,
    ),
    "the document goes to the trash": (
        Place.granted,
        lambda at, doc, who: at.api("DELETE", f"/documents/{doc}/"),
        OUT,
        2,
    ),
    "leaves the group": (Place.by_group, lambda at, doc, who: at.third("leaves the group", who), OUT, 2),
    "is suspended": (Place.granted, lambda at, doc, who: at.third("is suspended", who), BACK, 2),
    "is deleted": (Place.granted, lambda at, doc, who: at.third("is deleted", who), BACK, 2),
    "signs out": (Place.granted, lambda at, doc, who: at.third("signs out", who), BACK, 2),
    "has the session deleted": (Place.granted, lambda at, doc, who: at.third("has the session deleted", who), BACK, 5),
}


@pytest.fixture
def redis() -> Iterator[services.Redis]:
    one = services.Redis()
    one.start()
    yield one
    one.stop()


@pytest.fixture
def place(tmp_path: Path, redis: services.Redis) -> Iterator[Place]:
    with services.database() as database:
        made = Place(tmp_path, database, redis.url)
        try:
            made.first.start(30)
            made.second.start(30)
            yield made
        finally:
            made.second.kill()
            made.first.kill()


def come_in(place: Place, cause: Cause) -> Socket:
    person = next(place.people)
    socket = Socket(place.second, cause[0](place, person), person)
    socket.write("Avant")
    assert isinstance(socket.hear(lambda frame: frame[0] == protocol.SAVED), bytes)
    return socket


def after(place: Place, cause: Cause, socket: Socket) -> tuple[Any, float]:
    """What the socket is told once the cause has happened, and after how many seconds."""
    with ThreadPoolExecutor(1) as beside:
        happening = beside.submit(cause[1], place, socket.document, socket.person)
        heard, when = socket.told(60)
        return heard, round(max(0.0, when - happening.result()), 2)


def nothing_more_is_taken(socket: Socket, heard: Any) -> None:
    if heard == LOWERED:
        socket.write("Après")
        assert isinstance(socket.hear(lambda frame: frame[0] == protocol.REFUSED), bytes)
        socket.link.close()
    else:
        again = connect(
            f"ws://127.0.0.1:{socket.server.port}/ws/documents/{socket.document}",
            origin=Origin(socket.server.address),
            additional_headers={"Cookie": f"sessionid={socket.person.session}"},
            legacy=True,
        )
        with pytest.raises(ConnectionClosed) as closed:
            for _ in range(3):
                again.recv(timeout=10)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code in {4401, 4403, 4404}


def test_it_reaches_a_socket_of_the_other_process(place: Place, record_property: Any) -> None:
    """A06, A07, A09, A11, A32, A40, with messages that arrive."""
    found = {}
    for name, cause in CAUSES.items():
        socket = come_in(place, cause)
        found[name] = after(place, cause, socket)
        nothing_more_is_taken(socket, found[name][0])
    record_property("seconds", str(found))
    print(found)
    assert {name: heard for name, (heard, _) in found.items()} == {name: cause[2] for name, cause in CAUSES.items()}
    late = {name: seconds for name, (_, seconds) in found.items() if seconds > CAUSES[name][3]}
    assert not late


def test_without_a_relay_it_stops_writing_at_once_and_reading_within_thirty_seconds(
    place: Place, redis: services.Redis, record_property: Any
) -> None:
    """A11 with the message lost: two people, one who goes on writing and one who only listens."""
    cause = CAUSES["the grant is taken away"]
    writing, listening = come_in(place, cause), come_in(place, cause)
    redis.stop()
    at = max(cause[1](place, one.document, one.person) for one in (writing, listening))
    time.sleep(TRUSTED_FOR + 0.2)
    writing.write("Après")
    heard = writing.hear(lambda frame: frame[0] in {protocol.REFUSED, protocol.SAVED}, 10)
    refused_after = time.time() - at
    assert isinstance(heard, int) or (heard is not None and heard[0] == protocol.REFUSED)
    assert "Après" not in place.first.stored_text(writing.document)
    code, when = listening.told(40)
    record_property("seconds", str({"writing": refused_after, "reading": when - at}))
    print({"writing": refused_after, "reading": when - at})
    assert code == OUT
    assert when - at <= 31
