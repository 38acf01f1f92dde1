"""Who would be sent, asked before anybody is: the rules' own decision on an alarm, made and thrown away."""

from __future__ import annotations

import time

from aiohttp import web

from dispatch.access.rate_limits import RateLimiter
from dispatch.api.access import token_of
from dispatch.api.answers import json_answer
from dispatch.api.bodies import read_body
from dispatch.core.foreseen import foresee
from dispatch.core.instant import to_builtins
from dispatch.hub import Hub
from dispatch.intake.alarm_json import read_alarm
from dispatch.problems import TooMany

ASKED_PER_SECOND = 5.0
ASKED_AT_ONCE = 30.0
"""Per token: a form that is being filled in asks with each field; each question costs what an alarm does."""


class PlanApi:
    """Dry runs of the plan at one hub."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._rate_limiter = RateLimiter(time.monotonic, per_second=ASKED_PER_SECOND, burst=ASKED_AT_ONCE)

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of this subject."""
        return [web.post("/api/v1/plan", self.post_plan)]

    async def post_plan(self, request: web.Request) -> web.Response:
        """Say what this alarm would bring about if it were raised now; nothing is written down and nobody rings."""
        token = token_of(request)
        if self._rate_limiter.acquire(token.id) > 0:
            raise TooMany("this token asks for plans too fast; wait a second, and ask again")
        command, _ = read_alarm(await read_body(request), token=token.id, charset=request.charset)
        before, decision = await self._hub.processor.rehearse(command, token.by)
        return json_answer(to_builtins(foresee(before, decision.world, decision.events)))
