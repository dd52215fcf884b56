"""What became of a file from which a document was made: told to whoever may write in it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.models.document import Document


class Import(models.Model):
    """`report` holds counts and codes (`documents/brought.py` makes sentences of them), no words but those of the text."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="brought")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    format = models.CharField(max_length=10)
    filename = models.CharField(max_length=200)
    report = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("file brought in")
        verbose_name_plural = _("files brought in")

    def __str__(self) -> str:
        return self.filename
