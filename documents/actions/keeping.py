"""Versions kept by themselves, at settle, and thinned as they grow old: everything recent, then less and less."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from documents.authorship import read_numbered
from documents.comparing import same_text
from documents.content import Tree, count_words
from documents.models import Document, Version
from realtime import log

GATHER = timedelta(minutes=5)  # what follows sooner than this is one version with what came before…
SHRUNK = 0.8  # …unless so little is left of its words: what was lost stays to be found
ON_ITS_WAY = timedelta(seconds=30)  # what was sent before a text was adopted may arrive after it

# Younger than this, one for each so much time; the rest one a week.
STEPS = (
    (timedelta(days=1), timedelta(0)),
    (timedelta(days=7), timedelta(hours=1)),
    (timedelta(days=90), timedelta(days=1)),
    (timedelta.max, timedelta(days=7)),
)
DAILY = 24 * 3600


def store_version(document: Document, tree: Tree, number: int, **fields: Any) -> Version:
    """The text at log number `number`, with those who wrote since the version before."""
    before = document.versions.values_list("number", flat=True).first() or 0
    version = Version(
        document=document,
        number=number,
        at=timezone.now(),
        title=document.title,
        words=count_words(tree),
        **{"stage": document.stage} | fields,
    )
    version.tree = tree
    version.save(force_insert=True)
    version.authors.set(_authors(document, before, number))
    return version


def _authors(document: Document, after: int, until: int) -> Any:
    return get_user_model().objects.filter(pk__in=log.authors_between(document.room, after, until))


@transaction.atomic
def keep_automatic(document: Document, tree: Tree, number: int) -> None:
    """A version of what was just derived, or the last one brought forward; nothing where no word changed."""
    last, *others = [*document.versions.all()[:2], None]
    if last is None:
        store_version(document, tree, number)
    elif last.number < number and not same_text(last.tree, tree):
        if _is_unfinished(document, last, others[0], tree):
            _bring_forward(last, tree, number)
        else:
            store_version(document, tree, number)
            thin(document)


@transaction.atomic
def keep_standing(document: Document, number: int) -> Version | None:
    """The version of what somebody has seen, or taken away as a file, at `number` of the log.

    Kept now, unless one tells it already, comments apart, or more was written meanwhile.
    """
    found = document.versions.filter(number__lte=number).order_by("-number", "-at").defer("packed").first()
    if (found and found.number == number) or document.quarantined:
        return found
    tree, stands = read_numbered(document)
    if stands != number or (found and same_text(found.tree, tree)):
        return found
    return store_version(document, tree, stands)


def _is_unfinished(document: Document, last: Version, before: Version | None, tree: Tree) -> bool:
    now = timezone.now()
    if last.kind == Version.Kind.STAGE:
        return document.frozen and last.stage == document.stage and now - last.at < ON_ITS_WAY
    if last.kind != Version.Kind.AUTOMATIC or before is None or last.seen_by.exists():
        return False
    return now - before.at < GATHER and count_words(tree) >= SHRUNK * last.words


def _bring_forward(version: Version, tree: Tree, number: int) -> None:
    version.authors.add(*_authors(version.document, version.number, number))
    version.tree, version.number, version.words = tree, number, count_words(tree)
    if version.kind == Version.Kind.AUTOMATIC:
        version.at = timezone.now()
    version.title = version.document.title
    version.save()


def thin(document: Document) -> int:
    """Of the automatic ones of each stretch of time the last stays, and the very first; how many went.

    Who wrote in one that goes is told with the one that follows it.
    """
    listed = list(document.versions.order_by("number", "at").values_list("pk", "at", "kind"))
    seen = set(document.visits.values_list("version", flat=True))
    now = timezone.now()
    kept: set[tuple[timedelta, int]] = set()
    doomed: dict[Any, Any] = {}
    following: Any = None
    for pk, at, kind in reversed(listed):
        stretch = _stretch(at, now)
        loose = kind == Version.Kind.AUTOMATIC and pk not in seen and pk != listed[0][0]
        if loose and stretch is not None and stretch in kept and following is not None:
            doomed[pk] = following
            continue
        following = pk
        if stretch is not None and kind == Version.Kind.AUTOMATIC:
            kept.add(stretch)
    _hand_authors_on(doomed)
    document.versions.filter(pk__in=doomed).delete()
    return len(doomed)


def _stretch(at: datetime, now: datetime) -> tuple[timedelta, int] | None:
    """The hour, day or week of which one version is enough; None while each is kept."""
    step = next(step for limit, step in STEPS if now - at < limit)
    return (step, int(at.timestamp() // step.total_seconds())) if step else None


def _hand_authors_on(doomed: dict[Any, Any]) -> None:
    rows = Version.authors.through.objects
    told = rows.filter(version__in=doomed).values_list("version", "user")
    rows.bulk_create(
        [rows.model(version_id=doomed[version], user_id=person) for version, person in told], ignore_conflicts=True
    )


def thin_old_versions() -> int:
    """Once a day, in texts that nobody writes in any more; how many versions went."""
    if not cache.add("documents.versions_thinned", True, DAILY):
        return 0
    old = Version.objects.filter(kind=Version.Kind.AUTOMATIC, at__lt=timezone.now() - STEPS[0][0])
    several = old.order_by().values("document").annotate(count=Count("pk")).filter(count__gt=1)
    documents = Document.objects.filter(pk__in=several.values("document")).without_text()
    return sum(map(thin, documents.iterator()))
