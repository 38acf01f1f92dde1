"""What a district folder says: stations, units, buildings and the district itself, as frozen values.

Positions are WGS-84 degrees. Ids are opaque: 1 to 64 characters of ``[A-Za-z0-9._-]``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

import msgspec

from stations.capabilities import Capability
from stations.channels import Channel
from stations.corridor import CorridorRules
from stations.duty.rules import CheckRules, DutyRules, ReadinessRules
from stations.forwarding import ForwardTarget
from stations.grading.model import Grading
from stations.grading.reading import national_grading
from stations.helpers import HelpRules
from stations.registry.model import Registry
from stations.rules import (
    DEFAULT_HAND_OVER_WITHIN_S,
    DEFAULT_LADDER_MAX_UNITS,
    DEFAULT_TURNOUT_S,
    Joining,
    Look,
    Outage,
    Plan,
    Positions,
    Rung,
    Sharing,
    Signals,
    Target,
)

CrewKind = Literal["micro_unit", "micro_community", "small", "fire"]
"""单位微型消防站, 社区微型消防站, 小型消防站, 消防救援站: stations where crews wait."""

StationKind = Literal[CrewKind, "street_office"]
"""And 街道消防工作站: an office of the street that guides its stations. It has no crews and nobody is sent from it."""

TravelMode: TypeAlias = str
"""How a unit gets there: one of `TRAVEL_MODES`, or one that the district defines (`DistrictSettings.modes`)."""

STATION_KINDS: tuple[StationKind, ...] = get_args(StationKind)
CREW_KINDS: tuple[CrewKind, ...] = get_args(CrewKind)
STREET_OFFICE: StationKind = "street_office"
MICRO_KINDS: tuple[CrewKind, ...] = ("micro_unit", "micro_community")
BRIGADE_KINDS: tuple[CrewKind, ...] = ("small", "fire")
TRAVEL_MODES: tuple[TravelMode, ...] = ("foot", "motorcycle", "engine", "aerial")
"""Modes that every district has."""


class Station(msgspec.Struct, frozen=True, kw_only=True):
    """Where crews wait.

    ``zone`` (联防区域) and ``phone`` are empty where unknown; ``building`` is the building that the station is
    in, whose fires its crews reach from inside. ``responsible`` is the station that is told where nobody is on its post
    (查岗), by default its street's (`stations.registry.responsible`); empty where none is known.
    """

    id: str
    name: str
    kind: StationKind
    lon: float
    lat: float
    zone: str = ""
    phone: str = ""
    building: str = ""
    responsible: str = ""


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent: ``crew`` people from ``station``.

    ``turnout_s`` is None where the default of the station's kind applies.
    """

    id: str
    station: str
    name: str
    mode: TravelMode
    crew: int
    capabilities: tuple[str, ...] = ()
    turnout_s: int | None = None


class Building(msgspec.Struct, frozen=True, kw_only=True):
    """A building that alarms come from. What is not known is None (or empty text), never a guess."""

    id: str
    name: str
    lon: float
    lat: float
    storeys: int | None = None
    height_m: float | None = None
    kind: str = ""
    zone: str = ""
    entrance_lon: float | None = None
    entrance_lat: float | None = None
    fire_lift: bool | None = None
    area_m2: float | None = None


class DistrictSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What a district decides for itself: ``district.toml`` with the defaults filled in (`stations.settings`).

    ``turnout_s`` maps each station kind to the seconds between the order and the first step out of the door.
    ``ladder_max_units`` bounds how many units the ladder may add to one incident by itself: a district whose crews
    are all silent must not be emptied for one alarm. ``phones`` maps a label to a number of the centre.
    ``hand_over_within_s``: so long after its first arrival the brigade says that it took over; 0: nobody asks.
    ``capabilities`` are words of its own; ``modes`` its own ways to travel, each with the one that it is based on.
    ``personal_days``: so many days after an incident closed, what people said about it is erased; 0: never by itself.

    The record holds it as it is here. Fields keep their names and order, a new one stands last and has a default:
    what older records did without.
    """

    name: str
    timezone: str
    targets: tuple[Target, ...]
    ladder: tuple[Rung, ...]
    plans: tuple[Plan, ...] = ()
    turnout_s: dict[str, int] = msgspec.field(default_factory=lambda: dict(DEFAULT_TURNOUT_S))
    ladder_max_units: int = DEFAULT_LADDER_MAX_UNITS
    joining: Joining = Joining()
    sharing: Sharing = Sharing()
    channels: tuple[Channel, ...] = ()
    phones: dict[str, str] = msgspec.field(default_factory=dict)
    duty: DutyRules = DutyRules()
    checks: CheckRules = CheckRules()
    readiness: ReadinessRules = ReadinessRules()
    outage: Outage = Outage()
    personal_days: int = 0
    signals: Signals = Signals()
    helpers: HelpRules = HelpRules()
    look: Look = Look()
    grading: Grading = msgspec.field(default_factory=national_grading)
    capabilities: tuple[Capability, ...] = ()
    hand_over_within_s: int = DEFAULT_HAND_OVER_WITHIN_S
    modes: dict[str, TravelMode] = msgspec.field(default_factory=dict)
    positions: Positions = Positions()
    corridor: CorridorRules = CorridorRules()
    forward: tuple[ForwardTarget, ...] = ()

    def modes_for(self, named: tuple[TravelMode, ...]) -> tuple[TravelMode, ...]:
        """Return the modes that serve where these are named: they, and the district's own that are based on them."""
        return (*named, *(own for own, base in self.modes.items() if base in named)) if self.modes else named


class District(msgspec.Struct, frozen=True, kw_only=True):
    """One district, complete and checked.

    ``roads`` is the road file; ``roads_settings`` is the ``[roads]`` table of ``district.toml`` as it stands there, for
    whoever reads the roads. ``registry`` is who and what the stations have, where the folder says it.
    """

    settings: DistrictSettings
    roads: Path
    roads_settings: dict[str, Any]
    stations: tuple[Station, ...]
    units: tuple[Unit, ...]
    buildings: tuple[Building, ...]
    registry: Registry = Registry()
