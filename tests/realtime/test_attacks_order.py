"""While the log cannot be written, nobody sees a change and nobody is told that it is saved."""

from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError

from accounts.models import User
from documents.models import Document
from realtime import log
from tests.realtime.client import Typist, cookie_of

pytestmark = pytest.mark.django_db(transaction=True)


async def test_commit_then_broadcast_then_receipt(
    document: Document, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, typist = [await Typist.open(document, await sync_to_async(cookie_of)(one)) for one in (alice, bob)]
    assert await typist.all_saved()
    saved = typist.saved
    append = log.append

    def away(entries: Any) -> Any:
        raise OperationalError("away")

    monkeypatch.setattr(log, "append", away)
    await typist.write("Pas encore")
    assert not await reader.listen(until=lambda: "Pas encore" in reader.words, seconds=0.6)
    await typist.listen(seconds=0.2)
    assert typist.saved == saved
    monkeypatch.setattr(log, "append", append)
    assert await reader.listen(until=lambda: "Pas encore" in reader.words)
    assert await typist.all_saved()
    await reader.close()
    await typist.close()
