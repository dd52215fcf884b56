"""One cast for every test: Alice manages, Bob edits, Carol comments, Dan reads, Eve is outside, and a visitor."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connections
from django.test import Client

from accounts.models import User
from documents.models import Document
from permissions.actions import grant
from tests import make
from tests.live.server import Server
from workspaces.models import Workspace

ROOT = Path(__file__).resolve().parent.parent

# Playwright's synchronous driver keeps an event loop in the thread; Django would refuse the ORM after it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Threads of realtime let go of their connection after each use: PostgreSQL drops no database that is in use."""
    connections.settings["default"]["CONN_MAX_AGE"] = 0


@pytest.fixture(autouse=True)
def kept_apart(settings: Any, tmp_path: Any) -> None:
    """Nothing a test uploads or mails outlives it."""
    settings.MEDIA_ROOT = tmp_path / "media"
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
def client_of() -> Callable[[User], Client]:
    """`client_of(alice)`: a browser in which she is signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="accounts.backend.SignInBackend")
        return client

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
