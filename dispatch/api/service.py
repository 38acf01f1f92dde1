"""What the hub says of itself: its health, its metrics, its interface."""

from __future__ import annotations

from aiohttp import web

from dispatch.api.answers import json_answer, problem_answer, raw_answer
from dispatch.core.instant import to_text
from dispatch.hub import Hub
from dispatch.problems import problem
from dispatch.wire import asyncapi, openapi
from dispatch.writer.readiness import WATCH_STALLED


class ServiceApi:
    """Health and description of one hub."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of this subject."""
        return [
            web.get("/api/v1/openapi.json", self.get_openapi),
            web.get("/api/v1/asyncapi.json", self.get_asyncapi),
            web.get("/metrics", self.get_metrics),
            web.get("/healthz", self.get_health),
            web.get("/readyz", self.get_ready),
        ]

    async def get_metrics(self, _request: web.Request) -> web.Response:
        """Return the metrics."""
        return web.Response(body=self._hub.metrics.text(), content_type="text/plain", charset="utf-8")

    async def get_openapi(self, _request: web.Request) -> web.Response:
        """Describe this interface, to anybody."""
        return raw_answer(openapi.document())

    async def get_asyncapi(self, _request: web.Request) -> web.Response:
        """Describe the stream, to anybody."""
        return raw_answer(asyncapi.document())

    async def get_health(self, _request: web.Request) -> web.Response:
        """Say that the process runs."""
        return json_answer({"status": "ok", "server_time": to_text(self._hub.clock.now())})

    async def get_ready(self, _request: web.Request) -> web.Response:
        """Say whether an alarm would be stored at once and deadlines are kept, and else why not."""
        reasons = self._hub.readiness.reasons()
        if reasons:
            why, stalled = "; ".join(reasons.values()), WATCH_STALLED in reasons
            found = problem(503, "watch_stalled", why) if stalled else problem(503, "not_ready", why)
            return problem_answer(found | {"reasons": list(reasons)})
        return json_answer({"status": "ready", "head": self._hub.feed.head, "rules": self._rules(), "reasons": []})

    def _rules(self) -> dict[str, object]:
        """Say whether the rules do what they should.

        A hub whose rule fails is ready all the same: it takes every alarm and keeps every other deadline, and a restart
        mends no rule. Who runs it and who sits at a console must know, or nobody does what was not done.
        """
        processor, now = self._hub.processor, self._hub.clock.now()
        aside, last = len(processor.schedule.aside(processor.world)), processor.failures.last
        return {
            "failing": aside > 0 or processor.failures.failing(now),
            "failed": processor.failures.count,
            "set_aside": aside,
            "last_kind": last.kind if last else None,
            "last_at": to_text(last.at) if last else None,
        }
