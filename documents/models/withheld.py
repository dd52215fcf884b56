"""Whose name was taken out of a document: a nameless account stands there for them (docs/decisions/0036)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.models.document import Document


class WithheldName(models.Model):
    """Until `at`, what `stand_in.stands_for` did in the document is the stand-in's. What they do later is their own."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="withheld_names")
    stand_in = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("name withheld in a document")
        verbose_name_plural = _("names withheld in documents")

    def __str__(self) -> str:
        return f"{self.stand_in_id} in {self.document_id}"
