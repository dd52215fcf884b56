"""`access_ended`: the account `user` was suspended, signed out or changed its password: open sockets are asked again."""

from django.dispatch import Signal

access_ended = Signal()
