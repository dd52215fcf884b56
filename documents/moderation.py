"""What waits for those who manage a document or a workspace: comments of guests, reports; and what was decided."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from documents.discussion import Place
from documents.models import Comment, Document, Report

State = Comment.State


def said_in(place: Place, user: Any) -> "QuerySet[Comment]":
    """Every comment in a document; in a workspace those of its own threads and of each document the person manages."""
    if isinstance(place, Document):
        return Comment.objects.filter(thread__document=place)
    managed = place.documents.kept().manageable_by(user)
    return Comment.objects.filter(Q(thread__workspace=place) | Q(thread__document__in=managed.values("pk")))


def to_judge(place: Place, user: Any) -> "QuerySet[Comment]":
    """The oldest first: comments that wait, and those shown that somebody reported."""
    reported = Q(state=State.SHOWN, reports__isnull=False, reports__answered_at=None)
    found = said_in(place, user).filter(Q(state=State.WAITING) | reported).distinct()
    return _told(found).order_by("at", "pk")


def judged(place: Place, user: Any) -> "QuerySet[Comment]":
    """The last decisions first: hidden, shown after they waited, kept in spite of a report."""
    decided = Q(judged_at__isnull=False) | Q(reports__answered_at__isnull=False)
    found = said_in(place, user).exclude(state__in=[State.WAITING, State.DELETED]).filter(decided).distinct()
    return _told(found).select_related("judged_by__profile__organisation").order_by("-judged_at", "-at", "pk")


def how_many_wait(place: Place, user: Any) -> int:
    return to_judge(place, user).count()


def reports_of(comment: Comment) -> "QuerySet[Report]":
    return comment.reports.select_related("reporter__profile__organisation", "answered_by")


def _told(comments: "QuerySet[Comment]") -> "QuerySet[Comment]":
    people = ("author__profile__organisation", "on_behalf_of", "thread__document", "thread__workspace")
    reports = Report.objects.select_related("reporter__profile__organisation", "answered_by")
    return comments.select_related(*people).prefetch_related(Prefetch("reports", reports, to_attr="told"))


def discussion_url(place: Place) -> str:
    if isinstance(place, Document):
        return reverse("document_discussion", args=[place.pk])
    return reverse("workspace_discussion", args=[place.slug])


def moderation_url(place: Place) -> str:
    if isinstance(place, Document):
        return reverse("document_moderation", args=[place.pk])
    return reverse("workspace_moderation", args=[place.slug])
