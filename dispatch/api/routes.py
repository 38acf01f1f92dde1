"""Every route of the API, in one list."""

from __future__ import annotations

import logging

from aiohttp import web

from dispatch.access.tokens import TokensFileError
from dispatch.api.access import admitting
from dispatch.api.answers import problem_answer
from dispatch.api.commands import CommandsApi
from dispatch.api.corridors import CorridorApi
from dispatch.api.devices import DevicesApi
from dispatch.api.district import DistrictApi
from dispatch.api.drills import DrillsApi
from dispatch.api.help import HelpApi
from dispatch.api.incidents import IncidentsApi
from dispatch.api.map import MapApi
from dispatch.api.plan import PlanApi
from dispatch.api.push import PushApi
from dispatch.api.quotas import BODY_BYTES, Handler, within_quota
from dispatch.api.readiness import ReadinessApi
from dispatch.api.record import RecordApi
from dispatch.api.registry import RegistryApi
from dispatch.api.replay import ReplayApi
from dispatch.api.reports import ReportsApi
from dispatch.api.service import ServiceApi
from dispatch.api.sign_in import SignInApi
from dispatch.api.signals import SignalsApi
from dispatch.api.tokens import TokensApi
from dispatch.api.training import TrainingApi
from dispatch.core.errors import NotFound, Refused
from dispatch.hub import Hub
from dispatch.log.base import LogError
from dispatch.problems import of, problem
from dispatch.stream.effects import Effects
from dispatch.stream.positions import Positions
from dispatch.stream.server import StreamServer
from dispatch.wire.operations import OPERATIONS

logger = logging.getLogger(__name__)

SUBJECTS = (
    CommandsApi,
    PlanApi,
    IncidentsApi,
    HelpApi,
    DistrictApi,
    DevicesApi,
    MapApi,
    CorridorApi,
    ReadinessApi,
    PushApi,
    SignalsApi,
    DrillsApi,
    RecordApi,
    RegistryApi,
    ReplayApi,
    ReportsApi,
    SignInApi,
    TokensApi,
    TrainingApi,
    ServiceApi,
)
"""Each is made over a hub and gives its own ``routes()``."""


def routes(hub: Hub, *, build: str | None = None) -> list[web.RouteDef]:
    """Return every route of the API; ``build`` names the pages that are served beside it.

    Raises `KeyError` where one of them is no operation of the table.
    """

    def guarded(handler: Handler) -> Handler:
        return with_problems(within_quota(hub, handler))

    answering = [
        web.route(each.method, each.path, guarded(admitting(hub, OPERATIONS[each.method, each.path], each.handler)))
        for subject in SUBJECTS
        for each in subject(hub).routes()
    ]
    nothing = web.route("*", "/{path:.*}", guarded(find_nothing))
    # The stream stands by itself: whatever is wrapped around its handler stays in memory with every idle socket.
    stream = web.get("/api/v1/stream", _stream_server(hub, build).serve)
    return [stream, *answering, nothing]


def _stream_server(hub: Hub, build: str | None) -> StreamServer:
    positions = Positions(hub.log)
    effects = Effects(hub.processor, hub.clock, positions, hub.feed, hub.streams, kept=hub.kept_entries, build=build)
    return StreamServer(
        hub.streams,
        hub.feed,
        effects,
        tokens=hub.tokens,
        rate_limiter=hub.rate_limiter,
        quotas=hub.quotas,
        wrong_tokens=hub.wrong_tokens,
        on_signed_in=hub.metrics.sign_ins.labels(how="stream").inc,
        on_closed=hub.metrics.stream_closed,
    )


async def find_nothing(request: web.Request) -> web.StreamResponse:
    """Say that there is nothing at this path, or nothing to do there in this way."""
    detail = f"there is no {request.method} {request.path}; what there is stands in /api/v1/openapi.json"
    raise NotFound(detail)


def with_problems(handler: Handler) -> Handler:
    """Wrap a handler so that what goes wrong in it becomes an RFC 9457 problem."""

    async def answer_or_problem(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Refused as error:
            return problem_answer(of(error))
        except LogError as error:
            return problem_answer(problem(503, "log_unavailable", f"the record is not available: {error}"))
        except TokensFileError as error:
            # Where the file lies is for the log, not for whoever asks.
            logger.error("%s", error)  # noqa: TRY400 - the sentence says it all
            detail = "the tokens' file cannot be read or written now; ask whoever runs the hub, whose log says why"
            return problem_answer(problem(503, "tokens_unavailable", detail))
        except web.HTTPRequestEntityTooLarge:
            detail = f"the body is larger than {BODY_BYTES} bytes; send less at a time"
            return problem_answer(problem(413, "too_large", detail))
        except web.RequestPayloadError as error:
            return problem_answer(problem(400, "malformed", f"the body cannot be read: {error}; send it whole"))
        except web.HTTPException as error:
            if error.status < 400 or error.status >= 500:  # noqa: PLR2004 - HTTP's own classes
                raise
            wanted = "what is expected is in /api/v1/openapi.json"
            detail = f"the request cannot be read: {error.reason}; {wanted}"
            return problem_answer(problem(400, "malformed", detail))

    return answer_or_problem
