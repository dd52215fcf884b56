"""Several connections record at once, some of them give up: every chain is gapless, in order, and whole."""

import threading
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from activity.models import ChainHead, Event
from activity.record import record
from activity.verifying import verify, verify_all

pytestmark = pytest.mark.django_db(transaction=True)

# (verb, workspace, whether the transaction is given up)
STEP = st.tuples(
    st.sampled_from(["access.shared", "activity.exported", "workspace.changed"]),
    st.sampled_from([None, 1, 2]),
    st.booleans(),
)


class GivenUp(Exception):
    pass


def write(steps: list[tuple[str, int | None, bool]], failures: list[BaseException]) -> None:
    try:
        for verb, workspace, gives_up in steps:
            try:
                with transaction.atomic():
                    record(verb, by=None, workspace=workspace, title="é", numbers=[1, 2])
                    if gives_up:
                        raise GivenUp
            except GivenUp:
                pass
    except BaseException as failure:
        failures.append(failure)
    finally:
        connection.close()


@given(st.lists(st.lists(STEP, min_size=1, max_size=6), min_size=2, max_size=4))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_chains_are_gapless_whoever_writes(plans: list[list[tuple[str, int | None, bool]]]) -> None:
    Event.objects.all().delete()
    ChainHead.objects.all().delete()
    failures: list[BaseException] = []
    threads = [threading.Thread(target=write, args=(plan, failures)) for plan in plans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    kept = [step for plan in plans for step in plan if not step[2]]
    assert Event.objects.count() == len(kept)
    for chain, workspace in (("instance", None), ("workspace:1", 1), ("workspace:2", 2)):
        wanted = len([step for step in kept if step[1] == workspace and step[0] != "workspace.changed"])
        numbers = Event.objects.filter(chain=chain).order_by("pk").values_list("number", flat=True)
        assert list(numbers) == list(range(1, wanted + 1))
        assert verify(chain).whole or not wanted
    assert all(report.whole for report in verify_all())


def test_what_is_only_told_does_not_wait_for_a_chain(workspace: Any) -> None:
    """Where the database has locks on rows."""
    if not connection.features.has_select_for_update:
        pytest.skip("SQLite has one writer at a time")
    done: list[bool] = []

    def tell() -> None:
        record("workspace.changed", by=None, workspace=workspace.pk)
        record("access.shared", by=None, workspace=workspace.pk + 1)
        done.append(True)
        connection.close()

    with transaction.atomic():
        record("access.shared", by=None, workspace=workspace.pk)
        thread = threading.Thread(target=tell)
        thread.start()
        thread.join(timeout=5)
        assert done
