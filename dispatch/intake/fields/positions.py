"""Positions as they are sent: numbers, texts, pairs, points of GeoJSON; in the datum that is named with them.

Nothing is guessed: the first of two numbers is the longitude, as in GeoJSON. A latitude that comes first is seen later,
where it cannot be one, and is said, never silently turned.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from dispatch.intake.fields.names import of_place
from dispatch.intake.fields.reading import (
    LEFT_OUT,
    Reading,
    is_blank,
    is_nothing,
    plain,
    read_decimal,
    read_name,
    unread,
)
from stations.datum import Datum, is_on_earth, to_wgs84

_INSIDE = ("coordinates", "geometry", "position", "location", "point", "latlng")
_PAIR = re.compile(
    r"""(?:srid=4326;)?\s*(?:point\s*z?\s*)?[(\[]?\s*(?:(?:lon|lng|经度)\s*[:=]?\s*)?([^,;|/\s]+)\s*[,;|/&\s、]\s*
    (?:(?:lat|纬度)\s*[:=]?\s*)?([^,;|/\s]+?)\s*(?:[,;\s]\s*-?\d+(?:\.\d+)?\s*)?[)\]]?""",
    re.IGNORECASE | re.VERBOSE,
)
_LAT_FIRST = re.compile(
    r"(?:geo:|(?:lat|latitude|纬度)\s*[:=]?)\s*([^,;&\s]+)\s*[,;&\s]\s*(?:(?:lon|lng|longitude|经度)\s*[:=]?)?\s*"
    r"([^,;&\s]+)(?:[,;].*)?",
    re.IGNORECASE,
)
_PRECISE = re.compile(r"\d\.\d\d|[°度nsew]|^[+-]?0*\.?0*$", re.IGNORECASE)
"""A text is a position where both of its numbers have hundredths of degrees, a sign or a side: ``3 4`` is none."""

_SIDES = {"东经": "e", "西经": "w", "北纬": "n", "南纬": "s", "东": "e", "西": "w", "北": "n", "南": "s"}
_SIDE = re.compile(r"(?:(?P<first>[nsew])\s*)?(?P<degrees>.+?)\s*(?P<last>[nsew])?", re.IGNORECASE)
_SEXAGESIMAL = re.compile(
    r"""(\d{1,3})[°º度]\s*(?:([0-5]?\d(?:\.\d+)?)(?:['′’分]\s*)(?:([0-5]?\d(?:\.\d+)?)(?:"|”|′′|''|秒)\s*)?)?"""
)
_DEPTH = 4
_BOTH = 2

_DATUMS: dict[str, Datum] = {
    **dict.fromkeys(("wgs84", "wgs1984", "wgs", "gps", "gps84", "epsg4326", "4326", "crs84", "大地", "北斗"), "wgs84"),
    **dict.fromkeys(("cgcs2000", "epsg4490", "4490", "国家2000", "2000国家大地"), "wgs84"),
    **dict.fromkeys(("gcj02", "gcj", "gcj2", "gaode", "amap", "autonavi", "tencent", "qq", "mars"), "gcj02"),
    **dict.fromkeys(("火星", "高德", "腾讯", "国测局", "国测局02"), "gcj02"),
    **dict.fromkeys(("bd09", "bd9", "bd", "baidu", "百度"), "bd09"),
}
_OF_DATUMS = re.compile(
    r"^urnogcdefcrs|(?<=epsg)v?[\d.]*(?=(?:4326|4490)$)|ogc1?3?(?=crs84)|(?<=\d)ll$|(?:坐标系?|地图|经纬度)$"
)
"""What stands before and behind the name of a datum, and names none."""


class Position(NamedTuple):
    """Degrees of WGS-84 (None: not known), the datum that they were sent in, and what could not be read, by field."""

    lon: float | None = None
    lat: float | None = None
    datum: Datum | None = None
    unread: Mapping[str, str] = MappingProxyType({})


def read_datum(value: Any) -> Reading[Datum]:
    """Read the name of a datum; left out, it is WGS-84."""
    text = read_name(value)
    if text.value is None:
        return Reading(words=text.words)
    found = _DATUMS.get(_OF_DATUMS.sub("", re.sub(r"[\s_\-/:.()]", "", plain(text.value).lower())))
    return unread(value) if found is None else Reading(found)


def read_position(sent: Any) -> Position:
    """Read a position from whatever holds it: an object with its numbers or with a point inside, a pair, a text."""
    sent = of_place(sent) if isinstance(sent, Mapping) else sent
    lon, lat = _find(sent, 0)
    datum = read_datum(sent.get("datum")) if isinstance(sent, Mapping) else LEFT_OUT
    unreadable = {name: found.words for name, found in (("lon", lon), ("lat", lat), ("datum", datum)) if found.words}
    if lon.value is None or lat.value is None:
        return Position(lon.value, lat.value, datum.value, unreadable)
    return _converted(lon.value, lat.value, datum.value, unreadable)


def is_pair(text: str) -> bool:
    """Whether a text is nothing but a position."""
    lon, lat = _pair(text)
    return lon.value is not None and lat.value is not None


def _converted(lon: float, lat: float, datum: Datum | None, unreadable: Mapping[str, str]) -> Position:
    if datum is None or datum == "wgs84" or not is_on_earth(lon, lat) or lon == lat == 0:
        return Position(lon, lat, datum, unreadable)
    return Position(*to_wgs84(lon, lat, datum), datum, unreadable)


def _find(sent: Any, depth: int) -> tuple[Reading[float], Reading[float]]:
    """Return the longitude and the latitude, wherever they are."""
    if isinstance(sent, str):
        halves = _pair(sent)
        return halves if halves[0].value is not None or is_nothing(sent) else (unread(sent), LEFT_OUT)
    if isinstance(sent, list):
        return _of_list(sent)
    if not isinstance(sent, Mapping) or depth > _DEPTH:
        return unread(sent), LEFT_OUT
    sent = of_place(sent)
    lon, lat = sent.get("lon"), sent.get("lat")
    if isinstance(lon, str) and is_blank(lat) and is_pair(lon):
        return _pair(lon)
    if not (is_blank(lon) and is_blank(lat)):
        return _degrees(lon, "ew"), _degrees(lat, "ns")
    inside = next((name for name in _INSIDE if not is_blank(sent.get(name))), None)
    if inside is None:
        return LEFT_OUT, LEFT_OUT
    return _find(_turned(sent[inside]) if inside == "latlng" else sent[inside], depth + 1)


def _turned(value: Any) -> Any:
    """Return a pair whose name says that its latitude comes first in the order of all others."""
    if isinstance(value, str) and (found := _PAIR.fullmatch(plain(value))):
        value = list(found.groups())
    return [value[1], value[0]] if isinstance(value, list) and len(value) == _BOTH else value


def _of_list(sent: list[Any]) -> tuple[Reading[float], Reading[float]]:
    if len(sent) in (2, 3) and not any(isinstance(each, list | Mapping) for each in sent[:2]):
        return _degrees(sent[0], "ew"), _degrees(sent[1], "ns")
    if len(sent) == 1 and isinstance(sent[0], str | list | Mapping):
        return _find(sent[0], _DEPTH)
    return (LEFT_OUT, LEFT_OUT) if all(map(is_blank, sent)) else (unread(sent), LEFT_OUT)


def _pair(text: str) -> tuple[Reading[float], Reading[float]]:
    """Return the two halves of a text that is a position and nothing else."""
    words = plain(text)
    for said, side in _SIDES.items():
        words = words.replace(said, side)
    if (turned := _LAT_FIRST.fullmatch(words)) is not None:
        parts = turned[2], turned[1]
    elif (found := _PAIR.fullmatch(words)) is not None:
        parts = found[1], found[2]
    else:
        return LEFT_OUT, LEFT_OUT
    lon, lat = _degrees(parts[0], "ew"), _degrees(parts[1], "ns")
    if lon.value is None and lat.value is None:  # marked with their sides, in the other order
        lon, lat = _degrees(parts[1], "ew"), _degrees(parts[0], "ns")
    whole = lon.value is not None and lat.value is not None and all(map(_PRECISE.search, parts))
    return (lon, lat) if whole else (LEFT_OUT, LEFT_OUT)


def _degrees(value: Any, sides: str) -> Reading[float]:
    """Read degrees; ``sides`` are the letters of its two sides, the positive one first in neither: ``ew``, ``ns``."""
    if not isinstance(value, str) or is_nothing(value):
        return read_decimal(value)
    words = plain(value)
    for said, letter in _SIDES.items():
        words = words.replace(said, letter)
    found = _SIDE.fullmatch(words)
    side = ((found["first"] or found["last"] or "") if found else "").lower()
    if found is None or (found["first"] and found["last"]) or (side and side not in sides):
        return unread(value)
    degrees = _magnitude(found["degrees"])
    if degrees is None or (side and degrees < 0):
        return unread(value)
    return Reading(-degrees if side in ("s", "w") else degrees)


def _magnitude(text: str) -> float | None:
    found = _SEXAGESIMAL.fullmatch(text)
    if found is not None:
        degrees, minutes, seconds = (float(part or 0) for part in found.groups())
        return degrees + minutes / 60 + seconds / 3600
    return read_decimal(re.sub(r"\s*(?:[°º度]|deg(?:rees)?)$", "", text)).value
