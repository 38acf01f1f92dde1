"""Which alarms a surge consists of: one in ten opens an incident, the others repeat a device of before."""

from __future__ import annotations

import random
from collections.abc import Sequence

from dispatch.client.http import Json
from loadtest.streams import Site, TimedAlarm

OPENING_SHARE = 0.1
_REPEAT_FROM_S, _REPEAT_UNTIL_S = 0.3, 3.0
"""A repeat comes this long after the alarm that opened: while the incident is surely open."""


def make_mix(sites: Sequence[Site], *, rate: float, seconds: float, seed: int, run: int) -> list[TimedAlarm]:
    """Return an evenly spaced surge: a tenth opens incidents, the rest repeats a device of a moment ago."""
    rng = random.Random(f"{seed}/{run}")
    opened: list[TimedAlarm] = []
    oldest = newest = 0
    alarms = []
    for number in range(int(rate * seconds)):
        due_s = number / rate
        while newest < len(opened) and opened[newest].due_s <= due_s - _REPEAT_FROM_S:
            newest += 1
        while oldest < newest and opened[oldest].due_s < due_s - _REPEAT_UNTIL_S:
            oldest += 1
        key = f"bench-{seed}-{run}-{number}"
        if not opened or rng.random() < OPENING_SHARE:
            alarm = TimedAlarm(due_s, opening(rng, sites, key))
            opened.append(alarm)
        else:
            # In the first moments there is nobody to repeat but the newest.
            repeated = rng.choice(opened[oldest:newest] or opened[-1:])
            alarm = TimedAlarm(due_s, repeated.body | {"key": key})
        alarms.append(alarm)
    return alarms


def opening(rng: random.Random, sites: Sequence[Site], key: str) -> Json:
    """Return an alarm at one of the sites, of a device that is named after its key."""
    site = rng.choice(sites)
    place: Json = {"lon": site.lon, "lat": site.lat, "floor": rng.randint(1, max(site.storeys, 1))}
    if site.building:
        place["building"] = site.building
    return {"source": "detector", "kind": "smoke", "device": key, "key": key, "place": place}
