"""What an audit event commits to: a fingerprint of its fields and, for each word of its data, a salted digest.

The words themselves are not in the fingerprint: one can be blanked with its salt, and the chain still verifies. What
is computed here never changes: events of all times must verify. Another way would be another `FORM`.
"""

import hashlib
import json
import secrets
from datetime import UTC
from typing import Any

FORM = 1


def canonical(value: Any) -> bytes:
    """One way to write plain JSON: sorted keys, no blanks, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def seal(data: dict[str, Any]) -> dict[str, str]:
    """A salt and a digest for each word, as "salt:digest"."""
    salts = {word: secrets.token_hex(16) for word in data}
    return {word: f"{salts[word]}:{digest(salts[word], word, value)}" for word, value in data.items()}


def digest(salt: str, word: str, value: Any) -> str:
    return hashlib.sha256(canonical([salt, word, value])).hexdigest()


def blanked(seal: str) -> str:
    """The seal without its salt: with it, a name could be guessed by trying."""
    return ":" + seal.rpartition(":")[2]


def is_blanked(seal: str) -> bool:
    return seal.startswith(":")


def holds(seal: str, word: str, value: Any) -> bool:
    salt, _colon, expected = str(seal).rpartition(":")
    return bool(salt) and digest(salt, word, value) == expected


def fingerprint(event: Any) -> str:
    """SHA-256 over the previous hash, the place in the chain, who did what, to what, when, and the digests of its words."""
    told = {
        "form": FORM,
        "previous": event.previous,
        "chain": event.chain,
        "number": event.number,
        "verb": event.verb,
        "actor": event.actor_key,
        "on_behalf_of": event.on_behalf_of,
        "subject": [event.subject_kind, event.subject_id],
        "about": event.about,
        "workspace": event.workspace,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "data": {word: seal.rpartition(":")[2] for word, seal in event.seals.items()},
    }
    return hashlib.sha256(canonical(told)).hexdigest()
