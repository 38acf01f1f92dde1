"""An invented district (示例, synthetic) to simulate: stations, units and towers on a square of a few kilometres."""

from __future__ import annotations

import random
from typing import NamedTuple

from msgspec.structs import replace

from dispatch.core.commands import ChangeRegistry
from dispatch.core.world import DEFAULT_SETTINGS
from dispatch.simulation.device_tables import devices_of, gateways_of
from dispatch.simulation.dice import happens
from dispatch.simulation.helpers import HELPERS
from stations.channels import Channel
from stations.corridor import CorridorRules
from stations.devices import Device, Gateway
from stations.duty.rules import CheckRules, DutyRules, Shift
from stations.duty.shifts import Roster, RosterRow
from stations.forwarding import ForwardTarget
from stations.model import Building, DistrictSettings, Station, StationKind, Unit
from stations.registry.model import Hydrant
from stations.rules import PLAN_PROFILES, VERIFY_FIRST, Rung, Sharing, Signals, Target
from stations.site import Site
from stations.synthetic import crew, staff

CENTRE_LON, CENTRE_LAT = 106.57, 29.55
HALF_SIDE_DEG = 0.006
"""Some 600 m to each side: a micro station is around the corner, as the districts' documents want it."""

COUNTS: dict[StationKind, int] = {"micro_unit": 45, "micro_community": 12, "small": 4, "fire": 4}
ISLAND = "S-island"
ISLAND_DEG = 0.1
"""So far out that no road leads from there: a fire station whose travel time nobody knows."""

N_BUILDINGS = 400
N_ZONES = 12


SHIFT_HOURS = {"a": 17, "b": 18, "c": 19, "d": 20}
"""Short shifts, so that a few hours see several begin (示例)."""

SHIFT_NAMES = tuple(SHIFT_HOURS)


class SyntheticDistrict(NamedTuple):
    """What a district folder would say, without the roads."""

    settings: DistrictSettings
    stations: tuple[Station, ...]
    units: tuple[Unit, ...]
    buildings: tuple[Building, ...]
    rosters: tuple[Roster, ...]
    sites: tuple[Site, ...] = ()
    gateways: tuple[Gateway, ...] = ()
    devices: tuple[Device, ...] = ()

    def as_command(self) -> ChangeRegistry:
        """Return the command that brings an empty World to this."""
        return ChangeRegistry(
            settings=self.settings,
            stations=self.stations,
            units=self.units,
            buildings=self.buildings,
            rosters=self.rosters,
            helpers=HELPERS,
            sites=self.sites,
            gateways=self.gateways,
            devices=self.devices,
        )


EVERYTHING = replace(
    DEFAULT_SETTINGS,
    name="示例区 (synthetic)",
    plans=tuple(replace(plan, helpers=("gas", "lift")) for plan in PLAN_PROFILES[VERIFY_FIRST]),
    targets=(
        *DEFAULT_SETTINGS.targets,
        Target(
            name="arrive",
            milestone_from="assigned",
            milestone_to="on_scene",
            kinds=("micro_community",),
            limit_s=180,
            zones=("zone-1", "zone-2"),
        ),
    ),
    ladder=(
        Rung(trigger="undelivered", after_s=8, action="next_unit"),
        Rung(trigger="unacknowledged", after_s=15, action="alert_again"),
        Rung(trigger="unacknowledged", after_s=30, action="next_unit"),
        Rung(trigger="missed_arrive", after_s=60, action="next_unit"),
        Rung(trigger="missed_arrive", after_s=90, action="fire_station"),
        Rung(trigger="unacknowledged", after_s=20, action="other_channel"),
        Rung(trigger="missed_respond", after_s=5, action="zone_neighbours"),
        Rung(trigger="missed_handle", after_s=240, action="raise_grade"),
        Rung(trigger="missed_handle", after_s=120, action="duty_officer"),
    ),
    sharing=Sharing(hold_back=2),
    turnout_s={"micro_unit": 15, "micro_community": 20, "small": 45, "fire": 45},
    channels=(
        Channel(name="sms", url="http://gateway.invalid/sms"),
        Channel(name="bell", url="http://gateway.invalid/bell"),
        Channel(name="voice", url="http://gateway.invalid/voice", use="duty_officer"),
    ),
    duty=DutyRules(
        shifts=tuple(Shift(name=name, begin=f"{hour}:30", end=f"{hour + 1}:30") for name, hour in SHIFT_HOURS.items()),
        take_over_within_s=300,
        early_s=600,
    ),
    checks=CheckRules(every_days=1, windows=("17:00-23:00",), answer_within_s=120, postpone_s=300),
    corridor=CorridorRules(url="http://traffic.invalid/corridor"),
    forward=(
        ForwardTarget(name="119", url="http://centre.invalid/events", code="50010300000000"),
        ForwardTarget(name="city", url="http://city.invalid/events", code="50010300000000", form="35965"),
    ),
    signals=Signals(chatters_above=2),
)
"""Settings that use every rule there is, so that a day can bring every event about."""


def synthetic_district(seed: int, *, settings: DistrictSettings = EVERYTHING) -> SyntheticDistrict:
    """Return the district that belongs to the seed."""
    rng = random.Random(f"{seed}/district")
    buildings = tuple(_building(number, rng) for number in range(1, N_BUILDINGS + 1))
    staffing = staff(buildings, COUNTS, seed=seed)
    at = {(each.lon, each.lat): each.id for each in buildings}
    stations = tuple(replace(each, building=at[each.lon, each.lat]) for each in staffing.stations)
    rosters = tuple(_roster(station.id) for station in stations[::3])
    island = Station(id=ISLAND, name="示例岛消防站", kind="fire", lon=CENTRE_LON + ISLAND_DEG, lat=CENTRE_LAT)
    units = (*staffing.units, *crew(island))
    sites = tuple(_site(each) for each in buildings[::3])
    tables = gateways_of(buildings), devices_of(buildings)
    return SyntheticDistrict(settings, (*stations, island), units, buildings, rosters, sites, *tables)


def _site(building: Building) -> Site:
    """Return the file of a building, with two hydrants outside (示例)."""
    hydrants = tuple(
        Hydrant(id=f"{building.id}-h{n}", kind="outdoor", lon=building.lon, lat=building.lat, building=building.id)
        for n in (1, 2)
    )
    return Site(building=building.id, control_room="1层（示例）", hydrants=hydrants)


def _roster(station: str) -> Roster:
    rows = tuple(
        RosterRow(id=f"{station}-{name}", station=station, shift=name, members=("p-1", "p-2", "p-3")[: 1 + number % 3])
        for number, name in enumerate(SHIFT_NAMES)
    )
    return Roster(station=station, rows=rows)


def _building(number: int, rng: random.Random) -> Building:
    storeys = rng.choice((2, 3, 6, 6, 7, 7, 18, 52))
    return Building(
        id=f"bld-{number}",
        name=f"示例大厦 {number}",
        lon=round(CENTRE_LON + rng.uniform(-HALF_SIDE_DEG, HALF_SIDE_DEG), 6),
        lat=round(CENTRE_LAT + rng.uniform(-HALF_SIDE_DEG, HALF_SIDE_DEG), 6),
        storeys=storeys,
        height_m=storeys * 3.0 if happens(rng, 0.9) else None,
        kind=rng.choice(("residential", "mall", "office", "school")),
        zone=f"zone-{rng.randrange(N_ZONES)}",
    )
