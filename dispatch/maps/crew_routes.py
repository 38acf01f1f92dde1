"""The way that a crew takes to its incident, and ways of the network, as maps draw them."""

from __future__ import annotations

from typing import Any

from dispatch.core.errors import NotFound, WrongState
from dispatch.core.instant import to_builtins
from dispatch.core.vocabulary import Place
from dispatch.core.world import Assignment, World
from routing.geometry import Route
from routing.map.ways import Way


def find_assignment(world: World, key: str) -> Assignment:
    """Return the assignment. Raises `NotFound`."""
    found = world.assignments.get(key)
    if found is None:
        raise NotFound(f"there is no assignment {key} in the last 24 hours")
    return found


def destination(world: World, assignment: Assignment) -> Place:
    """Return where the assignment's unit is to go. Raises `WrongState` or `NotFound`."""
    incident = world.incidents[assignment.incident]
    if not incident.place.located:
        raise WrongState(f"incident {incident.id} is unlocated; give it a place with incident.update, then ask again")
    if assignment.unit not in world.units:
        raise NotFound(f"unit {assignment.unit} is not in the registry any more")
    return incident.place


def route_feature(assignment: Assignment, route: Route | None) -> dict[str, Any]:
    """Return the way as a GeoJSON feature; its geometry is null where the unit cannot get there."""
    told: dict[str, Any] = {
        "assignment": assignment.id,
        "incident": assignment.incident,
        "unit": assignment.unit,
        "mode": assignment.mode,
        "legs": to_builtins(assignment.legs),
        "reachable": route is not None,
    }
    if route is None:
        return {"type": "Feature", "properties": told, "geometry": None}
    told["length_m"] = round(route.length_m, 1)
    told["eta_s"] = round(route.eta_ms / 1000, 1)
    told["steps"] = [{"name": step.name, "length_m": round(step.length_m, 1)} for step in route.steps]
    told["cautions"] = list(route.cautions)
    # A crew inside the building goes nowhere, and a line has two ends.
    line = route.geometry if len(route.geometry) > 1 else route.geometry * 2
    coordinates = [[round(lon, 6), round(lat, 6)] for lon, lat in line]
    return {"type": "Feature", "properties": told, "geometry": {"type": "LineString", "coordinates": coordinates}}


def way_json(way: Way) -> dict[str, Any]:
    """Return a way of the network with its lines."""
    geometry = {"type": "MultiLineString", "coordinates": way.lines}
    return {"id": way.id, "name": way.name, "class": way.highway, "geometry": geometry}
