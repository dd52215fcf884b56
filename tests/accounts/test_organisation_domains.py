"""The e-mail domains that let one join an organisation: listed by its managers, each where they have an address."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.domains import domain_of, tidy
from accounts.joining import list_domain, unlist_domain
from accounts.models import Organisation, User
from activity.models import Event
from tests import make


@pytest.fixture
def town(alice: User, bob: User) -> Organisation:
    make.address(alice, "Alice@LYON.fr")
    make.address(bob, "bob@lyon.fr")
    return make.organisation(alice, bob="member")


def listed(town: Organisation) -> list[str]:
    return [domain.name for domain in town.domains.all()]


@pytest.mark.parametrize("typed", ["lyon.fr", " @Lyon.FR "])
def test_a_manager_lists_and_unlists_one(town: Organisation, alice: User, typed: str) -> None:
    list_domain(town, typed, by=alice)
    assert listed(town) == ["lyon.fr"]
    unlist_domain(town, "lyon.fr", by=alice)
    assert listed(town) == []


def test_a_member_and_a_stranger_cannot(town: Organisation, alice: User, bob: User, eve: User) -> None:
    list_domain(town, "lyon.fr", by=alice)
    for person in (bob, eve, make.administrator("Ada Admin")):
        with pytest.raises(PermissionDenied):
            list_domain(town, "lyon.fr", by=person)
        with pytest.raises(PermissionDenied):
            unlist_domain(town, "lyon.fr", by=person)


def test_nobody_lists_the_domain_of_others(town: Organisation, alice: User) -> None:
    make.address(alice, "alice@interieur.gouv.fr", verified=False)
    for foreign in ("interieur.gouv.fr", "sub.lyon.fr", "fr"):
        with pytest.raises(ValidationError) as refusal:
            list_domain(town, foreign, by=alice)
        assert "domain" in refusal.value.message_dict
    assert listed(town) == []


def test_twice_or_not_there_is_told(town: Organisation, alice: User) -> None:
    with pytest.raises(ValidationError, match="pas inscrit"):
        unlist_domain(town, "lyon.fr", by=alice)
    list_domain(town, "lyon.fr", by=alice)
    with pytest.raises(ValidationError, match="déjà inscrit"):
        list_domain(town, "lyon.fr", by=alice)


@pytest.mark.parametrize("text", ["", "@", "lyon", "alice@lyon.fr", "lyon.fr/", "*.fr", "lyоn.fr", "x" * 300, "-.fr"])
def test_what_is_no_domain_is_told(text: str) -> None:
    with pytest.raises(ValidationError):
        tidy(text)


@pytest.mark.parametrize("text", ["gmail.com", "Orange.fr", "yopmail.com"])
def test_where_everybody_gets_an_address_none_is_listed(town: Organisation, alice: User, text: str) -> None:
    make.address(alice, f"alice@{text}")
    with pytest.raises(ValidationError, match="Tout le monde"):
        list_domain(town, text, by=alice)


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("a@Lyon.FR", "lyon.fr"),
        ("a@b@lyon.fr", "lyon.fr"),
        ("a@lyon.fr.evil.example", "lyon.fr.evil.example"),
        ("a@\u212aoln.de", ""),  # the Kelvin sign, whose small letter is k
        ("a@lyоn.fr", ""),  # a Cyrillic o
        ("", ""),
    ],
)
def test_look_alikes_match_nothing(address: str, domain: str) -> None:
    assert domain_of(address) == domain


def test_it_is_recorded(town: Organisation, alice: User) -> None:
    list_domain(town, "lyon.fr", by=alice)
    unlist_domain(town, "lyon.fr", by=alice)
    said = [
        event.data for event in Event.objects.filter(verb="organisation.domains_changed", actor=alice).order_by("pk")
    ]
    assert [(one.get("listed"), one.get("unlisted")) for one in said] == [("lyon.fr", None), (None, "lyon.fr")]


def test_no_open_domain_is_written_twice_or_badly(db: Any) -> None:
    from accounts.domains import OPEN_TO_ALL, _well_formed

    for domain in OPEN_TO_ALL:
        _well_formed(domain)
        assert domain == domain.lower()
