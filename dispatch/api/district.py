"""Who can respond, and how fast they are anywhere."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from dispatch.api import query
from dispatch.api.access import token_of
from dispatch.api.answers import json_answer
from dispatch.api.shapes import station_json, unit_json
from dispatch.core.instant import to_builtins
from dispatch.core.vocabulary import Place
from dispatch.hub import Hub
from dispatch.travel.road_check import RoadCheck
from stations.chinese import translate


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
            web.get("/api/v1/roads", self.get_roads),
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

    async def get_roads(self, request: web.Request) -> web.Response:
        """Return what the road file holds, what of it was not read, and whom of the district it does not serve."""
        token_of(request)
        now = datetime.fromtimestamp(self._hub.clock.now() / 1000, UTC)
        return json_answer(roads_json(await asyncio.to_thread(self._hub.road_checks.look, now)))


def roads_json(found: RoadCheck) -> dict[str, Any]:
    """Return a check of the roads in both languages."""
    report = found.report
    return {
        "file": report.source,
        "usable": found.usable,
        "ways": report.ways_kept,
        "ways_read": report.ways_read,
        "km": round(report.length_km, 1),
        "problems": [{"severity": each.severity, **_both(each.message)} for each in found.problems],
        "not_read": [_both(line) for line in report.findings()],
        "shares": [
            {
                "mode": each.mode,
                "places": each.places,
                "unreached": each.unreached,
                "near": each.near,
                "unreached_near": each.unreached_near,
            }
            for each in found.shares
        ],
    }


def _both(message: str) -> dict[str, str]:
    return {"en": message, "zh": translate(message)}
