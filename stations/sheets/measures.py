"""What headings and titles say of a table's numbers: their unit, where it is another one, and the datum of positions.

``重量(kg)`` over 9500 is 9.5 t, and ``经度(GCJ-02)`` is half a kilometre off where it is taken for WGS-84.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from stations.datum import Datum
from stations.problems import Findings
from stations.sheets.odd import exposed, plain

_LENGTHS = {"m": "1", "米": "1", "dm": "0.1", "分米": "0.1", "cm": "0.01", "厘米": "0.01", "公分": "0.01"}
_LENGTHS |= {"mm": "0.001", "毫米": "0.001"}
UNITS: Mapping[str, Mapping[str, str]] = {
    "height_m": _LENGTHS,
    "width_m": _LENGTHS,
    "weight_t": {"t": "1", "吨": "1", "kg": "0.001", "千克": "0.001", "公斤": "0.001"},
    "pressure_mpa": {
        "mpa": "1",
        "兆帕": "1",
        "kpa": "0.001",
        "千帕": "0.001",
        "bar": "0.1",
        "巴": "0.1",
        **dict.fromkeys(("kg", "公斤", "kgf/cm2", "kg/cm2"), "0.0980665"),
    },
    "turnout_s": {"s": "1", "秒": "1", "min": "60", "分": "60", "分钟": "60"},
    "silent_after_s": {"s": "1", "秒": "1", "min": "60", "分": "60", "分钟": "60", "h": "3600", "小时": "3600"},
    "area_m2": {"m2": "1", "平方米": "1", "平米": "1"},
}
"""What one of a unit is in the unit of the field."""

_POSITIONS = frozenset({"lon", "lat", "entrance_lon", "entrance_lat"})
_SAYS_NOTHING = re.compile(
    r"必[填须]|选填|可选|可空|如有|整数|数字|小数|单位|度|°|deg|[ewns]|x|y|东|西|南|北|[\s,:;、]"
)
_BRACKETED = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_MAPS: Mapping[Datum, str] = {
    "gcj02": r"(?:gcj-?_?0?2|火星|国测局|高德|腾讯)",
    "bd09": r"(?:bd-?_?0?9|百度)",
    "wgs84": r"(?:wgs-?_?(?:19)?84|gps|cgcs-?2000|国家2000|2000国家)",
}
_IN_HEADINGS = {datum: re.compile(names) for datum, names in _MAPS.items()}
_IN_TITLES = {
    datum: re.compile(rf"{names}(?:地图)?坐标|坐标系?(?:为|是|:|用|采用)*{names}|\b(?:{datum[:-2]}-?{datum[-2:]}\b)")
    for datum, names in _MAPS.items()
}
"""A title may name a company, so that it must speak of coordinates, or give the datum's own name."""


class Measures(NamedTuple):
    """What one of each column's numbers is, where it is not the field's own unit, and the datum, empty where unsaid."""

    factors: Mapping[str, Decimal]
    datum: str = ""

    def applied(self, cells: dict[str, str]) -> dict[str, str]:
        """Return a row's cells in the units of their fields, with the datum that was said."""
        for field, factor in self.factors.items():
            if number := _number(cells.get(field, "")):
                cells[field] = f"{(number * factor).normalize():f}"
        if self.datum and not cells.get("datum"):
            cells["datum"] = self.datum
        return cells


def measures_of(
    names: Sequence[str], fields: Sequence[str], titles: Iterable[str], line: int, findings: Findings, *, located: bool
) -> Measures:
    """Return what a header and the rows above it say of the numbers, and tell what is done about it."""
    factors: dict[str, Decimal] = {}
    headings: list[str] = []
    for name, field in zip(names, fields, strict=True):
        said = [plain(each).lower().strip() for each in _BRACKETED.findall(plain(name))]
        if field in _POSITIONS:
            headings += said
        for each in said if field in UNITS else ():
            one = UNITS[field].get(each.removeprefix("单位").strip(": "))
            if one is not None:
                factors[field] = Decimal(one)
            elif _SAYS_NOTHING.sub("", each):
                findings.warn(f"“{exposed(each)}” in the heading is not taken into account", line=line, field=field)
    factors = {field: factor for field, factor in factors.items() if factor != 1}
    for field, factor in factors.items():
        findings.warn(f"is in another unit, as its heading says; numbers count {factor} times", line=line, field=field)
    return Measures(factors, _datum(headings, titles, line, findings) if located else "")


def _datum(headings: Sequence[str], titles: Iterable[str], line: int, findings: Findings) -> str:
    told: dict[str, None] = {}
    for words, patterns in ((headings, _IN_HEADINGS), ([plain(each).lower() for each in titles], _IN_TITLES)):
        told |= dict.fromkeys(datum for each in words for datum, pattern in patterns.items() if pattern.search(each))
    for each in dict.fromkeys(headings):
        if not any(pattern.search(each) for pattern in _IN_HEADINGS.values()) and _SAYS_NOTHING.sub("", each):
            findings.warn(f"“{exposed(each)}” in the heading is not taken into account", line=line, field="lon")
    if len(told) > 1:
        findings.error(f"the headings name several datums ({', '.join(told)}); leave one", line=line, field="datum")
        return ""
    datum = next(iter(told), "")
    if datum not in ("", "wgs84"):
        findings.warn(f"positions are taken as {datum}, which a heading names", line=line, field="datum")
    return datum


def _number(cell: str) -> Decimal | None:
    try:
        number = Decimal(plain(cell))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
