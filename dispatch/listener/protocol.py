"""One client's connection: aiohttp's own protocol, with a guard that hears what it is at."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from aiohttp import StreamReader, hdrs, web
from aiohttp.http_exceptions import HttpProcessingError

from dispatch.listener.guard import ConnectionGuard, Reason
from dispatch.listener.mishaps import Mishaps
from dispatch.problems import problem

LINGER_S = 2.0
"""How long the rest of a body is read and thrown away that nobody wanted, so that the answer can be read."""

_TIMED_OUT = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"

_ENDING = (401, 413, 429)
"""After these answers nothing of a body is read that is still to come."""

Answer = Callable[[dict[str, Any]], web.Response]
"""Makes the response of a problem."""


class GuardedConnection(web.RequestHandler):
    """A connection that the guard knows. There are thousands of them: each byte here counts thousandfold."""

    __slots__ = ("_answer", "_authenticated", "_guard", "_idle", "_mishaps", "_payload", "connecting", "received")

    def __init__(
        self,
        manager: web.Server,
        guard: ConnectionGuard[GuardedConnection],
        mishaps: Mishaps,
        answer: Answer,
        *,
        loop: asyncio.AbstractEventLoop,
        keepalive_timeout_s: float,
    ) -> None:
        super().__init__(
            manager,
            loop=loop,
            keepalive_timeout=keepalive_timeout_s,
            lingering_time=LINGER_S,
            access_log=None,  # type: ignore[arg-type] # none at all; the runner hands this on too
            auto_decompress=False,  # who may send a packed body is known only once its token is
        )
        self.received = 0
        # Makes the transport; a connection that must go before it has one is ended by this.
        self.connecting: asyncio.Task[None] | None = None
        self._guard = guard
        self._mishaps = mishaps
        self._answer = answer
        self._authenticated = False
        self._idle = False
        # The body of the request that is being read or answered.
        self._payload: StreamReader | None = None

    # --- what the guard asks ------------------------------------------------------------------------------------------

    def receiving(self) -> bool:
        """Return whether a body is still to come."""
        return self._payload is not None and not self._payload.is_eof() and not self.streaming()

    def unsent(self) -> int:
        """Return how many bytes wait for the client to take them."""
        return 0 if self.transport is None else self.transport.get_write_buffer_size()

    def streaming(self) -> bool:
        """Return whether it became a WebSocket."""
        return self._payload_parser is not None

    # --- what the guard is told ---------------------------------------------------------------------------------------

    def authenticate(self) -> None:
        """Note that this client has shown a token that stands."""
        if not self._authenticated:
            self._authenticated = True
            self._guard.authenticate(self)

    def begin_streaming(self) -> None:
        """Let go of what reads requests: after an upgrade none comes any more. It is a kilobyte of each stream."""
        if self._upgraded and self.streaming():
            self._parser = None  # as the server library itself does when a connection is lost

    def begin_request(self, payload: StreamReader) -> None:
        """Note that a request's head is complete."""
        self._payload, self._idle = payload, False
        self._guard.begin_request(self, self._loop.time())

    def data_received(self, data: bytes) -> None:
        """Count what comes; after a pause it is the head of another request."""
        self.received += len(data)
        if self._idle:
            self._idle = False
            self._guard.begin_head(self, self._loop.time())
        super().data_received(data)

    async def finish_response(
        self, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        """Send the rest of an answer; then the client may ask again, unless the answer ends the connection."""
        unwanted = resp.status in _ENDING and self.receiving()
        if unwanted or (hdrs.UPGRADE in request.headers and not isinstance(resp, web.WebSocketResponse)):
            # What came behind a refused upgrade may never be seen: the client must know, and send it again.
            resp.force_close()
        sent = await super().finish_response(request, resp, start_time)
        if unwanted:
            self._listen_no_more()
        self._idle = True
        self._guard.finish_request(self, self._loop.time())
        return sent

    def _listen_no_more(self) -> None:
        """Take nothing more from the client; it has `LINGER_S` to read the answer, then the connection is closed."""
        self._reading_paused = False  # else the server would resume it when it looks for the rest of the body
        if self.transport is not None:
            self.transport.pause_reading()

    def connection_lost(self, exc: BaseException | None) -> None:
        """Leave the book."""
        self._guard.leave(self)
        self._payload = None
        super().connection_lost(exc)

    def drop(self, reason: Reason) -> None:
        """Close it from the hub's side."""
        self._guard.leave(self)
        self._mishaps.closed(reason)
        if self.transport is None:
            if self.connecting is not None:
                self.connecting.cancel()
        elif reason == "body":
            self.transport.write(_TIMED_OUT)  # RFC 9110, 15.5.9; no answer can have begun
            self.force_close()
        else:
            self.transport.abort()

    # --- what goes wrong ----------------------------------------------------------------------------------------------

    def handle_error(
        self, request: web.BaseRequest, status: int = 500, exc: BaseException | None = None, message: str | None = None
    ) -> web.StreamResponse:
        """Answer what could not be read, or a handler that failed, with a problem; the connection ends with it."""
        del status, message  # both follow from the error
        if isinstance(exc, HttpProcessingError):
            self._mishaps.malformed(request.remote, exc)
        else:
            self._mishaps.unexpected(exc)
        if request.writer.output_size > 0:
            raise ConnectionError("the answer had begun; it cannot be another one now")
        response = self._answer(_problem_of(exc))
        response.force_close()
        return response

    def log_exception(self, *_args: Any, **details: Any) -> None:
        """Tell what the server library could not handle."""
        error = details.get("exc_info")
        self._mishaps.unexpected(error if isinstance(error, BaseException) else None)


def begin_streaming(request: web.BaseRequest) -> None:
    """Note that a request became a WebSocket."""
    if isinstance(request.protocol, GuardedConnection):
        request.protocol.begin_streaming()


def authenticate_connection(request: web.BaseRequest) -> None:
    """Note that a request's connection has shown a token that stands."""
    if isinstance(request.protocol, GuardedConnection):
        request.protocol.authenticate()


def _problem_of(error: BaseException | None) -> dict[str, Any]:
    if isinstance(error, HttpProcessingError):
        detail = "the request is not HTTP as RFC 9112 has it; what is expected is in /api/v1/openapi.json"
        return problem(400, "malformed", detail)
    return problem(
        500, "internal", "the hub failed at this request, and its log says where; send it again, then report"
    )
