"""Signing in many times in a second is what tests do: allauth's rate limits are off here, and only here."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def no_rate_limits(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
