"""Every address of the site, asked by every role: who is let in, who is refused, who is told nothing."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import URLPattern, get_resolver

from tests.matrix import table
from tests.matrix.asking import ask_api, ask_page, browser, page_address, tells, trace
from tests.matrix.conftest import Undone
from tests.matrix.world import CANARY, IN_ANOTHERS_PLACE, TEXT, World

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix-pages")]


def look(
    world: World, cells: list[table.Cell], undone: Undone, ask: Callable[..., Any], expected: Callable[..., list[int]]
) -> list[str]:
    """What is not as the table says: a status; a word told to who may not see; a trace left by a refusal."""
    wrong = []
    for cell in cells:
        with undone():
            before = trace()
            answer = ask(world, cell)
            let_in = (answer.status_code < 400 and answer.status_code != 302) or answer.status_code == 422
            if answer.status_code not in expected(cell):
                wrong.append(f"{cell}: {answer.status_code} instead of {expected(cell)}")
            if not let_in and not table.sees(cell.role, cell.thing) and tells(answer, cell):
                wrong.append(f"{cell}: {answer.status_code} tells a word of it")
            if answer.status_code in {401, 403, 404} and trace() != before:
                wrong.append(f"{cell}: refused, and something was written")
    return wrong


@pytest.mark.parametrize("role", table.ROLES)
def test_each_page_answers_what_the_table_says(world: World, role: str, undone: Undone, record_property: Any) -> None:
    cells = list(table.page_cells(role))
    record_property("cells", len(cells))
    assert not look(world, cells, undone, ask_page, table.page_answers)


def test_who_acts_for_somebody_is_let_do_what_that_person_is(world: World, undone: Undone) -> None:
    """Every page, in the place of somebody who manages, by an administrator who holds nothing themselves."""

    def expected(cell: table.Cell) -> list[int]:
        return table.answers_in_anothers_place(cell, page_address(world, cell))

    def ask(world: World, cell: table.Cell) -> Any:
        return ask_page(world, cell, IN_ANOTHERS_PLACE)

    assert not look(world, list(table.every_page(table.ACTED_FOR)), undone, ask, expected)


@pytest.mark.parametrize("role", table.ROLES)
def test_each_operation_of_the_api_answers_what_the_table_says(
    world: World, role: str, undone: Undone, record_property: Any
) -> None:
    cells = list(table.api_cells(role))
    record_property("cells", len(cells))
    assert not look(world, cells, undone, ask_api, table.api_answers)


@pytest.mark.parametrize("role", table.ROLES)
def test_the_administration_lets_administrators_in_alone(world: World, role: str, undone: Undone) -> None:
    """Every one of Django's own pages, found by walking; even the chief reads no word of a text there."""
    wrong = []
    for address in administration():
        with undone():
            answer = browser(world, role).get(address)
            sent_away = answer.status_code == 302 and "login" in answer.headers["Location"]
            open_to_all = address.endswith(("/login/", "/jsi18n/", "/logout/"))
            if role not in table.ADMINISTRATORS and not open_to_all and not sent_away and answer.status_code != 404:
                wrong.append(f"{role} · {address}: {answer.status_code}")
            if role in table.ADMINISTRATORS and (sent_away or answer.status_code >= 500):
                wrong.append(f"{role} · {address}: {answer.status_code}")
            if role not in table.CHIEFS and of_a_table(address) and answer.status_code not in {302, 403, 404}:
                wrong.append(f"{role} · {address}: {answer.status_code}")
            if TEXT.encode() in answer.content:
                wrong.append(f"{role} · {address}: tells a word of a text")
    assert not wrong


def of_a_table(address: str) -> bool:
    """Rows of some model: for who was given that by the chief, which `helper` was not."""
    return address.count("/") > 3 and "/password_change/" not in address


def administration() -> list[str]:
    prefix = table.SOURCE["pages"]["administration"]
    found = [address for address, _name in addresses(get_resolver().url_patterns) if address.startswith(prefix)]
    listed = {row["name"] for row in table.PAGES}
    names = dict(addresses(get_resolver().url_patterns))
    return [
        "/" + address.replace("<path:object_id>", "1").replace("<int:content_type_id>/<path:object_id>", "1/1")
        for address in found
        if names[address] not in listed and "(?P" not in address and "<int" not in address
    ]


def addresses(patterns: Any, before: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Every address and its name, namespaces included."""
    for one in patterns:
        address = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield address, f"{space}{one.name or ''}"
        else:
            yield from addresses(one.url_patterns, address, f"{space}{one.namespace}:" if one.namespace else space)


def test_no_list_names_what_one_may_not_see(world: World) -> None:
    """Pages and lists that are about nothing in particular: home, workspaces, trash, groups, the API's lists."""
    lists = ["/", "/espaces/", "/corbeille/", "/groupes/", "/organisations/", "/profil/"]
    lists += ["/api/v1/documents/?limit=100", "/api/v1/workspaces/?limit=100"]
    told = []
    for role in table.ROLES:
        as_role = "anonymous" if role in table.VISITORS else role
        for address in lists:
            words = browser(world, role).get(address).content.decode()
            for thing in table.THINGS:
                theirs = thing == "trashed" and address == "/corbeille/" and table.reaches(role, thing, "manage")
                theirs |= any(table.sees(as_role, one) for one in standing_in(thing))
                if f"{CANARY} {thing}" in words and not theirs and not table.sees(as_role, thing):
                    told.append(f"{role} · {address} · {thing}")
    assert not told


def standing_in(thing: str) -> list[str]:
    """Documents right in a workspace: whoever sees one of them is told the name of the workspace, and no more."""
    inside = [name for name, one in table.THINGS.items() if one.get("place") == thing]
    return inside if table.THINGS[thing]["kind"] == "workspace" else []
