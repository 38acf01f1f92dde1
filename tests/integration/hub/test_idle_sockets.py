"""What an idle stream keeps: nothing that only its handshake needed. There are thousands of them."""

from __future__ import annotations

import asyncio

from aiohttp.base_protocol import BaseProtocol

from dispatch.listener.protocol import GuardedConnection
from loadtest.raw_client import upgrade_request
from tests.hub import PATIENCE_S, House


async def test_a_stream_lets_go_of_its_request_and_lives_on(sqlite_house: House) -> None:
    assert "_parser" in BaseProtocol.__slots__, "the server library names it otherwise now: see `begin_streaming`"
    async with sqlite_house.open() as hub, hub.stream("console") as console:
        (connection,) = hub.hub.streams
        protocol = connection._protocol
        assert isinstance(protocol, GuardedConnection)
        assert protocol._parser is None
        assert not connection.socket.headers
        protocol.pause_reading()
        protocol.resume_reading()
        await console.command("c-1", "alarm.raise", place={"building": "B00002"})
        async with asyncio.timeout(PATIENCE_S):
            while (await console.receive())["type"] != "done":
                pass


async def test_the_answer_to_an_upgrade_has_no_headers_of_a_page_and_names_no_library(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        reader, writer = await asyncio.open_connection("127.0.0.1", hub.port)
        writer.write(upgrade_request(f"127.0.0.1:{hub.port}"))
        async with asyncio.timeout(PATIENCE_S):
            head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 101 ")
        assert b"\r\nServer: onethree\r\n" in head
        assert b"Content-Security-Policy" not in head
        writer.close()
