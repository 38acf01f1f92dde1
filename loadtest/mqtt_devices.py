"""A broker of one's own, and devices that speak MQTT 3.1.1 on a raw socket: packets cost the bench next to nothing."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import cycle
from pathlib import Path
from typing import Self

import orjson

from loadtest.errors import LoadError
from loadtest.hub import free_port

_BROKER = "mosquitto"
_SEARCHED = "/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin"
_STARTS_WITHIN_S = 30.0
_POLL_S = 0.02
_LAST_PACKET = 65_535


@asynccontextmanager
async def broker(folder: Path) -> AsyncIterator[int]:
    """Run a mosquitto and yield its port. Raises `LoadError` where the machine has none."""
    program = shutil.which(_BROKER) or shutil.which(_BROKER, path=_SEARCHED)
    if program is None:
        raise LoadError("no mosquitto here: apt-get install mosquitto")
    port, settings = free_port(), folder / "mosquitto.conf"
    lines = (f"listener {port} 127.0.0.1", "allow_anonymous true", "max_queued_messages 0", "sys_interval 1")
    await asyncio.to_thread(settings.write_text, "\n".join(lines) + "\n", "utf-8")
    process = await asyncio.create_subprocess_exec(
        program, "-c", str(settings), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        async with asyncio.timeout(_STARTS_WITHIN_S):
            while not await _answers(port):  # noqa: ASYNC110 - seen from outside
                await asyncio.sleep(_POLL_S)
        yield port
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


class Devices:
    """Devices behind one connection: QoS 1, acknowledgements counted and not waited for."""

    def __init__(self, port: int, client: str) -> None:
        self.sent = 0
        self._port = port
        self._client = client
        self._packets: Iterator[int] = cycle(range(1, _LAST_PACKET + 1))

    async def __aenter__(self) -> Self:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        # CONNECT of 3.1.1 (3.1): clean session, no keep-alive.
        self._writer.write(_packet(0x10, _text("MQTT") + b"\x04\x02\x00\x00" + _text(self._client)))
        if (await self._reader.readexactly(4))[3] != 0:
            raise LoadError("the broker refused the devices")
        self._draining = asyncio.create_task(self._drain())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._draining.cancel()
        self._writer.close()

    def send(self, device: str, level: str, body: dict[str, object]) -> None:
        """Publish one message of a smoke detector of the tenant t1."""
        topic = _text(f"fire/v1/t1/smoke/{device}/{level}")
        self._writer.write(_packet(0x32, topic + next(self._packets).to_bytes(2, "big") + orjson.dumps(body)))
        self.sent += 1

    async def flush(self) -> None:
        """Wait until the socket takes more."""
        await self._writer.drain()

    async def _drain(self) -> None:
        while await self._reader.read(65_536):
            pass


def _text(text: str) -> bytes:
    encoded = text.encode()
    return len(encoded).to_bytes(2, "big") + encoded


def _packet(kind: int, content: bytes) -> bytes:
    length, digits = len(content), bytearray()
    while True:  # 3.1.1, 2.2.3
        length, digit = divmod(length, 128)
        digits.append(digit | (0x80 if length else 0))
        if not length:
            return bytes((kind, *digits)) + content
