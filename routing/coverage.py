"""Who reaches which building in time, and up to which storey."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TypeAlias

import msgspec

from routing.approach import Arrival
from routing.arrays import Flags
from routing.errors import RoadsError
from routing.model import Spot
from routing.place import BuildingAccess, Place
from routing.snapshot import Snapshot
from routing.vertical import VerticalRules, storey_ms

FloorRule: TypeAlias = Literal["entrance", "middle", "top"]
"""Which storey an arrival is judged at. A building of unknown storeys is judged at its entrance, and so marked."""

DEFAULT_WITHIN_S = (60, 180, 300)


class Building(msgspec.Struct, frozen=True):
    """A building that must be reached."""

    name: str
    spot: Spot
    access: BuildingAccess


class Reached(msgspec.Struct, frozen=True):
    """How a building is reached: by whom first, when at the door and at the judged storey.

    `mode`, `first` and the times are None where nobody can come. `storeys_within` gives for each limit the highest
    storey that the first crew is at in time, 0 for none.
    """

    building: Building
    mode: str | None
    first: str | None
    door_ms: int | None
    eta_ms: int | None
    storeys_within: Mapping[int, int]

    def within(self, limit_s: int) -> bool:
        """Tell whether the judged storey is reached in time."""
        return self.eta_ms is not None and self.eta_ms <= limit_s * 1000


class Coverage(msgspec.Struct, frozen=True):
    """What was found for every building, in the order given."""

    reached: tuple[Reached, ...]
    within_s: tuple[int, ...]
    floor: FloorRule
    version: str
    closed: tuple[str, ...]

    def covered(self, limit_s: int) -> int:
        """Return how many buildings are reached in time at the judged storey."""
        return sum(reached.within(limit_s) for reached in self.reached)

    def uncovered(self, limit_s: int) -> tuple[Reached, ...]:
        """Return the buildings that are not reached in time, the latest first, those nobody reaches before all."""
        late = [reached for reached in self.reached if not reached.within(limit_s)]
        return tuple(sorted(late, key=lambda reached: (reached.eta_ms is not None, -(reached.eta_ms or 0))))

    @property
    def storeys_unknown(self) -> int:
        """How many buildings are judged at the entrance because their storeys are not known."""
        return sum(reached.building.access.storeys is None for reached in self.reached)


def coverage(
    snapshot: Snapshot,
    buildings: Iterable[Building],
    *,
    at: datetime,
    within_s: Sequence[int] = DEFAULT_WITHIN_S,
    floor: FloorRule = "top",
    modes: Iterable[str] | None = None,
    eligible: Flags | None = None,
) -> Coverage:
    """Find for every building who is there first, over the modes given or all. About 0.2 ms a building and mode.

    `eligible` is a mask over the roster's order, None for everybody.

    Raises ModeError for an unknown mode.
    """
    asked = tuple(snapshot.roster.posts if modes is None else modes)
    limits = tuple(sorted(within_s))
    return Coverage(
        reached=tuple(
            _reached(building, _first(snapshot, building, asked, at, eligible), limits, floor, snapshot.vertical)
            for building in buildings
        ),
        within_s=limits,
        floor=floor,
        version=snapshot.version,
        closed=tuple(sorted(snapshot.closures.in_force)),
    )


def judged_floor(access: BuildingAccess, rule: FloorRule) -> int | None:
    """Return the storey that a rule judges; None (the entrance) where the storeys are not known."""
    if access.storeys is None or rule == "entrance":
        return None
    return access.storeys if rule == "top" else (access.storeys + 1) // 2


def climb_ms(access: BuildingAccess, floor: int | None, rules: VerticalRules) -> int:
    """Return the time from the door of a building to one of its storeys."""
    return storey_ms(floor, storeys=access.storeys, height_m=access.height_m, fire_lift=access.fire_lift, rules=rules)


def write_uncovered(found: Coverage, limit_s: int, path: Path) -> None:
    """Write the buildings not reached in time as GeoJSON points (RFC 7946). Raises RoadsError if it cannot."""
    features = [_feature(reached, limit_s) for reached in found.uncovered(limit_s)]
    try:
        path.write_bytes(msgspec.json.encode({"type": "FeatureCollection", "features": features}))
    except OSError as error:
        raise RoadsError(f"{path}: cannot be written ({error}); give a place that can") from error


def _first(
    snapshot: Snapshot, building: Building, modes: tuple[str, ...], at: datetime, eligible: Flags | None
) -> tuple[str, Arrival] | None:
    place = Place(building.spot, None, building.access)
    arrivals: list[tuple[int, str, str, Arrival]] = []
    for mode in modes:
        nearest = snapshot.nearest(place, 1, mode=mode, at=at, eligible=eligible)
        if nearest is not None:
            arrivals.extend((found.eta_ms, found.responder, mode, found) for found in nearest.arrivals)
    if not arrivals:
        return None
    _, _, mode, arrival = min(arrivals, key=lambda found: found[:2])
    return mode, arrival


def _reached(
    building: Building,
    first: tuple[str, Arrival] | None,
    limits: tuple[int, ...],
    rule: FloorRule,
    vertical: VerticalRules,
) -> Reached:
    if first is None:
        return Reached(building, None, None, None, None, dict.fromkeys(limits, 0))
    mode, arrival = first
    access = building.access
    climbs = [arrival.eta_ms + climb_ms(access, floor, vertical) for floor in range(1, (access.storeys or 1) + 1)]
    storeys = {limit: sum(eta_ms <= limit * 1000 for eta_ms in climbs) for limit in limits}
    eta_ms = arrival.eta_ms + climb_ms(access, judged_floor(access, rule), vertical)
    return Reached(building, mode, arrival.responder, arrival.eta_ms, eta_ms, storeys)


def _feature(reached: Reached, limit_s: int) -> dict[str, Any]:
    building = reached.building
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [building.spot.lon, building.spot.lat]},
        "properties": {
            "id": building.access.id,
            "name": building.name,
            "storeys": building.access.storeys,
            "limit_s": limit_s,
            "first": reached.first,
            "mode": reached.mode,
            "eta_s": None if reached.eta_ms is None else round(reached.eta_ms / 1000, 1),
            "storeys_within": reached.storeys_within.get(limit_s),
        },
    }
