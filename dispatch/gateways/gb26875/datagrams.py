"""What comes over UDP: at most one frame a datagram, each remote address a line of its own, in its order."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import cast

from dispatch.gateways.gb26875.session import Session
from dispatch.intake.gb26875.frames import Broken, Frame, read_datagram

_WORKERS = 16
"""Lines that are served at once; what comes from one address keeps its order."""


class UdpLine:
    """What comes from one address and port. It is forgotten when it is closed; nothing is sent for that."""

    def __init__(self, session: Session, send: Callable[[bytes], None], close: Callable[[], None]) -> None:
        self.session = session
        self._send = send
        self.close = close

    def send(self, data: bytes) -> None:
        """Send one datagram."""
        if data:
            self._send(data)


Open = Callable[[str, Callable[[bytes], None], Callable[[], None]], UdpLine]
Handle = Callable[[UdpLine, Sequence[Frame | Broken]], Awaitable[None]]


class Datagrams(asyncio.DatagramProtocol):
    """The UDP side of the port. Past ``waiting`` datagrams of its worker a new one is dropped, and
    ``dropped`` called: its device sends again.

    Of remote addresses the last ``remotes`` are known; a forgotten one is met anew.
    """

    def __init__(
        self, open_line: Open, handle: Handle, waiting: int, remotes: int, dropped: Callable[[], None]
    ) -> None:
        self._open = open_line
        self._handle = handle
        self._remotes = remotes
        self._queues: list[asyncio.Queue[tuple[UdpLine, bytes]]] = [asyncio.Queue(waiting) for _ in range(_WORKERS)]
        self._lines: OrderedDict[tuple[str, int], UdpLine] = OrderedDict()
        self._transport: asyncio.DatagramTransport | None = None
        self._dropped = dropped

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where answers go out."""
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Queue what came behind what came before from there."""
        line = self._lines.get(addr[:2])
        if line is None:
            line = self._meet(addr)
        self._lines.move_to_end(addr[:2])
        try:
            self._queues[hash(addr[:2]) % _WORKERS].put_nowait((line, data))
        except asyncio.QueueFull:
            self._dropped()

    def error_received(self, exc: Exception) -> None:
        """Nobody listens where an answer went: nothing to be done."""

    async def run(self) -> None:
        """Serve what comes, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for queue in self._queues:
                tasks.create_task(self._serve(queue))

    async def _serve(self, queue: asyncio.Queue[tuple[UdpLine, bytes]]) -> None:
        while True:
            line, data = await queue.get()
            await self._handle(line, read_datagram(data))

    def _meet(self, addr: tuple[str, int]) -> UdpLine:
        while len(self._lines) >= self._remotes:
            self._lines[next(iter(self._lines))].close()
        where = addr[:2]
        line = self._open(f"{addr[0]}:{addr[1]}", partial(self._send, addr), lambda: self._forget(where))
        self._lines[where] = line
        return line

    def _forget(self, where: tuple[str, int]) -> None:
        self._lines.pop(where, None)

    def _send(self, addr: tuple[str, int], data: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.sendto(data, addr)
