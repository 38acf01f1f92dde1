"""RFC 9457 problems: what is wrong and what to do, with ``urn:onethree:problem:CODE``."""

from __future__ import annotations

from typing import Any

from dispatch.core.errors import Refused

TITLES: dict[int, str] = {
    400: "cannot be read",
    401: "no usable token",
    403: "not allowed",
    404: "not found",
    409: "not in this state",
    413: "too large",
    422: "cannot be used",
    429: "too many",
    503: "the record is not available",
}


def problem(status: int, code: str, detail: str) -> dict[str, Any]:
    """Return a problem as a JSON object."""
    return {"type": f"urn:onethree:problem:{code}", "title": TITLES[status], "status": status, "detail": detail}


def of(refused: Refused) -> dict[str, Any]:
    """Return the problem that a refusal is on the wire."""
    return problem(refused.status, refused.code, refused.detail)
