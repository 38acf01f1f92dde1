"""Reads recorded incident calls and lays them on a district's buildings as alarms, in their real order and spacing.

Four files are understood, told apart by their columns: San Francisco's unit dispatches (one alarm for each call that
is not medical), Toronto's fires, Montgomery County's 911 calls, and any CSV with a column ``time`` (seconds, or
ISO 8601) and optionally ``kind, source, building, floor, lon, lat, text, device``. A name that ends in ``.gz`` is
unpacked.
"""

from __future__ import annotations

import csv
import gzip
import io
import random
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from dispatch.client.http import Json
from loadtest.errors import StreamUnreadableError

SF_KINDS = {
    "Alarms": ("panel", "smoke"),
    "Structure Fire": ("phone", "flame"),
    "Outside Fire": ("phone", "flame"),
    "Vehicle Fire": ("phone", "flame"),
    "Gas Leak (Natural and LP Gases)": ("detector", "gas"),
    "Electrical Hazard": ("detector", "electrical"),
    "Smoke Investigation (Outside)": ("phone", "smoke"),
}
"""San Francisco's call types as our source and kind; every other type is a person's report by telephone."""

_REPORT = ("phone", "report")
_MEDICAL = "Medical Incident"
_TORONTO_ALARM, _TORONTO_VEHICLE = "FA", "VE"
"""How Toronto's dispatch codes of automatic alarms and of vehicles begin; every other fire was called in."""

_MONTCO_KINDS = (("FIRE ALARM", ("panel", "smoke")), ("GAS", ("detector", "gas")), ("FIRE", ("phone", "flame")))

Row = dict[str, str]


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One recorded call: ``at_s`` seconds after the first, and the place's name or coordinates as recorded."""

    at_s: float
    source: str
    kind: str
    origin: str
    lon: float | None = None
    lat: float | None = None
    building: str = ""
    floor: int | None = None
    text: str = ""
    device: str = ""


class Site(NamedTuple):
    """A building that alarms are laid on; ``storeys`` is 1 where it is unknown."""

    building: str
    lon: float
    lat: float
    storeys: int = 1


class TimedAlarm(NamedTuple):
    """An alarm as it is POSTed, and when: seconds after the start."""

    due_s: float
    body: Json


def read_stream(path: Path) -> list[Call]:
    """Return the calls of a file in order of time. Raises `StreamUnreadableError` with what is wrong."""
    rows = _read_rows(path)
    columns = set(rows[0]) if rows else set()
    try:
        if {"call_number", "call_type", "received"} <= columns:
            return _spaced(_sf_calls(rows))
        if {"initial_cad_type", "alarm", "first_arrival"} <= columns:
            return _spaced(_toronto_calls(rows))
        if {"title", "timestamp", "township"} <= columns:
            return _spaced(_montco_calls(rows))
        if "time" in columns:
            return _spaced(_generic_calls(rows))
    except (ValueError, KeyError) as problem:
        raise StreamUnreadableError(f"{path.name}: a row cannot be understood ({problem}); correct it") from problem
    raise StreamUnreadableError(f"{path.name} has no column “time”; write one, in seconds or ISO 8601")


def lay_on(calls: Iterable[Call], sites: Sequence[Site], *, seed: int, compression: float) -> list[TimedAlarm]:
    """Return the calls as alarms at this district's sites, ``compression`` times as fast.

    A call whose building is one of the sites stays there, and so does one whose coordinates lie among the sites. Every
    other recorded place gets a site by the seed, the same site each time it returns. Calls keep their order.
    """
    places = _Places(sites, seed)
    return [
        TimedAlarm(call.at_s / compression, _alarm(call, places.of(call), number)) for number, call in enumerate(calls)
    ]


class _Places:
    """Where in this district a call happens."""

    def __init__(self, sites: Sequence[Site], seed: int) -> None:
        if not sites:
            raise StreamUnreadableError("the district has no buildings to lay the calls on; add buildings.csv")
        self._sites = sites
        self._seed = seed
        self._known = {site.building: site for site in sites}
        self._west, self._east = min(s.lon for s in sites), max(s.lon for s in sites)
        self._south, self._north = min(s.lat for s in sites), max(s.lat for s in sites)

    def of(self, call: Call) -> Site:
        """Return the site of a call."""
        if call.building in self._known:
            return self._known[call.building]
        if call.lon is not None and call.lat is not None and self._among(call.lon, call.lat):
            return Site("", call.lon, call.lat)
        return self._sites[zlib.crc32(f"{self._seed}/{call.origin}".encode()) % len(self._sites)]

    def _among(self, lon: float, lat: float) -> bool:
        return self._west <= lon <= self._east and self._south <= lat <= self._north


def _alarm(call: Call, site: Site, number: int) -> Json:
    rng = random.Random(f"{call.origin}/{number}")
    place: Json = {"lon": site.lon, "lat": site.lat}
    if site.building:
        place["building"] = site.building
    place["floor"] = call.floor if call.floor is not None else rng.randint(1, max(site.storeys, 1))
    alarm: Json = {"source": call.source, "kind": call.kind, "place": place, "key": f"stream-{number}"}
    if call.device:
        alarm["device"] = call.device
    if call.text:
        alarm["note"] = call.text
    return alarm


def _read_rows(path: Path) -> list[Row]:
    try:
        content = path.read_bytes()
        if path.suffix == ".gz":
            content = gzip.decompress(content)
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as problem:
        raise StreamUnreadableError(f"{path} cannot be read ({problem}); name a CSV file in UTF-8") from problem


def _spaced(calls: Iterator[tuple[float, Call]]) -> list[Call]:
    """Order by time, keeping the file's order where times are equal, and count from the first."""
    ordered = sorted(calls, key=lambda timed: timed[0])
    return [msgspec.structs.replace(call, at_s=at_s - ordered[0][0]) for at_s, call in ordered]


def _sf_calls(rows: list[Row]) -> Iterator[tuple[float, Call]]:
    seen = set()
    for row in rows:
        # One row for each unit sent; the call itself came in once.
        if row["call_type"] == _MEDICAL or row["call_number"] in seen:
            continue
        seen.add(row["call_number"])
        source, kind = SF_KINDS.get(row["call_type"], _REPORT)
        origin = f"{row['lon']},{row['lat']}"
        yield (
            _seconds(row["received"]),
            Call(at_s=0.0, source=source, kind=kind, origin=origin, text=row["call_type"]),
        )


def _toronto_calls(rows: list[Row]) -> Iterator[tuple[float, Call]]:
    for row in rows:
        code = row["initial_cad_type"]
        source, kind = ("panel", "smoke") if code.startswith(_TORONTO_ALARM) else ("phone", "flame")
        text = "vehicle fire" if code.startswith(_TORONTO_VEHICLE) else row["property_use"] or code
        origin = f"{row['lon']},{row['lat']}"
        yield _seconds(row["alarm"]), Call(at_s=0.0, source=source, kind=kind, origin=origin, text=text)


def _montco_calls(rows: list[Row]) -> Iterator[tuple[float, Call]]:
    for row in rows:
        group, _, what = row["title"].partition(":")
        kinds = (kind for word, kind in _MONTCO_KINDS if group == "Fire" and word in what.upper())
        source, kind = next(kinds, _REPORT)
        origin = f"{row['lat']},{row['lon']}"
        text = f"{group}: {what.strip(' -')}"
        yield _seconds(row["timestamp"]), Call(at_s=0.0, source=source, kind=kind, origin=origin, text=text)


def _generic_calls(rows: list[Row]) -> Iterator[tuple[float, Call]]:
    for row in rows:
        lon, lat = row.get("lon") or None, row.get("lat") or None
        origin = row.get("building") or (f"{lon},{lat}" if lon and lat else row.get("text", ""))
        yield (
            _seconds(row["time"]),
            Call(
                at_s=0.0,
                source=row.get("source") or "phone",
                kind=row.get("kind") or "report",
                origin=origin,
                lon=float(lon) if lon else None,
                lat=float(lat) if lat else None,
                building=row.get("building") or "",
                floor=int(row["floor"]) if row.get("floor") else None,
                text=row.get("text") or "",
                device=row.get("device") or "",
            ),
        )


def _seconds(text: str) -> float:
    """Return seconds of a number or an ISO 8601 time; a time without offset counts as UTC, only spacing matters."""
    try:
        return float(text)
    except ValueError:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
