"""What is made ready for a file: a document, or several as one volume, with proposals that wait and what is said beside it.

    made = ready(document, user, options, People(by_name=options.names))

What a person may not see on the page is in no file of theirs either.
"""

from documents.outgoing.about import Pictures, info_of
from documents.outgoing.contributors import contributors_of
from documents.outgoing.people import People
from documents.outgoing.prepared import Prepared, prepare
from documents.outgoing.ready import Ready, ready
from documents.outgoing.volume import Volume

__all__ = [
    "People",
    "Pictures",
    "Prepared",
    "Ready",
    "Volume",
    "contributors_of",
    "info_of",
    "prepare",
    "ready",
]
