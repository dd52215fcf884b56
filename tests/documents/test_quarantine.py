"""A document in quarantine: read everywhere, written nowhere, told to everybody; administrators find two ways out."""

from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from documents.actions.documents import create_document
from documents.actions.trash import purge_document
from documents.content import plain, read_document
from documents.models import Document
from documents.page_config import page_config
from realtime import log, quarantine
from realtime.crashes import Mark
from realtime.models import Head, Quarantine, SetAside, Update
from tests import make, second_factors
from tests.realtime.test_crashes import POISON, poison
from tests.realtime.test_log import Author

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "Les données publiques sont ouvertes par défaut."


@pytest.fixture
def apart(document: Document, settings: Any) -> Document:
    """The document of the cast, in which somebody put what no process survives."""
    settings.ADMINS = [("", "ops@example.org")]
    poison(document.room)
    assert quarantine.accuse(Mark(document.room, b""))
    return document


def test_a_reading_page_survives_what_ends_a_process(document: Document, bob: User, client_of: Any) -> None:
    """Nobody has to die first: the row is large, so the gate looks at it before the engine does."""
    poison(document.room)
    page = client_of(bob).get(f"/documents/{document.pk}/lire/")
    assert page.status_code == 200
    assert TEXT in page.content.decode()
    assert Head.objects.get().quarantined_at is not None


def test_its_pages_show_the_last_sound_text_and_say_so(apart: Document, bob: User, client_of: Any) -> None:
    for address in ("", "lire/"):
        page = client_of(bob).get(f"/documents/{apart.pk}/{address}").content.decode()
        assert "peut être lu, pas modifié" in page.replace("\xa0", " ")
    assert TEXT in client_of(bob).get(f"/documents/{apart.pk}/lire/").content.decode()
    assert client_of(bob).get(reverse("document_word", args=[apart.pk])).status_code == 200
    assert plain(read_document(apart)) == TEXT
    assert page_config(apart, bob, shared_device=False)["mayWrite"] is False


def test_nothing_is_written_in_it(apart: Document, bob: User) -> None:
    for write in (
        lambda: log.append([log.Entry(apart.room, str(bob.pk), b"\0\0")]),
        lambda: log.submit(apart.room, str(bob.pk), Author().write("un")),
    ):
        with pytest.raises(log.Quarantined) as refusal:
            write()
        assert "lecture seule" in str(refusal.value)


def test_administrators_are_told_once(apart: Document) -> None:
    assert not quarantine.accuse(Mark(apart.room, b""))
    [message] = mail.outbox
    assert message.to == ["ops@example.org"]
    assert apart.room in message.subject
    assert "2: values nested too deep" in message.body


def test_others_are_not_touched(apart: Document, alice: User) -> None:
    other = make.document(alice, apart.workspace, "Voisin", "Rien à signaler.")
    assert plain(read_document(other)) == "Rien à signaler."
    assert log.submit(other.room, str(alice.pk), Author().write("un")) == 2


@pytest.fixture
def staff(alice: User) -> Client:
    alice.is_staff = alice.is_superuser = True
    alice.save()
    second_factors.give_application(alice)
    return second_factors.signed_in(alice)


def choose(staff: Client, apart: Document, action: str) -> str:
    address = reverse("admin:realtime_quarantine_changelist")
    assert apart.room in staff.get(address).content.decode()
    done = staff.post(address, {"action": action, "_selected_action": [apart.room]}, follow=True)
    return str(done.content.decode())


def test_it_can_be_tried_again_from_the_administration(apart: Document, staff: Client) -> None:
    epoch = Head.objects.get().epoch
    assert "1 document est de nouveau ouvert" in choose(staff, apart, "end")
    head = Head.objects.get()
    assert (head.quarantined_at, head.epoch != epoch, Update.objects.count()) == (None, True, 2)
    assert quarantine.load(apart.room).quarantined  # it fails again, and comes back


def test_the_rows_that_failed_can_be_set_aside(apart: Document, staff: Client, bob: User) -> None:
    log_before = Update.objects.get(number=1).content
    choose(staff, apart, "end_without_suspects")
    assert not quarantine.load(apart.room).quarantined
    assert plain(read_document(apart)) == TEXT
    kept = SetAside.objects.get()
    assert (kept.number, kept.author, bytes(kept.content), kept.reason) == (2, "9", POISON, "values nested too deep")
    assert bytes(Update.objects.get(number=1).content) == bytes(log_before)
    assert log.submit(apart.room, str(bob.pk), Author().write("trois")) == 3
    assert staff.get(reverse("admin:realtime_setaside_changelist")).status_code == 200


def test_what_is_in_quarantine_cannot_be_made_or_deleted_by_hand(apart: Document, staff: Client) -> None:
    assert staff.get(reverse("admin:realtime_quarantine_add")).status_code == 403
    assert staff.post(reverse("admin:realtime_quarantine_delete", args=[apart.room])).status_code == 403
    page = staff.get(reverse("admin:realtime_quarantine_change", args=[apart.room])).content.decode()
    assert "values nested too deep" in page


def test_who_is_no_administrator_ends_nothing(apart: Document, bob: User, client_of: Any) -> None:
    address = reverse("admin:realtime_quarantine_changelist")
    client_of(bob).post(address, {"action": "end", "_selected_action": [apart.room]})
    assert Quarantine.objects.count() == 1


def test_the_command_lists_and_ends(apart: Document) -> None:
    said = StringIO()
    call_command("quarantine", "list", stdout=said)
    assert apart.room in said.getvalue()
    call_command("quarantine", "end", apart.room, "--without-suspects")
    assert (Quarantine.objects.count(), SetAside.objects.count()) == (0, 1)
    with pytest.raises(CommandError):
        call_command("quarantine", "end", apart.room)


def test_a_document_that_is_purged_leaves_nothing_aside(apart: Document) -> None:
    quarantine.end(apart.room, without_suspects=True)
    purge_document(apart)
    assert not SetAside.objects.exists()


def test_an_import_of_many_words_is_looked_at_and_no_harm(document: Document, alice: User) -> None:
    book = make.tree(*[f"Paragraphe {number} " + "mot " * 40 for number in range(200)])
    made = create_document(document.workspace, "Livre", by=alice, tree=book)
    assert sum(map(len, log.load(made.room).parts())) > quarantine.WORTH_A_LOOK
    assert plain(read_document(made)).startswith("Paragraphe 0 mot")
    assert not log.is_quarantined(made.room)
