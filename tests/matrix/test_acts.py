"""Every cell of the matrix where rights are decided: what is held, what is listed, what each act answers."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError

from documents.models import Document
from permissions.actions import holders, revoke
from permissions.backend import rung
from permissions.queries import prefetch
from tests.matrix import table
from tests.matrix.acts import ACTS, ask
from tests.matrix.conftest import Undone
from tests.matrix.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix-acts")]

SHAREABLE = [name for name, thing in table.THINGS.items() if thing["kind"] in {"document", "workspace"}]


def person(world: World, role: str) -> Any:
    """Read again: a kept account answers from what it remembers."""
    known = world.people[role]
    return get_user_model().objects.get(pk=known.pk) if known.is_authenticated else known


@pytest.mark.parametrize("role", table.ROLES)
def test_what_is_held_is_what_the_table_says(world: World, role: str, record_property: Any) -> None:
    """By `has_perm`, by the rung, remembered by `prefetch`: every rung of every thing."""
    wrong, count = [], 0
    for thing in SHAREABLE:
        it, by = world.fresh(thing), person(world, role)
        remembered = world.fresh(thing)
        prefetch(by, [remembered])
        for wanted in table.ladder(thing):
            expected = table.reaches(role, thing, wanted)
            for asked in (it, remembered):
                count += 1
                if by.has_perm(it.permission(wanted), asked) is not expected:
                    wrong.append(f"{role} · {wanted} · {thing}: {not expected}")
        if rung(by, world.fresh(thing)) != table.rung(role, thing):
            wrong.append(f"{role} · rung · {thing}: {rung(by, it)}")
        count += 1
    record_property("cells", count)
    assert not wrong


@pytest.mark.parametrize("role", table.ROLES)
def test_what_is_listed_is_what_the_table_says(world: World, role: str, record_property: Any) -> None:
    """By `visible_to`, which leaves the trash out, and by `held_by` for every rung."""
    wrong, count, by = [], 0, person(world, role)
    for thing in SHAREABLE:
        it, all_of_them = world.things[thing], type(world.things[thing]).objects
        listed = {wanted: all_of_them.held_by(by, wanted) for wanted in table.ladder(thing)}
        expected = {wanted: table.reaches(role, thing, wanted) for wanted in listed}
        listed["visible"], expected["visible"] = all_of_them.visible_to(by), table.sees(role, thing)
        listed["theirs"] = all_of_them.granted_to(by)
        expected["theirs"] = _theirs(role, thing)
        for name, found in listed.items():
            count += 1
            if found.filter(pk=it.pk).exists() is not expected[name]:
                wrong.append(f"{role} · {name} · {thing}: {not expected[name]}")
    for thing in ("group", "organisation"):
        count += 1
        found = type(world.things[thing]).objects.visible_to(by).filter(pk=world.things[thing].pk).exists()
        if found is not (table.rung(role, thing) is not None):
            wrong.append(f"{role} · visible · {thing}: {found}")
    record_property("cells", count)
    assert not wrong


GRANTED = {  # on the thing itself, by a row that names the person or a group of theirs, or by having come in by its link
    "document": {"creator", "manager", "editor", "proposer", "commenter", "reader", "group member"},
    "trashed": {"creator", "manager", "editor", "proposer", "commenter", "reader", "group member"},
    "closed": {"creator", "held below alone"},
    "workspace": {role for role in table.ROLES if table.rung(role, "workspace")},
    "hall": {"manager elsewhere"},
    "poster": {"manager elsewhere"},
    "by password": {"creator", "entered by password", "guest"},
    "open": {"creator", "guest"},
    "ended": {"creator", "entered by password", "guest"},  # the link that they came in by opens nothing any more
}


def _theirs(role: str, thing: str) -> bool:
    return role in GRANTED.get(thing, {"creator"})


@pytest.mark.parametrize("role", table.ROLES)
def test_each_act_answers_what_the_table_says(world: World, role: str, undone: Undone, record_property: Any) -> None:
    wrong, cells = [], list(table.act_cells(role))
    for cell in cells:
        with undone():
            happened = ask(world, cell.row["act"], cell.row["on"], cell.thing, person(world, role))
        if happened != table.outcome(cell):
            wrong.append(f"{cell}: {happened} instead of {table.outcome(cell)}")
    record_property("cells", len(cells))
    assert not wrong


def test_every_act_of_the_table_is_known_and_the_other_way_round() -> None:
    assert {(row["act"], row["on"]) for row in table.ACTS} == set(ACTS)


@pytest.mark.parametrize("role", table.ROLES)
def test_whoever_holds_something_of_their_own_may_leave_and_others_have_nothing_to_leave(
    world: World, role: str, undone: Undone
) -> None:
    """Leaving needs no rung; the last manager stays."""
    by = person(world, role)
    if not by.is_authenticated:
        return
    for thing in ("document", "workspace", "closed", "open", "by password", "hall"):
        own = role in OWN.get(thing, set())
        with undone():
            if own:
                revoke(world.fresh(thing), of=by, by=by)
                assert by not in dict(holders(world.fresh(thing))), (role, thing)
            else:
                with pytest.raises(ValidationError):
                    revoke(world.fresh(thing), of=by, by=by)


OWN = {
    "document": {"creator", "manager", "editor", "proposer", "commenter", "reader", "suspended"},
    "workspace": {"creator", *(f"workspace {rung}" for rung in ("editor", "contributor", "reader", "manager"))},
    "closed": {"held below alone"},
    "by password": {"entered by password", "guest"},
    "open": {"guest"},
}


def test_the_rung_on_one_thing_says_nothing_about_another(world: World) -> None:
    """The parent of a document that is closed, and what stands in it, are asked apart."""
    closed = Document.objects.get(pk=world.things["closed"].pk)
    by = person(world, "held below alone")
    assert rung(by, closed) == "change"
    assert closed.parent is not None
    assert rung(by, closed.parent) is None
