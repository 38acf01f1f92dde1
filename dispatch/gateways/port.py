"""The port between a protocol and the hub: what came, how it was read, and what may be answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol as TypedProtocol

from dispatch.core.signal import Protocol, Signal
from dispatch.core.vocabulary import Struct


class RawMessage(Struct, frozen=True, kw_only=True):
    """One message as it came: ``body`` byte for byte, at ``at_ms`` of hub time, from ``remote`` (``host:port``).

    ``topic`` is where it came from within its protocol (an MQTT topic, a push profile, a register block).
    ``same`` tells a repeat from a new message within a day: equal for what its protocol calls one sending, sent again.
    What differs between two sendings that say the same (a number, the sender's time) must be in it; empty: each is new.
    """

    gateway: str
    protocol: Protocol
    body: bytes
    at_ms: int
    remote: str = ""
    topic: str = ""
    same: str = ""


class Part(Struct, frozen=True, kw_only=True):
    """One of several sendings that came in one message: ``same`` as `RawMessage.same`, and what it says."""

    same: str
    signals: tuple[Signal, ...] = ()


class Taken(Struct, frozen=True, kw_only=True):
    """What became of a message: its number in the store of raw messages, whether it had been taken before, the seq."""

    raw: int
    repeated: bool = False
    seq: int = 0


class Gate(TypedProtocol):
    """Where every protocol hands on what it heard."""

    async def take(self, message: RawMessage, signals: Sequence[Signal]) -> Taken:
        """Keep a message and bring its signals into the record; return once both are durable, so that it may be
        acknowledged. A repeat is returned as it was taken first. Raises `OSError` where it could not be kept: it must
        not be acknowledged then.
        """

    async def take_parts(self, message: RawMessage, parts: Sequence[Part]) -> Taken:
        """Keep a message that brings several sendings, each of which may come again in other company.

        All of it is durable before any part is brought in; each part counts once, one without a name each time.
        Raises `OSError`.
        """

    def hear(self, gateway: str, address: str | None = None) -> None:
        """Note that a gateway, or a device under it, was heard of: a heartbeat. Nothing is recorded for it."""

    def lose(self, gateway: str, address: str | None = None) -> None:
        """Note that the line of a gateway, or of a device under it, is gone for certain: a closed socket, a will."""
