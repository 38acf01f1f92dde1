"""Devices and gateways over HTTP: a page of them, one with what holds of it, and the still picture of its camera."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args

from aiohttp import web

from dispatch.api import query
from dispatch.api.access import token_of
from dispatch.api.answers import json_answer
from dispatch.api.bodies import read_body
from dispatch.core.devices import DeviceState
from dispatch.core.errors import NotFound, WrongState
from dispatch.core.instant import to_builtins
from dispatch.core.known_devices import describe, is_known, row_of
from dispatch.core.world import World
from dispatch.gateways.still_picture import StillPictures
from dispatch.hub import Hub
from dispatch.intake.ask_json import read_ask
from dispatch.past.reports.owed import reasons
from stations.devices import Device
from stations.registry.model import Zone
from stations.registry.reading import zones_of
from stations.registry.responsible import street_of

Zones = Mapping[str, Zone]

Which = Literal["all", "telling", "out_of_order", "silent", "switched_off"]
"""Which devices are asked for: every one of the tables, those with anything to say, those that a keeper owes work."""


class DevicesApi:
    """The devices of one hub."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._pictures = StillPictures()

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of this subject."""
        return [
            web.get("/api/v1/devices", self.get_devices),
            web.get("/api/v1/devices/{id}", self.get_device),
            web.get("/api/v1/devices/{id}/snapshot", self.get_snapshot),
            web.get("/api/v1/gateways", self.get_gateways),
            web.post("/api/v1/gateways/{id}/ask", self.post_ask),
        ]

    async def get_devices(self, request: web.Request) -> web.Response:
        """List devices by id: of a building or a street, with something to say or not, by words; ``after`` turns on.

        With ``id``, as often as there are devices to ask for, it gives these as far as anybody knows them.
        """
        token_of(request)
        world, most = self._hub.processor.durable, query.limit(request)
        which = query.choice(request, "state", get_args(Which), "all")
        zones = await self._zones()
        named = request.query.getall("id", [])
        if named:
            known = [key for key in dict.fromkeys(named[:most]) if is_known(world, key)]
            return json_answer({"devices": [device_json(world, zones, key) for key in known], "after": None})
        found = heapq.nsmallest(most + 1, _Wanted(world, zones, request.query, which).keys())
        shown = found[:most]
        devices = [device_json(world, zones, key) for key in shown]
        return json_answer({"devices": devices, "after": shown[-1] if len(found) > most else None})

    async def get_device(self, request: web.Request) -> web.Response:
        """Return one device: its row, what holds of it, and what is known of it where no table names it."""
        token_of(request)
        world, key = self._hub.processor.durable, request.match_info["id"]
        if not is_known(world, key):
            raise NotFound(f"nobody knows a device {key}; its key is its id in devices.csv, else GATEWAY/ADDRESS")
        return json_answer({"device": device_json(world, await self._zones(), key)})

    async def get_snapshot(self, request: web.Request) -> web.Response:
        """Return the picture of the camera beside a device, as it is now."""
        token_of(request)
        key = request.match_info["id"]
        row = row_of(self._hub.processor.durable, key)
        if row is None or row.camera is None:
            raise NotFound(f"no camera is named beside {key}; write its still picture's address into devices.csv")
        picture = await self._pictures.fetch(row.camera)
        return web.Response(body=picture.body, content_type=picture.media_type)

    async def get_gateways(self, request: web.Request) -> web.Response:
        """List the gateways, each with what holds of itself."""
        token_of(request)
        world = self._hub.processor.durable
        rows = [gateway_json(world, key) for key in sorted(world.gateways)]
        return json_answer({"gateways": rows})

    async def post_ask(self, request: web.Request) -> web.Response:
        """Ask a gateway whether somebody is at its post (查岗), or how all that is behind it is (巡检)."""
        token_of(request)
        asked = read_ask(await read_body(request))
        key = self._gateway(request)
        if asked.what == "post_check":
            sent = self._hub.panels.check_post(key, asked.minutes)
        else:
            sent = self._hub.panels.inspect(key)
        if not sent:
            raise WrongState(
                f"{key} is not on the line by GB/T 26875.3, or its maker lets nobody ask; call the station"
            )
        return json_answer({"gateway": key, "asked": asked.what})

    def _gateway(self, request: web.Request) -> str:
        """Return a gateway that is in the tables or was heard of as a stranger. Raises `NotFound`."""
        key = request.match_info["id"]
        if key not in self._hub.processor.durable.gateways and self._hub.panels.terminals.by_gateway(key) is None:
            raise NotFound(f"nobody knows a gateway {key}; its id is that of gateways.csv")
        return key

    async def _zones(self) -> Zones:
        """Return the zones of the folder as it stands, a small table."""
        return {zone.id: zone for zone in await asyncio.to_thread(zones_of, self._hub.folder)}


class _Wanted:
    """The keys of the devices that a question asks for."""

    def __init__(self, world: World, zones: Zones, asked: Any, which: str) -> None:
        self._world = world
        self._zones = zones
        self._which = which
        self._building = asked.get("building") or None
        self._of_street = asked.get("street") or None
        self._words = (asked.get("q") or "").casefold().split()
        self._after = asked.get("after") or ""

    def keys(self) -> Iterator[str]:
        """Return them in no order. Only those with something to say are looked through where that is asked for."""
        world = self._world
        if self._which == "all":
            known = {**dict.fromkeys(world.devices), **dict.fromkeys(world.filed)}
            return (key for key in known if key > self._after and self._fits(key))
        return (
            key
            for key, state in world.conditions.items()
            if key > self._after and self._says(state) and self._fits(key)
        )

    def _says(self, state: DeviceState) -> bool:
        if self._which == "silent":
            return state.silent_since is not None
        if self._which == "switched_off":
            return state.disabled is not None
        return self._which != "out_of_order" or bool(reasons(state))

    def _fits(self, key: str) -> bool:
        if self._building is None and self._of_street is None and not self._words:
            return True
        known = describe(self._world, key)
        if self._building is not None and known.building != self._building:
            return False
        if self._of_street is not None and _street(self._world, self._zones, known.building) != self._of_street:
            return False
        text = " ".join(filter(None, (key, known.name, known.address, known.building))).casefold()
        return all(word in text for word in self._words)


def device_json(world: World, zones: Zones, key: str) -> dict[str, Any]:
    """Return what is known of a device; of its camera only that there is one: an address may hold a password."""
    known, row, state = describe(world, key), row_of(world, key), world.conditions.get(key)
    return {
        "id": key,
        "gateway": known.gateway,
        "address": known.address,
        "kind": known.kind,
        "building": known.building,
        "street": _street(world, zones, known.building),
        "floor": known.floor,
        "name": known.name,
        "station": known.station,
        "owner": row.owner if row is not None else None,
        "camera": row is not None and row.camera is not None,
        "limits": _limits(row),
        "in_table": key in world.devices,
        "filed": key in world.filed,
        "unknown": key in world.unknown_devices,
        "out_of_order": list(reasons(state)) if state is not None else [],
        "state": to_builtins(state) if state is not None else None,
    }


def gateway_json(world: World, key: str) -> dict[str, Any]:
    """Return a gateway without its address in its protocol, and what holds of it."""
    row, state = world.gateways[key], world.conditions.get(key)
    return {
        "id": key,
        "protocol": row.protocol,
        "profile": row.profile,
        "name": row.name,
        "building": row.building,
        "station": row.station,
        "silent_after_s": row.silent_after_s,
        "out_of_order": list(reasons(state)) if state is not None else [],
        "state": to_builtins(state) if state is not None else None,
    }


def _street(world: World, zones: Zones, building: str | None) -> str | None:
    """Return the street of a building's zone by ``zones.csv``, else the zone; None: nobody knows."""
    found = world.buildings.get(building) if building is not None else None
    return None if found is None else street_of(zones, found.zone) or found.zone or None


def _limits(row: Device | None) -> dict[str, float | None] | None:
    if row is None or (row.low is None and row.high is None):
        return None
    return {"low": row.low, "high": row.high, "hysteresis": row.hysteresis}
