"""Holds idle sockets to a hub, and some that send one byte a second: ``python -m loadtest.siege PORT IDLE DRIPPING``.

A program of its own, so that it takes none of the driver's time. They come from many addresses of the loopback network;
whatever is closed is opened again. It ends when its input does, and prints what it saw as one JSON object.
"""

from __future__ import annotations

import errno
import select
import selectors
import socket
import sys
import time

import msgspec

ADDRESSES = 50
OPENED_A_SECOND = 2000
_BEGUN = b"POST /api/v1/alarms HTTP/1.1\r\nHost: hub\r\nX-Never-Ends: "
_TURN_S = 0.02


class SiegeReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a siege saw. ``held_at_most``: sockets at a time; ``longest_drip_s``: how long the hub bore a slow head."""

    opened: int
    closed_by_hub: int
    held_at_most: int
    longest_drip_s: float


class Siege:
    """The sockets of one siege. ``idle`` say nothing, ``dripping`` send a byte each second."""

    def __init__(self, port: int, idle: int, dripping: int) -> None:
        self._port = port
        self._wanted = {False: idle, True: dripping}
        self._since: dict[bool, dict[socket.socket, float]] = {False: {}, True: {}}
        self._begun: set[socket.socket] = set()
        self._selector = selectors.DefaultSelector()
        self._opened = self._closed = self._held = 0
        self._longest_drip_s = 0.0

    def turn(self) -> None:
        """Open what is missing, and notice what was closed."""
        for _ in range(int(OPENED_A_SECOND * _TURN_S)):
            kind = next((kind for kind, wanted in self._wanted.items() if len(self._since[kind]) < wanted), None)
            if kind is None:
                break
            self._open(drips=kind)
        self._held = max(self._held, sum(map(len, self._since.values())))
        for key, _ in self._selector.select(_TURN_S):
            self._read(key.fileobj, drips=key.data)  # type: ignore[arg-type] # sockets are all that is registered

    def drip(self) -> None:
        """Send a byte on each that drips; the first time the beginning of a head."""
        for each in tuple(self._since[True]):
            try:
                each.send(b"x" if each in self._begun else _BEGUN)
                self._begun.add(each)
            except BlockingIOError:
                continue  # its connection is still being made
            except OSError as error:
                if error.errno != errno.ENOTCONN:
                    self._lose(each, drips=True)

    def report(self) -> SiegeReport:
        """Return what it saw so far."""
        for each in tuple(self._since[True]):
            self._longest_drip_s = max(self._longest_drip_s, time.monotonic() - self._since[True][each])
        return SiegeReport(
            opened=self._opened,
            closed_by_hub=self._closed,
            held_at_most=self._held,
            longest_drip_s=self._longest_drip_s,
        )

    def _open(self, *, drips: bool) -> None:
        opened = socket.socket()
        opened.settimeout(0)
        opened.bind((f"127.0.1.{1 + self._opened % ADDRESSES}", 0))
        if opened.connect_ex(("127.0.0.1", self._port)) not in {0, errno.EINPROGRESS}:
            opened.close()
            return
        self._opened += 1
        self._since[drips][opened] = time.monotonic()
        self._selector.register(opened, selectors.EVENT_READ, drips)

    def _read(self, found: socket.socket, *, drips: bool) -> None:
        try:
            gone = not found.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            gone = True
        if gone:
            self._lose(found, drips=drips)

    def _lose(self, gone: socket.socket, *, drips: bool) -> None:
        lasted_s = time.monotonic() - self._since[drips].pop(gone)
        self._closed += 1
        if drips:
            self._longest_drip_s = max(self._longest_drip_s, lasted_s)
        self._begun.discard(gone)
        self._selector.unregister(gone)
        gone.close()


def main(port: int, idle: int, dripping: int) -> None:
    """Besiege until the input ends."""
    siege, next_drip = Siege(port, idle, dripping), 0.0
    while not select.select([sys.stdin], [], [], 0)[0]:
        siege.turn()
        if time.monotonic() >= next_drip:
            next_drip = time.monotonic() + 1.0
            siege.drip()
    sys.stdout.write(msgspec.json.encode(siege.report()).decode())


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
