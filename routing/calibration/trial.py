"""Which speeds are found, and how they stand beside straight lines and one speed for all streets on days unseen.

Every day is held out once: what is judged on it was chosen and fitted on the other days alone. Chosen is what loses
least there: the mean error of an arrival, plus a minute for each first-due unit that is not the one really sent and for
each step away from one speed for all, so that every step must earn a choice.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

import msgspec
import numpy as np

from routing.arrays import Flags, Floats, Int64s
from routing.calibration.candidates import UNIFORM_KMH, Candidate, candidates, paced, uniform
from routing.calibration.fit import Arrivals, Fit, fit_arrivals
from routing.calibration.journeys import Ground, Journeys
from routing.calibration.record import Record
from routing.calibration.trips import Trip
from routing.calibration.verdict import AS_THEY_ARE, FEWEST_TRIPS, FOUND, STRAIGHT, UNIFORM, Score, objections_to
from routing.errors import UnfitTripsError
from routing.geodesy import haversine_m
from routing.modes import Mode

FEWEST_DAYS = 2
MOST_FOLDS = 5
WRONG_CHOICE_S = 60.0
CERTAIN = 3.0
"""So many standard errors above nothing the held-out arrivals must go with the way, or the record is noise."""


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """One mode judged: the days of each fold, a score for each model, what was found, and why it is not recommended.

    `beside` counts, for each simple model, the choices in which the found speeds alone were right, and it alone.
    `objections` is empty where the found speeds are recommended. `mode` are the speeds to write: the found ones, else
    the uniform ones; None where the record says nothing about speeds at all. `fit` belongs to it.
    """

    name: str
    folds: tuple[tuple[date, ...], ...]
    timed: int
    calls: int
    scores: tuple[Score, ...]
    found_by_fold: tuple[Mode, ...]
    beside: Mapping[str, tuple[int, int]]
    correlation: float
    objections: tuple[str, ...]
    mode: Mode | None
    fit: Fit


class _Tried(msgspec.Struct, frozen=True, eq=False):
    """One model beside the record: whether it chose right (C), and its ways for the timed arrivals."""

    right: Flags
    arrivals: Arrivals
    steps: float = 0.0
    mode: Mode | None = None


def judge(ground: Ground, trips: Sequence[Trip], mode: Mode) -> Trial:
    """Find and judge one mode's speeds by the trips that name it.

    Raises UnfitTripsError where there are not two days with enough timed arrivals.
    """
    record = Record.of([trip for trip in trips if trip.mode == mode.name])
    folds = _folds(record)
    days = _Days(record, folds)
    beside = {
        STRAIGHT: _tried(record, _straight(record)),
        AS_THEY_ARE: _tried(record, Journeys(ground, mode, record).seconds(mode)),
    }
    journeys = Journeys(ground, uniform(mode), record)
    tried = [_try(record, journeys, each) for each in candidates(mode)]
    beside[UNIFORM] = tried[0]
    picked = [_best(tried, days, fold) for fold in range(len(folds))]
    scores = [_score(name, record, days, [beside[name]] * len(folds)) for name in (STRAIGHT, UNIFORM, AS_THEY_ARE)]
    scores.append(_score(FOUND, record, days, picked))
    correlation, certain = _correlation(days, picked)
    differs = any(each is not tried[0] for each in picked)
    objections = objections_to(scores[-1], scores[:2], differs=differs, certain=certain)
    last = tried[0] if objections else _best(tried, days, None)
    fit = fit_arrivals(last.arrivals.some(np.ones(record.timed.size, np.bool_)))
    return Trial(
        name=mode.name,
        folds=folds,
        timed=record.timed.size,
        calls=record.called.size,
        scores=tuple(scores),
        found_by_fold=tuple(each.mode for each in picked if each.mode is not None),
        beside={name: _alone(days, picked, beside[name]) for name in (STRAIGHT, UNIFORM)},
        correlation=correlation,
        objections=objections,
        mode=paced(last.mode, fit.pace) if last.mode is not None and certain else None,
        fit=fit,
    )


class _Days:
    """Which calls and timed arrivals belong to which fold."""

    def __init__(self, record: Record, folds: Sequence[Sequence[date]]) -> None:
        fold_of = {day: fold for fold, days in enumerate(folds) for day in days}
        by_trip = np.array([fold_of[trip.day] for trip in record.trips], np.int64)
        self.calls: Int64s = by_trip[record.called]
        self.timed: Int64s = by_trip[record.timed]

    def seen(self, fold: int | None) -> tuple[Flags, Flags]:
        """Return the calls and arrivals outside a fold; all of them for None."""
        return self.calls != (-1 if fold is None else fold), self.timed != (-1 if fold is None else fold)


def _folds(record: Record) -> tuple[tuple[date, ...], ...]:
    days = sorted({trip.day for trip in record.trips})
    count = min(MOST_FOLDS, len(days))
    folds = tuple(tuple(days[fold::count]) for fold in range(count))
    timed = Counter(record.trips[number].day for number in record.timed)
    unseen = [sum(timed[day] for day in fold) for fold in folds]
    if count < FEWEST_DAYS or record.timed.size - max(unseen) < FEWEST_TRIPS or record.timed.size < 2 * FEWEST_TRIPS:
        raise UnfitTripsError(
            f"{record.timed.size} timed arrivals on {count} days; needed are {2 * FEWEST_TRIPS}, "
            f"{FEWEST_TRIPS} of them outside any one part of the days, on two days at least"
        )
    return folds


def _straight(record: Record) -> Floats:
    """Return straight lines from each post to each place (N, P), as the seconds that they take at the uniform speed."""
    places = [trip.place for trip in record.trips]
    lon, lat = (np.array([getattr(place, axis) for place in places]) for axis in ("lon", "lat"))
    lines = [haversine_m(lon, lat, np.full(lon.size, post.lon), np.full(lat.size, post.lat)) for post in record.posts]
    return np.stack(lines, axis=1) * 3.6 / UNIFORM_KMH


def _try(record: Record, journeys: Journeys, candidate: Candidate) -> _Tried:
    return _tried(record, journeys.seconds(candidate.mode), candidate)


def _tried(record: Record, seconds: Floats, candidate: Candidate | None = None) -> _Tried:
    ways = np.where(record.free, seconds[record.called][:, record.quarters], np.inf)
    right = (ways.argmin(axis=1) == record.sent) & np.isfinite(ways.min(axis=1)) if ways.size else np.zeros(0, np.bool_)
    arrivals = Arrivals(
        seconds[record.timed, record.timed_from], record.timed_kinds, record.at_night, record.arrivals_s
    )
    if candidate is None:
        return _Tried(right, arrivals)
    return _Tried(right, arrivals, candidate.steps, candidate.mode)


def _best(tried: Sequence[_Tried], days: _Days, fold: int | None) -> _Tried:
    calls, timed = days.seen(fold)
    return min(tried, key=lambda each: _loss(each, calls, timed))


def _loss(each: _Tried, calls: Flags, timed: Flags) -> float:
    seen = each.arrivals.some(timed)
    off = np.abs(fit_arrivals(seen).predict(seen) - seen.recorded_s)
    wrong = float(np.count_nonzero(~each.right[calls])) + each.steps
    return float(off.mean()) + WRONG_CHOICE_S * wrong / max(1, int(np.count_nonzero(calls)))


def _off(days: _Days, by_fold: Sequence[_Tried]) -> Floats:
    """Return predicted minus recorded seconds of every held-out arrival."""
    return np.concatenate([each.predicted - each.recorded for each in _held_out(days, by_fold)])


class _Unseen(msgspec.Struct, frozen=True, eq=False):
    predicted: Floats
    recorded: Floats


def _held_out(days: _Days, by_fold: Sequence[_Tried]) -> list[_Unseen]:
    found = []
    for fold, each in enumerate(by_fold):
        _, timed = days.seen(fold)
        unseen = each.arrivals.some(~timed)
        found.append(_Unseen(fit_arrivals(each.arrivals.some(timed)).predict(unseen), unseen.recorded_s))
    return found


def _right(days: _Days, by_fold: Sequence[_Tried]) -> Flags:
    """Tell for each call whether the model of its fold chose the one really sent first (C)."""
    return np.array([by_fold[fold].right[call] for call, fold in enumerate(days.calls)], np.bool_)


def _alone(days: _Days, picked: Sequence[_Tried], peer: _Tried) -> tuple[int, int]:
    ours = _right(days, picked)
    return int(np.count_nonzero(ours & ~peer.right)), int(np.count_nonzero(peer.right & ~ours))


def _score(name: str, record: Record, days: _Days, by_fold: Sequence[_Tried]) -> Score:
    off = _off(days, by_fold)
    right = _right(days, by_fold)
    kinds = np.array(record.called_kinds)
    choices = {
        kind: (int(np.count_nonzero(right[kinds == kind])), int(np.count_nonzero(kinds == kind)))
        for kind in sorted(set(record.called_kinds))
    }
    return Score(
        model=name,
        choices=choices,
        median_error_s=round(float(np.median(np.abs(off))), 1),
        mean_error_s=round(float(np.mean(np.abs(off))), 1),
        bias_s=round(float(np.median(off)), 1) + 0.0,  # no minus before a zero
    )


def _correlation(days: _Days, picked: Sequence[_Tried]) -> tuple[float, bool]:
    """Return the rank correlation of held-out arrivals with the way alone, and whether it is certainly above 0."""
    way = np.concatenate([each.arrivals.way_s[days.timed == fold] for fold, each in enumerate(picked)])
    recorded = np.concatenate([each.arrivals.recorded_s[days.timed == fold] for fold, each in enumerate(picked)])
    known = np.isfinite(way)
    ranks = [values[known].argsort(kind="stable").argsort(kind="stable") for values in (way, recorded)]
    found = float(np.corrcoef(*ranks)[0, 1])
    return round(found, 3), found * float(np.sqrt(np.count_nonzero(known) - 1)) > CERTAIN
