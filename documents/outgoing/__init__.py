"""A document made ready for a file: with the proposals that wait for an answer, and what is said beside the text.

    prepared = prepare(document, user, options, People(by_name=options.names))

What a person may not see on the page is in no file of theirs either.
"""

from documents.outgoing.contributors import contributors_of
from documents.outgoing.people import People
from documents.outgoing.prepared import Prepared, prepare

__all__ = ["People", "Prepared", "contributors_of", "prepare"]
