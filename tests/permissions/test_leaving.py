"""What an account leaves behind: what is theirs alone, what would be without a manager, and what is neither."""

import threading
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from guardian.shortcuts import assign_perm

from accounts.models import User
from documents.actions.documents import create_document
from documents.models import Document
from permissions.actions import grant, revoke, share_by_link
from permissions.leaving import leaves, left_by
from tests import make
from workspaces.models import Workspace


def alone(user: User) -> list[str]:
    return sorted(str(one) for one in left_by(user).alone)


def unmanaged(user: User) -> list[str]:
    return sorted(str(one) for one in left_by(user).unmanaged)


@pytest.fixture
def own(dan: User) -> Workspace:
    return make.workspace(dan, "À moi")


def test_what_nobody_else_can_open_is_alone(dan: User, own: Workspace) -> None:
    inner = make.document(dan, own, "Brouillon")
    create_document(inner, "Dessous", by=dan)
    assert alone(dan) == ["Brouillon", "Dessous", "À moi"]
    assert unmanaged(dan) == []


def test_one_reader_is_enough_to_need_a_manager(dan: User, eve: User, own: Workspace) -> None:
    shared = make.document(dan, own, "Partagé")
    make.document(dan, own, "Brouillon")
    grant(shared, "view", to=eve, by=dan)
    assert unmanaged(dan) == ["Partagé"]
    assert alone(dan) == ["Brouillon", "À moi"]


@pytest.mark.parametrize("reach", ["signed_in", "public"])
def test_a_link_is_enough_too(dan: User, own: Workspace, reach: str) -> None:
    share_by_link(make.document(dan, own, "Ouvert"), reach=reach, link_role=None, by=dan)
    assert unmanaged(dan) == ["Ouvert"]


def test_what_somebody_else_manages_is_neither(dan: User, eve: User, own: Workspace) -> None:
    make.document(dan, own, "Brouillon")
    grant(own, "manage", to=eve, by=dan)
    assert (alone(dan), unmanaged(dan)) == ([], [])


def test_a_manager_who_is_suspended_does_not_count(dan: User, eve: User, own: Workspace) -> None:
    grant(own, "manage", to=eve, by=dan)
    grant(own, "view", to=make.person("Gil Roy"), by=dan)
    User.objects.filter(pk=eve.pk).update(is_active=False)
    assert unmanaged(dan) == ["À moi"]


def test_a_group_in_which_somebody_is_counts(dan: User, eve: User, own: Workspace) -> None:
    group = Group.objects.create(name="Mairie")
    for rung in ("view", "contribute", "change", "manage"):
        assign_perm(own.permission(rung), group, own)
    assert alone(dan) == ["À moi"]
    eve.groups.add(group)
    assert (alone(dan), unmanaged(dan)) == ([], [])


def test_a_document_of_somebody_else_in_ones_workspace_is_theirs(dan: User, eve: User, own: Workspace) -> None:
    grant(own, "change", to=eve, by=dan)
    theirs = make.document(eve, own, "D’Eve")
    own.user_grants.filter(user=eve).delete()
    assert alone(dan) == ["À moi"]
    assert eve.has_perm("documents.manage_document", Document.objects.get(pk=theirs.pk))


def test_who_manages_nothing_leaves_nothing(bob: User, document: Document) -> None:
    assert (alone(bob), unmanaged(bob)) == ([], [])


def test_it_asks_a_few_questions_for_each(dan: User, own: Workspace, django_assert_max_num_queries: Any) -> None:
    for number in range(10):
        make.document(dan, own, f"Brouillon {number}")
    with django_assert_max_num_queries(12 * 6):
        left_by(dan)


@pytest.mark.django_db(transaction=True)
def test_of_two_managers_who_go_at_once_one_stays(alice: User, bob: User, document: Document) -> None:
    """Where the database has locks on rows: Alice closes her account, Bob leaves."""
    if not connection.features.has_select_for_update:
        pytest.skip("SQLite has one writer at a time")
    grant(document, "manage", to=bob, by=alice)
    refused: list[str | None] = []

    def leave() -> None:
        try:
            revoke(document, of=bob, by=bob)
        except ValidationError as refusal:
            refused.append(refusal.code)
        finally:
            connection.close()

    thread = threading.Thread(target=leave)
    with transaction.atomic():
        assert document not in leaves(alice)[0]
        thread.start()
        thread.join(timeout=1)
        User.objects.filter(pk=alice.pk).update(is_active=False)
    thread.join(timeout=10)
    assert refused == ["last_manager"]
