"""Accepts WebSocket connections and reads their frames, one after the other, until the socket ends.

Thin: the protocol is in `session`, what frames ask for is done by `effects`.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

import orjson
from aiohttp import WSMsgType, web

from dispatch.access.rate_limits import Quotas, RateLimiter
from dispatch.access.tokens import Tokens
from dispatch.access.wrong_tokens import WrongTokens
from dispatch.listener.protocol import authenticate_connection, begin_streaming
from dispatch.problems import problem
from dispatch.stream.connection import CLOSE_WITHIN_S, Connection
from dispatch.stream.connections import Streams
from dispatch.stream.effects import Effects
from dispatch.stream.feed import Feed
from dispatch.stream.session import FRAME_BYTES, UNKNOWN_TOKEN, UNREADABLE, Close, Open, Session

HELLO_WITHIN_S = 5.0


class StreamServer:
    """Serves the streams of one hub. ``on_signed_in`` hears of each that begins with a good token, ``on_closed`` the
    code of each that the hub closes from its side."""

    def __init__(
        self,
        streams: Streams,
        feed: Feed,
        effects: Effects,
        *,
        tokens: Tokens,
        rate_limiter: RateLimiter,
        quotas: Quotas,
        wrong_tokens: WrongTokens,
        on_signed_in: Callable[[], None],
        on_closed: Callable[[int], None],
    ) -> None:
        self._streams = streams
        self._feed = feed
        self._effects = effects
        self._find_token = tokens.find
        self._rate_limiter = rate_limiter
        self._quotas = quotas
        self._wrong_tokens = wrong_tokens
        self._on_signed_in = on_signed_in
        self._on_closed = on_closed

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one WebSocket connection until it ends."""
        socket = web.WebSocketResponse(autoping=False, compress=False, max_msg_size=FRAME_BYTES, timeout=CLOSE_WITHIN_S)
        if not socket.can_prepare(request):
            detail = "this address is a WebSocket; what is sent there is in /api/v1/asyncapi.json"
            found = problem(400, "malformed", f"the request cannot be read: {detail}")
            return web.Response(body=orjson.dumps(found), status=400, content_type="application/problem+json")
        await socket.prepare(request)
        # There are thousands of sockets: what only the handshake needed stays with none of them.
        socket.headers.clear()
        begin_streaming(request)
        connection = Connection(request, socket, Session(self._find_token), self._feed, self._on_closed)
        self._streams.add(connection)
        try:
            with contextlib.suppress(ConnectionError):  # the other side left; its cursor is its own
                await self._read_frames(connection, request)
        finally:
            self._streams.discard(connection)
            connection.end()
        return socket

    async def _read_frames(self, connection: Connection, request: web.Request) -> None:
        """Act on each frame; the first must come soon."""
        try:
            async with asyncio.timeout(HELLO_WITHIN_S):
                frame = await _next_frame(connection)
        except TimeoutError:
            await connection.close(UNREADABLE, f"no hello within {HELLO_WITHIN_S:g} s")
            return
        while frame is not None:
            await self._act_on(connection, request, frame)
            del frame  # nothing of it stays while the next one is awaited
            frame = await _next_frame(connection)

    async def _act_on(self, connection: Connection, request: web.Request, frame: str) -> None:
        effect = connection.session.receive(frame)
        if isinstance(effect, Close) and effect.code == UNKNOWN_TOKEN:
            await asyncio.sleep(min(HELLO_WITHIN_S, self._wrong_tokens.note(request.remote or "")))
        elif isinstance(effect, Open):
            self._on_signed_in()
        await self._effects.carry_out(connection, effect)
        if connection.session.token is not None:
            authenticate_connection(request)
        await self._throttle(connection, len(frame))

    async def _throttle(self, connection: Connection, n_bytes: int) -> None:
        """Let a client that asks too fast or sends too much wait for its next frame to be read."""
        token = connection.session.token
        if token is not None:
            early_s = max(self._rate_limiter.acquire(token.id), self._quotas.of_token(token.id, n_bytes))
            if early_s > 0:
                await asyncio.sleep(early_s)


async def _next_frame(connection: Connection) -> str | None:
    """Return the next text frame, None where there are no more."""
    while True:
        if connection.room() <= 0:
            await connection.drained()  # who takes nothing may not ask for more either
        connection.liveness.begin_listening(asyncio.get_running_loop().time())
        try:
            message = await connection.socket.receive()
        finally:
            connection.liveness.end_listening()
        match message.type:
            case WSMsgType.TEXT:
                return str(message.data)
            case WSMsgType.PING:
                await connection.socket.pong(message.data)
                await _pace_control(connection)
            case WSMsgType.PONG:
                await _pace_control(connection)
            case WSMsgType.BINARY:
                await connection.close(UNREADABLE, "frames are text: one JSON object each")
            case _:
                return None


async def _pace_control(connection: Connection) -> None:
    """Let a client that sends too many pings and pongs wait; what it sends meanwhile stays with its kernel."""
    early_s = connection.liveness.control_frame(asyncio.get_running_loop().time())
    if early_s > 0:
        await asyncio.sleep(early_s)
