"""What the machine itself needs for the same work: the floors that the hub's figures are held against, in the same run.

*The floor of an order* is one ``write`` of the commit's bytes to a file, one ``fdatasync``, and one ``os.write`` to
each socket that the commit touches: nothing that keeps an alarm durable and tells crews of it can do less.

*The bare server's floor* adds what a network service cannot avoid: one HTTP POST over loopback to a minimal aiohttp
handler in a process of its own, which does that write and ``fdatasync`` and one socket write to a connected peer. It is
taken open loop at the same rate, from when the POST was due to when the peer's bytes were read.

*The floor of a broadcast* is a process that does nothing but one ``os.write`` per socket, in a loop.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from loadtest.errors import LoadError
from loadtest.pacing import pace
from loadtest.raw_client import RawPoster

_MESSAGE = 512
"""Bytes that the bare server sends its peer, about an order's frame."""


def measure_order_floor(folder: Path, *, size: int, sockets: int, samples: int) -> list[float]:
    """Return seconds of one write and fdatasync of ``size`` bytes plus one ``os.write`` to each of ``sockets``.

    ``folder`` must be on the disk that the hub writes to. The sockets are loopback TCP, as the hub's are.
    """
    durations = []
    body, message = os.urandom(size), os.urandom(_MESSAGE)
    path = folder / "floor.bin"
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        with _socket_pairs(sockets) as pairs:
            for _ in range(samples):
                start = time.perf_counter()
                os.write(file, body)
                os.fdatasync(file)
                for writer, _reader in pairs:
                    os.write(writer.fileno(), message)
                durations.append(time.perf_counter() - start)
                for _writer, reader in pairs:
                    reader.recv(_MESSAGE)
    finally:
        os.close(file)
        path.unlink()
    return durations


@contextmanager
def _socket_pairs(count: int) -> Iterator[list[tuple[socket.socket, socket.socket]]]:
    pairs = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        for _ in range(count):
            writer = socket.create_connection(server.getsockname())
            reader, _ = server.accept()
            writer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            pairs.append((writer, reader))
    try:
        yield pairs
    finally:
        for writer, reader in pairs:
            writer.close()
            reader.close()


class BareServer:
    """The bare server as a process of its own. Use as an async context manager."""

    def __init__(self, folder: Path, *, size: int) -> None:
        self._arguments = [sys.executable, "-m", "loadtest.bare", str(folder / "bare.bin"), str(size), str(_MESSAGE)]
        self._process: asyncio.subprocess.Process | None = None
        self.url = ""
        self.peer_port = 0

    async def __aenter__(self) -> BareServer:
        self._process = await asyncio.create_subprocess_exec(*self._arguments, stdout=asyncio.subprocess.PIPE)
        if self._process.stdout is None:
            raise LoadError("the bare server has no output to read its ports from")
        ports = json.loads(await self._process.stdout.readline() or b"{}")
        if not ports:
            raise LoadError("the bare server did not start; see its error above")
        self.url, self.peer_port = f"http://127.0.0.1:{ports['http']}", ports["peers"]
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.terminate()
            await self._process.wait()


async def measure_bare_server(server: BareServer, *, rate: float, seconds: float) -> list[float]:
    """Return seconds from when each POST was due to when the peer had its message, at ``rate`` per second."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.peer_port)
    poster = RawPoster(server.url, "/alarm", "none")
    await poster.warm(16)
    count = int(rate * seconds)
    due: list[float] = [0.0] * count
    arrived: list[float] = []

    async def read() -> None:
        # The handler works one request at a time, so messages come in the order in which the POSTs were taken; each
        # begins with its number all the same.
        for _ in range(count):
            message = await reader.readexactly(_MESSAGE)
            arrived.append(time.perf_counter() - due[int(message[:8])])

    reading = asyncio.create_task(read())
    posts = []
    async for number, moment in pace([number / rate for number in range(count)]):
        due[number] = moment
        posts.append(asyncio.create_task(poster.post(b"%08d" % number)))
    await asyncio.gather(*posts)
    await asyncio.wait_for(reading, 10)
    poster.close()
    writer.close()
    return arrived
