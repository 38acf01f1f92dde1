"""Makes one value of one row, table by table; the columns and what may stand in them.

Chinese words are read as well as the English ones, since the clerks who fill these tables write Chinese.
"""

from __future__ import annotations

from stations.capabilities import read_owned, vocabulary
from stations.duty.rules import WEEKDAYS, Weekday
from stations.duty.shifts import RosterRow
from stations.helpers import HELPER_KINDS, HELPER_LANGUAGES, Helper, HelperKind, HelperLanguage
from stations.model import STATION_KINDS, TRAVEL_MODES, Building, Station, StationKind, TravelMode, Unit
from stations.positions import read_position
from stations.registry.model import (
    HYDRANT_KINDS,
    MEMBER_ROLES,
    ROOM_KINDS,
    STATES,
    VEHICLE_KINDS,
    ZONE_KINDS,
    BuildingFile,
    Equipment,
    Hydrant,
    HydrantKind,
    Member,
    MemberRole,
    Room,
    RoomKind,
    State,
    Vehicle,
    VehicleKind,
    Zone,
    ZoneKind,
)
from stations.tables import ID_PATTERN, Row, split_words

STATION_WORDS: dict[str, StationKind] = {
    "单位微型消防站": "micro_unit",
    "社区微型消防站": "micro_community",
    "小型消防站": "small",
    "消防救援站": "fire",
    "街道消防工作站": "street_office",
}
MODE_WORDS: dict[str, TravelMode] = {"步行": "foot", "摩托车": "motorcycle", "消防车": "engine", "举高车": "aerial"}
ROLE_WORDS: dict[str, MemberRole] = {
    "站长": "head",
    "副站长": "deputy",
    "班长": "leader",
    "队员": "firefighter",
    "消防员": "firefighter",
    "控制室值班员": "controller",
    "驾驶员": "driver",
}
STATE_WORDS: dict[str, State] = {
    "完好": "ready",
    "良好": "ready",
    "正常": "ready",
    "故障": "defective",
    "损坏": "defective",
    "送修": "away",
}
ROOM_WORDS: dict[str, RoomKind] = {
    "值班室": "duty",
    "器材室": "equipment",
    "宿舍": "dormitory",
    "消防控制室": "control",
    "训练室": "training",
}
VEHICLE_WORDS: dict[str, VehicleKind] = {
    "消防摩托车": "motorcycle",
    "电动消防车": "electric_cart",
    "小型消防车": "small_engine",
    "水罐车": "pumper",
    "举高车": "aerial",
    "抢险车": "rescue",
    "移车器": "mover",
    "挪车器": "mover",
}
ZONE_WORDS: dict[str, ZoneKind] = {
    "综合体": "complex",
    "高层群": "towers",
    "景区": "scenic",
    "街道": "street",
    "社区": "community",
    "其他": "other",
}
HYDRANT_WORDS: dict[str, HydrantKind] = {
    "室外消火栓": "outdoor",
    "室内消火栓": "indoor",
    "水泵接合器": "adapter",
    "取水口": "intake",
    "消防水池": "tank",
    "消防竖管": "riser",
}
HELPER_WORDS: dict[str, HelperKind] = {
    "公安": "police",
    "公安交巡警": "police",
    "交巡警": "police",
    "交警": "police",
    "供电": "power",
    "电力": "power",
    "供气": "gas",
    "燃气": "gas",
    "供水": "water",
    "自来水": "water",
    "医疗": "medical",
    "医疗急救": "medical",
    "急救": "medical",
    "工程机械": "machinery",
    "电梯": "lift",
    "电梯维保": "lift",
    "志愿消防队": "volunteers",
    "志愿队": "volunteers",
    "企业专职消防队": "enterprise",
    "企业专职队": "enterprise",
    "政府专职消防队": "government",
    "政府专职队": "government",
    "邻近区县": "neighbour",
    "119": "call_centre",
    "119指挥中心": "call_centre",
}
LANGUAGE_WORDS: dict[str, HelperLanguage] = {"中文": "zh", "汉语": "zh", "英文": "en", "英语": "en"}
WEEKDAY_WORDS: dict[str, Weekday] = dict(zip("一二三四五六日", WEEKDAYS, strict=True))
"""周一 … 周日."""

_MAX_CREW = 60
_MAX_TURNOUT_S = 3600
_MAX_STOREYS = 250
_MAX_HEIGHT_M = 1000.0
_MAX_COUNT = 10_000
_MAX_AREA_M2 = 100_000.0
_MAX_FLOOR_AREA_M2 = 10_000_000.0
_MAX_BEDS = 1_000
_MAX_VEHICLE_M = 20.0
_MAX_WEIGHT_T = 100.0
_MAX_LIFTS = 500
_MAX_MPA = 5.0
_MAX_EVERY = 60


def read_station(row: Row) -> Station:
    """Return the station of a row of ``stations.csv``."""
    identifier = row.identifier("id")
    lon, lat = read_position(row)
    return Station(
        id=identifier,
        name=row.text("name"),
        kind=row.choice("kind", STATION_KINDS, STATION_WORDS),
        lon=lon,
        lat=lat,
        zone=row.optional("zone"),
        phone=row.phone("phone"),
        building=row.optional("building"),
        responsible=row.optional("responsible"),
    )


def read_unit(row: Row) -> Unit:
    """Return the unit of a row of ``units.csv``."""
    return Unit(
        id=row.identifier("id"),
        station=row.identifier("station"),
        name=row.text("name"),
        mode=_mode(row),
        crew=row.integer("crew", 1, _MAX_CREW),
        capabilities=_capabilities(row),
        turnout_s=row.optional_integer("turnout_s", 0, _MAX_TURNOUT_S),
    )


def _mode(row: Row) -> TravelMode:
    """Return the mode of a unit; one that is none of ours may be the district's own, which its settings tell."""
    written = row.optional("mode")
    if ID_PATTERN.fullmatch(written) and written.lower() not in TRAVEL_MODES:
        return written
    return row.choice("mode", TRAVEL_MODES, MODE_WORDS)


def read_building(row: Row) -> Building:
    """Return the building of a row of ``buildings.csv``."""
    identifier = row.identifier("id")
    lon, lat = read_position(row)
    entrance: tuple[float, float] | tuple[None, None] = (None, None)
    if row.optional("entrance_lon") or row.optional("entrance_lat"):
        entrance = read_position(row, "entrance_lon", "entrance_lat")
    return Building(
        id=identifier,
        name=row.text("name"),
        lon=lon,
        lat=lat,
        storeys=row.optional_integer("storeys", 1, _MAX_STOREYS),
        height_m=row.optional_number("height_m", 1.0, _MAX_HEIGHT_M),
        kind=row.optional("kind"),
        zone=row.optional("zone"),
        entrance_lon=entrance[0],
        entrance_lat=entrance[1],
        fire_lift=row.optional_flag("fire_lift"),
        area_m2=row.optional_number("area_m2", 1.0, _MAX_FLOOR_AREA_M2),
    )


def read_member(row: Row) -> Member:
    """Return the member of a row of ``members.csv``."""
    return Member(
        id=row.identifier("id"),
        station=row.identifier("station"),
        role=row.choice("role", MEMBER_ROLES, ROLE_WORDS),
        qualifications=tuple(dict.fromkeys(split_words(row.optional("qualifications")))),
        channels=row.words("channels"),
        team=row.optional("team"),
    )


def read_equipment(row: Row) -> Equipment:
    """Return the things of a row of ``equipment.csv``; an empty ``count`` is one."""
    equipment = Equipment(
        id=row.identifier("id"),
        station=row.identifier("station"),
        kind=row.text("kind"),
        count=row.integer("count", 1, _MAX_COUNT) if row.optional("count") else 1,
        serial=row.optional("serial"),
        made=row.optional_date("made"),
        inspected=row.optional_date("inspected"),
        serviced=row.optional_date("serviced"),
        expires=row.optional_date("expires"),
        state=row.optional_choice("state", STATES, STATE_WORDS),
        place=row.optional("place"),
    )
    if equipment.serial and equipment.count > 1:
        row.reject("count", f"{equipment.count} things cannot bear one serial; give each its own row")
    for field in ("inspected", "serviced", "expires"):
        day = getattr(equipment, field)
        if day and equipment.made and day < equipment.made:
            row.reject(field, f"{day} is before it was made ({equipment.made}); correct one of them")
    return equipment


def read_vehicle(row: Row) -> Vehicle:
    """Return the vehicle of a row of ``vehicles.csv``."""
    return Vehicle(
        id=row.identifier("id"),
        station=row.identifier("station"),
        kind=row.choice("kind", VEHICLE_KINDS, VEHICLE_WORDS),
        unit=row.optional("unit"),
        width_m=row.optional_number("width_m", 0.2, _MAX_VEHICLE_M),
        height_m=row.optional_number("height_m", 0.2, _MAX_VEHICLE_M),
        weight_t=row.optional_number("weight_t", 0.01, _MAX_WEIGHT_T),
        inspected=row.optional_date("inspected"),
        state=row.optional_choice("state", STATES, STATE_WORDS),
        capabilities=_capabilities(row),
    )


def _capabilities(row: Row) -> tuple[str, ...]:
    """Return what is known of it in one spelling; `stations.abilities` reads the rest again, which knows the
    district's own words."""
    words = vocabulary()
    return tuple(dict.fromkeys(read_owned(each, words).kept for each in split_words(row.optional("capabilities"))))


def read_room(row: Row) -> Room:
    """Return the room of a row of ``rooms.csv``."""
    return Room(
        id=row.identifier("id"),
        station=row.identifier("station"),
        kind=row.choice("kind", ROOM_KINDS, ROOM_WORDS),
        area_m2=row.optional_number("area_m2", 0.0, _MAX_AREA_M2),
        beds=row.optional_integer("beds", 0, _MAX_BEDS),
    )


def read_zone(row: Row) -> Zone:
    """Return the zone of a row of ``zones.csv``; its id is any text, since zones bear names."""
    return Zone(
        id=row.text("id"),
        kind=row.optional_choice("kind", ZONE_KINDS, ZONE_WORDS) or "other",
        lead=row.optional("lead"),
        street=row.optional("street"),
    )


def read_hydrant(row: Row) -> Hydrant:
    """Return the hydrant of a row of ``hydrants.csv``."""
    identifier = row.identifier("id")
    lon, lat = read_position(row)
    return Hydrant(
        id=identifier,
        kind=row.choice("kind", HYDRANT_KINDS, HYDRANT_WORDS),
        lon=lon,
        lat=lat,
        building=row.optional("building"),
        state=row.optional_choice("state", STATES, STATE_WORDS),
        pressure_mpa=row.optional_number("pressure_mpa", 0.0, _MAX_MPA),
        inspected=row.optional_date("inspected"),
    )


def read_building_file(row: Row) -> BuildingFile:
    """Return the file of a building, a row of ``building_files.csv``."""
    return BuildingFile(
        building=row.identifier("building"),
        responsible=row.optional("responsible"),
        warden=row.optional("warden"),
        entrance=row.optional("entrance"),
        lifts=row.optional_integer("lifts", 0, _MAX_LIFTS),
        fire_lifts=row.optional_integer("fire_lifts", 0, _MAX_LIFTS),
        hydrants=row.words("hydrants"),
        control_room=row.optional("control_room"),
        plan=row.optional("plan"),
        reviewed=row.optional_date("reviewed"),
        control_room_phone=row.phone("control_room_phone"),
        keys=row.optional("keys"),
        pump_room=row.optional("pump_room"),
        hazards=tuple(dict.fromkeys(split_words(row.optional("hazards")))),
    )


def read_roster_row(row: Row) -> RosterRow:
    """Return the row of a roster; which shifts there are, ``district.toml`` says."""
    return RosterRow(
        id=row.identifier("id"),
        station=row.identifier("station"),
        shift=row.identifier("shift"),
        members=row.words("members"),
        days=_weekdays(row),
        every=row.integer("every", 1, _MAX_EVERY) if row.optional("every") else 1,
        since=_day(row, "since"),
        until=_day(row, "until"),
        date=_day(row, "date"),
    )


def read_helper(row: Row) -> Helper:
    """Return the helper of a row of ``helpers.csv``; one that cannot be asked in any way is warned of."""
    helper = Helper(
        id=row.identifier("id"),
        kind=row.choice("kind", HELPER_KINDS, HELPER_WORDS),
        name=row.text("name"),
        zone=row.optional("zone"),
        phones=row.phones("phones"),
        webhook=_address(row, "webhook"),
        cap=_address(row, "cap"),
        languages=_languages(row),
    )
    if not helper.ways:
        message = "nobody can ask this helper; give phones, a webhook or a CAP address"
        row.findings.warn(message, line=row.line, field="phones")
    return helper


def _address(row: Row, field: str) -> str:
    address = row.optional(field)
    if address and not address.startswith(("http://", "https://")):
        row.reject(field, f"“{address}” is no web address; write http://… or https://…")
    return address


def _languages(row: Row) -> tuple[HelperLanguage, ...]:
    found: list[HelperLanguage] = []
    for word in split_words(row.optional("languages")):
        known = LANGUAGE_WORDS.get(word) or next((each for each in HELPER_LANGUAGES if each == word.lower()), None)
        if known is None:
            row.reject("languages", f"“{word}” is unknown; write zh, en or both")
        elif known not in found:
            found.append(known)
    return tuple(found) or ("zh",)


def _weekdays(row: Row) -> tuple[Weekday, ...]:
    days = []
    for word in split_words(row.optional("days")):
        day = WEEKDAY_WORDS.get(word.removeprefix("周")) or next((each for each in WEEKDAYS if each == word), None)
        if day is None:
            row.reject("days", f"“{word}” is no day of the week; write mon tue wed thu fri sat sun, or 周一 周二 …")
        else:
            days.append(day)
    return tuple(days)


def _day(row: Row, field: str) -> str:
    day = row.optional_date(field)
    return "" if day is None else day.isoformat()
