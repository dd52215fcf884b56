"""Mails about access, each in the language of who reads it.

They leave after the commit, and a mail server that is away undoes nothing. No log holds an address or a link of theirs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.telling import absolute, leave
from permissions import roles
from permissions.models import Shareable
from permissions.models_asked import AccessRequest, Invitation

NAMED = {
    "document": gettext_lazy("the document “%(title)s”"),
    "workspace": gettext_lazy("the workspace “%(title)s”"),
}


@dataclass(frozen=True)
class Letter:
    subject: str
    lines: list[str]
    path: str = ""
    link_words: str = ""
    said: str = ""  # what somebody wrote, quoted

    @property
    def quoted(self) -> list[str]:
        return self.said.splitlines()


def send_invitation(invitation: Invitation, token: str) -> None:
    """The only place where the token is written down."""
    subject, sender = invitation.content_object, invitation.invited_by
    with translation.override(invitation.language):
        words = {"person": str(sender), "what": named(subject), **role_in_words(invitation.role)}
        until = {"days": settings.INVITATION_DAYS, "email": invitation.email}
        letter = Letter(
            _("%(person)s invites you to “%(title)s”") % {"person": sender, "title": subject},
            [
                _("%(person)s invites you to %(what)s, as %(role)s (%(able)s).") % words,
                _("The link is good once, for %(days)s days, and only for the address %(email)s.") % until,
                _(
                    "You sign in with this address, or open an account with it: a code comes by e-mail, no password is needed."
                ),
                _("If you do not know this person, you can forget this message: nothing happens without you."),
            ],
            reverse("invitation_open", args=[token]),
            _("See the invitation"),
        )
        if deliver(invitation.email, letter):
            type(invitation).objects.filter(pk=invitation.pk).update(sent_at=timezone.now())


def tell_granted(subject: Shareable, role: str, *, to: Any, by: Any) -> None:
    with translation.override(to.language):
        words = {"person": str(by), "what": named(subject), **role_in_words(role)}
        letter = Letter(
            _("%(person)s shares “%(title)s” with you") % {"person": by, "title": subject},
            [_("%(person)s lets you into %(what)s, as %(role)s (%(able)s).") % words],
            subject.get_absolute_url(),  # type: ignore[attr-defined]
            _("Open"),
        )
        deliver(to.email, letter)


def tell_managers(asked: AccessRequest, managers: Iterable[Any]) -> None:
    for manager in managers:
        with translation.override(manager.language):
            words = {"what": named(asked.content_object), **about(asked.asked_by), **role_in_words(asked.role)}
            letter = Letter(
                _("%(person)s asks for access to “%(title)s”")
                % {"person": asked.asked_by, "title": asked.content_object},
                [_("%(person)s would like to be let into %(what)s, as %(role)s (%(able)s).") % words],
                asked.answer_url,
                _("Answer the request"),
                asked.message,
            )
            deliver(manager.email, letter)


def tell_accepted(asked: AccessRequest) -> None:
    person, subject = asked.asked_by, asked.content_object
    with translation.override(person.language):
        words = {"what": named(subject), **role_in_words(asked.granted)}
        letter = Letter(
            _("You can open “%(title)s” now") % {"title": subject},
            [_("Your request was accepted: you are let into %(what)s, as %(role)s (%(able)s).") % words],
            subject.get_absolute_url(),
            _("Open"),
        )
        deliver(person.email, letter)


def tell_refused(asked: AccessRequest) -> None:
    """The title is told to those alone who see it already."""
    person, subject = asked.asked_by, asked.content_object
    with translation.override(person.language):
        sees = person.has_perm(subject.permission("view"), subject)
        letter = Letter(
            _("Your request for access was not accepted"),
            [
                _("You asked for a higher role in %(what)s. The people who manage it did not accept.")
                % {"what": named(subject)}
                if sees
                else _("You asked to be let in at an address. The people who manage what is there did not accept."),
            ],
            subject.get_absolute_url(),
            _("The address you asked about"),
        )
        deliver(person.email, letter)


def named(subject: Shareable) -> str:
    return str(NAMED.get(subject.kind, "“%(title)s”")) % {"title": subject}


def role_in_words(role: str) -> dict[str, str]:
    return {"role": str(roles.NAMES[role]), "able": str(roles.ABLE_TO[role])}


def about(person: Any) -> dict[str, str]:
    """A name, with what the person says of themselves."""
    return {"person": f"{person} ({person.quality})" if person.quality else str(person)}


def deliver(to: str | None, letter: Letter) -> bool:
    """Whether the mail server took it. In the language that is active."""
    if not to:
        return False
    words = {"letter": letter, "link": absolute(letter.path), "site_name": settings.SITE_NAME}
    words["language"] = translation.get_language()
    text = render_to_string("permissions/mail/letter.txt", words).strip() + "\n"
    headers = {"Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(" ".join(letter.subject.split()), text, None, [to], headers=headers)
    message.attach_alternative(render_to_string("permissions/mail/letter.html", words), "text/html")
    return leave(message)
