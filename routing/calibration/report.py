"""A calibration of a whole district, as sentences, as figures, and as the lines to put into
`district.toml`."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from routing.calibration.calibrate import FEWEST_TRIPS, Calibration, Judgement, Spread, calibrate
from routing.calibration.trips import read_trips
from routing.errors import UnfitTripsError
from routing.setup import read_roads


class CalibrationReport(msgspec.Struct, frozen=True):
    """The fits of all modes that have enough trips, and what was left out of the record."""

    calibrations: tuple[Calibration, ...]
    left_out: Mapping[str, int]

    def lines(self) -> list[str]:
        """Return the report in sentences, the plain verdict included."""
        rows = [f"left out of the record: {reason} × {count}" for reason, count in sorted(self.left_out.items())]
        return rows + [line for fit in self.calibrations for line in _lines(fit)]

    def figures(self) -> list[dict[str, Any]]:
        """Return the figures in the shape of the command line's `--json`."""
        return [figure for fit in self.calibrations for figure in _figures(fit)]

    def toml(self) -> str:
        """Return the `[roads]` tables with the fitted speeds, and the fitted turnouts as comments for
        `units.csv`."""
        return "\n".join(line for fit in self.calibrations for line in _toml(fit)) + "\n"


def run(roads_file: Path, roads_table: Mapping[str, Any], trips_file: Path) -> CalibrationReport:
    """Calibrate a district's roads against recorded trips: `onethree calibrate DISTRICT TRIPS`.

    Raises a RoadsError where the roads or the trips cannot be read, or no mode has trips enough.
    """
    setup = read_roads(roads_file, roads_table)
    trips, left_out = read_trips(trips_file)
    counted = Counter(trip.mode for trip in trips)
    unknown = {f"unknown mode {mode}": count for mode, count in counted.items() if mode not in setup.modes}
    enough = [setup.modes[name] for name in setup.modes if counted[name] >= 2 * FEWEST_TRIPS]
    if not enough:
        raise UnfitTripsError(f"{trips_file}: no mode has {2 * FEWEST_TRIPS} trips; record more before fitting")
    fits = tuple(calibrate(setup.network, trips, mode) for mode in enough)
    return CalibrationReport(fits, {**left_out, **unknown})


def _lines(fit: Calibration) -> list[str]:
    return [
        f"{fit.mode.name}: fitted to {fit.fitted_trips} trips, judged on {fit.judged_trips} of {fit.held_out}",
        *_table("journey", fit.travel),
        *_table("order to arrival", fit.total),
        _verdict(fit),
        *(f"left out: {reason} × {count}" for reason, count in fit.left_out.items()),
    ]


def _table(what: str, judged: Judgement) -> list[str]:
    return [
        f"  {what:<18}      p10    p50    p90   median error   bias",
        f"  {'recorded':<18} {_cells(judged.recorded)}",
        f"  {'before':<18} {_cells(judged.before)} {judged.before_error_s:>14.0f} {judged.before_bias_s:>6.0f}",
        f"  {'after':<18} {_cells(judged.after)} {judged.after_error_s:>14.0f} {judged.after_bias_s:>6.0f}",
    ]


def _cells(spread: Spread) -> str:
    return f"{spread.p10:>8.0f} {spread.p50:>6.0f} {spread.p90:>6.0f}"


def _verdict(fit: Calibration) -> str:
    judged = fit.travel
    middle = abs(judged.after.p50 - judged.recorded.p50) / judged.recorded.p50
    width = (judged.after.p90 - judged.after.p10) / (judged.recorded.p90 - judged.recorded.p10)
    return (
        f"  after the fit the median journey is off by {middle:.0%}, a single journey by "
        f"{judged.after_error_s / judged.recorded.p50:.0%} of the median (correlation {judged.correlation:.2f}); the "
        f"predictions span {width:.0%} of the recorded spread, as they know the way and not the day's chance"
    )


def _figures(fit: Calibration) -> list[dict[str, Any]]:
    found = []
    for what, judged in (("travel", fit.travel), ("total", fit.total)):
        for percentile in ("p10", "p50", "p90"):
            recorded = getattr(judged.recorded, percentile)
            for when, spread in (("before", judged.before), ("after", judged.after)):
                value = getattr(spread, percentile)
                found.append(_figure(f"{fit.mode.name} {what} {percentile} {when}", value, recorded))
        for when, error in (("before", judged.before_error_s), ("after", judged.after_error_s)):
            found.append(_figure(f"{fit.mode.name} {what} median error {when}", error, judged.recorded.p50))
    return found


def _figure(name: str, value: float, recorded: float) -> dict[str, Any]:
    ratio = round(value / recorded, 3) if recorded else None
    return {"name": name, "value": value, "unit": "s", "against": f"recorded {recorded:g} s", "ratio": ratio}


def _toml(fit: Calibration) -> list[str]:
    speeds = ", ".join(f"{way} = {kmh:g}" for way, kmh in sorted(fit.mode.speeds_kmh.items()))
    turnout = fit.turnout
    units = (f"{unit} {own + turnout.by_day_s + fit.fixed_s:.0f}" for unit, own in turnout.units_s.items())
    return [
        f"# Fitted to {fit.fitted_trips} trips, judged on {fit.judged_trips} of {fit.held_out}.",
        f"# Turnout {turnout.by_day_s:g} s by day, {turnout.by_night_s:g} s by night, {fit.fixed_s:g} s per journey;",
        f"# together as turnout_s for units.csv: {', '.join(units)}",
        f"[roads.modes.{fit.mode.name}]",
        f"speeds_kmh = {{ {speeds} }}",
    ]
