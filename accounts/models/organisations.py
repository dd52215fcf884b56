"""Organisations, who belongs to them and how that was confirmed."""

from typing import Any, Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.membered import Membered, MemberedQuerySet, Membership, Role


class OrganisationQuerySet(MemberedQuerySet["Organisation"]):
    def spoken_for_by(self, user: Any) -> Self:
        """In whose name the account may act: verified, and managed by it."""
        managed = Affiliation.objects.filter(user__is_active=True, user=user.pk, role=Role.MANAGER)
        return self.filter(verified_at__isnull=False, memberships__in=managed)


class Organisation(Membered):
    """A body people act for: a ministry, a town, a company, an association, a laboratory.

    A row comes from what somebody declares on their profile, and has no member then. It is verified by an administrator
    or by a claim of ProConnect; only then does belonging to it count.
    """

    public = models.BooleanField(_("public body"), default=False)
    siret = models.CharField(
        _("SIRET number"),
        max_length=14,
        unique=True,
        null=True,
        blank=True,
        validators=[RegexValidator(r"\A[0-9]{14}\Z", _("A SIRET number has 14 digits."))],
    )
    verified_at = models.DateTimeField(_("verified"), null=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(Lower("name"), name="one_organisation_per_name")]

    def get_absolute_url(self) -> str:
        return reverse("organisation", args=[self.pk])

    @property
    def verified(self) -> bool:
        return self.verified_at is not None


class Affiliation(Membership):
    """A confirmed membership, as opposed to the organisation that a profile declares."""

    class How(models.TextChoices):
        FOUNDER = "founder", _("opened it")
        MANAGER = "manager", _("added by a manager")
        DOMAIN = "domain", _("by e-mail address")
        CLAIM = "claim", _("by ProConnect")
        ADMINISTRATOR = "administrator", _("named by an administrator")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    how = models.CharField(_("how it was confirmed"), max_length=15, choices=How.choices)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["organisation", "user"], name="once_in_an_organisation")]

    def __str__(self) -> str:
        return f"{self.user} ({self.organisation})"


class Domain(models.Model):
    """What stands after the @ of the organisation's own addresses: whoever has such an address may join by themselves."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="domains")
    name = models.CharField(_("e-mail domain"), max_length=253)

    class Meta:
        verbose_name = _("e-mail domain")
        verbose_name_plural = _("e-mail domains")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="domain_once")]

    def __str__(self) -> str:
        return self.name
