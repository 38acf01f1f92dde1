"""Incidents: the list, one of them, its events, and why it went as it did."""

from __future__ import annotations

from aiohttp import web

from dispatch.access.permissions import may_read
from dispatch.access.roles import READERS
from dispatch.api import query
from dispatch.api.access import token_of
from dispatch.api.answers import json_answer, raw_answer
from dispatch.api.shapes import incident_json
from dispatch.core.errors import Forbidden, NotFound
from dispatch.core.events import decode, encode
from dispatch.core.instant import to_builtins
from dispatch.core.world import Incident
from dispatch.hub import Hub
from dispatch.intake.erase_json import read_erasure
from dispatch.past import questions as ask
from dispatch.past.before import Past, before, decode_pasts, is_all_in_world, keys_of, window_of
from dispatch.past.reports.reading import began_at
from dispatch.past.timelines import timeline
from dispatch.past.why.explain import explain
from dispatch.stream.views import seen_incidents


class IncidentsApi:
    """Incidents of one hub."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of this subject."""
        return [
            web.get("/api/v1/incidents", self.get_incidents),
            web.get("/api/v1/incidents/{id}", self.get_incident),
            web.get("/api/v1/incidents/{id}/timeline", self.get_timeline),
            web.get("/api/v1/incidents/{id}/before", self.get_before),
            web.get("/api/v1/incidents/{id}/explain", self.get_explanation),
            web.post("/api/v1/incidents/{id}/erase", self.post_erasure),
        ]

    async def get_incidents(self, request: web.Request) -> web.Response:
        """List incidents of the last 24 hours, oldest first."""
        token, world = token_of(request), self._hub.processor.durable
        status = query.choice(request, "status", ("open", "closed", "all"), "all")
        after, limit = request.query.get("after", ""), query.limit(request)
        found = [each for each in seen_incidents(world, token.by) if status in ("all", _status(each.open))]
        start = next((place + 1 for place, each in enumerate(found) if each.id == after), 0)
        listed = found[start : start + limit]
        more = listed[-1].id if start + limit < len(found) else None
        return json_answer({"incidents": [incident_json(world, each) for each in listed], "next": more})

    async def get_incident(self, request: web.Request) -> web.Response:
        """Read one incident."""
        return json_answer(incident_json(self._hub.processor.durable, self._incident(request)))

    async def get_before(self, request: web.Request) -> web.Response:
        """Say what happened at one incident's devices and in its building before."""
        hub, incident = self._hub, self._incident(request)
        now, keys = hub.clock.now(), keys_of(incident)
        archived: dict[str, Past] = {}
        if keys and not is_all_in_world(await began_at(hub.log), now):
            found = await hub.past.ask(ask.PastOf(keys, int(window_of(now))))
            archived = decode_pasts(found.body)
        return json_answer(to_builtins(before(hub.processor.durable, incident, archived, now)))

    async def get_timeline(self, request: web.Request) -> web.Response:
        """Read every event of one incident."""
        return raw_answer(b'{"events":[%b]}' % b",".join(await self._timeline(request)))

    async def get_explanation(self, request: web.Request) -> web.Response:
        """Say why one incident went as it did."""
        events = [decode(body) for body in await self._timeline(request)]
        return json_answer(to_builtins(explain(events, request.match_info["id"])))

    async def post_erasure(self, request: web.Request) -> web.Response:
        """Destroy what people said about an incident."""
        wish = read_erasure(await request.read())
        answer = await self._hub.eraser.erase(request.match_info["id"], wish.reason, token_of(request).by)
        bodies = b",".join(encode(event) for event in answer.events)
        return raw_answer(b'{"seq":%d,"events":[%b]}' % (answer.seq, bodies))

    def _incident(self, request: web.Request) -> Incident:
        """Return an incident of the last day that whoever asks may read. Raises `NotFound` or `Forbidden`."""
        token, world, key = token_of(request), self._hub.processor.durable, request.match_info["id"]
        incident = world.incidents.get(key)
        if incident is None:
            raise NotFound(f"there is no incident {key} in the last 24 hours; its /timeline may still be in the record")
        if not may_read(world, token.by, incident):
            raise Forbidden(_NOT_ITS_OWN)
        return incident

    async def _timeline(self, request: web.Request) -> list[bytes]:
        token, key, world = token_of(request), request.match_info["id"], self._hub.processor.durable
        incident = world.incidents.get(key)
        own = incident is not None and may_read(world, token.by, incident)
        if not own and token.role in READERS.narrowed:
            raise Forbidden(_NOT_ITS_OWN)
        return await timeline(self._hub.log, key)


_NOT_ITS_OWN = "a station reads the incidents that it has an order in, until its release; ask the centre for the rest"


def _status(is_open: bool) -> str:  # noqa: FBT001 - a word for a flag
    return "open" if is_open else "closed"
