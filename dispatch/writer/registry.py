"""What the district folder says against what the World knows: the difference as commands, in bearable pieces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from dispatch.core.commands import ChangeRegistry
from dispatch.core.world import World
from stations.duty.shifts import Roster, rosters_of
from stations.helpers import Helper
from stations.model import District
from stations.registry.sites import sites_of
from stations.site import Site

ROWS_AT_A_TIME = 500
"""Rows in one command: about 100 KiB of event, which any reader takes."""

T = TypeVar("T")


def changes(world: World, district: District) -> Iterator[ChangeRegistry]:
    """Yield the commands that bring the World to what the folder says; none where it says nothing new.

    Stations come before the units that refer to them; rows that are gone are dropped last, units first.
    """
    if district.settings != world.settings:
        yield ChangeRegistry(settings=district.settings)
    for name in ("stations", "units", "buildings"):
        known: Mapping[str, Any] = getattr(world, name)
        rows = getattr(district, name)
        for chunk in _chunks([row for row in rows if known.get(row.id) != row]):
            yield _change(name, chunk)
    for name in ("units", "stations", "buildings"):
        kept = {row.id for row in getattr(district, name)}
        for gone in _chunks(sorted(key for key in getattr(world, name) if key not in kept)):
            yield _change(f"dropped_{name}", gone)
    yield from _helper_changes(world, district.registry.helpers or ())
    yield from _site_changes(world, sites_of(district))
    yield from _roster_changes(world, rosters_of(district.registry.roster or ()))


def _helper_changes(world: World, helpers: Sequence[Helper]) -> Iterator[ChangeRegistry]:
    for chunk in _chunks([each for each in helpers if world.helpers.get(each.id) != each]):
        yield ChangeRegistry(helpers=chunk)
    kept = {each.id for each in helpers}
    for gone in _chunks(sorted(key for key in world.helpers if key not in kept)):
        yield ChangeRegistry(dropped_helpers=gone)


def _site_changes(world: World, sites: Sequence[Site]) -> Iterator[ChangeRegistry]:
    kept = {site.building for site in sites}
    for chunk in _chunks([site for site in sites if world.sites.get(site.building) != site]):
        yield ChangeRegistry(sites=chunk)
    for gone in _chunks(sorted(key for key in world.sites if key not in kept)):
        yield ChangeRegistry(dropped_sites=gone)


def _roster_changes(world: World, rosters: Sequence[Roster]) -> Iterator[ChangeRegistry]:
    kept = {roster.station for roster in rosters}
    for chunk in _chunks([roster for roster in rosters if world.rosters.get(roster.station) != roster]):
        yield ChangeRegistry(rosters=chunk)
    for gone in _chunks(sorted(key for key in world.rosters if key not in kept and key in world.stations)):
        yield ChangeRegistry(dropped_rosters=gone)


def _change(field: str, rows: tuple[Any, ...]) -> ChangeRegistry:
    fields: dict[str, Any] = {field: rows}
    return ChangeRegistry(**fields)


def _chunks(rows: Sequence[T]) -> Iterator[tuple[T, ...]]:
    remaining = iter(rows)
    while chunk := tuple(islice(remaining, ROWS_AT_A_TIME)):
        yield chunk
