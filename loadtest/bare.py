"""The bare server of `loadtest.floor`: what remains when everything that makes a hub is left out.

``python -m loadtest.bare FILE BYTES MESSAGE`` prints its ports as one JSON line. ``POST /alarm`` writes BYTES bytes to
FILE, syncs, and writes MESSAGE bytes to the newest peer. ``POST /broadcast`` writes its body once to every peer. Peers
are plain TCP connections.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
from pathlib import Path

from aiohttp import web


class Bare:
    """The file, the peers and the two handlers."""

    def __init__(self, path: Path, size: int, message: int) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._body = os.urandom(size)
        self._filling = b"." * (message - 8)
        self._peers: list[socket.socket] = []

    async def take_alarm(self, request: web.Request) -> web.Response:
        """Make durable, tell the peer, answer."""
        number = await request.read()
        os.write(self._file, self._body)
        os.fdatasync(self._file)
        os.write(self._peers[-1].fileno(), number[:8] + self._filling)
        return web.Response(status=201)

    async def broadcast(self, request: web.Request) -> web.Response:
        """Tell every peer."""
        frame = await request.read()
        for peer in self._peers:
            os.write(peer.fileno(), frame)
        return web.Response()

    async def accept_peers(self, server: socket.socket) -> None:
        """Take peers in until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            peer, _ = await loop.sock_accept(server)
            peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._peers.append(peer)


async def serve(path: Path, size: int, message: int) -> None:
    """Serve until the process is ended."""
    bare = Bare(path, size, message)
    app = web.Application()
    app.router.add_post("/alarm", bare.take_alarm)
    app.router.add_post("/broadcast", bare.broadcast)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    peers = socket.create_server(("127.0.0.1", 0), backlog=4096)
    peers.settimeout(0)
    site = web.SockSite(runner, listener := socket.create_server(("127.0.0.1", 0)))
    await site.start()
    sys.stdout.write(json.dumps({"http": listener.getsockname()[1], "peers": peers.getsockname()[1]}) + "\n")
    sys.stdout.flush()
    await bare.accept_peers(peers)


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
