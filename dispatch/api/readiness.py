"""Who is on post, how ready each station is, and how it answered its checks."""

from __future__ import annotations

from collections import Counter

from aiohttp import web

from dispatch.api.access import token_of
from dispatch.api.answers import json_answer, raw_answer
from dispatch.api.shapes import readiness_json
from dispatch.core.errors import NotFound
from dispatch.core.readiness import readiness_of
from dispatch.core.world import World
from dispatch.hub import Hub
from dispatch.past import questions as ask
from stations.model import STREET_OFFICE


def _posts(world: World) -> list[str]:
    """Return the stations with a post to be ready, by id: an office of a street has none."""
    return sorted(key for key, each in world.stations.items() if each.kind != STREET_OFFICE)


class ReadinessApi:
    """Readiness and post checks of one hub's stations."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of this subject."""
        return [
            web.get("/api/v1/readiness", self.get_readiness),
            web.get("/api/v1/readiness/counts", self.get_counts),
            web.get("/api/v1/checks", self.get_checks),
        ]

    async def get_readiness(self, request: web.Request) -> web.Response:
        """Return each station's readiness with its reasons, now; of ``station`` alone where one is named."""
        token, world, now = token_of(request), self._hub.processor.durable, self._hub.clock.now()
        asked = request.query.get("station") or token.station
        if asked is not None and (asked not in world.stations or token.station not in (None, asked)):
            raise NotFound(f"there is no station {asked} that this token may see; list them with GET /api/v1/stations")
        shown = [asked] if asked is not None else _posts(world)
        return json_answer({"stations": [readiness_json(world, key, now) for key in shown]})

    async def get_counts(self, _request: web.Request) -> web.Response:
        """Count the stations that could go now (``limited`` ones, too), are not ready, or are of unknown state."""
        world, now = self._hub.processor.durable, self._hub.clock.now()
        states = Counter(readiness_of(world, key, now).state for key in _posts(world))
        going = states["ready"] + states["limited"]
        return json_answer({"ready": going, "not_ready": states["not_ready"], "unknown": states["unknown"]})

    async def get_checks(self, request: web.Request) -> web.Response:
        """Count the record's post checks by station and shift, of a station its own."""
        return raw_answer((await self._hub.past.ask(ask.Checks(token_of(request).station))).body)
