"""The training calendar over HTTP: who owes which drill by when, and a month's plan."""

from __future__ import annotations

import asyncio

from aiohttp import web

from dispatch.api.answers import json_answer
from dispatch.core.instant import to_builtins
from dispatch.hub import Hub
from dispatch.past.reports.month import Month
from dispatch.past.reports.reading import read_plan, read_training


class TrainingApi:
    """The duty to train of one hub's district."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._one_at_a_time = asyncio.Lock()

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of this subject."""
        return [
            web.get("/api/v1/training", self.get_training),
            web.get("/api/v1/training/months/{month}", self.get_plan),
        ]

    async def get_training(self, _request: web.Request) -> web.Response:
        """Say what is owed today: overdue first, then by the day it is due; and every drill that was held."""
        hub = self._hub
        async with self._one_at_a_time:
            found = await read_training(hub.log, hub.calendar, hub.processor.durable, as_of=hub.clock.now())
        return json_answer(to_builtins(found))

    async def get_plan(self, request: web.Request) -> web.Response:
        """Propose a month's outings; one reckoning at a time."""
        hub, world = self._hub, self._hub.processor.durable
        month = Month.read(request.match_info["month"], world.settings.timezone)
        async with self._one_at_a_time:
            found = await read_plan(hub.log, hub.calendar, world, month, as_of=hub.clock.now())
        return json_answer(to_builtins(found) | {"proven": found.proven})
