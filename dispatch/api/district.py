"""Who can respond, and how fast they are anywhere."""

from __future__ import annotations

from aiohttp import web

from dispatch.api import query
from dispatch.api.access import token_of
from dispatch.api.answers import json_answer
from dispatch.api.shapes import station_json, unit_json
from dispatch.core.instant import to_builtins
from dispatch.core.vocabulary import Place
from dispatch.hub import Hub


class DistrictApi:
    """Stations, units and travel times of one hub."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of this subject."""
        return [
            web.get("/api/v1/stations", self.get_stations),
            web.get("/api/v1/units", self.get_units),
            web.get("/api/v1/reach", self.get_reach),
        ]

    async def get_stations(self, request: web.Request) -> web.Response:
        """List stations with their units."""
        token, world = token_of(request), self._hub.processor.durable
        shown = [token.station] if token.station else sorted(world.stations)
        online, now = self._hub.streams.online_by_station(), self._hub.clock.now()
        found = [station_json(world, key, now, online=online[key]) for key in shown if key in world.stations]
        return json_answer({"stations": found})

    async def get_units(self, request: web.Request) -> web.Response:
        """List units."""
        token, world = token_of(request), self._hub.processor.durable
        shown = world.units_of.get(token.station, ()) if token.station else sorted(world.units)
        return json_answer({"units": [unit_json(world, unit) for unit in shown]})

    async def get_reach(self, request: web.Request) -> web.Response:
        """Return every unit's travel time to a place, now."""
        lon, lat = query.degrees(request, "lon", 180), query.degrees(request, "lat", 90)
        place = Place(lon=lon, lat=lat, floor=query.floor(request))
        hub, world = self._hub, self._hub.processor.durable
        reach = await hub.travel_times.everybody(place, at_ms=hub.clock.now())
        units = [
            {
                "unit": each.unit,
                "station": world.units[each.unit].station,
                "eta_s": each.eta_ms / 1000,
                "legs": to_builtins(each.legs),
                "free": each.unit not in world.active_by_unit and each.unit not in world.off_duty,
            }
            for each in reach.around
            if each.unit in world.units
        ]
        return json_answer({"units": units, "network": reach.network, "closures": reach.closures})
