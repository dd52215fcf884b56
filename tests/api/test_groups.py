"""Groups of people for programs."""

from typing import Any

import pytest

from accounts.models import PeopleGroup
from tests import make


@pytest.fixture
def path(alice: Any, bob: Any) -> str:
    return f"/groups/{make.group(alice, bob='member').pk}/"


def test_make_show_rename_delete(caller: Any, alice: Any) -> None:
    call = caller(alice)
    answer = call("POST", "/groups/", {"name": "Comité"})
    made = answer.json()
    assert answer.status_code == 201
    assert (made["name"], made["members"], made["role"], made["url"]) == (
        "Comité",
        1,
        "manager",
        f"/groupes/{made['id']}/",
    )
    assert call("GET", f"/groups/{made['id']}/").json() == made
    assert call("PATCH", f"/groups/{made['id']}/", {"name": "Relecture"}).json()["name"] == "Relecture"
    assert call("DELETE", f"/groups/{made['id']}/").status_code == 204
    assert call("GET", "/groups/").json() == {"items": [], "count": 0}


def test_members_are_added_by_address_and_taken_out_by_number(caller: Any, alice: Any, dan: Any, path: str) -> None:
    call = caller(alice)
    added = call("PUT", f"{path}members/DAN@example.org/", {}).json()
    assert {key: added[key] for key in ("id", "name", "kind", "grade", "role")} == {
        "id": dan.pk,
        "name": "Dan Leroy",
        "kind": "citizen",
        "grade": "registered",
        "role": "member",
    }
    assert call("PUT", f"{path}members/{dan.pk}/", {"role": "manager"}).json()["role"] == "manager"
    told = call("GET", f"{path}members/").json()
    assert ([one["name"] for one in told["items"]], told["count"]) == (["Alice Diop", "Dan Leroy", "Bob Martin"], 3)
    assert "@" not in str(told)
    assert call("DELETE", f"{path}members/{dan.pk}/").status_code == 204
    assert call("GET", path).json()["members"] == 2


def test_a_member_is_refused_and_leaves(caller: Any, bob: Any, alice: Any, path: str) -> None:
    call = caller(bob)
    assert call("GET", f"{path}members/").status_code == 200
    for method, where, body in (
        ("PATCH", path, {"name": "Non"}),
        ("DELETE", path, None),
        ("PUT", f"{path}members/nobody@example.org/", {}),
        ("PUT", f"{path}members/bob@example.org/", {"role": "manager"}),
        ("DELETE", f"{path}members/{alice.pk}/", None),
        ("DELETE", f"{path}members/nobody@example.org/", None),
    ):
        assert call(method, where, body).status_code == 403
    assert call("DELETE", f"{path}members/{bob.pk}/").status_code == 204
    assert call("GET", path).status_code == 404


def test_a_stranger_sees_nothing(caller: Any, eve: Any, alice: Any, path: str) -> None:
    for who, expected in ((eve, 404), (None, 401)):
        for method, where, body in (
            ("GET", path, None),
            ("PATCH", path, {"name": "Non"}),
            ("DELETE", path, None),
            ("GET", f"{path}members/", None),
            ("PUT", f"{path}members/eve@example.org/", {}),
            ("DELETE", f"{path}members/{alice.pk}/", None),
        ):
            assert caller(who)(method, where, body).status_code == expected
    assert caller(eve)("GET", "/groups/").json()["count"] == 0


def test_taking_out_names_nobody_who_is_not_in_it(caller: Any, alice: Any, eve: Any, path: str) -> None:
    keys = ("eve@example.org", "nobody@example.org", str(eve.pk))
    answers = [caller(alice)("DELETE", f"{path}members/{key}/") for key in keys]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert caller(alice)("DELETE", f"{path}members/BOB@example.org/").status_code == 204


def test_the_last_manager_stays(caller: Any, alice: Any, path: str) -> None:
    answer = caller(alice)("DELETE", f"{path}members/{alice.pk}/")
    assert (answer.status_code, answer.json()["code"]) == (422, "last_manager")


def test_bad_input_is_told(caller: Any, alice: Any, eve: Any, path: str) -> None:
    call = caller(alice)
    for body in ({"name": ""}, {"nom": "x"}, [], {"name": "x" * 201}):
        assert call("POST", "/groups/", body).status_code == 422
    assert call("PUT", f"{path}members/dan@example.org/", {"role": "king"}).status_code == 422
    assert call("PUT", f"{path}members/rien/", {}).json()["code"] == "person_unknown"
    for unknown in ("nobody@example.org", str(eve.pk), "9" * 30):
        assert call("PUT", f"{path}members/{unknown}/", {}).status_code == 404
    assert PeopleGroup.objects.count() == 1


def test_addresses_are_not_tried_one_after_the_other(caller: Any, alice: Any, path: str, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"add_member": "2/h/user"}
    answers = [caller(alice)("PUT", f"{path}members/nobody{number}@example.org/", {}) for number in range(3)]
    assert [answer.status_code for answer in answers] == [404, 404, 429]
    assert answers[2].json()["detail"].startswith("Trop de personnes")
