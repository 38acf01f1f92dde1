"""Where alarms come from: a seeded stream of fires, and what people and devices make of each.

A stream is any iterable of `Fire` in order of time, so that recorded calls can be played as well as invented ones.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec.structs import replace

from dispatch.core.commands import AlarmRaise
from dispatch.core.instant import from_text, to_text
from dispatch.core.vocabulary import Place
from dispatch.simulation.dice import happens
from stations.kinds import FIRE_KINDS, RESCUE_KINDS
from stations.model import Building

START = from_text("2026-06-30T17:00:00+08:00")
"""When a day begins: with the evening, on the last of a month, so that numbers begin anew at midnight."""

START_HOUR = 17
HOUR_S = 3600.0
BUSY_BY_HOUR = (4, 3, 2, 2, 2, 3, 5, 7, 8, 9, 9, 10, 11, 10, 9, 9, 10, 12, 14, 13, 11, 9, 7, 5)
"""How busy each hour of a day is, in parts of the average's sum (示例)."""

SURGES_PER_DAY = 3
SURGE_FIRES = (8, 25)
SURGE_S = 240.0

KINDS = (*FIRE_KINDS, *FIRE_KINDS, *RESCUE_KINDS)
"""Two fires for a rescue."""

SOURCES = ("detector", "panel", "phone", "person", "video", "desk")


class Fire(NamedTuple):
    """Something happens: seconds from the start, where, and of what kind."""

    at_s: float
    place: Place
    kind: str


def invented_fires(buildings: tuple[Building, ...], *, seed: int, hours: float, per_hour: float) -> Iterator[Fire]:
    """Yield fires in order of time, as busy as the hour; some come in surges."""
    rng = random.Random(f"{seed}/fires")
    times = [*_ordinary(rng, hours, per_hour), *_surges(rng, hours)]
    for at_s in sorted(times):
        building = rng.choice(buildings)
        floor = rng.randint(-2, building.storeys or 1)
        place = Place(lon=building.lon, lat=building.lat, building=building.id, floor=floor)
        yield Fire(at_s, place, rng.choice(KINDS))


def _ordinary(rng: random.Random, hours: float, per_hour: float) -> Iterator[float]:
    mean = sum(BUSY_BY_HOUR) / len(BUSY_BY_HOUR)
    at_s = 0.0
    while True:
        rate = per_hour * BUSY_BY_HOUR[(START_HOUR + int(at_s / HOUR_S)) % 24] / mean
        at_s += rng.expovariate(rate / HOUR_S)
        if at_s >= hours * HOUR_S:
            return
        yield at_s


def _surges(rng: random.Random, hours: float) -> Iterator[float]:
    """Yield the fires of storms and great fires: many within minutes."""
    for _ in range(round(SURGES_PER_DAY * hours / 24)):
        start_s = rng.uniform(0, hours * HOUR_S)
        for _ in range(rng.randint(*SURGE_FIRES)):
            yield min(start_s + rng.uniform(0, SURGE_S), hours * HOUR_S)


class Signal(NamedTuple):
    """One alarm about a fire, ``after_s`` seconds later, from the device or person ``sender``."""

    after_s: float
    sender: str
    alarm: AlarmRaise


def signals_of(fire: Fire, number: int, rng: random.Random) -> Iterator[Signal]:
    """Yield the alarms that a fire brings about: devices that repeat themselves, people who call as well."""
    exercise, test = happens(rng, 0.05), happens(rng, 0.04)
    source = rng.choice(SOURCES)
    device = f"dev-{number % 400}" if source in ("detector", "panel", "video") else None
    first = AlarmRaise(
        source=source if happens(rng, 0.98) else "pigeon",
        kind=fire.kind if happens(rng, 0.98) else "portent",
        device=device,
        place=_known(fire.place, rng),
        key=f"k-{number}" if happens(rng, 0.9) else None,
        trapped=rng.choice((None, None, None, 1, 4)),
        note="示例" if happens(rng, 0.1) else None,
        test=test,
        exercise=exercise,
        occurred_at=rng.choice(
            (None, None, None, "yesterday evening", to_text(START + round(fire.at_s - HOUR_S) * 1000))
        ),
    )
    sender = device or "switchboard"
    yield Signal(0.0, sender, first)
    if happens(rng, 0.05):
        yield Signal(rng.uniform(1, 60), sender, replace(first, note="the same key, another content"))
    for repeat in range(rng.choice((0, 0, 1, 2, 5)) if device else 0):
        again = replace(first, key=f"k-{number}-{repeat}", place=fire.place)
        yield Signal(rng.uniform(1, 300), sender, again)
    for other in range(rng.choice((0, 0, 0, 1, 2))):
        call = AlarmRaise(source="phone", kind="report", place=fire.place, key=f"p-{number}-{other}", exercise=exercise)
        yield Signal(rng.uniform(5, 400), "switchboard", call)


def _known(place: Place, rng: random.Random) -> Place:
    """Return what the first alarm says of the place: now and then too little, or nonsense."""
    told = {
        place: 55,
        Place(building=place.building, floor=place.floor): 40,
        Place(text="示例：江边"): 2,
        Place(building="bld-unknown"): 1,
        Place(lon=400.0, lat=29.5): 1,
        Place(lon=0.0, lat=0.0): 1,
    }
    return rng.choices(list(told), list(told.values()))[0]


def in_order(fires: Iterable[Fire]) -> Iterator[Fire]:
    """Yield the fires. Raises ValueError where one comes before the one that was given before it."""
    last_s = 0.0
    for fire in fires:
        if fire.at_s < last_s:
            raise ValueError(f"fires must come in order of time: {fire.at_s} s after {last_s} s; sort the stream")
        last_s = fire.at_s
        yield fire
