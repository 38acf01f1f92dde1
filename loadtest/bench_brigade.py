"""`onethree bench brigade`: how often the first-due unit chosen equals the one really sent. A report, no pass mark.

First the trial of `onethree calibrate` by days held out: straight lines, one speed for all streets, the default speeds,
the found ones. Then the router itself replays every call with the default and the found speeds: was the chosen one
sent at all, first on scene, and why was another one sent; beside it the city's own rule, the engine of the first-due
area.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import numpy as np

from loadtest.brigade import AsTheCrowFlies, Brigade, ByRoad, Comparison, read_brigade, replay
from loadtest.figures import Figure
from loadtest.san_francisco import CityFiles, calibrate_san_francisco

CROW = "straight lines"
AREAS = "first-due areas"


def run(city: CityFiles) -> list[Figure]:
    """Replay the city's record; under a minute for five days."""
    brigade = read_brigade(city)
    with TemporaryDirectory() as folder:
        report = calibrate_san_francisco(city, Path(folder))
        streets = Path(folder) / "streets.geojson"
        default = ByRoad(streets, brigade, mode=None)
        found = ByRoad(streets, brigade, mode=report.trials[0].mode)
    crow = list(replay(brigade, AsTheCrowFlies(brigade)))
    ways = {"default": list(replay(brigade, default)), "found": list(replay(brigade, found))}
    figures = [msgspec.convert(figure, Figure) for figure in report.figures()]
    figures += _counts(brigade, ways["found"])
    for name, compared in ways.items():
        figures += _agreement(name, compared, crow)
        figures += _beside_areas(name, brigade, compared)
    return [*figures, *_reasons(ways["found"])]


def _counts(brigade: Brigade, compared: Sequence[Comparison]) -> Iterator[Figure]:
    yield Figure("calls by kind of apparatus", len(brigade.calls))
    yield Figure("calls that no free unit can reach", len(brigade.calls) - len(compared))


def _agreement(name: str, compared: Sequence[Comparison], crow: Sequence[Comparison]) -> Iterator[Figure]:
    """Yield how often the chosen unit is the one sent first, was sent at all, and was first on scene."""
    for kind in ("ENGINE", "TRUCK"):
        ours, peer = _of_kind(compared, kind), _of_kind(crow, kind)
        title = f"{kind.lower()}, {name}"
        yield _share(f"{title}: is the one sent first", _sent_first(ours), _sent_first(peer))
        yield _share(f"{title}: is among those sent", _among(ours), _among(peer))
        yield _share(f"{title}: is the first on scene", _first_there(ours), _first_there(peer))


def _beside_areas(name: str, brigade: Brigade, compared: Sequence[Comparison]) -> Iterator[Figure]:
    """Yield ours beside the city's own rule: the engine of the first-due area goes, where it is free."""
    known = [each for each in _of_kind(compared, "ENGINE") if brigade.first_due(each.call) is not None]
    rule = float(np.mean([brigade.first_due(each.call) == each.call.first_sent.unit for each in known]))
    ours = _sent_first(known)
    yield Figure(f"engine, {name}: the same, where the area's engine is free", 100 * ours, "%", AREAS, ours / rule)


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
