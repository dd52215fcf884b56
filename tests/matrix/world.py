"""The cast and the scene of the matrix, made once by the real acts: each role of the table, each thing, where things go."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from accounts.acting import ACTING, act_for
from accounts.groups import add_group_member, create_group
from accounts.joining import list_domain
from accounts.models import User
from accounts.organisations import add_member, create_organisation
from accounts.tokens import issue_token
from documents.actions.documents import create_document, trash_document
from documents.actions.exchange import attach_image
from documents.models import Document
from permissions.actions import grant, restrict, revoke, share_by_link
from permissions.invitations import invite
from permissions.models import entry_model
from permissions.requests import request_access
from permissions.roles import LADDERS
from tests import make
from tests.documents import house
from tests.matrix.beside import said_beside
from tests.matrix.table import ACTED_FOR, ADMINISTRATORS, CHIEFS, GUESTS, ROLES, THINGS
from tests.second_factors import give_application, signed_in
from tests.sessions import session_of

CANARY = "Canari"
TEXT = "dans le texte de"  # stands in texts alone, never in a title
OF_THREADS = ("thread", "thread_resolved", "comment", "comment_sign")  # pages: their `pk` is a thread's
IN_ANOTHERS_PLACE = "in another's place"  # a session, of no role
DIRECT = {"manager": "manage", "editor": "change", "proposer": "suggest", "commenter": "comment", "reader": "view"}


class World:
    """`people` by role, `things` by name; `sessions` and `keys` are what each role comes in with."""

    def __init__(self) -> None:
        self.people: dict[str, Any] = {role: _person(role) for role in ROLES if role != "anonymous"}
        self.someone, self.newcomer, self.keeper = (make.person(f"{name} Essai") for name in ("Sam", "Nour", "Kim"))
        self.things: dict[str, Any] = {}
        self.creator, self.elsewhere = self.people["creator"], self.people["manager elsewhere"]
        self._refuge()
        self._bodies()
        self._workspace()
        self._documents()
        self._what_waits()
        self._links()
        self._picture()
        self._templates()
        self._beside()
        self.sessions = {role: session_of(person) for role, person in self.people.items()}
        for role in ADMINISTRATORS:
            give_application(self.people[role])
            self.sessions[role] = str(signed_in(self.people[role]).session.session_key)
        self.sessions[IN_ANOTHERS_PLACE] = self._acting()
        self.keys = {role: issue_token(person, "matrix") for role, person in self.people.items()}
        issue_token(self.someone, "matrix")
        suspended = self.people["suspended"]
        suspended.is_active = False
        suspended.save()
        self.people["anonymous"] = AnonymousUser()

    def _acting(self) -> str:
        """The session of an administrator who acts for somebody."""
        administrator = self.people[CHIEFS[0]]
        client = signed_in(administrator)
        session = client.session
        session[ACTING] = act_for(self.people[ACTED_FOR], by=administrator, reason="Essai").pk
        session.save()
        return str(session.session_key)

    def _refuge(self) -> None:
        """Where things are moved to, and a document that everybody with an account may move."""
        self.refuge = make.workspace(self.keeper, "Refuge")
        self.parcel = make.document(self.keeper, self.refuge, "Colis")
        for role, person in self.people.items():
            grant(self.refuge, "change", to=person, by=self.keeper)
            if role not in GUESTS:
                grant(self.parcel, "manage", to=person, by=self.keeper)

    def _bodies(self) -> None:
        self.things["group"] = group = create_group("Comité", by=self.creator)
        self.things["organisation"] = town = create_organisation("Ville de Lyon", by=self.creator)
        for person in (self.people["group member"], self.someone):
            add_group_member(group, person, by=self.creator)
        for person in (self.people["organisation member"], self.someone):
            add_member(town, person, by=self.creator)
        for domain in ("lyon.fr", "rhone.fr"):
            make.address(self.creator, f"c@{domain}")
        list_domain(town, "lyon.fr", by=self.creator)
        self.other_group = create_group("Autre comité", by=self.keeper).group

    def _workspace(self) -> None:
        self.things["workspace"] = workspace = make.workspace(self.creator, f"Atelier {CANARY} workspace")
        self.things["hall"] = make.workspace(self.elsewhere, f"Hall {CANARY} hall", reach="public")
        for role in ("manager", "editor", "contributor", "reader"):
            rung = {"manager": "manage", "editor": "change", "contributor": "contribute", "reader": "view"}[role]
            grant(workspace, rung, to=self.people[f"workspace {role}"], by=self.creator)
        grant(workspace, "contribute", to=self.things["organisation"].group, by=self.creator)
        for one in (workspace, self.things["hall"]):
            grant(one, "view", to=self.someone, by=one.created_by)

    def _documents(self) -> None:
        for name, thing in THINGS.items():
            if thing["kind"] == "document":
                place = self.things[thing["place"]]
                self.things[name] = create_document(
                    place, f"{CANARY} {name}", by=place.created_by, tree=make.tree(f"{CANARY} {name}, {TEXT} {name}")
                )
                grant(self.things[name], "view", to=self.someone, by=place.created_by)
        for name in ("document", "trashed"):
            self._shared(self.things[name])
        restrict(self.things["closed"], True, by=self.creator)
        grant(self.things["closed"], "change", to=self.people["held below alone"], by=self.creator)
        trash_document(self.things["trashed"], by=self.creator)

    def _shared(self, document: Document) -> None:
        for role, rung in DIRECT.items():
            grant(document, rung, to=self.people[role], by=self.creator)
        grant(document, "change", to=self.things["group"].group, by=self.creator)
        for role in ("removed", "suspended"):
            grant(document, "change", to=self.people[role], by=self.creator)
        revoke(document, of=self.people["removed"], by=self.creator)

    def _links(self) -> None:
        share_by_link(self.things["to read"], reach="public", link_role="view", by=self.creator)
        share_by_link(self.things["to edit"], reach="signed_in", link_role="change", by=self.creator)
        share_by_link(self.things["open"], reach="public", link_role="change", by=self.creator)
        share_by_link(self.things["by password"], reach="public", link_role="comment", by=self.creator)
        share_by_link(self.things["ended"], reach="public", link_role="change", by=self.creator)
        Document.objects.filter(pk=self.things["by password"].pk).update(link_password="secret")
        Document.objects.filter(pk=self.things["ended"].pk).update(link_until=timezone.now() - timedelta(hours=1))
        elsewhere = make.document(self.keeper, self.refuge, "Autre lien")
        share_by_link(elsewhere, reach="signed_in", link_role="change", by=self.keeper)
        entered = entry_model(Document).objects
        for role, document in (
            ("entered by password", self.things["by password"]),
            ("guest", self.things["by password"]),
            ("guest", self.things["open"]),
            ("entered by password", self.things["ended"]),
            ("guest", self.things["ended"]),
            ("guest of another link", elsewhere),
        ):
            entered.create(content_object=document, user=self.people[role])

    def _picture(self) -> None:
        out = io.BytesIO()
        Image.new("RGB", (4, 4), "white").save(out, "PNG")
        self.picture = out.getvalue()
        self.images = {
            name: attach_image(document, self.upload(), by=self._maker(document))
            for name, document in self.things.items()
            if isinstance(document, Document)
        }

    def _templates(self) -> None:
        """Of the workspace, of the hall and of the town."""
        owners = {name: self.things[name] for name in ("workspace", "hall", "organisation")}
        self.templates = {name: house.stored(it, f"{CANARY} {name}") for name, it in owners.items()}

    def _beside(self) -> None:
        """On each thing that is spoken of: what its maker said there; in each text a proposal of theirs, and a version."""
        self.beside: dict[str, dict[str, Any]] = {}
        for name, it in self.things.items():
            if THINGS[name]["kind"] != "body":
                with self._taken_out(name) as fresh:
                    self.beside[name] = said_beside(fresh, f"{CANARY} {name}", self._maker(it), self.someone)

    @contextmanager
    def _taken_out(self, name: str) -> Iterator[Any]:
        """The thing as it is stored; what lies in the trash is not there for a moment."""
        fresh = self.fresh(name)
        trashed = getattr(fresh, "trashed_at", None)
        if trashed:
            type(fresh).objects.filter(pk=fresh.pk).update(trashed_at=None)
            fresh = self.fresh(name)
        yield fresh
        if trashed:
            type(fresh).objects.filter(pk=fresh.pk).update(trashed_at=trashed)

    def _what_waits(self) -> None:
        """On each thing: a group of someone's, an invitation, a request."""
        self.readers = create_group("Lecture", by=self.someone).group
        asking = make.person("Ali Essai")
        self.invitations, self.requests = {}, {}
        for name, it in self.things.items():
            if THINGS[name]["kind"] != "body":
                by = self._maker(it)
                grant(self.fresh(name), "view", to=self.readers, by=by)
                with self._taken_out(name) as fresh:
                    role = LADDERS[fresh.kind][-2]
                    self.invitations[name] = invite(fresh, f"invite-{it.pk}@example.org", "view", by=by)
                    self.requests[name] = request_access(fresh, role, by=asking)

    def _maker(self, it: Any) -> User:
        maker: User = getattr(it, "workspace", it).created_by
        return maker

    def upload(self) -> SimpleUploadedFile:
        return SimpleUploadedFile("image.png", self.picture, content_type="image/png")

    def file(self) -> SimpleUploadedFile:
        return SimpleUploadedFile("note.md", b"# Note", content_type="text/markdown")

    def fresh(self, name: str) -> Any:
        """The thing as the database has it: nothing is remembered from the cell before."""
        return type(self.things[name])._base_manager.get(pk=self.things[name].pk)

    def again(self, person: Any) -> User:
        """The account as the database has it: an act leaves its marks on the one it is given."""
        return User.objects.get(pk=person.pk)

    def parts(self, name: str, about: str = "") -> dict[str, Any]:
        """What stands for the variable parts of an address about this thing."""
        thing = self.things.get(name)
        common = {"person_pk": self.someone.pk, "key": self.someone.pk, "domain": "lyon.fr"}
        common |= {"group_pk": self.readers.pk, "token": "jeton", "provider_id": "proconnect", "export": uuid4()}
        common |= {"return_pk": uuid4(), "brought": uuid4()}  # nobody brought any
        if about == "session_end":
            return common | {"pk": 0}  # none of theirs, whatever their number
        if about.startswith("export"):
            return common | {"pk": uuid4()}  # nobody's
        if thing is None:
            return common | {"pk": self.someone.pk}
        waiting = self.invitations if "invitation" in about else self.requests if "request" in about else {}
        common["number"] = waiting[name].pk if name in waiting else self.readers.pk
        common |= {part: one.pk for part, one in self.beside.get(name, {}).items()}
        common |= {"sign": "👍", "version": common.get("version_pk")}
        template = self.templates[name].pk if name in self.templates else uuid4()
        common |= {"template_pk": template, "template": template}
        if about in OF_THREADS:
            return common | {"pk": common["thread"]}
        if THINGS[name]["kind"] == "workspace":
            return common | {"slug": thing.slug, "pk": self.someone.pk}
        image = self.images[name].pk if name in self.images else uuid4()
        return common | {"pk": thing.pk, "image_pk": image}


def _person(role: str) -> User:
    if role in GUESTS:
        return make.guest(role)
    person = make.person(role.replace(" ", "-"))
    if role in ADMINISTRATORS:
        User.objects.filter(pk=person.pk).update(is_staff=True, is_superuser=role in CHIEFS)
        person.refresh_from_db()
    return person
