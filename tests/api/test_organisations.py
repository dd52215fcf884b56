"""Organisations for programs."""

from typing import Any

import pytest

from accounts.models import Organisation
from tests import make


@pytest.fixture
def town(alice: Any, bob: Any) -> Organisation:
    make.address(alice, "alice@lyon.fr")
    return make.organisation(alice, bob="member")


@pytest.fixture
def path(town: Organisation) -> str:
    return f"/organisations/{town.pk}/"


def test_open_show_rename(caller: Any, alice: Any) -> None:
    call = caller(alice)
    made = call("POST", "/organisations/", {"name": "Les Ateliers"}).json()
    assert (made["role"], made["members"], made["verified"], made["public"], made["domains"]) == (
        "manager",
        1,
        False,
        False,
        [],
    )
    assert call("GET", f"/organisations/{made['id']}/").json() == made
    assert call("PATCH", f"/organisations/{made['id']}/", {"name": "Ateliers"}).json()["name"] == "Ateliers"
    assert [one["name"] for one in call("GET", "/organisations/").json()["items"]] == ["Ateliers"]


def test_members_and_domains(caller: Any, alice: Any, dan: Any, path: str, town: Organisation) -> None:
    call = caller(alice)
    assert call("POST", f"{path}domains/", {"domain": "lyon.fr"}).json()["domains"] == ["lyon.fr"]
    make.address(dan, "dan@lyon.fr")
    assert caller(dan)("GET", "/organisations/").json()["joinable"] == [{"id": town.pk, "name": "Ville de Lyon"}]
    assert caller(dan)("POST", f"{path}join/").json()["role"] == "member"
    told = call("PUT", f"{path}members/{dan.pk}/", {"role": "manager"}).json()
    assert (told["role"], told["grade"], told["organisation"]) == (
        "manager",
        "verified_public_servant",
        "Ville de Lyon",
    )
    assert call("DELETE", f"{path}domains/lyon.fr/").json()["domains"] == []
    assert call("DELETE", f"{path}members/{dan.pk}/").status_code == 204
    assert call("GET", f"{path}members/").json()["count"] == 2


def test_a_member_is_refused(caller: Any, bob: Any, alice: Any, path: str) -> None:
    for method, where, body in (
        ("PATCH", path, {"name": "Non"}),
        ("POST", f"{path}domains/", {"domain": "lyon.fr"}),
        ("DELETE", f"{path}domains/lyon.fr/", None),
        ("POST", f"{path}join/", None),
        ("PUT", f"{path}members/nobody@example.org/", {}),
        ("DELETE", f"{path}members/{alice.pk}/", None),
    ):
        assert caller(bob)(method, where, body).status_code == 403


def test_a_stranger_sees_nothing(caller: Any, eve: Any, alice: Any, path: str) -> None:
    for who, expected in ((eve, 404), (None, 401)):
        for method, where, body in (
            ("GET", path, None),
            ("PATCH", path, {"name": "Non"}),
            ("POST", f"{path}domains/", {"domain": "lyon.fr"}),
            ("DELETE", f"{path}domains/lyon.fr/", None),
            ("POST", f"{path}join/", None),
            ("GET", f"{path}members/", None),
            ("PUT", f"{path}members/eve@example.org/", {}),
            ("DELETE", f"{path}members/{alice.pk}/", None),
        ):
            assert caller(who)(method, where, body).status_code == expected


def test_bad_input_is_told(caller: Any, alice: Any, path: str) -> None:
    call = caller(alice)
    assert call("POST", "/organisations/", {"name": "ville de lyon"}).json()["code"] == "name_taken"
    assert call("PATCH", path, {"name": "Ministère"}).json()["code"] == "verified"
    assert call("POST", f"{path}domains/", {"domain": "gmail.com"}).json()["fields"].keys() == {"domain"}
    assert call("DELETE", f"{path}domains/lyon.fr/").status_code == 422
