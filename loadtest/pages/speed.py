"""How long until the console can be used, and from an alarm to its row and to the crews' screens."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import NamedTuple, Self

from playwright.async_api import Browser

from dispatch.client.http import HubClient, Json
from dispatch.client.stream import StreamClient
from loadtest.centre import NOT_HANDED_OVER
from loadtest.errors import LoadError
from loadtest.hub import HubProcess, issue_station_tokens, issue_token
from loadtest.pages.window import PHONE, TELL_FIRSTS, Window, open_window, sign_in

_CREATED = 201


class Opening(NamedTuple):
    """One console opened with an empty cache, in ms since the navigation began."""

    usable_ms: float
    map_ms: float


class Delay(NamedTuple):
    """From sending an alarm until it stood painted on a console, and on the page of each of its crews; in ms.

    ``socket_ms`` is the floor: until a console that draws nothing had the event.
    """

    console_ms: float
    crews_ms: Sequence[float]
    socket_ms: float


async def time_openings(browser: Browser, hub: HubProcess, rounds: int) -> list[Opening]:
    """Open the console ``rounds`` times; at least one incident must be open."""
    kept = await sign_in(browser, hub.url, await issue_token(hub.data, "dispatcher"))
    openings = []
    for _ in range(rounds):
        async with open_window(browser, hub.url, kept, script=TELL_FIRSTS) as window:
            openings.append(Opening(await window.first_ms("usable"), await window.first_ms("map")))
    return openings


class Ringing:
    """A console and the pages of the crews nearest to a building, which is on fire again and again."""

    def __init__(self, browser: Browser, hub: HubProcess, building: str) -> None:
        self._browser = browser
        self._hub = hub
        self._building = building
        self._stack = AsyncExitStack()
        self._raised = 0
        self._crews: dict[str, Window] = {}

    async def __aenter__(self) -> Self:
        """Open the windows. Raises `LoadError` where the building gets no order."""
        token = await issue_token(self._hub.data, "dispatcher")
        self._client = await self._stack.enter_async_context(HubClient(self._hub.url, token))
        first = await self._raise()
        await self._close(first)
        stations = {each["station"] for each in first["assignments"]}
        if not stations:
            raise LoadError(f"no crew is sent to {self._building}; choose a building that is nearer to a station")
        for station, own in (await issue_station_tokens(self._hub.data, stations)).items():
            kept = await sign_in(self._browser, self._hub.url, own)
            crew = open_window(self._browser, f"{self._hub.url}/crew", kept, script=TELL_FIRSTS, viewport=PHONE)
            self._crews[station] = await self._stack.enter_async_context(crew)
        kept = await sign_in(self._browser, self._hub.url, token)
        self._console = await self._stack.enter_async_context(
            open_window(self._browser, self._hub.url, kept, script=TELL_FIRSTS)
        )
        await self._console.first_ms("map")
        self._bare = await self._stack.enter_async_context(StreamClient(self._hub.url, token, "console"))
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._stack.aclose()

    async def once(self) -> Delay:
        """Raise one alarm, wait until everybody shows it, and close it."""
        heard = asyncio.create_task(self._hear())
        sent_ms = time.time() * 1000
        raised = await self._raise()
        number: str = raised["number"]
        rung = [self._crews[each["station"]] for each in raised["assignments"] if each["station"] in self._crews]
        console_ms = await self._console.shown_ms(number)
        crews_ms = [await crew.shown_ms(number) for crew in dict.fromkeys(rung)]
        delay = Delay(console_ms - sent_ms, [each - sent_ms for each in crews_ms], await heard - sent_ms)
        await self._close(raised)
        return delay

    async def _hear(self) -> float:
        """Return when the next incident's opening came, in ms of the machine's clock."""
        while True:
            frame = await self._bare.receive()
            if frame["type"] == "event" and frame["event"]["type"] == "incident.opened":
                return time.time() * 1000

    async def _raise(self) -> Json:
        self._raised += 1
        place = {"building": self._building, "floor": 3}
        device = f"bench-{self._raised}"
        answer = await self._client.raise_alarm(
            {"source": "detector", "kind": "smoke", "device": device, "place": place}
        )
        if answer.status != _CREATED:
            raise LoadError(f"the hub answered an alarm with {answer.status}: {answer.body}")
        return answer.body

    async def _close(self, raised: Json) -> None:
        close = {"incident": raised["incident"], "reason": NOT_HANDED_OVER}
        await self._client.command(f"bench-close-{self._raised}", "incident.close", **close)
