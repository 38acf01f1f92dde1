"""Hours of the day, as a district writes them."""

from __future__ import annotations

from datetime import time
from zoneinfo import ZoneInfo

from dispatch.core.instant import Instant


def covers(hours: str, now: Instant, zone: str) -> bool:
    """Whether a span of the day (``22:00-06:00``, local) holds a moment; an empty one holds every moment."""
    if not hours:
        return True
    begin, end = (time.fromisoformat(text) for text in hours.split("-"))
    clock = now.in_zone(ZoneInfo(zone)).time()
    return begin <= clock < end if begin <= end else clock >= begin or clock < end
