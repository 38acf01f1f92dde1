"""`onethree bench brigade`: how often the first-due unit chosen equals the one really sent. A report, no pass mark.

Ways of choosing stand side by side in one run: the streets with the default speeds and 60 s turnout, the streets
calibrated on the first four days (the last full day is held out and told apart), and beside them straight lines and
the city's own rule, the engine of the first-due area.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from loadtest.brigade import AsTheCrowFlies, Brigade, ByRoad, Comparison, percentiles, read_brigade, replay
from loadtest.figures import Figure
from loadtest.san_francisco import CityFiles, calibrate_san_francisco
from routing.calibration.calibrate import Turnout

DEFAULT_TURNOUT = Turnout(by_day_s=60.0, by_night_s=60.0, units_s={})
CROW = "straight lines"
AREAS = "first-due areas"


def run(city: CityFiles) -> list[Figure]:
    """Replay the city's record; under half a minute for five days."""
    brigade = read_brigade(city)
    with TemporaryDirectory() as folder:
        (fit,) = calibrate_san_francisco(city, Path(folder)).calibrations
        streets = Path(folder) / "streets.geojson"
        default = ByRoad(streets, brigade, mode=None, turnout=DEFAULT_TURNOUT, fixed_s=0.0)
        fitted = ByRoad(streets, brigade, mode=fit.mode, turnout=fit.turnout, fixed_s=fit.fixed_s)
    crow = list(replay(brigade, AsTheCrowFlies(brigade)))
    ways = {"default": list(replay(brigade, default)), "calibrated": list(replay(brigade, fitted))}
    figures = [*_counts(brigade, ways["calibrated"])]
    for name, compared in ways.items():
        figures += _agreement(name, compared, crow, held_out=fit.held_out)
        figures += _beside_areas(name, brigade, compared)
    for name, compared in ways.items():
        figures += _times(name, compared, held_out=fit.held_out)
    return [*figures, *_reasons(ways["calibrated"])]


def _counts(brigade: Brigade, compared: Sequence[Comparison]) -> Iterator[Figure]:
    yield Figure("calls by kind of apparatus", len(brigade.calls))
    yield Figure("calls that no free unit can reach", len(brigade.calls) - len(compared))


def _agreement(
    name: str, compared: Sequence[Comparison], crow: Sequence[Comparison], *, held_out: date
) -> Iterator[Figure]:
    """Yield how often the chosen unit is the one sent first, was sent at all, and was first on scene."""
    for kind in ("ENGINE", "TRUCK"):
        ours, peer = _of_kind(compared, kind), _of_kind(crow, kind)
        title = f"{kind.lower()}, {name}"
        yield _share(f"{title}: is the one sent first", _sent_first(ours), _sent_first(peer))
        judged = [each for each in ours if each.call.at.date() == held_out]
        apart = [each for each in peer if each.call.at.date() == held_out]
        yield _share(f"{title}: the same, held-out day", _sent_first(judged), _sent_first(apart))
        yield _share(f"{title}: is among those sent", _among(ours), _among(peer))
        yield _share(f"{title}: is the first on scene", _first_there(ours), _first_there(peer))


def _beside_areas(name: str, brigade: Brigade, compared: Sequence[Comparison]) -> Iterator[Figure]:
    """Yield ours beside the city's own rule: the engine of the first-due area goes, where it is free."""
    known = [each for each in _of_kind(compared, "ENGINE") if brigade.first_due(each.call) is not None]
    rule = float(np.mean([brigade.first_due(each.call) == each.call.first_sent.unit for each in known]))
    ours = _sent_first(known)
    yield Figure(f"engine, {name}: the same, where the area's engine is free", 100 * ours, "%", AREAS, ours / rule)


def _times(name: str, compared: Sequence[Comparison], *, held_out: date) -> Iterator[Figure]:
    """Yield predicted beside recorded times, order to arrival, of the unit really sent, on emergency calls."""
    pairs = [
        (each.seconds[each.call.first_sent.unit], each.really_s)
        for each in compared
        if each.call.emergency
        and each.really_s is not None
        and each.call.first_sent.unit in each.seconds
        and each.call.at.date() == held_out
    ]
    predicted, recorded = (list(column) for column in zip(*pairs, strict=True))
    for label, ours, real in zip(("p10", "p50", "p90"), percentiles(predicted), percentiles(recorded), strict=True):
        yield Figure(
            f"{name}: order to arrival {label}, held-out day", ours, "s", f"recorded {real:.0f} s", ours / real
        )
    error_s = float(np.median(np.abs(np.array(predicted) - np.array(recorded))))
    yield Figure(f"{name}: median error of one run", error_s, "s")
    gains = [each.seconds[each.call.first_sent.unit] - each.seconds[each.chosen] for each in compared if _knows(each)]
    yield Figure(f"{name}: ours predicted earlier, median where it differs", float(np.median(gains)), "s")


def _reasons(compared: Sequence[Comparison]) -> Iterator[Figure]:
    """Yield, for what differs, the likeliest reason and its share of all that differs."""
    reasons = Counter(each.why for each in compared if each.why)
    for why, count in reasons.most_common():
        yield Figure(f"differs: {why}", count, "calls", "all that differ", count / reasons.total())


def _share(name: str, ours: float, peer: float) -> Figure:
    return Figure(name, 100 * ours, "%", CROW, ours / peer)


def _of_kind(compared: Sequence[Comparison], kind: str) -> list[Comparison]:
    return [each for each in compared if each.call.kind == kind]


def _sent_first(compared: Sequence[Comparison]) -> float:
    return float(np.mean([each.chosen == each.call.first_sent.unit for each in compared]))


def _among(compared: Sequence[Comparison]) -> float:
    return float(np.mean([each.chosen in {run.unit for run in each.call.runs} for each in compared]))


def _first_there(compared: Sequence[Comparison]) -> float:
    arrived = [(each.chosen, each.call.first_there) for each in compared]
    return float(np.mean([chosen == run.unit for chosen, run in arrived if run is not None]))


def _knows(each: Comparison) -> bool:
    return bool(each.why) and each.call.first_sent.unit in each.seconds
