"""A Word file that was taken out of a document and comes back changed: what changed in it, as proposals for the text of today.

The file says of which text it was made (`documents/formats/origin.py`). That text is written as Word once more and read
back, so that what Word cannot carry differs on neither side; what still differs is what somebody did to the file.
"""
