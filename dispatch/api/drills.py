"""Drills over HTTP: what is planned and going on, one drill's record and score, the ledger of joint duty."""

from __future__ import annotations

from aiohttp import web

from dispatch.api.access import token_of
from dispatch.api.answers import json_answer, raw_answer
from dispatch.core.drill_queries import visible_to
from dispatch.core.errors import NotFound
from dispatch.core.instant import to_builtins
from dispatch.hub import Hub
from dispatch.past import questions as ask
from dispatch.past.drills.reading import kinds_of, read_drill_record


class DrillsApi:
    """Drills of one hub."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of this subject."""
        return [
            web.get("/api/v1/drills", self.get_drills),
            web.get("/api/v1/drills/{id}", self.get_drill),
            web.get("/api/v1/ledger", self.get_ledger),
        ]

    async def get_drills(self, request: web.Request) -> web.Response:
        """List drills that are planned, going on, or over for less than a day; a station those that it may know of."""
        token, world = token_of(request), self._hub.processor.durable
        shown = [
            drill
            for _, drill in sorted(world.drills.items())
            if token.station is None or visible_to(world, drill, token.station)
        ]
        return json_answer({"drills": [to_builtins(each) for each in shown]})

    async def get_drill(self, request: web.Request) -> web.Response:
        """Read one drill's record with its score, archived ones too; a station those that it was called to."""
        token, world, key = token_of(request), self._hub.processor.durable, request.match_info["id"]
        found = await read_drill_record(self._hub.log, key, kinds_of(world))
        if token.station is not None and token.station not in found.called:
            drill = world.drills.get(key)
            if drill is None or not visible_to(world, drill, token.station):
                # The same words as for one that does not exist: a drill that is not announced is not given away.
                raise NotFound(f"there is no drill {key} in the record; the ledger lists those that were run")
        return json_answer(to_builtins(found))

    async def get_ledger(self, _request: web.Request) -> web.Response:
        """Read who trained with whom, when and how well."""
        return raw_answer((await self._hub.past.ask(ask.JointLedger())).body)
