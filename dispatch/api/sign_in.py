"""Who comes in with a page: what a token stands for, and invitations that buy a crew's phone its token."""

from __future__ import annotations

import asyncio
import time

from aiohttp import web

from dispatch.access.permissions import may_invite
from dispatch.access.rate_limits import RateLimiter
from dispatch.access.tokens import Token, TokenError, TokensFileError
from dispatch.api.access import token_of
from dispatch.api.answers import json_answer
from dispatch.api.bodies import read_body
from dispatch.core.errors import Forbidden, NotFound
from dispatch.core.instant import Instant, to_text
from dispatch.hub import Hub
from dispatch.intake.sign_in_json import OWN_MINUTES_AT_MOST, InvitationIn, read_invitation, read_redeem
from dispatch.listener import own_addresses
from dispatch.problems import TooMany

REDEEMED_PER_SECOND = 1.0
REDEEMED_AT_ONCE = 30.0
"""Per address: a station's phones behind one router come in together, and nobody guesses 60 bits at this pace."""


class SignInApi:
    """Tokens and invitations of one hub."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._rate_limiter = RateLimiter(time.monotonic, per_second=REDEEMED_PER_SECOND, burst=REDEEMED_AT_ONCE)

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of this subject."""
        return [
            web.get("/api/v1/me", self.get_me),
            web.post("/api/v1/invitations", self.post_invitation),
            web.post("/api/v1/invitations/redeem", self.post_redeem),
        ]

    async def get_me(self, request: web.Request) -> web.Response:
        """Say who bears this token."""
        token = token_of(request)
        self._hub.metrics.sign_ins.labels(how="page").inc()
        station = self._hub.processor.durable.stations.get(token.station) if token.station else None
        return json_answer(
            {
                "role": token.role,
                "name": token.name,
                "station": token.station,
                "station_name": station.name if station else None,
                "district": self._hub.district,
                "timezone": self._hub.timezone,
                "phones": dict(self._hub.phones),
            }
        )

    async def post_invitation(self, request: web.Request) -> web.Response:
        """Invite a phone to a station."""
        wanted, asker = read_invitation(await read_body(request)), token_of(request)
        if not may_invite(asker.by, wanted.station, wanted.name):
            raise Forbidden(
                f"a token of station {asker.station} invites to its own station and under its own name ({asker.name}), "
                "for another browser of the same phone; for other phones ask a dispatcher"
            )
        if wanted.station not in self._hub.processor.durable.stations:
            raise NotFound(f"there is no station {wanted.station}; see /api/v1/stations")
        now = self._hub.clock.now()
        minutes = min(wanted.minutes, OWN_MINUTES_AT_MOST) if asker.role == "station" else wanted.minutes
        code = await asyncio.to_thread(self._invite, wanted, asker, now, minutes)
        origins = await asyncio.to_thread(self._origins, request)
        made = {
            "code": code,
            # A fragment is not sent to any server and so stands in no log on the way.
            "link": f"/sign-in#code={code}",
            "origins": origins,
            "station": wanted.station,
            "expires_at": to_text(now + minutes * 60_000),
        }
        return json_answer(made, status=201)

    async def post_redeem(self, request: web.Request) -> web.Response:
        """Give a token for an invitation's code, once."""
        if self._rate_limiter.acquire(request.remote or "") > 0:
            raise TooMany("too many codes from this address; wait a second, and send again")
        sent = read_redeem(await read_body(request))
        try:
            text = await asyncio.to_thread(self._hub.tokens.redeem, sent.code, now=self._hub.clock.now(), key=sent.key)
        except TokensFileError:
            raise
        except TokenError as error:
            raise NotFound(str(error)) from error
        self._hub.metrics.sign_ins.labels(how="invitation").inc()
        return json_answer({"token": text}, status=201)

    def _origins(self, request: web.Request) -> list[str]:
        """Return where a telephone of the same network finds this hub; nothing where no telephone can."""
        if request.transport is None:
            return []
        port = request.transport.get_extra_info("sockname")[1]
        return [f"{request.scheme}://{each}:{port}" for each in own_addresses.reachable(self._hub.host)]

    def _invite(self, wanted: InvitationIn, asker: Token, now: Instant, minutes: int) -> str:
        """Return a new invitation's code. Raises `Forbidden` where a phone has too many browsers."""
        tokens = self._hub.tokens
        if asker.role != "station":
            name = wanted.name or wanted.station
            return tokens.invite(wanted.station, name=name, now=now, minutes=minutes, by=asker.by)
        try:
            return tokens.invite_other_browser(asker, now=now, minutes=minutes)
        except TokensFileError:
            raise
        except TokenError as error:
            raise Forbidden(str(error)) from error
