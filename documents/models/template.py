"""A Word template of an organisation or of a workspace: what was made ready of the file that somebody gave, never the file."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from workspaces.models import Workspace


def _path(template: "Template", filename: str) -> str:
    """The name that the person's file had never reaches the disk."""
    return f"templates/{template.pk}.{filename.rpartition('.')[2]}"


class Template(models.Model):
    """`report` is what was found in the file (`documents/formats/adopting/template.py`); `sha256` that of the file given."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, null=True, related_name="templates")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="templates")
    name = models.CharField(_("name"), max_length=100)
    file = models.FileField(upload_to=_path, max_length=200)
    preview = models.FileField(upload_to=_path, max_length=200, blank=True)  # a sample in it as a PDF
    size = models.PositiveIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    report = models.JSONField(default=dict)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        ordering = ["name", "added_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(workspace__isnull=True) ^ Q(organisation__isnull=True), name="template_of_one_owner"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def owner(self) -> Any:
        return self.workspace or self.organisation


class ChosenTemplate(models.Model):
    """In which template the files of a workspace are made unless somebody asks for another; without a row, in Tablée's own."""

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, related_name="chosen_template")
    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="chosen_in")
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    chosen_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("chosen template")
        verbose_name_plural = _("chosen templates")

    def __str__(self) -> str:
        return f"{self.template} ({self.workspace})"
