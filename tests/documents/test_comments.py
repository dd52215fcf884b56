"""One comment: changed or taken back by its author, signs under it, reported, hidden and shown."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from activity.models import Event
from documents.actions.comments import delete_comment, edit_comment, react, unreact
from documents.actions.discussion import answer_thread, open_thread
from documents.actions.moderation import (
    dismiss_reports,
    hide_comment,
    report_comment,
    set_discussion_rules,
    show_comment,
)
from documents.models import Comment, Document, Reaction, Report, Thread
from permissions.actions import grant, revoke, share_by_link
from permissions.guests import enter_as_guest
from tests.threads import marked, thread_on


@pytest.fixture
def comment(document: Document, carol: Any) -> Comment:
    return open_thread(document, "Toutes ?", by=carol).comments.select_related("thread__document").get()


@pytest.fixture
def waiting(document: Document, alice: Any, bob: Any) -> Comment:
    """A guest's, which mentions Bob."""
    share_by_link(document, reach="public", link_role="comment", by=alice)
    set_discussion_rules(document, readers_comment=False, guests_wait=True, by=alice)
    thread = thread_on(
        document, "publiques", by=enter_as_guest(document, "Gaston"), body="@Bob Martin", mentioned=[bob]
    )
    return thread.comments.select_related("thread__document").get()


def verbs() -> list[str]:
    return list(Event.objects.filter(verb__startswith="discussion.").order_by("pk").values_list("verb", flat=True))


# Changed


def test_its_author_changes_it(comment: Comment, carol: Any, bob: Any) -> None:
    edit_comment(comment, "Toutes, @Bob Martin ?", by=carol, mentioned=[bob])
    comment.refresh_from_db()
    assert comment.edited_at and list(comment.mentioned.all()) == [bob]
    edit_comment(comment, "Vraiment toutes, @Bob Martin ?", by=carol, mentioned=[bob])
    assert verbs()[1:] == ["discussion.edited", "discussion.mentioned", "discussion.edited"]  # told once


def test_nobody_else_does(comment: Comment, alice: Any, dan: Any, eve: Any, visitor: Any) -> None:
    for person in (alice, dan, eve, visitor):
        for act in (lambda by: edit_comment(comment, "Non", by=by), lambda by: delete_comment(comment, by=by)):
            with pytest.raises(PermissionDenied):
                act(person)
    comment.refresh_from_db()
    assert comment.body == "Toutes ?"


def test_not_once_one_comments_no_more(document: Document, comment: Comment, alice: Any, carol: Any) -> None:
    grant(document, "view", to=carol, by=alice)
    with pytest.raises(PermissionDenied):
        edit_comment(comment, "Non", by=carol)
    delete_comment(comment, by=carol)  # but one's words are one's own


def test_nothing_is_taken_back_where_one_sees_no_more(
    document: Document, comment: Comment, alice: Any, carol: Any
) -> None:
    revoke(document, of=carol, by=alice)
    with pytest.raises(PermissionDenied):
        delete_comment(comment, by=carol)
    assert Comment.objects.get().body == "Toutes ?"


def test_bad_words(comment: Comment, carol: Any, eve: Any) -> None:
    for body, mentioned in ((" ", []), ("x" * 5001, []), ("@Eve Noir", [eve])):
        with pytest.raises(ValidationError):
            edit_comment(comment, body, by=carol, mentioned=mentioned)


def test_what_a_guest_changes_waits_again(document: Document, waiting: Comment, alice: Any) -> None:
    show_comment(waiting, by=alice)
    edit_comment(waiting, "Autre chose", by=waiting.author)
    assert Comment.objects.get().state == "waiting"


# Taken back


def test_the_last_one_takes_the_thread_and_its_mark(document: Document, carol: Any) -> None:
    thread = thread_on(document, "publiques", by=carol)
    delete_comment(thread.comments.get(), by=carol)
    assert not Thread.objects.exists()
    assert marked(document, thread) == []


def test_an_answered_one_leaves_its_place(comment: Comment, carol: Any, bob: Any) -> None:
    react(comment, "👍", by=bob)
    answer = answer_thread(comment.thread, "Oui", by=bob)
    delete_comment(comment, by=carol)
    comment.refresh_from_db()
    assert (comment.body, comment.state, comment.author) == ("", "deleted", carol)
    assert not Reaction.objects.exists()
    with pytest.raises(ValidationError) as refused:
        delete_comment(comment, by=carol)
    assert refused.value.code == "deleted"
    delete_comment(answer, by=bob)
    assert not Thread.objects.exists()
    assert verbs().count("discussion.deleted") == 2


# Signs


def test_a_sign_once_for_each_person(comment: Comment, bob: Any, carol: Any) -> None:
    for person in (bob, bob, carol):
        react(comment, "👍", by=person)
    react(comment, "❤️", by=bob)
    assert sorted(Reaction.objects.values_list("sign", "person__name")) == sorted(
        [("👍", "Bob Martin"), ("👍", "Carol Petit"), ("❤️", "Bob Martin")]
    )
    unreact(comment, "👍", by=bob)
    unreact(comment, "👍", by=bob)
    assert Reaction.objects.filter(sign="👍").get().person == carol
    assert verbs()[1:] == ["discussion.reacted"] * 3 + ["discussion.reaction_withdrawn"]


def test_who_may_put_one(comment: Comment, dan: Any, eve: Any, visitor: Any, bob: Any) -> None:
    for person in (dan, eve, visitor):
        for act in (react, unreact):
            with pytest.raises(PermissionDenied):
                act(comment, "👍", by=person)
    with pytest.raises(ValidationError) as refused:
        react(comment, "💩", by=bob)
    assert refused.value.code == "sign_unknown"


# Moderated


def test_a_manager_hides_it_for_a_reason(comment: Comment, alice: Any, carol: Any) -> None:
    report_comment(comment, "Insultant", by=alice)
    hide_comment(comment, " Hors sujet ", by=alice)
    comment.refresh_from_db()
    assert (comment.state, comment.public_reason, comment.judged_by) == ("hidden", "Hors sujet", alice)
    assert Report.objects.get().upheld is True
    assert Event.objects.get(verb="discussion.hidden").about == f"user:{carol.pk}"
    with pytest.raises(ValidationError):
        hide_comment(comment, "Encore", by=alice)
    with pytest.raises(ValidationError):
        edit_comment(comment, "Autre", by=carol)
    show_comment(comment, by=alice)
    comment.refresh_from_db()
    assert (comment.state, comment.public_reason, comment.body) == ("shown", "", "Toutes ?")


def test_lower_rungs_do_not(comment: Comment, bob: Any, dan: Any, eve: Any, visitor: Any) -> None:
    for person in (bob, dan, eve, visitor):
        for act in (
            lambda by: hide_comment(comment, "Non", by=by),
            lambda by: show_comment(comment, by=by),
            lambda by: dismiss_reports(comment, by=by),
            lambda by: set_discussion_rules(comment.thread.document, readers_comment=True, guests_wait=True, by=by),
        ):
            with pytest.raises(PermissionDenied):
                act(person)


@pytest.mark.parametrize(("reason", "code"), [(" ", "reason_empty"), ("x" * 501, "reason_long")])
def test_a_reason_is_needed(comment: Comment, alice: Any, bob: Any, reason: str, code: str) -> None:
    for act in (hide_comment, report_comment):
        with pytest.raises(ValidationError) as refused:
            act(comment, reason, by=alice)
        assert refused.value.error_dict["reason"][0].code == code


def test_what_waits_is_let_through_and_only_then_told(waiting: Comment, alice: Any, bob: Any) -> None:
    assert verbs() == ["discussion.rules_changed", "discussion.waiting"]
    show_comment(waiting, by=alice)
    assert Comment.objects.get().state == "shown"
    assert verbs()[2:] == ["discussion.shown", "discussion.mentioned"]
    told = Event.objects.get(verb="discussion.mentioned")
    assert (told.actor, told.about) == (waiting.author, f"user:{bob.pk}")
    with pytest.raises(ValidationError) as refused:
        show_comment(waiting, by=alice)
    assert refused.value.code == "shown"


def test_anybody_who_reads_reports_once(comment: Comment, alice: Any, dan: Any, carol: Any, eve: Any) -> None:
    report_comment(comment, "Faux", by=dan)
    for person, code in ((dan, "reported"), (carol, "own")):
        with pytest.raises(ValidationError) as refused:
            report_comment(comment, "Faux", by=person)
        assert refused.value.code == code
    with pytest.raises(PermissionDenied):
        report_comment(comment, "Faux", by=eve)
    dismiss_reports(comment, by=alice)
    assert Report.objects.get().upheld is False
    with pytest.raises(ValidationError):
        dismiss_reports(comment, by=alice)


def test_a_report_is_in_the_chain_without_its_words(comment: Comment, dan: Any) -> None:
    report_comment(comment, "Carol ment", by=dan)
    event = Event.objects.get(verb="discussion.reported")
    assert event.chain and "ment" not in str(event.data.values())
