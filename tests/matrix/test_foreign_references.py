"""What belongs to others by the addresses of one's own: every address and body with every mix of own and foreign references.

Somebody who manages a workspace of their own asks for each page and operation. Where anything that the request names is
another's, nothing of theirs is told, nothing at all is changed, and the answer is the one for what does not exist.
"""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from tests.matrix.asking import an_update, browser
from tests.matrix.conftest import Undone
from tests.matrix.references import ME, References, Request, requests
from tests.matrix.world import CANARY, World

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix-references")]

NOT_THERE = {403, 404, 422}
ASKED = {"activity.ChainHead", "activity.Event", "documents.DocumentAccessRequest", "workspaces.WorkspaceAccessRequest"}
WATCHED = {"accounts", "activity", "auth", "documents", "permissions", "realtime", "usersessions", "workspaces"}
ADDRESSES = sorted({one.address for one in requests()})


@pytest.fixture(scope="module")
def references(world: World) -> References:
    return References(world)


@pytest.fixture(scope="module")
def baseline(references: References) -> dict[str, list[Any]]:
    return everything()


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_mix_of_references_opens_what_belongs_to_another(
    world: World, references: References, baseline: Any, undone: Undone, address: str, record_property: Any
) -> None:
    wrong, mixes = [], [one for one in requests() if one.address == address]
    for one in mixes:
        with undone():
            answer = ask(world, references, one)
            if one.is_own:
                if str(answer.status_code) not in one.answers.split("/"):
                    wrong.append(f"{one}: {answer.status_code}, and it is all one's own")
                continue
            if answer.status_code not in NOT_THERE and not _asks(one):
                wrong.append(f"{one}: {answer.status_code}")
            if told := [word for word in secrets(world) if word in _said(answer)]:
                wrong.append(f"{one}: tells {told}")
            changed = {name for name, rows in everything().items() if rows != baseline[name]}
            if changed - (ASKED if _asks(one) else set()):
                wrong.append(f"{one}: changes {changed}")
    record_property("cells", len(mixes))
    assert not wrong


def _asks(one: Request) -> bool:
    """Asking for access answers alike whatever there is; what follows is done after the answer."""
    return one.method == "POST" and (one.address.endswith("_ask") or one.address.endswith("/access-requests/"))


def ask(world: World, references: References, one: Request) -> Any:
    sent = references.sent(one, {"newcomer_email": world.newcomer.email, "refuge": world.refuge.pk,
                                 "refuge_slug": world.refuge.slug})  # fmt: skip
    parts = references.of(one)
    if one.address.startswith("/"):
        return _operation(world, one, "/api/v1" + one.address.format(**parts), sent)
    address = reverse(one.address, kwargs={name: parts[name] for name in parts if f"${name}" not in one.sends})
    form: dict[str, Any] = dict(parse_qsl(sent))
    form |= {"image": world.upload()} if "image" in form else {}
    form |= {"file": world.file()} if "file" in form else {}
    return getattr(browser(world, ME), one.method.lower())(address, form or None)


def _operation(world: World, one: Request, path: str, sent: str) -> Any:
    act = partial(getattr(Client(), one.method.lower()), path, headers={"Authorization": f"Bearer {world.keys[ME]}"})
    if one.sends == "$update":
        return act(an_update(), content_type="application/octet-stream")
    if one.sends == "$file":
        return act({"file": world.file()})
    if one.method == "GET":
        return act(json.loads(sent) if sent else None)
    return act(json.dumps(json.loads(sent)), content_type="application/json") if sent else act()


def everything() -> dict[str, list[Any]]:
    """Every row that a request could change, but for when a key was last used."""
    watched = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in WATCHED]
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in watched
        if model._meta.label != "accounts.Token"
    }


def secrets(world: World) -> Iterator[bytes]:
    """The name of the workspace is none: it is told beside the documents of it that are open to everybody."""
    for name in ("document", "workspace", "trashed", "inside"):
        if name != "workspace":
            yield f"{CANARY} {name}".encode()
        if name in world.invitations:
            yield world.invitations[name].email.encode()
    yield str(world.people["editor"].email).encode()


def _said(answer: Any) -> bytes:
    body = b"".join(answer.streaming_content) if getattr(answer, "streaming", False) else answer.content
    return bytes(body) + str(answer.headers).encode()
