"""Reads the parameters of a request; what is unusable is said in a sentence."""

from __future__ import annotations

import math
import re

from aiohttp import web

from dispatch.core.errors import Unusable

LIMIT_AT_MOST = 1000
"""The most entries of a list in one answer."""


def choice(request: web.Request, name: str, known: tuple[str, ...], default: str) -> str:
    """Return one of the known words. Raises `Unusable`."""
    value = request.query.get(name) or default
    if value not in known:
        raise Unusable(f"{name} is one of {', '.join(known)}")
    return value


def int_param(request: web.Request, name: str, default: int) -> int:
    """Return a whole number, not negative. Raises `Unusable`."""
    text = request.query.get(name)
    if text is None:
        return default
    if not text.isdecimal() or len(text) > 15:  # noqa: PLR2004 - no count of this hub has more digits
        raise Unusable(f"{name} is a whole number")
    return int(text)


def limit(request: web.Request) -> int:
    """Return how many entries are wanted. Raises `Unusable`."""
    wanted = int_param(request, "limit", 100)
    if not 0 < wanted <= LIMIT_AT_MOST:
        raise Unusable(f"limit is 1 to {LIMIT_AT_MOST}")
    return wanted


def degrees(request: web.Request, name: str, most: float) -> float:
    """Return a longitude or latitude within ``most`` degrees. Raises `Unusable`."""
    try:
        value = float(request.query[name])
    except (KeyError, ValueError):
        value = math.nan
    if not abs(value) <= most:
        raise Unusable(f"give {name} in WGS-84 degrees, such as ?lon=106.57&lat=29.56")
    return value


def floor(request: web.Request) -> int | None:
    """Return a floor, basements negative. Raises `Unusable`."""
    text = request.query.get("floor") or None
    if text is not None and re.fullmatch(r"-?[0-9]{1,3}", text, re.ASCII) is None:
        raise Unusable("floor is a whole number, basements negative")
    return None if text is None else int(text)
