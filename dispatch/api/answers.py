"""Answers as responses: JSON, bytes that are JSON already, problems."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

import orjson
from aiohttp import web

_PROBLEM_HEADERS = {
    401: {"WWW-Authenticate": "Bearer"},
    415: {"Accept-Encoding": "gzip, deflate"},
    429: {"Retry-After": "1"},
}
"""RFC 9110, 11.6.1, 15.5.16 and 10.2.3."""

SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""Headers of every answer that has not its own: nothing in it is a page, and nothing of it stays on anybody's disk."""


GEOJSON = "application/geo+json"

_SERVER = "onethree"
"""Versions of what it is built from help nobody who means well."""

_OF_JSON = {"Content-Type": "application/json", **SECURITY_HEADERS, "Server": _SERVER}


async def add_security_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Add the `SECURITY_HEADERS` that an answer does not have; errors and answers yet to be thought of included."""
    headers = response.headers
    if headers.get("Server") == _SERVER:
        return  # made with all of them
    if response.status != HTTPStatus.SWITCHING_PROTOCOLS:  # no page, and nothing to keep: what follows is no answer
        for name, value in SECURITY_HEADERS.items():
            headers.setdefault(name, value)
    headers["Server"] = _SERVER


def json_answer(value: Any, *, status: int = 200) -> web.Response:
    """Return a value as JSON."""
    return web.Response(body=orjson.dumps(value), status=status, headers=_OF_JSON)


def geojson_answer(value: Any) -> web.Response:
    """Return a GeoJSON value (RFC 7946)."""
    answer = json_answer(value)
    answer.content_type = GEOJSON
    return answer


def raw_answer(body: bytes) -> web.Response:
    """Return what is JSON already."""
    return web.Response(body=body, headers=_OF_JSON)


async def sliced_answer(request: web.Request, slices: Iterable[bytes]) -> web.StreamResponse:
    """Answer with what is JSON already and large: made slice by slice, and written as the client takes it.

    The loop gets a turn after each slice; who reads slowly holds up nobody but himself.
    """
    made: list[bytes] = []
    for each in slices:
        made.append(each)
        await asyncio.sleep(0)
    response = web.StreamResponse()
    response.content_type = "application/json"
    response.content_length = sum(map(len, made))
    await response.prepare(request)
    if request.method != "HEAD":
        for each in made:
            await response.write(each)
    await response.write_eof()
    return response


def problem_answer(value: dict[str, Any]) -> web.Response:
    """Return a problem (RFC 9457) with the headers that its status asks for."""
    headers = _PROBLEM_HEADERS.get(value["status"])
    return web.Response(
        body=orjson.dumps(value), status=value["status"], headers=headers, content_type="application/problem+json"
    )


def secure_problem(value: dict[str, Any]) -> web.Response:
    """Return a problem with the headers of every answer, for a request that never became one of the application's."""
    response = problem_answer(value)
    response.headers.update(SECURITY_HEADERS)
    response.headers["Server"] = _SERVER
    return response
