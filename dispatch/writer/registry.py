"""What the district folder says against what the World knows: the difference as commands, in bearable pieces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from dispatch.core.commands import ChangeRegistry
from dispatch.core.world import World
from stations.duty.shifts import Roster, rosters_of
from stations.model import District
from stations.registry.sites import sites_of

ROWS_AT_A_TIME = 500
"""Rows in one command: about 100 KiB of event, which any reader takes."""

T = TypeVar("T")


def changes(world: World, district: District) -> Iterator[ChangeRegistry]:
    """Yield the commands that bring the World to what the folder says; none where it says nothing new.

    Stations come before the units that refer to them; rows that are gone are dropped last, units first.
    """
    if district.settings != world.settings:
        yield ChangeRegistry(settings=district.settings)
    rows = {name: {row.id: row for row in getattr(district, name)} for name in ("stations", "units", "buildings")}
    for name, wanted in rows.items():
        yield from _put(name, getattr(world, name), wanted)
    for name in ("units", "stations", "buildings"):
        yield from _drop(name, getattr(world, name), rows[name])
    # A roster of a station that is gone goes with it.
    rosters = {key: roster for key, roster in world.rosters.items() if key in world.stations}
    for name, known, wanted in (
        ("helpers", world.helpers, {each.id: each for each in district.registry.helpers or ()}),
        ("sites", world.sites, {each.building: each for each in sites_of(district)}),
        ("rosters", rosters, {each.station: each for each in _rosters(district)}),
        ("gateways", world.gateways, {each.id: each for each in district.registry.gateways or ()}),
        ("devices", world.devices, {each.id: each for each in district.registry.devices or ()}),
    ):
        yield from _put(name, known, wanted)
        yield from _drop(name, known, wanted)


def _rosters(district: District) -> tuple[Roster, ...]:
    registry = district.registry
    return rosters_of(registry.roster or (), ((each.station, each.id) for each in registry.members or ()))


def _put(name: str, known: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[ChangeRegistry]:
    """Yield what brings a table the rows that it lacks or has otherwise, by their keys."""
    for chunk in _chunks([row for key, row in wanted.items() if known.get(key) != row]):
        yield _change(name, chunk)


def _drop(name: str, known: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[ChangeRegistry]:
    """Yield what takes the rows out of a table that are gone."""
    for chunk in _chunks(sorted(key for key in known if key not in wanted)):
        yield _change(f"dropped_{name}", chunk)


def _change(field: str, rows: tuple[Any, ...]) -> ChangeRegistry:
    fields: dict[str, Any] = {field: rows}
    return ChangeRegistry(**fields)


def _chunks(rows: Sequence[T]) -> Iterator[tuple[T, ...]]:
    remaining = iter(rows)
    while chunk := tuple(islice(remaining, ROWS_AT_A_TIME)):
        yield chunk
