"""A client of the hub's stream that proves, frame by frame, that it missed and repeated nothing."""

from __future__ import annotations

from types import TracebackType
from typing import Any, NamedTuple, Self

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from dispatch.client.errors import HubUnreachableError, StreamBrokenError
from dispatch.client.http import Json

_MAX_FRAME = 1 << 20
_OPEN_TIMEOUT_S = 10


class Position(NamedTuple):
    """A place in a record: the record's identity and a sequence number."""

    epoch: str
    seq: int


class Proof(NamedTuple):
    """The newest event whose chained hash the hub told (hexadecimal): it proves whose history a client holds."""

    seq: int
    hash: str


class StreamClient:
    """One subscriber. It keeps its position over connections, so `connect` after a cut resumes.

    Use as an async context manager, or call `connect` and `close`. `receive` raises `HubUnreachableError` when the
    connection ends and `StreamBrokenError` when a frame does not follow the one before.
    """

    def __init__(self, url: str, token: str, view: str, position: Position | None = None) -> None:
        self.view = view
        self.position = position
        self.proof: Proof | None = None
        self.resets = 0
        self.events = 0
        # A snapshot was announced and is not whole yet: until then the position is that of what came before, or none.
        self._reset_due = False
        self._url = url.rstrip("/").replace("http", "ws", 1) + "/api/v1/stream"
        self._token = token
        self._socket: ClientConnection | None = None

    async def __aenter__(self) -> Self:
        await self.connect()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def connect(self) -> Json:
        """Connect, say hello with the position held, and return the welcome. Raises `HubUnreachableError`."""
        socket = await self._open()
        try:
            welcome = await self._greet(socket)
        except BaseException:
            socket.transport.abort()
            raise
        # The welcome says where the stream starts; this client is there only if it was there before.
        self._reset_due = welcome.get("reset") is not None or _read_position(welcome) != self.position
        self._believe(welcome["position"])
        # Only now: nobody may send anything else before the hello.
        self._socket = socket
        return welcome

    async def receive(self) -> Json:
        """Return the next frame, after checking that it follows."""
        frame = await _receive(self._connected())
        match frame["type"]:
            case "event":
                self._follow(frame)
                self.events += 1
            case "mark":
                self._follow(frame)
            case "reset" if frame["part"] == frame["parts"]:
                self._reset_due = False
                self.position = _read_position(frame)
                self._believe(frame["position"])
                self.resets += 1
            case "pong":
                self._believe(frame.get("position", {}))
        return frame

    async def command(self, command_id: str, kind: str, **fields: Any) -> None:
        """Send a command; its ``done`` or ``refused`` comes as a frame."""
        await _send(self._connected(), {"type": "command", "id": command_id, "command": {"type": kind, **fields}})

    async def seen(self, seq: int) -> None:
        """Say that this client has its orders up to ``seq``."""
        await _send(self._connected(), {"type": "seen", "seq": seq})

    async def ping(self, number: int) -> None:
        """Ask for a ``pong``."""
        await _send(self._connected(), {"type": "ping", "n": number})

    async def close(self) -> None:
        """Close the connection in order; the position stays."""
        if self._socket is not None:
            await self._socket.close()
            self._socket = None

    def cut(self) -> None:
        """Drop the connection without a word, as a dead spot does; the position stays."""
        if self._socket is not None:
            self._socket.transport.abort()
            self._socket = None

    async def _open(self) -> ClientConnection:
        try:
            return await connect(
                self._url,
                compression=None,
                proxy=None,
                ping_interval=None,
                max_size=_MAX_FRAME,
                open_timeout=_OPEN_TIMEOUT_S,
                close_timeout=1,
            )
        except (OSError, TimeoutError, InvalidHandshake, ConnectionClosed) as problem:
            raise HubUnreachableError(f"no stream at {self._url} ({problem}); is the hub running?") from problem

    async def _greet(self, socket: ClientConnection) -> Json:
        position: Json | None = None if self.position is None else self.position._asdict()
        if position is not None and self.proof is not None and self.proof.seq <= position["seq"]:
            position |= {"hash": self.proof.hash, "hash_seq": self.proof.seq}
        hello = {"type": "hello", "protocol": 1, "token": self._token, "view": self.view, "position": position}
        await _send(socket, hello)
        welcome = await _receive(socket)
        if welcome["type"] != "welcome":
            raise StreamBrokenError(f"the hub answered hello with {welcome['type']!r}, not with a welcome")
        return welcome

    def _believe(self, position: Json) -> None:
        """Keep the hash of a position that is this client's own; of a history that a snapshot replaces it is not."""
        if not self._reset_due and "hash" in position and self.position == (position["epoch"], position["seq"]):
            self.proof = Proof(position["seq"], position["hash"])

    def _follow(self, frame: Json) -> None:
        position = self.position
        if position is None or self._reset_due or frame["prev"] != position.seq:
            held = "no position" if position is None else f"seq {position.seq}"
            held += " and waits for a snapshot" if self._reset_due else ""
            message = f"view {self.view}: frame {frame['seq']} follows {frame['prev']}, but this client is at {held}"
            raise StreamBrokenError(message)
        self.position = Position(position.epoch, frame["seq"])

    def _connected(self) -> ClientConnection:
        if self._socket is None:
            raise HubUnreachableError("the stream is not connected; call connect first")
        return self._socket


async def _send(socket: ClientConnection, frame: Json) -> None:
    try:
        await socket.send(orjson.dumps(frame), text=True)
    except ConnectionClosed as problem:
        raise _closed(problem) from problem


async def _receive(socket: ClientConnection) -> Json:
    try:
        frame = orjson.loads(await socket.recv(decode=False))
    except ConnectionClosed as problem:
        raise _closed(problem) from problem
    if not isinstance(frame, dict) or "type" not in frame:
        raise StreamBrokenError("a frame without a type arrived; the hub speaks another contract")
    return frame


def _read_position(frame: Json) -> Position:
    return Position(frame["position"]["epoch"], frame["position"]["seq"])


def _closed(problem: ConnectionClosed) -> HubUnreachableError:
    code = problem.rcvd.code if problem.rcvd is not None else None
    reason = problem.rcvd.reason if problem.rcvd is not None else "no close frame"
    return HubUnreachableError(f"the stream ended ({code}: {reason}); connect again with the position held", code)
