"""The router: roads, closures and responders that change, and the questions asked of them now.

Every change replaces the snapshot as a whole, so questions may be asked from any thread: `snapshot` hands out one
consistent state, and the router's own questions take the latest. Changes come from one thread; only
`rebuild_tables` and `prepare` may run beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from datetime import datetime, tzinfo
from threading import Lock
from typing import Any

import msgspec

from routing.approach import Nearest, Workspaces
from routing.arrays import Flags
from routing.closures import Closure, ClosureFinder, Closures, Shutting
from routing.collector import collector_at_rest
from routing.compiled import Roads
from routing.errors import UnknownResponderError
from routing.geodesy import Box
from routing.geometry import Route, find_route
from routing.kernels.table import fill
from routing.kernels.warm_up import warm_up
from routing.mode_router import ModeRouter
from routing.model import Network, Spot
from routing.modes import Mode
from routing.place import Place
from routing.responders import Responder, Roster
from routing.snap import LIMIT_M, RoadShapes, Snap
from routing.snapshot import Snapshot
from routing.speeds import SpeedRule
from routing.timetable import Hours, Timetable
from routing.vertical import DEFAULT_VERTICAL, VerticalRules
from routing.view import Tabled


class Router:
    """Travel times and routes over one road network, for several modes."""

    def __init__(
        self,
        network: Network,
        modes: Mapping[str, Mode],
        *,
        zone: tzinfo,
        speed_rules: Iterable[SpeedRule] = (),
        vertical: VerticalRules = DEFAULT_VERTICAL,
        limit_m: float = LIMIT_M,
    ) -> None:
        """Compile the network for every mode (seconds for a large city). `zone` is the district's clock.

        A place further than `limit_m` from every road of a mode cannot be reached by it. Raises RoadsError where the
        network is empty or too large.
        """
        rules = tuple(speed_rules)
        self.network = network
        self._changing = Lock()
        with collector_at_rest():
            roads = Roads.compile(network)
            shapes = RoadShapes(roads, network)
            self.extent: Box = (
                float(roads.lon.min()),
                float(roads.lat.min()),
                float(roads.lon.max()),
                float(roads.lat.max()),
            )
            self._hours = Hours(roads, network, rules)
            self._finder = ClosureFinder(roads, network, shapes)
            routers = {
                name: ModeRouter(mode, Timetable(roads, network, mode, self._hours, rules), shapes, limit_m)
                for name, mode in modes.items()
            }
        self.snapshot = Snapshot(
            version=network.version,
            modes=routers,
            closures=Closures(),
            roster=Roster.of((), _nobody_stands),
            tabled={},
            zone=zone,
            vertical=vertical,
            workspaces=Workspaces(roads.node_count),
        )

    def fork(self) -> Router:
        """Return a router over the same compiled roads with closures and responders of its own, none yet. Cheap."""
        other = copy(self)
        other._changing = Lock()  # noqa: SLF001 - it is a Router too
        nobody = Roster.of((), _nobody_stands)
        other._change(closures=Closures(), roster=nobody, tabled={})  # noqa: SLF001
        return other

    @property
    def version(self) -> str:
        """The content hash of the road network."""
        return self.snapshot.version

    @property
    def closed(self) -> tuple[str, ...]:
        """The ids of the closures in force, sorted."""
        return tuple(sorted(self.snapshot.closures.in_force))

    @property
    def responder_ids(self) -> tuple[str, ...]:
        """The ids of the responders, sorted: the order of every eligibility mask."""
        return self.snapshot.roster.ids

    def index(self, responder_id: str) -> int:
        """Return a responder's place in a mask. Raises UnknownResponderError where there is none of this id."""
        return self.snapshot.roster.number(responder_id)

    def set_responders(self, responders: Iterable[Responder]) -> None:
        """Replace all responders. Takes about 50 µs each: call it in a worker thread where they are many.

        Raises UnknownResponderError where an id comes twice or a mode is unknown.
        """
        self._change(roster=Roster.of(responders, self._stand), tabled={})

    def move(self, responder_id: str, spot: Spot) -> None:
        """Put a responder elsewhere. Raises UnknownResponderError where there is none of this id."""
        self._change(roster=self.snapshot.roster.moved(responder_id, spot, self._stand))

    def stands(self, mode: str, spot: Spot) -> bool:
        """Return whether a road that the mode can use is near enough to a spot to start from there."""
        return self._stand(mode, spot) is not None

    def set_turnout(self, responder_id: str, turnout_ms: int) -> None:
        """Give a responder another turnout. Raises UnknownResponderError for an unknown id or a senseless time."""
        self._change(roster=self.snapshot.roster.leaving_after(responder_id, turnout_ms))

    def close(self, closure: Closure) -> int:
        """Put a closure in force, in place of one with its id; return how many directed edges it closes.

        None is not an error: a closure written for an older road file still holds its place in the record.
        """
        edges = self._finder.edges(closure)
        self._change(closures=self.snapshot.closures.with_closure(closure, edges))
        return int(edges.size)

    def shut(self, closure: Closure) -> Shutting:
        """Return what a closure would close, without putting it in force: for `Snapshot.also_shut`."""
        return Shutting(closure, self._finder.edges(closure))

    def box(self, shutting: Shutting) -> Box | None:
        """Return the box around what a closure would close; None where that is nothing."""
        return self._finder.box(shutting.edges)

    def open(self, closure_id: str) -> None:
        """Lift a closure. Raises ClosureError where it is not in force."""
        self._change(closures=self.snapshot.closures.without(closure_id))

    def nearest(
        self,
        place: Place,
        k: int,
        *,
        mode: str,
        at: datetime,
        eligible: Flags | None = None,
        budget: int | None = None,
    ) -> Nearest | None:
        """Return the first k eligible responders of a mode to be on scene: see `Snapshot.nearest`."""
        return self.snapshot.nearest(place, k, mode=mode, at=at, eligible=eligible, budget=budget)

    def route(self, responder_id: str, place: Place, at: datetime) -> Route | None:
        """Return the way that a responder's arrival time rests on, None where it cannot reach the place.

        Raises UnknownResponderError where there is none of this id.
        """
        return find_route(self.snapshot, self.network, responder_id, place, at)

    def next_change(self, at: datetime) -> datetime | None:
        """Return the first moment after `at` from which other roads or speeds may hold, None for never."""
        return self._hours.next_change(at.astimezone(self.snapshot.zone))

    def prepare(self, at: datetime) -> None:
        """Work out what questions at a moment will need, and compile the kernels; for a worker thread.

        A question with a budget never waits for this: it is answered with None.
        """
        warm_up()
        snapshot = self.snapshot
        for mode in snapshot.modes:
            snapshot.view(mode, at)

    def tables_fresh(self, at: datetime) -> bool:
        """Tell whether a table stands for every mode with responders as roads and responders are at a moment."""
        views = (self.snapshot.find_view(mode, at) for mode in self.snapshot.roster.posts)
        return all(view is not None and view.fresh for view in views)

    def rebuild_tables(self, at: datetime) -> None:
        """Fill the tables that are not fresh; seconds for a large city, for a worker thread.

        Whatever changes meanwhile makes a table stale again, never wrong.
        """
        snapshot = self.snapshot
        for mode in snapshot.roster.posts:
            view = snapshot.view(mode, at)
            if view.fresh:
                continue
            filled = fill(view.roads.departures(), view.hangs, view.least_ms)
            self._publish(mode, Tabled(filled, view.roads, view.posts))

    def _change(self, **fields: Any) -> None:
        with self._changing:
            self.snapshot = msgspec.structs.replace(self.snapshot, **fields)

    def _publish(self, mode: str, tabled: Tabled) -> None:
        with self._changing:
            self.snapshot = msgspec.structs.replace(self.snapshot, tabled={**self.snapshot.tabled, mode: tabled})

    def _stand(self, mode: str, spot: Spot) -> Snap | None:
        router = self.snapshot.modes.get(mode)
        if router is None:
            known = ", ".join(sorted(self.snapshot.modes))
            raise UnknownResponderError(f"no mode {mode!r} for a responder; known are {known}")
        return router.stand(spot)


def _nobody_stands(mode: str, _spot: Spot) -> Snap | None:
    raise UnknownResponderError(f"no responder of mode {mode!r} is known yet")
