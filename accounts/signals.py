"""`access_ended`: the account `user` was suspended, signed out, changed its password or lost a key."""

from django.dispatch import Signal

access_ended = Signal()
