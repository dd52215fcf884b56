"""A name is taken out of one document, in all of it: by its person, or by who manages it at a written request."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone, translation
from pycrdt import XmlElement, XmlFragment, XmlText

from accounts.closing import close_account
from accounts.models import User
from accounts.personal_data import export_personal_data
from activity import behalf
from activity.chain import chain_of
from activity.models import Event
from activity.verifying import verify
from documents import content
from documents.actions.accepting import accept_suggestion
from documents.actions.comments import react
from documents.actions.discussion import answer_thread, assign_thread
from documents.actions.exchange import attach_image
from documents.actions.exporting import export
from documents.actions.moderation import hide_comment, report_comment
from documents.actions.names import erase_name, withdraw_name
from documents.actions.rolling_back import roll_back_person
from documents.actions.settle import settle_document
from documents.actions.stages import change_stage
from documents.actions.suggestions import vote_on_suggestion
from documents.actions.versions import name_version
from documents.authorship import authorship_of
from documents.contributors import contributors
from documents.film import film_of
from documents.formats.nodes import walk
from documents.history import with_people
from documents.models import Comment, Document, Suggestion, Thread, Version, WithheldName
from documents.since import changed_in
from documents.speech import with_names
from documents.threads import Asked, names_in, page_of
from documents.withholding import NAMING, people_named
from notifications.announcing import announce_event
from notifications.lines import lines as notice_lines
from notifications.models import Notice
from permissions.actions import grant, share_by_link
from permissions.guests import enter_as_guest
from realtime import compaction, engine, log
from realtime.models import Archive, Head, SetAside, Update
from realtime.opened import shelf
from realtime.refusals import OtherHistory
from tests import make
from tests.documents.proposing import propose
from tests.documents.test_attach_image import picture
from tests.threads import settle, thread_on
from tests.writing import edit, write, write_into
from workspaces.history import audit_lines, trail_as_csv
from workspaces.panels import Place, feed
from workspaces.panels import lines as feed_lines

pytestmark = pytest.mark.django_db(transaction=True)

LABEL = "Une personne qui a retiré son nom"


@pytest.fixture(autouse=True)
def in_french() -> Iterator[None]:
    shelf.clear()
    with translation.override("fr"):
        yield
    shelf.clear()


def mention(document: Document, by: Any, person: Any) -> None:
    """A paragraph that names somebody."""

    def change(text: XmlFragment) -> None:
        paragraph = text.children.append(XmlElement("paragraph"))
        paragraph.children.append(XmlText("Avec "))
        paragraph.children.append(XmlElement("mention", {"user": str(person.pk), "label": str(person)}))

    edit(document, by, change)


def everything(document: Document) -> str:
    """Every byte that is stored of its room, and of its versions and proposals."""
    rows = [
        bytes(row.content) for model in (Update, Archive, SetAside) for row in model.objects.filter(room=document.room)
    ]
    whole = [bytes(head.snapshot) for head in Head.objects.filter(room=document.room) if head.snapshot]
    kept = [json.dumps([one.tree, one.hands], ensure_ascii=False).encode() for one in document.versions.all()]
    proposed = [
        json.dumps([one.before, one.proposed, one.applied], ensure_ascii=False).encode()
        for one in document.suggestions.all()
    ]
    return b"\n".join([*rows, *whole, *kept, *proposed]).decode(errors="replace")


@pytest.fixture
def busy(document: Document, alice: Any, bob: Any, carol: Any) -> Document:
    """Bob did everything in it that one can do, and is mentioned by others."""
    grant(document, "suggest", to=carol, by=alice)
    write_into(document, bob, 0, 4, "vieilles ")
    mention(document, alice, bob)
    settle(document)
    thread = thread_on(document, "publiques", by=carol, body="@Bob Martin, toutes ?", mentioned=[bob])
    answer = answer_thread(thread, "Oui, toutes.", by=bob)
    react(thread.comments.first(), "👍", by=bob)
    react(answer, "✅", by=carol)
    assign_thread(thread, bob, by=alice)
    report_comment(thread.comments.first(), "Trop court", by=bob)
    made = propose(document, bob, "Les données sont libres.", reason="Plus court")
    vote_on_suggestion(propose(document, carol, "Autrement."), 1, by=bob)
    accept_suggestion(made, by=alice)
    attach_image(document, picture(), by=bob)
    name_version(document, "Avant la réunion", by=bob)
    settle(document)
    return document


# It works


def test_the_text_stays_and_is_nobodys_by_name(busy: Document, alice: Any, bob: Any) -> None:
    before = content.plain(content.read_document(busy))
    stand_in = withdraw_name(busy, by=bob)
    assert content.plain(content.read_document(busy)) == before.replace("Bob Martin", LABEL)
    people = [part.name for part in contributors(busy).people]
    assert (LABEL in people, "Bob Martin" in people) == (True, False)
    letters = authorship_of(busy).letters
    assert letters[str(stand_in.pk)] > 0
    assert letters[str(bob.pk)] == 0


def test_no_row_of_the_document_names_them(busy: Document, bob: Any) -> None:
    assert bob in people_named(busy)
    withdraw_name(busy, by=bob)
    assert bob not in people_named(busy)
    assert not Event.objects.filter(subject_id=str(busy.pk), chain="", actor_key=bob.pk).exists()
    assert not Event.objects.filter(subject_id=str(busy.pk), chain="", about=f"user:{bob.pk}").exists()
    assert not Thread.objects.filter(assigned_to=bob).exists()


def test_every_column_that_leads_to_a_person_is_known(bob: Any) -> None:
    """A new one is either in `NAMING` or said here to be about access, reading or tasks."""
    apart = {
        "DocumentUserGrant.user", "DocumentLinkEntry.user", "DocumentInvitation.invited_by",
        "DocumentInvitation.accepted_by", "DocumentAccessRequest.asked_by", "DocumentAccessRequest.answered_by",
        "Visit.person", "Export.person", "Thread.assigned_to", "WithheldName.stand_in",
        "Return.person", "Template.added_by", "ChosenTemplate.chosen_by",
    }  # fmt: skip
    there = {
        f"{model.__name__}.{one.name}"
        for model in apps.get_app_config("documents").get_models(include_auto_created=True)
        for one in model._meta.concrete_fields
        if one.is_relation and one.related_model is User
    }
    assert there == apart | {f"{model.__name__}.{field}" for model, field, _leads in NAMING}


def test_mentions_say_it_in_the_whole_history(busy: Document, alice: Any, bob: Any) -> None:
    compaction.compact(busy.room)
    mention(busy, alice, bob)
    assert "Bob Martin" in everything(busy)
    stand_in = withdraw_name(busy, by=bob)
    assert "Bob Martin" not in everything(busy)
    said = [node["attrs"] for node in walk(content.read_document(busy)) if node.get("type") == "mention"]
    assert said == [{"user": str(stand_in.pk), "label": LABEL}] * 2
    busy.refresh_from_db()
    assert LABEL in busy.text
    assert "Bob" not in busy.text


def test_a_mention_whose_label_was_changed_and_one_of_others(busy: Document, alice: Any, bob: Any, carol: Any) -> None:
    mention(busy, alice, carol)

    def change(text: XmlFragment) -> None:
        text.children[1].children[1].attributes["label"] = "Bob M."

    edit(busy, alice, change)
    withdraw_name(busy, by=bob)
    assert "Bob M" not in everything(busy)
    labels = [node["attrs"]["label"] for node in walk(content.read_document(busy)) if node.get("type") == "mention"]
    assert labels == [LABEL, "Carol Petit"]


def test_versions_film_and_what_is_new(busy: Document, alice: Any, bob: Any) -> None:
    write(busy, bob, "Encore.")
    withdraw_name(busy, by=bob)
    for version in with_people(busy.versions.all()):
        assert bob not in version.authors.all()
        assert str(bob.pk) not in {author for author, _length in version.hands or ()}
        assert str(version.made_by or "") != "Bob Martin"
    film = film_of(busy, alice)
    assert {part.name for part in film.people} - {"?"} == {"Alice Diop", LABEL}  # "?": marks that the server placed
    assert "Bob Martin" not in {str(one) for change in changed_in(busy.workspace, alice) for one in change.people}


def test_what_was_said_and_proposed_stays_without_the_name(busy: Document, alice: Any, bob: Any) -> None:
    stand_in = withdraw_name(busy, by=bob)
    page = page_of(busy, alice, Asked(state="all"), 0, 20)
    said = [(str(one.author), with_names(one.body, page.names)) for thread in page.threads for one in thread.said]
    assert said == [("Carol Petit", f"@{LABEL}, toutes ?"), (LABEL, "Oui, toutes.")]
    assert {name for signs in page.signs.values() for people in signs.values() for _key, name in people} == {
        LABEL,
        "Carol Petit",
    }
    assert set(names_in(list(Comment.objects.all())).values()) == {LABEL}
    made = Suggestion.objects.get(reason="Plus court")
    assert (made.author, made.signature) == (stand_in, LABEL)


def test_exports_and_feeds_do_not_say_it(busy: Document, alice: Any, bob: Any, carol: Any) -> None:
    first = Comment.objects.filter(author=bob).get()
    hide_comment(first, "Hors sujet", by=alice)
    roll_back_person(busy, bob, by=alice)
    withdraw_name(busy, by=bob)
    with zipfile.ZipFile(io.BytesIO(export(busy, "docx", by=alice).content)) as word:
        assert not any(b"Bob Martin" in word.read(name) for name in word.namelist())
    place = Place(busy.workspace, alice)
    told = [*feed_lines(feed(place), place), *audit_lines(Event.objects.filter(subject_kind="document"), place)]
    rights = [line for line in told if line.event.verb.startswith("access.")]
    others = [f"{line.event.actor} {line.sentence}" for line in told if line not in rights]
    assert not [words for words in others if "Bob" in words]
    assert [words for words in others if LABEL in words]
    assert f"user:{bob.pk}" not in {line.about for line in told if line not in rights}
    assert "Bob Martin" in " ".join(str(line.sentence) for line in rights)
    sheet = trail_as_csv(place).decode()
    assert [row for row in sheet.splitlines() if "Bob Martin" in row and "access." not in row] == []


def test_the_chain_still_verifies(busy: Document, bob: Any) -> None:
    withdraw_name(busy, by=bob)
    assert verify(chain_of(busy.workspace_id)).faults == []


def test_what_is_written_later_bears_the_name_again(busy: Document, alice: Any, bob: Any) -> None:
    stand_in = withdraw_name(busy, by=bob)
    write(busy, bob, "Plus tard.")
    store = settle_document(busy.room)
    assert store is not None
    store([str(bob.pk)])
    names = {part.name for part in contributors(busy).people}
    assert {"Bob Martin", LABEL} <= names
    assert authorship_of(busy).letters[str(bob.pk)] == len("Plus tard.")
    place = Place(busy.workspace, alice)
    assert any("Bob Martin" in f"{one.event.actor}" for one in feed_lines(feed(place), place))
    again = withdraw_name(busy, by=bob)
    assert again == stand_in
    assert authorship_of(busy).letters[str(bob.pk)] == 0


def test_it_survives_compaction_settling_and_new_versions(busy: Document, alice: Any, bob: Any) -> None:
    withdraw_name(busy, by=bob)
    write(busy, alice, "Alice continue.")
    compaction.compact(busy.room)
    settle(busy)
    name_version(busy, "Après", by=alice)
    assert "Bob Martin" not in everything(busy)
    assert str(bob.pk) not in {key for one in busy.versions.all() for key, _length in one.hands or ()}


def test_what_was_derived_before_is_not_stored_after(busy: Document, bob: Any) -> None:
    write(busy, bob, "Pendant ce temps.")
    store = settle_document(busy.room)
    assert store is not None
    withdraw_name(busy, by=bob)
    store([str(bob.pk)])
    assert str(bob.pk) not in {key for one in busy.versions.all() for key, _length in one.hands or ()}
    assert not Event.objects.filter(subject_id=str(busy.pk), chain="", actor=bob).exists()


def test_a_page_that_was_open_starts_afresh(busy: Document, bob: Any) -> None:
    stored = log.load(busy.room)
    doc: Any = engine.open_doc(stored.parts())
    before = doc.get_state()
    doc.get("default", type=XmlFragment).children.append(XmlElement("paragraph"))
    withdraw_name(busy, by=bob)
    with pytest.raises(OtherHistory):
        log.submit(busy.room, str(bob.pk), doc.get_update(before), stored.epoch)


def test_another_document_keeps_it(busy: Document, alice: Any, bob: Any) -> None:
    other = make.document(alice, busy.workspace, title="Autre", text="Un texte.")
    grant(other, "change", to=bob, by=alice)
    write(other, bob, "Bob ici.")
    withdraw_name(busy, by=bob)
    assert "Bob Martin" in {part.name for part in contributors(other).people}


def test_a_guest_does_it_too_and_takes_it_along(document: Document, alice: Any) -> None:
    share_by_link(document, reach="public", link_role="change", by=alice)
    guest = enter_as_guest(Document.objects.get(), "Zoé Invitée")
    write(document, guest, "Une phrase de Zoé.")
    withdraw_name(document, by=guest)
    assert {part.name for part in contributors(document).people} == {"Alice Diop", LABEL}


def test_a_stand_in_is_no_account(busy: Document, bob: Any) -> None:
    stand_in = withdraw_name(busy, by=bob)
    assert (stand_in.is_active, stand_in.email, stand_in.has_usable_password()) == (False, None, False)
    assert (stand_in.stands_for, stand_in.is_guest, str(stand_in)) == (bob, False, LABEL)


# One's own data


def test_ones_data_still_holds_it(busy: Document, bob: Any) -> None:
    withdraw_name(busy, by=bob)
    out = io.BytesIO()
    export_personal_data(bob, by=bob, to=out)
    with zipfile.ZipFile(out) as packed:
        texts = [name for name in packed.namelist() if name.startswith("textes/")]
        assert [name.endswith("-sans-nom.json") for name in texts] == [True]
        assert "vieilles" in packed.read(texts[0]).decode()
        assert "Oui, toutes." in packed.read("commentaires.json").decode()
        assert "Plus court" in packed.read("propositions.json").decode()


def test_closing_the_account_erases_those_words_too(busy: Document, bob: Any) -> None:
    withdraw_name(busy, by=bob)
    close_account(bob, "blank", by=bob)
    assert "vieilles" not in everything(busy)
    assert not Comment.objects.filter(body__contains="Oui, toutes.").exists()


def test_a_mention_of_a_closed_account_says_no_name(busy: Document, alice: Any, bob: Any) -> None:
    compaction.compact(busy.room)
    mention(busy, alice, bob)
    epoch = log.load(busy.room).epoch
    close_account(bob, "anonymise", by=bob)
    assert "Bob Martin" not in everything(busy)
    said = [node["attrs"] for node in walk(content.read_document(busy)) if node.get("type") == "mention"]
    assert said == [{"user": str(bob.pk), "label": "Personne partie"}] * 2
    busy.refresh_from_db()
    assert "Personne partie" in busy.text
    assert log.load(busy.room).epoch != epoch


def test_closing_touches_no_text_that_does_not_mention_them(document: Document, bob: Any) -> None:
    epoch = log.load(document.room).epoch
    close_account(bob, "anonymise", by=bob)
    assert log.load(document.room).epoch == epoch


# By who manages it


def test_at_a_written_request(busy: Document, alice: Any, bob: Any) -> None:
    asked = timezone.localdate() - timedelta(days=3)
    erase_name(busy, bob, asked_on=asked, by=alice)
    assert bob not in people_named(busy)
    event = Event.objects.get(verb="document.name_erased")
    assert (event.actor, event.about, event.data) == (
        alice,
        f"user:{bob.pk}",
        {"title": busy.title, "asked_on": asked.isoformat()},
    )
    assert event.number is not None


def test_the_person_is_told(busy: Document, alice: Any, bob: Any) -> None:
    erase_name(busy, bob, asked_on=timezone.localdate(), by=alice)
    announce_event(Event.objects.get(verb="document.name_erased").pk)
    told = Notice.objects.filter(person=bob, event__verb="document.name_erased")
    assert [line.whole for line in notice_lines(told, bob)] == [
        "Alice Diop a retiré votre nom de «\u202fOuvrir les données\u202f», comme demandé par écrit"
    ]


@pytest.mark.parametrize("name", ["bob", "carol", "dan", "eve", "visitor"])
def test_not_below_manage(request: Any, busy: Document, carol: Any, name: str) -> None:
    with pytest.raises(PermissionDenied):
        erase_name(busy, carol, asked_on=timezone.localdate(), by=request.getfixturevalue(name))
    assert not WithheldName.objects.exists()


def test_a_request_of_tomorrow(busy: Document, alice: Any, bob: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        erase_name(busy, bob, asked_on=timezone.localdate() + timedelta(days=1), by=alice)
    assert refused.value.error_dict["asked_on"][0].code == "future"


# Refused


@pytest.mark.parametrize("name", ["eve", "visitor"])
def test_a_stranger_does_nothing(request: Any, document: Document, name: str) -> None:
    with pytest.raises(PermissionDenied):
        withdraw_name(document, by=request.getfixturevalue(name))


def test_nobody_does_it_in_anothers_place(busy: Document, alice: Any, bob: Any) -> None:
    with behalf.on_behalf(bob, by=alice), pytest.raises(PermissionDenied):
        withdraw_name(busy, by=bob)


def test_a_name_that_stands_nowhere(document: Document, dan: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        withdraw_name(document, by=dan)
    assert refused.value.code == "not_named"
    assert not User.objects.exclude(stands_for=None).exists()


def test_in_a_text_that_is_adopted(busy: Document, alice: Any, bob: Any) -> None:
    change_stage(busy, "adopted", by=alice)
    withdraw_name(busy, by=bob)
    published = Version.objects.filter(document=busy).order_by("-number").first()
    assert published is not None
    assert "Bob Martin" not in everything(busy)


# Recorded


def test_it_is_recorded_by_number(busy: Document, alice: Any, bob: Any) -> None:
    withdraw_name(busy, by=bob)
    event = Event.objects.get(verb="document.name_withdrawn")
    assert (event.actor_key, event.about, event.data) == (bob.pk, f"user:{bob.pk}", {"title": busy.title})
    [line] = audit_lines([event], Place(busy.workspace, alice))
    assert (str(line.event.actor), line.event.actor_key == bob.pk) == (LABEL, False)


def test_few_questions_however_many_rows(busy: Document, bob: Any, django_assert_max_num_queries: Any) -> None:
    thread = Thread.objects.first()
    assert thread is not None
    for number in range(10):
        answer_thread(thread, f"Réponse {number}", by=bob)
    with django_assert_max_num_queries(140):
        withdraw_name(busy, by=bob)
