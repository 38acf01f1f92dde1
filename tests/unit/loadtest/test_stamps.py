"""Arrival is the kernel's moment, however late this process reads: on real loopback sockets."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from loadtest.agenda import Agenda
from loadtest.raw_client import RawStream
from loadtest.stamps import ask_for_stamps, receive
from tests.hub import PATIENCE_S

LATE_S = 0.2


@pytest.fixture(autouse=True)
def stamping() -> Iterator[None]:
    """A kernel that stamps: it begins a moment after the first socket asked, and goes on while one is open."""
    with connected() as (near, far):
        ask_for_stamps(near)
        stamped, until = False, time.perf_counter() + PATIENCE_S
        while not stamped:
            assert time.perf_counter() < until, "the kernel stamps nothing"
            far.send(b"?")
            sent = time.perf_counter()
            time.sleep(0.001)  # what has no stamp has the moment of reading, and that is later than this
            _, arrived, _ = receive(near, 1)
            stamped = arrived <= sent
        yield


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Both ends of a loopback connection."""
    with connected() as both:
        yield both


@contextmanager
def connected() -> Iterator[tuple[socket.socket, socket.socket]]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        near = socket.create_connection(server.getsockname())
        far, _ = server.accept()
    with near, far:
        yield near, far


def test_what_is_read_late_did_not_come_late(pair: tuple[socket.socket, socket.socket]) -> None:
    near, far = pair
    ask_for_stamps(near)
    before = time.perf_counter()
    far.send(b"order")
    time.sleep(LATE_S)  # not to be right, but to be late
    data, arrived, waited_s = receive(near, 100)
    read = time.perf_counter()
    assert data == b"order"
    assert waited_s >= LATE_S * 0.9
    assert before <= arrived <= read - waited_s


def test_of_two_that_are_read_together_the_last_ones_moment_is_given(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    near, far = pair
    ask_for_stamps(near)
    far.send(b"one")
    time.sleep(LATE_S)
    before = time.perf_counter()
    far.send(b"two")
    data, arrived, _ = receive(near, 100)
    assert data == b"onetwo"
    assert arrived >= before - 0.001


def test_the_end_of_a_connection_has_the_moment_of_reading(pair: tuple[socket.socket, socket.socket]) -> None:
    near, far = pair
    ask_for_stamps(near)
    far.close()
    data, arrived, waited_s = receive(near, 100)
    assert (data, waited_s) == (b"", 0.0)
    assert arrived <= time.perf_counter()


async def test_a_stream_gives_each_frame_the_kernels_moment(pair: tuple[socket.socket, socket.socket]) -> None:
    near, far = pair
    near.setblocking(False)
    got: list[tuple[bytes, float]] = []
    come = asyncio.Event()

    def on_text(payload: bytes, at: float) -> None:
        got.append((payload, at))
        come.set()

    stream = RawStream(near, on_text)
    opening = asyncio.create_task(stream.open("hub"))
    await asyncio.sleep(0)
    far.send(b"HTTP/1.1 101 Switching Protocols\r\n\r\n")
    await opening
    before = time.perf_counter()
    far.send(b"\x81\x05order")
    time.sleep(LATE_S)  # noqa: ASYNC251 – this process is busy elsewhere
    await come.wait()
    read = time.perf_counter()
    assert got[0][0] == b"order"
    assert stream.read_after_s >= LATE_S * 0.9
    assert before <= got[0][1] <= read - stream.read_after_s
    far.send(b"\x88\x02\x11\x38")
    far.close()
    assert await stream.closed == 4408


async def test_what_the_kernel_does_not_take_at_once_goes_out_in_order(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    near, far = pair
    near.setblocking(False)
    near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    stream = RawStream(near, lambda *_: None)
    words = ["x" * 30_000, "y" * 300_000, "z"]
    for word in words:
        stream.send({"word": word})
    got = await asyncio.to_thread(_read_until, far, b'"z"}')
    assert [got.count(letter.encode()) for letter in "xyz"] == [30_000, 300_000, 1]
    assert got.index(b"x") < got.index(b"y") < got.index(b"z")
    stream.abort()


def _read_until(connection: socket.socket, end: bytes) -> bytes:
    got = b""
    while not got.endswith(end):
        got += connection.recv(1 << 16)
    return got


async def test_plans_stand_still_while_their_clock_does() -> None:
    agenda, called = Agenda(), list[str]()
    done = asyncio.Event()
    agenda.later(0.02, called.append, "second")
    agenda.later(0.01, called.append, "first")
    agenda.later(0.03, done.set)
    await asyncio.sleep(0.1)
    assert called == []
    agenda.resume()
    agenda.pause()
    stood = agenda.now()
    await asyncio.sleep(0.1)
    assert (called, agenda.now()) == ([], stood)
    agenda.resume()
    await done.wait()
    assert called == ["first", "second"]
    assert agenda.now() >= 0.03
