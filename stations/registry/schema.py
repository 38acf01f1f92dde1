"""The tables of a district folder as data: their files, columns, readers, and what refers to what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from stations.registry import device_rows, rows, site_rows
from stations.tables import Row


class Reference(NamedTuple):
    """A column whose words are keys of another table; ``firm`` ones are errors where they lead nowhere."""

    column: str
    table: str
    firm: bool = True


class Schema(NamedTuple):
    """One table. Its first required column is its key; the columns are the fields of what ``read`` returns.

    ``zh`` is the name under which a clerk may save the file. ``needed`` tables must be there.
    """

    name: str
    zh: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    read: Callable[[Row], Any]
    references: tuple[Reference, ...] = ()
    located: bool = False
    needed: bool = False

    @property
    def file(self) -> str:
        """The table's file in the district folder."""
        return f"{self.name}.csv"

    @property
    def key(self) -> str:
        """The column that names a row."""
        return self.required[0]

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns, in the order in which they are written."""
        return self.required + self.optional


_AT_STATION = Reference("station", "stations")
_OF_BUILDING = Reference("building", "buildings")
_IN_ZONE = Reference("zone", "zones", firm=False)

SCHEMAS: tuple[Schema, ...] = (
    Schema(
        "stations",
        "消防站",
        ("id", "name", "kind", "lon", "lat"),
        ("zone", "phone", "building", "responsible"),
        rows.read_station,
        (Reference("building", "buildings"), _IN_ZONE, Reference("responsible", "stations")),
        located=True,
        needed=True,
    ),
    Schema(
        "units",
        "力量",
        ("id", "station", "name", "mode", "crew"),
        ("capabilities", "turnout_s"),
        rows.read_unit,
        (_AT_STATION,),
        needed=True,
    ),
    Schema(
        "buildings",
        "建筑",
        ("id", "name", "lon", "lat"),
        ("storeys", "height_m", "kind", "zone", "entrance_lon", "entrance_lat", "fire_lift", "area_m2"),
        rows.read_building,
        (_IN_ZONE,),
        located=True,
    ),
    Schema(
        "members",
        "人员",
        ("id", "station", "role"),
        ("qualifications", "channels", "team"),
        rows.read_member,
        (_AT_STATION,),
    ),
    Schema(
        "equipment",
        "器材",
        ("id", "station", "kind"),
        ("count", "serial", "made", "inspected", "serviced", "expires", "state", "place"),
        rows.read_equipment,
        (_AT_STATION,),
    ),
    Schema(
        "vehicles",
        "车辆",
        ("id", "station", "kind"),
        ("unit", "width_m", "height_m", "weight_t", "inspected", "state", "capabilities"),
        rows.read_vehicle,
        (_AT_STATION, Reference("unit", "units")),
    ),
    Schema("rooms", "站房", ("id", "station", "kind"), ("area_m2", "beds"), rows.read_room, (_AT_STATION,)),
    Schema(
        "zones",
        "联防区域",
        ("id",),
        ("kind", "lead", "street"),
        rows.read_zone,
        (Reference("lead", "stations"),),
    ),
    Schema(
        "hydrants",
        "消火栓",
        ("id", "kind", "lon", "lat"),
        ("building", "state", "pressure_mpa", "inspected"),
        rows.read_hydrant,
        (Reference("building", "buildings"),),
        located=True,
    ),
    Schema(
        "building_files",
        "建筑档案",
        ("building",),
        (
            *("responsible", "warden", "entrance", "lifts", "fire_lifts", "hydrants", "control_room", "plan"),
            *("reviewed", "control_room_phone", "keys", "pump_room", "hazards"),
        ),
        rows.read_building_file,
        (Reference("building", "buildings"), Reference("hydrants", "hydrants")),
    ),
    Schema(
        "entrances",
        "出入口",
        ("id", "building", "lon", "lat"),
        ("name", "serves", "width_m"),
        site_rows.read_entrance,
        (_OF_BUILDING,),
        located=True,
    ),
    Schema(
        "grounds",
        "登高场地",
        ("id", "building", "lon", "lat"),
        ("length_m", "width_m", "bearing_t", "slope_percent", "state"),
        site_rows.read_ground,
        (_OF_BUILDING,),
        located=True,
    ),
    Schema(
        "assistance", "需协助人员", ("id", "building", "floor", "count"), (), site_rows.read_assistance, (_OF_BUILDING,)
    ),
    Schema("steps", "预案步骤", ("id", "building", "order", "text"), ("role",), site_rows.read_step, (_OF_BUILDING,)),
    Schema(
        "roster",
        "值班表",
        ("id", "station", "shift"),
        ("members", "days", "every", "since", "until", "date"),
        rows.read_roster_row,
        (_AT_STATION, Reference("members", "members")),
    ),
    Schema(
        "helpers",
        "协同力量",
        ("id", "kind", "name"),
        ("zone", "phones", "webhook", "cap", "languages"),
        rows.read_helper,
        (_IN_ZONE,),
    ),
    Schema(
        "gateways",
        "传输装置",
        ("id", "protocol"),
        ("address", "profile", "name", "building", "station", "silent_after_s"),
        device_rows.read_gateway,
        (_OF_BUILDING, _AT_STATION),
    ),
    Schema(
        "devices",
        "消防设备",
        ("id", "kind"),
        (
            *("gateway", "address", "building", "floor", "zone", "name", "camera", "owner", "station"),
            *("mirror_of", "low", "high", "hysteresis", "silent_after_s"),
        ),
        device_rows.read_device,
        (Reference("gateway", "gateways"), _OF_BUILDING, _AT_STATION, Reference("mirror_of", "devices")),
    ),
)
"""Every table of a district folder. Zones and buildings may be listed after what refers to them."""

BY_NAME: dict[str, Schema] = {schema.name: schema for schema in SCHEMAS}
"""The same by name."""
