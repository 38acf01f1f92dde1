"""Who asks: the token of a request, and what its role may read."""

from __future__ import annotations

from aiohttp import web

from dispatch.access.tokens import Token
from dispatch.core.errors import Forbidden
from dispatch.hub import Hub
from dispatch.problems import NoToken, TooMany

CENTRE_ROLES = ("dispatcher", "commander", "admin")


def any_token(hub: Hub, request: web.Request) -> Token:
    """Return the request's token. Raises `NoToken`, or `TooMany` where it asks too fast."""
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    return standing(hub, text.strip() if scheme.lower() == "bearer" else "")


def standing(hub: Hub, text: str) -> Token:
    """Return the token that was presented as a text. Raises `NoToken`, or `TooMany` where it asks too fast."""
    token = hub.tokens.find(text)
    if token is None:
        raise NoToken("send the header Authorization: Bearer TOKEN; onethree token DIR --role ROLE makes one")
    if hub.rate_limiter.acquire(token.id) > 0:
        raise TooMany("this token asks too fast; wait a second, and send again")
    return token


def reader(hub: Hub, request: web.Request) -> Token:
    """Return the token of somebody who may read: anybody but a device. Raises `Forbidden`."""
    token = any_token(hub, request)
    if token.role == "device":
        raise Forbidden("a device token only raises alarms")
    return token


def centre(hub: Hub, request: web.Request) -> Token:
    """Return the token of somebody who reads the whole district. Raises `Forbidden`."""
    return of_the_centre(any_token(hub, request))


def of_the_centre(token: Token) -> Token:
    """Return the token where it reads the whole district. Raises `Forbidden`."""
    if token.role not in CENTRE_ROLES:
        raise Forbidden(f"a {token.role} token may not read this; use a dispatcher's or a commander's")
    return token
