"""What a request may name, twice: a thing of one's own and one of another's; and every mix of the two for one request."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from string import Template
from typing import Any

from allauth.usersessions.models import UserSession
from django.urls import get_resolver

from accounts.groups import add_group_member, create_group
from accounts.joining import list_domain
from accounts.organisations import add_member, create_organisation
from documents.actions.documents import create_document, trash_document
from documents.actions.exchange import attach_image
from documents.actions.exports import ask_export
from documents.actions.volumes import ask_volume
from documents.models import Return
from permissions.actions import grant
from permissions.invitations import invite
from permissions.requests import request_access
from tests import make
from tests.documents import house
from tests.matrix import table
from tests.matrix.beside import said_beside, words_beside
from tests.matrix.world import OF_THREADS, World

ME = "manager elsewhere"
OWN, FOREIGN = "own", "foreign"
# Bodies that name things, besides those of the table.
NAMING = table.rows("""
address                | method | on        | sends
/documents/            | POST   | workspace | {"workspace": "$slug", "title": "Neuf", "parent": "$parent"}
/documents/{pk}/place/ | PUT    | document  | {"workspace": "$slug", "parent": "$parent", "before": "$before"}
/documents/{pk}/place/ | PUT    | document  | {"workspace": "$slug"}
document_move          | POST   | document  | place=$space&confirmed=1
document_move          | POST   | document  | place=$parent&before=$before&confirmed=1
document_order         | POST   | document  | before=$neighbour
document_share         | POST   | document  | part=group&group=$group_pk&group_role=view
workspace_volume       | POST   | workspace | title=Neuf&format=docx&suggestions=original&documents=$neighbour
document_volume        | POST   | document  | title=Neuf&format=docx&suggestions=original&documents=$neighbour
/workspaces/{slug}/volumes/ | POST | workspace | {"title": "Neuf", "documents": ["$neighbour"]}
/documents/{pk}/volumes/    | POST | document  | {"title": "Neuf", "documents": ["$neighbour"]}
workspace_members      | POST   | workspace | part=group&group=$group_pk&group_role=view
""")


@dataclass(frozen=True)
class Request:
    """`says` gives, for each name that stands in the address or in what is sent, whose thing it names."""

    address: str  # of a page, by its name, or of the API, by its path
    method: str
    on: str
    sends: str
    answers: str
    says: tuple[tuple[str, str], ...]
    trashed: bool

    def __str__(self) -> str:
        named = " ".join(f"{whose}:{name}" for name, whose in self.says)
        return f"{self.method} {self.address} {self.sends} · {named}"

    @property
    def is_own(self) -> bool:
        return all(whose == OWN for _name, whose in self.says)


def requests() -> Iterator[Request]:
    """Every page and operation of the table that names something, in every mix."""
    known = {}
    for row in (*table.PAGES, *table.API):
        address = row.get("name") or row["path"]
        known[address, row["method"]] = row
        if row["wants"] not in {"looked after", "account, never"} and (row["on"] != "-" or address == "session_end"):
            yield from _mixed(address, row, row["sends"])
    for row in NAMING:
        yield from _mixed(row["address"], known[row["address"], row["method"]] | {"on": row["on"]}, row["sends"])


def _mixed(address: str, row: table.Row, sends: str) -> Iterator[Request]:
    names = [*_variables(address), *re.findall(r"\$(slug|parent|before|space|neighbour|group_pk)", sends)]
    trashed = row["wants"].endswith("trash")
    for whose in itertools.product((OWN, FOREIGN), repeat=len(names)):
        says = tuple(zip(names, whose, strict=True))
        if names:
            yield Request(address, row["method"], row["on"], sends, row["answers"], says, trashed)


def _variables(address: str) -> list[str]:
    if address.startswith("/"):
        return [name for name in re.findall(r"{(\w+)}", address) if name != "sign"]
    if ":" in address:
        return []
    found = get_resolver(None).reverse_dict.getlist(address)
    return list(found[0][0][0][1])


class References:
    """Of somebody who manages a workspace, and of somebody else: pairs of keys, own and foreign."""

    def __init__(self, world: World) -> None:
        self.me = world.people[ME]
        self.friend, asking = make.person("Olga Essai"), make.person("Ugo Essai")
        hall, group = world.things["hall"], create_group("Amis", by=self.friend)
        add_group_member(group, self.me, "manager", by=self.friend)
        town = create_organisation("Ville de Brest", by=self.me)
        add_member(town, self.friend, by=self.me)
        for domain in ("brest.example", "rhone.fr"):
            make.address(self.me, f"moi@{domain}")
        list_domain(town, "brest.example", by=self.me)
        mine, parent, neighbour, thrown = (make.document(self.me, hall, f"À moi {n}") for n in range(4))
        before = create_document(parent, "Dedans", by=self.me)
        image = attach_image(mine, world.upload(), by=self.me)
        self._waiting = {}
        for kind, one in (("document", mine), ("workspace", hall)):
            grant(one, "view", to=self.friend, by=self.me)
            grant(one, "view", to=group.group, by=self.me)
            sent = invite(one, "olga@ailleurs.example", "view", by=self.me)
            asked = request_access(one, "change" if kind == "workspace" else "comment", by=asking)
            self._waiting[kind, "invitation"] = _keys(sent, world.invitations[kind])
            self._waiting[kind, "request"] = _keys(asked, world.requests[kind])
        beside = said_beside(mine, "À moi", self.me, self.friend)
        self._words = words_beside(beside)
        said = said_beside(hall, "À moi", self.me, self.friend)
        reader = world.people["workspace reader"]
        self._in_workspace = {part: _keys(one, world.beside["workspace"][part]) for part, one in said.items()}
        volumes = (ask_volume(hall, "À moi", by=self.me), ask_volume(world.fresh("workspace"), "À eux", by=reader))
        self._in_workspace["export"] = _keys(*volumes)
        trash_document(thrown, by=self.me)
        theirs = {name: world.things[name] for name in ("document", "workspace", "trashed", "group", "organisation")}
        editor = world.people["editor"]
        self._pairs = {
            "slug": {OWN: hall.slug, FOREIGN: theirs["workspace"].slug},
            "space": _keys(hall, theirs["workspace"]),
            "parent": _keys(parent, theirs["document"]),
            "before": _keys(before, world.things["inside"]),
            "neighbour": _keys(neighbour, theirs["document"]),
            "export": _keys(ask_export(mine, "pdf", by=self.me), ask_export(theirs["document"], "pdf", by=editor)),
            "return_pk": (brought := _keys(_brought(mine, self.me), _brought(theirs["document"], editor))),
            "brought": brought,
            "image_pk": _keys(image, world.images["document"]),
            "group_pk": _keys(group.group, world.other_group),
            **{part: _keys(one, world.beside["document"][part]) for part, one in beside.items()},
            "version": _keys(beside["version_pk"], world.beside["document"]["version_pk"]),
            "template_pk": _keys(house.stored(hall, "À moi"), world.templates["workspace"]),
            "template": _keys(house.stored(hall, "À moi aussi"), world.templates["workspace"]),
            "domain": {OWN: "brest.example", FOREIGN: "lyon.fr"},
        }
        self._of_town = _keys(house.stored(town, "À nous"), world.templates["organisation"])
        self._person = _keys(self.friend, editor)
        self._things = {
            "document": _keys(mine, theirs["document"]),
            "trashed": _keys(thrown, theirs["trashed"]),
            "group": _keys(group, theirs["group"]),
            "organisation": _keys(town, theirs["organisation"]),
            "workspace": self._person,  # the variable `pk` of its pages is a person
            "-": _keys(_session(self.me), _session(editor)),
        }

    def of(self, request: Request) -> dict[str, Any]:
        found = {name: self._pair(request, name)[whose] for name, whose in request.says}
        return found | ({"sign": "👍"} if "{sign}" in request.address else {})

    def _pair(self, request: Request, name: str) -> dict[str, Any]:
        if name in {"key", "person_pk"}:
            return self._person
        if name == "template_pk" and request.on == "organisation":
            return self._of_town
        if name == "pk" and request.address in OF_THREADS:
            return self._pairs["thread"]
        if name == "pk":
            return self._things["trashed" if request.trashed else request.on]
        if name == "number":
            waiting = next((kind for kind in ("invitation", "request") if kind in request.address), None)
            return self._waiting[request.on, waiting] if waiting else self._pairs["group_pk"]
        if request.on == "workspace" and name in self._in_workspace:
            return self._in_workspace[name]
        return self._pairs[name]

    def sent(self, request: Request, words: dict[str, Any]) -> str:
        return Template(request.sends).safe_substitute(words | self._words | self.of(request))


def _keys(mine: Any, theirs: Any) -> dict[str, Any]:
    return {OWN: mine.pk, FOREIGN: theirs.pk}


def _brought(document: Any, person: Any) -> Return:
    return Return.objects.create(document=document, person=person, filename="retour.docx")


def _session(person: Any) -> UserSession:
    return UserSession.objects.create(user=person, session_key=f"s{person.pk}", ip="127.0.0.0", user_agent="Firefox")
