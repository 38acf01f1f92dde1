"""Replay over HTTP: which incidents and drills the record holds, and what if one had gone otherwise."""

from __future__ import annotations

import asyncio
from datetime import date

from aiohttp import web

from dispatch.api import query
from dispatch.api.answers import json_answer, raw_answer
from dispatch.api.bodies import read_body
from dispatch.core.errors import Unusable
from dispatch.core.instant import to_builtins
from dispatch.core.world import World
from dispatch.hub import Hub
from dispatch.intake.whatif_json import read_what_if
from dispatch.past import questions as ask
from dispatch.past.why.episode import Episode, read_episode
from dispatch.past.why.whatif import WhatIf, what_if
from dispatch.travel.road_times import RoadTravelTimes
from dispatch.writer.snapshots import decode_world


class ReplayApi:
    """The past of one hub's record."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
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
        limit, before = query.limit(request), query.int_param(request, "before", 0)
        day = _day(request)
        wanted = ask.Episodes(request.query.get("text", ""), day, self._hub.timezone, before, limit)
        return raw_answer((await self._hub.past.ask(wanted)).body)

    async def get_episode(self, request: web.Request) -> web.Response:
        """Read from which event to which one incident or drill went."""
        return raw_answer((await self._hub.past.ask(ask.OneEpisode(request.match_info["id"]))).body)

    async def post_what_if(self, request: web.Request) -> web.Response:
        """Run one incident again with something changed, in a worker thread and on roads of its own."""
        asked = read_what_if(await read_body(request))
        async with self._one_at_a_time:
            episode = await read_episode(self._hub.log, request.match_info["id"], self._world_at)
            answer = await asyncio.to_thread(self._run_again, episode, asked.changes)
        return json_answer(to_builtins(answer))

    def _run_again(self, episode: Episode, changes: list[str]) -> WhatIf:
        router = self._hub.travel_times.router
        return asyncio.run(what_if(episode, changes, lambda before: RoadTravelTimes(router.fork(), before)))

    async def _world_at(self, seq: int) -> World:
        """Return the World after an event, folded beside the hub. Raises `NotFound`."""
        found = await self._hub.past.ask(ask.WorldAt(seq))
        return await asyncio.to_thread(decode_world, found.body)


def _day(request: web.Request) -> date | None:
    text = request.query.get("day")
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Unusable("day is a date such as 2026-11-22, on the district's clock") from error
