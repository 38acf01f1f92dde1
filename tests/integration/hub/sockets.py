"""Bare sockets to a hub, and limits so short that a test need not wait for them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from dispatch.listener.limits import ConnectionLimits
from tests.hub import PATIENCE_S, OpenHub

SHORT = ConnectionLimits(
    head_timeout_s=0.4, body_timeout_s=1.0, body_grace_s=0.4, keepalive_timeout_s=0.4, send_timeout_s=1.0
)
"""So short that a test need not wait."""

SOON_S = PATIENCE_S
"""What must happen at last, on a machine that others use too; nothing waits so long where all is well."""


@asynccontextmanager
async def raw(
    hub: OpenHub, said: bytes = b"", address: str = "127.0.0.1"
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Open a socket to the hub, from an address of this machine, and say something on it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", hub.port, local_addr=(address, 0))
    writer.write(said)
    try:
        yield reader, writer
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


async def all_of(reader: asyncio.StreamReader) -> bytes:
    """Return what comes until the hub closes the socket."""
    async with asyncio.timeout(SOON_S):
        try:
            return await reader.read()
        except ConnectionError:
            return b""
