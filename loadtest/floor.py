"""What the machine itself needs for the same work: the floors that the hub's figures are held against, in the same run.

*The floor of an order* is one ``write`` of the commit's bytes to a file, one ``fdatasync``, and one ``os.write`` to
each socket that the commit touches: nothing that keeps an alarm durable and tells crews of it can do less.

It swings with the disk's mood more than the hub does, so it is told for information and nothing is held against it.

*The bare server* adds what a network service cannot avoid: `loadtest.bare`, a minimal aiohttp application in a process
of its own, which the same surge drives in windows between the hub's.

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

import msgspec

from loadtest.bare import Sizes
from loadtest.errors import LoadError

_MESSAGE = 512
"""Bytes that each socket is sent, about an order's frame."""


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

    def __init__(self, folder: Path, sizes: Sizes) -> None:
        words = (str(folder / "bare.bin"), msgspec.json.encode(sizes).decode())
        self._arguments = [sys.executable, "-m", "loadtest.bare", *words]
        self._process: asyncio.subprocess.Process | None = None
        self.url = ""
        self.peer_port = 0

    @property
    def pid(self) -> int:
        """The process id. Raises `LoadError` before the start."""
        if self._process is None:
            raise LoadError("the bare server is not running; start it first")
        return self._process.pid

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
