"""Messages of devices as they came, with how they were read; and mappings: those in force, and one to be tried."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
from aiohttp import web

from dispatch.api import query
from dispatch.api.answers import json_answer, problem_answer
from dispatch.api.bodies import read_body
from dispatch.core.errors import NotFound, Unusable
from dispatch.gateways import rereading
from dispatch.gateways.mappings import read_history
from dispatch.gateways.rereading import Difference, Rereader
from dispatch.hub import Hub
from dispatch.intake.json_in import read
from dispatch.intake.mapping.model import Mapping, MappingError, read_mapping
from dispatch.intake.mapping.shelf import Mappings
from dispatch.intake.mapping_json import TryIn
from dispatch.problems import problem

AT_MOST = 200
"""The most messages in one answer: each has its bytes."""

SLICE = 50
"""So many messages are read again between two turns of the loop."""


class SignalsApi:
    """Raw messages and mappings of one hub."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of this subject."""
        return [
            web.get("/api/v1/signals/raw", self.get_messages),
            web.get("/api/v1/signals/raw/{n}", self.get_message),
            web.get("/api/v1/signals/mappings", self.get_mappings),
            web.post("/api/v1/signals/try", self.post_try),
        ]

    async def get_messages(self, request: web.Request) -> web.Response:
        """List messages, newest first; of a gateway, or about one device under it."""
        before = query.int_param(request, "before", 0)
        wanted = min(query.limit(request), AT_MOST)
        try:
            rows = await self._hub.raw.newest(
                gateway=request.query.get("gateway") or None,
                address=request.query.get("address") or None,
                before=before or None,
                limit=wanted,
            )
        except OSError as error:
            return _unavailable(error)
        following = rows[-1].n if len(rows) == wanted else None
        return json_answer({"messages": [rereading.shown(row) for row in rows], "next": following})

    async def get_message(self, request: web.Request) -> web.Response:
        """Read one message, and how it would be read now."""
        text = request.match_info["n"]
        number = int(text) if text.isdecimal() and len(text) < 16 else 0  # noqa: PLR2004 - no number has more digits
        try:
            row = await self._hub.raw.find(number)
        except OSError as error:
            return _unavailable(error)
        if row is None:
            raise NotFound(f"there is no raw message {text:.20}, or not any more: they are kept for 30 days")
        rereader = self._rereader(self._hub.mappings.now())
        told = rereading.shown(row, now=rereader.read(row))
        frame = rereader.explained(row)
        return json_answer(told if frame is None else {**told, "frame": msgspec.to_builtins(frame)})

    async def get_mappings(self, _request: web.Request) -> web.Response:
        """List the mappings in force, those that cannot be used, and what was put into force when and by whom."""
        mappings = self._hub.mappings.now()
        history = await asyncio.to_thread(read_history, self._hub.folder)
        return json_answer(
            {
                "mappings": [_told(each) for each in mappings.by_name.values()],
                "problems": mappings.problems,
                "history": msgspec.to_builtins(history),
            }
        )

    async def post_try(self, request: web.Request) -> web.Response:
        """Read past messages by a mapping that is not in force: which of them would say something else."""
        sent = read(_decode_try, await read_body(request), "mapping to be tried")
        try:
            mapping = read_mapping(sent.mapping)
        except MappingError as error:
            raise Unusable(f"the mapping cannot be used: {error}", at="mapping") from error
        rereader = self._rereader(self._hub.mappings.now().replaced(mapping))
        looked, found = 0, list[Difference]()
        try:
            rows = await self._hub.raw.newest(gateway=sent.gateway, limit=sent.limit)
        except OSError as error:
            return _unavailable(error)
        for start in range(0, len(rows), SLICE):
            more, others = rereading.differences(rows[start : start + SLICE], rereader)
            looked, found = looked + more, found + others
            await asyncio.sleep(0)
        return json_answer({"looked": looked, "differences": [_difference(each) for each in found[:AT_MOST]]})

    def _rereader(self, mappings: Mappings) -> Rereader:
        gateways = self._hub.processor.durable.gateways

        def profile_of(gateway: str) -> str | None:
            row = gateways.get(gateway)
            return row.profile if row is not None else None

        return Rereader(
            mappings,
            secret_of=self._hub.push_secrets.find,
            panel_profile_of=profile_of,
            panel_profiles=self._hub.panels.profiles,
        )


def _told(mapping: Mapping) -> dict[str, Any]:
    wanted = mapping.source.applies
    return {
        "name": mapping.name,
        "title": mapping.source.title,
        "for": msgspec.to_builtins(wanted),
        "text": mapping.text,
    }


def _difference(each: Difference) -> dict[str, Any]:
    return {
        "n": each.n,
        "at": each.at,
        "gateway": each.gateway,
        "topic": each.topic,
        "before": rereading.in_words(each.before),
        "after": rereading.in_words(each.after),
    }


def _unavailable(error: OSError) -> web.Response:
    return problem_answer(problem(503, "log_unavailable", f"raw messages cannot be read now: {error}"))


_decode_try = msgspec.json.Decoder(TryIn).decode
