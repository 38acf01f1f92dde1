"""Names of fields and of what they name, as gateways and platforms write them: ``deviceId``, ``alarm_time``, ``楼层``.

A name counts whatever its capitals and the signs between its words. Where our own name says something, it wins.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from dispatch.core.commands import AlarmRaise
from dispatch.intake.fields.reading import is_blank, is_nothing

OF_PLACES: dict[str, tuple[str, ...]] = {
    "lon": ("lon", "lng", "long", "longitude", "经度"),
    "lat": ("lat", "latitude", "纬度"),
    "coordinates": ("coordinates", "coordinate", "coords", "coord", "lnglat", "lonlat", "坐标", "经纬度"),
    "latlng": ("latlng", "latlon"),
    "geometry": ("geometry", "geom", "geo", "wkt", "gps", "gpslocation"),
    "position": ("position",),
    "location": ("location", "loc"),
    "point": ("point",),
    "building": ("building", "buildingid", "buildingno", "buildingcode", "楼栋", "楼栋编号", "建筑", "建筑编号"),
    "floor": ("floor", "floorno", "floornumber", "floornum", "storey", "楼层", "楼层号", "层"),
    "text": ("text", "address", "addr", "地址", "位置", "详细地址", "安装位置"),
    "datum": (
        *("datum", "crs", "crstype", "coordtype", "coordsys", "coordsystem", "coordinatetype", "coordinatesystem"),
        *("gpstype", "坐标系", "坐标类型"),
    ),
}
"""What a place may say, by our name. ``latlng`` names its order; ``x`` and ``y`` name none."""

OF_ALARMS: dict[str, tuple[str, ...]] = {
    "source": ("source", "alarmsource", "来源", "报警来源"),
    "kind": ("kind", "alarmtype", "alarmkind", "eventtype", "类型", "报警类型", "警情类型"),
    "device": (
        *("device", "deviceid", "deviceno", "devicecode", "deviceaddress", "deviceaddr", "devicesn", "devid"),
        *("sensorid", "detectorid", "设备", "设备编号", "设备号", "设备编码", "探测器", "探测器编号"),
    ),
    "key": ("key",),
    "occurred_at": (
        *("occurredat", "occurtime", "occurredtime", "alarmtime", "eventtime", "time", "timestamp", "ts"),
        *("时间", "报警时间", "发生时间"),
    ),
    "reporter": ("reporter", "caller", "reportername", "callername", "报警人"),
    "trapped": ("trapped", "trappedcount", "trappednum", "trappednumber", "被困", "被困人数"),
    "note": (
        *(
            "note",
            "remark",
            "remarks",
            "description",
            "desc",
            "content",
            "message",
            "text",
            "memo",
            "comment",
            "detail",
        ),
        *("details", "alarmcontent", "alarmdesc", "备注", "描述", "内容", "报警内容", "说明"),
    ),
    "test": ("test", "istest", "测试", "是否测试"),
    "exercise": ("exercise", "isexercise", "isdrill", "演练", "是否演练"),
    "drill": ("drill", "drillid"),
    "place": ("place", "地点"),
    **{name: spellings for name, spellings in OF_PLACES.items() if name not in ("text", "point")},
    "address": ("address", "addr", "地址", "位置", "详细地址", "安装位置"),
}
"""What an alarm may say, by our name; a place's fields may stand beside it, but ``point``, which panels number."""

_OF_COMMANDS = frozenset(AlarmRaise.__struct_fields__) | {"type"}
"""Fields of the command that no sender fills, and its type."""

_WORDS = frozenset({"note", "address", "text"})
_ENVELOPES = ("data", "payload", "alarm", "body", "params", "event", "message", "content", "info")
"""Members that hold the alarm itself on platforms which pass it on."""

KINDS: dict[str, tuple[str, ...]] = {
    "smoke": (
        "烟感",
        "感烟",
        "烟雾",
        "感烟探测器",
        "烟感探测器",
        "烟雾探测器",
        "烟雾报警",
        "烟感报警",
        "smokedetector",
    ),
    "heat": ("温感", "感温", "感温探测器", "温感探测器", "heatdetector"),
    "flame": ("火焰", "火焰探测器", "flamedetector"),
    "gas": ("燃气", "可燃气体", "燃气泄漏", "可燃气体探测器", "gasdetector"),
    "manual_call_point": ("手报", "手动报警", "手动报警按钮", "手动火灾报警按钮", "消火栓按钮", "mcp"),
    "water_flow": ("水流指示器", "水流", "压力开关", "waterflowswitch"),
    "electrical": ("电气", "电气火灾", "电气火灾监控"),
    "report": ("报告", "人工报警", "电话报警"),
    "rescue": ("抢险救援", "社会救助", "救援", "救助", "困人", "坠楼", "跳楼", "specialservice"),
    "lift": ("电梯", "电梯困人", "电梯故障", "困梯", "elevator", "elevatorrescue", "liftrescue", "trappedinlift"),
    "flood": ("水淹", "内涝", "积水", "水浸", "洪水", "flooding"),
    "collapse": ("倒塌", "坍塌", "建筑物倒塌", "房屋倒塌", "垮塌", "地震", "buildingcollapse", "earthquake"),
    "traffic": ("交通事故", "车祸", "trafficaccident", "trafficcollision", "roadaccident", "vehicleaccident"),
    "gas_leak": ("漏气", "天然气泄漏", "煤气泄漏", "管道泄漏", "gasleakage", "leak"),
    "water_rescue": ("水域救援", "溺水", "落水", "drowning"),
    "hazmat": ("危化品", "危化品泄漏", "危险化学品泄漏", "化学品泄漏", "chemical", "chemicalspill"),
}
SOURCES: dict[str, tuple[str, ...]] = {
    "detector": ("探测器",),
    "panel": ("主机", "消防主机", "火灾报警控制器", "控制器"),
    "phone": ("电话", "119"),
    "person": ("人工", "人员"),
    "video": ("视频", "摄像头", "camera"),
    "desk": ("接警台", "指挥中心"),
}


def simple(name: str) -> str:
    """Return a name without its capitals and the signs between its words."""
    if name.isascii() and name.isalpha() and name.islower():
        return name
    return "".join(sign for sign in unicodedata.normalize("NFKC", name).lower() if sign.isalnum())


def by_spelling(table: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return our name for each spelling in a table, its own among them."""
    return {each: name for name, spellings in table.items() for each in (simple(name), *spellings)}


_OF_ALARMS, _OF_PLACES = by_spelling(OF_ALARMS), by_spelling(OF_PLACES)
_KNOWN = OF_ALARMS.keys() | _OF_COMMANDS


def of_alarm(sent: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an alarm's fields under our names, those of an envelope too where nothing outside it says them."""
    if sent.keys() <= _KNOWN:
        return sent
    found = _renamed(sent, _OF_ALARMS)
    for inside in _envelopes(sent):
        found = {**_renamed(inside, _OF_ALARMS), **{name: each for name, each in found.items() if not is_blank(each)}}
    return found


def of_place(sent: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a place's fields under our names."""
    return sent if sent.keys() <= OF_PLACES.keys() else _renamed(sent, _OF_PLACES)


def unknown_to_alarms(sent: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an alarm says under names that are none of ours."""
    return {
        name: value
        for name, value in sent.items()
        if name not in _KNOWN and simple(name) not in _OF_ALARMS and not is_blank(value)
    }


def _renamed(sent: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return what is said under our names: of several spellings ours, else the first; of words, all of them."""
    found: dict[str, Any] = {}
    for name, value in sent.items():
        ours = names.get(simple(name))
        if ours is None or is_nothing(value) or (ours != name and name in _ENVELOPES and not isinstance(value, str)):
            continue
        if ours in _WORDS and ours in found:
            found[ours] = joined(found[ours], value)
        elif ours == name or ours not in found:
            found[ours] = value
    return found


def joined(one: Any, other: Any) -> Any:
    """Return two texts as one; where either is none, the one that came first."""
    return f"{one}; {other}" if isinstance(one, str) and isinstance(other, str) and one != other else one


def _envelopes(sent: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for name in _ENVELOPES:
        inside = sent.get(name)
        if isinstance(inside, list) and len(inside) == 1:
            inside = inside[0]
        if isinstance(inside, Mapping):
            yield inside
