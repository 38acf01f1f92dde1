"""What a request may cost before anything of its body is read: by its address, and by its token."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from dispatch.access.tokens import Token
from dispatch.hub import Hub
from dispatch.intake.import_json import IMPORT_BYTES
from dispatch.listener.protocol import authenticate_connection
from dispatch.problems import TooMany, UnsupportedEncoding

BODY_BYTES = 256 * 1024
"""The largest body that is read, but for an import."""

IMPORTS = "/api/v1/registry/imports"

_BODY_BYTES = web.RequestKey("body_bytes", int)

_ENCODINGS = ("identity", "gzip", "deflate")
_OTHER_NAMES = {
    **dict.fromkeys(("", "none", "binary", "8bit", "utf-8", "utf8", "gbk", "gb2312", "gb18030"), "identity"),
    "x-gzip": "gzip",  # RFC 9110, 8.4.1.3
    "x-deflate": "deflate",
}
"""What senders write for these: of whoever names a character set here, nothing is packed."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def within_quota(hub: Hub, handler: Handler) -> Handler:
    """Wrap a handler so that an address may not ask or send too much, nor in a way that is not read here."""

    async def check_and_handle(request: web.Request) -> web.StreamResponse:
        encoding = encoding_of(request)
        if encoding not in _ENCODINGS:
            raise UnsupportedEncoding(f"a body in {encoding!r:.40} is not read here; send it plain or with gzip")
        request[_BODY_BYTES] = n_bytes = _body_bytes(request)
        if hub.quotas.of_address(request.remote or "", n_bytes) > 0:
            raise TooMany("this address asks or sends too much; wait a second, and send again")
        return await handler(request)

    return check_and_handle


def encoding_of(request: web.Request) -> str:
    """Return how a body is packed, by the name that is read here: identity where it is not."""
    named = request.headers.get("Content-Encoding", "identity").strip().lower()
    return _OTHER_NAMES.get(named, named)


def charge(hub: Hub, request: web.Request, token: Token) -> None:
    """Count a request's body against its token, whose connection is authenticated by it. Raises `TooMany`."""
    authenticate_connection(request)
    if hub.quotas.of_token(token.id, request[_BODY_BYTES]) > 0:
        raise TooMany("this token sends too much; wait a second, and send again")


def _body_bytes(request: web.Request) -> int:
    """Return how many bytes of a body will have to be held at most."""
    if not request.body_exists:
        return 0
    limit = IMPORT_BYTES if request.path == IMPORTS else BODY_BYTES
    if request.content_length is None or "Content-Encoding" in request.headers:
        return limit
    return min(request.content_length, limit)
