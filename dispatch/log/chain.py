"""The chain that binds every event to all before it.

``hash_n = SHA-256(hash_{n-1} + n as 8 bytes big-endian + body_n)``, ``hash_0`` is 32 zero bytes. SHA-256:
FIPS 180-4.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

from dispatch.log.base import Head, RecordDamaged, Stored


def next_hash(prev: bytes, seq: int, body: bytes) -> bytes:
    """Return the chained hash (32 bytes) of event ``seq``, given the hash of the event before it."""
    return sha256(prev + seq.to_bytes(8, "big") + body).digest()


def extend(head: Head, bodies: Iterable[bytes]) -> list[Stored]:
    """Number and chain bodies that follow ``head``, in order."""
    seq, prev = head
    chained = []
    for body in bodies:
        seq += 1
        prev = next_hash(prev, seq, body)
        chained.append(Stored(seq, body, prev))
    return chained


def check_follows(head: Head, events: Iterable[Stored]) -> Head:
    """Recompute the chain over stored events that follow ``head``; return the new head.

    Raises `RecordDamaged` at the first gap or altered event. A fold calls this on what it reads, so that a
    World never stands on a record that contradicts itself.
    """
    seq, prev = head
    for event in events:
        seq += 1
        if event.seq != seq:
            raise RecordDamaged(f"event {seq} is missing from the record (the next is {event.seq}); restore a backup")
        prev = next_hash(prev, seq, event.chained)
        if prev != event.hash:
            raise RecordDamaged(f"event {seq} is not the one that was stored: its hash differs; restore a backup")
    return Head(seq, prev)


def intact_part(head: Head, events: Sequence[Stored]) -> list[Stored]:
    """Return the events that follow ``head`` without a gap and with the hashes that they must have."""
    seq, prev = head
    intact: list[Stored] = []
    for event in events:
        seq += 1
        prev = next_hash(prev, seq, event.chained)
        if event.seq != seq or event.hash != prev:
            break
        intact.append(event)
    return intact
