"""A district's roads held against its stations, units and buildings: what a clerk or the night shift should know.

``onethree check`` prints it, a hub logs it once at its start, and `/api/v1/roads` answers with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

import msgspec

from routing.geodesy import metres_outside
from routing.inspection import PLACES_AT_MOST, Far, ModeShare, far_from_roads, narrow_lanes, shares, stranded
from routing.model import ImportReport, Spot
from routing.router import Router
from stations.model import Building, Station, Unit
from stations.problems import Problem

NAMED = 5
"""So many ids of a kind are named; the count is of all."""


class RoadCheck(msgspec.Struct, frozen=True, kw_only=True):
    """What the roads came to: the import's report, what is wrong with the district on them, and each mode's reach.

    ``shares`` is empty where nobody asked for it: it takes seconds.
    """

    report: ImportReport
    problems: tuple[Problem, ...]
    shares: tuple[ModeShare, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether these are the district's roads at all."""
        return not any(problem.severity == "error" for problem in self.problems)

    def share_lines(self) -> list[str]:
        """Return each mode's share of street places that nobody reaches, as sentences."""
        return [
            f"{each.mode}: {each.unreached} of {each.places} street places ({each.share:.1%}) are reached by nobody; "
            f"of {each.near} within 50 m of a usable street {each.unreached_near} ({each.share_near:.1%})"
            for each in self.shares
        ]


def check_roads(
    router: Router,
    stations: Iterable[Station],
    units: Iterable[Unit],
    buildings: Iterable[Building],
    *,
    at: datetime | None = None,
    street_places: int = PLACES_AT_MOST,
) -> RoadCheck:
    """Hold the district against its roads; with ``at`` so many street places are asked for too. For a worker thread."""
    posts = {each.id: Spot(each.lon, each.lat) for each in stations}
    crews = [(each.id, each.mode, posts[each.station]) for each in units if each.station in posts]
    places = {each.id: Spot(each.lon, each.lat) for each in buildings}
    problems = (
        *_of_stations(router, posts),
        *_of_units(router, crews),
        *_of_buildings(router, places),
        *_of_lanes(router, tuple(dict.fromkeys(mode for _, mode, _ in crews))),
    )
    return RoadCheck(
        report=router.network.report,
        problems=problems,
        shares=() if at is None else shares(router, at, at_most=street_places),
    )


def _of_stations(router: Router, posts: dict[str, Spot]) -> Iterator[Problem]:
    far = far_from_roads(router, posts)
    if posts and len(far) == len(posts):
        yield _elsewhere(router, posts, far)
    for each in far:
        message = f"station “{each.id}” lies further than 300 m from every road"
        yield _problem(f"{message}; {_cure(each)}")


def _elsewhere(router: Router, posts: dict[str, Spot], far: tuple[Far, ...]) -> Problem:
    box = router.extent
    nearest_km = min(metres_outside(box, spot.lon, spot.lat) for spot in posts.values()) / 1000
    if all(each.swapped for each in far):
        return _problem(
            "no station lies on these roads, but with longitude and latitude exchanged all would; correct stations.csv",
            severity="error",
        )
    return _problem(
        f"none of the {len(posts)} stations lies on these roads, which begin {nearest_km:.1f} km away "
        f"(they lie from {box[0]:.3f}, {box[1]:.3f} to {box[2]:.3f}, {box[3]:.3f}); "
        "put an extract of this district here",
        severity="error",
    )


def _of_units(router: Router, crews: Sequence[tuple[str, str, Spot]]) -> Iterator[Problem]:
    for each in stranded(router, crews):
        if each.connected is None:
            why = f"unit “{each.id}” ({each.mode}) has no road in 300 m that it can use"
        else:
            why = f"unit “{each.id}” ({each.mode}) stands on roads that are not connected with the others"
        yield _problem(f"{why}; correct its station's position, or extract a little more than the district")


def _of_buildings(router: Router, places: dict[str, Spot]) -> Iterator[Problem]:
    far = far_from_roads(router, places)
    if far:
        named = ", ".join(each.id for each in islice(far, NAMED))
        yield _problem(
            f"{len(far)} of {len(places)} buildings lie further than 300 m from every road ({named}); {_cure(far[0])}"
        )


def _of_lanes(router: Router, modes: tuple[str, ...]) -> Iterator[Problem]:
    narrow = narrow_lanes(router, modes)
    if narrow:
        named = ", ".join(f"way {each.way}: {each.mode}, {each.said}" for each in islice(narrow, NAMED))
        yield _problem(
            f"{len(narrow)} ways are passed though they are narrower or lower than the 4 m of a fire lane ({named}); "
            "GB 50016 7.1.8: widen them, or close them to these vehicles"
        )


def _cure(far: Far) -> str:
    if far.swapped:
        return "with longitude and latitude exchanged it would lie on them: correct it"
    return "correct its position, or extract more roads"


def _problem(message: str, severity: str = "warning") -> Problem:
    return Problem(
        file="roads", line=None, field="", message=message, severity="error" if severity == "error" else "warning"
    )
