"""What maps draw: the district's roads and buildings, the way a crew takes, who would be where in time."""

from __future__ import annotations

from aiohttp import web

from dispatch.access.permissions import may_read
from dispatch.api import query
from dispatch.api.access import token_of
from dispatch.api.answers import GEOJSON, geojson_answer, json_answer
from dispatch.core.errors import Forbidden, NotFound, Unusable
from dispatch.hub import Hub
from dispatch.maps.cached_body import CachedBody
from dispatch.maps.coverage import CoverageQuery
from dispatch.maps.crew_routes import destination, find_assignment, route_feature, way_json
from routing.model import Spot
from stations.model import TRAVEL_MODES

TILE = "application/vnd.mapbox-vector-tile"

WITHIN_AT_MOST_S = 1800
_ANY_MODE = "any"

_ASK_AGAIN = "private, no-cache"
"""A cache keeps it and asks each time whether it is still the same."""

_FOR_A_DAY = "private, max-age=86400"
"""For an address that names the network's version: another network has other addresses."""


class MapApi:
    """The map of one hub."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of this subject."""
        return [
            web.get("/api/v1/map", self.get_style),
            web.get("/api/v1/map/roads", self.get_roads),
            web.get("/api/v1/map/buildings", self.get_buildings),
            web.get("/api/v1/map/land", self.get_land),
            web.get("/api/v1/map/ways", self.get_ways),
            web.get("/api/v1/map/tiles/{z}/{x}/{y}.mvt", self.get_tile),
            web.get("/api/v1/assignments/{id}/route", self.get_route),
            web.get("/api/v1/coverage", self.get_coverage),
        ]

    async def get_style(self, _request: web.Request) -> web.Response:
        """Say where the district lies and which road source a map is to use."""
        return json_answer(await self._hub.map.style())

    async def get_roads(self, request: web.Request) -> web.Response:
        """Return every road line."""
        return self._cached(request, await self._hub.map.roads(), GEOJSON)

    async def get_buildings(self, request: web.Request) -> web.Response:
        """Return the buildings as polygons."""
        token_of(request)
        return self._cached(request, await self._hub.map.buildings(self._hub.processor.durable), GEOJSON)

    async def get_land(self, request: web.Request) -> web.Response:
        """Return water, green and railways."""
        token_of(request)
        return self._cached(request, await self._hub.map.land(), GEOJSON)

    async def get_tile(self, request: web.Request) -> web.Response:
        """Return one vector tile of the roads."""
        parts = [request.match_info[name] for name in ("z", "x", "y")]
        if not all(part.isascii() and part.isdecimal() and len(part) < 8 for part in parts):  # noqa: PLR2004 - 2^15
            raise NotFound("a tile's address is three whole numbers: zoom, column, row")
        zoom, x, y = map(int, parts)
        try:
            found = await self._hub.map.tile(zoom, x, y)
        except ValueError as error:
            raise NotFound(str(error)) from error
        return self._cached(request, found, TILE)

    async def get_ways(self, request: web.Request) -> web.Response:
        """Find ways by id, by the street's name, or at a place, to close one or to show what is closed."""
        ways = await self._hub.map.ways.get()
        asked = [name for name in ("id", "name", "lon") if request.query.get(name)]
        match asked:
            case ["id"]:
                found = [ways.find(request.query["id"])]
            case ["name"]:
                found = [*ways.named(request.query["name"])]
            case ["lon"]:
                spot = Spot(query.degrees(request, "lon", 180), query.degrees(request, "lat", 90))
                found = [ways.at(self._hub.travel_times.router.snapshot, spot)]
            case _:
                raise Unusable("give one of id, name, or lon and lat")
        return json_answer({"ways": [way_json(each) for each in found if each is not None]})

    async def get_route(self, request: web.Request) -> web.Response:
        """Return the way that a unit takes to its incident, from where it is, on the roads that are open now."""
        token, world = token_of(request), self._hub.processor.durable
        assignment = find_assignment(world, request.match_info["id"])
        if not may_read(world, token.by, world.incidents[assignment.incident]):
            raise Forbidden("a station reads the ways into incidents that it has an order in")
        place = destination(world, assignment)
        route = await self._hub.travel_times.way(assignment.unit, place, at_ms=self._hub.clock.now())
        return geojson_answer(route_feature(assignment, route))

    async def get_coverage(self, request: web.Request) -> web.Response:
        """Return the roads and buildings that free crews are at within a time."""
        within_s = query.int_param(request, "within", 60)
        if not 0 < within_s <= WITHIN_AT_MOST_S:
            raise Unusable(f"within is 1 to {WITHIN_AT_MOST_S} seconds")
        own = self._hub.processor.durable.settings.modes
        mode = query.choice(request, "mode", (*TRAVEL_MODES, *own, _ANY_MODE), _ANY_MODE)
        asked = CoverageQuery(within_s, None if mode == _ANY_MODE else mode)
        return self._cached(request, await self._hub.coverage.get(asked, self._hub.processor.durable), GEOJSON)

    def _cached(self, request: web.Request, found: CachedBody, content_type: str) -> web.Response:
        """Answer with the body, compressed where it may be, or say that what the client has still holds."""
        fixed = request.query.get("v") == self._hub.map.version
        etag = f'"{found.etag}"'
        headers = {"ETag": etag, "Cache-Control": _FOR_A_DAY if fixed else _ASK_AGAIN, "Vary": "Accept-Encoding"}
        if any(each.value in ("*", found.etag) for each in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return web.Response(body=found.packed, headers=headers, content_type=content_type)
        return web.Response(body=found.body, headers=headers, content_type=content_type)
