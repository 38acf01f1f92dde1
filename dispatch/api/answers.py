"""Answers as responses: JSON, bytes that are JSON already, problems."""

from __future__ import annotations

from typing import Any

import orjson
from aiohttp import web

_PROBLEM_HEADERS = {401: {"WWW-Authenticate": "Bearer"}, 429: {"Retry-After": "1"}}
"""RFC 9110, 11.6.1 and 10.2.3."""


def json_answer(value: Any, *, status: int = 200) -> web.Response:
    """Return a value as JSON."""
    return web.Response(body=orjson.dumps(value), status=status, content_type="application/json")


def raw_answer(body: bytes) -> web.Response:
    """Return what is JSON already."""
    return web.Response(body=body, content_type="application/json")


def problem_answer(value: dict[str, Any]) -> web.Response:
    """Return a problem (RFC 9457) with the headers that its status asks for."""
    headers = _PROBLEM_HEADERS.get(value["status"])
    return web.Response(
        body=orjson.dumps(value), status=value["status"], headers=headers, content_type="application/problem+json"
    )
