"""A drill from the command line: a real hub, real roads and a real record; only the crews are simulated.

Hub time passes ``speed`` times as fast, and so do the crews; nothing else is different from a drill of an evening.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from dispatch.access.tokens import Tokens
from dispatch.app import Options, running_hub
from dispatch.cli.tasks import first_of
from dispatch.client.http import Answer, HubClient
from dispatch.client.stream import StreamClient
from dispatch.core.drill import Drill
from dispatch.core.instant import to_builtins
from dispatch.core.world import Incident, World
from dispatch.hub import Hub
from loadtest.crews import Crews
from loadtest.errors import LoadError
from loadtest.habits import Habits
from stations.drills.model import DrillPlan, Verdict

NAME = "示例 rehearsal"
"""The name of the tokens; they are withdrawn at the end."""

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
VERDICT_WEIGHTS = (6, 3, 1)
"""How simulated observers judge (示例): mostly well."""

MEMBERS = 6
"""Of a simulated crew."""

OPERATION_AT_MOST_S = 1200
"""The real fire of a rehearsal is closed after so much hub time, whatever its crews do."""

HABITS = Habits(control_s=(60.0, 180.0), release_s=(30.0, 90.0))

OnProgress = Callable[[str], None]


class RehearsalError(LoadError):
    """The hub refused something that the rehearsal needs."""


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """One drill to be run. ``real_fire_at_s`` raises a real alarm at the drill's place that long after its start."""

    district: Path
    data: Path
    plan: DrillPlan
    seed: int = 1
    speed: float = 1.0
    real_fire_at_s: float | None = None

    async def run(self, on_progress: OnProgress) -> str:
        """Run the drill to its signature; return its id. Raises `RehearsalError` where the hub refuses."""
        options = Options(district=self.district, data=self.data, port=0, speed=self.speed)
        async with running_hub(options, on_progress=on_progress) as (hub, port):
            tokens, url = Tokens(self.data), f"http://127.0.0.1:{port}"
            stations = sorted(hub.processor.world.stations)
            texts = dict(zip(stations, tokens.issue_to_stations(stations, name=NAME), strict=True))
            desk = {role: tokens.issue(role, name=NAME) for role in ("commander", "dispatcher")}
            try:
                async with AsyncExitStack() as stack:
                    await stack.enter_async_context(
                        Crews(url, texts, habits=HABITS, seed=self.seed, compression=self.speed)
                    )
                    clients = {
                        role: await stack.enter_async_context(HubClient(url, text)) for role, text in desk.items()
                    }
                    return await _Director(self, hub, url, clients, texts, on_progress).direct(desk["commander"])
            finally:
                for text in (*texts.values(), *desk.values()):
                    tokens.revoke(text)


class _Director:
    """Plans, starts, watches, ends and signs, as a commander would over the network."""

    def __init__(
        self,
        rehearsal: Rehearsal,
        hub: Hub,
        url: str,
        clients: Mapping[str, HubClient],
        stations: Mapping[str, str],
        on_progress: OnProgress,
    ) -> None:
        self._rehearsal = rehearsal
        self._hub = hub
        self._url = url
        self._commander, self._dispatcher = clients["commander"], clients["dispatcher"]
        self._stations = stations
        self._on_progress = on_progress
        self._rng = random.Random(f"{rehearsal.seed}/director")
        self._sent = 0

    async def direct(self, token: str) -> str:
        """See the drill through; return its id."""
        planned = await self._do("drill.plan", plan=to_builtins(self._rehearsal.plan))
        drill: str = planned["events"][0]["drill"]
        self._on_progress(f"{drill}: {self._rehearsal.plan.name}")
        async with StreamClient(self._url, token, "console") as console:
            await self._do("drill.start", drill=drill)
            fire = asyncio.create_task(self._real_fire(drill))
            try:
                await self._watch(console, drill, fire)
            finally:
                fire.cancel()
        await self._debrief(drill)
        return drill

    async def _watch(self, console: StreamClient, drill: str, fire: asyncio.Task[None]) -> None:
        """Wait until everybody has done their part; then end what is open."""
        await first_of(self._until_done(console, drill, fire), self._time_out())
        if self._drill(drill).running:
            await self._do("drill.end", drill=drill, reason="everybody has done their part")
        for incident in _open_operations(self._hub.processor.durable):
            over = "示例: rehearsal is over"
            await self._do("incident.close", by=self._dispatcher, incident=incident.id, note=over, reason=over)

    async def _until_done(self, console: StreamClient, drill: str, fire: asyncio.Task[None]) -> None:
        while not (self._is_through(drill) and fire.done() and self._operations_settled()):
            frame = await console.receive()
            if frame["type"] == "event" and frame["event"]["type"] == "drill.broken_off":
                self._on_progress(f"drill broken off for {frame['event']['station']}: {frame['event']['reason']}")
        await fire

    async def _time_out(self) -> None:
        longest_s = self._rehearsal.plan.ends_after_s + OPERATION_AT_MOST_S
        await asyncio.sleep(longest_s / self._rehearsal.speed)

    async def _real_fire(self, drill: str) -> None:
        """Raise a real alarm at the place of the drill, as a telephone call would."""
        at_s = self._rehearsal.real_fire_at_s
        if at_s is None:
            return
        await asyncio.sleep(at_s / self._rehearsal.speed)
        place = {**to_builtins(self._rehearsal.plan.place), "text": "示例 real fire"}
        answer = await self._dispatcher.raise_alarm({"source": "phone", "kind": "flame", "place": place})
        body = self._must(answer, "the real alarm")
        self._on_progress(f"a real fire during {drill}: incident {body['number']}")

    async def _debrief(self, drill: str) -> None:
        """Say who was there, judge what observers judge, and sign what the record says."""
        record = await self._commander.get(f"/drills/{drill}")
        for station in record["trained"]:
            async with HubClient(self._url, self._stations[station]) as own:
                members = [f"{station}-m{number}" for number in range(1, MEMBERS + 1)]
                await self._do("drill.attend", by=own, drill=drill, station=station, members=members)
        for objective in self._rehearsal.plan.objectives:
            if not objective.timed:
                verdict = self._rng.choices(VERDICTS, VERDICT_WEIGHTS)[0]
                said = f"示例 observer: {objective.text}"
                await self._do("drill.remark", drill=drill, objective=objective.id, verdict=verdict, text=said)
        record = await self._commander.get(f"/drills/{drill}")
        await self._do("drill.sign_off", drill=drill, score=record["score"]["percent"], head=record["head"])

    def _drill(self, key: str) -> Drill:
        return self._hub.processor.durable.drills[key]

    def _is_through(self, key: str) -> bool:
        """Whether the drill is over, or every order is handled or ended and the script has been played."""
        world, drill = self._hub.processor.durable, self._drill(key)
        if not drill.running:
            return True
        played = all(inject in drill.injected for inject in drill.cues)
        orders = [each for incident in drill.incidents for each in world.assignments_of(world.incidents[incident])]
        return played and bool(orders) and all(not each.active or each.controlled_at is not None for each in orders)

    def _operations_settled(self) -> bool:
        """Whether somebody has every operation under control; a rehearsal does not wait for the others to come back."""
        world = self._hub.processor.durable
        return all(
            any(each.controlled_at is not None for each in world.assignments_of(incident))
            for incident in _open_operations(world)
        )

    async def _do(self, kind: str, by: HubClient | None = None, **fields: Any) -> dict[str, Any]:
        self._sent += 1
        seq = self._hub.processor.durable.seq
        return self._must(await (by or self._commander).command(f"rehearsal-{seq}-{self._sent}", kind, **fields), kind)

    def _must(self, answer: Answer, what: str) -> dict[str, Any]:
        if answer.status not in (200, 201):
            problem = answer.body.get("detail") or answer.body.get("title") or "no reason given"
            raise RehearsalError(f"the hub refused {what} ({answer.status}): {problem}")
        return answer.body


def _open_operations(world: World) -> Sequence[Incident]:
    return [each for each in world.incidents.values() if each.open and not each.exercise]
