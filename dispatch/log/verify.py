"""Whether a record is what it was: the chain recomputed from the first event to the last, through the port."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from dispatch.log.base import GENESIS, Head, Log
from dispatch.log.chain import next_hash

_SLICE = 1_000

Progress = Callable[[int, int], None]
"""Called now and then with how many events are done and how many there are."""


class Finding(StrEnum):
    """What a verification found."""

    INTACT = "intact"
    """The chain holds, and it holds the witnessed event: nothing up to that was altered or cut off."""
    CONSISTENT = "consistent"
    """The chain holds in itself. Without a witness nobody can say more."""
    ALTERED = "altered"
    """An event's body or stored hash was changed."""
    GAP = "gap"
    """An event between others is missing."""
    CUT_OFF = "cut off"
    """The record ends before the witnessed event."""
    REWRITTEN = "rewritten"
    """The chain holds in itself but is not the one that was witnessed."""
    OTHER_RECORD = "other record"
    """As rewritten, and the record's identity is not the witnessed one either."""


class VerifyReport(NamedTuple):
    """What was found.

    ``seq`` is the first event that is wrong or missing (of a rewritten chain the witnessed one; None where all is
    well), ``head`` the last event up to which the chain was recomputed, ``words`` one sentence for people.
    """

    finding: Finding
    seq: int | None
    head: Head
    words: str

    @property
    def ok(self) -> bool:
        """Whether nothing wrong was found."""
        return self.finding in {Finding.INTACT, Finding.CONSISTENT}


async def verify(
    log: Log,
    witnessed: Head | None = None,
    progress: Progress | None = None,
    *,
    witnessed_epoch: str | None = None,
) -> VerifyReport:
    """Recompute the chain in slices and compare it with what was witnessed elsewhere.

    ``witnessed_epoch`` is the identity that the record had then, where that is known too: it tells a rewritten record
    from another one. Raises `LogError` where the record cannot be read.
    """
    head, at_witness = Head(0, GENESIS), GENESIS if witnessed is not None and witnessed.seq == 0 else None
    while events := await log.read(head.seq, _SLICE):
        for event in events:
            seq = head.seq + 1
            if event.seq != seq:
                return _broken(Finding.GAP, seq, head, f"event {seq} is missing; the next one is {event.seq}")
            head = Head(seq, next_hash(head.hash, seq, event.body))
            if event.hash != head.hash:
                return _broken(Finding.ALTERED, seq, head, f"event {seq} was altered: its body and hash do not agree")
            if witnessed is not None and seq == witnessed.seq:
                at_witness = head.hash
        if progress is not None:
            progress(head.seq, max(head.seq, log.head.seq))
    if head.seq < log.head.seq:
        return _broken(Finding.GAP, head.seq + 1, head, f"the events from {head.seq + 1} to {log.head.seq} are missing")
    if witnessed is None:
        words = (
            f"the {head.seq} events are consistent; without a witnessed head nothing proves that they are the original"
        )
        return VerifyReport(Finding.CONSISTENT, None, head, words)
    return _compare(head, witnessed, at_witness, is_other=witnessed_epoch not in {None, log.epoch})


def _compare(head: Head, witnessed: Head, at_witness: bytes | None, *, is_other: bool) -> VerifyReport:
    if at_witness == witnessed.hash:
        words = f"nothing up to event {witnessed.seq} was altered or cut off; {head.seq} events are consistent"
        return VerifyReport(Finding.INTACT, None, head, words)
    if at_witness is None:
        words = f"the record ends at event {head.seq} but event {witnessed.seq} was witnessed: its end was cut off"
        return _broken(Finding.CUT_OFF, head.seq + 1, head, words)
    if is_other:
        words = f"this is another record than the witnessed one: event {witnessed.seq} and the identity both differ"
        return _broken(Finding.OTHER_RECORD, witnessed.seq, head, words)
    words = (
        f"event {witnessed.seq} is not the witnessed one although the hashes agree among themselves: an event up to it "
        "was altered and the hashes were recomputed, or this is another record"
    )
    return _broken(Finding.REWRITTEN, witnessed.seq, head, words)


def _broken(finding: Finding, seq: int, head: Head, words: str) -> VerifyReport:
    return VerifyReport(finding, seq, head, words)
