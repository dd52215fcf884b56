"""Documents and the images in them."""

from documents.models.attachment import Attachment
from documents.models.document import Document, DocumentGroupGrant, DocumentUserGrant

__all__ = ["Attachment", "Document", "DocumentGroupGrant", "DocumentUserGrant"]
