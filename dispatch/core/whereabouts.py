"""Where a unit counts from, and what is due of that: its believed position, where it is posted, else its station.

A unit's deadlines have the subject ``unit:ID``.
"""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.core.deadline_keys import BeginStandby, EndStandby, Estimate, GoStale
from dispatch.core.indexes import distance_m
from dispatch.core.posts import Due
from dispatch.core.vocabulary import Place
from dispatch.core.world import Assignment, Sighting, World

SUBJECT = "unit:"
"""Begins a unit's subject; no id holds a colon."""

ESTIMATE_EVERY_MS = 5_000
"""An arrival is foreseen anew this often at most, however often a phone says where it is."""


def subject_of(unit: str) -> str:
    """Return the subject under which a unit has its deadlines."""
    return SUBJECT + unit


def spot_of(world: World, unit: str) -> tuple[float, float] | None:
    """Return longitude and latitude from which a unit counts; None: from its station.

    The newer of what it said itself and where it was posted; what is stale or not believed is shown, and never used.
    """
    position, standby = world.positions.get(unit), world.standbys.get(unit)
    posted = standby if standby is not None and standby.begun_at is not None else None
    believed = None if position is None else position.believed
    if believed is None or (posted is None and _at_home(world, unit, believed)):
        return None if posted is None else (posted.lon, posted.lat)
    if posted is not None and posted.begun_at is not None and posted.begun_at > believed.at:
        return posted.lon, posted.lat
    return believed.lon, believed.lat


def _at_home(world: World, unit: str, seen: Sighting) -> bool:
    """Whether a fix is too coarse to tell the unit from its station."""
    station = world.stations.get(world.units[unit].station) if unit in world.units else None
    if station is None or seen.accuracy_m is None:
        return False
    here = Place(lon=seen.lon, lat=seen.lat)
    return (distance_m(here, Place(lon=station.lon, lat=station.lat)) or 0.0) <= seen.accuracy_m


def under_way(world: World, unit: str) -> Assignment | None:
    """Return the order to which a unit is on its way, None where it is on none."""
    return next(
        (each for each in world.active_of_unit(unit) if each.en_route_at is not None and each.on_scene_at is None), None
    )


def due_of_unit(world: World, unit: str) -> Iterator[Due]:
    """Yield what is due of a unit, in no order; nothing of one that is not known (any more)."""
    if unit not in world.units:
        return
    standby = world.standbys.get(unit)
    if standby is not None:
        if standby.begun_at is None:
            yield standby.from_at, BeginStandby().text
        if standby.until_at is not None:
            yield standby.until_at, EndStandby().text
    position = world.positions.get(unit)
    if position is None or position.believed is None:
        return
    stale_after_ms = world.settings.positions.stale_after_s * 1000
    if stale_after_ms:
        yield max(position.heard_at, position.believed.at.plus(stale_after_ms)), GoStale().text
    order = under_way(world, unit)
    if order is not None and position.doubt is None and position.heard_at > (order.estimated_at or 0):
        not_before = (
            order.heard("en_route") if order.estimated_at is None else order.estimated_at.plus(ESTIMATE_EVERY_MS)
        )
        yield max(position.heard_at, not_before or position.heard_at), Estimate().text
