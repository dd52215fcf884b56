"""The worker's part of a template: a sample in it as a PDF, where LibreOffice is there to lay one out."""

import logging
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import translation

from documents.formats import libreoffice, office
from documents.house import content_of
from documents.models import Template
from documents.sample import sample_file

logger = logging.getLogger(__name__)


def draw_template(key: str) -> str:
    """ "done", or why there is no PDF: the sample itself can be taken all the same."""
    template = Template.objects.select_related("workspace", "organisation", "added_by").filter(pk=key).first()
    content = content_of(template) if template is not None else None
    if template is None or content is None:
        return "not wanted"
    try:
        with translation.override(getattr(template.added_by, "language", "fr")):
            sample = sample_file(template.name, content, owner=str(template.owner))
        return _keep(template, office.of_word(sample, "pdf", seconds=settings.EXPORT_SECONDS))
    except libreoffice.Missing:
        return "missing"
    except libreoffice.Failed:
        logger.warning("the sample of template %s could not be laid out", key)
        return "failed"


def _keep(template: Template, made: bytes) -> str:
    """Taken away meanwhile, nothing is kept."""
    with transaction.atomic():
        there: Any = Template.objects.select_for_update().filter(pk=template.pk).first()
        if there is None:
            return "not wanted"
        there.preview.save("sample.pdf", ContentFile(made), save=False)
        there.save(update_fields=["preview"])
    return "done"
