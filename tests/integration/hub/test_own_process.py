"""A hub as a process of its own at its limits: of descriptors, of memory, under a service manager and its watchdog."""

from __future__ import annotations

import asyncio
import contextlib
import resource
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from dispatch.access.roles import TokenRole
from dispatch.client.http import HubClient
from dispatch.client.stream import StreamClient
from dispatch.upkeep.service_manager import ServiceManager, feed_watchdog
from loadtest.hub import HubProcess, free_port
from tests.hub import SMOKE, House
from tests.integration.hub.sockets import SOON_S

_ALL_AROUND = 100
"""So many sockets that were opened, or refused, make a siege."""

HEAD = b"POST /api/v1/alarms HTTP/1.1\r\nHost: x\r\n"


async def test_c3_out_of_descriptors_the_signed_in_are_served_and_the_log_stays_short(sqlite_house: House) -> None:
    """256 descriptors, 400 sockets that say nothing and come back whenever they are closed."""
    token = sqlite_house.token("dispatcher")
    process = HubProcess(sqlite_house.district, sqlite_house.data, descriptors=256)
    async with process, HubClient(process.url, token) as client, StreamClient(process.url, token, "console") as console:
        async with _besieged(process.port, [b""] * 400):
            for number in range(5):
                assert (await client.raise_alarm({**SMOKE, "key": f"k-{number}"})).status == 201
                await console.ping(number)
            assert await client.is_ready()
        assert len(process.output().splitlines()) < 40, process.output()
        assert "Traceback" not in process.output()


@asynccontextmanager
async def _besieged(port: int, said: Sequence[bytes]) -> AsyncIterator[None]:
    """Hold a socket for each of these sayings, which says it and no more; a closed one comes back."""
    tried = 0

    async def hold(words: bytes) -> None:
        nonlocal tried
        while True:
            with contextlib.suppress(OSError):
                try:
                    reader, writer = await asyncio.open_connection("127.0.0.1", port)
                finally:
                    tried += 1
                try:
                    writer.write(words)
                    await reader.read()
                finally:
                    writer.transport.abort()
            await asyncio.sleep(0.5)

    async with asyncio.TaskGroup() as callers:
        tasks = [callers.create_task(hold(words)) for words in said]
        while tried < min(len(said), _ALL_AROUND):  # noqa: ASYNC110 - seen from outside
            await asyncio.sleep(0.01)
        yield
        for task in tasks:
            task.cancel()


async def test_m8_without_memory_the_hub_ends_and_does_not_linger(
    sqlite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What the start gave back is kept by the C library else, and how much that is differs from run to run.
    monkeypatch.setenv("MALLOC_MMAP_THRESHOLD_", "131072")
    monkeypatch.setenv("MALLOC_TRIM_THRESHOLD_", "131072")
    roles: tuple[TokenRole, ...] = ("device", "dispatcher", "station", "admin")
    head = HEAD + b"Content-Length: 260000\r\nAuthorization: Bearer %b\r\n\r\n"
    unfinished = [head.replace(b"%b", sqlite_house.token(role).encode()) + b"x" * 259_000 for role in roles] * 60
    process = HubProcess(sqlite_house.district, sqlite_house.data)
    async with process:
        used = process.address_space_bytes()
        resource.prlimit(process.pid, resource.RLIMIT_AS, (used, used))
        async with _besieged(process.port, unfinished), asyncio.timeout(SOON_S):
            assert await process.wait() != 0
    assert "out of memory" in process.output()
    assert "Traceback" not in process.output()


async def test_m8_the_service_manager_hears_that_the_hub_is_ready_lives_and_stops(
    sqlite_house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(path))
        heard.settimeout(0)
        monkeypatch.setenv("NOTIFY_SOCKET", str(path))
        monkeypatch.setenv("WATCHDOG_USEC", "900000")
        async with HubProcess(sqlite_house.district, sqlite_house.data):
            states = await _hear(heard, until="WATCHDOG=1")
        states += await _hear(heard, until="STOPPING=1")
    assert states[0].startswith("READY=1\nSTATUS=port ")
    assert states[-1] == "STOPPING=1"


async def _hear(heard: socket.socket, until: str) -> list[str]:
    states: list[str] = []
    async with asyncio.timeout(SOON_S):
        while until not in states:
            states.append((await asyncio.get_running_loop().sock_recv(heard, 4096)).decode())
    return states


def _unchanged(progress: tuple[int, int]) -> tuple[int, int]:
    return progress


async def test_m8_the_watchdog_is_not_fed_where_nobody_is_served_or_nothing_becomes_durable(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(tmp_path / "notify"))
        heard.settimeout(0)
        manager = ServiceManager(str(tmp_path / "notify"), watchdog_s=0.03)
        for pending, port in (((5, 5), free_port()), ((6, 5), None)):
            async with _anybody() as served:
                feeding = asyncio.create_task(
                    feed_watchdog(manager, "127.0.0.1", port or served, partial(_unchanged, pending), tls=False)
                )
                await asyncio.sleep(0.3)
                feeding.cancel()
        told = []
        with contextlib.suppress(BlockingIOError):
            while True:
                told.append(heard.recv(4096))
    assert len(told) <= 1, "once at most: an event may wait from one beat to the next"


@asynccontextmanager
async def _anybody() -> AsyncIterator[int]:
    """Serve HTTP of a kind and yield the port."""

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]
