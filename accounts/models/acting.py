"""Who acted for whom: the row behind the banner, the mail and what the person is shown."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User


class ActFor(models.Model):
    """An administrator in the place of a person: why, since when, until when at most. Kept after it has ended."""

    administrator = models.ForeignKey(User, on_delete=models.CASCADE, related_name="acts_for_others")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="acted_for")
    reason = models.CharField(_("reason"), max_length=500)
    started_at = models.DateTimeField(_("since"), auto_now_add=True)
    until = models.DateTimeField(_("until"))
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        verbose_name = _("acting for a person")
        verbose_name_plural = _("acting for people")
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.administrator} → {self.person}"
