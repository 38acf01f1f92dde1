"""Serves the built pages: read once, kept in memory, with the headers that keep everything under one origin.

A page ``NAME.html`` is found at ``/NAME`` and ``index.html`` at ``/``; every other file under its own name. What lies
in ``assets/`` has its content's hash in its name and never changes; the rest is asked for again each time.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import mimetypes
import re
from collections.abc import Awaitable, Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from aiohttp import web

_RULES = (
    "default-src 'self'",
    "connect-src 'self'",  # the stream too: since CSP level 3 it covers ws: and wss: of the same host
    "img-src 'self' data: blob:",  # the map makes its glyphs and marks in memory
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)
POLICY = "; ".join(_RULES)
"""The content-security policy: nothing inline, nothing from anywhere else, in nobody's frame."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), payment=(), usb=(), geolocation=(self), screen-wake-lock=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"

WORTH_PACKING_BYTES = 1024
_BUILD = re.compile(r'<meta name="build" content="([0-9a-f]+)"')
_TYPES = {".webmanifest": "application/manifest+json", ".js": "text/javascript", ".mjs": "text/javascript"}


class File(NamedTuple):
    """A file as it is served."""

    body: bytes
    headers: dict[str, str]


def build_of(folder: Path) -> str | None:
    """Return the name of the built pages, as each of them bears it in its head; None where they were not built."""
    try:
        found = _BUILD.search((folder / "index.html").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return found[1] if found else None


def page_routes(folder: Path) -> list[web.RouteDef]:
    """Return a route for every file of the built pages; none where they were not built."""
    return [web.get(address, _server_of(read_file(path, folder))) for address, path in addresses(folder)]


def addresses(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield each file's address and path."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            name = path.relative_to(folder).as_posix()
            yield "/" + ("" if name == "index.html" else name.removesuffix(".html")), path


def read_file(path: Path, folder: Path) -> File:
    """Read a file with the headers that it is served with."""
    body = path.read_bytes()
    hashed = path.relative_to(folder).parts[0] == "assets"
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    headers = {
        **HEADERS,
        "Content-Type": f"{kind}; charset=utf-8" if kind.startswith("text/") else kind,
        "Cache-Control": FOR_EVER if hashed else ASK_AGAIN,
        "ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        "Vary": "Accept-Encoding",
    }
    return File(body, headers)


def packed(body: bytes) -> bytes | None:
    """Return a file's content as gzip; None where that would save nothing."""
    found = gzip.compress(body, 6, mtime=0) if len(body) > WORTH_PACKING_BYTES else None
    return found if found and len(found) < 0.9 * len(body) else None


def _server_of(file: File) -> Callable[[web.Request], Awaitable[web.Response]]:
    @cache
    def packing() -> asyncio.Future[bytes | None]:
        """Pack the file once, when somebody first takes it packed: to pack all of them made each start longer."""
        return asyncio.ensure_future(asyncio.to_thread(packed, file.body))

    async def serve(request: web.Request) -> web.Response:
        if file.headers["ETag"] in request.headers.get("If-None-Match", ""):
            return web.Response(status=304, headers=file.headers)
        if "gzip" in request.headers.get("Accept-Encoding", "") and (small := await asyncio.shield(packing())):
            return web.Response(body=small, headers={**file.headers, "Content-Encoding": "gzip"})
        return web.Response(body=file.body, headers=file.headers)

    return serve
