"""The half of the state machine that compares: after each step every rung, every list, answers over HTTP, open sockets."""

import asyncio
import itertools
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.test import Client
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from accounts.groups import create_group
from accounts.models import User
from config.asgi import document_socket
from documents.actions.documents import create_document
from documents.models import Document
from permissions.backend import rungs
from tests import make, second_factors
from tests.matrix.naive import LADDERS, Naive, Person, Thing
from tests.realtime.client import Typist
from tests.sessions import session_of
from workspaces.models import Workspace

SPACES, DOCUMENTS = ("North", "South"), ("a", "b", "c", "d", "e")
PLACES = ("North", "a", "b", "North", "South")  # of the documents, at first
THINGS = (*SPACES, *DOCUMENTS)
ACCOUNTS, GROUPS = ("bob", "carol", "dan", "eve"), ("jury", "town")
EVERYBODY = ("alice", *ACCOUNTS, "guest", "visitor")
SECONDS = 2.0  # in which an open socket is told
OUT, BACK = 4404, 4503
_numbers = itertools.count()


class Compared(RuleBasedStateMachine):
    """Alice opens everything and does most; the others are let in and sent away. `naive` is what should be true."""

    @initialize()
    def begin(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.number, self.turn = next(_numbers), 0
        self.sockets: dict[tuple[str, str], tuple[Typist, str | None]] = {}
        self.signed_out: set[str] = set()
        self.naive, self.real = Naive(), {}  # type: ignore[var-annotated]
        self._people()
        self.groups = {name: create_group(name, by=self.alice) for name in GROUPS}
        for name in SPACES:
            self.real[name], self.naive.things[name] = make.workspace(self.alice, name), Thing("workspace")
        for name, place in zip(DOCUMENTS, PLACES, strict=True):
            self.real[name] = create_document(self.real[place], name, by=self.alice, tree=make.tree(name))
            self.naive.things[name] = Thing("document", place)
        for name in THINGS:
            self.naive.grants[name, "alice"] = "manage"
        self.open("alice", "a")
        self.live_in()

    def live_in(self) -> None:
        """What has happened before a life begins, so that a short one meets something already."""

    def _people(self) -> None:
        self.root = second_factors.administrator(f"root{self.number}")
        self.users: dict[str, Any] = {
            name: User.objects.create_user(f"{name}.{self.number}@example.org", name=name)
            for name in ("alice", *ACCOUNTS)
        }
        self.users |= {"guest": make.guest("Gil"), "visitor": AnonymousUser()}
        for name in EVERYBODY:
            self.naive.people[name] = Person(guest=name == "guest", visitor=name == "visitor")
        self.sessions = {name: session_of(user) for name, user in self.users.items() if name != "visitor"}

    @property
    def alice(self) -> User:
        found: User = self.users["alice"]
        return found

    def fresh(self, name: str) -> Any:
        return (Workspace if name in SPACES else Document)._base_manager.get(pk=self.real[name].pk)

    def person(self, name: str) -> Any:
        return self.users[name] if name == "visitor" else User.objects.get(pk=self.users[name].pk)

    def holder(self, name: str) -> Any:
        return self.groups[name].group if name in GROUPS else self.users[name]

    # What is compared

    @invariant()
    def every_rung_and_every_list_agree(self) -> None:
        people = {name: self.person(name) for name in EVERYBODY}
        for kind, among in (("workspace", SPACES), ("document", DOCUMENTS)):
            found = [self.fresh(name) for name in among]
            held = rungs(people.values(), found)
            for name, it in zip(among, found, strict=True):
                told = {who: held[user.pk, it.pk] for who, user in people.items()}
                assert told == {who: self.naive.rung(who, name) for who in people}, (kind, name)
        for who in EVERYBODY:
            self._lists(who, people[who])

    def _lists(self, who: str, user: Any) -> None:
        listed = set(Document.objects.visible_to(user).values_list("pk", flat=True))
        assert {name for name in DOCUMENTS if self.real[name].pk in listed} == {
            name for name in DOCUMENTS if self.naive.sees(who, name)
        }, who
        wanted = LADDERS["document"][self.turn % 5]
        held = set(Document.objects.held_by(user, wanted).values_list("pk", flat=True))
        assert {name for name in DOCUMENTS if self.real[name].pk in held} == {
            name for name in DOCUMENTS if self.naive.reaches(who, name, wanted)
        }, (who, wanted)

    @invariant()
    def http_agrees(self) -> None:
        """Of one person a step, in turn: each document by the API, one by its page, one asked to be renamed."""
        self.turn += 1
        who = EVERYBODY[self.turn % len(EVERYBODY)]
        browser = Client()
        if who != "visitor":
            browser.cookies["sessionid"] = self.sessions[who]
        seen_as = who if self.naive.people[who].active else "visitor"
        for name in DOCUMENTS:
            expected = 200 if self.naive.sees(seen_as, name) else 404
            api = f"/api/v1/documents/{self.real[name].pk}/"
            page = f"/documents/{self.real[name].pk}/lire/" if name == DOCUMENTS[self.turn % 5] else ""
            answer = browser.get(page or api, follow=False)
            at_a_door = bool(page) and answer.status_code == 302 and "entrer" in answer["Location"]
            assert answer.status_code == expected or (at_a_door and expected == 404), (who, name)
            if page:
                told = browser.patch(api, {"title": name}, content_type="application/json").status_code
                assert told == self._renames(seen_as, name), (who, name)

    def _renames(self, who: str, what: str) -> int:
        if who == "visitor":
            return 401
        if not self.naive.sees(who, what):
            return 404
        return 200 if self.naive.reaches(who, what, "change") else 403

    @invariant()
    def open_sockets_agree(self) -> None:
        self.loop.run_until_complete(self._hear())

    async def _hear(self) -> None:
        for (who, what), (typist, rung) in list(self.sockets.items()):
            expected = self.naive.rung(who, what) if self.naive.sees(who, what) else None
            if who in self.signed_out or expected is None:
                heard = await typist.listen(until=lambda: typist.closed, seconds=SECONDS)  # noqa: B023
                assert heard, (who, what, rung)
                codes = {BACK} if expected is not None else {OUT, BACK}
                assert typist.closed in codes, (who, what, typist.closed)
                del self.sockets[who, what]
            elif expected != rung:
                heard = await typist.listen(until=lambda: expected in typist.roles[-1:], seconds=SECONDS)  # noqa: B023
                assert heard, (who, what, rung, expected, typist.roles, typist.closed)
                self.sockets[who, what] = typist, expected
            else:
                await typist.listen(seconds=0.01)
                assert typist.closed is None, (who, what, typist.closed)
                assert typist.roles[-1:] in ([], [rung]), (who, what, rung, typist.roles)
        self.signed_out.clear()

    # Sockets

    def open(self, who: str, what: str) -> None:
        if (who, what) not in self.sockets:
            self.loop.run_until_complete(self._enter(who, what))

    async def _enter(self, who: str, what: str) -> None:
        cookie = None if who == "visitor" else f"sessionid={self.sessions[who]}".encode()
        typist = await Typist.open(self.real[what], cookie)
        seen_as = who if self.naive.people[who].active else "visitor"
        assert typist.synced is self.naive.sees(seen_as, what), (who, what, typist.closed)
        if typist.synced and seen_as == who:
            self.sockets[who, what] = typist, self.naive.rung(who, what)
        else:
            await typist.close()

    async def _write(self) -> None:
        """What is still open takes a word, or refuses it, as the model says."""
        for (who, what), (typist, rung) in self.sockets.items():
            may = who != "visitor" and rung in ("change", "manage")
            await typist.write(f"Fin par {who}")
            done = (lambda: typist.saved[0] >= typist.sent) if may else (lambda: typist.refusals)  # noqa: B023
            assert await typist.listen(until=done), (who, what, rung, typist.refusals)
            await typist.close()

    def teardown(self) -> None:
        if not hasattr(self, "loop"):
            return
        try:
            self.loop.run_until_complete(self._write())
        finally:
            self.loop.run_until_complete(document_socket.stop())
            self.loop.close()
