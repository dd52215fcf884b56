"""Says of each chain of audit events whether it is whole, and else where something was changed, removed or put in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, OuterRef, Subquery
from django.utils.translation import gettext as _

from activity import seals
from activity.chain import INSTANCE, chain_of
from activity.feed import in_chain
from activity.models import ChainHead, Event
from activity.verbs import AUDIT

TAKEN_OVER = "account.guest_taken_over"  # says in `guest` the key of the guest whose acts are the actor's from then on
NOWHERE = ""  # the name under which audit events without a chain are reported


@dataclass
class Report:
    """`events` were looked at, of which the words of `blanked` were taken out, and recorded so."""

    chain: str
    events: int = 0
    blanked: int = 0
    number: int = 0
    hash: str = ""
    faults: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return not self.faults


def chains() -> list[str]:
    named = ChainHead.objects.values_list("chain", flat=True)
    return sorted({*named, *Event.objects.exclude(chain="").order_by().values_list("chain", flat=True).distinct()})


def verify_all() -> list[Report]:
    """One report for each chain, and one more if audit events stand outside of all."""
    reports = [verify(chain) for chain in chains()]
    loose = Event.objects.filter(chain="", verb__in=AUDIT).order_by("pk").values_list("pk", flat=True)
    faults = [
        _("The event with the key %(key)s stands in no chain: put in, or taken out.") % {"key": pk} for pk in loose
    ]
    return [*reports, Report(NOWHERE, events=len(faults), faults=faults)] if faults else reports


def verify(chain: str) -> Report:
    """Follow a chain from its first event. Four queries at most."""
    head = ChainHead.objects.filter(pk=chain).first()
    events = Event.objects.filter(chain=chain).order_by("number", "pk")
    return _Walk(chain, head, start=0).follow(events.iterator(chunk_size=500))


def newest_of(chain: str, count: int) -> list[Event]:
    """The newest events of a chain, the newest first, as a page shows them and `verify_newest` follows them. One query.

    Each has the `head_number` and `head_hash` of its chain, and says how many it holds, `in_all`.
    """
    head = ChainHead.objects.filter(pk=OuterRef("chain"))
    counted = Event.objects.filter(chain=OuterRef("chain")).order_by().values("chain").annotate(count=Count("pk"))
    noted = {
        "head_number": Subquery(head.values("number")),
        "head_hash": Subquery(head.values("hash")),
        "in_all": Subquery(counted.values("count")),
    }
    return list(in_chain(chain).annotate(**noted)[:count])


def verify_newest(chain: str, events: Sequence[Any], count: int) -> Report:
    """Follow what `newest_of` found, asked for `count`. No query, but where an account left, or where there is no event."""
    oldest = next((one.number for one in reversed(events) if one.number is not None), 1)
    last = events[0] if events else None
    if last is None:
        head = ChainHead.objects.filter(pk=chain).first()
    else:
        head = None if last.head_number is None else ChainHead(chain, last.head_number, last.head_hash)
    return _Walk(chain, head, start=oldest - 1 if len(events) == count else 0).follow(reversed(events))


class _Walk:
    """One reading of a chain, from its first event to its end."""

    def __init__(self, chain: str, head: ChainHead | None, start: int) -> None:
        self.report = Report(chain)
        self.head = head
        self.number, self.hash = start, ""
        self.follows = start == 0  # of the first event read we may not know the one before
        self.blanked: set[int] = set()
        self.admitted: set[int] = set()
        self.handed: dict[tuple[Any, Any], list[int]] = {}  # (account recorded, account named now) -> numbers
        self.left: dict[int, list[int]] = {}  # account gone from a row -> the numbers of these rows

    def follow(self, events: Iterable[Event]) -> Report:
        for event in events:
            self._place(event)
            self._content(event)
            self.report.events += 1
        self._end()
        self._blanks()
        self._accounts()
        self.report.number, self.report.hash = self.number, self.hash
        return self.report

    def _fault(self, sentence: str) -> None:
        self.report.faults.append(sentence)

    def _place(self, event: Event) -> None:
        expected = self.number + 1
        if event.number is None or event.number < expected:
            self._fault(_("The event with the key %(key)s has no place of its own.") % {"key": event.pk})
            return
        if event.number > expected:
            between = {"first": expected, "last": event.number - 1}
            self._fault(_("%(first)s to %(last)s: removed.") % between)
        elif self.follows and event.previous != self.hash:
            self._fault(_("%(number)s: does not follow the one before.") % {"number": event.number})
        self.number, self.hash, self.follows = event.number, event.hash, True

    def _content(self, event: Event) -> None:
        if chain_of(event.workspace) != event.chain or not _is_sealed(event) or seals.fingerprint(event) != event.hash:
            self._fault(_("%(number)s: changed.") % {"number": event.number})
            return
        for word in sorted({*event.data, *event.seals}):
            seal = event.seals.get(word, "")
            if seals.is_blanked(seal) and word not in event.data:
                self.blanked.add(int(event.number or 0))
            elif word not in event.data or not seals.holds(seal, word, event.data[word]):
                self._fault(_("%(number)s: its word “%(word)s” was changed.") % {"number": event.number, "word": word})
        if event.verb == "activity.blanked":
            self.admitted.update(_numbers(event.data.get("numbers")))
        if event.actor_id is None and event.actor_key is not None:
            self.left.setdefault(event.actor_key, []).append(int(event.number or 0))
        elif event.actor_id != event.actor_key:
            self.handed.setdefault((event.actor_key, event.actor_id), []).append(int(event.number or 0))

    def _end(self) -> None:
        if self.head is None:
            if self.number:
                self._fault(_("The end of the chain is not noted any more."))
        elif self.head.number > self.number:
            between = {"first": self.number + 1, "last": self.head.number}
            self._fault(_("%(first)s to %(last)s: removed, at the end.") % between)
        elif self.head.number < self.number:
            between = {"first": self.head.number + 1, "last": self.number}
            self._fault(_("%(first)s to %(last)s: put in after the end.") % between)
        elif self.head.hash != self.hash:
            self._fault(_("The last event is not the one that was noted as the end."))

    def _blanks(self) -> None:
        self.report.blanked = len(self.blanked)
        for number in sorted(self.blanked - self.admitted):
            self._fault(_("%(number)s: words were taken out, and nothing says so.") % {"number": number})

    def _accounts(self) -> None:
        """Nobody takes an author off who is still there; what a guest did becomes an account's only by being recorded so."""
        there = get_user_model()._base_manager.filter(pk__in=self.left).values_list("pk", flat=True)
        changed = [number for key in there for number in self.left[key]]
        if self.handed:
            taken = Event.objects.filter(verb=TAKEN_OVER, chain=INSTANCE).values_list("data__guest", "actor_key")
            known = set(taken.filter(actor_key__in=[now for _was, now in self.handed]))
            changed += [number for pair in self.handed.keys() - known for number in self.handed[pair]]
        for number in sorted(changed):
            self._fault(_("%(number)s: its author was changed.") % {"number": number})


def _is_sealed(event: Event) -> bool:
    plain = isinstance(event.data, dict) and isinstance(event.seals, dict)
    return plain and all(isinstance(seal, str) for seal in event.seals.values())


def _numbers(told: Any) -> list[int]:
    return [number for number in told if isinstance(number, int)] if isinstance(told, list) else []
