"""Simulated crews: one connection per station; each order is answered as a seed decides, in compressed time."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections import Counter
from collections.abc import Mapping

import msgspec

from dispatch.client.http import Json
from dispatch.client.stream import StreamClient
from loadtest.habits import Habits, draw_temper, plan_answer
from loadtest.participant import Deeds, Participant, Running

AT_POST_S = (2.0, 25.0)
"""How long it takes somebody to answer a post check, or to take a shift over."""

_UNMANNED = ("duty.handed_over", "duty.overdue")
_ENDINGS = ("assignment.released", "assignment.declined", "assignment.recalled")


class CrewsReport(Deeds, kw_only=True):
    """What the crews saw and did."""

    orders: int = 0
    alerts_again: int = 0
    tempers: Counter[str] = msgspec.field(default_factory=Counter)


class Crew(Participant):
    """The crews of one station behind one alert client. ``compression`` divides every waiting time."""

    def __init__(
        self, client: StreamClient, habits: Habits, *, seed: int, compression: float, report: CrewsReport
    ) -> None:
        super().__init__(client, report)
        self._station = client.view.removeprefix("station:")
        self._habits = habits
        # Seeded by the station too, so that no two stations act alike and each acts the same in every run.
        self._rng = random.Random(f"{seed}/{self._station}")
        self._at_post = random.Random(f"{seed}/{self._station}/post")
        self._compression = compression
        self._report = report
        self._scripts: dict[str, asyncio.Task[None]] = {}

    async def on_event(self, event: Json, tasks: asyncio.TaskGroup) -> None:
        """Begin to answer an order; stop where it ends."""
        if event.get("station") != self._station:
            return
        if event["type"] == "assignment.assigned":
            await self.client.seen(event["seq"])
            self._answer_in(tasks, event)
        elif event["type"] in _ENDINGS and (script := self._scripts.pop(event["assignment"], None)):
            script.cancel()
        elif event["type"] == "ladder.climbed" and event["action"] == "alert_again":
            self._report.alerts_again += 1
        elif event["type"] == "check.called":
            tasks.create_task(self._do_later("check.answer", check=event["check"]))
        elif event["type"] in _UNMANNED:
            tasks.create_task(self._do_later("duty.take_over", station=self._station))

    async def finish(self) -> None:
        """Wait until the orders that are being answered now are answered to their end."""
        if self._scripts:
            await asyncio.wait(self._scripts.values())

    def on_state(self, part: Json, tasks: asyncio.TaskGroup) -> None:
        """Begin to answer the orders that stand."""
        for assignment in part.get("assignments", ()):
            if assignment["station"] == self._station and assignment.get("ending") is None:
                self._answer_in(tasks, assignment | {"assignment": assignment["id"]})

    def _answer_in(self, tasks: asyncio.TaskGroup, order: Json) -> None:
        assignment: str = order["assignment"]
        if assignment not in self._scripts:
            self._report.orders += 1
            self._scripts[assignment] = tasks.create_task(self._answer(assignment, order))

    async def _do_later(self, kind: str, **fields: str) -> None:
        """Do what is asked of the post, as soon as somebody has come to the screen."""
        await asyncio.sleep(self._at_post.uniform(*AT_POST_S) / self._compression)
        await self.act(kind, **fields)

    async def _answer(self, assignment: str, order: Json) -> None:
        temper = draw_temper(self._habits, self._rng)
        self._report.tempers[temper] += 1
        loop = asyncio.get_running_loop()
        start = loop.time()
        steps = plan_answer(order, temper, self._habits, self._rng)
        for step, following in itertools.zip_longest(steps, steps[1:]):
            await asyncio.sleep(start + step.after_s / self._compression - loop.time())
            if step.command is not None:
                await self.act(step.command, assignment=assignment)
            elif following is not None:
                self.go_offline(start + following.after_s / self._compression)


class Crews(Running):
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
        crews = [
            Crew(
                StreamClient(url, token, f"station:{station}"),
                habits or Habits(),
                seed=seed,
                compression=compression,
                report=self.report,
            )
            for station, token in tokens.items()
        ]
        super().__init__(crews)
        self._crews = crews

    async def finish(self) -> None:
        """Wait until the crews have done what the orders of now ask of them."""
        await asyncio.gather(*(crew.finish() for crew in self._crews))
