"""Who is on post and how ready each station is."""

from __future__ import annotations

from aiohttp import web

from dispatch import reads
from dispatch.api.access import reader
from dispatch.api.answers import json_answer
from dispatch.core.errors import NotFound
from dispatch.hub import Hub


class PostsApi:
    """Readiness of one hub's stations."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of this subject."""
        return [web.get("/api/v1/readiness", self.get_readiness)]

    async def get_readiness(self, request: web.Request) -> web.Response:
        """Return each station's readiness with its reasons, now; of ``station`` alone where one is named."""
        token, world, now = reader(self._hub, request), self._hub.desk.durable, self._hub.clock.now()
        asked = request.query.get("station") or token.station
        if asked is not None and (asked not in world.stations or token.station not in (None, asked)):
            raise NotFound(f"there is no station {asked} that this token may see; list them with GET /api/v1/stations")
        shown = sorted(world.stations) if asked is None else [asked]
        return json_answer({"stations": [reads.readiness_json(world, key, now) for key in shown]})
