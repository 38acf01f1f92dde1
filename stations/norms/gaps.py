"""How far each station is from what is asked of it: met, a gap, or not known. What is not known is never met."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Literal, TypeVar

import msgspec
from msgspec.structs import replace

from stations.equipment import is_usable
from stations.model import District, Station
from stations.norms.model import Norms, Requirement, applies, required
from stations.norms.weeks import rostered_weeks
from stations.registry.model import Equipment, Member, Room, Vehicle

Verdict = Literal["met", "gap", "unknown"]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement held against one station.

    ``found`` is what counts, None where that is not known; ``unusable`` is what is there but does not count.
    """

    station: str
    requirement: Requirement
    verdict: Verdict
    found: float | None = None
    unusable: int = 0

    @property
    def missing(self) -> float | None:
        """How much is missing, None where it is not known."""
        return None if self.found is None else max(0.0, self.requirement.minimum - self.found)


Located = TypeVar("Located", Member, Equipment, Vehicle, Room)


def find_gaps(district: District, norms: Norms, *, on: date) -> tuple[Finding, ...]:
    """Return every requirement of every station with its verdict, in the order of the stations.

    Hours of duty and the strength of a shift are those of the roster in the week from ``on``, the worst day and the
    weakest turn; without a roster the strength is that of the smallest team, and the hours are not known. Where nobody
    can tell whether a rule applies, since the building's area is not known, its verdict is unknown.
    """
    buildings = {building.id: building for building in district.buildings}
    counting = _Counting(district, norms, on)
    return tuple(
        counting.judge(station, requirement)
        if applies(requirement, station, home)
        else Finding(station=station.id, requirement=requirement, verdict="unknown")
        for station in district.stations
        for home in (buildings.get(station.building),)
        for requirement in required(norms, station, home)
    )


class _Counting:
    """Counts what the stations of one district have.

    A table that is absent says nothing about anybody; a table without a row of a station says nothing about it.
    """

    def __init__(self, district: District, norms: Norms, on: date) -> None:
        registry = district.registry
        self._members = _by_station(registry.members)
        self._equipment = _by_station(registry.equipment)
        self._vehicles = _by_station(registry.vehicles)
        self._rooms = _by_station(registry.rooms)
        self._norms = norms
        self._on = on
        self._rosters = rostered_weeks(district, on)

    def judge(self, station: Station, requirement: Requirement) -> Finding:
        """Return the verdict on one requirement."""
        unusable = 0
        if requirement.per:
            people = self._at_night(station)
            if people is None:
                return Finding(station=station.id, requirement=requirement, verdict="unknown")
            requirement = replace(requirement, minimum=max(1, people) * requirement.minimum)
        if requirement.subject == "equipment":
            found, unusable = self._things(station, requirement)
        else:
            found = self._count(station, requirement)
        verdict: Verdict = "unknown" if found is None else "met" if found >= requirement.minimum else "gap"
        return Finding(station=station.id, requirement=requirement, verdict=verdict, found=found, unusable=unusable)

    def _count(self, station: Station, asked: Requirement) -> float | None:
        members, rooms = self._members.get(station.id), self._rooms.get(station.id)
        match asked.subject:
            case "members":
                return None if members is None else float(sum(_plays(each, asked) for each in members))
            case "shift":
                return self._weakest_shift(station, asked)
            case "duty_h":
                week = self._rosters.get(station.id)
                return None if week is None else week.least_hours_a_day()
            case "room":
                return None if rooms is None else float(sum(each.kind in asked.words for each in rooms))
            case "area_m2":
                return _sum_known([each.area_m2 for each in rooms or ()], asked.minimum)
            case "beds":
                return _sum_known([each.beds for each in rooms or ()], asked.minimum)
            case "vehicle":
                return self._ridden(station, asked)
            case _:
                return 1.0 if station.phone else None

    def _weakest_shift(self, station: Station, asked: Requirement) -> float | None:
        members, week = self._members.get(station.id), self._rosters.get(station.id)
        if members is None:
            return None
        if week is None:
            return _smallest_team(members, asked)
        counting = {each.id for each in members if _plays(each, asked)}
        return float(min((len(counting & set(turn.members)) for turn in week.turns), default=0))

    def _at_night(self, station: Station) -> int | None:
        """Return for how many people the night is meant; None without a roster."""
        week = self._rosters.get(station.id)
        return None if week is None else week.most_at_night()

    def _ridden(self, station: Station, asked: Requirement) -> float | None:
        vehicles = self._vehicles.get(station.id)
        if vehicles is None:
            return None
        return float(sum(each.kind in asked.words and each.state in (None, "ready") for each in vehicles))

    def _things(self, station: Station, asked: Requirement) -> tuple[float | None, int]:
        rows = self._equipment.get(station.id)
        if rows is None:
            return None, 0
        wanted = [each for each in rows if self._norms.counts_as(each.kind) & asked.words]
        usable = sum(each.count for each in wanted if is_usable(each, self._norms, self._on))
        return float(usable), sum(each.count for each in wanted) - usable


def _by_station(rows: Iterable[Located] | None) -> dict[str, list[Located]]:
    grouped: defaultdict[str, list[Located]] = defaultdict(list)
    for row in rows or ():
        grouped[row.station].append(row)
    return dict(grouped)


def _plays(member: Member, asked: Requirement) -> bool:
    return not asked.roles or member.role in asked.roles


def _smallest_team(members: Sequence[Member], asked: Requirement) -> float | None:
    """Return how many the smallest team has; None where somebody's team is not known, who may belong to any."""
    counting = [each for each in members if _plays(each, asked)]
    if any(not each.team for each in counting):
        return None
    teams = Counter({each.team: 0 for each in members if each.team})
    teams.update(each.team for each in counting)
    return float(min(teams.values(), default=0))


def _sum_known(values: Sequence[Any], minimum: float) -> float | None:
    """Return the sum; None where a part is not known and the rest alone does not suffice."""
    known = float(sum(value for value in values if value is not None))
    return known if values and (None not in values or known >= minimum) else None


def as_data(finding: Finding) -> dict[str, object]:
    """Return a finding as plain data, with its rule and source."""
    asked = finding.requirement
    return {
        "station": finding.station,
        "rule": asked.id,
        "zh": asked.zh,
        "en": asked.en,
        "verdict": finding.verdict,
        "minimum": asked.minimum,
        "found": finding.found,
        "missing": finding.missing,
        "unusable": finding.unusable,
        "advised": asked.advised,
        "source": asked.source.title,
        "clause": asked.clause,
        "confidence": asked.source.confidence,
    }
