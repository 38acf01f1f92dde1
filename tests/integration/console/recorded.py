"""A recorded run beside what the hub made of it: each event with its changes of the hub's state, as lines of JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from dispatch.core import events as ev
from dispatch.core.events import decode
from dispatch.core.evolve import evolve
from dispatch.core.instant import encode_hook
from dispatch.core.state import LISTS, MAPS, SCALARS, of_console, of_station, to_state
from dispatch.core.vocabulary import EVERY_STATION
from dispatch.core.world import World

_encode = msgspec.json.Encoder(enc_hook=encode_hook).encode


def steps(bodies: Iterable[bytes], world: World, *, whole_every: int) -> Iterator[bytes]:
    """Yield the state to begin with (null: from nothing), then every event with its changes; now and then the whole.

    ``bodies`` are the events as they are stored, which is how a page gets them. Held against the page is what a console
    is shown: tables of devices are not.
    """
    yield _encode({"start": to_state(of_console(world)) if world.seq else None})
    seen = of_console(world)
    for body in bodies:
        world = evolve(world, decode(body))
        before, seen = seen, of_console(world)
        yield _encode(
            {
                "event": msgspec.Raw(body),
                "changed": {name: found for name in (*LISTS, *MAPS) if (found := _changed(before, seen, name))},
                "scalars": {name: getattr(seen, name) for name in SCALARS},
            }
        )
        if world.seq % whole_every == 0:
            yield whole(world)
    yield whole(world)


def station_steps(bodies: Iterable[bytes], world: World, station: str) -> Iterator[bytes]:
    """Yield a station's reset, then every event of its view with what the hub would show it after that.

    A crew that joins an incident is told what it must know and no more: compared are the incidents that it sees, its
    own standing orders whole, and of the others how far they are. What merges brought along is not told to it.
    """
    yield _encode({"start": to_state(of_station(world, station))})
    merged: set[str] = set()
    for body in bodies:
        event = decode(body)
        world = evolve(world, event)
        if isinstance(event, ev.IncidentMerged):
            merged |= {event.incident, event.into}
        if station in event.to or EVERY_STATION in event.to:
            yield _encode({"event": msgspec.Raw(body), "shows": _shown(of_station(world, station), station, merged)})


def _shown(seen: World, station: str, merged: set[str]) -> dict[str, Any]:
    orders = [each for each in seen.assignments.values() if each.active]
    return {
        "incidents": {
            key: {} if key in merged else {name: getattr(each, name) for name in INCIDENT_FIELDS}
            for key, each in seen.incidents.items()
        },
        "own": {each.id: each for each in orders if each.station == station},
        "others": {
            each.id: {name: getattr(each, name) for name in ORDER_FIELDS}
            for each in orders
            if each.station != station and each.incident not in merged
        },
    }


INCIDENT_FIELDS = ("number", "kind", "place", "grade", "trapped", "exercise", "notes", "opened_at", "closed_at")
ORDER_FIELDS = ("unit", "station", "mode", "eta_s", "acknowledged_at", "en_route_at", "on_scene_at", "controlled_at")


def whole(world: World) -> bytes:
    """Return the line that holds the page's whole state against the hub's."""
    return _encode({"whole": to_state(of_console(world))})


def _changed(before: World, after: World, name: str) -> dict[str, Any]:
    """Return what is another object in the later World's table, None for what is gone."""
    old, new = getattr(before, name), getattr(after, name)
    if old is new:
        return {}
    put = {key: value for key, value in new.items() if old.get(key) is not value}
    return put | {key: None for key in old if key not in new}
