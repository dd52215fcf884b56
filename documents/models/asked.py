"""Who was invited to a document and has not answered, and who asked to be let in."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from documents.models.document import Document
from permissions.models_asked import AccessRequest, Invitation


class DocumentInvitation(Invitation):
    content_object: Any = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="invitations")

    class Meta(Invitation.Meta):
        verbose_name = _("invitation to a document")
        verbose_name_plural = _("invitations to documents")


class DocumentAccessRequest(AccessRequest):
    content_object: Any = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="access_requests")

    class Meta(AccessRequest.Meta):
        verbose_name = _("request for access to a document")
        verbose_name_plural = _("requests for access to documents")

    @property
    def answer_url(self) -> str:
        return reverse("document_share", args=[self.content_object_id])
