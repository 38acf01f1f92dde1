"""Positions as they are sent: numbers, texts, pairs, points of GeoJSON; in the datum that is named with them.

Nothing is guessed: the first of two numbers is the longitude, as in GeoJSON. A latitude that comes first is seen later,
where it cannot be one, and is said, never silently turned.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from dispatch.intake.fields.reading import LEFT_OUT, Reading, is_blank, plain, read_decimal, read_text, unread
from stations.datum import Datum, is_on_earth, to_wgs84

_LON, _LAT = ("lon", "lng", "long", "longitude", "经度"), ("lat", "latitude", "纬度")
_INSIDE = ("coordinates", "geometry", "position", "location", "point", "coord", "coords")
_PAIR = re.compile(r"(?:point\s*)?[(\[]?\s*([^,;\s]+)\s*[,;\s]\s*([^,;\s]+?)\s*[)\]]?", re.IGNORECASE)
_SIDE = re.compile(r"(?:(?P<first>[nsew])\s*)?(?P<degrees>.+?)\s*(?P<last>[nsew])?", re.IGNORECASE)
_SEXAGESIMAL = re.compile(
    r"""(\d{1,3})[°度]\s*(?:(\d{1,2}(?:\.\d+)?)['′分]\s*)?(?:(\d{1,2}(?:\.\d+)?)(?:"|″|''|秒)\s*)?"""
)
_DEPTH = 4

_DATUMS: dict[str, Datum] = {
    **dict.fromkeys(("wgs84", "wgs1984", "wgs", "gps", "epsg4326", "4326", "cgcs2000", "crs84", "大地坐标"), "wgs84"),
    **dict.fromkeys(("gcj02", "gcj", "gcj2", "gaode", "amap", "autonavi", "tencent", "qq", "mars"), "gcj02"),
    **dict.fromkeys(("火星", "火星坐标", "火星坐标系", "高德", "高德坐标", "腾讯", "腾讯地图", "国测局"), "gcj02"),
    **dict.fromkeys(("bd09", "bd09ll", "bd9", "bd", "baidu", "百度", "百度坐标", "百度地图"), "bd09"),
}


class Position(NamedTuple):
    """Degrees of WGS-84 (None: not known), the datum that they were sent in, and what could not be read, by field."""

    lon: float | None = None
    lat: float | None = None
    datum: Datum | None = None
    unread: Mapping[str, str] = MappingProxyType({})


def read_datum(value: Any) -> Reading[Datum]:
    """Read the name of a datum; left out, it is WGS-84."""
    text = read_text(value)
    if text.value is None:
        return Reading(words=text.words)
    found = _DATUMS.get(re.sub(r"[\s_\-/:.]", "", plain(text.value).lower()))
    return unread(value) if found is None else Reading(found)


def read_position(sent: Any) -> Position:
    """Read a position from whatever holds it: an object with its numbers or with a point inside, a pair, a text."""
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
        return _pair(sent)
    if isinstance(sent, list):
        return _of_list(sent)
    if not isinstance(sent, Mapping) or depth > _DEPTH:
        return LEFT_OUT, LEFT_OUT
    lon, lat = _first(sent, _LON), _first(sent, _LAT)
    if isinstance(lon, str) and is_blank(lat) and is_pair(lon):
        return _pair(lon)
    if not (is_blank(lon) and is_blank(lat)):
        return _degrees(lon, "ew"), _degrees(lat, "ns")
    inside = next((sent[name] for name in _INSIDE if not is_blank(sent.get(name))), None)
    return (LEFT_OUT, LEFT_OUT) if inside is None else _find(inside, depth + 1)


def _of_list(sent: list[Any]) -> tuple[Reading[float], Reading[float]]:
    if len(sent) in (2, 3) and not any(isinstance(each, list | Mapping) for each in sent[:2]):
        return _degrees(sent[0], "ew"), _degrees(sent[1], "ns")
    if len(sent) == 1:
        return _find(sent[0], _DEPTH)
    return (LEFT_OUT, LEFT_OUT) if not sent else (unread(sent), LEFT_OUT)


def _pair(text: str) -> tuple[Reading[float], Reading[float]]:
    found = _PAIR.fullmatch(plain(text))
    if found is None:
        return LEFT_OUT, LEFT_OUT
    lon, lat = _degrees(found[1], "ew"), _degrees(found[2], "ns")
    if lon.value is None and lat.value is None:  # marked with their sides, in the other order
        lon, lat = _degrees(found[2], "ew"), _degrees(found[1], "ns")
    return (LEFT_OUT, LEFT_OUT) if lon.value is None or lat.value is None else (lon, lat)


def _degrees(value: Any, sides: str) -> Reading[float]:
    """Read degrees; ``sides`` are the letters of its two sides, the positive one first in neither: ``ew``, ``ns``."""
    if not isinstance(value, str) or is_blank(value):
        return read_decimal(value)
    found = _SIDE.fullmatch(plain(value))
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
    return read_decimal(text.removesuffix("°").removesuffix("度")).value


def _first(sent: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((sent[name] for name in names if not is_blank(sent.get(name))), None)
