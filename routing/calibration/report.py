"""A calibration of a whole district, as sentences, as figures, and as the speeds file of the district."""

import math
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from routing.calibration.journeys import Ground
from routing.calibration.trial import Trial, judge
from routing.calibration.trips import read_trips
from routing.calibration.verdict import FEWEST_TRIPS, Score
from routing.errors import UnfitTripsError
from routing.modes import DEFAULT_MODES, Mode
from routing.setup import read_roads


class CalibrationReport(msgspec.Struct, frozen=True):
    """The trials of all modes that have enough trips, and what was left out of the record."""

    trials: tuple[Trial, ...]
    left_out: Mapping[str, int]

    def lines(self) -> list[str]:
        """Return the report in sentences and tables: the split, every model, what was found, the verdict."""
        rows = [f"{reason} × {count}" for reason, count in sorted(self.left_out.items())]
        return rows + [line for trial in self.trials for line in _lines(trial)]

    def figures(self) -> list[dict[str, Any]]:
        """Return the figures in the shape of the command line's `--json`."""
        return [figure for trial in self.trials for figure in _figures(trial)]

    @property
    def finds_speeds(self) -> bool:
        """Whether there is anything to write: False where the record says nothing about speeds."""
        return any(trial.mode is not None for trial in self.trials)

    def toml(self) -> str:
        """Return the speeds file: tables of `district.toml` with what is to be used, and turnouts as comments."""
        return "\n".join(line for trial in self.trials for line in _toml(trial)) + "\n"


def run(roads_file: Path, roads_table: Mapping[str, Any], trips_file: Path) -> CalibrationReport:
    """Calibrate a district's roads against recorded trips: `onethree calibrate DISTRICT TRIPS`.

    Raises a RoadsError where the roads or the trips cannot be read, or no mode has trips enough.
    """
    trips, left_out = read_trips(trips_file)
    setup = read_roads(roads_file, roads_table)
    counted = Counter(trip.mode for trip in trips)
    unknown = {f"unknown mode {mode}": count for mode, count in counted.items() if mode not in setup.modes}
    enough = [setup.modes[name] for name in setup.modes if counted[name] >= 2 * FEWEST_TRIPS]
    if not enough:
        raise UnfitTripsError(f"{trips_file}: no mode has {2 * FEWEST_TRIPS} trips; record more before fitting")
    ground = Ground(setup.network)
    return CalibrationReport(tuple(judge(ground, trips, mode) for mode in enough), {**left_out, **unknown})


def _lines(trial: Trial) -> list[str]:
    return [
        f"{trial.name}: {trial.timed} timed arrivals, {trial.calls} orders with a choice. Each part of the days is",
        "judged by what was found on the others (days are dealt out in order of the calendar, by no chance):",
        *(
            f"  part {number}: {', '.join(day.isoformat() for day in days)}: found {_described(mode)}"
            for number, (days, mode) in enumerate(zip(trial.folds, trial.found_by_fold, strict=True), start=1)
        ),
        *_table(trial),
        *(
            f"  beside {peer}: found alone chose right {ours} times, {peer} alone {theirs} times{_chance(ours, theirs)}"
            for peer, (ours, theirs) in trial.beside.items()
        ),
        f"  the held-out arrivals go with the length of the way by a rank correlation of {trial.correlation:.2f}",
        *_verdict(trial),
    ]


def _table(trial: Trial) -> list[str]:
    kinds = list(trial.scores[0].choices)
    heads = "".join(f"{f'{kind} sent first':>20}" for kind in kinds)
    rows = [f"  {'held-out days':<24}{heads}{'median error':>14}{'mean error':>12}{'bias':>7}"]
    for score in trial.scores:
        chosen = "".join(f"{_choice(score, kind):>20}" for kind in kinds)
        errors = f"{score.median_error_s:>12.1f} s{score.mean_error_s:>10.1f} s{round(score.bias_s):>5} s"
        rows.append(f"  {score.model:<24}{chosen}{errors}")
    return rows


def _choice(score: Score, kind: str) -> str:
    right, of = score.choices[kind]
    return f"{right / of:.1%} ({right}/{of})"


def _chance(ours: int, theirs: int) -> str:
    """Return how far a difference is from what a thrown coin would give (sign test, in standard errors)."""
    return f" ({(ours - theirs) / math.sqrt(ours + theirs):+.1f} standard errors)" if ours + theirs else ""


def _described(mode: Mode) -> str:
    speeds = mode.speeds_kmh
    told = [f"{way} {speeds[way]:.0f}" for way in ("residential", "tertiary", "primary") if way in speeds]
    return f"{', '.join(told)}, {mode.junction_s:g} s a junction, last metres {mode.approach_kmh:g} km/h"


def _verdict(trial: Trial) -> list[str]:
    if not trial.objections:
        return ["  recommended: it beat straight lines and one speed for all streets on days that it had not seen"]
    kept = "keep the speeds that you have" if trial.mode is None else "what is written is one speed for all streets"
    return [*(f"  not recommended: {each}" for each in trial.objections), f"  {kept}"]


def _figures(trial: Trial) -> list[dict[str, Any]]:
    rows = []
    best = {kind: max(s.share(kind) for s in trial.scores[:2]) for kind in trial.scores[0].choices}
    peer_s = min(score.median_error_s for score in trial.scores[:2])
    for score in trial.scores:
        name = f"{trial.name}, {score.model}"
        for kind in score.choices:
            share = score.share(kind)
            ratio = round(share / best[kind], 3) if best[kind] else None
            rows.append(_figure(f"{name}: {kind} sent first", round(100 * share, 2), "%", ratio))
        rows.append(
            _figure(f"{name}: median error", score.median_error_s, "s", round(score.median_error_s / peer_s, 3))
        )
        rows.append({"name": f"{name}: bias", "value": score.bias_s, "unit": "s"})
    rows.append({"name": f"{trial.name}: recommended", "value": int(not trial.objections)})
    return rows


def _figure(name: str, value: float, unit: str, ratio: float | None) -> dict[str, Any]:
    against = "the better of straight lines and one speed"
    return {"name": name, "value": value, "unit": unit, "against": against, "ratio": ratio}


def _toml(trial: Trial) -> list[str]:
    mode, days = trial.mode, [day for fold in trial.folds for day in fold]
    period = f"{min(days)} to {max(days)}"
    if mode is None:
        return [f"# {trial.name}: nothing to write; the trips of {period} say nothing about speeds"]
    gone = [f"{way} = false" for way in DEFAULT_MODES.get(trial.name, mode).speeds_kmh if way not in mode.speeds_kmh]
    speeds = [f"{way} = {kmh:g}" for way, kmh in mode.speeds_kmh.items()]
    model = "the found speeds" if not trial.objections else "one speed for all streets, as nothing beat it"
    turnouts = ", ".join(f"{kind} {fixed_s:.0f} s" for kind, fixed_s in trial.fit.fixed_s.items())
    return [
        f"# {trial.name}: {model}; {trial.timed} arrivals and {trial.calls} choices, {period}",
        f"# turnout_s for units.csv, whatever is not way: {turnouts}; by night {trial.fit.night_s:+.0f} s",
        f"[roads.modes.{trial.name}]",
        f"junction_s = {mode.junction_s:g}",
        f"approach_kmh = {mode.approach_kmh:g}",
        f"speeds_kmh = {{ {', '.join(speeds + gone)} }}",
    ]
