"""`settled`: a room fell quiet. Receivers get `room` and `number` (of the last update), read and compute, store nothing.

They return a function, or None: called with the authors since the last time, it stores, in the transaction that claims.
"""

from django.dispatch import Signal

settled = Signal()
