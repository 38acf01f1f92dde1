"""The training calendar over HTTP: who owes which drill by when, and a month's plan."""

from __future__ import annotations

from aiohttp import web

from dispatch.api.answers import raw_answer
from dispatch.hub import Hub
from dispatch.past import questions as ask


class TrainingApi:
    """The duty to train of one hub's district."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of this subject."""
        return [
            web.get("/api/v1/training", self.get_training),
            web.get("/api/v1/training/months/{month}", self.get_plan),
        ]

    async def get_training(self, _request: web.Request) -> web.Response:
        """Say what is owed today: overdue first, then by the day it is due; and every drill that was held."""
        return raw_answer((await self._hub.past.ask(ask.Training())).body)

    async def get_plan(self, request: web.Request) -> web.Response:
        """Propose a month's outings."""
        return raw_answer((await self._hub.past.ask(ask.Plan(request.match_info["month"]))).body)
