"""A client that hangs: it has its snapshot, then reads nothing. How soon is it let go, and does it come back whole?

It still says that it is there (a pong now and then), so that not its silence but what waits for it must be noticed.
"""

from __future__ import annotations

import asyncio
import socket
import time
from pathlib import Path

import msgspec

from dispatch.client.errors import HubUnreachableError
from dispatch.client.stream import Position, StreamClient
from loadtest.raw_client import TEXT, endpoint, hello, pong_frame, split_frames, text_frame, upgrade_request

_RECEIVE_BUFFER = 4096
_CHUNK = 1 << 16
_LOOK_EVERY_S = 0.1
_SAY_EVERY_S = 3.0
_TIMEOUT_S = 10.0
_ESTABLISHED = "01"


class StallReport(msgspec.Struct, frozen=True, kw_only=True):
    """``closed_after_s`` counts from the last byte that the stalled client's side took; None: it was never closed.

    ``missed`` is how many events came to the console's view meanwhile, ``caught_up`` whether it got each of them, in
    order and without a reset, on its return.
    """

    closed_after_s: float | None
    missed: int
    caught_up: bool


class StalledConsole:
    """A console that hangs. Open it, let load run, then `report`."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._token = token
        self._host, self._port = endpoint(url)
        self._socket: socket.socket | None = None
        self._position = Position("", 0)

    async def hang(self) -> None:
        """Connect, take the snapshot, and read nothing from then on."""
        await asyncio.to_thread(self._connect)

    async def report(self, limit_s: float) -> StallReport:
        """Wait at most so long until the hub lets go, then come back with the old position and read on to the head."""
        closed_after_s = await self._wait_closed(limit_s)
        if self._socket is not None:
            self._socket.close()
        client = StreamClient(self._url, self._token, "console", self._position)
        async with client:
            # What is published while it reads is live already; the head at its return is what it must reach.
            target = await self._head()
            while client.position is not None and client.position.seq < target:
                await client.receive()
            whole = client.resets == 0 and client.events >= target - self._position.seq
            return StallReport(closed_after_s=closed_after_s, missed=target - self._position.seq, caught_up=whole)

    async def _head(self) -> int:
        """Return the head as the hub's welcome to another console states it."""
        other = StreamClient(self._url, self._token, "console")
        try:
            welcome = await other.connect()
            return int(welcome["head"]["seq"])
        finally:
            other.cut()

    def _connect(self) -> None:
        stream = socket.socket()
        # A small window, set before connecting, so that the hub's own buffer fills and not this machine's kernel.
        stream.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER)
        stream.settimeout(_TIMEOUT_S)
        stream.connect((self._host, self._port))
        stream.sendall(upgrade_request(f"{self._host}:{self._port}"))
        buffer = b""
        while b"\r\n\r\n" not in buffer:
            buffer += _receive(stream)
        buffer = buffer.partition(b"\r\n\r\n")[2]
        stream.sendall(text_frame(hello(self._token, "console")))
        self._socket = stream
        while True:
            frames, buffer = split_frames(buffer)
            for opcode, payload in frames:
                frame = msgspec.json.decode(payload) if opcode == TEXT else {}
                if frame.get("type") == "reset" and frame["part"] == frame["parts"]:
                    self._position = Position(frame["position"]["epoch"], frame["position"]["seq"])
                    return
            buffer += _receive(stream)

    async def _wait_closed(self, limit_s: float) -> float | None:
        """Return seconds from when the hub's kernel last got bytes off its hands until the hub closed the socket."""
        if self._socket is None:
            raise HubUnreachableError("this console is not connected; let it hang first")
        mine = self._socket.getsockname()[1]
        deadline = time.monotonic() + limit_s
        filled, waiting, said = time.monotonic(), -1, time.monotonic()
        while time.monotonic() < deadline:
            state, queued = _hub_side(self._port, mine)
            if state != _ESTABLISHED:
                return time.monotonic() - filled
            # While the kernel's queue still grows, nothing waits in the hub itself.
            if queued != waiting:
                filled, waiting = time.monotonic(), queued
            if time.monotonic() - said > _SAY_EVERY_S:
                said = time.monotonic()
                self._socket.send(pong_frame())
            await asyncio.sleep(_LOOK_EVERY_S)
        return None


def _receive(stream: socket.socket) -> bytes:
    data = stream.recv(_CHUNK)
    if not data:
        raise HubUnreachableError("the hub closed a stream before it was live")
    return data


def _hub_side(hub_port: int, client_port: int) -> tuple[str, int]:
    """Return TCP state and bytes in the send queue of the hub's end of a connection (Linux: ``/proc/net/tcp``)."""
    for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]:
        fields = line.split()
        local, remote = (int(fields[column].rpartition(":")[2], 16) for column in (1, 2))
        if (local, remote) == (hub_port, client_port):
            return fields[3], int(fields[4].partition(":")[0], 16)
    return "gone", 0
