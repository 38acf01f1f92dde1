"""The World as one value to store and to send: a snapshot of the log, a reset for a screen, ``GET /state``.

A `State` holds no index; `to_world` derives them anew, and a test holds that against the live World.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace
from rpds import HashTrieMap

from dispatch.core.events import Settings
from dispatch.core.instant import Instant, decode_hook, encode_hook
from dispatch.core.vocabulary import Struct
from dispatch.core.world import (
    Alarm,
    Assignment,
    Closure,
    Incident,
    Position,
    World,
    device_key,
)
from stations.model import Building, Station, Unit

T = TypeVar("T")


class State(Struct, frozen=True, kw_only=True):
    """Everything a World holds, as plain sequences and maps, each in the order of its ids."""

    seq: int
    at: Instant
    settings: Settings
    month: str
    last_number: int
    stations: tuple[Station, ...] = ()
    units: tuple[Unit, ...] = ()
    buildings: tuple[Building, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    incidents: tuple[Incident, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    closures: tuple[Closure, ...] = ()
    positions: dict[str, Position] = msgspec.field(default_factory=dict)
    off_duty: dict[str, Instant] = msgspec.field(default_factory=dict)


LISTS = ("stations", "units", "buildings", "alarms", "incidents", "assignments", "closures")
MAPS = ("positions", "off_duty")
SCALARS = ("seq", "at", "settings", "month", "last_number")

_encoder = msgspec.json.Encoder(enc_hook=encode_hook)
_decoder = msgspec.json.Decoder(State, dec_hook=decode_hook)


def to_state(world: World, *, station: str | None = None) -> State:
    """Return a World's state; of one station, only what that station's view shows of it."""
    lists: dict[str, Any] = {name: tuple(_sorted_values(getattr(world, name))) for name in LISTS}
    maps: dict[str, Any] = {name: dict(sorted(getattr(world, name).items())) for name in MAPS}
    state = State(
        seq=world.seq,
        at=world.at,
        settings=world.settings,
        month=world.month,
        last_number=world.last_number,
        **lists,
        **maps,
    )
    return state if station is None else _seen_by(state, station)


def to_world(state: State) -> World:
    """Return the World that a state stands for, its indexes derived anew."""
    maps: dict[str, Any] = {name: HashTrieMap({each.id: each for each in getattr(state, name)}) for name in LISTS}
    by_station: dict[str, tuple[str, ...]] = {}
    for unit in state.units:
        by_station[unit.station] = tuple(sorted((*by_station.get(unit.station, ()), unit.id)))
    by_unit: dict[str, tuple[str, ...]] = {}
    for assignment in sorted(state.assignments, key=lambda each: each.assigned_seq):
        if assignment.active:
            by_unit[assignment.unit] = (*by_unit.get(assignment.unit, ()), assignment.id)
    return World(
        seq=state.seq,
        at=state.at,
        settings=state.settings,
        month=state.month,
        last_number=state.last_number,
        positions=HashTrieMap(state.positions),
        off_duty=HashTrieMap(state.off_duty),
        units_of=HashTrieMap(by_station),
        active_by_unit=HashTrieMap(by_unit),
        open_by_device=HashTrieMap(_devices(state)),
        **maps,
    )


def encode_state(state: State) -> bytes:
    """Return the state as JSON in one go; `encode_slices` does the same without holding up a loop."""
    return _encoder.encode(state)


def encode_slices(world: World, *, size: int = 200) -> Iterator[bytes]:
    """Yield a World's state as JSON piece by piece, ``size`` entries at a time; joined they are `encode_state`'s."""
    opening = ",".join(f'"{name}":{_encoder.encode(getattr(world, name)).decode()}' for name in SCALARS)
    yield b"{" + opening.encode()
    for name in LISTS:
        yield f',"{name}":['.encode()
        entries = list(_sorted_values(getattr(world, name)))
        for start in range(0, len(entries), size):
            piece = _encoder.encode(entries[start : start + size])[1:-1]
            yield piece if start == 0 else b"," + piece
        yield b"]"
    for name in MAPS:
        yield f',"{name}":'.encode() + _encoder.encode(dict(sorted(getattr(world, name).items())))
    yield b"}"


def decode_state(data: bytes) -> State:
    """Read a stored state. Raises msgspec.ValidationError where it is none of this version's."""
    state: State = _decoder.decode(data)
    return state


def _sorted_values(entries: HashTrieMap[str, T]) -> Iterable[T]:
    return (value for _, value in sorted(entries.items(), key=lambda item: item[0]))


def _devices(state: State) -> dict[str, tuple[str, ...]]:
    alarms = {alarm.id: alarm for alarm in state.alarms}
    found: dict[str, tuple[str, ...]] = {}
    for incident in state.incidents:
        if not incident.open:
            continue
        keys = {
            device_key(alarm.source, alarm.device, test=alarm.test, exercise=incident.exercise)
            for alarm in (alarms[key] for key in incident.alarms)
            if alarm.device is not None
        }
        for key in keys:
            found[key] = tuple(sorted((*found.get(key, ()), incident.id)))
    return found


def _seen_by(state: State, station: str) -> State:
    """Keep the station itself, its units, the closures, and the incidents in which it has a standing order."""
    own = {each.incident for each in state.assignments if each.station == station and each.active}
    incidents = tuple(each for each in state.incidents if each.id in own)
    units = tuple(each for each in state.units if each.station == station)
    ids = {unit.id for unit in units}
    places = {each.place.building for each in incidents}
    return replace(
        state,
        stations=tuple(each for each in state.stations if each.id == station),
        units=units,
        buildings=tuple(each for each in state.buildings if each.id in places),
        alarms=tuple(each for each in state.alarms if each.incident in own),
        incidents=incidents,
        assignments=tuple(each for each in state.assignments if each.incident in own),
        positions={key: value for key, value in state.positions.items() if key in ids},
        off_duty={key: value for key, value in state.off_duty.items() if key in ids},
    )
