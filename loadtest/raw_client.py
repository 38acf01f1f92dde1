"""Raw HTTP and WebSocket connections for measurements: thousands of them must cost the measuring side next to nothing.

They speak just enough of RFC 9112 and RFC 6455 for the hub: JSON bodies with a length, unmasked unfragmented text
frames in, text frames out. Anything else raises or closes. For everything but measuring use `http` and `stream`.
"""

from __future__ import annotations

import asyncio
import base64
import os
import socket
import struct
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import orjson

from dispatch.client.errors import HubUnreachableError
from dispatch.client.http import Json
from loadtest.stamps import ask_for_stamps, receive

OnText = Callable[[bytes, float], None]
"""Takes a text frame's payload and the moment (`time.perf_counter`, seconds) when the kernel had its bytes."""

TEXT, _CLOSE, _PING, _PONG = 0x1, 0x8, 0x9, 0xA
_FINAL = 0x80
_SHORT, _MEDIUM_LENGTH, _LONG_LENGTH = 126, 126, 127
# A mask of zeros leaves the payload as it is, which is allowed and costs nothing.
_MASKED = 0x80
_ZERO_MASK = bytes(4)
_END = b"\r\n\r\n"
_SWITCHING = b"HTTP/1.1 101"
_CHUNK = 1 << 18


class RawStream:
    """One WebSocket. ``on_text`` gets every text frame; ``closed`` resolves to the close code, or None without one.

    It reads the socket itself, so that a frame's moment can be the kernel's: how long this process was busy with other
    sockets before it came to this one is not in it, and stands in ``read_after_s``.
    """

    def __init__(self, connection: socket.socket, on_text: OnText) -> None:
        self._loop = asyncio.get_running_loop()
        self.closed: asyncio.Future[int | None] = self._loop.create_future()
        self.read_after_s = 0.0
        self._opened: asyncio.Future[None] = self._loop.create_future()
        self._on_text = on_text
        self._buffer = b""
        self._unsent = b""
        self._close_code: int | None = None
        self.connection = connection
        ask_for_stamps(connection)
        self._loop.add_reader(connection.fileno(), self._read)

    async def open(self, host: str) -> None:
        """Ask for the upgrade and wait for it. Raises `HubUnreachableError` where it is refused."""
        self._write(upgrade_request(host))
        await self._opened

    def send(self, frame: Mapping[str, Any]) -> None:
        """Send a JSON text frame; on a closed connection it is dropped."""
        self._write(text_frame(frame))

    def pause(self) -> None:
        """Stop reading, as a client that hangs does."""
        if self._is_open():
            self._loop.remove_reader(self.connection.fileno())

    def resume(self) -> None:
        """Read on."""
        if self._is_open():
            self._loop.add_reader(self.connection.fileno(), self._read)

    def abort(self) -> None:
        """Drop the connection without a word."""
        self._lose(None)

    def _is_open(self) -> bool:
        return self.connection.fileno() >= 0

    def _read(self) -> None:
        try:
            data, moment, self.read_after_s = receive(self.connection, _CHUNK)
        except BlockingIOError:
            return
        except OSError as problem:
            self._lose(problem)
            return
        if not data:
            self._lose(None)
            return
        buffer = self._buffer + data if self._buffer else data
        if not self._opened.done():
            buffer = self._read_handshake(buffer)
            if not self._opened.done():
                self._buffer = buffer
                return
        frames, self._buffer = split_frames(buffer)
        for opcode, payload in frames:
            self._handle(opcode, payload, moment)

    def _lose(self, problem: OSError | None) -> None:
        """Close, and resolve what waits for this connection."""
        if self._is_open():
            self._loop.remove_reader(self.connection.fileno())
            self._loop.remove_writer(self.connection.fileno())
            self.connection.close()
        if not self._opened.done():
            self._opened.set_exception(
                HubUnreachableError(f"the hub closed the connection before it was open ({problem})")
            )
        if not self.closed.done():
            self.closed.set_result(self._close_code)

    def _write(self, data: bytes) -> None:
        if not self._is_open():
            return
        if not self._unsent:
            try:
                data = data[self.connection.send(data) :]
            except BlockingIOError:
                pass
            except OSError as problem:
                self._lose(problem)
                return
            if data:
                self._loop.add_writer(self.connection.fileno(), self._write_on)
        self._unsent += data

    def _write_on(self) -> None:
        data, self._unsent = self._unsent, b""
        self._loop.remove_writer(self.connection.fileno())
        self._write(data)

    def _read_handshake(self, buffer: bytes) -> bytes:
        head, end, rest = buffer.partition(_END)
        if not end:
            return buffer
        if not head.startswith(_SWITCHING):
            status = head.partition(b"\r\n")[0].decode("latin-1")
            self._opened.set_exception(HubUnreachableError(f"the hub refused the stream: {status}"))
            self.abort()
            return b""
        self._opened.set_result(None)
        return rest

    def _handle(self, opcode: int, payload: bytes, at: float) -> None:
        if opcode == TEXT:
            self._on_text(payload, at)
        elif opcode == _PING:
            self._write(_masked(_PONG, payload))
        elif opcode == _CLOSE:
            self._close_code = struct.unpack_from("!H", payload)[0] if payload else None
            self._write(_masked(_CLOSE, payload[:2]))


def split_frames(buffer: bytes) -> tuple[list[tuple[int, bytes]], bytes]:
    """Return every whole frame of a buffer as (opcode, payload), and the bytes that are left."""
    frames = []
    start, size = 0, len(buffer)
    while size - start >= 2:  # noqa: PLR2004 – the shortest frame
        length, begin = buffer[start + 1], start + 2
        if length == _MEDIUM_LENGTH:
            if size < start + 4:
                break
            (length,), begin = struct.unpack_from("!H", buffer, begin), start + 4
        elif length == _LONG_LENGTH:
            if size < start + 10:
                break
            (length,), begin = struct.unpack_from("!Q", buffer, begin), start + 10
        if size < begin + length:
            break
        frames.append((buffer[start] & 0x0F, buffer[begin : begin + length]))
        start = begin + length
    return frames, buffer[start:]


def upgrade_request(host: str) -> bytes:
    """Return the request that opens the hub's stream."""
    key = base64.b64encode(os.urandom(16)).decode()
    return (
        f"GET /api/v1/stream HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
    ).encode()


def hello(token: str, view: str, position: Json | None = None) -> Json:
    """Return the first frame of a stream."""
    return {"type": "hello", "protocol": 1, "token": token, "view": view, "position": position}


def text_frame(frame: Mapping[str, Any]) -> bytes:
    """Return a client's JSON text frame."""
    return _masked(TEXT, orjson.dumps(frame))


def pong_frame() -> bytes:
    """Return an unsolicited pong, which tells the hub that this client is there."""
    return _masked(_PONG, b"")


def _masked(opcode: int, payload: bytes) -> bytes:
    length = len(payload)
    if length < _SHORT:
        head = bytes((_FINAL | opcode, _MASKED | length))
    elif length < 1 << 16:
        head = struct.pack("!BBH", _FINAL | opcode, _MASKED | _MEDIUM_LENGTH, length)
    else:
        head = struct.pack("!BBQ", _FINAL | opcode, _MASKED | _LONG_LENGTH, length)
    return head + _ZERO_MASK + payload


def endpoint(url: str) -> tuple[str, int]:
    """Return host and port of a hub's address."""
    address = urlsplit(url)
    return address.hostname or "127.0.0.1", address.port or 80


async def open_stream(url: str, token: str, view: str, on_text: OnText) -> RawStream:
    """Connect to the hub's stream and say hello; the welcome comes to ``on_text`` like every frame.

    Raises `HubUnreachableError`.
    """
    host, port = endpoint(url)
    connection = socket.socket()
    connection.setblocking(False)  # noqa: FBT003 – the standard library's own signature
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        await asyncio.get_running_loop().sock_connect(connection, (host, port))
    except OSError as problem:
        connection.close()
        raise HubUnreachableError(f"no stream at {url} ({problem}); is the hub running?") from problem
    stream = RawStream(connection, on_text)
    await stream.open(f"{host}:{port}")
    stream.send(hello(token, view))
    return stream


class _Request(asyncio.Protocol):
    """One kept-alive HTTP connection, one request at a time."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not isinstance(transport, asyncio.Transport):
            raise TypeError("a request needs a stream transport")
        self.transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        if self.answer is not None and not self.answer.done():
            self.answer.set_exception(HubUnreachableError(f"the hub closed the connection unanswered ({exc})"))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, end, body = self._buffer.partition(_END)
        if not end or self.answer is None:
            return
        length = next(
            (int(line[15:]) for line in head.split(b"\r\n") if line[:15].lower() == b"content-length:"),
            0,
        )
        if len(body) >= length:
            self._buffer = b""
            self.answer.set_result((int(head[9:12]), body[:length]))


class RawPoster:
    """POSTs JSON bodies over as many kept-alive connections as are needed at once. Close it when done."""

    def __init__(self, url: str, path: str, token: str) -> None:
        self._host, self._port = endpoint(url)
        self._head = (
            f"POST {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\nAuthorization: Bearer {token}\r\n"
            "Content-Type: application/json\r\nContent-Length: "
        ).encode()
        self._idle: list[_Request] = []

    async def post(self, body: bytes) -> tuple[int, bytes]:
        """Return status and body of the answer. Raises `HubUnreachableError`."""
        connection = self._idle.pop() if self._idle else await self._connect()
        if connection.transport is None or connection.transport.is_closing():
            connection = await self._connect()
        connection.answer = asyncio.get_running_loop().create_future()
        if connection.transport is not None:
            connection.transport.write(b"%b%d\r\n\r\n%b" % (self._head, len(body), body))
        answer = await connection.answer
        self._idle.append(connection)
        return answer

    async def warm(self, connections: int) -> None:
        """Open connections ahead of time, so that the first requests do not pay for them."""
        self._idle.extend([await self._connect() for _ in range(connections)])

    def close(self) -> None:
        """Close the idle connections."""
        for connection in self._idle:
            if connection.transport is not None:
                connection.transport.close()
        self._idle.clear()

    async def _connect(self) -> _Request:
        loop = asyncio.get_running_loop()
        try:
            _, connection = await loop.create_connection(_Request, self._host, self._port)
        except OSError as problem:
            raise HubUnreachableError(f"no hub at {self._host}:{self._port} ({problem}); is it running?") from problem
        return connection
