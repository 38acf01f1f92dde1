"""What helpers answer: let in by their own key, since they bear no token of this hub."""

from __future__ import annotations

import asyncio
import time

from aiohttp import web

from dispatch.access.rate_limits import RateLimiter
from dispatch.api.answers import json_answer
from dispatch.api.bodies import read_body
from dispatch.core.help import Ask, Help
from dispatch.core.vocabulary import By
from dispatch.hub import Hub
from dispatch.intake.help_answer import ANSWER_BYTES, HelpAnswerIn, command_of, message_id, read_answer
from dispatch.problems import NoToken, TooMany

ANSWERS_PER_SECOND = 5.0
ANSWERS_AT_ONCE = 50.0
"""Per address: a helper's system answers a few requests at a time."""


class HelpApi:
    """Answers of helpers to one hub."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._rate_limiter = RateLimiter(time.monotonic, per_second=ANSWERS_PER_SECOND, burst=ANSWERS_AT_ONCE)

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of this subject."""
        return [web.post("/api/v1/help/answers", self.post_answer)]

    async def post_answer(self, request: web.Request) -> web.Response:
        """Take a helper's answer to a message of ours."""
        if self._rate_limiter.acquire(request.remote or "") > 0:
            raise TooMany("too many answers from this address; wait a second, and send again")
        body = await read_body(request, ANSWER_BYTES)
        sender = self._hub.processor.durable.settings.helpers.sender
        answer = read_answer(body, sender=sender, charset=request.charset)
        asked, ask = await self._whose(request, body, answer)
        by = By(role="helper", name=ask.name)
        done = await self._hub.processor.do(command_of(answer, asked.id, ask.helper), by)
        state = self._hub.processor.world.requests[asked.id].state
        return json_answer({"seq": done.seq, "request": asked.id, "state": state})

    async def _whose(self, request: web.Request, body: bytes, answer: HelpAnswerIn) -> tuple[Help, Ask]:
        """Return the request and the ask that are answered. Raises `NoToken`, the same for whatever is not right."""
        found = message_id(answer.message)
        asked = self._hub.processor.durable.requests.get(found.request) if found is not None else None
        ask = asked.ask(found.ask) if asked is not None and found is not None else None
        if asked is not None and ask is not None and found is not None and found.at == str(int(ask.at)):
            scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
            is_its = await asyncio.to_thread(
                self._hub.helper_keys.may_answer,
                ask.helper,
                answer.message.removesuffix(".off"),
                body=body,
                bearer=bearer.strip() if scheme.lower() == "bearer" else "",
                signature=request.headers.get("Onethree-Signature", ""),
                now_s=self._hub.clock.now() // 1000,
            )
            if is_its:
                return asked, ask
        raise NoToken(
            "this answers no message of ours, or is not signed: send the token that came with the message as "
            "Authorization: Bearer, or Onethree-Signature over the body with the helper's key"
        )
