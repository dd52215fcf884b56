"""The mails of notices, each in the language of who reads it: what was said at once in a place, or a digest."""

from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import parseaddr
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.grades import described
from accounts.telling import absolute
from notifications.lines import Line
from notifications.models import Mailing
from notifications.unsubscribing import address_for

JUDGED = {"discussion.waiting", "discussion.reported", "discussion.hidden"}  # nobody answers these
IN_A_DIGEST = 30  # lines; the page has them all


@dataclass(frozen=True)
class Told:
    """One line of a mail, ready to be drawn."""

    name: str
    who: str
    sentence: str
    excerpt: Any
    moment: Any
    link: str
    words: str

    @property
    def quoted(self) -> list[str]:
        return str(self.excerpt.said or self.excerpt.reason).splitlines()


@dataclass(frozen=True)
class Section:
    title: str
    link: str
    lines: list[Told]


def compose(mailing: Mailing, found: list[Line]) -> EmailMultiAlternatives:
    """In the language of the moment: lines are made in it already."""
    person: Any = mailing.person
    place = mailing.document or mailing.workspace
    shown = found[:IN_A_DIGEST] if place is None else found
    words: dict[str, Any] = {
        "subject": _subject(mailing, found),
        "opening": _opening(mailing, found),
        "sections": _sections(shown),
        "digest": place is None,
        "more": len(found) - len(shown),
        "page": absolute(reverse("notices")),
        "settings": absolute(reverse("notices_settings")),
        "stop": absolute(address_for(person, place)),
        "stop_all": absolute(address_for(person, None)) if place is not None else "",
        "place": str(place or ""),
        "site_name": settings.SITE_NAME,
        "language": translation.get_language(),
    }
    text = render_to_string("notifications/mail/notices.txt", words).strip() + "\n"
    message = EmailMultiAlternatives(
        words["subject"], text, None, [person.email], headers=_headers(mailing, words["stop"])
    )
    message.attach_alternative(render_to_string("notifications/mail/notices.html", words), "text/html")
    return message


def _headers(mailing: Mailing, stop: str) -> dict[str, str]:
    """One click stops it (RFC 8058); mails about one place stand together; the same mail has the same number always."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    place = mailing.document or mailing.workspace
    about = f"{place.kind}-{place.pk}" if place is not None else "resume"
    return {
        "Message-ID": f"<{mailing.pk}@{host}>",
        "Auto-Submitted": "auto-generated",
        "List-Id": f"<{about}.avis.{host}>",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    } | ({"References": f"<{about}@{host}>"} if place is not None else {})


def _subject(mailing: Mailing, found: list[Line]) -> str:
    place = mailing.document or mailing.workspace
    if len(found) == 1:
        said = found[0].whole
    elif place is not None:
        words = {"count": len(found), "title": place}
        said = (
            ngettext("%(count)s piece of news in “%(title)s”", "%(count)s pieces of news in “%(title)s”", len(found))
            % words
        )
    else:
        said = _digest(mailing, len(found))
    said = " ".join(said.split())
    return said[:1].upper() + said[1:]


def _digest(mailing: Mailing, count: int) -> str:
    words = {"count": count, "site": settings.SITE_NAME}
    if mailing.weekly:
        return (
            ngettext(
                "%(site)s, your week: %(count)s piece of news", "%(site)s, your week: %(count)s pieces of news", count
            )
            % words
        )
    return (
        ngettext("%(site)s, your day: %(count)s piece of news", "%(site)s, your day: %(count)s pieces of news", count)
        % words
    )


def _opening(mailing: Mailing, found: list[Line]) -> str:
    if mailing.document or mailing.workspace:
        return ""
    if mailing.weekly:
        return _("What happened this week in what you follow.")
    return _("What happened since yesterday in what you follow.")


def _sections(found: list[Line]) -> list[Section]:
    """By place, in the order in which they first come; what was said to oneself before the rest."""
    places: dict[Any, int] = {}
    for line in found:
        places.setdefault(line.place.pk, len(places))
    ordered = sorted(found, key=lambda line: (places[line.place.pk], not line.notice.addressed))
    return [_section(list(group)) for _key, group in groupby(ordered, key=lambda line: line.place.pk)]


def _section(found: list[Line]) -> Section:
    place = found[0].place
    return Section(str(place), absolute(place.get_absolute_url()), list(_told(found)))


def _told(found: Iterable[Line]) -> Iterable[Told]:
    for line in found:
        actor = line.actor
        yield Told(
            name=line.name,
            who=described(actor) if actor is not None else "",
            sentence=line.sentence,
            excerpt=line.excerpt,
            moment=timezone.localtime(line.notice.at),
            link=absolute(line.followed),
            words=_link_words(line),
        )


def _link_words(line: Line) -> str:
    anchor = line.excerpt.anchor
    if line.event.verb in JUDGED:
        return _("See the comment")
    if anchor.startswith("fil-") or line.excerpt.path:
        return _("Answer")
    return _("See the proposal") if anchor else _("Open")
