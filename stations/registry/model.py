"""Who and what a district has beside stations, units and buildings, as frozen values.

Everything that is not known is None (or empty text), never a guess. People are pseudonyms: an id and what they are
here, never a name or a number.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

import msgspec

from stations.devices import Device, Gateway
from stations.duty.shifts import RosterRow
from stations.helpers import Helper

MemberRole = Literal["head", "deputy", "leader", "firefighter", "controller", "driver"]
"""站长, 副站长, 班长, 队员, 控制室值班员, 驾驶员 (公消〔2015〕301号 names all but the 班长)."""

State = Literal["ready", "defective", "away"]
"""完好, 故障, 送修: of a thing, as somebody found it."""

RoomKind = Literal["duty", "equipment", "dormitory", "control", "training"]
"""值班室, 器材室, 宿舍, 消防控制室, 训练室."""

VehicleKind = Literal["motorcycle", "electric_cart", "small_engine", "pumper", "aerial", "rescue", "mover"]
"""消防摩托车, 电动消防车, 小型消防车, 水罐车, 举高车, 抢险车, 移车器."""

ZoneKind = Literal["complex", "towers", "scenic", "street", "community", "other"]
"""综合体, 高层群, 景区, 街道, 社区, 其他."""

HydrantKind = Literal["outdoor", "indoor", "adapter", "intake", "tank", "riser"]
"""室外消火栓, 室内消火栓, 水泵接合器, 取水口, 消防水池, 消防竖管."""

Serves = Literal["crew", "engine"]
"""Whom an entrance lets in: people on foot or by motorcycle (人员); engines (消防车)."""

SERVES: tuple[Serves, ...] = get_args(Serves)
MEMBER_ROLES: tuple[MemberRole, ...] = get_args(MemberRole)
STATES: tuple[State, ...] = get_args(State)
ROOM_KINDS: tuple[RoomKind, ...] = get_args(RoomKind)
VEHICLE_KINDS: tuple[VehicleKind, ...] = get_args(VehicleKind)
ZONE_KINDS: tuple[ZoneKind, ...] = get_args(ZoneKind)
HYDRANT_KINDS: tuple[HydrantKind, ...] = get_args(HydrantKind)


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A person of a station, under a pseudonym.

    ``team`` names the shift that the member belongs to (甲班), empty where unknown. ``channels`` says how the member
    can be reached (``app``, ``radio``), not under which number.
    """

    id: str
    station: str
    role: MemberRole
    qualifications: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    team: str = ""


class Equipment(msgspec.Struct, frozen=True, kw_only=True):
    """``count`` things of one kind at one station; a thing with a ``serial`` is alone in its row.

    ``inspected`` is the last look at it, ``serviced`` the last work of a workshop on it; ``expires`` is the last good
    day that its plate names.
    """

    id: str
    station: str
    kind: str
    count: int = 1
    serial: str = ""
    made: date | None = None
    inspected: date | None = None
    serviced: date | None = None
    expires: date | None = None
    state: State | None = None
    place: str = ""


class Vehicle(msgspec.Struct, frozen=True, kw_only=True):
    """A vehicle of a station; ``unit`` is the unit that rides it, empty where it is nobody's alone.

    What it is capable of its unit is too, while the vehicle is not known to be out of order.
    """

    id: str
    station: str
    kind: VehicleKind
    unit: str = ""
    width_m: float | None = None
    height_m: float | None = None
    weight_t: float | None = None
    inspected: date | None = None
    state: State | None = None
    capabilities: tuple[str, ...] = ()


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """A room of a station."""

    id: str
    station: str
    kind: RoomKind
    area_m2: float | None = None
    beds: int | None = None


class Zone(msgspec.Struct, frozen=True, kw_only=True):
    """Stations that help each other (联防区域), or the street or community that they belong to.

    ``id`` is what the column ``zone`` of stations and buildings says. ``lead`` is the station that leads the zone.
    """

    id: str
    kind: ZoneKind = "other"
    lead: str = ""
    street: str = ""


class Hydrant(msgspec.Struct, frozen=True, kw_only=True):
    """A place to take water from; ``building`` is empty for one in the street."""

    id: str
    kind: HydrantKind
    lon: float
    lat: float
    building: str = ""
    state: State | None = None
    pressure_mpa: float | None = None
    inspected: date | None = None


class BuildingFile(msgspec.Struct, frozen=True, kw_only=True):
    """One building, one file (一楼一策): what a commander asks for on the way there.

    ``responsible`` is the responsible unit (责任单位), ``warden`` the pseudonym of the building's warden (楼栋长).
    ``control_room_phone`` is the control room's telephone, nobody's own. ``keys`` and ``pump_room`` say where they are,
    ``hazards`` what inside is dangerous to crews. ``plan`` names the document of the plan; ``reviewed`` is when it was
    last gone over.
    """

    building: str
    responsible: str = ""
    warden: str = ""
    entrance: str = ""
    lifts: int | None = None
    fire_lifts: int | None = None
    hydrants: tuple[str, ...] = ()
    control_room: str = ""
    plan: str = ""
    reviewed: date | None = None
    control_room_phone: str = ""
    keys: str = ""
    pump_room: str = ""
    hazards: tuple[str, ...] = ()


class Entrance(msgspec.Struct, frozen=True, kw_only=True):
    """A way into a building (出入口) and whom it ``serves``; ``width_m`` is its clear width."""

    id: str
    building: str
    lon: float
    lat: float
    name: str = ""
    serves: tuple[Serves, ...] = SERVES
    width_m: float | None = None


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """Where an aerial stands (登高操作场地).

    GB 50016-2014, 7.2.2 asks 15 m × 10 m, from 50 m of height 20 m × 10 m, and at most 3 % of slope.
    """

    id: str
    building: str
    lon: float
    lat: float
    length_m: float | None = None
    width_m: float | None = None
    bearing_t: float | None = None
    slope_percent: float | None = None
    state: State | None = None


class Assistance(msgspec.Struct, frozen=True, kw_only=True):
    """How many people on a floor cannot walk down by themselves. Nobody is named."""

    id: str
    building: str
    floor: int
    count: int


class PlanStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step of the building's own plan for one ``role`` (a member's, or ``everybody``), in their ``order``."""

    id: str
    building: str
    role: str = "everybody"
    order: int
    text: str


class Registry(msgspec.Struct, frozen=True, kw_only=True):
    """The optional tables of a district; None where its file is absent, which is unknown and not zero."""

    members: tuple[Member, ...] | None = None
    equipment: tuple[Equipment, ...] | None = None
    vehicles: tuple[Vehicle, ...] | None = None
    rooms: tuple[Room, ...] | None = None
    zones: tuple[Zone, ...] | None = None
    hydrants: tuple[Hydrant, ...] | None = None
    building_files: tuple[BuildingFile, ...] | None = None
    roster: tuple[RosterRow, ...] | None = None
    helpers: tuple[Helper, ...] | None = None
    entrances: tuple[Entrance, ...] | None = None
    grounds: tuple[Ground, ...] | None = None
    assistance: tuple[Assistance, ...] | None = None
    steps: tuple[PlanStep, ...] | None = None
    gateways: tuple[Gateway, ...] | None = None
    devices: tuple[Device, ...] | None = None
