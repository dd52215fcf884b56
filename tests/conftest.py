"""One cast for every test: Alice manages, Bob edits, Carol comments, Dan reads, Eve is outside, and a visitor."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connections, transaction
from django.test import Client
from hypothesis import settings as hypothesis_settings

from accounts.models import User
from documents.models import Document
from permissions.actions import grant
from tests import make, second_factors, sessions
from tests.live.server import Server
from workspaces.models import Workspace

ROOT = Path(__file__).resolve().parent.parent

# Playwright's synchronous driver keeps an event loop in the thread; Django would refuse the ORM after it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

hypothesis_settings.register_profile("long", max_examples=1000, deadline=None)  # pytest --hypothesis-profile=long


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Threads of realtime let go of their connection after each use: PostgreSQL drops no database that is in use."""
    connections.settings["default"]["CONN_MAX_AGE"] = 0


@pytest.fixture(autouse=True)
def kept_apart(settings: Any, tmp_path: Any) -> None:
    """Nothing a test uploads, mails or counts outlives it."""
    cache.clear()
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ARCHIVE_DIR = tmp_path / "archives"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def alice(db: Any) -> User:
    return make.person("Alice Diop", "public_servant", "Ministère du Numérique")


@pytest.fixture
def bob(db: Any) -> User:
    return make.person("Bob Martin", "entrepreneur", "Données Ouvertes SARL")


@pytest.fixture
def carol(db: Any) -> User:
    return make.person("Carol Petit", "association", "Les Communs")


@pytest.fixture
def dan(db: Any) -> User:
    return make.person("Dan Leroy", "citizen")


@pytest.fixture
def eve(db: Any) -> User:
    return make.person("Eve Noir", "researcher")


@pytest.fixture
def visitor() -> AnonymousUser:
    return AnonymousUser()


@pytest.fixture
def workspace(alice: User) -> Workspace:
    """Alice's, restricted: the others hold rights on the document alone."""
    return make.workspace(alice)


@pytest.fixture
def document(alice: User, bob: User, carol: User, dan: User, workspace: Workspace) -> Document:
    """Alice manages, Bob edits, Carol comments, Dan reads."""
    made = make.document(alice, workspace, text="Les données publiques sont ouvertes par défaut.")
    grant(made, "change", to=bob, by=alice)
    grant(made, "comment", to=carol, by=alice)
    grant(made, "view", to=dan, by=alice)
    return made


@pytest.fixture
def mails_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters about access leave at once instead of after the commit, which no test in a transaction reaches."""
    waiting = transaction.on_commit

    def on_commit(act: Any, *args: Any, **kwargs: Any) -> None:
        letter = getattr(getattr(act, "func", None), "__module__", "") == "permissions.letters"
        act() if letter else waiting(act, *args, **kwargs)

    monkeypatch.setattr(transaction, "on_commit", on_commit)


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """`client_of(alice)`: a browser in which she is signed in; who looks after the site has shown a second factor."""

    def sign_in(user: User) -> Client:
        if user.is_staff:
            second_factors.give_application(user)
            return second_factors.signed_in(user)
        return sessions.browser_of(user)

    return sign_in


@pytest.fixture(scope="session")
def node() -> str:
    """The Node that the front end is built with, with its packages installed."""
    found = shutil.which("node")
    if found is None or not (ROOT / "frontend" / "node_modules").exists():
        pytest.skip("Node or frontend/node_modules is absent: bin/test installs both")
    return found


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if not (ROOT / "frontend" / "dist" / "manifest.json").exists():
        pytest.skip("the front end is not built: bin/test builds it")
    made = Server(tmp_path_factory.mktemp("server"))
    made.start()
    yield made
    made.kill()
