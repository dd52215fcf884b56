"""Every test of the socket ends what runs behind it, before its database goes away."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio

from config.asgi import document_socket


@pytest_asyncio.fixture
async def rooms_end(transactional_db: None) -> AsyncIterator[None]:
    yield
    await document_socket.stop()


@pytest.fixture(autouse=True)
def rooms_end_with_their_test(request: pytest.FixtureRequest) -> Iterator[Any]:
    if request.node.get_closest_marker("asyncio"):
        request.getfixturevalue("rooms_end")
    yield
