"""Accepts connections: bounded portions, nothing thrown at the log when descriptors run out, TLS where it is wanted."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from dispatch.listener.guard import ConnectionGuard
from dispatch.listener.mishaps import Mishaps
from dispatch.listener.protocol import GuardedConnection

WAITING_AT_MOST = 4096
"""Connections that the kernel keeps until they are accepted (where ``net.core.somaxconn`` lets it)."""

ACCEPTED_AT_ONCE = 64
"""Then the loop's other work gets its turn."""

PAUSE_S = 0.2
"""Between tries while there are no descriptors."""

_EXHAUSTED = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


class Listener:
    """Accepts on sockets and hands each connection to a guarded protocol, which ``make`` makes."""

    def __init__(
        self,
        guard: ConnectionGuard[GuardedConnection],
        mishaps: Mishaps,
        make: Callable[[], GuardedConnection],
        *,
        tls: ssl.SSLContext | None,
        head_timeout_s: float,
    ) -> None:
        self._guard = guard
        self._mishaps = mishaps
        self._make = make
        self._tls = tls
        self._handshake_timeout_s = head_timeout_s
        self._look_every_s = min(1.0, head_timeout_s / 4)
        self._loop = asyncio.get_running_loop()
        self._sockets: list[socket.socket] = []
        self._connecting: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def listening(self, host: str, port: int) -> AsyncIterator[int]:
        """Listen and yield the port until the block ends. Raises `OSError` where nobody can listen there."""
        try:
            for family, _, _, _, address in await self._loop.getaddrinfo(
                host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
            ):
                self._sockets.append(_bind(family, address))
        except OSError as error:
            self._stop()
            raise OSError(error.errno, f"nobody can listen on {host}:{port}: {error.strerror}") from error
        try:
            for each in self._sockets:
                self._loop.add_reader(each.fileno(), self._accept, each)
            looking = asyncio.create_task(self._look_after(), name="connections")
            yield self._sockets[0].getsockname()[1]
            looking.cancel()
        finally:
            self._stop()

    def _stop(self) -> None:
        for each in self._sockets:
            self._loop.remove_reader(each.fileno())
            each.close()
        self._sockets.clear()
        for task in self._connecting:
            task.cancel()

    def _accept(self, listening: socket.socket) -> None:
        """Accept what waits, in a bounded portion."""
        for _ in range(ACCEPTED_AT_ONCE):
            try:
                accepted, address = listening.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:
                if error.errno not in _EXHAUSTED:
                    raise
                self._pause(listening, error)
                return
            self._take_in(accepted, str(address[0]))

    def _pause(self, listening: socket.socket, error: OSError) -> None:
        """Leave the socket alone for a moment: the kernel would say again and again that somebody waits."""
        self._mishaps.no_descriptors(error)
        self._loop.remove_reader(listening.fileno())
        self._loop.call_later(PAUSE_S, self._resume, listening)

    def _resume(self, listening: socket.socket) -> None:
        if listening in self._sockets:
            self._loop.add_reader(listening.fileno(), self._accept, listening)

    def _take_in(self, accepted: socket.socket, address: str) -> None:
        accepted.settimeout(0)
        connection = self._make()
        leaving = self._guard.enter(connection, address, self._loop.time())
        for each, reason in leaving:
            each.drop(reason)
        if any(each is connection for each, _ in leaving):
            accepted.close()
            return
        connection.connecting = task = self._loop.create_task(self._connect(connection, accepted))
        self._connecting.add(task)
        task.add_done_callback(partial(self._connected, accepted))

    def _connected(self, accepted: socket.socket, task: asyncio.Task[None]) -> None:
        self._connecting.discard(task)
        if task.cancelled():
            accepted.close()  # nobody else did where it was ended before it began

    async def _connect(self, connection: GuardedConnection, accepted: socket.socket) -> None:
        """Give a connection its transport; a client that fails at that (no TLS, gone) is nobody's business."""
        try:
            await self._loop.connect_accepted_socket(
                lambda: connection,
                accepted,
                ssl=self._tls,
                ssl_handshake_timeout=self._handshake_timeout_s if self._tls is not None else None,
            )
        except OSError:  # `ssl.SSLError` and the time-out of a handshake among them
            self._guard.leave(connection)
        except MemoryError as error:
            self._mishaps.unexpected(error)
        finally:
            connection.connecting = None

    async def _look_after(self) -> None:
        """Close what took too long, until cancelled."""
        while True:
            await asyncio.sleep(self._look_every_s)
            for connection, reason in self._guard.overdue(self._loop.time()):
                connection.drop(reason)


def _bind(family: int, address: tuple[Any, ...]) -> socket.socket:
    listening = socket.socket(family, socket.SOCK_STREAM)
    with contextlib.ExitStack() as undo:
        undo.callback(listening.close)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listening.bind(address)
        listening.listen(WAITING_AT_MOST)
        listening.settimeout(0)
        undo.pop_all()
    return listening
