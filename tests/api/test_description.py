"""The description of the API (OpenAPI) says what each endpoint takes, answers and refuses."""

from typing import Any

import pytest

from api.urls import api

WITHOUT_BODY = (
    "/restore/",
    "/returns/{brought}/proposals/",
    "/join/",
    "/resend/",
    "/withdrawal/",
    "/read/",
    "/resolved/",
    "/{sign}/",
    "/shown/",
)
WITHOUT_QUESTION = ("/api/v1/notices/read/", "/api/v1/notices/preferences/", "/api/v1/notices/{pk}/read/")
SAYING_NOTHING = ("/api/v1/notices/{pk}/read/", "/api/v1/documents/{pk}/history/")
ENDPOINTS = [
    (method, path, told)
    for path, methods in api.get_openapi_schema()["paths"].items()
    for method, told in methods.items()
]


@pytest.mark.parametrize(("method", "path", "told"), ENDPOINTS, ids=lambda part: part if isinstance(part, str) else "")
def test_every_endpoint_is_described(method: str, path: str, told: dict[str, Any]) -> None:
    [success] = [answer for status, answer in told["responses"].items() if int(status) < 300]
    assert "content" in success or method == "delete" or path in SAYING_NOTHING
    refusals = {status: answer for status, answer in told["responses"].items() if int(status) >= 400}
    says_what_is_there = "{" in path and (method, path.split("/")[-2]) != ("post", "access-requests")
    asks_nothing = path in WITHOUT_QUESTION and method in {"get", "put"} and "requestBody" not in told
    assert {401} | (set() if asks_nothing else {422}) | ({404} if says_what_is_there else set()) <= set(refusals)
    for answer in refusals.values():
        assert answer["content"]["application/json"]["schema"]["$ref"].endswith("/Refusal")
    assert ("requestBody" in told) is (method in {"post", "put", "patch"} and not path.endswith(WITHOUT_BODY))


def test_the_description_and_its_page_are_served(client: Any, db: Any) -> None:
    assert client.get("/api/v1/openapi.json").json()["info"]["title"] == "Tablée"
    assert client.get("/api/v1/docs").status_code == 200
