"""Invented people and things (示例, synthetic) for given stations and buildings, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date, timedelta

from stations.duty.shifts import RosterRow
from stations.equipment import add_months
from stations.helpers import HELPER_KINDS, Helper, HelperKind
from stations.model import Building, Station, StationKind, Unit
from stations.registry.model import (
    BuildingFile,
    Equipment,
    Hydrant,
    HydrantKind,
    Member,
    MemberRole,
    Registry,
    Room,
    RoomKind,
    State,
    Vehicle,
    VehicleKind,
    Zone,
    ZoneKind,
)
from stations.registry.synthetic_devices import synthetic_devices, synthetic_gateways

TEAMS = ("甲班", "乙班", "丙班")
"""Three teams in turn, each on post for 24 hours and off for 48."""

WHOLE_DAY = "whole_day"
"""The shift of that name in `stations.duty.rules.DEFAULT_SHIFTS`."""

_ROLES: dict[StationKind, tuple[MemberRole, ...]] = {
    "micro_unit": ("head", "deputy", "leader", "leader", "leader", *("firefighter",) * 4, "controller"),
    "micro_community": ("head", "deputy", *("leader",) * 3, *("firefighter",) * 4),
    "small": ("head", "deputy", *("leader",) * 3, *("firefighter",) * 12, *("driver",) * 3),
    "fire": ("head", "deputy", *("leader",) * 6, *("firefighter",) * 28, *("driver",) * 6),
}
_ROOMS: dict[StationKind, tuple[tuple[RoomKind, float, int], ...]] = {
    "micro_unit": (("control", 24.0, 0), ("equipment", 12.0, 0)),
    "micro_community": (("duty", 20.0, 2), ("equipment", 14.0, 0)),
    "small": (("duty", 40.0, 0), ("dormitory", 80.0, 12), ("equipment", 60.0, 0)),
    "fire": (("duty", 60.0, 0), ("dormitory", 300.0, 40), ("equipment", 200.0, 0), ("training", 120.0, 0)),
}
_KIT: tuple[tuple[str, int], ...] = (
    ("hose", 6),
    ("nozzle", 3),
    ("hydrant_key", 2),
    ("helmet", 6),
    ("suit", 6),
    ("gloves", 6),
    ("boots", 6),
    ("escape_hood", 4),
    ("torch", 6),
    ("radio", 4),
    ("axe", 1),
    ("bolt_cutter", 1),
    ("cutter_spreader", 1),
    ("rope", 2),
    ("first_aid_kit", 1),
    ("megaphone", 1),
)
_HELPERS: dict[HelperKind, str] = {
    "police": "交巡警大队",
    "power": "供电抢修班",
    "gas": "燃气抢险班",
    "water": "供水抢修班",
    "medical": "急救站",
    "machinery": "工程机械队",
    "lift": "电梯维保班",
    "volunteers": "志愿消防队",
    "enterprise": "企业专职消防队",
    "government": "政府专职消防队",
    "neighbour": "邻区消防调度台",
    "call_centre": "119指挥中心",
}
_HAZARDS: dict[str, tuple[str, ...]] = {
    "mall": ("负一层燃气表间（示例）", "屋顶光伏（示例）"),
    "hotel": ("厨房燃气（示例）",),
}
"""What may hurt crews, by the kind of building; a number that begins with 000 is nobody's."""
_EXTINGUISHERS = 8
_RIDDEN: dict[str, VehicleKind] = {"motorcycle": "motorcycle", "engine": "pumper", "aerial": "aerial"}
_OF_ZONE: tuple[tuple[str, ZoneKind], ...] = (("商圈", "complex"), ("街道", "street"), ("社区", "community"))
_OTHER: ZoneKind = "other"
_GOOD, _INSPECTED_LATELY = 0.97, 0.9
_FULL, _IN_COMPLEX = 0.8, 24
_MONTH_DAYS = 30
_YEAR_DAYS = 365


def equip(
    stations: Sequence[Station], units: Iterable[Unit], buildings: Sequence[Building], *, seed: int, on: date
) -> Registry:
    """Return what the stations and buildings have on a day: mostly in order, here and there not."""
    rng = random.Random(seed)
    malls = {building.id for building in buildings if building.kind == "mall"}
    gateways = synthetic_gateways(buildings, stations)
    members = tuple(member for each in stations for member in people(each, _strength(each, malls, rng)))
    return Registry(
        members=members,
        roster=tuple(_roster(members, on)),
        equipment=tuple(item for station in stations for item in things(station, rng, on)),
        vehicles=tuple(_vehicles(units, rng, on)),
        rooms=tuple(room for station in stations for room in _rooms(station)),
        zones=tuple(_zones(stations, buildings)),
        hydrants=tuple(_hydrants(buildings, rng, on)),
        building_files=tuple(_files(buildings, rng, on)),
        helpers=tuple(helpers()),
        gateways=gateways,
        devices=synthetic_devices(buildings, gateways),
    )


def helpers() -> Iterator[Helper]:
    """Yield two helpers of each kind, with numbers that nobody has: the second is asked where the first is silent."""
    for number, kind in enumerate(HELPER_KINDS):
        for which in (1, 2):
            yield Helper(
                id=f"H-{kind}-{which}",
                kind=kind,
                name=f"示例{_HELPERS[kind]}{which}",
                phones=tuple(f"000-{number:02d}{which}{line}" for line in range(1, 4 - which)),
            )


def _strength(station: Station, malls: Container[str], rng: random.Random) -> int:
    """Return how many members a station has; most complexes have enough for three shifts."""
    if station.building in malls and rng.random() < _FULL:
        return _IN_COMPLEX
    return len(_ROLES[station.kind])


def people(station: Station, count: int) -> Iterator[Member]:
    """Yield so many members of a station, in three teams, under pseudonyms."""
    roles = _ROLES[station.kind]
    for number in range(count):
        role = roles[number] if number < len(roles) else "firefighter"
        yield Member(
            id=f"{station.id}-M{number + 1:02d}",
            station=station.id,
            role=role,
            qualifications=("初级消防员",) if role == "firefighter" else ("消防设施操作员",),
            channels=("app", "radio"),
            team=TEAMS[number % len(TEAMS)],
        )


def _roster(members: Iterable[Member], on: date) -> Iterator[RosterRow]:
    """Yield one row for each team: every third day from its own first day on."""
    on_post: dict[tuple[str, str], list[str]] = {}
    for member in members:
        on_post.setdefault((member.station, member.team), []).append(member.id)
    for (station, team), ids in on_post.items():
        number = TEAMS.index(team)
        first = on + timedelta(days=number)
        yield RosterRow(
            id=f"{station}-T{number + 1}",
            station=station,
            shift=WHOLE_DAY,
            members=tuple(ids),
            every=len(TEAMS),
            since=first.isoformat(),
        )


def things(
    station: Station, rng: random.Random, on: date, *, extinguishers: int = _EXTINGUISHERS
) -> Iterator[Equipment]:
    """Yield a station's equipment: extinguishers one by one, the rest by kind."""
    for number in range(extinguishers):
        kind = rng.choice(("extinguisher_powder", "extinguisher_powder", "extinguisher_water", "extinguisher_co2"))
        made = on - timedelta(days=rng.randrange(_YEAR_DAYS // 2, _YEAR_DAYS * 4))
        late = rng.random() > _INSPECTED_LATELY
        yield Equipment(
            id=f"{station.id}-X{number + 1:03d}",
            station=station.id,
            kind=kind,
            serial=f"示例{rng.randrange(10**8):08d}",
            made=made,
            inspected=on - timedelta(days=rng.randrange(_MONTH_DAYS) + (_MONTH_DAYS if late else 0)),
            serviced=_serviced(kind, made, on),
            state=_state(rng),
            place=f"示例{rng.randrange(1, 9)}层",
        )
    for kind, count in _KIT:
        yield Equipment(id=f"{station.id}-{kind}", station=station.id, kind=kind, count=count, state=_state(rng))


def _serviced(kind: str, made: date, on: date) -> date | None:
    """Return the last service of a water-based extinguisher that is old enough to have had one."""
    first = add_months(made, 36)
    return first if kind == "extinguisher_water" and first <= on else None


def _state(rng: random.Random) -> State:
    return "ready" if rng.random() < _GOOD else rng.choice(("defective", "away"))


def _vehicles(units: Iterable[Unit], rng: random.Random, on: date) -> Iterator[Vehicle]:
    for unit in units:
        if (kind := _RIDDEN.get(unit.mode)) is not None:
            inspected = on - timedelta(days=rng.randrange(_YEAR_DAYS))
            yield Vehicle(
                id=f"{unit.id}-V", station=unit.station, kind=kind, unit=unit.id, inspected=inspected, state="ready"
            )


def _rooms(station: Station) -> Iterator[Room]:
    for number, (kind, area_m2, beds) in enumerate(_ROOMS[station.kind], start=1):
        yield Room(id=f"{station.id}-R{number}", station=station.id, kind=kind, area_m2=area_m2, beds=beds)


def _zones(stations: Sequence[Station], buildings: Iterable[Building]) -> Iterator[Zone]:
    """Yield every zone that is named anywhere; its first station leads it."""
    leads: dict[str, str] = {}
    for station in stations:
        leads.setdefault(station.zone, station.id)
    named = {*(station.zone for station in stations), *(building.zone for building in buildings)}
    for zone in sorted(named - {""}):
        kind = next((kind for ending, kind in _OF_ZONE if zone.endswith(ending)), _OTHER)
        yield Zone(id=zone, kind=kind, lead=leads.get(zone, ""), street=zone if kind == "street" else "")


def _hydrants(buildings: Iterable[Building], rng: random.Random, on: date) -> Iterator[Hydrant]:
    """Yield a hydrant before each third building, and one for pumping in at each high one."""
    for number, building in enumerate(buildings):
        kinds: list[HydrantKind] = ["outdoor"] if number % 3 == 0 else []
        kinds += ["adapter"] if building.fire_lift else []
        for kind in kinds:
            yield Hydrant(
                id=f"{building.id}-{kind}",
                kind=kind,
                lon=round(building.lon + 0.0002, 6),
                lat=building.lat,
                building=building.id,
                state=_state(rng),
                pressure_mpa=round(rng.uniform(0.15, 0.4), 2) if kind == "outdoor" else None,
                inspected=on - timedelta(days=rng.randrange(_YEAR_DAYS // 2)),
            )


def _files(buildings: Iterable[Building], rng: random.Random, on: date) -> Iterator[BuildingFile]:
    for number, building in enumerate(buildings):
        if building.kind != "mall" and number % 2:
            continue
        yield BuildingFile(
            building=building.id,
            responsible=f"示例物业{rng.randrange(1, 30)}公司",
            warden=f"W-{building.id}",
            entrance=rng.choice(("东门", "南门", "西门", "北门")) + "（示例）",
            lifts=rng.randrange(1, 9),
            fire_lifts=int(bool(building.fire_lift)),
            control_room="1层（示例）" if building.fire_lift or building.kind == "mall" else "",
            control_room_phone=f"000-3{number:03d}" if building.fire_lift or building.kind == "mall" else "",
            keys="1层值班室（示例）",
            pump_room="负一层（示例）" if building.fire_lift else "",
            hazards=_HAZARDS.get(building.kind, ()),
            plan=f"示例预案-{building.id}",
            reviewed=on - timedelta(days=rng.randrange(2 * _YEAR_DAYS)),
        )
