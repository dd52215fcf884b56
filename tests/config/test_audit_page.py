"""The trail of the instance: for administrators, with the ends of all chains and no word of what happened in workspaces."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from activity.chain import INSTANCE
from activity.models import Event
from activity.record import record
from documents.models import Document
from tests.activity.tampering import change

PAGE, FILE = "/administration/audit/", "/administration/audit/fichier/"


@pytest.fixture
def chief(eve: User) -> User:
    User.objects.filter(pk=eve.pk).update(is_staff=True, is_superuser=True)
    return User.objects.get(pk=eve.pk)


def test_an_administrator_reads_it(client_of: Any, chief: User, document: Document) -> None:
    record("activity.exported", by=chief)
    answer = client_of(chief).get(PAGE)
    assert [line.event.verb for line in answer.context["lines"]] == ["activity.exported"]
    assert answer.context["state"]["whole"]
    [chain] = answer.context["chains"]
    assert (chain.name, chain.number) == (document.workspace.name, 4)
    assert document.title not in answer.content.decode()


def test_a_broken_chain_is_told(client_of: Any, chief: User) -> None:
    record("activity.exported", by=chief)
    change(1, "actor_key", None, INSTANCE)
    assert "Le journal est rompu" in client_of(chief).get(PAGE).content.decode()


def test_whoever_only_opens_the_administration_finds_nothing(client_of: Any, eve: User) -> None:
    User.objects.filter(pk=eve.pk).update(is_staff=True)
    helper = User.objects.get(pk=eve.pk)
    assert [client_of(helper).get(PAGE).status_code, client_of(helper).post(FILE).status_code] == [404, 404]


def test_a_stranger_sees_nothing(client_of: Any, alice: User) -> None:
    assert [client_of(alice).get(PAGE).status_code, client_of(alice).post(FILE).status_code] == [404, 404]
    assert [Client().get(PAGE).status_code, Client().post(FILE).status_code] == [302, 302]


def test_the_file_only_by_post(client_of: Any, chief: User) -> None:
    assert client_of(chief).get(FILE).status_code == 405


def test_taking_it_away_is_recorded(client_of: Any, chief: User) -> None:
    answer = client_of(chief).post(FILE)
    text = io.StringIO(answer.content.decode("utf-8-sig"), newline="")
    [_head, told] = list(csv.reader(text, delimiter=";"))
    event = Event.objects.get(verb="activity.exported")
    assert (told[0], told[7], event.actor, event.workspace) == ("1", "activity.exported", chief, None)
