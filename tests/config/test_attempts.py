"""Attempts are counted while Redis is there, and while it is not."""

import os
from typing import Any

import pytest
from django.core.cache import caches
from django.test import override_settings


def attempts(url: str) -> Any:
    soon = {"socket_connect_timeout": 1, "socket_timeout": 1}
    kept = {"default": {"BACKEND": "config.attempts.Attempts", "LOCATION": url, "OPTIONS": soon}}
    with override_settings(CACHES=kept):
        return caches.create_connection("default")


def count(cache: Any) -> list[Any]:
    cache.delete("essai")
    said = [cache.add("essai", [1], timeout=60), cache.add("essai", [2], timeout=60), cache.get("essai", [])]
    cache.set("essai", [1, 2], 60)
    return [*said, cache.get("essai"), cache.delete("essai"), cache.get("essai", [])]


EXPECTED = [True, False, [1], [1, 2], True, []]


def test_where_redis_answers() -> None:
    url = os.environ.get("TEST_REDIS")
    if not url:
        pytest.skip("TEST_REDIS names no Redis")
    assert count(attempts(url)) == EXPECTED


def test_where_it_is_away_they_are_counted_here(caplog: pytest.LogCaptureFixture) -> None:
    assert count(attempts("redis://127.0.0.1:1/0")) == EXPECTED
    assert "Redis does not answer" in caplog.text
