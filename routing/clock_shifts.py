"""When a zone's clock is put forward or back: summer time, and whatever else a government decides."""

from datetime import UTC, datetime, timedelta, tzinfo

_STEP_S = 24 * 3600
"""No zone moves its clock twice within this."""


def offset(at: datetime) -> timedelta:
    """Return how far an aware moment's clock is ahead of UTC. Raises ValueError for a naive one."""
    found = at.utcoffset()
    if found is None:
        raise ValueError(f"{at} has no zone")
    return found


def next_shift(zone: tzinfo, after: datetime, until: datetime) -> datetime | None:
    """Return the first instant after `after`, up to `until`, from which the zone's clock is set otherwise, in UTC."""
    early, end = int(after.timestamp()), int(until.timestamp())
    while early < end:
        late = min(early + _STEP_S, end)
        if _offset(zone, late) != _offset(zone, early):
            return datetime.fromtimestamp(_first_otherwise(zone, early, late), UTC)
        early = late
    return None


def _first_otherwise(zone: tzinfo, early: int, late: int) -> int:
    """Return the first second whose offset is not that of `early`, by halving."""
    while late - early > 1:
        middle = (early + late) // 2
        if _offset(zone, middle) == _offset(zone, early):
            early = middle
        else:
            late = middle
    return late


def _offset(zone: tzinfo, seconds: int) -> timedelta:
    return offset(datetime.fromtimestamp(seconds, zone))
