"""Whoever adds an address, an operation, a message or an act has to say in the matrix who may."""

import importlib
import inspect
import pkgutil
import re
from typing import Any

from django.conf import settings
from django.urls import get_resolver

from api.urls import api
from realtime import protocol
from tests.matrix import table
from tests.matrix.acts import CALLED
from tests.matrix.test_pages import addresses
from tests.test_house import DOCS

# Not `api`: what it defines with `by` hands on to acts of the others, and each of its operations has rows of its own.
APPS = ("activity", "realtime", "accounts", "permissions", "workspaces", "documents", "notifications", "config")
NOT_KINDS = {"LARGEST_NUMBER", "HEARTBEAT"}


def test_every_address_is_in_the_table() -> None:
    """By its name; the administration's are found by walking, the operations of the API are below."""
    operations = {f"api-v1:{name}" for name in _operations()}
    known = {
        name
        for address, name in addresses(get_resolver().url_patterns)
        if not name.startswith("admin:") and name not in operations
    }
    assert {row["name"] for row in table.PAGES} == known


def _operations() -> set[str]:
    """The names under which the API gives its operations an address."""
    views = [view for _prefix, router in api._routers for view in router.path_operations.values()]
    return {operation.view_func.__name__ for view in views for operation in view.operations}


def test_every_method_of_an_address_is_in_the_table() -> None:
    """As docs/urls.md tells them, which the house holds equal to the code."""
    told = re.findall(r"^\| `[^`]+` \| `(\w+)` \|.*\| ([A-Z, ]+) \|$", (DOCS / "urls.md").read_text(), re.MULTILINE)
    wanted = {(name, method) for name, methods in told for method in methods.split(", ")}
    tried = {(row["name"], row["method"]) for row in table.PAGES}
    signing_in = {one for one in wanted if one[0].startswith("account_")}
    assert wanted - signing_in <= tried


def test_every_operation_of_the_api_is_in_the_table() -> None:
    paths = api.get_openapi_schema()["paths"]
    known = {(path.removeprefix("/api/v1"), method.upper()) for path, methods in paths.items() for method in methods}
    assert {(row["path"], row["method"]) for row in table.API} == known


def test_every_message_of_the_socket_is_in_the_table() -> None:
    known = {name for name, value in vars(protocol).items() if name.isupper() and isinstance(value, int)}
    told = {word for row in table.MESSAGES for word in row["constants"].split()}
    assert told == known - NOT_KINDS


def test_every_act_is_in_the_table() -> None:
    """Every function of ours that wants to know in whose name it is called; `elsewhere` says why some are not here."""
    elsewhere = {row["act"] for row in table.rows(table.SOURCE["acts"]["elsewhere"])}
    known = {f"{act.__module__}.{act.__name__}" for act in _acts()}
    assert known - elsewhere == CALLED & known
    assert elsewhere <= known


def _acts() -> list[Any]:
    found = []
    for app in APPS:
        for _finder, name, _is_package in pkgutil.walk_packages([str(settings.BASE_DIR / app)], f"{app}."):
            if any(part in name for part in ("migrations", "management", "asgi", "settings")):
                continue
            module = importlib.import_module(name)
            functions = inspect.getmembers(module, inspect.isfunction)
            found += [act for key, act in functions if act.__module__ == name and not key.startswith("_") and _by(act)]
    return found


def _by(act: Any) -> bool:
    wanted = inspect.signature(act).parameters.get("by")
    return wanted is not None and wanted.kind is inspect.Parameter.KEYWORD_ONLY


def test_every_role_and_thing_is_told_of() -> None:
    assert {thing for row in table.HELD.values() for thing in row} == set(table.THINGS)
    for role in table.ROLES:
        for thing in table.THINGS:
            assert table.rung(role, thing) in [None, *table.ladder(thing)], (role, thing)


def test_there_are_enough_cells() -> None:
    """About 3,500 were asked for; of the pages each is tried by every role, the rest so that any two meet."""
    acts = sum(len(list(table.act_cells(role))) for role in table.ROLES)
    assert acts + sum(len(table.ladder(thing)) for thing in table.THINGS) * len(table.ROLES) > 3500
    pages = [cell for role in table.ROLES for cell in (*table.page_cells(role), *table.api_cells(role))]
    met = {(cell.role, cell.thing) for cell in pages}
    shareable = [name for name, thing in table.THINGS.items() if thing["kind"] != "body"]
    assert {(role, thing) for role in table.ROLES for thing in shareable} <= met
