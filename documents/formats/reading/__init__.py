"""Word files read into node trees, by the names of their styles and by their numbering, never by their look.

Nothing here knows Django: `python -m documents.formats.reading` runs it in a process of its own, with limits
(`documents/formats/child.py`). What is found is told in codes; `documents/imported.py` makes sentences of them.
"""
