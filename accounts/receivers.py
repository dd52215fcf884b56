"""When an account's access ends: suspended, signed out, its password changed, a key deleted."""

from typing import Any

from allauth.account.signals import password_changed, password_reset
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from accounts.models import Token, User
from accounts.signals import access_ended


@receiver(post_save, sender=User, dispatch_uid="accounts.suspended")
def suspended(instance: User, **_: Any) -> None:
    if not instance.is_active:
        access_ended.send_robust(sender=User, user=instance)


@receiver(post_delete, sender=Token, dispatch_uid="accounts.key_deleted")
def key_was_deleted(instance: Token, **_: Any) -> None:
    access_ended.send_robust(sender=User, user=instance.user)


@receiver([password_changed, password_reset], dispatch_uid="accounts.password")
def password_was_changed(user: User, **_: Any) -> None:
    access_ended.send_robust(sender=User, user=user)


@receiver(user_logged_out, dispatch_uid="accounts.signed_out")
def signed_out(user: User | None, **_: Any) -> None:
    if user is not None:
        access_ended.send_robust(sender=User, user=user)
