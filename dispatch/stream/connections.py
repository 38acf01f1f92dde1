"""The WebSocket driver: moves bytes between sockets, sessions and the feed. Thin; the protocol is in `session`.

Events are written to the transport as ready-made frames, past the server library's own sending, so that one commit is
one write per socket.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import orjson
from aiohttp import WSCloseCode, WSMsgType, web

from dispatch.access.tokens import Token
from dispatch.core.commands import Deliver
from dispatch.core.decide.assignments import undelivered
from dispatch.core.errors import Refused
from dispatch.core.instant import to_text
from dispatch.hub import Hub
from dispatch.log.base import LogError
from dispatch.problems import of, problem
from dispatch.stream import session as protocol
from dispatch.stream.feed import Subscriber
from dispatch.stream.frames import json_frame, mark_frame
from dispatch.stream.resets import reset_frames
from dispatch.stream.views import View
from dispatch.writer.idempotency import IdempotencyKey

HELLO_WITHIN_S = 5.0
PING_AFTER_S = 5.0
GIVE_UP_AFTER_S = 15.0
LOOK_EVERY_S = 1.0
_LOOKS = 50
"""One look at everybody comes in so many parts: thousands of streams at once would hold up the loop for 20 ms."""

WAITING_AT_MOST = 256 * 1024
"""Bytes that may wait in the hub for one socket."""

RESET_BEHIND = 50_000
"""A client further behind than this gets a snapshot: reading on would take longer."""

MARK_BEHIND = 256
"""A quiet client further behind than this is told where the log is, so that it resumes from there."""

CLOSE_WITHIN_S = 1.0
"""How long a closing handshake may take before the socket is dropped."""


async def serve_stream(hub: Hub, request: web.Request) -> web.StreamResponse:
    """Serve one WebSocket connection until it ends."""
    socket = web.WebSocketResponse(
        autoping=False, compress=False, max_msg_size=protocol.FRAME_BYTES, timeout=CLOSE_WITHIN_S
    )
    if not socket.can_prepare(request):
        detail = "this address is a WebSocket; what is sent there is in /api/v1/asyncapi.json"
        found = problem(400, "malformed", f"the request cannot be read: {detail}")
        return web.Response(body=orjson.dumps(found), status=400, content_type="application/problem+json")
    await socket.prepare(request)
    connection = Connection(hub, request, socket)
    hub.connections.add(connection)
    try:
        with contextlib.suppress(ConnectionError):  # the other side left; its cursor is its own
            await connection.run()
    finally:
        hub.connections.discard(connection)
        connection.end()
    return socket


async def keep_streams(hub: Hub) -> None:
    """Look after each open stream once a second, until cancelled: silence, stalls, withdrawn tokens."""
    while True:
        open_now = tuple(hub.connections)
        for part in range(_LOOKS):
            await asyncio.sleep(LOOK_EVERY_S / _LOOKS)
            hub.tokens.refresh()
            for connection in open_now[part::_LOOKS]:
                if connection in hub.connections:
                    connection.look_after()


async def end_streams(hub: Hub) -> None:
    """Tell every client that the hub stops."""
    reason = "the hub stops; come back with your position"
    endings = [connection.give_up(WSCloseCode.GOING_AWAY, reason) for connection in tuple(hub.connections)]
    if endings:
        await asyncio.wait(endings)


class Connection(Subscriber):
    """One client's socket, session and cursor. There are thousands of them: each byte here counts thousandfold."""

    __slots__ = (
        "_answers",
        "_drained",
        "_ending",
        "_heard_at",
        "_hub",
        "_listening",
        "_pinged_at",
        "_reading_on",
        "_session",
        "_socket",
        "_taken_at",
        "_transport",
        "_waiting",
        "health",
    )

    def __init__(self, hub: Hub, request: web.Request, socket: web.WebSocketResponse) -> None:
        super().__init__(_NOTHING, 0)
        if request.transport is None:
            raise ConnectionResetError("the client left before its stream began")
        self._hub = hub
        self._socket = socket
        self._transport = request.transport
        self._drained = request.protocol._drain_helper  # noqa: SLF001 - aiohttp has no public name for a raw write's drain
        self._session = protocol.Session(hub.tokens.find)
        self._answers: list[bytes] = []
        self._reading_on: asyncio.Task[None] | None = None
        self._ending: asyncio.Task[None] | None = None
        now = asyncio.get_running_loop().time()
        self._heard_at = self._pinged_at = self._taken_at = now
        self._waiting = 0
        self._listening = False
        self.health: protocol.Health | None = None

    @property
    def station(self) -> str | None:
        """The station whose alert client this is; None for everybody else who looks on."""
        token = self._session.token
        return None if token is None or self.view.kind != "station" else token.station

    # --- as a subscriber ----------------------------------------------------------------------------------------------

    def room(self) -> int:
        """Return how many bytes the socket takes now."""
        return WAITING_AT_MOST - self._transport.get_write_buffer_size()

    def write(self, data: bytes) -> None:
        """Hand frames to the socket."""
        if not self._transport.is_closing():
            self._transport.write(data)

    def push(self, data: bytes) -> bool:
        """Hand frames to the socket, or return False where too much waits for it already."""
        transport = self._transport
        if transport.get_write_buffer_size() + len(data) > WAITING_AT_MOST:
            return False
        if not transport.is_closing():
            transport.write(data)
        return True

    def fell_behind(self) -> None:
        """Read on from the log as soon as the socket takes bytes again."""
        if self._reading_on is None:
            self._reading_on = asyncio.create_task(self._read_on())

    async def _read_on(self, resets: AsyncIterator[bytes] | None = None) -> None:
        """Write a snapshot where one is due, read the log until live, then give the answers that waited for that."""
        try:
            if resets is not None:
                async for frame in resets:
                    await self._drained()
                    self.write(frame)
            while not self._transport.is_closing():
                await self._drained()
                if await self._hub.feed.catch_up(self):
                    self.write(b"".join(self._answers))
                    self._answers.clear()
                    return
                # Neither the newest events nor a fast socket ever make this wait: the others get their turn here.
                await asyncio.sleep(0)
        except ConnectionError:
            return  # the other side left; its cursor is its own
        except LogError as error:
            self.give_up(WSCloseCode.TRY_AGAIN_LATER, f"the record cannot be read: {error}")
        finally:
            self._reading_on = None  # thousands of finished tasks would be megabytes

    # --- reading ------------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Read frames until the socket ends."""
        try:
            async with asyncio.timeout(HELLO_WITHIN_S):
                first = await self._next()
        except TimeoutError:
            await self._close(protocol.UNREADABLE, f"no hello within {HELLO_WITHIN_S:g} s")
            return
        frame = first
        while frame is not None:
            await self._act_on(self._session.receive(frame))
            await self._keep_pace()
            frame = await self._next()

    async def _next(self) -> str | None:
        """Return the next text frame, None where there are no more. Silence counts only while the hub listens."""
        while True:
            if self.room() <= 0:
                await self._drained()  # who takes nothing may not ask for more either
            self._heard_at = asyncio.get_running_loop().time()
            self._listening = True
            try:
                message = await self._socket.receive()
            finally:
                self._listening = False
            match message.type:
                case WSMsgType.TEXT:
                    return str(message.data)
                case WSMsgType.PING:
                    await self._socket.pong(message.data)
                case WSMsgType.PONG:
                    continue
                case WSMsgType.BINARY:
                    await self._close(protocol.UNREADABLE, "frames are text: one JSON object each")
                case _:
                    return None

    async def _keep_pace(self) -> None:
        """Let a client that asks too fast wait for its next frame to be read."""
        token = self._session.token
        if token is not None and (early_s := self._hub.pace.take(token.id)) > 0:
            await asyncio.sleep(early_s)

    async def _act_on(self, effect: protocol.Effect) -> None:
        match effect:
            case protocol.Open():
                self._open(effect)
            case protocol.Submit():
                await self._submit(effect)
            case protocol.Refuse():
                self._answer(json_frame(type="refused", id=effect.id, problem=effect.problem))
            case protocol.Seen():
                await self._seen(effect.seq)
            case protocol.Ping():
                self._answer_ping(effect.n)
            case protocol.PresenceFrame():
                self._tell_presence(effect)
            case protocol.Health():
                self.health = effect
            case protocol.Close():
                await self._close(effect.code, effect.reason)
            case None:
                pass

    def _open(self, effect: protocol.Open) -> None:
        """Welcome the client; then send a snapshot where its position is of no use, and read on until live."""
        hub = self._hub
        reason = self._no_use(effect.position)
        world = hub.processor.durable
        start = world.seq if reason or effect.position is None else effect.position.seq
        self.view, self.position, self.sent = effect.view, start, start
        self.write(
            json_frame(
                type="welcome",
                protocol=protocol.PROTOCOL,
                position={"epoch": hub.log.epoch, "seq": start},
                head={"epoch": hub.log.epoch, "seq": hub.feed.head},
                role=effect.token.role,
                server_time=to_text(hub.clock.now()),
            )
        )
        resets = reset_frames(world, effect.view, epoch=hub.log.epoch, reason=reason) if reason else None
        hub.feed.add(self)
        self._reading_on = asyncio.create_task(self._read_on(resets))

    def _no_use(self, position: protocol.PositionIn | None) -> str | None:
        """Return why a position cannot be read on from; None where it can."""
        if position is None:
            return "new"
        if position.epoch != self._hub.log.epoch:
            return "epoch"
        if not 0 <= position.seq <= self._hub.feed.head:
            return "ahead"
        return "too_old" if self._hub.feed.head - position.seq > RESET_BEHIND else None

    async def _submit(self, effect: protocol.Submit) -> None:
        token = self._token()
        try:
            answer = await self._hub.processor.submit(
                effect.command, token.by, IdempotencyKey(effect.id, effect.content)
            )
        except Refused as error:
            frame = json_frame(type="refused", id=effect.id, problem=of(error))
        except LogError as error:
            frame = json_frame(type="refused", id=effect.id, problem=problem(503, "log_unavailable", str(error)))
        else:
            frame = json_frame(type="done", id=effect.id, seq=answer.seq)
        self._answer(frame)

    def _answer(self, frame: bytes) -> None:
        """Answer a command after its events: at once where they are on the wire, else when they will be."""
        if self.live:
            self.write(frame)
        else:
            self._answers.append(frame)

    async def _seen(self, seq: int) -> None:
        """Note the receipt of orders, where the client is a station's and there are any; of sent ones, of course."""
        token, seq = self._token(), min(seq, self.sent)
        station = token.station
        if station is not None and undelivered(self._hub.processor.world, station, seq, token.name):
            await self._hub.processor.do(Deliver(station=station, seen_seq=seq), token.by)

    def _answer_ping(self, number: int) -> None:
        head = self._hub.feed.head
        if self.live and head - self.sent >= MARK_BEHIND:
            self.write(mark_frame(head, self.sent))
            self.sent = self.position = head
        self.write(json_frame(type="pong", n=number, server_time=to_text(self._hub.clock.now())))

    def _tell_presence(self, effect: protocol.PresenceFrame) -> None:
        """Let the other consoles see whose hands are on an incident."""
        if self.view.kind != "console":
            return
        token = self._token()
        frame = json_frame(type="presence", incident=effect.incident, doing=effect.doing, who=token.name)
        for other in self._hub.connections:
            if other is not self and other.live and other.view.kind == "console" and len(frame) <= other.room():
                other.write(frame)

    def _token(self) -> Token:
        if self._session.token is None:
            raise RuntimeError("a session that said no hello asks for something")  # the session lets none through
        return self._session.token

    # --- keeping and ending -------------------------------------------------------------------------------------------

    def look_after(self) -> None:
        """Ping a silent client; drop one that answers nothing, takes nothing, or may not be here any more."""
        now = asyncio.get_running_loop().time()
        waiting = self._transport.get_write_buffer_size()
        if waiting == 0 or waiting < self._waiting:
            self._taken_at = now
        self._waiting = waiting
        silent_s = now - self._heard_at if self._listening else 0.0
        token = self._session.token
        if token is not None and not self._hub.tokens.stands(token):
            self.give_up(protocol.UNKNOWN_TOKEN, "this token was withdrawn; ask for a new one")
        elif max(silent_s, now - self._taken_at) >= GIVE_UP_AFTER_S:
            reason = f"nothing heard or taken for {GIVE_UP_AFTER_S:g} s; come back with your position"
            self.give_up(protocol.TOO_SLOW, reason)
        elif silent_s >= PING_AFTER_S and now - self._pinged_at >= PING_AFTER_S:
            self._pinged_at = now
            self.write(_PING)

    def end(self) -> None:
        """Leave the feed."""
        self._hub.feed.remove(self)
        if self._reading_on is not None:
            self._reading_on.cancel()

    def give_up(self, code: int, reason: str) -> asyncio.Task[None]:
        """Close from outside the reading task, which then ends by itself; return the task that does it."""
        if self._ending is None:
            self._hub.metrics.streams_closed.labels(code=str(code)).inc()
            self.live = False
            self._ending = asyncio.create_task(self._close_or_drop(code, reason))
        return self._ending

    async def _close_or_drop(self, code: int, reason: str) -> None:
        if self._transport.get_write_buffer_size() > 0:
            self._transport.abort()  # a stalled socket takes no closing frame either
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_WITHIN_S):
                await self._close(code, reason)
        self._transport.abort()

    async def _close(self, code: int, reason: str) -> None:
        await self._socket.close(code=code, message=_at_most(reason, 120))


def _at_most(text: str, n_bytes: int) -> bytes:
    """Return a text's UTF-8, cut between characters: a close frame's reason must be whole (RFC 6455, 5.5.1)."""
    return text.encode()[:n_bytes].decode(errors="ignore").encode()


_NOTHING = View("incident", "")
_PING = b"\x89\x00"
