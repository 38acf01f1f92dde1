"""Invented gateways and devices (示例, synthetic) of every family, the same each time; some 200 in a large district."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from types import MappingProxyType
from typing import NamedTuple

from stations.device_words import NAMES
from stations.devices import Device, Gateway
from stations.model import Building, Station

PANELS = 5
"""So many buildings have a panel whose points are in the table; the others only have what stands alone."""

_ALONE_EVERY = 12
_WATCHED_S = 7200
"""GB 50440 asks for an inspection every two hours; a demo in which nobody sends is calm until then."""

_DAY_S = 86_400
_OWNERS = ("示例维保一公司", "示例维保二公司", "示例维保三公司")

_SYSTEMS: Mapping[str, int] = MappingProxyType({"water": 11, "flow": 12, "smoke_control": 18, "door": 19})
"""Family → its system in GB/T 26875.3-2011, table 4; the others are of the alarm system itself (1)."""


class _Point(NamedTuple):
    kind: str
    place: str
    floor: int
    family: str = ""


_POINTS: tuple[_Point, ...] = (
    _Point("fire_panel", "消防控制室", 1),
    *(_Point("smoke_photoelectric", "走廊", floor) for floor in (1, 2, 3, 4, 5, 6)),
    *(_Point("heat_point", "厨房", floor) for floor in (1, 5)),
    _Point("smoke_beam", "中庭", 1),
    *(_Point("manual_call_point", "楼梯口", floor) for floor in (1, 2, 3)),
    *(_Point("hydrant_button", "楼梯口", floor) for floor in (1, 4)),
    _Point("flame_ir", "装卸区", -1),
    _Point("sounder", "走廊", 2),
    _Point("input_module", "弱电井", 3),
    _Point("flow_switch", "水管井", 2, "flow"),
    _Point("alarm_valve", "报警阀间", -1, "flow"),
    _Point("fire_pump", "消防泵房", -1, "water"),
    _Point("sprinkler_pump", "消防泵房", -1, "water"),
    _Point("signal_valve", "水管井", 3, "water"),
    *(_Point("fire_door", "东侧楼梯间", floor, "door") for floor in (3, 7)),
    _Point("shutter_controller", "中庭", 2, "door"),
    _Point("smoke_fan", "屋顶机房", 6, "smoke_control"),
    _Point("smoke_vent", "走廊", 4, "smoke_control"),
)


def synthetic_gateways(buildings: Sequence[Building], stations: Sequence[Station]) -> tuple[Gateway, ...]:
    """Return a gateway for each panel, and one for each other way in."""
    told = {station.building: station.id for station in stations if station.building}
    panels = tuple(
        Gateway(
            id=f"G-{each.id}",
            protocol="gb26875",
            address=str(1001 + number),
            name=f"示例{_short(each)}用户信息传输装置",
            building=each.id,
            station=told.get(each.id),
            silent_after_s=_WATCHED_S,
        )
        for number, each in enumerate(buildings[:PANELS])
    )
    others = (
        Gateway(id="G-mqtt", protocol="mqtt", address="demo", name="示例物联网平台", silent_after_s=_WATCHED_S),
        Gateway(id="G-push", protocol="push", profile="ctwing", name="示例电信平台推送", silent_after_s=_WATCHED_S),
        Gateway(id="G-dc09", protocol="dc09", address="1234", name="示例报警联网中心", silent_after_s=_WATCHED_S),
    )
    return (*panels, *others) if buildings else ()


def synthetic_devices(buildings: Sequence[Building], gateways: Sequence[Gateway]) -> tuple[Device, ...]:
    """Return the devices behind these gateways: whole panels, and single devices in every twelfth building."""
    by_id = {each.id: each for each in buildings}
    found = [
        device
        for gateway in gateways
        if gateway.protocol == "gb26875" and gateway.building is not None
        for device in _of_panel(gateway, by_id[gateway.building])
    ]
    if gateways:
        for number, building in enumerate(buildings[::_ALONE_EVERY]):
            found += _alone(number, building)
        found += _mirrored(found)
    return tuple(found)


def _of_panel(gateway: Gateway, building: Building) -> Iterator[Device]:
    loops = {"": count(1)} | {family: count(1) for family in _SYSTEMS}
    for number, point in enumerate(_POINTS, start=1):
        system = _SYSTEMS.get(point.family, 1)
        floor = min(point.floor, building.storeys or 1)
        where = "负一层" if floor < 0 else f"{floor}层"
        yield Device(
            id=f"{building.id}-D{number:02d}",
            kind=point.kind,
            gateway=gateway.id,
            address="1.1" if point.kind == "fire_panel" else f"{system}.1.1.{next(loops[point.family])}",
            building=building.id,
            floor=floor,
            zone=f"{where}防火分区",
            name=f"示例{where}{point.place}{NAMES[point.kind]}",
            owner=_OWNERS[number % len(_OWNERS)],
            camera=f"https://camera.invalid/{building.id}.jpg" if point.kind == "smoke_beam" else None,
        )


def _alone(number: int, building: Building) -> Iterator[Device]:
    """Yield what stands alone in a building: a detector of the platform, and by turns what else there is."""
    name = f"示例{_short(building)}"
    yield _single(building, "smoke_detector", "G-mqtt", f"smoke-{building.id}", f"{name}独立感烟", silent=_DAY_S)
    turn = number % 6
    if turn == 0:
        yield _single(building, "gas_standalone", "G-mqtt", f"gas-{building.id}", f"{name}燃气报警器", silent=_DAY_S)
        extinguisher = f"{name}智能灭火器"
        yield _single(building, "extinguisher", "G-push", f"ex-{building.id}", extinguisher, silent=2 * _DAY_S)
    elif turn == 1:
        yield _single(
            building, "water_pressure", "G-mqtt", f"P-{building.id}", f"{name}末端水压", limits=(0.15, 1.2, 0.02)
        )
        yield _single(building, "water_level", "G-mqtt", f"L-{building.id}", f"{name}水箱液位", limits=(1.5, None, 0.1))
    elif turn == 2:  # noqa: PLR2004 - turns by number
        yield _single(
            building, "residual_current", "G-push", f"rc-{building.id}", f"{name}漏电", limits=(None, 300.0, 20)
        )
        yield _single(
            building, "cable_temperature", "G-push", f"ct-{building.id}", f"{name}线缆温度", limits=(None, 70, 5)
        )
        yield _single(building, "electrical_monitor", "G-push", f"em-{building.id}", f"{name}电气火灾监控")
    elif turn == 3:  # noqa: PLR2004 - turns by number
        yield _single(building, "smoke_detector", "G-dc09", str(number), f"{name}感烟", key="dc09")
    elif turn == 4:  # noqa: PLR2004 - turns by number
        yield _single(
            building, "hydrant", "G-mqtt", f"hydrant-{building.id}", f"{name}智能消火栓", limits=(0.1, None, 0.02)
        )
    else:
        camera = f"https://camera.invalid/{building.id}.jpg"
        yield _single(building, "camera", "G-push", f"cam-{building.id}", f"{name}视频瞭望", camera=camera)


def _single(
    building: Building,
    kind: str,
    gateway: str,
    address: str,
    name: str,
    *,
    limits: tuple[float | None, float | None, float | None] = (None, None, None),
    camera: str | None = None,
    silent: int = 0,
    key: str = "",
) -> Device:
    low, high, hysteresis = limits
    return Device(
        id=f"{building.id}-{key or kind}",
        kind=kind,
        gateway=gateway,
        address=address,
        building=building.id,
        floor=1,
        name=name,
        camera=camera,
        owner=_OWNERS[0],
        low=low,
        high=high,
        hysteresis=hysteresis,
        silent_after_s=silent,
    )


def _mirrored(found: Sequence[Device]) -> Iterator[Device]:
    """Yield what a platform repeats of a panel: one call point that is told of twice and is one witness."""
    point = next((each for each in found if each.kind == "manual_call_point"), None)
    if point is not None and point.building is not None:
        yield Device(
            id=f"{point.id}-M",
            kind=point.kind,
            gateway="G-mqtt",
            address=f"mirror-{point.id}",
            building=point.building,
            floor=point.floor,
            name=f"{point.name}（平台转发）",
            mirror_of=point.id,
        )


def _short(building: Building) -> str:
    return building.name.removesuffix("（示例）").removeprefix("示例")
