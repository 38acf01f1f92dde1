"""A proxy between a log and its server that loses one request, or its answer, or delivers it far too late."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from enum import Enum, auto
from typing import Self


class Trouble(Enum):
    """What happens to the next script call; in each case its connection breaks."""

    LOSE_REQUEST = auto()
    LOSE_ANSWER = auto()
    DELAY_REQUEST = auto()
    """The request reaches the server when `deliver_delayed` is called."""


class LossyProxy:
    """Listens on a loopback port of its own while entered."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._delayed: list[tuple[asyncio.StreamReader, asyncio.StreamWriter, bytes]] = []
        self._pumps: set[asyncio.Task[None]] = set()
        self.next_trouble: Trouble | None = None

    @property
    def url(self) -> str:
        """The address that clients use."""
        return f"redis://127.0.0.1:{self._listener.sockets[0].getsockname()[1]}/0"

    async def __aenter__(self) -> Self:
        self._listener = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._listener.close()
        for pump in self._pumps:
            pump.cancel()
        await asyncio.gather(*self._pumps, return_exceptions=True)

    async def deliver_delayed(self) -> None:
        """Hand the delayed requests to the server now and wait for its answers."""
        for from_server, to_server, request in self._delayed:
            to_server.write(request)
            assert await from_server.read(65_536)
            to_server.close()
        self._delayed.clear()

    async def _accept(self, from_client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._pumps.add(task)
        from_server, to_server = await asyncio.open_connection("127.0.0.1", self._server_port)
        try:
            while request := await from_client.read(1 << 20):
                trouble = self._take_trouble(request)
                if trouble is Trouble.LOSE_REQUEST:
                    return
                if trouble is Trouble.DELAY_REQUEST:
                    self._delayed.append((from_server, to_server, request))
                    return
                to_server.write(request)
                answer = await from_server.read(1 << 20)
                if trouble is Trouble.LOSE_ANSWER:
                    return
                to_client.write(answer)
        finally:
            self._pumps.discard(task)
            to_client.close()
            if all(to_server is not delayed for _, delayed, _ in self._delayed):
                to_server.close()
            with suppress(ConnectionError):
                await to_client.wait_closed()

    def _take_trouble(self, request: bytes) -> Trouble | None:
        if b"EVALSHA" not in request:
            return None
        trouble, self.next_trouble = self.next_trouble, None
        return trouble
