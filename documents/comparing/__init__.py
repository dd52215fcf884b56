"""What changed between two trees of a text: blocks matched, moves recognised, tables cell by cell, word for word.

    changes = compare(before, after)      # of the text's top blocks, each with what changed inside it

Used by the page that compares two versions, its Word file, and "what changed since I last came".
"""

from documents.comparing.changes import Change, Summary, Word, as_json, leaves, summary
from documents.comparing.trees import compare, same_text

__all__ = ["Change", "Summary", "Word", "as_json", "compare", "leaves", "same_text", "summary"]
