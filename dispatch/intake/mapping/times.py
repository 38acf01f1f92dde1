"""Times as products write them, as RFC 3339 with offset."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

BEIJING = timezone(timedelta(hours=8))
"""What a time without an offset is taken for: products of this market write local time."""

FORMS = ("ms", "s", "text")
_PATTERNS = (
    "%Y%m%dT%H%M%SZ",
    "%Y%m%dT%H%M%S",
    "%Y%m%d%H%M%S",
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%Y-%m-%d %H:%M:%S.%f",
)


def read_time(value: Any, form: str) -> str | None:
    """Return a time as RFC 3339; None where it cannot be read. ``form`` is ``ms``, ``s`` (since 1970) or ``text``.

    ``text`` takes RFC 3339, ``20261201T080000Z`` and local times; one without an offset is Beijing's.
    """
    if isinstance(value, bool):
        return None
    if form in ("ms", "s"):
        return _since_1970(value, 1000 if form == "ms" else 1)
    text = value.strip() if isinstance(value, str) else ""
    return _written(text) if text else None


def _since_1970(value: Any, per_second: int) -> str | None:
    try:
        return datetime.fromtimestamp(float(value) / per_second, UTC).isoformat(timespec="milliseconds")
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _written(text: str) -> str | None:
    for pattern in _PATTERNS:
        try:
            found = datetime.strptime(text, pattern)  # noqa: DTZ007 - the zone is added below
        except ValueError:
            continue
        return found.replace(tzinfo=UTC if text.endswith("Z") else BEIJING).isoformat()
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (found if found.tzinfo is not None else found.replace(tzinfo=BEIJING)).isoformat()
