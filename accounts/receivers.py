"""When an account's access ends: suspended, deleted, signed out, its password changed, a key deleted, an address lost.

It is told after the commit: whoever is sent away comes back at once, and must then be judged by what is true by now.
"""

from functools import partial
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import password_changed, password_reset, password_set
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from accounts.joining import end_by_lost_address
from accounts.models import Organisation, PeopleGroup, Token, User
from accounts.signals import access_ended


def _tell(user: User) -> None:
    transaction.on_commit(partial(access_ended.send_robust, sender=User, user=user))


@receiver(post_save, sender=User, dispatch_uid="accounts.suspended")
def suspended(instance: User, **_: Any) -> None:
    if not instance.is_active:
        _tell(instance)


@receiver(post_delete, sender=User, dispatch_uid="accounts.deleted")
def deleted(instance: User, **_: Any) -> None:
    gone = User(pk=instance.pk, email=instance.email, name=instance.name)  # a deleted instance loses its key
    _tell(gone)


@receiver(post_delete, sender=Token, dispatch_uid="accounts.key_deleted")
def key_was_deleted(instance: Token, **_: Any) -> None:
    _tell(instance.user)


@receiver([password_changed, password_set, password_reset], dispatch_uid="accounts.password")
def password_was_changed(user: User, **_: Any) -> None:
    _tell(user)


@receiver(user_logged_out, dispatch_uid="accounts.signed_out")
def signed_out(request: Any, user: User | None, **_: Any) -> None:
    """Django says it before it deletes the session: a socket that came back in between would be let in again."""
    if user is not None:
        request.session.delete()
        _tell(user)


@receiver(post_delete, sender=EmailAddress, dispatch_uid="accounts.address_lost")
def address_was_lost(instance: EmailAddress, **_: Any) -> None:
    """What its domain opened closes with it."""
    user = User.objects.filter(pk=instance.user_id).first()
    if user is not None and instance.verified:
        end_by_lost_address(user, instance.email)


@receiver(post_delete, sender=Organisation, dispatch_uid="accounts.body_deleted")
@receiver(post_delete, sender=PeopleGroup, dispatch_uid="accounts.body_deleted")
def body_was_deleted(instance: Organisation | PeopleGroup, **_: Any) -> None:
    """Its grants belong to its `auth.Group`, and would outlive it."""
    Group.objects.filter(pk=instance.group_id).delete()
