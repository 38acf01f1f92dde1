"""When a station's post is checked at random: fixed by a seed, and not to be guessed without it.

For each station and day a hash of the seed says whether the station is checked on that day, and when within the
windows. Days are independent of each other: a check yesterday says nothing about today, so nobody is ever safe. The
seed is drawn outside; the same seed gives the same times, after a restart and in a replay too.
"""

from __future__ import annotations

from datetime import date, timedelta, tzinfo
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from stations.duty.rules import CheckRules
from stations.duty.shifts import span_ms

_HALF = 8  # bytes of the hash for each of the two questions
_MOST = 2 ** (8 * _HALF)
_REMEMBERED = 8192
"""So many next draws are remembered: a station's is asked for whenever anything happens at its post."""

LOOK_AHEAD_TIMES = 20
"""Of the average distance, in days: so far ahead a draw is looked for (beyond is one in half a thousand million)."""


class Drawn(NamedTuple):
    """A check on ``day`` (the one on which its window begins), at an instant."""

    at_ms: int
    day: date


def draw_on(seed: str, station: str, day: date, rules: CheckRules, zone: tzinfo) -> Drawn | None:
    """Return when the station is checked on a day; None where it is not."""
    if rules.every_days == 0:
        return None
    digest = blake2b(f"{seed}/{station}/{day.isoformat()}".encode(), digest_size=2 * _HALF).digest()
    whether, when = int.from_bytes(digest[:_HALF]), int.from_bytes(digest[_HALF:])
    if whether * rules.every_days >= _MOST:
        return None
    spans = windows_on(day, rules, zone)
    left_ms = when * sum(end - begin for begin, end in spans) // _MOST
    for begin, end in spans:
        if left_ms < end - begin:
            return Drawn(begin + left_ms, day)
        left_ms -= end - begin
    return None


@lru_cache(_REMEMBERED)
def next_draw(
    seed: str, station: str, rules: CheckRules, zone: tzinfo, *, from_day: date, after_ms: int
) -> Drawn | None:
    """Return the first check on ``from_day`` or later that comes after an instant; None where none is in sight."""
    for ahead in range(LOOK_AHEAD_TIMES * rules.every_days):
        found = draw_on(seed, station, from_day + timedelta(days=ahead), rules, zone)
        if found is not None and found.at_ms > after_ms:
            return found
    return None


def windows_on(day: date, rules: CheckRules, zone: tzinfo) -> list[tuple[int, int]]:
    """Return begin and end (milliseconds) of the windows that begin on a day."""
    parts = [window.partition("-") for window in rules.windows]
    return [span_ms(day, begin, end, zone) for begin, _, end in parts]
