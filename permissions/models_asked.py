"""What waits for an answer: an address that was invited to an object, a person who asked to be let in."""

from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self) -> "InvitationQuerySet":
        """Neither accepted nor revoked; those past their time too, which can be sent again."""
        return self.filter(accepted_at=None, revoked_at=None)


class Invitation(models.Model):
    """An address may take a role on one object, once. A subclass adds `content_object`, so that it dies with the object.

    `email` is in small letters; of the token in the message only `digest` is kept; `sent_at` is empty until the mail left.
    """

    content_object: Any

    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=10)
    language = models.CharField(_("language of the message"), max_length=5)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = InvitationQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["-invited_at", "-id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["content_object", "email"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="one_%(class)s_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.pk}"

    @property
    def expired(self) -> bool:
        return self.expires_at <= timezone.now()


class AccessRequestQuerySet(models.QuerySet["AccessRequest"]):
    def waiting(self) -> "AccessRequestQuerySet":
        return self.filter(answered_at=None)


class AccessRequest(models.Model):
    """Someone asked for a role on an object. `granted` is the role that was given: empty while waiting, and if refused."""

    content_object: Any

    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(_("role"), max_length=10)
    message = models.TextField(_("message"), blank=True, max_length=500)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    granted = models.CharField(max_length=10, blank=True)

    objects: ClassVar[Any] = AccessRequestQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["asked_at", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["content_object", "asked_by"],
                condition=models.Q(answered_at=None),
                name="one_%(class)s_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.pk}"

    @property
    def answer_url(self) -> str:
        """The page on which those who manage the object answer."""
        raise NotImplementedError


def invitation_models() -> list[Any]:
    """One for each kind of object that people are invited to."""
    return [model for model in apps.get_models() if issubclass(model, Invitation)]


def request_models() -> list[Any]:
    return [model for model in apps.get_models() if issubclass(model, AccessRequest)]
