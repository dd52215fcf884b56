"""What is logged tells numbers, never names, addresses, codes or words: of sign-in, sockets, refusals and failures."""

import logging
from collections.abc import Iterator
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client

from accounts.closing import close_account
from accounts.models import User
from accounts.personal_data import ANONYMISE
from accounts.suspension import suspend_account
from documents.models import Document
from tests import second_factors
from tests.accounts.test_sign_up import FORM, code_in
from tests.realtime.client import Typist, cookie_of
from tests.writing import write

PASSWORD = "quatre mots bien choisis"
TELLING = ("Alice", "Diop", "Bob", "Martin", "example.org", "Fanny", "Une phrase", "données publiques", PASSWORD)


@pytest.fixture(autouse=True)
def everything(caplog: Any) -> Iterator[Any]:
    """At the finest level, as somebody who looks for a fault may set it."""
    noisy = logging.getLogger(
        "django.db.backends"
    )  # what a database is told is no log of ours: it is off without DEBUG
    before, noisy.level = noisy.level, logging.WARNING
    with caplog.at_level(logging.DEBUG):
        yield caplog
    noisy.level = before


def told(caplog: Any) -> str:
    return "\n".join(f"{record.name} {record.getMessage()} {record.exc_text or ''}" for record in caplog.records)


def quiet_about_people(caplog: Any, *more: str) -> None:
    text = told(caplog)
    for word in [*TELLING, *more]:
        assert word not in text, [line for line in text.splitlines() if word in line]


def test_opening_an_account_and_signing_in(client: Client, alice: User, caplog: Any) -> None:
    client.post("/compte/signup/", FORM)
    code = code_in(mail.outbox[0])
    client.post("/compte/confirm-email/", {"code": "AAA-AAA"})
    browser = Client()
    asked = browser.post("/compte/login/", {"login": alice.email})
    browser.post(asked["Location"], {"code": "AAA-AAA"})
    browser.post(asked["Location"], {"code": code_in(mail.outbox[-1])})
    browser.post("/compte/login/password/", {"login": "alice@example.org", "password": PASSWORD})
    browser.post("/compte/login/password/", {"login": "nobody@example.org", "password": PASSWORD})
    quiet_about_people(caplog, code, code_in(mail.outbox[-1]))


def test_refusals_and_failures(
    client_of: Any, alice: User, eve: User, document: Document, caplog: Any, monkeypatch: Any
) -> None:
    stranger = client_of(eve)
    stranger.get(document.get_absolute_url())
    Client(enforce_csrf_checks=True).post("/langue/", {"language": "en"})
    browser = client_of(alice)
    browser.raise_request_exception = False

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr("documents.content.read", fail)
    assert browser.get(f"/documents/{document.pk}/lire/").status_code == 500
    assert "a fault" in told(caplog) or "Internal Server Error" in told(caplog)
    quiet_about_people(caplog)


def test_what_an_address_holds_of_a_person_or_a_secret(
    client: Client, client_of: Any, eve: User, document: Document, settings: Any, caplog: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"open_invitation": "1/m/ip"}
    for _ in range(2):
        client.get("/invitation/un-jeton-secret/")
    for path in ("grants/carol@example.org/", "grants/carol%40example.org/"):
        client_of(eve).delete(f"/api/v1/documents/{document.pk}/{path}")
    assert "/invitation/***/" in told(caplog)
    assert f"{document.pk}/grants/***/" in told(caplog)
    quiet_about_people(caplog, "un-jeton-secret", "carol")


def test_the_mail_about_an_error_tells_where_it_is_and_nothing_of_a_person(
    client_of: Any, alice: User, settings: Any, monkeypatch: Any
) -> None:
    settings.ADMINS = [("Exploitation", "exploitation@ailleurs.example")]
    browser = client_of(alice)
    browser.raise_request_exception = False

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr("accounts.views.complete_profile", fail)
    browser.post("/profil/", {"name": "Alice la Secrète", "kind": "citizen", "language": "fr"})
    [message] = mail.outbox
    assert "RuntimeError" in message.body and "/profil/" in message.subject
    for word in ("Alice", "Diop", "Secrète", str(browser.session.session_key)):
        assert word not in message.subject + str(message.body)


class Refusing(BaseEmailBackend):
    """A mail server that does not take the address, and says which."""

    def send_messages(self, messages: Any) -> int:
        raise SMTPRecipientsRefused({messages[0].to[0]: (550, b"unknown")})


def test_a_mail_that_does_not_leave(
    alice: User, settings: Any, caplog: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.EMAIL_BACKEND = "tests.config.test_logs.Refusing"
    for address in ("alice@example.org", "nobody@example.org"):  # or the answer would tell who has an account
        page = Client().post("/compte/login/", {"login": address})
        assert page.status_code == 503
        assert "Aucun courriel ne part" in page.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        suspend_account(alice, by=second_factors.administrator(), reason="Essai")
    assert "a mail did not leave: SMTPRecipientsRefused" in told(caplog)
    quiet_about_people(caplog)


@pytest.mark.django_db(transaction=True)
def test_closing_an_account_that_fails(bob: User, document: Document, caplog: Any, monkeypatch: Any) -> None:
    write(document, bob, "Une phrase de Bob.")

    def fail(user: User, how: str) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr("accounts.personal_data.erase", fail)
    close_account(bob, ANONYMISE, by=bob)
    assert f"account {bob.pk} is closed" in told(caplog)
    quiet_about_people(caplog)


@pytest.mark.asyncio
@pytest.mark.django_db(transaction=True)
async def test_sockets_that_write_and_are_refused(document: Document, bob: User, dan: User, caplog: Any) -> None:
    from config.asgi import document_socket

    his = await Typist.open(document, await sync_to_async(cookie_of)(bob))
    await his.write("Une phrase de Bob.")
    assert await his.all_saved()
    await his.send_update(b"\x01\x01\xff\xff")  # no update at all: refused, and noted
    await his.listen(until=lambda: bool(his.refusals) or his.closed is not None)
    reader = await Typist.open(document, await sync_to_async(cookie_of)(dan))
    await reader.write("Je ne peux pas.")
    await reader.listen(seconds=0.3)
    for typist in (his, reader):
        await typist.close()
    await document_socket.stop()
    assert f"of {bob.pk}:" in told(caplog)
    quiet_about_people(caplog, "Je ne peux pas")


def test_the_relay_between_processes_tells_numbers(bob: User, document: Document, monkeypatch: Any) -> None:
    """Presence itself never travels there: names are in memory, with the sockets, and in the frames sent to readers."""
    from realtime import relay

    sent: list[Any] = []
    monkeypatch.setattr(relay, "_tell", sent.append)
    relay.announce({document.room: 3})
    relay.recheck([document.room], str(bob.pk))
    relay.leave(str(bob.pk))
    assert [set(news) for news in sent] == [{"numbers"}, {"recheck", "user"}, {"left"}]
    assert "Bob" not in str(sent)
