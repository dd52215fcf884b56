"""Threads as they are listed: filtered, a page of them with all that is shown of it, in few questions to the database."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import CharField, Count, DateTimeField, F, Prefetch, Q, QuerySet, Value, Window

from accounts.names import shown_name
from documents.discussion import Place, comments_seen, manages, threads_seen
from documents.models import Comment, Document, Reaction, Thread
from documents.speech import Names
from workspaces.models import Workspace

About = Literal["passages", "whole", "suggestions"]
Signs = dict[str, list[tuple[int, str]]]  # a sign -> who put it: number, name

PEOPLE = ("opened_by", "assigned_to", "resolved_by")


@dataclass(frozen=True)
class Asked:
    """What one wants to see of them; each adds to the others."""

    state: Literal["open", "resolved", "all"] = "open"
    about: About | None = None
    mine: bool = False
    assigned: bool = False
    orphans: bool = False
    unanswered: bool = False
    waiting: bool = False


@dataclass
class Page:
    """Some threads (with `said`, their comments), the signs under each comment, and the names of whom they mention."""

    threads: list[Any]
    count: int
    signs: dict[Any, Signs] = field(default_factory=dict)
    names: Names = field(default_factory=dict)


def page_of(place: Place, user: Any, asked: Asked, offset: int, limit: int) -> Page:
    """Three questions once the person's rung on the place is remembered, however many threads."""
    manager = manages(place, user)
    found = filtered(threads_seen(place, user, manager=manager), user, asked)
    threads = list(_furnished(found, user, manager)[offset : offset + limit])
    count = threads[0].total if threads else found.count() if offset else 0
    return _page(place, threads, count)


def one(place: Place, user: Any, key: Any) -> Page:
    """Of one thread, or of none."""
    manager = manages(place, user)
    found = threads_seen(place, user, manager=manager).filter(pk=key)
    threads = list(_furnished(found, user, manager))
    return _page(place, threads, len(threads))


def filtered(threads: "QuerySet[Thread]", user: Any, asked: Asked) -> "QuerySet[Thread]":
    about = {
        "passages": ~Q(block=""),
        "whole": Q(block="", suggestion=None),
        "suggestions": Q(suggestion__isnull=False),
    }
    if asked.state != "all":
        threads = threads.filter(resolved_at__isnull=asked.state == "open")
    if asked.about is not None:
        threads = threads.filter(about[asked.about])
    if asked.orphans:
        threads = threads.exclude(orphaned_at=None)
    if asked.mine:
        threads = threads.filter(_has(author=user.pk))
    if asked.assigned:
        threads = threads.filter(assigned_to=user.pk)
    if asked.unanswered:
        answers = Count("comments", filter=~Q(comments__author=F("opened_by")) & ~Q(comments__state="deleted"))
        threads = threads.alias(answers=answers).filter(answers=0)
    if asked.waiting:
        threads = threads.filter(_has(state=Comment.State.WAITING))
    return threads


def _has(**which: Any) -> Q:
    return Q(pk__in=Comment.objects.filter(**which).values("thread"))


def _furnished(threads: "QuerySet[Thread]", user: Any, manager: bool) -> "QuerySet[Any]":
    people = [f"{name}__profile__organisation" for name in PEOPLE]
    comments = comments_seen(user, manager=manager).select_related("author__profile__organisation", "on_behalf_of")
    of_proposal = {"suggestion_key": F("suggestion__pk"), "suggestion_block": F("suggestion__block")}
    told = threads.select_related(*people).annotate(total=Window(Count("*")), **of_proposal)
    return told.prefetch_related(Prefetch("comments", comments, to_attr="said"))


def _page(place: Place, threads: Sequence[Any], count: int) -> Page:
    """Signs and names come in one question: each row is a comment, a sign or none, and a person."""
    page = Page(list(threads), count)
    for thread in threads:
        thread.document, thread.workspace = _either(place)
        thread.title = thread.title if thread.title_read else ""
        for comment in thread.said:
            comment.thread = thread
    names: dict[int, str] = {}
    for comment, sign, person, name in _signs_and_mentions([thread.pk for thread in threads]):
        if sign:
            page.signs.setdefault(comment, {}).setdefault(sign, []).append((person, name))
        else:
            names[person] = name
    page.names = names
    return page


def _either(place: Place) -> tuple[Document | None, Workspace | None]:
    return (place, None) if isinstance(place, Document) else (None, place)


def _signs_and_mentions(keys: Sequence[Any]) -> Any:
    signs = Reaction.objects.filter(comment__thread__in=keys).order_by()
    mentions = Comment.mentioned.through.objects.filter(comment__thread__in=keys).order_by()
    never = Value(None, output_field=DateTimeField(null=True))
    reacted = signs.annotate(on=F("at"), who=shown_name("person__"))
    mentioned = mentions.annotate(sign=Value("", output_field=CharField()), on=never, who=shown_name("user__"))
    both = reacted.values_list("comment", "sign", "person", "who", "on").union(
        mentioned.values_list("comment", "sign", "user", "who", "on"), all=True
    )
    return [row[:4] for row in both.order_by("on")] if keys else []


def names_in(comments: Sequence[Comment]) -> Names:
    """Of whom these comments mention: one question."""
    rows = Comment.mentioned.through.objects.filter(comment__in=comments)
    return dict(rows.values_list("user", shown_name("user__")))
