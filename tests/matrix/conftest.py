"""The world of the matrix, made once for a module; what a cell does is undone."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings

from tests.matrix.world import World

Undone = Callable[[], AbstractContextManager[None]]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[World]:
    """Committed, so that sockets see it from their threads; the tables are emptied after the module."""
    folder = tmp_path_factory.mktemp("matrix")
    kept_apart = override_settings(
        MEDIA_ROOT=folder / "media",
        ARCHIVE_DIR=folder / "archive",
        EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
    )
    with django_db_blocker.unblock(), kept_apart:
        assert "test" in Path(str(connection.settings_dict["NAME"])).name, "the tables are emptied at the end"
        call_command("flush", verbosity=0, interactive=False)  # a run that was killed leaves rows to `--reuse-db`
        try:
            yield World()
        finally:
            cache.clear()
            call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(autouse=True)
def kept_apart(request: pytest.FixtureRequest) -> None:
    """As everywhere, but by `world` where there is one: what is made for a module outlives a test."""
    if "world" not in request.fixturenames:
        settings = request.getfixturevalue("settings")
        settings.MEDIA_ROOT = request.getfixturevalue("tmp_path") / "media"
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def undone() -> Undone:
    @contextmanager
    def rolled_back() -> Iterator[None]:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return rolled_back
