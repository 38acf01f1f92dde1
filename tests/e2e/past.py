"""A record to go back into: fires, a drill and a closed road with simulated crews, in compressed time. All 示例."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dispatch.access.roles import TokenRole
from dispatch.access.tokens import Tokens
from dispatch.app import Options, running_hub
from dispatch.client.http import HubClient
from dispatch.hub import Hub
from loadtest.crews import Crews
from loadtest.habits import Habits

SPEED = 120.0
"""So many times as fast as it happens: twenty minutes are recorded in ten seconds."""

SEED = 3

HABITS = Habits(shares={"prompt": 0.7, "late": 0.3}, control_s=(30.0, 120.0), release_s=(30.0, 120.0))
"""Everybody answers in the end, some too late."""

EVENTS_AT_LEAST = 500
EPISODE_AT_LEAST = 250
"""Of the whole record, and of the first fire alone."""

LASTS_AT_MOST_S = 25.0

DRILL = {
    "name": "示例夜间拉动",
    "kind": "no_notice",
    "place": {"building": "B00009", "floor": 4},
    "everybody": True,
    "objectives": [{"id": "o1", "text": "一分钟到场", "milestone_to": "on_scene", "limit_s": 60}],
}


@dataclass(frozen=True)
class Past:
    """What was recorded: the data folder, the first fire, another one that still goes on, and the drill."""

    data: Path
    fire: str
    open_fire: str
    drill: str


async def record_a_past(district: Path, data: Path) -> Past:
    """Run a hub over a district until enough has happened, and stop it."""
    async with AsyncExitStack() as stack:
        hub, port = await stack.enter_async_context(
            running_hub(Options(district=district, data=data, port=0, speed=SPEED))
        )
        url, tokens, stations = f"http://127.0.0.1:{port}", Tokens(data), sorted(hub.processor.world.stations)
        texts = dict(zip(stations, tokens.issue_to_stations(stations, name="示例"), strict=True))
        await stack.enter_async_context(Crews(url, texts, habits=HABITS, seed=SEED, compression=SPEED))
        roles: tuple[TokenRole, ...] = ("dispatcher", "commander")
        desk, commander = [
            await stack.enter_async_context(HubClient(url, tokens.issue(role, name=f"示例{role}"))) for role in roles
        ]
        return await asyncio.wait_for(_Story(hub, desk, commander).play(data), LASTS_AT_MOST_S)


class _Story:
    def __init__(self, hub: Hub, desk: HubClient, commander: HubClient) -> None:
        self._hub, self._desk, self._commander = hub, desk, commander
        self._sent = 0

    async def play(self, data: Path) -> Past:
        near = self._hub.processor.world.buildings["B00003"]
        await self._do("road.close", area={"lon": near.lon, "lat": near.lat, "radius_m": 80})
        fire = await self._fire("B00001", kind="flame", trapped=1)
        await self._do("incident.take", incident=fire)
        await self._do("incident.note", incident=fire, text="示例：东门进，走消防梯")
        drill = (await self._do("drill.plan", self._commander, plan=DRILL))[0]["drill"]
        await self._do("drill.start", self._commander, drill=drill)
        others = [await self._fire(f"B{number:05d}") for number in (5, 11, 14, 17)]
        await self._do("incident.grade", incident=fire, grade=3)
        await self._until(lambda: self._quiet([fire]))
        await self._do("incident.close", incident=fire, reason="handled")
        await self._do("drill.end", self._commander, drill=drill)
        number = 20
        while self._hub.feed.head < EVENTS_AT_LEAST:
            others.append(await self._fire(f"B{number % 24 + 1:05d}"))
            number += 1
            await self._until(lambda: self._quiet(others[:-1]))
        return Past(data, fire, others[-1], drill)

    async def _fire(self, building: str, **fields: Any) -> str:
        place = {"building": building, "floor": 6}
        alarm = {"source": "panel", "kind": "smoke", "device": f"d-{building}", "place": place, **fields}
        answer = await self._desk.raise_alarm(alarm)
        assert answer.status == 201, answer
        return str(answer.body["incident"])

    async def _do(self, kind: str, client: HubClient | None = None, **fields: Any) -> list[dict[str, Any]]:
        self._sent += 1
        answer = await (client or self._desk).command(f"past-{self._sent}", kind, **fields)
        assert answer.status == 200, answer
        events: list[dict[str, Any]] = answer.body["events"]
        return events

    def _quiet(self, incidents: list[str]) -> bool:
        world = self._hub.processor.durable
        return not any(True for key in incidents for _ in world.active_of(world.incidents[key]))

    async def _until(self, holds: Any) -> None:
        """Wait for events until it holds."""
        while not holds():
            await self._hub.log.wait_beyond(self._hub.log.head.seq)
