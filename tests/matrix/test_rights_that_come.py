"""Rights that come: whoever reads with an open socket writes in it, by whatever the right came, within two seconds."""

import pytest
from asgiref.sync import sync_to_async

from accounts.joining import affiliate_by_claim, join_organisation, list_domain
from accounts.models import Organisation
from accounts.organisations import add_member, name_first_manager
from permissions.actions import grant, restrict, revoke, share_by_link
from permissions.guests import enter
from permissions.invitations import accept_invitation, invite
from permissions.models_asked import Invitation
from permissions.requests import accept_request, request_access
from permissions.transfer import hand_over
from tests import make
from tests.matrix.test_rights_of_people import (
    ANOTHER,
    EMPLOYER,
    PASSWORD,
    archives_and_quick_passwords,
    as_a_reader,
    by_employer,
    by_organisation,
    fresh,
    town,
)
from tests.realtime.test_rights import Case, Step, case, opened, told

__all__ = ["archives_and_quick_passwords", "case"]
pytestmark = pytest.mark.django_db(transaction=True)


def accept_an_invitation(case: Case) -> None:
    make.address(case.eve, "eve@ailleurs.example")
    made = invite(fresh(case), "eve@ailleurs.example", "change", by=case.alice)
    assert isinstance(made, Invitation)
    accept_invitation(made, by=case.eve)


def have_a_request_accepted(case: Case) -> None:
    asked = request_access(fresh(case), "change", by=case.eve)
    assert asked is not None
    accept_request(asked, "change", by=case.alice)


def enter_by_the_password(case: Case) -> None:
    share_by_link(fresh(case), reach="signed_in", link_role="change", password=PASSWORD, by=case.alice)
    enter(fresh(case), by=case.eve, password=PASSWORD)


def for_an_organisation(case: Case) -> Organisation:
    as_a_reader(case)
    made = make.organisation(case.alice)
    grant(case.document, "change", to=made.group, by=case.alice)
    return made


def for_an_organisation_of_the_domain(case: Case) -> None:
    lyon = for_an_organisation(case)
    for person in (case.alice, case.eve):
        make.address(person, f"{person.initials}@lyon.fr")
    list_domain(lyon, "lyon.fr", by=case.alice)


def for_an_organisation_without_a_manager(case: Case) -> None:
    for_an_organisation(case).memberships.all().delete()


def for_a_claim(case: Case) -> None:
    by_employer(case)
    revoke(case.document, of=Organisation.objects.get(siret=EMPLOYER).group, by=case.alice)
    as_a_reader(case)
    colleague = affiliate_by_claim(make.person("Fanny Roy"), ANOTHER)
    assert colleague is not None
    grant(case.document, "change", to=colleague.organisation.group, by=case.alice)


def closed_to_its_workspace(case: Case) -> None:
    grant(case.document.workspace, "change", to=case.eve, by=case.alice)
    restrict(case.document, True, by=case.alice)
    as_a_reader(case)


RAISED: dict[str, tuple[Step, Step]] = {
    "an invitation is accepted": (as_a_reader, accept_an_invitation),
    "a request is accepted": (as_a_reader, have_a_request_accepted),
    "an address with an account is invited": (
        as_a_reader,
        lambda c: invite(fresh(c), str(c.eve.email), "change", by=c.alice),
    ),
    "the person gives the password of the link": (as_a_reader, enter_by_the_password),
    "the link is opened to writing": (
        as_a_reader,
        lambda c: share_by_link(fresh(c), reach="signed_in", link_role="change", by=c.alice),
    ),
    "the document is opened to its workspace": (
        closed_to_its_workspace,
        lambda c: restrict(fresh(c), False, by=c.alice),
    ),
    "the group of the organisation is given more": (
        by_organisation,
        lambda c: grant(fresh(c), "change", to=town().group, by=c.alice),
    ),
    "a manager of the organisation adds the person": (
        for_an_organisation,
        lambda c: add_member(town(), c.eve, by=c.alice),
    ),
    "the person joins the organisation by an address": (
        for_an_organisation_of_the_domain,
        lambda c: join_organisation(town(), by=c.eve),
    ),
    "an administrator names the person first manager": (
        for_an_organisation_without_a_manager,
        lambda c: name_first_manager(town(), c.eve, by=make.administrator()),
    ),
    "sign-in tells of the employer": (
        for_a_claim,
        lambda c: affiliate_by_claim(c.eve, ANOTHER),
    ),
    "another manager hands the document over": (
        as_a_reader,
        lambda c: hand_over(fresh(c), to=c.eve, by=c.alice, role="view"),
    ),
}


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
