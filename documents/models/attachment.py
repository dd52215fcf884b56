"""An image of a document, kept outside the web root and served to those who may read the document."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from documents.models.document import Document


def _path(attachment: "Attachment", filename: str) -> str:
    """The person's file name never reaches the disk."""
    extension = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}[attachment.content_type]
    return f"images/{attachment.document_id}/{attachment.pk}.{extension}"


class Attachment(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to=_path, max_length=200)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(help_text="bytes")
    width = models.PositiveIntegerField(help_text="pixels")
    height = models.PositiveIntegerField(help_text="pixels")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def __str__(self) -> str:
        return f"{self.content_type} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("document_image", args=[self.document_id, self.pk])
