"""Green corridors as consoles draw them and a traffic side may pull them."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from dispatch.api.answers import geojson_answer
from dispatch.core.corridor import Corridor
from dispatch.core.errors import NotFound
from dispatch.core.world import World
from dispatch.hub import Hub
from dispatch.maps.corridors import collection, features, standing


class CorridorApi:
    """The open corridors of one hub."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of this subject."""
        return [
            web.get("/api/v1/corridors", self.get_corridors),
            web.get("/api/v1/corridors/{id}", self.get_corridor),
        ]

    async def get_corridors(self, _request: web.Request) -> web.Response:
        """Return the rest of the way of every vehicle that has a corridor, the line of each before its junctions."""
        world = self._hub.processor.durable
        found = [await self._features(world, each) for _, each in sorted(world.corridors.items())]
        return geojson_answer(collection([feature for each in found for feature in each]))

    async def get_corridor(self, request: web.Request) -> web.Response:
        """Return one vehicle's."""
        world, key = self._hub.processor.durable, request.match_info["id"]
        corridor = world.corridors.get(key)
        if corridor is None:
            raise NotFound(f"no corridor is open for assignment {key}; GET /api/v1/corridors lists those that are")
        return geojson_answer(collection(await self._features(world, corridor)))

    async def _features(self, world: World, corridor: Corridor) -> list[dict[str, Any]]:
        order = world.assignments[corridor.id]
        way = await self._hub.corridor_ways.find(world, order, self._hub.clock.now())
        if way is None:
            return []
        line, *junctions = features(world, order, way)
        line["properties"] |= standing(corridor)
        return [line, *junctions]
