"""The worker's part of a template: an image of the first page of a sample, where LibreOffice is there to draw one."""

import logging
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import translation

from documents.formats import libreoffice
from documents.formats.reading.pictures import for_screens
from documents.house import content_of
from documents.models import Template
from documents.sample import sample_file

logger = logging.getLogger(__name__)
SECONDS = 60.0


def draw_template(key: str) -> str:
    """ "done", or why there is no image: the sample itself can be taken all the same."""
    template = Template.objects.select_related("workspace", "organisation", "added_by").filter(pk=key).first()
    content = content_of(template) if template is not None else None
    if template is None or content is None:
        return "not wanted"
    try:
        with translation.override(getattr(template.added_by, "language", "fr")):
            sample = sample_file(template.name, content, owner=str(template.owner))
        drawn = for_screens(libreoffice.convert(sample, "docx", "png", seconds=SECONDS))
    except libreoffice.Missing:
        return "missing"
    except libreoffice.Failed:
        logger.warning("template %s could not be drawn", key)
        return "failed"
    return _keep(template, drawn[0]) if drawn is not None else "failed"


def _keep(template: Template, drawn: bytes) -> str:
    """Taken away meanwhile, nothing is kept."""
    with transaction.atomic():
        there: Any = Template.objects.select_for_update().filter(pk=template.pk).first()
        if there is None:
            return "not wanted"
        there.picture.save("page.png", ContentFile(drawn), save=False)
        there.save(update_fields=["picture"])
    return "done"
