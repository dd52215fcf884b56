"""How a cell is asked over HTTP: by a page in a browser, by a program with a key; and what must not come back."""

import json
import re
from string import Template
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler
from django.urls import get_resolver, reverse
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from tests.matrix.beside import words_beside
from tests.matrix.table import NOWHERE, Cell
from tests.matrix.world import CANARY, World

TABLES = [
    "activity_event",
    "documents_attachment",
    "accounts_affiliation",
    "accounts_groupmembership",
    "accounts_domain",
    *(
        f"documents_{name}"
        for name in ("thread", "comment", "reaction", "report", "suggestion", "suggestionvote", "version")
    ),
]
for kind in ("documents_document", "workspaces_workspace"):
    rows = ("usergrant", "groupgrant", "linkentry", "invitation", "accessrequest")
    TABLES += [kind, *(f"{kind}{row}" for row in rows)]


# Kept, with its middleware: making it anew for each of thousands of questions would take half of their time.
SITE = ClientHandler(enforce_csrf_checks=False)


def program() -> Client:
    client = Client()
    client.handler = SITE
    return client


def browser(world: World, session: str) -> Client:
    """`session` is a role's, or that of an administrator who acts for somebody."""
    client = program()
    if session in world.sessions:
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[session]
    return client


def ask_page(world: World, cell: Cell, session: str = "") -> HttpResponse:
    client, method = browser(world, session or cell.role), cell.row["method"].lower()
    return getattr(client, method)(page_address(world, cell), _form(world, cell) or None)  # type: ignore[no-any-return]


def page_address(world: World, cell: Cell) -> str:
    name, parts = cell.row["name"], world.parts(cell.thing, cell.row["name"])
    wanted = get_resolver(None).reverse_dict if ":" not in name else None
    if wanted is None:
        return reverse(name)
    variable = wanted.getlist(name)[0][0][0][1]
    return reverse(name, kwargs={part: parts[part] for part in variable})


def _form(world: World, cell: Cell) -> dict[str, Any]:
    said: dict[str, Any] = dict(parse_qsl(Template(cell.row["sends"]).safe_substitute(_words(world, cell))))
    said |= {"file": world.file()} if "file" in said else {}
    return said | ({"image": world.upload()} if "image" in said else {})


def _words(world: World, cell: Cell) -> dict[str, Any]:
    thing = world.things.get(cell.thing)
    workspace = getattr(thing, "workspace", thing)
    return words_beside(world.beside.get(cell.thing, {})) | {
        "newcomer_email": world.newcomer.email,
        "refuge": world.refuge.pk,
        "refuge_slug": world.refuge.slug,
        "key": world.someone.tokens.get().pk,  # somebody else's
        "slug": getattr(workspace, "slug", ""),
    }


def ask_api(world: World, cell: Cell) -> HttpResponse:
    row, parts = cell.row, world.parts(cell.thing, cell.row["path"])
    path = "/api/v1" + re.sub(r"{(\w+)}", lambda found: str(parts[found[1]]), row["path"])
    key = world.keys.get(cell.role)
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    sent: dict[str, Any] = {}
    if row["sends"] == "$update":
        sent = {"data": an_update(), "content_type": "application/octet-stream"}
    elif row["sends"] == "$file":
        sent = {"data": {"file": world.file()}}
    elif row["sends"]:
        body = json.loads(Template(row["sends"]).safe_substitute(_words(world, cell)))
        in_address = row["method"] == "GET"
        path += f"?{urlencode(body)}" if in_address else ""
        sent = {} if in_address else {"data": json.dumps(body), "content_type": "application/json"}
    return getattr(program(), row["method"].lower())(path, headers=headers, **sent)  # type: ignore[no-any-return]


def an_update() -> bytes:
    doc: Doc[Any] = Doc()
    doc.get("default", type=XmlFragment).children.append(XmlElement("paragraph", {}, [XmlText("Ajout")]))
    return doc.get_update()


def trace() -> list[int]:
    """How much is written down, to see that a refusal changed nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"(SELECT count(*) FROM {name})" for name in TABLES))
        return list(cursor.fetchone())


def tells(answer: Any, cell: Cell) -> bool:
    """Whether the answer holds a word of the thing: of its title, or of its text."""
    if cell.thing == NOWHERE or getattr(answer, "streaming", False):
        return False
    word = f"{CANARY} {cell.thing}".encode()
    return word in answer.content or word in str(answer.headers).encode()
