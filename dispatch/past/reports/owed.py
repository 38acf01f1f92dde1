"""What is owed on devices: who is out of order, silent or switched off, for how long, by street, keeper and station."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from dispatch.core.devices import FAULTS, DeviceState
from dispatch.core.instant import Instant
from dispatch.core.known_devices import Known, describe, row_of
from dispatch.core.signal import Condition
from dispatch.core.vocabulary import Struct
from dispatch.core.world import World
from stations.registry.model import Zone
from stations.registry.responsible import street_of

DAY_MS = 86_400_000
_OFF: frozenset[Condition] = frozenset({"disabled"})
_TESTED: frozenset[Condition] = frozenset({"test"})
OUT_OF_ORDER: frozenset[Condition] = (FAULTS | _OFF) - _TESTED
"""Conditions of the equipment itself: until somebody mends it, it may not do what it is there for."""

LISTED = 500

Why = Literal["out_of_order", "silent", "switched_off"]


class OwedDevice(Struct, frozen=True, kw_only=True):
    """A device that is owed: what is wrong with it (conditions, ``silent``, ``switched_off``) and since when the
    oldest of these holds. ``days`` are whole ones; what is not known of it is empty."""

    device: str
    why: tuple[str, ...]
    since: Instant
    days: int
    kind: str = ""
    name: str = ""
    building: str = ""
    street: str = ""
    station: str = ""
    owner: str = ""


class OwedGroup(Struct, frozen=True, kw_only=True):
    """One street, keeper or station; ``key`` is empty for what has none.

    ``devices`` of the tables are its own; ``out_of_order``, ``silent`` and ``switched_off`` count them whatever their
    age (one may be several), ``wrong`` each once; ``owed`` of these for longer than the days asked for.
    """

    key: str
    devices: int
    wrong: int
    out_of_order: int
    silent: int
    switched_off: int
    owed: int
    oldest_days: int


class Owed(Struct, frozen=True, kw_only=True):
    """What is owed at a moment, worst first; ``listed`` are the oldest, 500 at most, and ``total`` counts all."""

    at: Instant
    days: int
    total: int
    streets: tuple[OwedGroup, ...]
    owners: tuple[OwedGroup, ...]
    stations: tuple[OwedGroup, ...]
    listed: tuple[OwedDevice, ...]


def owed(world: World, zones: Iterable[Zone], *, now: Instant, days: int) -> Owed:
    """Return what is wrong with devices now, and what of it for longer than so many days.

    A street is that of the building's zone by ``zones.csv``, the zone itself where no table says.
    """
    known_zones = {zone.id: zone for zone in zones}
    wrong = [
        found
        for key, state in world.conditions.items()
        if (found := _owed(world, known_zones, key, state, now)) is not None
    ]
    wrong.sort(key=lambda each: (each.since, each.device))
    late = [each for each in wrong if now - each.since > days * DAY_MS]
    told = _Told(world, known_zones)
    return Owed(
        at=now,
        days=days,
        total=len(late),
        streets=_groups(wrong, late, lambda each: each.street, told.streets()),
        owners=_groups(wrong, late, lambda each: each.owner, told.owners()),
        stations=_groups(wrong, late, lambda each: each.station, told.stations()),
        listed=tuple(late[:LISTED]),
    )


def reasons(state: DeviceState) -> dict[str, Instant]:
    """Return why a device may not do what it is there for, each since when."""
    found: dict[str, Instant] = {
        each: raised.since for each, raised in sorted(state.conditions.items()) if each in OUT_OF_ORDER
    }
    if state.silent_since is not None:
        found["silent"] = state.silent_since
    if state.disabled is not None:
        found["switched_off"] = state.disabled.at
    return found


def _owed(world: World, zones: Mapping[str, Zone], key: str, state: DeviceState, now: Instant) -> OwedDevice | None:
    why = reasons(state)
    if not why:
        return None
    known, row, since = describe(world, key), row_of(world, key), min(why.values())
    return OwedDevice(
        device=key,
        why=tuple(why),
        since=since,
        days=max(0, now - since) // DAY_MS,
        kind=known.kind or "",
        name=known.name or "",
        building=known.building or "",
        street=_street(world, zones, known.building),
        station=known.station or "",
        owner=(row.owner if row is not None else None) or "",
    )


def _street(world: World, zones: Mapping[str, Zone], building: str | None) -> str:
    found = world.buildings.get(building or "")
    return "" if found is None else street_of(zones, found.zone) or found.zone


class _Told:
    """How many devices of the tables each street, keeper and station has.

    Devices of one building behind one gateway are told of alike: each such place is looked up once.
    """

    def __init__(self, world: World, zones: Mapping[str, Zone]) -> None:
        self._world, self._zones = world, zones
        first: dict[tuple[str | None, ...], str] = {}
        self._count: Counter[str] = Counter()
        for key, row in world.devices.items():
            self._count[first.setdefault((row.building, row.gateway, row.station), key)] += 1
        self._known = {key: describe(world, key) for key in self._count}

    def streets(self) -> Counter[str]:
        return self._by(lambda each: _street(self._world, self._zones, each.building))

    def owners(self) -> Counter[str]:
        return Counter(each.owner or "" for each in self._world.devices.values())

    def stations(self) -> Counter[str]:
        return self._by(lambda each: each.station or "")

    def _by(self, what: Callable[[Known], str]) -> Counter[str]:
        found: Counter[str] = Counter()
        for key, count in self._count.items():
            found[what(self._known[key])] += count
        return found


def _groups(
    wrong: Iterable[OwedDevice], late: Iterable[OwedDevice], by: Callable[[OwedDevice], str], devices: Mapping[str, int]
) -> tuple[OwedGroup, ...]:
    """Return those with anything wrong, the most that is owed first."""
    members: dict[str, list[OwedDevice]] = {}
    for each in wrong:
        members.setdefault(by(each), []).append(each)
    owed_by = Counter(map(by, late))
    found = [
        OwedGroup(
            key=key,
            devices=devices.get(key, 0),
            wrong=len(group),
            out_of_order=sum(bool(OUT_OF_ORDER.intersection(each.why)) for each in group),
            silent=sum("silent" in each.why for each in group),
            switched_off=sum("switched_off" in each.why for each in group),
            owed=owed_by[key],
            oldest_days=group[0].days,
        )
        for key, group in members.items()
    ]
    return tuple(sorted(found, key=lambda each: (-each.owed, -each.wrong, each.key)))
