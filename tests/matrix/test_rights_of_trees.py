"""Rights that change by where a document stands, by its link, or by who comes in: each reaches open sockets in two seconds.

The causes that people and accounts bring are in `tests/realtime/test_rights.py`, with what is shared here.
"""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from accounts.groups import add_group_member
from accounts.models import PeopleGroup, User
from documents.actions.documents import create_document, restore_document, trash_document
from documents.actions.tree import move_document
from documents.models import Document
from permissions.actions import announce, grant, restrict, revoke, share_by_link
from permissions.models import entry_model
from tests import make
from tests.realtime.client import Typist, cookie_of
from tests.realtime.test_rights import BACK, OUT, Case, Step, case, nothing_more_is_taken, opened, told
from workspaces.models import Workspace

__all__ = ["case"]
pytestmark = pytest.mark.django_db(transaction=True)


# How Eve comes in: `above` is what the document stands in


def above(case: Case) -> Document:
    found = Document.objects.get(pk=case.document.pk).parent
    assert found is not None
    return Document.objects.get(pk=found.pk)


def fresh(case: Case) -> Document:
    return Document.objects.get(pk=case.document.pk)


def by_what_it_stands_in(case: Case) -> None:
    """Two floors above, so that the news has to go down."""
    top = make.document(case.alice, case.document.workspace, "En haut")
    middle = create_document(top, "Au milieu", by=case.alice)
    move_document(case.document, to=middle, by=case.alice)
    grant(top, case.rung, to=case.eve, by=case.alice)


def by_workspace(case: Case) -> None:
    grant(case.document.workspace, "change" if case.rung == "change" else "view", to=case.eve, by=case.alice)


def by_link(case: Case) -> None:
    share_by_link(case.document, reach="signed_in", link_role=case.rung, by=case.alice)


def by_password(case: Case) -> None:
    by_link(case)
    Document.objects.filter(pk=case.document.pk).update(link_password="secret")
    entry_model(Document).objects.create(content_object=case.document, user=case.eve)


def by_link_of_the_workspace(case: Case) -> None:
    role = "change" if case.rung == "change" else "view"
    share_by_link(case.document.workspace, reach="signed_in", link_role=role, by=case.alice)


def as_a_reader_of_a_group(case: Case) -> None:
    grant(case.document, "view", to=case.eve, by=case.alice)
    grant(case.document, "change", to=make.group(case.alice).group, by=case.alice)


# What happens


def elsewhere(case: Case) -> Any:
    return make.workspace(case.alice, "Ailleurs")


def change_the_link(case: Case, **fields: Any) -> None:
    """As the sharing page does it: the fields and the announcement in one act."""
    it = fresh(case)
    for name, value in fields.items():
        setattr(it, name, value)
    it.save()
    announce(it, None)


def top_of(case: Case) -> Document:
    found = above(case).parent
    assert found is not None
    return Document.objects.get(pk=found.pk)


CAUSES: dict[str, tuple[Step, Step, Any]] = {
    "the document moves to another workspace": (
        by_workspace,
        lambda c: move_document(fresh(c), to=elsewhere(c), by=c.alice),
        OUT,
    ),
    "the document moves to the top": (
        by_what_it_stands_in,
        lambda c: move_document(fresh(c), to=c.document.workspace, by=c.alice),
        OUT,
    ),
    "the document leaves a workspace whose link is open": (
        by_link_of_the_workspace,
        lambda c: move_document(fresh(c), to=elsewhere(c), by=c.alice),
        OUT,
    ),
    "what it stands in moves to another workspace": (
        by_what_it_stands_in,
        lambda c: move_document(above(c), to=elsewhere(c), by=c.alice),
        OUT,
    ),
    "the document is closed to what is above": (
        by_what_it_stands_in,
        lambda c: restrict(fresh(c), True, by=c.alice),
        OUT,
    ),
    "what it stands in is closed": (by_what_it_stands_in, lambda c: restrict(above(c), True, by=c.alice), OUT),
    "the grant on what it stands in is lowered": (
        by_what_it_stands_in,
        lambda c: grant(top_of(c), "view", to=c.eve, by=c.alice),
        "view",
    ),
    "the grant on what it stands in is taken away": (
        by_what_it_stands_in,
        lambda c: revoke(top_of(c), of=c.eve, by=c.alice),
        OUT,
    ),
    "what it stands in goes to the trash": (
        by_what_it_stands_in,
        lambda c: trash_document(top_of(c), by=c.alice),
        OUT,
    ),
    "the link gets a password": (
        by_link,
        lambda c: share_by_link(fresh(c), reach="signed_in", link_role=c.rung, password="un mot de passe", by=c.alice),
        OUT,
    ),
    "the link ends": (
        by_link,
        lambda c: change_the_link(c, link_until=timezone.now() - timedelta(seconds=1)),
        OUT,
    ),
    "the link that wanted a password is switched off": (
        by_password,
        lambda c: share_by_link(fresh(c), reach="restricted", link_role=None, by=c.alice),
        OUT,
    ),
    "the link of the workspace is switched off": (
        by_link_of_the_workspace,
        lambda c: share_by_link(c.document.workspace, reach="restricted", link_role=None, by=c.alice),
        OUT,
    ),
    "the person leaves by themselves": (by_password, lambda c: revoke(fresh(c), of=c.eve, by=c.eve), OUT),
}


@pytest.mark.parametrize("rung", ["change", pytest.param("view", marks=pytest.mark.slow)])
@pytest.mark.parametrize("cause", CAUSES)
async def test_it_reaches_the_open_socket(case: Case, cause: str, rung: str, record_property: Any) -> None:
    way, happens, expected = CAUSES[cause]
    if rung == expected:
        pytest.skip("there is nothing to lower")
    typist, key = await opened(case, way, rung)
    await sync_to_async(happens)(case)
    heard, seconds = await told(typist)
    record_property("seconds", round(seconds, 3))
    assert heard == expected
    await nothing_more_is_taken(case, typist, key, kept=True)


RAISED: dict[str, tuple[Step, Step]] = {
    "the person enters a group that may write": (
        as_a_reader_of_a_group,
        lambda c: add_group_member(PeopleGroup.objects.get(), c.eve, by=c.alice),
    ),
    "the workspace is opened to writing": (
        by_workspace,
        lambda c: grant(c.document.workspace, "change", to=c.eve, by=c.alice),
    ),
    "the document moves to where the person writes": (
        lambda c: grant(c.document, "view", to=c.eve, by=c.alice),
        lambda c: move_document(fresh(c), to=make.workspace(c.eve, "Chez Eve", reach="restricted"), by=_both(c)),
    ),
}


def _both(case: Case) -> User:
    """Alice, who writes at Eve's as well."""
    grant(Workspace.objects.get(name="Chez Eve"), "change", to=case.alice, by=case.eve)
    return case.alice


@pytest.mark.parametrize("cause", RAISED)
async def test_a_right_that_comes_reaches_it_too(case: Case, cause: str) -> None:
    """And is used at once."""
    way, happens = RAISED[cause]
    typist, _key = await opened(case, way, "view")
    await sync_to_async(happens)(case)
    heard, _seconds = await told(typist)
    assert heard in {"change", "manage"}
    await typist.write("Enfin")
    assert await typist.all_saved()
    await typist.close()


async def test_a_guest_leaves_with_the_link(document: Document, alice: User) -> None:
    """A40: told by the switch, not let in again, and back with the link."""
    share = sync_to_async(share_by_link)
    await share(document, reach="public", link_role="change", by=alice)
    gil = await sync_to_async(make.guest)("Gil")
    await sync_to_async(entry_model(Document).objects.create)(content_object=document, user=gil)
    cookie = await sync_to_async(cookie_of)(gil)
    guest = await Typist.open(document, cookie)
    await guest.write("Avant")
    assert await guest.all_saved()
    await share(document, reach="restricted", link_role=None, by=alice)
    assert (await told(guest))[0] == OUT
    assert (await Typist.open(document, cookie)).closed == OUT
    await share(document, reach="public", link_role="view", by=alice)
    again = await Typist.open(document, cookie)
    assert again.synced
    await again.write("Sans droit")
    assert await again.listen(until=lambda: again.refusals)
    await again.close()


@pytest.mark.parametrize(
    ("where", "rung"),
    [
        ("the document", "change"),
        ("the document", "view"),
        ("the workspace", "view"),
        pytest.param("what it stands in", "change", marks=pytest.mark.slow),
        pytest.param("the workspace", "change", marks=pytest.mark.slow),
    ],
)
async def test_a_link_that_ends_by_the_clock_reaches_them_too(
    case: Case, where: str, rung: str, record_property: Any
) -> None:
    """Nobody says so: the answer about rights says when it is to be asked again."""
    await sync_to_async(by_what_it_stands_in)(case)
    await sync_to_async(lambda: revoke(top_of(case), of=case.eve, by=case.alice))()
    places = {"the document": fresh, "what it stands in": top_of, "the workspace": lambda c: fresh(c).workspace}
    until = timezone.now() + timedelta(seconds=1.5)

    def by_the_link(case: Case) -> None:
        share_by_link(places[where](case), reach="signed_in", link_role=rung, until=until, by=case.alice)

    typist, key = await opened(case, by_the_link, rung)
    assert timezone.now() < until, "too slow to see it open"
    await asyncio.sleep((until - timezone.now()).total_seconds())
    heard, seconds = await told(typist)
    record_property("seconds", round(seconds, 3))
    assert heard == OUT
    await nothing_more_is_taken(case, typist, key, kept=True)


async def test_a_link_whose_end_is_put_off_stays_open(case: Case) -> None:
    """And one whose end is brought forward ends then."""
    soon, later = (timezone.now() + timedelta(seconds=seconds) for seconds in (1.0, 600))
    share = sync_to_async(share_by_link)
    link = {"reach": "signed_in", "link_role": "change", "by": case.alice}
    await share(case.document, **link, until=soon)
    typist = await Typist.open(case.document, await sync_to_async(cookie_of)(case.eve))
    await share(await sync_to_async(fresh)(case), **link, until=later)
    await typist.listen(seconds=1.3)
    assert (typist.closed, typist.synced) == (None, True)
    await share(await sync_to_async(fresh)(case), **link, until=timezone.now() + timedelta(seconds=0.2))
    assert (await told(typist))[0] == OUT


async def test_back_from_the_trash_it_opens_again(case: Case) -> None:
    typist, key = await opened(case, by_what_it_stands_in, "change")
    await sync_to_async(lambda: trash_document(top_of(case), by=case.alice))()
    assert (await told(typist))[0] == OUT
    await sync_to_async(lambda: restore_document(Document.objects.get(title="En haut"), by=case.alice))()
    again = await Typist.open(case.document, key)
    assert again.synced
    await again.close()
    assert BACK not in {typist.closed, again.closed}
