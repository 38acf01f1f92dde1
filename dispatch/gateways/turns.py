"""Whose turn it is: what a gateway says is decided in the order in which it came.

Most of it is decided the moment it is handed on, and needs no turn. A fire may have to wait for travel times, and while
the hub still reads back what it accepted before its start, everything waits for a look into the record: what comes
behind waits for those then. Fires do not wait for each other.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(eq=False, slots=True)
class _Turn:
    """Somebody who is not decided yet. ``side_by_side``: a fire that waits for nobody."""

    side_by_side: bool
    done: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Turns:
    """The turns of every gateway that has any."""

    def __init__(self) -> None:
        self._under_way: dict[str, list[_Turn]] = {}

    @asynccontextmanager
    async def of(self, gateway: str, *, fire: bool, at_once: bool) -> AsyncIterator[None]:
        """Wait for the turn of a message, and hold it inside. ``at_once``: it is decided as soon as it is handed on."""
        earlier = tuple(self._under_way.get(gateway, ()))
        waits = bool(earlier) and not (fire and at_once and all(turn.side_by_side for turn in earlier))
        if at_once and not fire and not waits:
            yield
            return
        turn = _Turn(side_by_side=fire and at_once and not waits)
        self._under_way.setdefault(gateway, []).append(turn)
        try:
            if waits:
                await asyncio.wait([each.done for each in earlier])
            yield
        finally:
            turn.done.set_result(None)
            self._under_way[gateway].remove(turn)
            if not self._under_way[gateway]:
                del self._under_way[gateway]
