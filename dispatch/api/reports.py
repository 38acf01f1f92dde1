"""Reports over HTTP: an incident or exercise, a month, its samples. Counting and drawing happen in worker threads.

A page of ours asks by POST with the token in a form's field: so a report opens in a tab of its own, under the report's
own policy, and no token stands in an address.
"""

from __future__ import annotations

import asyncio
from typing import Literal, cast

import orjson
from aiohttp import web

from dispatch.api import query
from dispatch.core.instant import read_time, to_builtins
from dispatch.hub import Hub
from dispatch.past import questions as ask
from dispatch.past.reports.alarm_load import DAY_MS
from dispatch.past.reports.files import FORMATS, Document, Format, incident_document
from dispatch.past.reports.month import Month
from dispatch.past.reports.owed import owed
from dispatch.past.reports.reading import read_incident
from dispatch.past.reports.roads import roads_around
from dispatch.past.reports.tables import owed_csv
from dispatch.past.why.story import names_of
from dispatch.wire.vocabulary import Language
from stations.registry.reading import zones_of

PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'self'; base-uri 'none'"
)
"""A report carries its own style and nothing else: no script, nothing fetched."""


class ReportsApi:
    """Reports of one hub."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of this subject."""
        return [
            web.get("/api/v1/reports/incidents/{id}", self.get_incident),
            web.post("/api/v1/reports/incidents/{id}", self.get_incident),
            web.get("/api/v1/reports/months/{month}", self.get_month),
            web.post("/api/v1/reports/months/{month}", self.get_month),
            web.get("/api/v1/reports/months/{month}/samples", self.get_samples),
            web.get("/api/v1/reports/alarm-load", self.get_alarm_load),
            web.get("/api/v1/reports/signals", self.get_signal_times),
            web.get("/api/v1/reports/owed", self.get_owed),
        ]

    async def get_incident(self, request: web.Request) -> web.Response:
        """Report one incident or exercise, archived ones too."""
        hub, world = self._hub, self._hub.processor.durable
        form, language = _wanted(request)
        report = await read_incident(hub.log, request.match_info["id"], world, as_of=hub.clock.now())

        def write() -> Document:
            roads = roads_around(hub.travel_times.router.network, report.markers) if form == "html" else ()
            return incident_document(report, form, language, names=names_of(world), roads=roads)

        return _answer(await asyncio.to_thread(write))

    async def get_month(self, request: web.Request) -> web.Response:
        """Report a month."""
        form, language = _wanted(request)
        found = await self._hub.past.ask(ask.MonthFigures(request.match_info["month"], form, language))
        return _answer(Document(found.body, found.media_type))

    async def get_samples(self, request: web.Request) -> web.Response:
        """Give every measured stretch of a month as CSV: all percentiles can be computed from it again."""
        month = Month.read(request.match_info["month"], self._hub.timezone)
        found = await self._hub.past.ask(ask.Samples(month.name))
        return _answer(Document(found.body, found.media_type), f"onethree-samples-{month.name}.csv")

    async def get_alarm_load(self, request: web.Request) -> web.Response:
        """Give the desk's alarm load of a span, a day where none is said, or of this shift; as CSV its alarms."""
        form = cast("Literal['json', 'csv']", query.choice(request, "format", ("json", "csv"), "json"))
        now = self._hub.clock.now()
        until = read_time(request.query.get("to") or None, "to") or now
        if request.query.get("from") == THIS_SHIFT:
            question = ask.DeskLoad(None, int(until), form)
        else:
            from_at = read_time(request.query.get("from") or None, "from") or until.plus(-DAY_MS)
            question = ask.DeskLoad(int(from_at), int(until), form)
        found = await self._hub.past.ask(question)
        return _answer(Document(found.body, found.media_type), "onethree-alarms.csv" if form == "csv" else None)

    async def get_signal_times(self, request: web.Request) -> web.Response:
        """Give GB 50440's times of a span, a day where none is said; as CSV each signal that was measured."""
        form = cast("Literal['json', 'csv']", query.choice(request, "format", ("json", "csv"), "json"))
        until = read_time(request.query.get("to") or None, "to") or self._hub.clock.now()
        from_at = read_time(request.query.get("from") or None, "from") or until.plus(-DAY_MS)
        found = await self._hub.past.ask(ask.Times(int(from_at), int(until), form))
        return _answer(Document(found.body, found.media_type), "onethree-signal-times.csv" if form == "csv" else None)

    async def get_owed(self, request: web.Request) -> web.Response:
        """Say what is owed on devices now: by street, keeper and station, and the oldest of it."""
        days = query.int_param(request, "days", OWED_AFTER_DAYS)
        form = query.choice(request, "format", ("json", "csv"), "json")
        hub, world, now = self._hub, self._hub.processor.durable, self._hub.clock.now()

        def write() -> Document:
            found = owed(world, zones_of(hub.folder), now=now, days=days)
            if form == "csv":
                return Document(owed_csv(found.listed), "text/csv")
            return Document(orjson.dumps(to_builtins(found)), "application/json")

        return _answer(await asyncio.to_thread(write), "onethree-owed.csv" if form == "csv" else None)


OWED_AFTER_DAYS = 3
"""What is out of order for longer is owed, where nobody says otherwise."""

THIS_SHIFT = "shift"
"""In place of a moment: since the desk was last handed over, or for twelve hours."""


def _wanted(request: web.Request) -> tuple[Format, Language]:
    form = query.choice(request, "format", FORMATS, "html")
    language = query.choice(request, "lang", ("zh", "en"), "zh")
    return cast("Format", form), cast("Language", language)


def _answer(document: Document, name: str | None = None) -> web.Response:
    charset = None if document.media_type == "application/json" else "utf-8"
    headers = {"Content-Security-Policy": PAGE_POLICY, "X-Content-Type-Options": "nosniff"}
    if name is not None:
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return web.Response(body=document.content, content_type=document.media_type, charset=charset, headers=headers)
