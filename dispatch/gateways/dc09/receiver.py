"""Listens for panels that speak SIA DC-09, over TCP and UDP at the same port.

A connection's frames are taken in order, each answered before the next is read: a panel's own pace is the brake.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import resource
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

from dispatch.gateways.dc09.panel_line import PanelLine
from dispatch.intake.dc09.frames import Scanner

logger = logging.getLogger(__name__)

CONNECTIONS_AT_MOST = 2000
"""Never more than a quarter of what the process may open: consoles and stations must always get in."""

FIRST_FRAME_WITHIN_S = 60.0
IDLE_S = 3600.0
"""Without a frame for so long, whatever else it sends."""

ANSWER_READ_WITHIN_S = 30.0
READ_BYTES = 16_384
DATAGRAM_BYTES = 4200
LANES = 16
DATAGRAMS_WAITING = 256
"""Of one lane; what comes on top is dropped: its sender was not answered and sends it again."""


class Dc09Receiver:
    """Answers panels. ``counts`` has how many frames came to what."""

    def __init__(
        self,
        line: PanelLine,
        *,
        first_frame_within_s: float = FIRST_FRAME_WITHIN_S,
        connections: int = CONNECTIONS_AT_MOST,
    ) -> None:
        self._line = line
        self._most = min(connections, max(1, resource.getrlimit(resource.RLIMIT_NOFILE)[0] // 4))
        self._first_frame_within_s = first_frame_within_s
        self.counts: Counter[str] = Counter()
        # Tasks of those who are connected, the oldest first, and whether a frame of theirs came.
        self._serving: dict[asyncio.Task[None], bool] = {}

    @property
    def connections(self) -> int:
        """How many panels are connected."""
        return len(self._serving)

    @asynccontextmanager
    async def listening(self, host: str, port: int) -> AsyncIterator[int]:
        """Listen until the block ends; yield the port (0 takes a free one, of both). Raises `OSError`."""
        async with contextlib.AsyncExitStack() as stack:
            server = await asyncio.start_server(self._accept, host, port, limit=READ_BYTES)
            stack.push_async_callback(self._close, server)
            taken: int = server.sockets[0].getsockname()[1]
            tasks = await stack.enter_async_context(asyncio.TaskGroup())
            datagrams = _Datagrams()
            transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
                lambda: datagrams, local_addr=(host, taken)
            )
            lanes = [tasks.create_task(self._answer_datagrams(datagrams, lane)) for lane in datagrams.lanes]
            stack.callback(lambda: [each.cancel() for each in lanes])
            stack.callback(transport.close)
            yield taken

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._has_room():
            writer.close()
            return
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._serving[task] = False
        task.add_done_callback(lambda ended: self._serving.pop(ended, None))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._converse(reader, writer)
        except ConnectionError:
            pass  # a panel's line: it dials again
        except TimeoutError:
            writer.transport.abort()  # who says nothing may read nothing either: nothing waits for it
        except Exception:
            logger.exception("a panel's connection failed")
        finally:
            writer.close()

    def _know(self, task: asyncio.Task[None] | None) -> None:
        """A frame of theirs came: this connection makes way for nobody."""
        if task is not None and task in self._serving:
            self._serving[task] = True

    def _has_room(self) -> bool:
        """Make room for one more where there is none: the oldest that never brought a frame makes way."""
        if self.connections < self._most:
            return True
        strange = next((task for task, known in self._serving.items() if not known), None)
        if strange is None:
            return False
        del self._serving[strange]
        strange.cancel()
        return True

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer frames until the other end hangs up or says nothing. Most panels hang up after each message: that
        one did says nothing of its line."""
        host, port, *_ = writer.get_extra_info("peername") or ("", 0)
        remote, scanner = f"{host}:{port}", Scanner()
        loop = asyncio.get_running_loop()
        frame_by = loop.time() + self._first_frame_within_s
        while data := await asyncio.wait_for(reader.read(READ_BYTES), max(0.0, frame_by - loop.time())):
            for raw in scanner.feed(data):
                found = await self._line.take(raw, remote)
                self.counts[found.outcome] += 1
                if found.gateway is not None:
                    self._know(asyncio.current_task())
                    frame_by = loop.time() + IDLE_S
                if found.answer is not None:
                    writer.write(found.answer)
                    await asyncio.wait_for(writer.drain(), ANSWER_READ_WITHIN_S)

    async def _close(self, server: asyncio.Server) -> None:
        server.close()
        serving = tuple(self._serving)
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)

    async def _answer_datagrams(self, datagrams: _Datagrams, lane: asyncio.Queue[_Datagram]) -> None:
        while True:
            data, address = await lane.get()
            for raw in Scanner().feed(data):
                try:
                    found = await self._line.take(raw, f"{address[0]}:{address[1]}")
                except Exception:
                    logger.exception("a panel's datagram failed")
                    continue
                self.counts[found.outcome] += 1
                if found.answer is not None:
                    datagrams.send(found.answer, address)


_Address = tuple[str, int]
_Datagram = tuple[bytes, _Address]


class _Datagrams(asyncio.DatagramProtocol):
    """Hands datagrams to lanes, those of one sender to one lane, so that they stay in order."""

    def __init__(self) -> None:
        self.lanes: list[asyncio.Queue[_Datagram]] = [asyncio.Queue(DATAGRAMS_WAITING) for _ in range(LANES)]
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The socket is open."""
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str | int, ...]) -> None:
        """One came."""
        if len(data) > DATAGRAM_BYTES:
            return
        address = (str(addr[0]), int(addr[1]))
        with contextlib.suppress(asyncio.QueueFull):
            self.lanes[hash(address) % LANES].put_nowait((data, address))

    def send(self, data: bytes, address: _Address) -> None:
        """Answer one."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.sendto(data, address)
