"""Names are told at reading: what an event keeps is a number, which outlives the name."""

from typing import Any

import pytest
from django.contrib.auth.models import Group

from accounts.closing import close_account
from accounts.models import Organisation, User
from accounts.names import key_of, names_of
from accounts.personal_data import ANONYMISE


def test_people_and_organisations_by_the_name_they_have_today(alice: User) -> None:
    organisation = Organisation.objects.get(name="Ministère du Numérique")
    keys = [key_of(alice), key_of(organisation)]
    assert keys == [f"user:{alice.pk}", f"organisation:{organisation.pk}"]
    User.objects.filter(pk=alice.pk).update(name="Alice D.")
    assert list(names_of(keys).values()).count("Alice D.") == 1
    assert names_of(keys)[keys[1]] == "Ministère du Numérique"


def test_who_left_and_what_is_gone_have_a_name_too(dan: User) -> None:
    group = Group.objects.create(name="Mairie")
    keys = [key_of(dan), key_of(group), "user:999999"]
    close_account(dan, ANONYMISE, by=dan)
    group.delete()
    found = names_of(keys)
    assert found[keys[0]] == found["user:999999"] == "Personne partie"
    assert found[keys[1]].startswith("un groupe")


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ["", "user:", "user:x", "planet:3", "Bob Martin", "user:1:2", "user:-1"])
def test_what_is_no_key_has_no_name(odd: str) -> None:
    assert names_of([odd]) == {}


def test_one_question_for_each_kind(alice: User, bob: User, dan: User, django_assert_num_queries: Any) -> None:
    keys = [key_of(one) for one in (alice, bob, dan)] * 5
    with django_assert_num_queries(1):
        names_of(keys)
