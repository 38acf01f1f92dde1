"""The HTTP driver: requests to commands and reads, answers and problems back. Thin."""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import msgspec
import orjson
from aiohttp import web

from dispatch import asyncapi, openapi, reads
from dispatch.core.errors import Forbidden, NotFound, Refused, Unusable
from dispatch.core.events import decode, encode
from dispatch.core.instant import to_text
from dispatch.core.state import encode_state, to_state
from dispatch.core.vocabulary import Place
from dispatch.core.world import World
from dispatch.hub import Hub
from dispatch.intake.alarm_json import answer, read_alarm
from dispatch.json_in import content_of, read
from dispatch.log.base import LogError
from dispatch.memory import Resend
from dispatch.problems import NoToken, TooMany, of, problem
from dispatch.resets import seen_by
from dispatch.session import check_id, read_command
from dispatch.stream import serve_stream
from dispatch.tokens import Token
from dispatch.why.explain import explain

BODY_BYTES = 256 * 1024
"""The largest body that is read."""

LIMIT_AT_MOST = 1000
"""The most entries of a list in one answer."""

STALLED_AFTER_S = 2.0
"""The hub is not ready when its watch has not looked for this long while something was due."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def routes(hub: Hub) -> list[web.RouteDef]:
    """Return every route of the API."""
    api = Api(hub)
    answering = [
        web.post("/api/v1/alarms", api.post_alarm),
        web.post("/api/v1/commands", api.post_command),
        web.get("/api/v1/incidents", api.get_incidents),
        web.get("/api/v1/incidents/{id}", api.get_incident),
        web.get("/api/v1/incidents/{id}/timeline", api.get_timeline),
        web.get("/api/v1/incidents/{id}/explain", api.get_explanation),
        web.get("/api/v1/stations", api.get_stations),
        web.get("/api/v1/units", api.get_units),
        web.get("/api/v1/reach", api.get_reach),
        web.get("/api/v1/state", api.get_state),
        web.get("/api/v1/events", api.get_events),
        web.get("/api/v1/openapi.json", api.get_openapi),
        web.get("/api/v1/asyncapi.json", api.get_asyncapi),
        web.get("/metrics", api.get_metrics),
        web.get("/healthz", api.get_health),
        web.get("/readyz", api.get_ready),
        web.route("*", "/{path:.*}", api.find_nothing),
    ]
    # The stream stands by itself: whatever is wrapped around its handler stays in memory with every idle socket.
    stream = web.get("/api/v1/stream", partial(serve_stream, hub))
    return [stream, *(web.route(each.method, each.path, with_problems(each.handler)) for each in answering)]


def with_problems(handler: Handler) -> Handler:
    """Wrap a handler so that what goes wrong in it becomes an RFC 9457 problem."""

    async def answer_or_problem(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Refused as error:
            return _problem(of(error))
        except LogError as error:
            return _problem(problem(503, "log_unavailable", f"the record is not available: {error}"))
        except web.HTTPRequestEntityTooLarge:
            detail = f"the body is larger than {BODY_BYTES} bytes; send less at a time"
            return _problem(problem(413, "too_large", detail))
        except web.HTTPException as error:
            if error.status < 400 or error.status >= 500:  # noqa: PLR2004 - HTTP's own classes
                raise
            wanted = "what is expected is in /api/v1/openapi.json"
            return _problem(problem(400, "malformed", f"the request cannot be read: {error.reason}; {wanted}"))

    return answer_or_problem


class Api:
    """The handlers, over one hub."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    # --- in -----------------------------------------------------------------------------------------------------------

    async def post_alarm(self, request: web.Request) -> web.Response:
        """Raise an alarm."""
        token = self._token(request)
        command, resend = read_alarm(await request.read(), token=token.id)
        result = await self._measured("alarm.raise", self._hub.desk.submit(command, token.by, resend))
        return _json(answer(result.events), status=200 if result.repeated else 201)

    async def post_command(self, request: web.Request) -> web.Response:
        """Carry out a command."""
        token = self._token(request)
        content = await request.read()
        command = read_command(content)
        resend = Resend(check_id(_read_id(content)), content_of(content))
        kind = str(command.__struct_config__.tag)
        result = await self._measured(kind, self._hub.desk.submit(command, token.by, resend))
        bodies = b",".join(encode(event) for event in result.events)
        return _raw(b'{"seq":%d,"events":[%b]}' % (result.seq, bodies))

    async def find_nothing(self, request: web.Request) -> web.Response:
        """Say that there is nothing at this path, or nothing to do there in this way."""
        detail = f"there is no {request.method} {request.path}; what there is stands in /api/v1/openapi.json"
        raise NotFound(detail)

    # --- out ----------------------------------------------------------------------------------------------------------

    async def get_incidents(self, request: web.Request) -> web.Response:
        """List incidents of the last 24 hours, oldest first."""
        token, world = self._token(request), self._hub.desk.durable
        status = _choice(request, "status", ("open", "closed", "all"), "all")
        after, limit = request.query.get("after", ""), _limit(request)
        found = [each for each in reads.seen_incidents(world, token) if status in ("all", _status(each.open))]
        start = next((place + 1 for place, each in enumerate(found) if each.id == after), 0)
        listed = found[start : start + limit]
        more = listed[-1].id if start + limit < len(found) else None
        return _json({"incidents": [reads.incident_json(world, each) for each in listed], "next": more})

    async def get_incident(self, request: web.Request) -> web.Response:
        """Read one incident."""
        token, world = self._token(request), self._hub.desk.durable
        incident = world.incidents.get(request.match_info["id"])
        if incident is None:
            raise NotFound(
                f"there is no incident {request.match_info['id']} in the last 24 hours; its /timeline may "
                "still be in the record"
            )
        if not reads.may_read(world, token, incident):
            raise Forbidden("a station reads the incidents that it has an order in")
        return _json(reads.incident_json(world, incident))

    async def get_timeline(self, request: web.Request) -> web.Response:
        """Read every event of one incident."""
        return _raw(b'{"events":[%b]}' % b",".join(await self._timeline(request)))

    async def get_explanation(self, request: web.Request) -> web.Response:
        """Say why one incident went as it did."""
        events = [decode(body) for body in await self._timeline(request)]
        return _json(reads.plain(explain(events, request.match_info["id"])))

    async def get_stations(self, request: web.Request) -> web.Response:
        """List stations with their units."""
        token, world = self._reader(request), self._hub.desk.durable
        shown = [token.station] if token.station else sorted(world.stations)
        online: dict[str, int] = {}
        for connection in self._hub.connections:
            if connection.view.kind == "station":
                online[connection.view.id] = online.get(connection.view.id, 0) + 1
        found = [reads.station_json(world, key, online=online.get(key, 0)) for key in shown if key in world.stations]
        return _json({"stations": found})

    async def get_units(self, request: web.Request) -> web.Response:
        """List units."""
        token, world = self._reader(request), self._hub.desk.durable
        shown = world.units_of.get(token.station, ()) if token.station else sorted(world.units)
        return _json({"units": [reads.unit_json(world, unit) for unit in shown]})

    async def get_reach(self, request: web.Request) -> web.Response:
        """Return every unit's travel time to a place, now."""
        self._centre(request)
        place = Place(lon=_degrees(request, "lon", 180), lat=_degrees(request, "lat", 90), floor=_floor(request))
        hub, world = self._hub, self._hub.desk.durable
        reach = await hub.fleet.everybody(place, at_ms=hub.clock.now())
        units = [
            {
                "unit": each.unit,
                "station": world.units[each.unit].station,
                "eta_s": each.eta_ms / 1000,
                "legs": reads.plain(each.legs),
                "free": each.unit not in world.active_by_unit and each.unit not in world.off_duty,
            }
            for each in reach.around
            if each.unit in world.units
        ]
        return _json({"units": units, "network": reach.network, "closures": reach.closures})

    async def get_state(self, request: web.Request) -> web.Response:
        """Return the World as the reader's view shows it, now or as it was at an event."""
        view = reads.readable_view(self._token(request), request.query.get("view"))
        world = self._hub.desk.durable
        if "at" in request.query:
            world = await reads.world_at(self._hub.log, _whole(request, "at", world.seq))
        body = await asyncio.to_thread(_encode_state, seen_by(world, view))
        position = orjson.dumps({"epoch": self._hub.log.epoch, "seq": world.seq})
        return _raw(b'{"position":%b,"state":%b}' % (position, body))

    async def get_events(self, request: web.Request) -> web.Response:
        """Read the log as the view shows it."""
        view = reads.readable_view(self._token(request), request.query.get("view"))
        after, limit = _whole(request, "after", 0), _limit(request)
        bodies, looked = await reads.events_of(self._hub.log, view, after=after, limit=limit)
        position = orjson.dumps({"epoch": self._hub.log.epoch, "seq": looked})
        return _raw(b'{"position":%b,"events":[%b]}' % (position, b",".join(bodies)))

    async def get_metrics(self, request: web.Request) -> web.Response:
        """Return the metrics; without a token on loopback only."""
        if request.remote not in ("127.0.0.1", "::1"):
            self._centre(request)
        return web.Response(body=self._hub.metrics.text(), content_type="text/plain", charset="utf-8")

    async def get_openapi(self, _request: web.Request) -> web.Response:
        """Describe this interface, to anybody."""
        return _raw(openapi.document())

    async def get_asyncapi(self, _request: web.Request) -> web.Response:
        """Describe the stream, to anybody."""
        return _raw(asyncapi.document())

    async def get_health(self, _request: web.Request) -> web.Response:
        """Say that the process runs."""
        return _json({"status": "ok", "server_time": to_text(self._hub.clock.now())})

    async def get_ready(self, _request: web.Request) -> web.Response:
        """Say whether alarms are taken and deadlines kept."""
        due = self._hub.watch.schedule.first()
        late_s = -self._hub.clock.seconds_until(due.due_at) if due else 0.0
        if late_s > STALLED_AFTER_S:
            return _problem(problem(503, "watch_stalled", f"the watch is {late_s:.1f} s late; restart the hub"))
        return _json({"status": "ready", "head": self._hub.feed.head})

    async def _timeline(self, request: web.Request) -> list[bytes]:
        token, key, world = self._token(request), request.match_info["id"], self._hub.desk.durable
        incident = world.incidents.get(key)
        own = incident is not None and reads.may_read(world, token, incident)
        if not own and token.role not in ("dispatcher", "commander", "admin"):
            raise Forbidden("a station reads the incidents that it has an order in")
        return await reads.timeline(self._hub.log, key)

    # --- who ----------------------------------------------------------------------------------------------------------

    def _token(self, request: web.Request) -> Token:
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        token = self._hub.tokens.find(text.strip()) if scheme.lower() == "bearer" else None
        if token is None:
            raise NoToken("send the header Authorization: Bearer TOKEN; onethree token DIR --role ROLE makes one")
        if self._hub.pace.take(token.id) > 0:
            raise TooMany("this token asks too fast; wait a second, and send again")
        return token

    def _reader(self, request: web.Request) -> Token:
        token = self._token(request)
        if token.role == "device":
            raise Forbidden("a device token only raises alarms")
        return token

    def _centre(self, request: web.Request) -> Token:
        token = self._token(request)
        if token.role not in ("dispatcher", "commander", "admin"):
            raise Forbidden(f"a {token.role} token may not read this; use a dispatcher's or a commander's")
        return token

    async def _measured(self, kind: str, work: Awaitable[Any]) -> Any:
        metrics, loop = self._hub.metrics, asyncio.get_running_loop()
        started = loop.time()
        try:
            result = await work
        except Refused as error:
            metrics.commands.labels(type=kind, outcome=error.code).inc()
            raise
        metrics.commands.labels(type=kind, outcome="done").inc()
        metrics.command_seconds.observe(loop.time() - started)
        return result


class _Id(msgspec.Struct, frozen=True):
    id: str


_decode_id = msgspec.json.Decoder(_Id).decode


def _read_id(content: bytes) -> str:
    return read(_decode_id, content, "command").id


def _encode_state(world: World) -> bytes:
    return encode_state(to_state(world))


def _status(is_open: bool) -> str:  # noqa: FBT001 - a word for a flag
    return "open" if is_open else "closed"


def _choice(request: web.Request, name: str, known: tuple[str, ...], default: str) -> str:
    value = request.query.get(name) or default
    if value not in known:
        raise Unusable(f"{name} is one of {', '.join(known)}")
    return value


def _whole(request: web.Request, name: str, default: int) -> int:
    text = request.query.get(name)
    if text is None:
        return default
    if not text.isdecimal() or len(text) > 15:  # noqa: PLR2004 - no count of this hub has more digits
        raise Unusable(f"{name} is a whole number")
    return int(text)


def _limit(request: web.Request) -> int:
    limit = _whole(request, "limit", 100)
    if not 0 < limit <= LIMIT_AT_MOST:
        raise Unusable(f"limit is 1 to {LIMIT_AT_MOST}")
    return limit


def _degrees(request: web.Request, name: str, most: float) -> float:
    try:
        value = float(request.query[name])
    except (KeyError, ValueError):
        value = math.nan
    if not abs(value) <= most:
        raise Unusable(f"give {name} in WGS-84 degrees, such as ?lon=106.57&lat=29.56")
    return value


def _floor(request: web.Request) -> int | None:
    text = request.query.get("floor") or None
    if text is not None and re.fullmatch(r"-?[0-9]{1,3}", text, re.ASCII) is None:
        raise Unusable("floor is a whole number, basements negative")
    return None if text is None else int(text)


def _json(value: Any, *, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(value), status=status, content_type="application/json")


def _raw(body: bytes) -> web.Response:
    return web.Response(body=body, content_type="application/json")


_PROBLEM_HEADERS = {401: {"WWW-Authenticate": "Bearer"}, 429: {"Retry-After": "1"}}
"""RFC 9110, 11.6.1 and 10.2.3."""


def _problem(value: dict[str, Any]) -> web.Response:
    headers = _PROBLEM_HEADERS.get(value["status"])
    return web.Response(
        body=orjson.dumps(value), status=value["status"], headers=headers, content_type="application/problem+json"
    )
