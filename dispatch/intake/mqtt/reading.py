"""What one MQTT message comes to, whichever topic it came on."""

from __future__ import annotations

from typing import Literal

from dispatch.core.signal import Signal
from dispatch.core.vocabulary import Struct


class Reading(Struct, frozen=True, kw_only=True):
    """What the hub does with one message.

    ``gateway`` and ``address`` say of what it speaks. ``line``: what it says of that one's line, ``heard`` or ``lost``.
    ``kept`` is False where it is a heartbeat and nothing else: it goes to the memory alone, and no raw row is written.
    ``same`` tells a repeat from a new message (empty: it has nothing that would). ``receipt`` is the topic on which its
    sender waits for the word that it is kept, ``message_id`` what that word names.
    """

    gateway: str
    address: str | None = None
    signals: tuple[Signal, ...] = ()
    line: Literal["heard", "lost"] | None = None
    kept: bool = True
    same: str = ""
    receipt: str | None = None
    message_id: str | None = None
