"""Who asks: the token of a request, looked at before any handler runs and before any body but a form is read."""

from __future__ import annotations

import math

from aiohttp import web

from dispatch.access.permissions import may_call
from dispatch.access.tokens import Token
from dispatch.api.forms import read_form_field
from dispatch.api.quotas import Handler, charge
from dispatch.core.errors import Forbidden, Refused
from dispatch.core.instant import to_text
from dispatch.hub import Hub
from dispatch.problems import NoToken, TooMany
from dispatch.wire.operations import FORM, Operation

_TOKEN = web.RequestKey("token", Token)

_BROUGHT_IN = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")
"""Headers that a reverse proxy adds: the request comes from further away than its address says."""


def admitting(hub: Hub, operation: Operation, handler: Handler) -> Handler:
    """Wrap an operation's handler so that it runs for those alone whom the operation is for."""

    async def admit_and_handle(request: web.Request) -> web.StreamResponse:
        if not _needs_no_token(operation, request):
            request[_TOKEN] = await _admitted(hub, operation, request)
        return await handler(request)

    return admit_and_handle


def has_shown_token(request: web.Request) -> bool:
    """Whether the request came in with a token that stands."""
    return _TOKEN in request


def token_of(request: web.Request) -> Token:
    """Return the token that the request came in with. Raises `KeyError` in a handler that is open without one."""
    return request[_TOKEN]


def _needs_no_token(operation: Operation, request: web.Request) -> bool:
    return is_from_here(request) if operation.who.open_to == "loopback" else operation.who.is_public


def is_from_here(request: web.Request) -> bool:
    """Whether a program on this machine asks, and no proxy for somebody else."""
    from_here = request.remote in ("127.0.0.1", "::1")
    return from_here and not any(each in request.headers for each in _BROUGHT_IN)


async def _admitted(hub: Hub, operation: Operation, request: web.Request) -> Token:
    """Return the request's token where the operation is for it. Raises `NoToken`, `TooMany` or `Forbidden`."""
    if operation.takes == FORM:
        text = await read_form_field(request, "token")
    else:
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        text = text.strip() if scheme.lower() == "bearer" else ""
    token = authenticate(hub, text, request.remote or "")
    charge(hub, request, token)
    if not may_call(token.role, operation.who):
        raise Forbidden(f"a {token.role} token may not ask for this; use a token of: {operation.who}")
    return token


def authenticate(hub: Hub, text: str, address: str) -> Token:
    """Return the token that was presented as a text. Raises `NoToken`, or `TooMany` where it asks too fast."""
    token = hub.tokens.find(text)
    if token is None:
        raise _turned_away(hub, text, address)
    if hub.rate_limiter.acquire(token.id) > 0:
        raise TooMany("this token asks too fast; wait a second, and send again")
    return token


def _turned_away(hub: Hub, text: str, address: str) -> Refused:
    """Return why a token is not good. Who sends one wrong token after the other is told to wait."""
    if not text:
        return NoToken("send the header Authorization: Bearer TOKEN; onethree token DIR --role ROLE makes one")
    early_s = hub.wrong_tokens.note(address)
    if early_s > 0:
        return TooMany(f"too many wrong tokens from this address; send the next one in {math.ceil(early_s)} s")
    expired_at = hub.tokens.expiry(text)
    if expired_at is not None:
        return NoToken(f"this token expired at {to_text(expired_at)}; ask for a new one")
    return NoToken("this token is not known, or was withdrawn; ask for a new one")
