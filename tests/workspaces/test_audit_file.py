"""The audit trail as a table: for managers, safe to open, and recorded."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from accounts.actions import complete_profile
from accounts.models import User
from activity.chain import chain_of
from activity.models import Event
from activity.verifying import verify
from documents.actions.exporting import export
from documents.models import Document
from permissions.actions import grant, restrict
from tests import make
from workspaces.models import Workspace


def take(browser: Client, workspace: Workspace) -> Any:
    return browser.post(f"/espaces/{workspace.slug}/audit/fichier/")


def rows(answer: Any) -> list[list[str]]:
    text = answer.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def test_a_manager_takes_it_away(client_of: Any, alice: User, document: Document) -> None:
    answer = take(client_of(alice), document.workspace)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="audit-republique-numerique-2')
    assert answer.content.startswith("\ufeff".encode())
    head, *records = rows(answer)
    assert len(head) == len(records[0]) == 13
    assert [record[0] for record in records] == [str(number) for number in range(1, len(records) + 1)]
    assert {(record[3], record[4]) for record in records} == {("Alice Diop", "avec un compte")}
    assert "a donné à Bob Martin le rôle de rédacteur" in records[1][8]


def test_how_well_we_know_each_stands_beside_the_name(client_of: Any, alice: User, document: Document) -> None:
    """Nothing for the machine, which is nobody."""
    grant(document.workspace, "manage", to=make.person("Zoé Public", "public_servant"), by=alice)
    zoe = User.objects.get(email="zoé@example.org")
    complete_profile(zoe, name="Zoé Public", kind="public_servant", organisation="Ville de Lyon")
    make.organisation(zoe)
    grant(document, "view", to=make.guest("Gaël"), by=User.objects.get(pk=zoe.pk))
    export(document, "docx", by=None)
    records = rows(take(client_of(alice), document.workspace))[1:]
    assert {record[4] for record in records if record[3] == "Zoé Public"} == {"agent public vérifié"}
    assert {record[4] for record in records if not record[2]} == {""}


def test_times_are_iso_and_hashes_those_of_the_chain(client_of: Any, alice: User, document: Document) -> None:
    records = rows(take(client_of(alice), document.workspace))[1:]
    assert all(record[1].endswith("+00:00") and record[1][10] == "T" for record in records)
    assert records[-1][12] == verify(chain_of(document.workspace_id)).hash
    assert [record[11] for record in records[1:]] == [record[12] for record in records[:-1]]


def test_a_lower_rung_is_refused(client_of: Any, alice: User, dan: User, workspace: Workspace) -> None:
    grant(workspace, "change", to=dan, by=alice)
    assert take(client_of(dan), workspace).status_code == 403


def test_a_stranger_sees_nothing(client_of: Any, eve: User, workspace: Workspace) -> None:
    assert take(client_of(eve), workspace).status_code == 404
    assert take(Client(), workspace).status_code == 302


def test_only_by_post(client_of: Any, alice: User, workspace: Workspace) -> None:
    assert client_of(alice).get(f"/espaces/{workspace.slug}/audit/fichier/").status_code == 405
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(alice, backend="accounts.backend.SignInBackend")
    assert take(careful, workspace).status_code == 403


@pytest.mark.parametrize("title", ["=1+1", "+33 1", "-2", "@ici", '=HYPERLINK("http://x";"y")', "＝1"])
def test_no_title_is_a_formula(client_of: Any, alice: User, workspace: Workspace, title: str) -> None:
    """Names too: the person's is such a one."""
    User.objects.filter(pk=alice.pk).update(name=title)
    make.workspace(alice, title)
    made = make.document(alice, workspace, title)
    grant(made, "view", to=make.person(title.replace(" ", "") or "x"), by=alice)
    cells = [cell for record in rows(take(client_of(User.objects.get(pk=alice.pk)), workspace)) for cell in record]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "＝"))]
    assert f"'{title}" in cells


def test_what_is_closed_to_managers_is_not_in_it(
    client_of: Any, alice: User, bob: User, dan: User, workspace: Workspace
) -> None:
    grant(workspace, "change", to=bob, by=alice)
    closed = make.document(bob, workspace, "Note confidentielle")
    restrict(closed, True, by=bob)
    grant(closed, "view", to=dan, by=bob)
    text = take(client_of(alice), workspace).content.decode()
    assert "confidentielle" not in text
    assert str(closed.pk) not in text and f"user:{dan.pk}" not in text  # nor whom it was shared with


def test_it_is_recorded_and_in_the_file_itself(client_of: Any, alice: User, workspace: Workspace) -> None:
    answer = take(client_of(alice), workspace)
    event = Event.objects.get(verb="activity.exported")
    assert (event.actor, event.workspace) == (alice, workspace.pk)
    assert rows(answer)[-1][7] == "activity.exported"


@pytest.mark.parametrize("count", [1, 15])
def test_few_queries(
    client_of: Any, alice: User, workspace: Workspace, count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        grant(workspace, "view", to=make.person(f"P{number} Personne"), by=alice)
    browser = client_of(alice)
    with django_assert_max_num_queries(20):
        take(browser, workspace)
