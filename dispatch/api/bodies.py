"""Bodies of requests: read once the token is known, unpacked here and never further than a body may be long."""

from __future__ import annotations

import asyncio
import zlib

from aiohttp import web

from dispatch.api.access import has_shown_token
from dispatch.api.quotas import BODY_BYTES, encoding_of
from dispatch.core.errors import Malformed
from dispatch.problems import TooLarge, UnsupportedEncoding

_WINDOWS = {"gzip": (31,), "deflate": (15, -15)}
"""What `zlib` is told of each encoding; deflate is sent with and without its head (RFC 9110, 8.4.1.2)."""


async def read_body(request: web.Request, limit: int = BODY_BYTES) -> bytes:
    """Return a request's body, unpacked. Raises `TooLarge`, `Malformed`, and `UnsupportedEncoding` without a token."""
    encoding = encoding_of(request)
    if encoding != "identity" and not has_shown_token(request):
        raise UnsupportedEncoding("nothing is unpacked for who has shown no token; send it plain")
    body = await _read_whole(request, limit)
    if encoding not in _WINDOWS:
        return body
    if limit > BODY_BYTES:  # what takes longer than a turn of the loop may
        return await asyncio.to_thread(unpack, body, encoding, limit)
    return unpack(body, encoding, limit)


async def _read_whole(request: web.Request, limit: int) -> bytes:
    """Return what was sent; what came in whole with its head, as alarms do, needs no waiting. Raises `TooLarge`."""
    n_bytes = request.content_length
    if n_bytes is not None and n_bytes <= limit and request.content.is_eof():
        return request.content.read_nowait()
    sized = request if limit == BODY_BYTES else request.clone(client_max_size=limit)
    return await sized.read()


def unpack(body: bytes, encoding: str, limit: int) -> bytes:
    """Return what was packed, at most ``limit`` bytes. Raises `TooLarge` or `Malformed`."""
    error: zlib.error | None = None
    for window in _WINDOWS[encoding]:
        try:
            return _unpacked(body, window, limit)
        except zlib.error as wrong:
            error = wrong
    raise Malformed(f"the body is not {encoding}: {error}; send it whole, or plain") from error


def _unpacked(body: bytes, window: int, limit: int) -> bytes:
    found, rest = bytearray(), body
    while True:  # one member behind the other, as gzip allows
        packed = zlib.decompressobj(window)
        found += packed.decompress(rest, limit + 1 - len(found))
        if len(found) > limit:
            raise TooLarge(f"the body is larger than {limit} bytes once it is unpacked; send less at a time")
        if not packed.eof:
            raise zlib.error("it ends too early")
        rest = packed.unused_data
        if not rest.strip(b"\0"):
            return bytes(found)
