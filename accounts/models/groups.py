"""Groups of people, which anyone with an account may make."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.membered import Membered, MemberedQuerySet, Membership


class PeopleGroup(Membered):
    """People who are given roles together: a committee, a class, the writers of one chapter."""

    objects = MemberedQuerySet["PeopleGroup"].as_manager()

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["name", "id"]

    def get_absolute_url(self) -> str:
        return reverse("group", args=[self.pk])


class GroupMembership(Membership):
    people_group = models.ForeignKey(PeopleGroup, on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        verbose_name = _("member of a group")
        verbose_name_plural = _("members of groups")
        constraints = [models.UniqueConstraint(fields=["people_group", "user"], name="once_in_a_group")]

    def __str__(self) -> str:
        return f"{self.user} ({self.people_group})"
