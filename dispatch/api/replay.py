"""Replay over HTTP: which incidents and drills the record holds, and what if one had gone otherwise."""

from __future__ import annotations

import asyncio
from datetime import date
from itertools import islice
from zoneinfo import ZoneInfo

from aiohttp import web

from dispatch.api import query
from dispatch.api.answers import json_answer
from dispatch.api.bodies import read_body
from dispatch.core.errors import NotFound, Unusable
from dispatch.core.instant import to_builtins
from dispatch.hub import Hub
from dispatch.intake.whatif_json import read_what_if
from dispatch.past.catalogue import Catalogue, CatalogueEntry
from dispatch.past.why.episode import Episode, read_episode
from dispatch.past.why.whatif import WhatIf, what_if
from dispatch.travel.road_times import RoadTravelTimes


class ReplayApi:
    """The past of one hub's record."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._catalogue = Catalogue(hub.log)
        self._one_at_a_time = asyncio.Lock()

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of this subject."""
        return [
            web.get("/api/v1/episodes", self.get_episodes),
            web.get("/api/v1/episodes/{id}", self.get_episode),
            web.post("/api/v1/incidents/{id}/whatif", self.post_what_if),
        ]

    async def get_episodes(self, request: web.Request) -> web.Response:
        """Search the whole record's incidents and drills, newest first, by words and by the day."""
        limit, after = query.limit(request), query.int_param(request, "before", 0)
        day = _day(request)
        await self._catalogue.read_on()
        names = {key: each.name for key, each in self._hub.processor.durable.buildings.items()}
        found = self._catalogue.search(request.query.get("text", ""), day, ZoneInfo(self._hub.timezone), names)
        listed = list(islice((each for each in found if not after or each.first_seq < after), limit + 1))
        more = listed[limit - 1].first_seq if len(listed) > limit else None
        return json_answer({"episodes": [self._told(each) for each in listed[:limit]], "next": more})

    async def get_episode(self, request: web.Request) -> web.Response:
        """Read from which event to which one incident or drill went."""
        await self._catalogue.read_on()
        key = request.match_info["id"]
        found = self._catalogue.find(key)
        if found is None:
            raise NotFound(f"there is no incident or drill {key} in the record; GET /api/v1/episodes lists them")
        return json_answer(self._told(found))

    async def post_what_if(self, request: web.Request) -> web.Response:
        """Run one incident again with something changed, in a worker thread and on roads of its own."""
        asked = read_what_if(await read_body(request))
        async with self._one_at_a_time:
            episode = await read_episode(self._hub.log, request.match_info["id"], self._hub.history)
            answer = await asyncio.to_thread(self._run_again, episode, asked.changes)
        return json_answer(to_builtins(answer))

    def _run_again(self, episode: Episode, changes: list[str]) -> WhatIf:
        router = self._hub.travel_times.router
        return asyncio.run(what_if(episode, changes, lambda before: RoadTravelTimes(router.fork(), before)))

    def _told(self, entry: CatalogueEntry) -> dict[str, object]:
        building = self._hub.processor.durable.buildings.get(entry.place.building or "")
        return {**to_builtins(entry), "building_name": building.name if building is not None else None}


def _day(request: web.Request) -> date | None:
    text = request.query.get("day")
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Unusable("day is a date such as 2026-11-22, on the district's clock") from error
