"""The record and the state that it adds up to, now or as it was."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import orjson
from aiohttp import web

from dispatch.api import query
from dispatch.api.access import token_of
from dispatch.api.answers import raw_answer, sliced_answer
from dispatch.core.state import slices
from dispatch.hub import Hub
from dispatch.past import questions as ask
from dispatch.past.timelines import events_of
from dispatch.stream.positions import Positions
from dispatch.stream.views import entries_for, readable_view, seen_by

SLICE_BYTES = 64 * 1024
"""So much of a state is made between two turns of the loop: a millisecond or two where nothing of it is kept."""


class RecordApi:
    """The record of one hub."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._positions = Positions(hub.log)

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of this subject."""
        return [
            web.get("/api/v1/state", self.get_state),
            web.get("/api/v1/events", self.get_events),
        ]

    async def get_state(self, request: web.Request) -> web.StreamResponse:
        """Return the World as the reader's view shows it, now or as it was at an event."""
        view = readable_view(token_of(request).by, request.query.get("view"))
        world, told = self._hub.processor.durable, None
        seq = query.int_param(request, "at", world.seq)
        if "at" in request.query:
            told = _cut((await self._hub.past.ask(ask.StateAt(seq, view))).body)
        position = orjson.dumps(await self._positions.at(seq))
        if told is None:
            entries = entries_for(view, self._hub.kept_entries)
            told = slices(seen_by(world, view), size=SLICE_BYTES, entries=entries)
        return await sliced_answer(request, chain((b'{"position":%b,"state":' % position,), told, (b"}",)))

    async def get_events(self, request: web.Request) -> web.Response:
        """Read the log as the view shows it."""
        view = readable_view(token_of(request).by, request.query.get("view"))
        after, limit = query.int_param(request, "after", 0), query.limit(request)
        bodies, looked = await events_of(self._hub.log, view, after=after, limit=limit)
        position = orjson.dumps(await self._positions.at(looked))
        return raw_answer(b'{"position":%b,"events":[%b]}' % (position, b",".join(bodies)))


def _cut(body: bytes) -> Iterator[bytes]:
    """Yield a text that was made elsewhere in slices of the usual size."""
    return (body[start : start + SLICE_BYTES] for start in range(0, len(body), SLICE_BYTES))
