"""Cloud platforms push what their devices said: let in by the profile's signature, answered once it is durable.

What cannot be read is answered 200 as well: it is kept and shown as not read, and would not read any better when it is
sent for the sixteenth time. Only a wrong signature is refused, and a hub that cannot keep it now.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Coroutine
from typing import Any

from aiohttp import web

from dispatch.api.answers import json_answer, problem_answer
from dispatch.api.bodies import read_body
from dispatch.core.world import World
from dispatch.gateways.port import Part, RawMessage
from dispatch.hub import Hub
from dispatch.intake.push.port import Came, Profile, Secret, WrongSignatureError
from dispatch.intake.push.profiles import PROFILES, Sending, read_push
from dispatch.listener.protocol import authenticate_connection
from dispatch.problems import NoToken, TooMany, problem

AT_ONCE = 1_000
"""So many pushes are under way at once; who comes then is told to come again, while those are answered in time."""

ANSWER_WITHIN_S = 0.9
"""Platforms want their answer within a second or some; one that is not durable by then is asked for again."""


class PushApi:
    """Pushes of platforms to one hub."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._taking: dict[asyncio.Task[web.Response], float] = {}  # since when, the oldest first

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of this subject."""
        return [
            web.get("/api/v1/push/{profile}", self.get_push, allow_head=False),
            web.post("/api/v1/push/{profile}", self.post_push),
        ]

    async def get_push(self, request: web.Request) -> web.Response:
        """Answer a platform's check of the address: OneNET wants its ``msg`` back."""
        profile, secret, _ = self._known(request)
        if profile.check_answer is None:
            return json_answer({"profile": profile.name})
        try:
            text = profile.check_answer(secret, _came(request, b""))
        except WrongSignatureError as error:
            raise self._turned_away(request, str(error)) from error
        return web.Response(text=text)

    async def post_push(self, request: web.Request) -> web.Response:
        """Take what a platform pushes."""
        profile, secret, gateway = self._known(request)
        body = await read_body(request)
        try:
            profile.verify(secret, _came(request, body))
        except WrongSignatureError as error:
            raise self._turned_away(request, str(error)) from error
        authenticate_connection(request)
        if len(self._taking) >= AT_ONCE or self._oldest_s() > ANSWER_WITHIN_S:
            raise TooMany("too many pushes at once; send it again in a second")
        return await self._answer_in_time(self._take(profile, secret, gateway, body, request))

    async def _answer_in_time(self, work: Coroutine[Any, Any, web.Response]) -> web.Response:
        """Answer what comes of it; where that takes too long, say so, and go on: the platform's next try finds it."""
        taking = asyncio.create_task(work)
        self._taking[taking] = asyncio.get_running_loop().time()
        taking.add_done_callback(self._end)
        await asyncio.wait((taking,), timeout=ANSWER_WITHIN_S)
        try:
            return taking.result()
        except asyncio.InvalidStateError:
            return _not_kept("it is not on the disk yet")
        except OSError as error:
            return _not_kept(f"it could not be kept: {error}")

    def _end(self, taking: asyncio.Task[web.Response]) -> None:
        del self._taking[taking]
        if not taking.cancelled():
            taking.exception()  # told already, or nobody waits any more

    def _oldest_s(self) -> float:
        """Return for how long the oldest push has been under way."""
        oldest = next(iter(self._taking.values()), None)
        return 0.0 if oldest is None else asyncio.get_running_loop().time() - oldest

    async def _take(
        self, profile: Profile, secret: Secret, gateway: str, body: bytes, request: web.Request
    ) -> web.Response:
        sendings = read_push(profile, secret, body, gateway=gateway, mappings=self._hub.mappings.now())
        message = RawMessage(
            gateway=gateway,
            protocol="push",
            body=body,
            at_ms=self._hub.clock.now(),
            remote=request.remote or "",
            topic=profile.name,
            same=sendings[0].same if len(sendings) == 1 else "",
        )
        parts = [Part(same=each.same, signals=each.signals) for each in sendings]
        taken = await self._hub.gate.take_parts(message, parts)
        self._note_lines(gateway, sendings)
        return json_answer({"raw": taken.raw, "repeated": taken.repeated})

    def _note_lines(self, gateway: str, sendings: list[Sending]) -> None:
        """Note which devices the platform says to have come or gone."""
        for each in sendings:
            if each.device is None or each.online is None:
                continue
            if each.online:
                self._hub.gate.hear(gateway, each.device)
            else:
                self._hub.gate.lose(gateway, each.device)

    def _known(self, request: web.Request) -> tuple[Profile, Secret, str]:
        """Return the profile that an address is for, its secret, and the gateway. Raises `NoToken`, the same for all
        that is not there: a stranger learns nothing of what is."""
        name = request.match_info["profile"]
        gateway, profile = gateway_of(self._hub.processor.world, name)
        secret = self._hub.push_secrets.find(name)
        if profile is None or secret is None:
            raise self._turned_away(request, "nothing is pushed here, or it has no secret")
        return profile, secret, gateway

    def _turned_away(self, request: web.Request, why: str) -> NoToken | TooMany:
        early_s = self._hub.wrong_tokens.note(request.remote or "")
        if early_s > 0:
            return TooMany(f"too many wrong signatures from this address; send the next in {math.ceil(early_s)} s")
        return NoToken(f"{why}; onethree signals secret DIR NAME shows and makes an address's secret")


def gateway_of(world: World, name: str) -> tuple[str, Profile | None]:
    """Return the gateway that an address is of, and its profile: a row of that id, else one with that profile, else
    the profile of that name under a gateway of its own, which no table has."""
    row = world.gateways.get(name)
    if row is not None and row.protocol == "push":
        return row.id, PROFILES.get(row.profile or "plain")
    for each in world.gateways.values():
        if each.protocol == "push" and each.profile == name:
            return each.id, PROFILES.get(name)
    return f"push-{name}", PROFILES.get(name)


def _not_kept(why: str) -> web.Response:
    return problem_answer(problem(503, "log_unavailable", f"{why}; send it again"))


def _came(request: web.Request, body: bytes) -> Came:
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Came(dict(request.query), headers, body)
