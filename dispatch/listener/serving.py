"""Serves a web application on a guarded listener."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import StreamReader, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http import RawRequestMessage

from dispatch.listener.accepting import Listener
from dispatch.listener.guard import ConnectionGuard
from dispatch.listener.limits import ConnectionLimits
from dispatch.listener.mishaps import Mishaps
from dispatch.listener.protocol import Answer, GuardedConnection

STOP_WITHIN_S = 2.0


@asynccontextmanager
async def serving(
    app: web.Application,
    guard: ConnectionGuard[GuardedConnection],
    *,
    host: str,
    port: int,
    limits: ConnectionLimits,
    mishaps: Mishaps,
    answer: Answer,
    tls: ssl.SSLContext | None = None,
) -> AsyncIterator[int]:
    """Serve and yield the port; it has stopped in order when the block ends. Raises `OSError`."""
    loop = asyncio.get_running_loop()
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=STOP_WITHIN_S)
    await runner.setup()
    server = runner.server
    if server is None:
        raise RuntimeError("the runner was set up and has no server")  # `setup` makes it
    _tell_of_requests(server)

    def make() -> GuardedConnection:
        return GuardedConnection(
            server, guard, mishaps, answer, loop=loop, keepalive_timeout_s=limits.keepalive_timeout_s
        )

    before = loop.get_exception_handler()
    loop.set_exception_handler(mishaps.in_loop)
    try:
        listener = Listener(guard, mishaps, make, tls=tls, head_timeout_s=limits.head_timeout_s)
        async with listener.listening(host, port) as bound:
            yield bound
    finally:
        await runner.cleanup()
        loop.set_exception_handler(before)


def _tell_of_requests(server: web.Server) -> None:
    """Let each connection know of its requests, from the place where the server makes them."""
    make_request = server.request_factory

    def make(
        message: RawRequestMessage,
        payload: StreamReader,
        protocol: web.RequestHandler,
        writer: AbstractStreamWriter,
        task: asyncio.Task[None],
    ) -> web.BaseRequest:
        if isinstance(protocol, GuardedConnection):
            protocol.begin_request(payload)
        return make_request(message, payload, protocol, writer, task)

    server.request_factory = make
