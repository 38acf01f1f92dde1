"""Where the next stations close most of the gap: the maximal covering location problem, with its bound.

Church and ReVelle (1974): choose n sites so that as many demands as possible have a chosen site within the limit.
Solved as an integer program by HiGHS; its dual bound tells how much better any other choice could be. Where the
time is over without a solution, the greedy choice stands, which covers at least 63 % of the best (Nemhauser,
Wolsey and Fisher 1978).
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, eye_array, hstack, vstack

from routing.arrays import Flags, Int64s
from routing.coverage import Building, Coverage, climb_ms, judged_floor
from routing.place import Place
from routing.responders import Responder, Roster
from routing.snapshot import Snapshot

_FIRST_LOOK = 32
_DEFAULT_TURNOUT_MS = 45_000
_DEFAULT_TIME_LIMIT_S = 30.0


class Site(msgspec.Struct, frozen=True):
    """A building in which a station would be, and how many further buildings it covers after those before it."""

    building: Building
    gains: int


class Proposal(msgspec.Struct, frozen=True):
    """The sites, how many of the uncovered buildings they cover, and how many any n sites could at most."""

    sites: tuple[Site, ...]
    covered: int
    bound: int
    demand: int

    @property
    def optimal(self) -> bool:
        """Whether no other choice of as many sites covers more."""
        return self.covered == self.bound


def propose_sites(
    snapshot: Snapshot,
    found: Coverage,
    n: int,
    *,
    limit_s: int,
    at: datetime,
    candidates: Sequence[Building] | None = None,
    mode: str = "foot",
    turnout_ms: int = _DEFAULT_TURNOUT_MS,
    time_limit_s: float = _DEFAULT_TIME_LIMIT_S,
) -> Proposal:
    """Choose at most n of the candidates, by default the buildings of the coverage, for new crews of a mode.

    A crew covers a building whose judged storey it reaches within the limit, turnout included; its own building it
    need not leave. Takes seconds to `time_limit_s`: for a worker thread. Raises ModeError for an unknown mode.
    """
    uncovered = [reached.building for reached in found.uncovered(limit_s)]
    places = [reached.building for reached in found.reached] if candidates is None else list(candidates)
    crews = _with_crews(snapshot, places, mode, turnout_ms)
    covers = np.zeros((len(uncovered), len(places)), np.bool_)
    for demand, building in enumerate(uncovered):
        climb = climb_ms(building.access, judged_floor(building.access, found.floor), snapshot.vertical)
        covers[demand, _in_time(crews, building, mode, at, limit_s * 1000 - climb)] = True
    chosen, bound = solve(covers, n, time_limit_s)
    sites = _by_gain(covers, chosen)
    covered = int(covers[:, chosen].any(axis=1).sum())
    return Proposal(
        tuple(Site(places[site], gains) for site, gains in sites if gains), covered, max(covered, bound), len(uncovered)
    )


def _with_crews(snapshot: Snapshot, places: Sequence[Building], mode: str, turnout_ms: int) -> Snapshot:
    """Return the same roads with one imagined crew in every candidate building, and nobody else."""
    crews = [
        Responder(f"{number:06}", mode, building.access.entrance or building.spot, turnout_ms, building.access.id)
        for number, building in enumerate(places)
    ]
    roster = Roster.of(crews, lambda mode, spot: snapshot.router(mode).stand(spot))
    return msgspec.structs.replace(snapshot, roster=roster, tabled={})


def _in_time(crews: Snapshot, building: Building, mode: str, at: datetime, limit_ms: int) -> list[int]:
    """Return the candidates whose crew is at the door of a building in time, looking as far as is needed."""
    place, k = Place(building.spot, None, building.access), _FIRST_LOOK
    while True:
        nearest = crews.nearest(place, k, mode=mode, at=at)
        arrivals = () if nearest is None else nearest.arrivals
        if nearest is None or nearest.complete or arrivals[-1].eta_ms > limit_ms:
            return [int(arrival.responder) for arrival in arrivals if arrival.eta_ms <= limit_ms]
        k *= 4


def solve(covers: Flags, n: int, time_limit_s: float) -> tuple[Int64s, int]:
    """Return the chosen columns, and how many rows any n columns cover at most."""
    demands, sites = covers.shape
    if not covers.any() or n <= 0:
        return np.empty(0, np.int64), 0
    # Unknowns: each site taken or not, then each demand covered or not; covered only if a site near it is taken.
    linked = hstack([csr_array(-covers.astype(float)), eye_array(demands)])
    taken = csr_array(np.concatenate([np.ones(sites), np.zeros(demands)])[None, :])
    limits = np.concatenate([np.zeros(demands), [float(n)]])
    result = milp(
        c=np.concatenate([np.zeros(sites), -np.ones(demands)]),
        constraints=LinearConstraint(vstack([linked, taken], format="csr"), -np.inf, limits),
        integrality=np.concatenate([np.ones(sites), np.zeros(demands)]),
        bounds=Bounds(0, 1),
        options={"time_limit": time_limit_s},
    )
    greedy = _greedy(covers, n)
    bound = demands if result.mip_dual_bound is None else int(np.floor(-result.mip_dual_bound + 1e-6))
    if result.x is None:
        return greedy, bound
    solved = np.flatnonzero(result.x[:sites] > 0.5)  # noqa: PLR2004 - a solver's 1 is not exactly 1
    better = covers[:, solved].any(axis=1).sum() >= covers[:, greedy].any(axis=1).sum()
    return (solved if better else greedy), bound


def _greedy(covers: Flags, n: int) -> Int64s:
    """Take the site that covers most of what is left, n times."""
    left = np.ones(covers.shape[0], np.bool_)
    chosen: list[int] = []
    for _ in range(min(n, covers.shape[1])):
        gains = covers[left].sum(axis=0)
        best = int(gains.argmax())
        if not gains[best]:
            break
        chosen.append(best)
        left &= ~covers[:, best]
    return np.array(chosen, np.int64)


def _by_gain(covers: Flags, chosen: Int64s) -> list[tuple[int, int]]:
    """Order sites by what each adds to those before it."""
    mine = covers[:, chosen]
    order = _greedy(mine, chosen.size)
    gains, left = [], np.ones(covers.shape[0], np.bool_)
    for place in order.tolist():
        gains.append((int(chosen[place]), int((mine[:, place] & left).sum())))
        left &= ~mine[:, place]
    return gains
