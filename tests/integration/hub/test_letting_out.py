"""What a real hub lets out, on real sockets: crews at once, consoles together, nothing lost when either side ends."""

from __future__ import annotations

import asyncio
import socket
import struct

from dispatch.client.stream import StreamClient
from loadtest.raw_client import RawStream, open_stream
from tests.hub import PATIENCE_S, STATION, House, OpenHub, closed_with, received

NEVER_S = 3600.0


async def live(client: StreamClient) -> None:
    """Wait until a client has everything: the answer to a ping comes after it."""
    await client.ping(1)
    await received(client, "pong")


def let_consoles_wait(hub: OpenHub) -> None:
    """Give the consoles their events only when something else asks for it."""
    hub.hub.feed._consoles_every_s = NEVER_S
    hub.hub.feed.flush()


def sent(hub: OpenHub, view: str) -> int:
    """Return the last event that the hub has written to the reader of a view."""
    (found,) = [each.sent for each in hub.hub.streams if str(each.view) == view]
    return found


async def close_a_road(hub: OpenHub) -> None:
    """Let something happen that every station sees."""
    station = hub.hub.processor.durable.stations[STATION]
    area = {"lon": station.lon, "lat": station.lat, "radius_m": 5.0}
    assert (await hub.command("c-close", "road.close", area=area)).status == 200


async def test_a_crew_hears_at_once_and_the_consoles_in_their_time(sqlite_house: House) -> None:
    view = f"station:{STATION}"
    async with sqlite_house.open() as hub, hub.stream("console") as console, hub.stream(view) as crew:
        for each in (console, crew):
            await live(each)
        let_consoles_wait(hub)
        await close_a_road(hub)
        await received(crew, "road.closed")
        assert sent(hub, "console") < sent(hub, view)
        hub.hub.feed.flush()
        await received(console, "road.closed")


async def test_a_consoles_own_command_does_not_wait_and_its_answer_follows_its_events(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub, hub.stream("console") as console, hub.stream("console") as other:
        for each in (console, other):
            await live(each)
        let_consoles_wait(hub)
        await hub.alarm()
        await console.command("c-1", "alarm.raise", place={"building": "B00002"})
        done = await received(console, "done")
        assert console.position is not None
        assert console.position.seq == done["seq"] == hub.hub.feed.head, "all that was before it came first"
        assert other.events == 0
        await live(other)
        assert other.position == console.position, "a pong follows what may be seen, too"


async def test_a_hub_that_stops_gives_the_consoles_what_waits_for_them(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        console = hub.stream("console")
        await console.connect()
        await live(console)
        let_consoles_wait(hub)
        await hub.alarm()
        head = hub.hub.feed.head
        ended = asyncio.create_task(closed_with(console))
    assert await ended == 1001
    assert console.position is not None
    assert console.position.seq >= head


async def test_a_socket_that_breaks_as_it_is_written_to_takes_nothing_from_the_others(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        stations = sorted(hub.hub.processor.durable.stations)
        heard: dict[str, asyncio.Event] = {station: asyncio.Event() for station in stations}
        broken = [await watch(hub, station, asyncio.Event()) for station in stations for _ in range(2)]
        whole = [await watch(hub, station, heard[station]) for station in stations]
        for each in broken:
            reset(each)
        await close_a_road(hub)
        async with asyncio.timeout(PATIENCE_S):
            await asyncio.gather(*(each.wait() for each in heard.values()))
        await hub.still_works()
        for each in whole:
            each.abort()


async def watch(hub: OpenHub, station: str, heard: asyncio.Event) -> RawStream:
    """Open a station's stream and wait until it is live; ``heard`` is set by the first event after that."""
    is_live = asyncio.Event()

    def hear(payload: bytes, _at: float) -> None:
        if b'"type":"pong"' in payload:
            is_live.set()
        elif is_live.is_set() and b'"road.closed"' in payload:
            heard.set()

    stream = await open_stream(hub.url, hub.house.token("station", station), f"station:{station}", hear)
    stream.send({"type": "ping", "n": 1})
    async with asyncio.timeout(PATIENCE_S):
        await is_live.wait()
    return stream


def reset(stream: RawStream) -> None:
    """End a connection as a machine that restarted does: the hub learns of it by a reset, at a write or before."""
    stream.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    stream.abort()
