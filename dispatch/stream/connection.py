"""One client's socket as a subscriber of the feed: frames go out while it is live, and are read on for where it is not.

Events are written to the transport as ready-made frames, past the server library's own sending, so that one commit is
one write per socket.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from aiohttp import WSCloseCode, web

from dispatch.access.tokens import Token
from dispatch.log.base import LogError
from dispatch.stream.feed import Feed, Subscriber
from dispatch.stream.liveness import Liveness
from dispatch.stream.session import Health, Session
from dispatch.stream.views import View

WAITING_AT_MOST = 256 * 1024
"""Bytes that may wait in the hub for one socket."""

CLOSE_WITHIN_S = 1.0
"""How long a closing handshake may take before the socket is dropped."""

_NOTHING = View("incident", "")
_PING = b"\x89\x00"


class Connection(Subscriber):
    """One client's socket, session and cursor. There are thousands of them: each byte here counts thousandfold.

    ``health`` is what a crew's client last said of itself. ``on_closed`` hears the code with which the hub closes it.
    After `begin` it is in the feed; whoever made it must call `end`.
    """

    __slots__ = (
        "_answers",
        "_ending",
        "_feed",
        "_on_closed",
        "_protocol",
        "_reading_on",
        "_transport",
        "health",
        "liveness",
        "session",
        "socket",
    )

    def __init__(
        self,
        request: web.Request,
        socket: web.WebSocketResponse,
        session: Session,
        feed: Feed,
        on_closed: Callable[[int], None],
    ) -> None:
        super().__init__(_NOTHING, 0)
        if request.transport is None:
            raise ConnectionResetError("the client left before its stream began")
        self.socket = socket
        self.session = session
        self.liveness = Liveness(asyncio.get_running_loop().time())
        self.health: Health | None = None
        self._protocol = request.protocol
        self._transport = request.transport
        self._feed = feed
        self._on_closed = on_closed
        # Answers to commands whose events are not on the wire yet: they go out as it becomes live.
        self._answers = b""
        # Reads on from the log; None while live, and before the hello.
        self._reading_on: asyncio.Task[None] | None = None
        # Closes the socket from outside the task that reads it; set once, when the hub gives it up.
        self._ending: asyncio.Task[None] | None = None

    @property
    def station(self) -> str | None:
        """The station whose alert client this is; None for everybody else who looks on."""
        token = self.session.token
        return None if token is None or self.view.kind != "station" else token.station

    @property
    def token(self) -> Token:
        """The token of the hello; only a session that said one asks for anything."""
        if self.session.token is None:
            raise RuntimeError("a session that said no hello asks for something")  # the session lets none through
        return self.session.token

    # --- as a subscriber ----------------------------------------------------------------------------------------------

    def room(self) -> int:
        """Return how many bytes the socket takes now."""
        return WAITING_AT_MOST - self._transport.get_write_buffer_size()

    def waiting(self) -> int:
        """Return how many bytes wait for the socket to take them."""
        return self._transport.get_write_buffer_size()

    async def drained(self) -> None:
        """Wait until the socket takes bytes again. Raises `ConnectionError` where it ended."""
        await self._protocol._drain_helper()  # noqa: SLF001 - aiohttp has no public name for a raw write's drain

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

    def begin(self, view: View, start: int, resets: AsyncIterator[bytes] | None) -> None:
        """Enter the feed at a position and read on from there until live, after the snapshot where one is due."""
        self.view, self.position, self.sent = view, start, start
        self._feed.add(self)
        self._reading_on = asyncio.create_task(self._read_on(resets))

    async def _read_on(self, resets: AsyncIterator[bytes] | None = None) -> None:
        """Write a snapshot where one is due, read the log until live, then give the answers that waited for that."""
        try:
            if resets is not None:
                async for frame in resets:
                    await self.drained()
                    self.write(frame)
            while not self._transport.is_closing():
                await self.drained()
                if await self._feed.catch_up(self):
                    self.write(self._answers)
                    self._answers = b""
                    return
                # Neither the newest events nor a fast socket ever make this wait: the others get their turn here.
                await asyncio.sleep(0)
        except ConnectionError:
            return  # the other side left; its cursor is its own
        except LogError as error:
            self.give_up(WSCloseCode.TRY_AGAIN_LATER, f"the record cannot be read: {error}")
        finally:
            self._reading_on = None  # thousands of finished tasks would be megabytes

    def answer(self, frame: bytes) -> None:
        """Answer a command after its events: at once where they are on the wire, else when they will be."""
        self._feed.bring_up_to_date(self)
        if self.live:
            self.write(frame)
        else:
            self._answers += frame

    # --- ending -------------------------------------------------------------------------------------------------------

    def ping(self) -> None:
        """Ask whether the other side is there (RFC 6455, 5.5.2)."""
        self.write(_PING)

    def end(self) -> None:
        """Leave the feed."""
        self._feed.remove(self)
        if self._reading_on is not None:
            self._reading_on.cancel()

    def give_up(self, code: int, reason: str) -> asyncio.Task[None]:
        """Close from outside the reading task, which then ends by itself; return the task that does it."""
        if self._ending is None:
            self._on_closed(code)
            self.live = False
            self._ending = asyncio.create_task(self._close_or_drop(code, reason))
        return self._ending

    async def _close_or_drop(self, code: int, reason: str) -> None:
        if self._transport.get_write_buffer_size() > 0:
            self._transport.abort()  # a stalled socket takes no closing frame either
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_WITHIN_S):
                await self.close(code, reason)
        self._transport.abort()

    async def close(self, code: int, reason: str) -> None:
        """Close the socket from the task that reads it."""
        await self.socket.close(code=code, message=_at_most(reason, 120))


def _at_most(text: str, n_bytes: int) -> bytes:
    """Return a text's UTF-8, cut between characters: a close frame's reason must be whole (RFC 6455, 5.5.1)."""
    return text.encode()[:n_bytes].decode(errors="ignore").encode()
