"""Callers of the API: `caller(alice)` speaks JSON with her key; `caller(None)` has none."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.tokens import issue_token


class Caller:
    def __init__(self, key: str | None) -> None:
        self.client = Client(headers={"Authorization": f"Bearer {key}"} if key else {})

    def __call__(self, method: str, path: str, body: Any = None) -> Any:
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        return self.client.generic(method, f"/api/v1{path}", data, content_type=kind)


@pytest.fixture
def caller(db: Any) -> Callable[[Any], Caller]:
    return lambda user: Caller(issue_token(user, "test") if user is not None else None)
