"""The brigade's real choices: San Francisco's recorded calls once more, with the units' real busy times.

For each call and each kind of apparatus that was sent (engines, trucks): who of those that were free would have been
there first on the city's streets from their own quarters, and who was really sent first. The record does not say where
a unit was, so a free one is taken to be in quarters.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from math import cos, hypot, radians
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

import msgspec

from loadtest.san_francisco import ROADS_TABLE, CityFiles, rows_of
from routing.model import Spot
from routing.modes import Mode
from routing.place import Place
from routing.responders import Responder
from routing.router import Router
from routing.setup import read_roads

ZONE = ZoneInfo("America/Los_Angeles")
APPARATUS = {"ENGINE": "E", "TRUCK": "T"}
UNKNOWN_END = timedelta(hours=1)
"""How long a run counts as busy whose end is not in the record."""

JUST_FREE = timedelta(minutes=15)
"""A unit that became free this recently is probably still on the road."""

NEAR_TIE_S = 30.0
_EMERGENCY = "3"
_METRES_PER_DEGREE = 111_195.0


class Run(msgspec.Struct, frozen=True):
    """One unit on one call. Times are on the record's clock; ``on_scene`` None where it was cancelled."""

    unit: str
    order: int
    dispatched: datetime
    on_scene: datetime | None
    free_again: datetime
    als: bool


class Call(msgspec.Struct, frozen=True):
    """One call for one kind of apparatus: where, when, and who was sent, first sent first."""

    number: str
    kind: str
    spot: Spot
    area: str
    medical: bool
    emergency: bool
    runs: tuple[Run, ...]

    @property
    def at(self) -> datetime:
        """When the first was sent."""
        return self.runs[0].dispatched

    @property
    def first_sent(self) -> Run:
        """The run that is first in the order of the dispatch."""
        return self.runs[0]

    @property
    def first_there(self) -> Run | None:
        """The run that was first on scene, None where nobody arrived."""
        arrived = [(run.on_scene, run.order, run) for run in self.runs if run.on_scene is not None]
        return min(arrived, key=lambda each: each[:2])[2] if arrived else None


class Brigade(msgspec.Struct, frozen=True):
    """The record: the calls in order of time, the units' quarters, and when each was busy."""

    calls: tuple[Call, ...]
    quarters: Mapping[str, Spot]
    busy: Mapping[str, tuple[tuple[datetime, datetime, str], ...]]
    als_units: frozenset[str]

    def free(self, call: Call) -> list[str]:
        """Return the units of the call's kind that no other call holds at its time."""
        own = [unit for unit in self.quarters if unit.startswith(APPARATUS[call.kind])]
        return [unit for unit in own if not self.held(unit, call)]

    def first_due(self, call: Call) -> str | None:
        """Return the unit of the call's kind whose number is that of the city's first-due area, where it is free."""
        unit = f"{APPARATUS[call.kind]}{call.area.zfill(2)}"
        return unit if call.area and unit in self.quarters and not self.held(unit, call) else None

    def held(self, unit: str, call: Call) -> bool:
        """Whether another call holds a unit when this one's first unit is sent."""
        return any(start <= call.at < end and number != call.number for start, end, number in self.busy[unit])

    def in_quarters(self, unit: str, call: Call) -> bool:
        """Whether a unit has been free for so long that it is probably home."""
        ends = sorted(end for start, end, number in self.busy[unit] if number != call.number and start <= call.at)
        last = bisect_right(ends, call.at)
        return last == len(ends) and (not ends or call.at - ends[-1] >= JUST_FREE)


class Pace(Protocol):
    """How long each unit takes to a place, in seconds, by unit; those who cannot get there are left out."""

    def seconds(self, call: Call) -> Mapping[str, float]:
        """Return every unit's time from setting off to its arrival."""


class ByRoad:
    """Travel times on the city's streets with one mode, by the router itself; everybody leaves at once."""

    def __init__(self, streets: Path, brigade: Brigade, *, mode: Mode | None) -> None:
        setup = read_roads(streets, ROADS_TABLE)
        self._mode = "engine"
        self._router = Router(setup.network, {self._mode: mode or setup.modes[self._mode]}, zone=ZONE)
        self._router.set_responders(
            Responder(unit, self._mode, spot, turnout_ms=0) for unit, spot in brigade.quarters.items()
        )
        self._count = len(brigade.quarters)

    def seconds(self, call: Call) -> Mapping[str, float]:
        """Return every unit's journey."""
        at = call.at.replace(tzinfo=ZONE)
        found = self._router.nearest(Place(call.spot), self._count, mode=self._mode, at=at)
        if found is None:
            raise RuntimeError("a search without a budget gave up")  # cannot be: only a budget ends one
        return {each.responder: each.eta_ms / 1000 for each in found.arrivals}


class AsTheCrowFlies:
    """The peer: straight lines. Their length in metres stands for time."""

    def __init__(self, brigade: Brigade) -> None:
        self._quarters = brigade.quarters

    def seconds(self, call: Call) -> Mapping[str, float]:
        """Return every unit's distance."""
        return {unit: _distance_m(spot, call.spot) for unit, spot in self._quarters.items()}


class Comparison(msgspec.Struct, frozen=True):
    """One call by one pace: who would have been first, and what the record says.

    ``why`` is empty where the chosen one is the one really sent first.
    """

    call: Call
    chosen: str
    seconds: Mapping[str, float]
    why: str


def read_brigade(city: CityFiles) -> Brigade:
    """Read the city's record of dispatches, and its stations."""
    stations = {row["station"]: Spot(float(row["lon"]), float(row["lat"])) for row in rows_of(city.stations)}
    ours = [row for row in rows_of(city.dispatches) if row["unit_type"] in APPARATUS]
    busy: dict[str, list[tuple[datetime, datetime, str]]] = defaultdict(list)
    grouped: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in ours:
        run = _run(row)
        busy[run.unit].append((run.dispatched, run.free_again, row["call_number"]))
        grouped[row["call_number"], row["unit_type"]].append(row)
    calls = sorted((_call(rows) for rows in grouped.values()), key=lambda call: (call.at, call.number, call.kind))
    return Brigade(
        calls=tuple(calls),
        quarters={unit: stations[number] for unit in sorted(busy) if (number := unit[1:].lstrip("0")) in stations},
        busy={unit: tuple(sorted(spans)) for unit, spans in busy.items()},
        als_units=frozenset(row["unit_id"] for row in ours if row["als_unit"] == "true"),
    )


def replay(brigade: Brigade, pace: Pace) -> Iterator[Comparison]:
    """Yield who would have been first at each call; a call that no free unit can reach is left out."""
    for call in brigade.calls:
        seconds = pace.seconds(call)
        free = [unit for unit in brigade.free(call) if unit in seconds]
        if free:
            chosen = min(free, key=lambda unit: (seconds[unit], unit))
            yield Comparison(call, chosen, seconds, _why(brigade, call, chosen, seconds))


def _why(brigade: Brigade, call: Call, chosen: str, seconds: Mapping[str, float]) -> str:
    """Return the likeliest reason why somebody else was sent, the surest first; empty where nobody else was."""
    sent = call.first_sent.unit
    if sent == chosen:
        return ""
    if sent not in brigade.quarters or sent not in seconds:
        return "the one sent stands off the street network"
    if brigade.held(sent, call):
        return "the one sent was taken from another call"
    if not brigade.in_quarters(sent, call):
        return "the one sent had just become free, on the road"
    if not brigade.in_quarters(chosen, call):
        return "ours had just become free, on the road"
    if abs(seconds[sent] - seconds[chosen]) < NEAR_TIE_S:
        return f"a near tie (< {NEAR_TIE_S:.0f} s)"
    if sent == brigade.first_due(call):
        return "the city's first-due area"
    if call.medical and sent in brigade.als_units and chosen not in brigade.als_units:
        return "a paramedic engine was wanted"
    return "the record does not say"


def _call(rows: list[dict[str, str]]) -> Call:
    runs = sorted((_run(row) for row in rows), key=lambda run: (run.dispatched, run.order))
    row = rows[0]
    return Call(
        number=row["call_number"],
        kind=row["unit_type"],
        spot=Spot(float(row["lon"]), float(row["lat"])),
        area=row["station_area"],
        medical=row["call_type"] == "Medical Incident",
        emergency=row["final_priority"] == _EMERGENCY,
        runs=tuple(runs),
    )


def _run(row: Mapping[str, str]) -> Run:
    dispatched = datetime.fromisoformat(row["dispatch"])
    return Run(
        unit=row["unit_id"],
        order=int(row["unit_seq"]),
        dispatched=dispatched,
        on_scene=datetime.fromisoformat(row["on_scene"]) if row["on_scene"] else None,
        free_again=datetime.fromisoformat(row["available"]) if row["available"] else dispatched + UNKNOWN_END,
        als=row["als_unit"] == "true",
    )


def _distance_m(one: Spot, other: Spot) -> float:
    east = (one.lon - other.lon) * cos(radians((one.lat + other.lat) / 2))
    return _METRES_PER_DEGREE * hypot(east, one.lat - other.lat)
