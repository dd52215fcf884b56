"""The description of the API (OpenAPI) says what each endpoint takes, answers and refuses."""

from typing import Any

import pytest

from api.urls import api

ENDPOINTS = [
    (method, path, told)
    for path, methods in api.get_openapi_schema()["paths"].items()
    for method, told in methods.items()
]


@pytest.mark.parametrize(("method", "path", "told"), ENDPOINTS, ids=lambda part: part if isinstance(part, str) else "")
def test_every_endpoint_is_described(method: str, path: str, told: dict[str, Any]) -> None:
    [success] = [answer for status, answer in told["responses"].items() if int(status) < 300]
    assert "content" in success or method == "delete"
    refusals = {status: answer for status, answer in told["responses"].items() if int(status) >= 400}
    assert {401, 422} | ({404} if "{" in path else set()) <= set(refusals)
    for answer in refusals.values():
        assert answer["content"]["application/json"]["schema"]["$ref"].endswith("/Refusal")
    assert ("requestBody" in told) is (method in {"post", "put", "patch"} and not path.endswith("/restore/"))


def test_the_description_and_its_page_are_served(client: Any, db: Any) -> None:
    assert client.get("/api/v1/openapi.json").json()["info"]["title"] == "Tablée"
    assert client.get("/api/v1/docs").status_code == 200
