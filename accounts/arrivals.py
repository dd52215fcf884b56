"""What follows when somebody signs in or changes how: the session is listed, a second factor recorded, an employer told."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from allauth.account.signals import user_logged_in as entered
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import pre_save
from django.dispatch import receiver

from accounts import second_factor, sessions
from accounts.joining import affiliate_by_claim
from accounts.models import User
from accounts.oidc import LEAVING
from activity.record import record


@receiver(user_logged_in, dispatch_uid="accounts.signed_in")
def signed_in(request: Any, **_: Any) -> None:
    sessions.note(request)


@receiver(pre_save, sender=UserSession, dispatch_uid="accounts.address_shortened")
def shorten_the_address(instance: UserSession, **_: Any) -> None:
    instance.ip = sessions.shortened(instance.ip)


@receiver(authenticator_added, dispatch_uid="accounts.factor_added")
def factor_added(request: Any, user: User, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type in second_factor.KINDS:
        second_factor.remember_shown(request, user, authenticator.type)
        record("account.second_factor_added", by=user, on=user, kind=authenticator.type)


@receiver(authenticator_removed, dispatch_uid="accounts.factor_removed")
def factor_removed(user: User, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type in second_factor.KINDS:
        record("account.second_factor_removed", by=user, on=user, kind=authenticator.type)


@receiver(email_confirmed, dispatch_uid="accounts.address_proved")
def address_was_proved(request: Any, email_address: EmailAddress, **_: Any) -> None:
    """Whoever reads the address has the account from now on. Nobody was in it before: an identity that did not come in
    this very session was linked by somebody who waited for its owner."""
    if email_address.user.last_login is None:
        here = [record.get("uid") for record in get_authentication_records(request, email_address.user)]
        SocialAccount.objects.filter(user=email_address.user).exclude(uid__in=here).delete()


@receiver(entered, dispatch_uid="accounts.identity")
def came_with_an_identity(request: Any, user: User, sociallogin: Any = None, **_: Any) -> None:
    """By ProConnect or FranceConnect: how to leave there too, and what it says of an employer."""
    if sociallogin is None:
        return
    if sociallogin.state.get("end"):
        request.session[LEAVING] = sociallogin.state["end"]
    if sociallogin.account.provider == "proconnect":
        said = sociallogin.account.extra_data.get("userinfo", {})
        affiliate_by_claim(user, said.get("siret"))
