"""allauth's rate limits are off here, and only here, since tests sign in many times in a second; what has members."""

from typing import Any

import pytest

from accounts.models import User
from tests.accounts.bodies import KINDS, Kind


@pytest.fixture(autouse=True)
def no_rate_limits(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture(params=KINDS)
def kind(request: Any) -> Kind:
    """Organisations, then groups."""
    return KINDS[request.param]


@pytest.fixture
def body(kind: Kind, alice: User, bob: User, carol: User) -> Any:
    """Alice manages, Bob and Carol are members."""
    return kind.make(alice, bob="member", carol="member")
