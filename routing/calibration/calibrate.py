"""Fits speeds and turnout to recorded trips, and judges the fit on a day that it has not seen.

The last full day of the record is held out. On the others: a turnout for each unit by day and by night; a
fixed time for each journey (pulling out, the last turn, stopping) and a speed for each way class, by robust
regression over the fastest routes, twice, because new speeds make new routes. The judgement compares
distributions (10th, 50th and 90th percentile, NFPA's and the districts' way of reporting) and errors trip
by trip, before and after, on the held-out day.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec
import numpy as np

from routing.arrays import Floats
from routing.calibration.fit import Pace, fit_pace
from routing.calibration.paths import TripPaths
from routing.calibration.trips import Trip
from routing.errors import UnfitTripsError
from routing.model import Network
from routing.modes import Mode, override

FEWEST_TRIPS = 30
"""Fewer trips with a route, on either side of the line, say nothing."""

_ROUNDS = 2
_NIGHT_HOURS = frozenset({22, 23, 0, 1, 2, 3, 4, 5, 6})
_UNIT_WEIGHT = 10.0
"""A unit's own median counts as much as everybody's after this many trips."""


class Spread(msgspec.Struct, frozen=True):
    """A distribution in seconds."""

    p10: float
    p50: float
    p90: float


class Judgement(msgspec.Struct, frozen=True):
    """The held-out day: what was recorded, what was predicted before and after the fit, and the errors in
    seconds.

    `*_error_s` is the median absolute error of single trips, `*_bias_s` the median of predicted minus
    recorded.
    """

    recorded: Spread
    before: Spread
    after: Spread
    before_error_s: float
    after_error_s: float
    before_bias_s: float
    after_bias_s: float
    correlation: float


class Turnout(msgspec.Struct, frozen=True):
    """Seconds from the order to setting off: medians by day and night, and what each unit adds to them."""

    by_day_s: float
    by_night_s: float
    units_s: Mapping[str, float]

    def seconds(self, unit: str, at: datetime) -> float:
        """Return a unit's turnout at an hour; an unknown unit has everybody's."""
        base = self.by_night_s if at.hour in _NIGHT_HOURS else self.by_day_s
        return max(0.0, base + self.units_s.get(unit, 0.0))


class Calibration(msgspec.Struct, frozen=True, kw_only=True):
    """What was fitted to one mode's trips, and how good it is.

    `fixed_s` belongs to every journey; as it does not depend on the way, a district adds it to the turnout.
    """

    mode: Mode
    fixed_s: float
    turnout: Turnout
    fitted_trips: int
    judged_trips: int
    held_out: date
    left_out: Mapping[str, int]
    travel: Judgement
    total: Judgement


def calibrate(network: Network, trips: Sequence[Trip], mode: Mode, *, assumed_turnout_s: float = 60.0) -> Calibration:
    """Fit one mode to the trips that name it; `assumed_turnout_s` is what stood there before the fit.

    Raises UnfitTripsError where there are not two days, or too few trips with a route on either side.
    """
    paths = TripPaths(network)
    own = [trip for trip in trips if trip.mode == mode.name]
    routed = [(trip, way) for trip, way in zip(own, paths.seconds(own, mode), strict=True) if way is not None]
    left_out = {"another mode": len(trips) - len(own), "no route between its ends": len(own) - len(routed)}
    held_out = _last_full_day([trip for trip, _ in routed])
    seen = [(trip, way) for trip, way in routed if trip.day < held_out]
    unseen = [(trip, way) for trip, way in routed if trip.day == held_out]
    if min(len(seen), len(unseen)) < FEWEST_TRIPS:
        raise UnfitTripsError(
            f"{mode.name}: {len(seen)} trips to fit and {len(unseen)} to judge; each needs {FEWEST_TRIPS}, on two days"
        )
    fitted, fixed_s = _fit_speeds(paths, [trip for trip, _ in seen], mode)
    turnout = _fit_turnout([trip for trip, _ in seen])
    judged = [trip for trip, _ in unseen]
    before = np.array([sum(way.values()) for _, way in unseen])
    after = fixed_s + np.array([sum((way or {}).values()) for way in paths.seconds(judged, fitted)])
    recorded = np.array([trip.travel_s for trip in judged])
    recorded_turnout = np.array([trip.turnout_s for trip in judged])
    expected_turnout = np.array([turnout.seconds(trip.unit, trip.assigned_at) for trip in judged])
    return Calibration(
        mode=fitted,
        fixed_s=round(fixed_s, 1),
        turnout=turnout,
        fitted_trips=len(seen),
        judged_trips=len(unseen),
        held_out=held_out,
        left_out={reason: count for reason, count in left_out.items() if count},
        travel=_judge(recorded, before, after),
        total=_judge(recorded + recorded_turnout, before + assumed_turnout_s, after + expected_turnout),
    )


def _last_full_day(trips: Sequence[Trip]) -> date:
    """Return the last day with trips enough to judge by; a record often ends with a few after midnight."""
    trips_on = Counter(trip.day for trip in trips)
    return max((day for day, count in trips_on.items() if count >= FEWEST_TRIPS), default=date.min)


def _fit_speeds(paths: TripPaths, trips: Sequence[Trip], mode: Mode) -> tuple[Mode, float]:
    recorded = np.array([trip.travel_s for trip in trips])
    pace = Pace(0.0, {})
    for _ in range(_ROUNDS):
        ways = paths.seconds(trips, mode)
        known = np.array([way is not None for way in ways])
        pace = fit_pace([way for way in ways if way is not None], recorded[known])
        common = float(np.median(list(pace.times.values())))
        # A class that no trip used changes with the others, or routes would flee to it.
        speeds = {way: round(kmh / pace.times.get(way, common), 2) for way, kmh in mode.speeds_kmh.items()}
        mode = override(mode, {"speeds_kmh": speeds})
    return mode, pace.fixed_s


def _fit_turnout(trips: Sequence[Trip]) -> Turnout:
    by_day = [trip.turnout_s for trip in trips if trip.assigned_at.hour not in _NIGHT_HOURS]
    by_night = [trip.turnout_s for trip in trips if trip.assigned_at.hour in _NIGHT_HOURS]
    everybody = float(np.median([trip.turnout_s for trip in trips]))
    common = Turnout(
        by_day_s=float(np.median(by_day)) if by_day else everybody,
        by_night_s=float(np.median(by_night)) if by_night else everybody,
        units_s={},
    )
    offsets: dict[str, list[float]] = defaultdict(list)
    for trip in trips:
        offsets[trip.unit].append(trip.turnout_s - common.seconds(trip.unit, trip.assigned_at))
    units = {
        unit: round(float(np.median(own)) * len(own) / (len(own) + _UNIT_WEIGHT), 1)
        for unit, own in sorted(offsets.items())
    }
    return Turnout(common.by_day_s, common.by_night_s, units)


def _judge(recorded: Floats, before: Floats, after: Floats) -> Judgement:
    return Judgement(
        recorded=_spread(recorded),
        before=_spread(before),
        after=_spread(after),
        before_error_s=round(float(np.median(np.abs(before - recorded))), 1),
        after_error_s=round(float(np.median(np.abs(after - recorded))), 1),
        before_bias_s=round(float(np.median(before - recorded)), 1),
        after_bias_s=round(float(np.median(after - recorded)), 1),
        correlation=round(float(np.corrcoef(after, recorded)[0, 1]), 3),
    )


def _spread(seconds: Floats) -> Spread:
    p10, p50, p90 = (round(float(value), 1) for value in np.percentile(seconds, (10, 50, 90)))
    return Spread(p10, p50, p90)
