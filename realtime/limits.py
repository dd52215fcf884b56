"""The limits of a room, its sockets and its log; docs/limits.md tells people about those they can meet (DESIGN §4, §10).

What one way in adds stands beside it: `http`, `long_poll`, `awareness`.
"""

LARGEST_FRAME = 1024 * 1024  # bytes of one message on a socket; what is larger comes by POST
LARGEST_STATE = 8_000_000  # bytes of one document as stored; beyond it the text cannot grow
WARN_AT = 0.8  # the part of LARGEST_STATE from which people are told

MOST_SOCKETS = 1_000  # in one process; those who come after are told and come back later
MOST_WRITERS = 200  # in one room of one process; those who come after read along

MOST_WAITING = 5_000  # updates of one room received and not yet stored, while the database is away…
MOST_WAITING_BYTES = 8 * 1024 * 1024  # …and their bytes

LAGGING = 256 * 1024  # bytes unsent from which a connection gets no more updates until it has read them
LAGGING_FOR = 20.0  # seconds of that after which it is closed
STALLED_FOR = 30.0  # seconds after which one that takes nothing at all is closed, however little waits for it
MOST_UNSENT = 16 * 1024 * 1024  # bytes of answers that one connection may leave unread

UPDATES_PER_SECOND, UPDATES_AT_ONCE = 200, 2_000  # of one connection; faster senders are read more slowly…
BYTES_AS_ONE = 16 * 1024  # of a large message count as one more update
SLOWED_FOR = 10.0  # …and closed after that many seconds of it

MOST_ITEMS_POSTED = 200_000  # in one update by HTTP: a long paste of short lines; four times what a frame may hold
