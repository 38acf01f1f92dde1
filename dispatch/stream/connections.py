"""All open streams of a hub: who is on the line, and the look that is kept on them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator

from aiohttp import WSCloseCode

from dispatch.access.tokens import Tokens
from dispatch.stream.connection import Connection
from dispatch.stream.liveness import GIVE_UP_AFTER_S, Verdict
from dispatch.stream.session import TOO_SLOW, UNKNOWN_TOKEN, Health

LOOK_EVERY_S = 1.0
_LOOKS = 50
"""One look at everybody comes in so many parts: thousands of streams at once would hold up the loop for 20 ms."""


class Streams:
    """The open connections. Whoever accepts one adds it and discards it at its end."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        # A set of its own rather than the feed's readers: before its hello a connection reads nothing, but is open.
        self._open: set[Connection] = set()

    def __len__(self) -> int:
        return len(self._open)

    def __iter__(self) -> Iterator[Connection]:
        return iter(tuple(self._open))

    def __contains__(self, connection: Connection) -> bool:
        return connection in self._open

    def add(self, connection: Connection) -> None:
        """Take a connection in."""
        self._open.add(connection)

    def discard(self, connection: Connection) -> None:
        """Let a connection go; one that is not there is no error."""
        self._open.discard(connection)

    def online_by_station(self) -> Counter[str]:
        """Count the connections that look at each station, whoever they are."""
        return Counter(each.view.id for each in self._open if each.view.kind == "station")

    def alert_clients(self) -> Iterator[tuple[str, Health | None]]:
        """Yield each alert client's station and what it said of its health; some may come and go meanwhile."""
        for each in self:
            if each.station is not None:
                yield each.station, each.health

    def live_consoles(self) -> Iterator[Connection]:
        """Yield the consoles that have everything there is."""
        for each in self._open:
            if each.live and each.view.kind == "console":
                yield each

    async def look_after(self) -> None:
        """Look at each open stream once a second, until cancelled: silence, stalls, withdrawn tokens."""
        while True:
            open_now = tuple(self._open)
            for part in range(_LOOKS):
                await asyncio.sleep(LOOK_EVERY_S / _LOOKS)
                self._tokens.refresh()
                for connection in open_now[part::_LOOKS]:
                    if connection in self._open:
                        self._look_at(connection)

    def _look_at(self, connection: Connection) -> None:
        """Ping a silent client; drop one that answers nothing, takes nothing, or may not be here any more."""
        verdict = connection.liveness.look(asyncio.get_running_loop().time(), connection.waiting())
        token = connection.session.token
        if token is not None and not self._tokens.stands(token):
            connection.give_up(UNKNOWN_TOKEN, "this token was withdrawn or has expired; ask for a new one")
        elif verdict is Verdict.GONE:
            reason = f"nothing heard or taken for {GIVE_UP_AFTER_S:g} s; come back with your position"
            connection.give_up(TOO_SLOW, reason)
        elif verdict is Verdict.SILENT:
            connection.ping()

    async def close_all(self) -> None:
        """Tell every client that the hub stops."""
        reason = "the hub stops; come back with your position"
        endings = [connection.give_up(WSCloseCode.GOING_AWAY, reason) for connection in self]
        if endings:
            await asyncio.wait(endings)
