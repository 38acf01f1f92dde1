"""The World as one value to store and to send: a snapshot of the log, a reset for a screen, ``GET /state``.

A `State` holds no index; `to_world` derives them anew, and a test holds that against the live World.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace
from rpds import HashTrieMap

from dispatch.core.corridor import Corridor
from dispatch.core.devices import DeviceState, Said, UnknownDevice
from dispatch.core.drill import Drill
from dispatch.core.drill_queries import visible_to
from dispatch.core.help import Help
from dispatch.core.indexes import device_index, incident_keys, moved, station_keys
from dispatch.core.instant import Instant, decode_hook, encode_hook
from dispatch.core.shelf import Shelf
from dispatch.core.shift import ShiftOffer
from dispatch.core.vocabulary import Struct
from dispatch.core.world import (
    Alarm,
    Assignment,
    Check,
    Closure,
    HydrantNow,
    Incident,
    Message,
    Nearby,
    Position,
    Post,
    Proposal,
    Seed,
    Standby,
    World,
)
from stations.devices import Device, Gateway
from stations.duty.shifts import Roster
from stations.helpers import Helper
from stations.model import Building, DistrictSettings, Station, Unit
from stations.site import Site

T = TypeVar("T")


class Entries(Struct, frozen=True, kw_only=True):
    """What a World holds one by one, as plain sequences and maps, each in the order of its ids."""

    stations: tuple[Station, ...] = ()
    units: tuple[Unit, ...] = ()
    buildings: tuple[Building, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    incidents: tuple[Incident, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    closures: tuple[Closure, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    messages: tuple[Message, ...] = ()
    drills: tuple[Drill, ...] = ()
    checks: tuple[Check, ...] = ()
    helpers: tuple[Helper, ...] = ()
    requests: tuple[Help, ...] = ()
    corridors: tuple[Corridor, ...] = ()
    positions: dict[str, Position] = msgspec.field(default_factory=dict)
    off_duty: dict[str, Instant] = msgspec.field(default_factory=dict)
    rosters: dict[str, Roster] = msgspec.field(default_factory=dict)
    posts: dict[str, Post] = msgspec.field(default_factory=dict)
    seeds: dict[str, Seed] = msgspec.field(default_factory=dict)
    sites: dict[str, Site] = msgspec.field(default_factory=dict)
    beside: tuple[Nearby, ...] = ()
    hydrants: dict[str, HydrantNow] = msgspec.field(default_factory=dict)
    standbys: dict[str, Standby] = msgspec.field(default_factory=dict)
    offers: tuple[ShiftOffer, ...] = ()
    shelved: dict[str, Shelf] = msgspec.field(default_factory=dict)
    devices: tuple[Device, ...] = ()
    gateways: tuple[Gateway, ...] = ()
    filed: tuple[Device, ...] = ()
    conditions: tuple[DeviceState, ...] = ()
    unknown_devices: tuple[UnknownDevice, ...] = ()
    said: dict[str, Said] = msgspec.field(default_factory=dict)


class State(Entries, frozen=True, kw_only=True):
    """Everything a World holds."""

    seq: int
    at: Instant
    settings: DistrictSettings
    month: str
    last_number: int
    restated: tuple[int, ...] = ()


LISTS = (
    "stations",
    "units",
    "buildings",
    "alarms",
    "incidents",
    "assignments",
    "closures",
    "proposals",
    "messages",
    "checks",
    "drills",
    "helpers",
    "requests",
    "corridors",
    "beside",
    "offers",
    "devices",
    "gateways",
    "filed",
    "conditions",
    "unknown_devices",
)
MAPS = ("positions", "off_duty", "rosters", "posts", "seeds", "sites", "hydrants", "standbys", "shelved", "said")
SCALARS = ("seq", "at", "settings", "month", "last_number", "restated")

_BRACKETS = {True: (b"[", b"]"), False: (b"{", b"}")}
"""Of a list, and of a map."""

_encoder = msgspec.json.Encoder(enc_hook=encode_hook)


def to_state(world: World) -> State:
    """Return a World's state."""
    lists: dict[str, Any] = {name: tuple(_sorted_values(getattr(world, name))) for name in LISTS}
    maps: dict[str, Any] = {name: dict(sorted(getattr(world, name).items())) for name in MAPS}
    return State(
        seq=world.seq,
        at=world.at,
        settings=world.settings,
        month=world.month,
        last_number=world.last_number,
        restated=world.restated,
        **lists,
        **maps,
    )


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
        restated=state.restated,
        positions=HashTrieMap(state.positions),
        off_duty=HashTrieMap(state.off_duty),
        rosters=HashTrieMap(state.rosters),
        posts=HashTrieMap(state.posts),
        seeds=HashTrieMap(state.seeds),
        sites=HashTrieMap(state.sites),
        hydrants=HashTrieMap(state.hydrants),
        standbys=HashTrieMap(state.standbys),
        shelved=HashTrieMap(state.shelved),
        said=HashTrieMap(state.said),
        device_at=device_index((*state.filed, *state.devices)),
        checks_of=HashTrieMap({each.station: each.id for each in state.checks}),
        units_of=HashTrieMap(by_station),
        active_by_unit=HashTrieMap(by_unit),
        open_by=_open_by(state),
        stations_by=_stations_by(state),
        running_drills=tuple(sorted(each.id for each in state.drills if each.running)),
        **maps,
    )


def encode_state(state: State) -> bytes:
    """Return the state as JSON in one go; `slices` does the same without holding up a loop."""
    return _encoder.encode(state)


EncodedEntries = Callable[[World, str], Iterable[bytes]]
"""Gives the JSON of each entry of a World's list, or of each ``"key":value`` of a map, in the order of ids."""


def encoded_entries(world: World, name: str) -> Iterator[bytes]:
    """Encode the entries of one list or map of a World, each as it is asked for."""
    for key, value in sorted(getattr(world, name).items(), key=lambda item: item[0]):
        yield encode_entry(name, key, value)


def encode_entry(name: str, key: str, value: Any) -> bytes:
    """Return the JSON of one entry."""
    return _encoder.encode(value) if name in LISTS else _encoder.encode(key) + b":" + _encoder.encode(value)


def slices(world: World, *, size: int, entries: EncodedEntries = encoded_entries) -> Iterator[bytes]:
    """Yield the text of `encode_state` in slices of about ``size`` bytes. Lazy, as `pieces` is."""
    begun, used = [b"{"], 0
    for number, name in enumerate(State.__struct_fields__):
        begun.append(b'%b"%b":' % (b"," if number else b"", name.encode("ascii")))
        if name in SCALARS:
            begun.append(_encoder.encode(getattr(world, name)))
            continue
        opening, closing = _BRACKETS[name in LISTS]
        begun.append(opening)
        between = b""
        for entry in entries(world, name):
            begun += (between, entry)
            between = b","
            used += len(entry)
            if used > size:
                yield b"".join(begun)
                begun, used = [], 0
        begun.append(closing)
    yield b"".join((*begun, b"}"))


def pieces(world: World, *, size: int, entries: EncodedEntries = encoded_entries) -> Iterator[dict[str, msgspec.Raw]]:
    """Yield a World's state as partial states of about ``size`` bytes of JSON each, fields ready encoded.

    Put together (lists appended, maps united) they are `to_state`'s. The first has the single values. Lazy, so that a
    caller can let others run in between.
    """
    piece = {name: msgspec.Raw(_encoder.encode(getattr(world, name))) for name in SCALARS}
    used = sum(len(bytes(raw)) for raw in piece.values())
    for name in (*LISTS, *MAPS):
        chunk: list[bytes] = []
        for entry in entries(world, name):
            if used + len(entry) > size and (chunk or len(piece) > 0):
                yield {**piece, **_joined(name, chunk)}
                piece, chunk, used = {}, [], 0
            chunk.append(entry)
            used += len(entry) + 1
        piece |= _joined(name, chunk)
    yield piece


def _joined(name: str, entries: list[bytes]) -> dict[str, msgspec.Raw]:
    if not entries:
        return {}
    opening, closing = _BRACKETS[name in LISTS]
    return {name: msgspec.Raw(opening + b",".join(entries) + closing)}


class _Part(Entries, frozen=True, kw_only=True):
    """A partial state, as `pieces` yields them."""

    seq: int | None = None
    at: Instant | None = None
    settings: DistrictSettings | None = None
    month: str = ""
    last_number: int = 0
    restated: tuple[int, ...] = ()


_decode_part = msgspec.json.Decoder(_Part, dec_hook=decode_hook).decode


def join(parts: Iterable[bytes]) -> State:
    """Put partial states together again. Raises msgspec.ValidationError where they are none of this version's."""
    found = [_decode_part(part) for part in parts]
    merged: dict[str, Any] = {name: getattr(found[0], name) for name in SCALARS}
    for name in LISTS:
        merged[name] = tuple(entry for part in found for entry in getattr(part, name))
    for name in MAPS:
        merged[name] = {key: value for part in found for key, value in getattr(part, name).items()}
    return State(**merged)


def _sorted_values(entries: HashTrieMap[str, T]) -> Iterable[T]:
    return (value for _, value in sorted(entries.items(), key=lambda item: item[0]))


def _open_by(state: State) -> HashTrieMap[str, tuple[str, ...]]:
    index: HashTrieMap[str, tuple[str, ...]] = HashTrieMap()
    for incident in state.incidents:
        index = moved(index, incident.id, set(), incident_keys(incident))
    return index


def _stations_by(state: State) -> HashTrieMap[str, tuple[str, ...]]:
    index: HashTrieMap[str, tuple[str, ...]] = HashTrieMap()
    for station in state.stations:
        index = moved(index, station.id, set(), station_keys(station))
    return index


def of_console(world: World) -> World:
    """Return what a console's view shows: everything but the tables of devices, of which it asks for pages; what they
    have to say is in ``conditions``."""
    nothing: HashTrieMap[str, Any] = HashTrieMap()
    return replace(world, devices=nothing, filed=nothing, said=nothing, device_at=nothing)


def of_station(world: World, station: str) -> World:
    """Return what a station's view shows: itself, the closures, the incidents in which it has a standing order, and the
    drills that it may know of. The gateways are the centre's: an address may hold a password."""
    units = {key: world.units[key] for key in world.units_of.get(station, ())}
    active = (each for key in units for each in world.active_of_unit(key))
    narrowed = _narrowed(world, {each.incident for each in active})
    found = world.stations.get(station)
    return replace(
        narrowed,
        settings=replace(world.settings, channels=(), forward=()),
        stations=HashTrieMap({} if found is None else {station: found}),
        units=HashTrieMap(units),
        closures=world.closures,
        hydrants=world.hydrants,
        **_drills(world, {key for key, each in world.drills.items() if visible_to(world, each, station)}),
        positions=HashTrieMap({key: world.positions[key] for key in units if key in world.positions}),
        standbys=HashTrieMap({key: world.standbys[key] for key in units if key in world.standbys}),
        off_duty=HashTrieMap({key: world.off_duty[key] for key in units if key in world.off_duty}),
        beside=HashTrieMap({key: each for key, each in world.beside.items() if station in each.stations}),
        rosters=_only(world.rosters, station),
        posts=_only(world.posts, station),
        checks=HashTrieMap({key: each for key, each in world.checks.items() if each.station == station}),
        checks_of=_only(world.checks_of, station),
    )


def _only(entries: HashTrieMap[str, T], key: str) -> HashTrieMap[str, T]:
    return HashTrieMap({key: entries[key]} if key in entries else {})


def _drills(world: World, kept: set[str]) -> dict[str, Any]:
    """Return these drills and which of them are running, as fields of a World."""
    running = tuple(key for key in world.running_drills if key in kept)
    return {"drills": HashTrieMap({key: world.drills[key] for key in kept}), "running_drills": running}


def of_incident(world: World, incident: str) -> World:
    """Return what an incident's view shows: the incident alone; nothing where it is not in the World."""
    return _narrowed(world, {incident} if incident in world.incidents else set())


def _narrowed(world: World, incidents: set[str]) -> World:
    """Keep the settings, these incidents, and what belongs to them."""
    kept = {key: world.incidents[key] for key in incidents}
    buildings = {each.place.building for each in kept.values() if each.place.building in world.buildings}
    return World(
        seq=world.seq,
        at=world.at,
        settings=world.settings,
        month=world.month,
        last_number=world.last_number,
        restated=world.restated,
        incidents=HashTrieMap(kept),
        buildings=HashTrieMap({key: world.buildings[key] for key in buildings if key is not None}),
        sites=HashTrieMap({key: world.sites[key] for key in buildings if key is not None and key in world.sites}),
        alarms=HashTrieMap({key: world.alarms[key] for each in kept.values() for key in each.alarms}),
        assignments=HashTrieMap({key: world.assignments[key] for each in kept.values() for key in each.assignments}),
        requests=HashTrieMap({key: world.requests[key] for each in kept.values() for key in each.requests}),
        corridors=HashTrieMap(
            {key: found for each in kept.values() for key in each.assignments if (found := world.corridors.get(key))}
        ),
    )
