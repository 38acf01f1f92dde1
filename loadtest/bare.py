"""The bare server: what remains when everything that makes a hub is left out. It speaks just enough of the hub's wire
that the same surge drives both.

``python -m loadtest.bare FILE SIZES`` prints its ports as one JSON line; SIZES is JSON, see `Sizes`.

* An alarm whose device is new is written and synced, three stations in turn get an order and each console a frame, and
  it is answered. A repeat is written and synced, and told to consoles and those stations.
* What a crew sends is written, answered and told to the consoles. It is not synced: the next alarm's sync carries it,
  which no real hub may rely on. Nothing is read of a body but what it is.
* ``POST /broadcast`` writes its body once to every peer; peers are plain TCP connections.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import socket
import sys
from pathlib import Path

import msgspec
import orjson
from aiohttp import WSMsgType, web

_ORDERS = 3
_MEDIUM, _LONG = 126, 1 << 16


class Sizes(msgspec.Struct, frozen=True):
    """Bytes that go to the record with an opening, a repeat and a crew's press, and those of one pushed frame."""

    opening: int
    repeat: int
    press: int
    frame: int


class _Client:
    """One stream and what it was told last."""

    def __init__(self, transport: asyncio.Transport, name: str) -> None:
        self._transport = transport
        self._prev = 0
        self.name = name

    def tell(self, seq: int, event: bytes) -> None:
        """Write an event that follows the one before."""
        self.say(b'{"type":"event","seq":%d,"prev":%d,"event":%b}' % (seq, self._prev, event))
        self._prev = seq

    def say(self, payload: bytes) -> None:
        """Write one text frame, unmasked, to the transport, as the hub does."""
        length = len(payload)
        if length < _MEDIUM:
            head = bytes((0x81, length))
        elif length < _LONG:
            head = b"\x81\x7e" + length.to_bytes(2, "big")
        else:
            head = b"\x81\x7f" + length.to_bytes(8, "big")
        self._transport.write(head + payload)


class Bare:
    """The file, the streams, the peers."""

    def __init__(self, path: Path, sizes: Sizes) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._opening, self._repeat, self._press = (
            os.urandom(size) for size in (sizes.opening, sizes.repeat, sizes.press)
        )
        self._filling = b"." * sizes.frame
        self._seq = 0
        self._stations: list[_Client] = []
        self._consoles: list[_Client] = []
        self._turn = itertools.count()
        self._incidents: dict[str, tuple[int, list[_Client]]] = {}
        self._peers: list[socket.socket] = []

    async def take_alarm(self, request: web.Request) -> web.Response:
        """Make durable, tell, answer."""
        device = orjson.loads(await request.read())["device"]
        known = self._incidents.get(device)
        if known is None:
            number, crews = (
                len(self._incidents),
                [self._next_station() for _ in range(min(_ORDERS, len(self._stations)))],
            )
            self._incidents[device] = number, crews
        else:
            number, crews = known
        os.write(self._file, self._opening if known is None else self._repeat)
        os.fdatasync(self._file)
        orders = []
        for place, crew in enumerate(crews):
            order = f"asg-{number}-{place}"
            orders.append({"id": order, "unit": crew.name, "station": crew.name, "eta_s": 60.0})
            kind = "assignment.assigned" if known is None else "alarm.raised"
            self._tell([crew], kind, crew.name, order)
        self._tell(self._consoles, "alarm.raised")
        answer = {"incident": f"inc-{number}", "merged": known is not None, "assignments": orders}
        return web.Response(status=201, body=orjson.dumps(answer), content_type="application/json")

    async def serve_stream(self, request: web.Request) -> web.WebSocketResponse:
        """Take a stream in; write, answer and tell what it sends."""
        stream = web.WebSocketResponse()
        await stream.prepare(request)
        hello = orjson.loads(await stream.receive_str())
        client = _Client(_transport_of(request), hello["view"].removeprefix("station:"))
        (self._consoles if hello["view"] == "console" else self._stations).append(client)
        client.say(orjson.dumps({"type": "welcome", "position": {"seq": 0}}))
        async for message in stream:
            if message.type is WSMsgType.TEXT:
                self._take_frame(client, orjson.loads(message.data))
        return stream

    def _take_frame(self, client: _Client, frame: dict[str, object]) -> None:
        os.write(self._file, self._press)
        if frame["type"] == "command":
            client.say(orjson.dumps({"type": "done", "id": frame["id"]}))
        self._tell(self._consoles, "assignment")

    def _tell(self, clients: list[_Client], kind: str, station: str = "", assignment: str = "") -> None:
        self._seq += 1
        event = b'{"type":"%b","station":"%b","assignment":"%b","seq":%d,"filling":"%b"}' % (
            kind.encode(),
            station.encode(),
            assignment.encode(),
            self._seq,
            self._filling,
        )
        for client in clients:
            client.tell(self._seq, event)

    def _next_station(self) -> _Client:
        return self._stations[next(self._turn) % len(self._stations)]

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


def _transport_of(request: web.Request) -> asyncio.Transport:
    if not isinstance(request.transport, asyncio.Transport):
        raise TypeError("a stream needs a stream transport")
    return request.transport


async def serve(path: Path, sizes: Sizes) -> None:
    """Serve until the process is ended."""
    bare = Bare(path, sizes)
    app = web.Application()
    app.router.add_post("/api/v1/alarms", bare.take_alarm)
    app.router.add_get("/api/v1/stream", bare.serve_stream)
    app.router.add_post("/broadcast", bare.broadcast)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    peers = socket.create_server(("127.0.0.1", 0), backlog=4096)
    peers.settimeout(0)
    site = web.SockSite(runner, listener := socket.create_server(("127.0.0.1", 0), backlog=4096))
    await site.start()
    ports = {"http": listener.getsockname()[1], "peers": peers.getsockname()[1]}
    sys.stdout.buffer.write(orjson.dumps(ports) + b"\n")
    sys.stdout.flush()
    await bare.accept_peers(peers)


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), msgspec.json.decode(sys.argv[2], type=Sizes)))
