"""Makes devices of a panel's points: of what kind, on which floor of which building, and which are known already."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace

from stations.device_words import NAMES, kind_in
from stations.devices import Device, Gateway
from stations.model import Building
from stations.points.addresses import Order
from stations.points.reading import Point
from stations.problems import Findings
from stations.sheets.odd import exposed
from stations.tables import ID_PATTERN

FloorOf = Callable[[str], int | None]
"""The floor that words name, None where they name none or several."""

_TOWER = re.compile(r"(?:第?\d{1,3}|[A-Za-z]|[一二三四五六七八九十]{1,3}|[东西南北中])\s*(?:号楼|栋|幢|座|#楼|#)")
_TOWER_AT_END = re.compile(rf"(?:{_TOWER.pattern})$")
_HIGHEST = 250
_STOREY = re.compile(r"(?<![\d#.])(?P<below>负|地下|[Bb]|-)?(?P<number>\d{1,2})(?:层|楼(?![栋幢座单元号]))")
"""``走廊2层``, ``3楼走廊``, which elsewhere could be a building's number: a point list has 号楼 for that."""


class Setting(NamedTuple):
    """What the points hang at, and how their addresses are written."""

    gateway: Gateway
    buildings: Mapping[str, Building]
    present: Sequence[Device]
    floor_of: FloorOf
    order: Order = "loop-first"
    system: int = 1


class Placed(NamedTuple):
    """The devices of the list, at which line each stands, and those of the gateway that the list does not have."""

    devices: tuple[Device, ...]
    lines: tuple[int, ...]
    missing: tuple[Device, ...]


def place(points: Iterable[Point], setting: Setting, findings: Findings) -> Placed:
    """Return the devices that points are; what could not be told of one is noted at its line.

    A device that is known under its address keeps its id, and whatever the list does not say: camera, owner, limits.
    """
    own = [each for each in setting.present if each.gateway == setting.gateway.id]
    known = {each.address: each for each in own}
    first: dict[str, int] = {}
    found: list[Device] = []
    lines: list[int] = []
    for point in points:
        address = point.address.under(setting.order, setting.system)
        if (there := first.setdefault(address, point.line)) != point.line:
            findings.error(
                f"“{address}” is in line {there} already; the row is not read", line=point.line, field="address"
            )
            continue
        before = known.get(address)
        key = before.id if before else f"{setting.gateway.id}-{point.address.key}"
        if not ID_PATTERN.fullmatch(key):
            findings.error(
                f"“{exposed(key)}” is too long for an id; the row is not read", line=point.line, field="address"
            )
            continue
        lines.append(point.line)
        told = _told(point, setting, before, findings)
        if before is not None:
            found.append(replace(before, **{field: value for field, value in told.items() if value is not None}))
        else:
            found.append(Device(id=key, gateway=setting.gateway.id, address=address, **told))
    return Placed(tuple(found), tuple(lines), tuple(each for each in own if each.address not in first))


def _told(point: Point, setting: Setting, before: Device | None, findings: Findings) -> dict[str, Any]:
    building = _building(point, setting, findings)
    return {
        "kind": _kind(point, before, findings),
        "building": building,
        "floor": _floor(point, setting, setting.buildings.get(building or ""), findings),
        "zone": point.zone or None,
        "name": point.location or None,
    }


def _kind(point: Point, before: Device | None, findings: Findings) -> str:
    """Return the kind by its own cell, else by the words of the place, else what is known already."""
    found = kind_in(point.kind) or kind_in(point.location)
    if found is not None:
        return found
    if before is not None:
        return before.kind
    said = exposed(point.kind or point.location)
    message = f"“{said}” says no kind of device; it is taken for one of no kind ({NAMES['general']}, general)"
    findings.warn(message, line=point.line, field="kind")
    return "general"


def _building(point: Point, setting: Setting, findings: Findings) -> str | None:
    """Return the building by its own cell, else by a tower that the place names, else the gateway's.

    One that is named and not known is left empty: the hub then takes the gateway's, and somebody should look.
    """
    towers = _TOWER.findall(point.location)
    named = point.building or (towers[0] if towers else "")
    if not named:
        return setting.gateway.building
    found = named if named in setting.buildings else _by_name(named, setting)
    if found is None:
        message = f"“{exposed(named)}” is no building of buildings.csv; it is left empty"
        findings.warn(message, line=point.line, field="building")
    return found


def _by_name(named: str, setting: Setting) -> str | None:
    """Return the building of this name, or the tower of this name beside the gateway's own (``示例花园`` + ``3号楼``).

    Every compound has a third tower: one that only bears the same number elsewhere is none.
    """
    names = {_short(each): key for key, each in setting.buildings.items()}
    own = setting.buildings.get(setting.gateway.building or "")
    plain = named.replace(" ", "")
    if plain in names or own is None:
        return names.get(plain)
    compound = _short(own)
    if compound.endswith(plain) and not (plain[0].isdigit() and compound[: -len(plain)][-1:].isdigit()):
        return own.id
    ending = next((found for found in _TOWER_AT_END.findall(compound)), "")
    return names.get(compound.removesuffix(ending) + plain)


def _short(building: Building) -> str:
    return building.name.removesuffix("（示例）").replace(" ", "")


def _floor(point: Point, setting: Setting, building: Building | None, findings: Findings) -> int | None:
    """Return the floor by its own cell, else by the words of the place."""
    said = point.floor or point.location
    floor = setting.floor_of(point.floor) if point.floor else None
    if floor is None:
        floor = setting.floor_of(point.location)
    if floor is None:
        floor = _among_words(point.location)
    if floor is None or abs(floor) > _HIGHEST:
        if said:
            findings.warn(f"“{exposed(said)}” names no one floor; it is left empty", line=point.line, field="floor")
        return None
    if building is not None and building.storeys is not None and floor > building.storeys:
        message = f"floor {floor} is above the {building.storeys} storeys of “{building.id}”; correct one of them"
        findings.warn(message, line=point.line, field="floor")
    return floor


def _among_words(place: str) -> int | None:
    """Return the one floor that words name without a space before it; None where they name none, or several."""
    found = {(-1 if each["below"] else 1) * int(each["number"]) for each in _STOREY.finditer(place)}
    return found.pop() if len(found) == 1 else None
