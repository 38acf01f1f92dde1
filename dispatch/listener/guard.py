"""Keeps the book on open connections: what each waits for since when, who has shown a token, who must go.

Pure bookkeeping: whoever owns the sockets says what happens and when, in seconds of one clock that only goes forward,
and closes those that it is told to close.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Generic, Literal, NamedTuple, Protocol, TypeVar

from dispatch.listener.limits import Capacity, ConnectionLimits

Reason = Literal["head", "body", "send", "crowded", "crowded_address", "full"]
"""Why a connection is closed: what did not come in time, or which bound was reached."""

_LOOK_AT_MOST = 32
"""So many of the oldest are looked at for one that is not being answered."""


class Guarded(Protocol):
    """A connection as the guard sees it."""

    received: int
    """Bytes that came in so far."""

    def receiving(self) -> bool:
        """Return whether a body is still to come."""

    def unsent(self) -> int:
        """Return how many bytes wait for the client to take them."""

    def streaming(self) -> bool:
        """Return whether it became a WebSocket; those are looked after elsewhere."""


C = TypeVar("C", bound=Guarded)


class _Upload(NamedTuple):
    began_at: float
    received: int


class _Backlog(NamedTuple):
    bytes: int
    since: float


class ConnectionGuard(Generic[C]):
    """The open connections of one listener."""

    def __init__(self, limits: ConnectionLimits, capacity: Capacity) -> None:
        self._limits = limits
        self._capacity = capacity
        self._open: set[C] = set()
        # Without a token so far, in the order of their arrival; and the same by address.
        self._unauthenticated: dict[C, str] = {}
        self._by_address: dict[str, dict[C, None]] = {}
        # Each connection is in one of these at most: it waits for a head (the rest of it), a body, the hub's answer,
        # or for the client's next request. A WebSocket is in none.
        self._heads: dict[C, float] = {}
        self._bodies: dict[C, _Upload] = {}
        self._answers: dict[C, _Backlog] = {}
        self._idle: dict[C, float] = {}

    @property
    def open(self) -> int:
        """How many there are."""
        return len(self._open)

    @property
    def unauthenticated(self) -> int:
        """How many of them have shown no token."""
        return len(self._unauthenticated)

    def enter(self, connection: C, address: str, now: float) -> list[tuple[C, Reason]]:
        """Take a connection in; return those that must be closed for it: perhaps an older one, perhaps itself."""
        leaving = self._make_room(connection, address)
        self._open.add(connection)
        self._unauthenticated[connection] = address
        self._by_address.setdefault(address, {})[connection] = None
        self._heads[connection] = now
        return [leaving] if leaving is not None else []

    def authenticate(self, connection: C) -> None:
        """Note that a connection has shown a token that stands; from then on it is nobody's first choice to go."""
        address = self._unauthenticated.pop(connection, None)
        if address is None:
            return
        neighbours = self._by_address[address]
        del neighbours[connection]
        if not neighbours:
            del self._by_address[address]

    def begin_head(self, connection: C, now: float) -> None:
        """Note that a client that was idle began to send another request."""
        if self._idle.pop(connection, None) is not None:
            self._heads[connection] = now

    def begin_request(self, connection: C, now: float) -> None:
        """Note that a request's head is complete."""
        if connection not in self._open:
            return
        self._out_of_every_phase(connection)
        if connection.receiving():
            self._bodies[connection] = _Upload(now, connection.received)
        else:
            self._answers[connection] = _Backlog(0, now)

    def finish_request(self, connection: C, now: float) -> None:
        """Note that a request was answered."""
        if connection in self._open:
            self._out_of_every_phase(connection)
            self._idle[connection] = now

    def leave(self, connection: C) -> None:
        """Let a connection go; one that is not there is no error."""
        self._open.discard(connection)
        self._out_of_every_phase(connection)
        self.authenticate(connection)

    def overdue(self, now: float) -> Iterator[tuple[C, Reason]]:
        """Yield each connection that took too long for what it is at."""
        for connection in tuple(_until(self._heads, now - self._limits.head_timeout_s)):
            yield connection, "head"
        for connection, upload in tuple(self._bodies.items()):
            if not connection.receiving():
                self._bodies.pop(connection, None)
                self._answers[connection] = _Backlog(0, now)
            elif self._too_slow(upload, connection.received, now):
                yield connection, "body"
        for connection, backlog in tuple(self._answers.items()):
            if connection.streaming():
                del self._answers[connection]
            elif self._stalled(connection, backlog, now):
                yield connection, "send"

    def _make_room(self, newcomer: C, address: str) -> tuple[C, Reason] | None:
        if len(self._by_address.get(address, ())) >= self._limits.max_unauthenticated_per_address:
            return self._oldest(self._by_address[address]), "crowded_address"
        if len(self._unauthenticated) >= self._capacity.unauthenticated:
            return self._oldest(self._unauthenticated), "crowded"
        if len(self._open) < self._capacity.connections:
            return None
        waiting: Iterable[C] = self._unauthenticated or self._idle
        return next(iter(waiting), newcomer), "full"

    def _oldest(self, connections: Iterable[C]) -> C:
        """Return the oldest that is not being answered; where the oldest all are, the oldest."""
        first = list(islice(connections, _LOOK_AT_MOST))
        return next((each for each in first if each not in self._answers), first[0])

    def _too_slow(self, upload: _Upload, received: int, now: float) -> bool:
        took_s = now - upload.began_at
        if took_s >= self._limits.body_timeout_s:
            return True
        return took_s >= self._limits.body_grace_s and received - upload.received < self._limits.min_body_rate * took_s

    def _stalled(self, connection: C, before: _Backlog, now: float) -> bool:
        unsent = connection.unsent()
        if unsent == 0 or unsent != before.bytes:
            self._answers[connection] = _Backlog(unsent, now)
            return False
        return now - before.since >= self._limits.send_timeout_s

    def _out_of_every_phase(self, connection: C) -> None:
        for phase in (self._idle, self._answers, self._heads, self._bodies):
            if phase.pop(connection, None) is not None:
                return


def _until(since: dict[C, float], moment: float) -> Iterator[C]:
    """Yield the first ones whose time is not after a moment: they are in the order of their times."""
    for connection, at in since.items():
        if at > moment:
            return
        yield connection
