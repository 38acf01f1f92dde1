"""Whether a record is what it was: the chain recomputed from the first event to the last, through the port."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from dispatch.log.base import GENESIS, Head, Log, RecordDamaged, Stored
from dispatch.log.chain import next_hash
from dispatch.log.claims import Claim

_SLICE = 1_000

Progress = Callable[[int, int], None]
"""Called now and then with how many events are done and how many there are."""


class Finding(StrEnum):
    """What a verification found."""

    INTACT = "intact"
    """The chain holds, and it holds every witnessed event: nothing up to the last of them was altered or cut off."""
    CONSISTENT = "consistent"
    """The chain holds in itself. Without a witness nobody can say more."""
    ALTERED = "altered"
    """An event's body or stored hash was changed."""
    GAP = "gap"
    """An event between others is missing."""
    UNREADABLE = "unreadable"
    """An event is none, or the storage cannot read it."""
    MISPLACED = "misplaced"
    """An event stands where another one stood: its own number or time says so."""
    CONTRADICTORY = "contradictory"
    """An event cannot follow from the events before it: something was taken out or put in."""
    CUT_OFF = "cut off"
    """The record ends before a witnessed event."""
    REWRITTEN = "rewritten"
    """The chain holds in itself but is not the one that was witnessed."""
    OTHER_RECORD = "other record"
    """As rewritten, and the record's identity is not the witnessed one either."""
    SNAPSHOT = "snapshot altered"
    """A snapshot does not show what the events add up to."""
    INDEX = "command index altered"
    """What is remembered of accepted commands does not agree with the events."""
    STORAGE = "storage damaged"
    """The storage itself says that it is damaged."""
    WITNESS = "witness altered"
    """A line of the witness was changed, moved, left out or added."""
    NOT_SIGNED = "not signed"
    """A head does not bear the signature of the key."""


class Fault(NamedTuple):
    """One thing that is wrong: what, at which event (None where that cannot be said), and a sentence for people."""

    finding: Finding
    seq: int | None
    words: str


class VerifyReport(NamedTuple):
    """What was found.

    ``finding``, ``seq`` and ``words`` are those of the first fault (of a rewritten chain the witnessed event; None
    where all is well), ``head`` is the last event up to which the chain was recomputed, ``faults`` are all faults.
    """

    finding: Finding
    seq: int | None
    head: Head
    words: str
    faults: tuple[Fault, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing wrong was found."""
        return not self.faults


Inspect = Callable[[Stored], Iterable[Fault]]
"""Looks at each event whose place in the chain is proved, in order; returns what is wrong with it beside that."""


async def verify(
    log: Log,
    witnessed: Head | None = None,
    progress: Progress | None = None,
    *,
    witnessed_epoch: str | None = None,
    claims: Sequence[Claim] = (),
    inspect: Inspect | None = None,
) -> VerifyReport:
    """Recompute the chain in slices and compare it with everything that was witnessed elsewhere.

    ``witnessed_epoch`` is the identity that the record had then, where that is known too: it tells a rewritten record
    from another one. Raises `LogError` where the storage does not answer.
    """
    if witnessed is not None:
        claims = [*claims, Claim(witnessed, witnessed_epoch or "", "the head that was given")]
    walk = _Walk(log, claims, inspect or (lambda _stored: ()))
    await walk.to_the_end(progress)
    return _report(walk, claims)


class _Walk:
    """Goes through a record from its first event and gathers what is wrong."""

    def __init__(self, log: Log, claims: Sequence[Claim], inspect: Inspect) -> None:
        self.head = Head(0, GENESIS)
        self.faults: list[Fault] = []
        self._log = log
        self._inspect = inspect
        self._claims: defaultdict[int, list[Claim]] = defaultdict(list)
        for claim in claims:
            self._claims[claim.head.seq].append(claim)
        self._is_contradicted = False
        self._compare()

    async def to_the_end(self, progress: Progress | None) -> None:
        """Read until the end, or until the first event whose place in the chain is not proved."""
        try:
            while events := await self._log.read(self.head.seq, _SLICE):
                for event in events:
                    if not self._step(event):
                        return
                if progress is not None:
                    progress(self.head.seq, max(self.head.seq, self._log.head.seq))
        except RecordDamaged as error:
            self._fault(Finding.UNREADABLE, self.head.seq + 1, f"event {self.head.seq + 1} cannot be read: {error}")
            return
        self._check_end()

    def _step(self, event: Stored) -> bool:
        seq = self.head.seq + 1
        if event.seq != seq:
            return self._fault(Finding.GAP, seq, f"event {seq} is missing; the next one is {event.seq}")
        expected = next_hash(self.head.hash, seq, event.chained)
        self.head = Head(seq, expected)
        if event.hash != expected:
            return self._fault(Finding.ALTERED, seq, f"event {seq} was altered: its body and hash do not agree")
        self._compare()
        self.faults += self._inspect(event)
        return True

    def _compare(self) -> None:
        """Hold what was claimed of this event against it; the first contradiction stands for those that follow."""
        for claim in self._claims.pop(self.head.seq, ()):
            if claim.head.hash != self.head.hash and not self._is_contradicted:
                self._is_contradicted = True
                self._contradict(claim)

    def _contradict(self, claim: Claim) -> None:
        seq = claim.head.seq
        if claim.epoch not in {"", self._log.epoch}:
            words = f"this is another record than the witnessed one: event {seq} and the identity both differ"
            self._fault(Finding.OTHER_RECORD, seq, f"{words} ({claim.source})")
            return
        words = (
            f"event {seq} is not the witnessed one although the hashes agree among themselves: an event up to it "
            "was altered and the hashes were recomputed, or this is another record"
        )
        self._fault(Finding.REWRITTEN, seq, f"{words} ({claim.source})")

    def _check_end(self) -> None:
        head, top = self.head, self._log.head
        if head.seq < top.seq:
            words = f"the events from {head.seq + 1} to {top.seq} are missing"
            self._fault(Finding.GAP, head.seq + 1, words)
        elif head.seq == top.seq and head.hash != top.hash:
            self._fault(Finding.ALTERED, head.seq, f"the record says that its last event {head.seq} has another hash")
        if self._claims and not self._is_contradicted:
            claim = min((each for seq in self._claims for each in self._claims[seq]), key=lambda each: each.head.seq)
            words = f"the record ends at event {head.seq} but event {claim.head.seq} was witnessed: its end was cut off"
            self._fault(Finding.CUT_OFF, head.seq + 1, f"{words} ({claim.source})")

    def _fault(self, finding: Finding, seq: int, words: str) -> bool:
        self.faults.append(Fault(finding, seq, words))
        return False


def _report(walk: _Walk, claims: Sequence[Claim]) -> VerifyReport:
    head = walk.head
    if walk.faults:
        return report_of(head, walk.faults)
    proving = [claim.head.seq for claim in claims if claim.proves]
    if proving:
        last = max(proving)
        words = f"nothing up to event {last} was altered or cut off; {head.seq} events are consistent"
        return VerifyReport(Finding.INTACT, None, head, words)
    words = f"the {head.seq} events are consistent; without a witnessed head nothing proves that they are the original"
    return VerifyReport(Finding.CONSISTENT, None, head, words)


def report_of(head: Head, faults: Sequence[Fault]) -> VerifyReport:
    """Return the report of a record in which something is wrong."""
    first = faults[0]
    return VerifyReport(first.finding, first.seq, head, first.words, tuple(faults))
