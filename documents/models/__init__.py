"""Documents, the images in them, and what is said, proposed and kept beside their text."""

from documents.models.asked import DocumentAccessRequest, DocumentInvitation
from documents.models.attachment import Attachment
from documents.models.brought import Import
from documents.models.discussion import Comment, Reaction, Report, Thread
from documents.models.document import Document, DocumentGroupGrant, DocumentLinkEntry, DocumentUserGrant, Stage
from documents.models.export import Export, ExportPart, Failure
from documents.models.returned import Return
from documents.models.suggestion import Suggestion, SuggestionVote
from documents.models.template import ChosenTemplate, Template
from documents.models.version import Version, Visit
from documents.models.withheld import WithheldName

__all__ = [
    "Attachment",
    "ChosenTemplate",
    "Comment",
    "Document",
    "DocumentAccessRequest",
    "DocumentGroupGrant",
    "DocumentInvitation",
    "DocumentLinkEntry",
    "DocumentUserGrant",
    "Export",
    "ExportPart",
    "Failure",
    "Import",
    "Reaction",
    "Report",
    "Return",
    "Stage",
    "Suggestion",
    "SuggestionVote",
    "Template",
    "Thread",
    "Version",
    "Visit",
    "WithheldName",
]
