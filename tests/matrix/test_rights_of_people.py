"""Rights that change by what people and administrators do: each reaches open sockets in two seconds.

What documents and links bring is in `test_rights_of_trees.py`, rights that come in `test_rights_that_come.py`; grants,
groups and sessions are in `tests/realtime/test_rights.py`, with what is shared here.
"""

from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from accounts.acting import ActFor, act_for, stop_acting
from accounts.closing import close_account
from accounts.joining import affiliate_by_claim
from accounts.models import Organisation, User
from accounts.organisations import remove_member
from accounts.personal_data import ANONYMISE
from accounts.sessions import end_sessions, note
from accounts.suspension import reinstate_account, suspend_account
from documents.actions.archive import archive_document
from documents.models import Document
from permissions.actions import grant, revoke, share_by_link
from permissions.guests import enter, enter_as_guest
from permissions.taking_over import take_over
from permissions.transfer import hand_over
from tests import make, second_factors
from tests.realtime.client import Typist, cookie_of
from tests.realtime.test_rights import BACK, OUT, Case, Step, by_grant, case, nothing_more_is_taken, opened, told
from workspaces.deletion import delete_workspace

__all__ = ["archives_and_quick_passwords", "case"]
pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "tilleul 1789"
EMPLOYER, ANOTHER = "21690123100011", "21750001600019"  # SIRETs as ProConnect tells them


@pytest.fixture(autouse=True)
def archives_and_quick_passwords(settings: Any, tmp_path: Any) -> None:
    settings.ARCHIVE_DIR = tmp_path / "archives"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def fresh(case: Case) -> Document:
    return Document.objects.get(pk=case.document.pk)


def town() -> Organisation:
    return Organisation.objects.get(name="Ville de Lyon")


# How Eve comes in


def as_a_manager(case: Case) -> None:
    grant(case.document, "manage", to=case.eve, by=case.alice)


def as_a_reader(case: Case) -> None:
    grant(case.document, "view", to=case.eve, by=case.alice)


def by_organisation(case: Case) -> None:
    grant(case.document, case.rung, to=make.organisation(case.alice, eve="member").group, by=case.alice)


def by_employer(case: Case) -> None:
    """As ProConnect told it at sign-in."""
    found = affiliate_by_claim(case.eve, EMPLOYER)
    assert found is not None
    grant(case.document, case.rung, to=found.organisation.group, by=case.alice)


def by_password(case: Case) -> None:
    share_by_link(case.document, reach="signed_in", link_role=case.rung, password=PASSWORD, by=case.alice)
    enter(fresh(case), by=case.eve, password=PASSWORD)


# What happens


def another_password(case: Case) -> None:
    share_by_link(fresh(case), reach="signed_in", link_role=case.rung, password="un autre mot", by=case.alice)


def listed(browser: Client) -> None:
    """As signing in by a page does."""
    request: Any = browser.get("/").wsgi_request
    note(request)


def end_everywhere(case: Case) -> None:
    """As its owner does from a browser of theirs, on the security page."""
    other = Client()
    other.force_login(case.eve, backend="accounts.backend.SignInBackend")
    for browser in (case.browser, other):
        listed(browser)
    end_sessions(case.eve, but=other.session.session_key)


def leave_by_the_page(case: Case) -> None:
    case.browser.post(f"/documents/{case.document.pk}/quitter/")


CAUSES: dict[str, tuple[Step, Step, Any]] = {
    "the manager hands it over and leaves": (
        as_a_manager,
        lambda c: hand_over(fresh(c), to=c.alice, by=c.eve),
        OUT,
    ),
    "the manager hands it over and stays to read": (
        as_a_manager,
        lambda c: hand_over(fresh(c), to=c.alice, by=c.eve, role="view"),
        "view",
    ),
    "the person leaves the organisation": (
        by_organisation,
        lambda c: remove_member(town(), c.eve, by=c.eve),
        OUT,
    ),
    "the grant of the organisation is lowered": (
        by_organisation,
        lambda c: grant(fresh(c), "view", to=town().group, by=c.alice),
        "view",
    ),
    "the grant of the organisation is taken away": (
        by_organisation,
        lambda c: revoke(fresh(c), of=town().group, by=c.alice),
        OUT,
    ),
    "the employer told at sign-in is another one": (
        by_employer,
        lambda c: affiliate_by_claim(c.eve, ANOTHER),
        OUT,
    ),
    "the link has another password": (by_password, another_password, OUT),
    "the person leaves by the page": (by_grant, leave_by_the_page, OUT),
    "all other sessions are ended": (by_grant, end_everywhere, BACK),
    "the account is closed": (by_grant, lambda c: close_account(c.eve, ANONYMISE, by=c.eve), BACK),
    "an administrator deletes the document": (
        by_grant,
        lambda c: archive_document(c.document, by=second_factors.administrator()),
        OUT,
    ),
    "an administrator deletes the workspace": (
        by_grant,
        lambda c: delete_workspace(c.document.workspace, by=second_factors.administrator()),
        OUT,
    ),
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
    await nothing_more_is_taken(case, typist, key, kept="deletes" not in cause)


# Guests


def come_as_a_guest(case: Case) -> tuple[User, bytes]:
    share_by_link(case.document, reach="public", link_role="change", password=PASSWORD, by=case.alice)
    guest = enter_as_guest(fresh(case), "Zoé", password=PASSWORD)
    return guest, cookie_of(guest)


@pytest.mark.parametrize("by", ["the link", "a grant"])
async def test_a_guests_work_taken_over_ends_the_guest_and_raises_the_account(case: Case, by: str) -> None:
    """What the guest was given by hand passes to the account, as what the link gave."""
    guest, key = await sync_to_async(come_as_a_guest)(case)
    if by == "a grant":
        await sync_to_async(grant)(case.document, "change", to=guest, by=case.alice)
        await sync_to_async(share_by_link)(case.document, reach="restricted", link_role=None, by=case.alice)
    theirs = await Typist.open(case.document, key)
    assert theirs.synced
    hers, _key = await opened(case, as_a_reader, "view")
    await sync_to_async(take_over)(guest, by=case.eve)
    assert (await told(hers))[0] == "change"
    assert (await told(theirs))[0] == BACK
    again = await Typist.open(case.document, key)
    assert again.closed == OUT
    await hers.write("Je continue")
    assert await hers.all_saved()
    await hers.close()


async def test_a_link_kept_for_accounts_sends_guests_away(case: Case) -> None:
    _guest, key = await sync_to_async(come_as_a_guest)(case)
    guest = await Typist.open(case.document, key)
    assert guest.synced
    await sync_to_async(share_by_link)(case.document, reach="signed_in", link_role="change", by=case.alice)
    assert (await told(guest))[0] == OUT


async def test_a_manager_takes_a_guest_out(case: Case) -> None:
    guest, key = await sync_to_async(come_as_a_guest)(case)
    typist = await Typist.open(case.document, key)
    assert typist.synced
    await sync_to_async(revoke)(case.document, of=guest, by=case.alice)
    assert (await told(typist))[0] == OUT


# Administrators


def act(root: User, person: User) -> ActFor:
    return act_for(person, by=root, reason="Essai")


async def test_acting_for_somebody_and_its_end_reach_what_the_administrator_has_open(case: Case) -> None:
    """Elsewhere, as themselves: sent away, asked who they are, and let in again."""
    root = await sync_to_async(second_factors.administrator)()
    await sync_to_async(grant)(case.document, "change", to=root, by=case.alice)
    key = await sync_to_async(cookie_of)(root)
    elsewhere = await Typist.open(case.document, key)
    acting = await sync_to_async(act)(root, case.eve)
    assert (await told(elsewhere))[0] == BACK
    again = await Typist.open(case.document, key)
    assert again.synced
    await sync_to_async(stop_acting)(acting)
    assert (await told(again))[0] == BACK
    last = await Typist.open(case.document, key)
    assert last.synced
    await last.close()


async def test_a_suspended_account_that_is_opened_again_comes_back_by_a_new_session(case: Case) -> None:
    root = await sync_to_async(second_factors.administrator)()
    await sync_to_async(listed)(case.browser)
    typist, key = await opened(case, by_grant, "change")
    await sync_to_async(suspend_account)(case.eve, by=root, reason="Essai")
    assert (await told(typist))[0] == BACK
    await sync_to_async(case.eve.refresh_from_db)()
    await sync_to_async(reinstate_account)(case.eve, by=root, reason="Essai")
    assert (await Typist.open(case.document, key)).closed in {4401, OUT}
    again = await Typist.open(case.document, await sync_to_async(cookie_of)(case.eve))
    assert again.synced
    await again.close()
