"""How long the hub takes to tell thousands of sockets the same thing, beside a loop of ``os.write``.

The reading side must not hide the writing side: it does not read while it measures, it only counts, through an
edge-triggered epoll, the sockets on which bytes have arrived. The time is from the first socket to the last.
"""

from __future__ import annotations

import http.client
import select
import socket
import threading
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Self

import orjson

from dispatch.client.errors import HubUnreachableError
from dispatch.client.http import Json
from loadtest.errors import LoadError
from loadtest.raw_client import TEXT, endpoint, hello, pong_frame, split_frames, text_frame, upgrade_request

_CHUNK = 1 << 16
_LIMIT_S = 10.0
_QUIET_S = 0.3
_OPEN_BETWEEN_PONGS = 500
_OK = 200


class Watchers:
    """Sockets that wait for the same bytes. Use as a context manager."""

    def __init__(self, sockets: list[socket.socket]) -> None:
        self._sockets = sockets
        self._poll = select.epoll()
        for each in sockets:
            each.settimeout(0)
            self._poll.register(each.fileno(), select.EPOLLIN | select.EPOLLET)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._poll.close()
        for each in self._sockets:
            each.close()

    def time_one(self, trigger: Callable[[], object]) -> float:
        """Return seconds from the first socket's bytes to the last's, after ``trigger``. Raises `LoadError`."""
        self.drain()
        calling = threading.Thread(target=trigger)
        calling.start()
        waiting, first, last = set(self._numbers()), 0.0, 0.0
        deadline = time.perf_counter() + _LIMIT_S
        while waiting:
            ready = self._poll.poll(_LIMIT_S, len(self._sockets))
            last = time.perf_counter()
            first = first or last
            waiting.difference_update(number for number, _ in ready)
            if not ready or last > deadline:
                raise LoadError(f"a broadcast did not reach {len(waiting)} of {len(self._sockets)} sockets")
        calling.join()
        return last - first

    def drain(self) -> list[bytes]:
        """Read what has arrived; return each socket's bytes. Edges of these bytes are forgotten."""
        contents = [_read_all(each) for each in self._sockets]
        while self._poll.poll(0, len(self._sockets)):
            pass
        return contents

    def send(self, data: bytes) -> None:
        """Send the same bytes on every socket."""
        for each in self._sockets:
            each.send(data)

    def _numbers(self) -> list[int]:
        return [each.fileno() for each in self._sockets]


def open_stations(url: str, tokens: Mapping[str, str]) -> Watchers:
    """Return a watcher on each station's stream, live. Raises `HubUnreachableError`."""
    sockets: list[socket.socket] = []
    for station, token in tokens.items():
        sockets.append(_open_stream(url, token, f"station:{station}"))
        if len(sockets) % _OPEN_BETWEEN_PONGS == 0:
            for each in sockets:
                each.send(pong_frame())
    return Watchers(sockets)


def open_peers(port: int, count: int) -> Watchers:
    """Return a watcher on each of ``count`` plain connections to the bare server."""
    return Watchers([socket.create_connection(("127.0.0.1", port)) for _ in range(count)])


def time_closures(
    url: str, token: str, watchers: Watchers, *, rounds: int, place: tuple[float, float]
) -> tuple[list[float], int]:
    """Return the broadcast times of closing and opening a road ``rounds`` times, and the bytes per socket of a closing.

    Every station sees every closure. Raises `LoadError` where one is not told.
    """
    durations: list[float] = []
    sizes: list[int] = []
    for _ in range(rounds):
        area = {"lon": place[0], "lat": place[1], "radius_m": 5.0}
        seconds, answer = _time_command(url, token, watchers, {"type": "road.close", "area": area})
        sizes.extend(len(told) for told in watchers.drain())
        closed = answer["events"][0]["closure"]
        again, _ = _time_command(url, token, watchers, {"type": "road.open", "closure": closed})
        durations += [seconds, again]
    return durations, max(sizes)


def _time_command(url: str, token: str, watchers: Watchers, command: Json) -> tuple[float, Json]:
    # A pong each time: a socket that is heard gets no ping into the middle of a measurement.
    watchers.send(pong_frame())
    time.sleep(_QUIET_S)
    body = orjson.dumps(command | {"id": f"bench-{time.time_ns()}"})
    answers: list[bytes] = []
    seconds = watchers.time_one(lambda: answers.append(_post(url, "/api/v1/commands", token, body)))
    return seconds, orjson.loads(answers[0])


def time_bare_broadcasts(url: str, watchers: Watchers, *, rounds: int, size: int) -> list[float]:
    """Return the times of ``rounds`` loops of ``os.write`` of ``size`` bytes by the bare server."""
    body = b"." * size
    return [watchers.time_one(lambda: _post(url, "/broadcast", "none", body)) for _ in range(rounds)]


def _open_stream(url: str, token: str, view: str) -> socket.socket:
    host, port = endpoint(url)
    stream = socket.create_connection((host, port), timeout=_LIMIT_S)
    stream.sendall(upgrade_request(f"{host}:{port}"))
    buffer = b""
    while b"\r\n\r\n" not in buffer:
        buffer += _receive(stream)
    buffer = buffer.partition(b"\r\n\r\n")[2]
    stream.sendall(text_frame(hello(token, view)))
    while True:
        frames, buffer = split_frames(buffer)
        for opcode, payload in frames:
            frame = orjson.loads(payload) if opcode == TEXT else {}
            if frame.get("type") == "reset" and frame["part"] == frame["parts"]:
                return stream
        buffer += _receive(stream)


def _receive(stream: socket.socket) -> bytes:
    data = stream.recv(_CHUNK)
    if not data:
        raise HubUnreachableError("the hub closed a stream before it was live")
    return data


def _read_all(stream: socket.socket) -> bytes:
    content = b""
    try:
        while data := stream.recv(_CHUNK):
            content += data
    except BlockingIOError:
        return content
    raise HubUnreachableError("the hub closed a stream while it was watched")


def _post(url: str, path: str, token: str, body: bytes) -> bytes:
    host, port = endpoint(url)
    connection = http.client.HTTPConnection(host, port, timeout=_LIMIT_S)
    try:
        connection.request("POST", path, body, {"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
        response = connection.getresponse()
        content = response.read()
    finally:
        connection.close()
    if response.status != _OK:
        raise LoadError(f"POST {path} answered {response.status}: {content[:200].decode('utf-8', 'replace')}")
    return content
