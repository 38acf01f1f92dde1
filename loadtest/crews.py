"""Simulated crews: one connection per station; each order is answered as a seed decides, in compressed time."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
from collections import Counter
from collections.abc import Mapping
from typing import Any

import msgspec

from loadtest.client.http import Json
from loadtest.client.stream import StreamClient
from loadtest.errors import HubUnreachableError, LoadError
from loadtest.habits import Habits, draw_temper, plan_answer

_UNWELCOME = (4400, 4401, 4403)
"""Close codes after which connecting again cannot help: unreadable frame, wrong token, view not allowed."""
_RETRY_S = 0.2
_ENDINGS = ("assignment.released", "assignment.declined", "assignment.recalled")


class CrewsReport(msgspec.Struct, kw_only=True):
    """What the crews saw and did; ``refused`` counts problem types."""

    orders: int = 0
    alerts_again: int = 0
    reconnects: int = 0
    resets: int = 0
    done: Counter[str] = msgspec.field(default_factory=Counter)
    refused: Counter[str] = msgspec.field(default_factory=Counter)
    tempers: Counter[str] = msgspec.field(default_factory=Counter)


class Crew:
    """The crews of one station behind one alert client.

    Commands that were not answered when the connection broke are sent again with their ids, as the contract allows.
    ``compression`` divides every waiting time.
    """

    def __init__(
        self, client: StreamClient, habits: Habits, *, seed: int, compression: float, report: CrewsReport
    ) -> None:
        self._client = client
        self._station = client.view.removeprefix("station:")
        self._habits = habits
        # Seeded by the station too, so that no two stations act alike and each acts the same in every run.
        self._rng = random.Random(f"{seed}/{self._station}")
        self._compression = compression
        self._report = report
        self._outbox: dict[str, tuple[str, dict[str, Any]]] = {}
        self._scripts: dict[str, asyncio.Task[None]] = {}
        self._count = 0
        self._offline_until = 0.0

    async def run(self) -> None:
        """Serve until cancelled, through lost connections. Raises `LoadError` where the hub turns the client away."""
        async with asyncio.TaskGroup() as scripts:
            try:
                while True:
                    with contextlib.suppress(HubUnreachableError):
                        await self._stay_connected(scripts)
                    self._report.reconnects += 1
                    offline_s = self._offline_until - asyncio.get_running_loop().time()
                    await asyncio.sleep(max(_RETRY_S, offline_s))
            finally:
                for script in self._scripts.values():
                    script.cancel()

    async def _stay_connected(self, scripts: asyncio.TaskGroup) -> None:
        try:
            await self._client.connect()
            for command_id, (kind, fields) in list(self._outbox.items()):
                await self._client.command(command_id, kind, **fields)
            while True:
                await self._handle(await self._client.receive(), scripts)
        except HubUnreachableError as problem:
            if problem.close_code in _UNWELCOME:
                raise LoadError(f"station {self._station}: {problem}") from problem
            raise
        finally:
            self._client.cut()

    async def _handle(self, frame: Json, scripts: asyncio.TaskGroup) -> None:
        match frame["type"]:
            case "event":
                await self._handle_event(frame["event"], scripts)
            case "reset":
                self._report.resets += frame["part"] == frame["parts"]
                for assignment in frame["state"].get("assignments", ()):
                    if assignment["station"] == self._station and assignment.get("ending") is None:
                        self._take(assignment | {"assignment": assignment["id"]}, scripts)
            case "done":
                kind, _ = self._outbox.pop(frame["id"], ("unknown", {}))
                self._report.done[kind] += 1
            case "refused":
                self._outbox.pop(frame["id"], None)
                self._report.refused[frame["problem"]["type"]] += 1

    async def _handle_event(self, event: Json, scripts: asyncio.TaskGroup) -> None:
        if event.get("station") != self._station:
            return
        if event["type"] == "assignment.assigned":
            await self._client.seen(event["seq"])
            self._take(event, scripts)
        elif event["type"] in _ENDINGS and (script := self._scripts.pop(event["assignment"], None)):
            script.cancel()
        elif event["type"] == "ladder.climbed" and event["action"] == "alert_again":
            self._report.alerts_again += 1

    def _take(self, order: Json, scripts: asyncio.TaskGroup) -> None:
        assignment: str = order["assignment"]
        if assignment in self._scripts:
            return
        self._report.orders += 1
        self._scripts[assignment] = scripts.create_task(self._answer(assignment, order))

    async def _answer(self, assignment: str, order: Json) -> None:
        temper = draw_temper(self._habits, self._rng)
        self._report.tempers[temper] += 1
        loop = asyncio.get_running_loop()
        start = loop.time()
        steps = plan_answer(order, temper, self._habits, self._rng)
        for step, following in itertools.zip_longest(steps, steps[1:]):
            await asyncio.sleep(start + step.after_s / self._compression - loop.time())
            if step.command is not None:
                await self._send(step.command, assignment=assignment)
            elif following is not None:
                self._offline_until = start + following.after_s / self._compression
                self._client.cut()

    async def _send(self, kind: str, **fields: Any) -> None:
        self._count += 1
        command_id = f"{self._station[:40]}-{self._rng.getrandbits(32):08x}-{self._count}"
        self._outbox[command_id] = (kind, fields)
        # What does not get through now goes again from the outbox after the next connect.
        with contextlib.suppress(HubUnreachableError):
            await self._client.command(command_id, kind, **fields)


class Crews:
    """The crews of many stations. Use as an async context manager: they serve inside the block."""

    def __init__(
        self,
        url: str,
        tokens: Mapping[str, str],
        *,
        habits: Habits | None = None,
        seed: int = 1,
        compression: float = 1.0,
    ) -> None:
        """``tokens`` maps station ids to their tokens."""
        self.report = CrewsReport()
        self._crews = [
            Crew(
                StreamClient(url, token, f"station:{station}"),
                habits or Habits(),
                seed=seed,
                compression=compression,
                report=self.report,
            )
            for station, token in tokens.items()
        ]
        self._running: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Crews:
        self._running = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self._running is None:
            return
        self._running.cancel()
        try:
            with contextlib.suppress(asyncio.CancelledError):
                await self._running
        except* LoadError as problems:
            raise _first(problems) from problems

    async def _run(self) -> None:
        async with asyncio.TaskGroup() as group:
            for crew in self._crews:
                group.create_task(crew.run())


def _first(problem: BaseException) -> BaseException:
    """Return the first error of nested groups: when the hub turns one crew away, the others say nothing new."""
    while isinstance(problem, BaseExceptionGroup):
        problem = problem.exceptions[0]
    return problem
