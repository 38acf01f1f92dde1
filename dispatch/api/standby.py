"""What a hub answers while it stands by: who leads its record. It takes nothing and shows nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from dispatch.api.access import is_from_here
from dispatch.api.answers import add_security_headers, json_answer, problem_answer
from dispatch.core.instant import Instant, to_text
from dispatch.log.base import Leader, RecordLed
from dispatch.problems import problem
from dispatch.writer.clock import wall_ms
from dispatch.writer.readiness import STANDBY

LOOK_EVERY_S = 1.0
"""How often it is tried whether the record is free."""

OnStandby = Callable[[str, int | None], None]
"""Told, in a sentence, who leads now, and at which port this hub says so; None: it leads itself and listens soon."""


class Standby:
    """This hub before it leads. Use as an async context manager; it listens from the first `wait` until the end.

    ``listen`` serves an application at the hub's own address and yields the port; ``metrics`` is their text.
    """

    def __init__(
        self,
        listen: Callable[[web.Application], AbstractAsyncContextManager[int]],
        metrics: Callable[[], bytes],
        on_standby: OnStandby,
    ) -> None:
        self._listen = listen
        self._metrics = metrics
        self._on_standby = on_standby
        self._stack = AsyncExitStack()
        self._port: int | None = None
        self._leader: Leader | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()
        if kind is None and self._port is not None:
            self._on_standby("the record is free: this hub takes it over", None)

    async def wait(self, led: RecordLed) -> None:
        """Say who leads where that is news, and wait a little."""
        news = self._port is None or led.leader != self._leader
        self._leader = led.leader
        if self._port is None:
            self._port = await self._stack.enter_async_context(self._listen(self._application()))
        if news:
            self._on_standby(self._sentence(), self._port)
        await asyncio.sleep(LOOK_EVERY_S)

    def _application(self) -> web.Application:
        app = web.Application()
        app.add_routes(
            [
                web.get("/healthz", self.get_health),
                web.get("/readyz", self.refuse),
                web.get("/metrics", self.get_metrics),
                web.route("*", "/{path:.*}", self.refuse),
            ]
        )
        app.on_response_prepare.append(add_security_headers)
        return app

    async def get_health(self, _request: web.Request) -> web.Response:
        """Say that the process runs."""
        return json_answer({"status": "ok", "server_time": to_text(Instant(wall_ms()))})

    async def get_metrics(self, request: web.Request) -> web.Response:
        """Return the metrics to this machine; whose token is good only the leading hub says."""
        if not is_from_here(request):
            return await self.refuse(request)
        return web.Response(body=self._metrics(), content_type="text/plain", charset="utf-8")

    async def refuse(self, _request: web.Request) -> web.Response:
        """Say that this hub stands by, and for whom."""
        leader = self._leader and {"name": self._leader.name, "since": self._leader.since}
        more: dict[str, Any] = {"reasons": [STANDBY], "leader": leader}
        return problem_answer(problem(503, "standby", self._sentence()) | more)

    def _sentence(self) -> str:
        who = self._leader or "another hub"
        return (
            f"this hub stands by: the record is led by {who}; it takes over by itself when that one is not heard of "
            "any more, or at once with serve --take-over"
        )
