"""Acts on what stands beside a text: threads and comments, proposals, versions and stages."""

from typing import Any

from django.core.exceptions import ValidationError

from documents import people
from documents.actions import (
    accepting,
    bringing_back,
    comments,
    discussion,
    exporting,
    moderation,
    stages,
    suggestions,
    versions,
)
from documents.models import Comment, Document, Suggestion, Thread, Version
from tests.matrix.beside import better
from tests.matrix.register import act
from tests.matrix.world import World
from workspaces.models import Workspace

SPOKEN_OF = ("document", "workspace")


def _thread(it: Document | Workspace) -> Thread:
    """That which its maker began, or the one where somebody else spoke."""
    found = it.threads.filter(comments__author=it.created_by).first()
    assert found is not None
    return _here(found, it)


def _here(thread: Thread, it: Document | Workspace) -> Thread:
    thread.document, thread.workspace = (it, None) if isinstance(it, Document) else (None, it)
    return thread


def _said(it: Document | Workspace, *, by_maker: bool = True) -> Comment:
    thread = it.threads.filter(comments__author=it.created_by).first() if by_maker else None
    thread = thread or it.threads.exclude(comments__author=it.created_by).get()
    found = _here(thread, it).comments.get()
    found.thread = thread
    return found


def _proposed(it: Document) -> Suggestion:
    found = it.suggestions.get()
    found.document = it
    return found


def _version(it: Document) -> Version:
    found = it.versions.filter(kind=Version.Kind.NAMED).first()
    assert found is not None
    found.document = it
    return found


# Threads and comments


@act("open a thread in it", *SPOKEN_OF, of=discussion.open_thread)
def _open(world: World, it: Any, by: Any) -> None:
    discussion.open_thread(it, "Bonjour", by=by)


@act("answer in a thread of it", *SPOKEN_OF, of=discussion.answer_thread)
def _answer(world: World, it: Any, by: Any) -> None:
    discussion.answer_thread(_thread(it), "Oui", by=by)


@act("resolve a thread of it", *SPOKEN_OF, of=discussion.resolve_thread)
def _resolve(world: World, it: Any, by: Any) -> None:
    discussion.resolve_thread(_thread(it), by=by)


@act("open a thread of it again", *SPOKEN_OF, of=discussion.reopen_thread)
def _reopen(world: World, it: Any, by: Any) -> None:
    thread = _thread(it)
    Thread.objects.filter(pk=thread.pk).update(resolved_at="2026-01-01T00:00Z")
    discussion.reopen_thread(thread, by=by)


@act("give a thread of it away", *SPOKEN_OF, of=discussion.assign_thread)
def _assign(world: World, it: Any, by: Any) -> None:
    discussion.assign_thread(_thread(it), None, by=by)


@act("put a sign under a comment of it", *SPOKEN_OF, of=comments.react)
def _react(world: World, it: Any, by: Any) -> None:
    comments.react(_said(it), "👍", by=by)


@act("take a sign away there", *SPOKEN_OF, of=comments.unreact)
def _unreact(world: World, it: Any, by: Any) -> None:
    comments.unreact(_said(it), "👍", by=by)


@act("change a comment of one's own", *SPOKEN_OF, of=comments.edit_comment)
def _edit(world: World, it: Any, by: Any) -> None:
    comments.edit_comment(_said(it), "Non", by=by)


@act("take a comment of one's own back", *SPOKEN_OF, of=comments.delete_comment)
def _delete(world: World, it: Any, by: Any) -> None:
    comments.delete_comment(_said(it), by=by)


@act("hide a comment of it", *SPOKEN_OF, of=moderation.hide_comment)
def _hide(world: World, it: Any, by: Any) -> None:
    moderation.hide_comment(_said(it), "Essai", by=by)


@act("show a comment of it", *SPOKEN_OF, of=moderation.show_comment)
def _show(world: World, it: Any, by: Any) -> None:
    said = _said(it)
    Comment.objects.filter(pk=said.pk).update(state=Comment.State.HIDDEN)
    moderation.show_comment(said, by=by)


@act("report a comment of it", *SPOKEN_OF, of=moderation.report_comment)
def _report(world: World, it: Any, by: Any) -> None:
    moderation.report_comment(_said(it, by_maker=False), "Essai", by=by)


@act("answer reports on it", *SPOKEN_OF, of=moderation.dismiss_reports)
def _dismiss(world: World, it: Any, by: Any) -> None:
    said = _said(it)
    said.reports.create(reporter=world.keeper, reason="Essai")
    moderation.dismiss_reports(said, by=by)


@act("say who may comment", "document", of=moderation.set_discussion_rules)
def _rules(world: World, it: Document, by: Any) -> None:
    moderation.set_discussion_rules(it, readers_comment=True, guests_wait=True, by=by)


@act("find whom to mention", "document", of=people.mentionable)
def _mentionable(world: World, it: Document, by: Any) -> None:
    people.mentionable(it, "", by=by)


# Proposals


@act("propose a change in it", "document", of=suggestions.make_suggestion)
def _propose(world: World, it: Document, by: Any) -> None:
    made = _proposed(it)
    suggestions.make_suggestion(it, made.block, made.before, [better(made.before, "Encore")], by=by)


@act("bring a file back into it", "document", of=bringing_back.bring_back)
def _bring_back(world: World, it: Document, by: Any) -> None:
    """Once the rights are asked, and before a process of its own reads it: a note is no Word file."""
    try:
        bringing_back.bring_back(it, "note.md", b"Note", by=by)
    except ValidationError as refusal:
        if getattr(refusal, "code", "") != "file_unknown":
            raise


@act("accept a proposal in it", "document", of=accepting.accept_suggestion)
def _accept(world: World, it: Document, by: Any) -> None:
    accepting.accept_suggestion(_proposed(it), by=by)


@act("refuse a proposal in it", "document", of=suggestions.refuse_suggestion)
def _refuse(world: World, it: Document, by: Any) -> None:
    suggestions.refuse_suggestion(_proposed(it), "Non", by=by)


@act("answer its proposals", "document", of=accepting.answer_all)
def _answer_all(world: World, it: Document, by: Any) -> None:
    accepting.answer_all(it, [_proposed(it)], "refuse", "Non", by=by)


@act("withdraw one's own proposal", "document", of=suggestions.withdraw_suggestion)
def _withdraw(world: World, it: Document, by: Any) -> None:
    suggestions.withdraw_suggestion(_proposed(it), by=by)


@act("vote on a proposal in it", "document", of=suggestions.vote_on_suggestion)
def _vote(world: World, it: Document, by: Any) -> None:
    made = _proposed(it)
    Suggestion.objects.filter(pk=made.pk).update(author=world.keeper)  # nobody votes on their own
    made.author = world.keeper
    suggestions.vote_on_suggestion(made, 1, by=by)


@act("discuss a proposal in it", "document", of=suggestions.discuss_suggestion)
def _discuss(world: World, it: Document, by: Any) -> None:
    suggestions.discuss_suggestion(_proposed(it), "Pourquoi ?", by=by)


# Versions and stages


@act("name a version of it", "document", of=versions.name_version)
def _name(world: World, it: Document, by: Any) -> None:
    versions.name_version(it, "Relue", by=by)


@act("rename a version of it", "document", of=versions.rename_version)
def _rename(world: World, it: Document, by: Any) -> None:
    versions.rename_version(_version(it), "Relue", by=by)


@act("go back to a version of it", "document", of=versions.restore_version)
def _restore(world: World, it: Document, by: Any) -> None:
    version = _version(it)
    tree = version.tree
    tree["content"][0]["content"] = [{"type": "text", "text": "Autrefois"}]
    version.tree = tree
    versions.restore_version(version, by=by)


@act("compare two versions of it", "document", of=exporting.export_comparison)
def _compare(world: World, it: Document, by: Any) -> None:
    exporting.export_comparison(_version(it), None, by=by)


@act("change its stage", "document", of=stages.change_stage)
def _stage(world: World, it: Document, by: Any) -> None:
    stages.change_stage(it, "review", by=by)


@act("open its history", "document", of=stages.open_history)
def _history(world: World, it: Document, by: Any) -> None:
    stages.open_history(it, False, by=by)
