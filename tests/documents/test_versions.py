"""Versions: kept by themselves, by name; the text goes back to one, whole or by one passage, and forward again."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import User
from activity.models import Event
from documents import content
from documents.actions import keeping
from documents.actions.documents import create_document, trash_document
from documents.actions.stages import change_stage, open_history
from documents.actions.versions import name_version, rename_version, restore_version
from documents.comparing import same_text
from documents.content import read_document
from documents.history import came_in, visible_versions, writers_between
from documents.models import Document, Version, Visit
from permissions.actions import grant, revoke, share_by_link
from realtime import log, settling
from realtime.models import Update
from tests import make, writing
from tests.documents.trees import full
from workspaces.models import Workspace

pytestmark = pytest.mark.django_db(transaction=True)


def settle(document: Document) -> None:
    settling.settle(document.room, log.standing([document.room])[document.room][0])


def write(document: Document, by: User, words: str) -> None:
    writing.write(document, by, words)
    settle(document)


def later(document: Document, **ago: float) -> None:
    """As if all its versions were older by so much."""
    for version in document.versions.all():
        version.at -= timedelta(**ago)
        version.save(update_fields=["at"])


def lines(document: Document) -> list[str]:
    return content.plain(read_document(document)).split("\n")


# Kept by themselves


def test_each_sitting_keeps_one(document: Document, bob: User, alice: User) -> None:
    assert [version.kind for version in document.versions.all()] == ["automatic"]
    later(document, minutes=10)
    write(document, bob, "Une suite.")
    newest = document.versions.all()[0]
    assert content.plain(newest.tree).endswith("Une suite.")
    assert (newest.number, newest.words) == (2, 9)
    assert [person.pk for person in newest.authors.all()] == [bob.pk]


def test_what_follows_soon_is_one_version_with_both_authors(document: Document, alice: User, bob: User) -> None:
    write(document, bob, "Une suite.")
    write(document, alice, "Une autre.")
    assert document.versions.count() == 2  # the beginning, and what followed
    newest = document.versions.all()[0]
    assert content.plain(newest.tree).endswith("Une autre.")
    assert {person.pk for person in newest.authors.all()} == {alice.pk, bob.pk}


def test_what_was_lost_is_not_written_over(document: Document, bob: User) -> None:
    write(document, bob, "Une longue suite de mots qui ne doit pas disparaître.")
    writing.edit(document, bob, lambda text: text.children.__delitem__(slice(0, 2)))
    settle(document)
    assert document.versions.count() == 3
    assert "longue suite" in content.plain(document.versions.all()[1].tree)


def test_a_comment_or_nothing_new_keeps_none(document: Document) -> None:
    settle(document)
    writing.edit(
        document, document.created_by, lambda text: text.children[0].children[0].format(0, 3, {"comment--x": {}})
    )
    settle(document)
    assert document.versions.count() == 1


def test_one_that_somebody_last_read_is_not_brought_forward(document: Document, bob: User, dan: User) -> None:
    write(document, bob, "Une suite.")
    seen = document.versions.all()[0]
    Visit.objects.create(document=document, person=dan, number=2, version=seen, at=timezone.now())
    write(document, bob, "Une autre.")
    assert document.versions.filter(pk=seen.pk, number=2).exists()


def test_they_are_thinned_with_age_and_keep_their_authors(document: Document, alice: User, bob: User) -> None:
    now = timezone.now()
    tree = read_document(document)
    for minutes, person in ((50, alice), (40, bob), (30, alice), (20, alice)):
        kept = keeping.store_version(document, tree, 10 + 60 - minutes)
        kept.authors.set([person])
        Version.objects.filter(pk=kept.pk).update(at=now.replace(minute=0) - timedelta(days=3, minutes=minutes))
    named = keeping.store_version(document, tree, 5, kind="named", name="Avant")
    Version.objects.filter(pk=named.pk).update(at=now - timedelta(days=3))
    assert keeping.thin(document) == 3
    left = document.versions.get(number=50)
    assert {person.pk for person in left.authors.all()} == {alice.pk, bob.pk}
    assert document.versions.filter(pk=named.pk).exists()
    assert keeping.thin(document) == 0


def test_a_text_nobody_touches_is_thinned_too(document: Document) -> None:
    tree = read_document(document)
    for number in (2, 3):
        keeping.store_version(document, tree, number)
    document.versions.filter(number__gt=1).update(at=timezone.now() - timedelta(days=800))
    assert keeping.thin_old_versions() == 1
    assert keeping.thin_old_versions() == 0  # once a day


# By name


def test_a_moment_is_kept_under_a_name(document: Document, bob: User) -> None:
    kept = name_version(document, "  Avant  la réunion ", by=bob)
    assert (kept.name, kept.kind, kept.made_by, document.versions.count()) == ("Avant la réunion", "named", bob, 1)
    event = Event.objects.get(verb="version.named")
    assert (event.actor, event.data["name"], event.data["version"]) == (bob, "Avant la réunion", str(kept.pk))


def test_words_not_settled_yet_are_in_it(document: Document, bob: User) -> None:
    writing.write(document, bob, "À peine écrit.")
    assert "À peine écrit." in content.plain(name_version(document, "Vite", by=bob).tree)


def test_a_version_gets_a_name_and_another(document: Document, bob: User) -> None:
    version = document.versions.get()
    rename_version(version, "Un", by=bob)
    rename_version(version, "Deux", by=bob)
    rename_version(version, "Deux", by=bob)
    version.refresh_from_db()
    assert (version.kind, version.name, version.made_by) == ("named", "Deux", bob)
    assert Event.objects.filter(verb="version.named").count() == 2


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_a_name_is_needed_and_not_too_long(document: Document, bob: User, name: str) -> None:
    with pytest.raises(ValidationError):
        name_version(document, name, by=bob)
    with pytest.raises(ValidationError):
        rename_version(document.versions.get(), name, by=bob)


def test_lower_rungs_name_and_restore_nothing(document: Document, carol: User, dan: User, eve: User) -> None:
    for person in (carol, dan, eve, AnonymousUser()):
        with pytest.raises(PermissionDenied):
            name_version(document, "Non", by=person)
        with pytest.raises(PermissionDenied):
            rename_version(document.versions.get(), "Non", by=person)
        with pytest.raises(PermissionDenied):
            restore_version(document.versions.get(), by=person)
    assert document.versions.count() == 1


def test_nothing_is_named_in_the_trash(document: Document, alice: User) -> None:
    trash_document(document, by=alice)
    with pytest.raises(ValidationError) as refusal:
        name_version(document, "Non", by=alice)
    assert refusal.value.code == "trashed"


# The way back


def test_an_emptied_text_comes_back_and_the_return_is_undone(document: Document, alice: User, bob: User) -> None:
    write(document, bob, "Une suite.")
    writing.edit(document, bob, lambda text: text.children.__delitem__(slice(0, 2)))
    settle(document)
    good = document.versions.all()[1]
    done = restore_version(good, by=alice)
    assert lines(document) == ["Les données publiques sont ouvertes par défaut.", "Une suite."]
    assert done.number == log.standing([document.room])[document.room][0] == 4
    restore_version(done.before, by=alice)
    assert lines(document) == [""]
    assert Event.objects.filter(verb="version.restored", actor=alice).count() == 2
    assert Update.objects.filter(room=document.room).count() == 5  # history is never rewound


def test_what_was_not_kept_yet_is_kept_before(document: Document, bob: User) -> None:
    first = document.versions.get()
    writing.write(document, bob, "Jamais posé.")
    done = restore_version(first, by=bob)
    assert (done.before.kind, done.before.made_by) == ("restore", bob)
    assert content.plain(done.before.tree).endswith("Jamais posé.")


def test_what_stays_keeps_its_author(document: Document, alice: User, bob: User) -> None:
    """The words of Alice are not written anew by Bob: only what he took out comes back."""
    first = document.versions.get()
    writing.edit(document, bob, lambda text: text.children[0].children[0].__delitem__(slice(0, 4)))
    settle(document)
    restore_version(first, by=bob)
    last = Update.objects.filter(room=document.room).latest("number")
    assert last.author == str(bob.pk)
    assert "publiques" not in bytes(last.content).decode("utf-8", "replace")
    assert lines(document) == ["Les données publiques sont ouvertes par défaut."]


def test_the_whole_content_model_comes_back_from_nothing(alice: User, workspace: Workspace) -> None:
    document = create_document(workspace, "Tout", by=alice, tree=full())
    settle(document)
    before = read_document(document)
    writing.edit(document, alice, lambda text: text.children.__delitem__(slice(0, len(text.children))))
    restore_version(document.versions.last(), by=alice)
    assert read_document(document) == before


def test_one_passage_comes_back_and_the_rest_stays(alice: User, workspace: Workspace) -> None:
    document = create_document(workspace, "Trois", by=alice, tree=make.tree("Un.", "Deux mots.", "Trois."))
    first = document.versions.get()
    key = first.tree["content"][1]["attrs"]["id"]
    writing.edit(document, alice, lambda text: text.children[1].children[0].insert(0, "Autrement "))
    writing.edit(document, alice, lambda text: text.children[2].children[0].insert(0, "Et "))
    restore_version(first, by=alice, block=key)
    assert lines(document) == ["Un.", "Deux mots.", "Et Trois."]
    assert Event.objects.get(verb="version.restored").data["block"] == key


def test_a_passage_that_is_gone_comes_back_in_its_place(alice: User, workspace: Workspace) -> None:
    document = create_document(workspace, "Trois", by=alice, tree=make.tree("Un.", "Deux.", "Trois."))
    first = document.versions.get()
    key = first.tree["content"][1]["attrs"]["id"]
    writing.edit(document, alice, lambda text: text.children.__delitem__(1))
    restore_version(first, by=alice, block=key)
    assert lines(document) == ["Un.", "Deux.", "Trois."]


def test_nothing_to_bring_back_is_said(document: Document, bob: User) -> None:
    with pytest.raises(ValidationError) as refusal:
        restore_version(document.versions.get(), by=bob)
    assert refusal.value.code == "version_same"
    with pytest.raises(ValidationError) as refusal:
        restore_version(document.versions.get(), by=bob, block="inconnu")
    assert refusal.value.code == "block_unknown"
    assert document.versions.count() == 1


def test_an_adopted_text_goes_back_to_nothing(document: Document, alice: User, bob: User) -> None:
    first = document.versions.get()
    write(document, bob, "Une suite.")
    change_stage(document, "adopted", by=alice)
    with pytest.raises(ValidationError) as refusal:
        restore_version(first, by=alice)
    assert refusal.value.code == "frozen"


def test_words_typed_elsewhere_meanwhile_survive(alice: User, bob: User, workspace: Workspace) -> None:
    """Somebody writes in a paragraph that the return does not touch, without having seen it."""
    document = create_document(workspace, "Deux", by=alice, tree=make.tree("Un.", "Deux."))
    first = document.versions.get()
    writing.edit(document, alice, lambda text: text.children[0].children[0].insert(0, "Encore "))
    restore_version(first, by=alice)
    doc = log.load(document.room)
    assert doc.last == 3
    writing.write_into(document, bob, 1, 0, "Ici : ")
    assert lines(document) == ["Un.", "Ici : Deux."]


def test_ids_of_today_stay_where_they_are(alice: User, workspace: Workspace) -> None:
    """Comments hold on to them."""
    document = create_document(workspace, "Deux", by=alice, tree=make.tree("Un seul passage."))
    first = document.versions.get()

    def renamed(text: Any) -> None:
        text.children[0].attributes["id"] = "neuf"
        text.children[0].children[0].insert(0, "Et ")

    writing.edit(document, alice, renamed)
    restore_version(first, by=alice)
    assert read_document(document)["content"][0]["attrs"]["id"] == "neuf"
    assert same_text(read_document(document), first.tree)


# Whose history one sees


def test_one_sees_it_from_the_day_one_came(document: Document, alice: User, bob: User, eve: User) -> None:
    later(document, days=2)
    write(document, bob, "Un secret d’alors.")
    later(document, days=2)
    Event.objects.filter(verb="access.granted").update(at=timezone.now() - timedelta(days=30))
    grant(document, "view", to=eve, by=alice)
    write(document, bob, "Depuis qu’Eve est là.")
    found = [version.number for version in visible_versions(document, eve)]
    assert found == [3, 2]  # what she found when she came, and what followed
    assert [version.number for version in visible_versions(document, bob)] == [3, 2, 1]
    assert visible_versions(document, alice).count() == 3


def test_who_left_and_came_again_begins_anew(document: Document, alice: User, bob: User, eve: User) -> None:
    grant(document, "view", to=eve, by=alice)
    Event.objects.filter(verb="access.granted").update(at=timezone.now() - timedelta(days=9))
    revoke(document, of=eve, by=alice)
    Event.objects.filter(verb="access.revoked").update(at=timezone.now() - timedelta(days=8))
    later(document, days=5)
    write(document, bob, "Sans elle.")
    later(document, days=1)
    grant(document, "view", to=eve, by=alice)
    assert [version.number for version in visible_versions(document, eve)] == [2]
    assert came_in(document, eve) is not None


def test_a_visitor_sees_what_was_published_unless_it_is_public(document: Document, alice: User) -> None:
    share_by_link(document, reach="public", link_role="view", by=alice)
    visitor = AnonymousUser()
    assert not visible_versions(document, visitor).exists()
    published = change_stage(document, "published", by=alice)
    assert list(visible_versions(document, visitor)) == [published]
    open_history(document, True, by=alice)
    assert visible_versions(document, visitor).count() == 2


def test_who_wrote_in_between(document: Document, bob: User, alice: User) -> None:
    first = document.versions.get()
    write(document, bob, "Une suite.")
    assert list(writers_between(first, None)) == [bob]
    assert list(writers_between(document.versions.all()[0], None)) == []
