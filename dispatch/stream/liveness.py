"""Whether a client is still there: when it was last heard, and whether its socket still takes what waits for it.

Pure bookkeeping: the caller says what it sees and when, in seconds of one clock that only goes forward.
"""

from __future__ import annotations

from enum import Enum, auto

PING_AFTER_S = 5.0
GIVE_UP_AFTER_S = 15.0

CONTROL_PER_SECOND = 20.0
CONTROL_AT_ONCE = 100
"""Pings and pongs of one client: it pings every few seconds, and answers what the hub sends every `PING_AFTER_S`."""


class Verdict(Enum):
    """What a look at a client comes to."""

    FINE = auto()
    SILENT = auto()
    """It is time to ask whether it is there."""
    GONE = auto()
    """Nothing was heard or taken for `GIVE_UP_AFTER_S`."""


class Liveness:
    """One client's signs of life."""

    __slots__ = ("_control_until", "_heard_at", "_listening", "_pinged_at", "_taken_at", "_waiting")

    def __init__(self, now_s: float) -> None:
        # When the hub last began to wait for a frame: whatever came before that was a sign of life.
        self._heard_at = now_s
        # Until when its control frames so far last at their pace (RFC 6455 knows no bound for them).
        self._control_until = now_s
        # Whether the hub waits for a frame now. While it acts on one, silence is the hub's own doing.
        self._listening = False
        # When the last ping went out.
        self._pinged_at = now_s
        # When the socket was last seen empty or emptier than at the look before.
        self._taken_at = now_s
        # Bytes that waited for the socket at the last look.
        self._waiting = 0

    def begin_listening(self, now_s: float) -> None:
        """Note that the hub waits for a frame from now on."""
        self._heard_at = now_s
        self._listening = True

    def end_listening(self) -> None:
        """Note that a frame came, or that none will."""
        self._listening = False

    def control_frame(self, now_s: float) -> float:
        """Note a ping or pong of the client; return the seconds that it came too early (0: it may pass)."""
        self._control_until = max(self._control_until, now_s) + 1 / CONTROL_PER_SECOND
        return max(0.0, self._control_until - now_s - CONTROL_AT_ONCE / CONTROL_PER_SECOND)

    def look(self, now_s: float, waiting: int) -> Verdict:
        """Say how the client does; ``waiting`` are the bytes that its socket has not taken yet. After SILENT, ping."""
        if waiting == 0 or waiting < self._waiting:
            self._taken_at = now_s
        self._waiting = waiting
        silent_s = now_s - self._heard_at if self._listening else 0.0
        if max(silent_s, now_s - self._taken_at) >= GIVE_UP_AFTER_S:
            return Verdict.GONE
        if silent_s >= PING_AFTER_S and now_s - self._pinged_at >= PING_AFTER_S:
            self._pinged_at = now_s
            return Verdict.SILENT
        return Verdict.FINE
