"""Random grants, moves, restrictions, links, suspensions: the product and a plain model never disagree."""

from collections.abc import Iterator

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.matrix.machine import Rights

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("matrix-machine")]

QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # links of these lives have passwords, slow ones otherwise
UNHURRIED = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@pytest.fixture(autouse=True)
def quick_passwords() -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=QUICK):
        yield


def test_a_few_lives_of_a_workspace() -> None:
    """The same ones each time, so that a change that breaks something is found by who makes it."""
    few = settings(max_examples=4, stateful_step_count=12, derandomize=True, database=None, **UNHURRIED)  # type: ignore[arg-type]
    run_state_machine_as_test(Rights, settings=few)


@pytest.mark.slow
def test_many_lives_of_a_workspace() -> None:
    """Others each time; `--hypothesis-profile=long` lives more of them."""
    many = settings.default.max_examples // 5 if settings.default else 20
    more = settings(max_examples=many, stateful_step_count=30, print_blob=True, **UNHURRIED)  # type: ignore[arg-type]
    run_state_machine_as_test(Rights, settings=more)
