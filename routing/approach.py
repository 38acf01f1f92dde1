"""How one mode comes to one place, and the questions asked of that: who is first on scene, in which order, how soon."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import compress
from typing import NamedTuple

import msgspec
import numpy as np

from routing.access import Access, First
from routing.arrays import Flags
from routing.errors import UnknownResponderError
from routing.kernels import search, table
from routing.kernels.search import OVER_BUDGET, Asked, Workspace
from routing.responders import Roster
from routing.snap import Snap
from routing.view import View

_NO_LIMIT = 1 << 60


class Legs(msgspec.Struct, frozen=True, gc=False):
    """What an arrival consists of, in ms; `road_ms` includes the way from the post to the road."""

    turnout_ms: int
    road_ms: int
    entrance_ms: int
    storeys_ms: int


class Arrival(msgspec.Struct, frozen=True, gc=False):
    """When a responder would be on scene, counted from the order; `eta_ms` is the sum of the legs."""

    responder: str
    eta_ms: int
    legs: Legs


class Nearest(msgspec.Struct, frozen=True):
    """The first arrivals, in order of (eta_ms, responder).

    `complete`: there are no other eligible responders who can reach the place. Where it is False there may be some:
    more are eligible than were asked for.
    """

    arrivals: tuple[Arrival, ...]
    complete: bool


class Times(NamedTuple):
    """The same as plain numbers, of which nothing is made yet: responders by their numbers in the roster."""

    numbers: list[int]
    eta_ms: list[int]
    complete: bool


class Workspaces:
    """Lends scratch memory to searches, one at a time to each; threads may share it."""

    def __init__(self, node_count: int) -> None:
        self._node_count = node_count
        self._idle: list[Workspace] = []

    @contextmanager
    def lend(self, responder_count: int) -> Iterator[Workspace]:
        """Lend a workspace with room for so many responders."""
        try:
            work = self._idle.pop()
        except IndexError:
            work = Workspace.make(self._node_count, responder_count)
        if work.found.size < responder_count:
            work = Workspace.make(self._node_count, 2 * responder_count)
        try:
            yield work
        finally:
            self._idle.append(work)


class Approach(msgspec.Struct, frozen=True, eq=False):
    """How one mode comes to one place: asked about as many responders as wanted."""

    roster: Roster
    workspaces: Workspaces
    view: View
    access: Access
    storeys_ms: int

    def nearest(self, k: int, *, eligible: Flags | None = None, budget: int | None = None) -> Nearest | None:
        """Return the first k eligible responders: see `Snapshot.nearest`."""
        found = self.times(k, eligible=eligible, budget=budget)
        if found is None:
            return None
        ids = (self.roster.responders[number].id for number in found.numbers)
        legs = map(self.legs, found.numbers, found.eta_ms)
        return Nearest(tuple(map(Arrival, ids, found.eta_ms, legs)), complete=found.complete)

    def times(self, k: int, *, eligible: Flags | None = None, budget: int | None = None) -> Times | None:
        """Return the same as plain numbers."""
        if eligible is not None and len(eligible) != len(self.roster.responders):
            raise UnknownResponderError(
                f"a mask for {len(eligible)} responders was given for {len(self.roster.responders)}; "
                "take the order and the answer from the same snapshot"
            )
        first = self.access.first
        known = None if first is None else self._known(first, k, eligible)
        return self._work_out(k, eligible, budget) if known is None else known

    def legs(self, number: int, eta_ms: int) -> Legs:
        """Return what one of the `times` consists of; the crew inside is spared the way to the door."""
        turnout_ms, access = self.roster.responders[number].turnout_ms, self.access
        entrance_ms = 0 if access.snap is None or number in access.inside else access.snap.access_ms
        return Legs(turnout_ms, eta_ms - turnout_ms - entrance_ms - self.storeys_ms, entrance_ms, self.storeys_ms)

    def _known(self, first: First, k: int, eligible: Flags | None) -> Times | None:
        """Answer from who comes first of all; None where others may come before the k-th eligible one."""
        numbers, time_ms = first.numbers.tolist(), first.time_ms.tolist()
        if eligible is not None:
            kept = eligible[first.numbers].tolist()
            numbers, time_ms = list(compress(numbers, kept)), list(compress(time_ms, kept))
        count = len(numbers)
        if count > k:
            complete = False
        else:
            able = self._count_able(eligible)
            if not first.everybody and count < min(k, able):
                return None
            complete = _is_complete(count, k, able)
        last_ms = self.storeys_ms
        return Times(numbers[:k], [each + last_ms for each in time_ms[:k]], complete)

    def _count_able(self, eligible: Flags | None) -> int:
        posts = self.view.posts
        return posts.size if eligible is None else int(np.count_nonzero(eligible[posts.numbers]))

    def _work_out(self, k: int, eligible: Flags | None, budget: int | None) -> Times | None:
        """Ask the table where it can tell, else search; None where that would take more than the budget."""
        view = self.view
        able = np.ones(view.posts.size, np.bool_) if eligible is None else eligible[view.posts.numbers]
        count_able = int(np.count_nonzero(able))
        asked = asked_about(view, self.access.starts, able, min(k, count_able), budget)
        with self.workspaces.lend(view.posts.size) as work:
            count = _answer(view, asked, work)
            if count == OVER_BUDGET:
                return None
            found, found_ms = work.found[:count].copy(), work.found_ms[:count] + (view.least_ms + self.storeys_ms)
        return Times(view.posts.numbers[found].tolist(), found_ms.tolist(), _is_complete(count, k, count_able))


def access_to(view: View, snap: Snap | None, inside: tuple[int, ...]) -> Access:
    """Return where the responders of a view come to a point on its roads, not knowing who comes first."""
    numbers = tuple(view.posts.numbers[list(inside)].tolist()) if inside else ()
    return Access(snap, numbers, view.starts(snap, inside, 0), None)


def with_first(access: Access, view: View) -> Access:
    """Return the same with who comes first, as far as the table can tell."""
    size = view.posts.size
    if view.table is None or not size:
        return access
    k, numbers = min(table.WIDTH, size), np.fromiter(access.starts, np.int64, len(access.starts))
    asked = Asked(np.ones(size, np.bool_), numbers, np.fromiter(access.starts.values(), np.int64), k, _NO_LIMIT)
    found, found_ms = np.empty(k, np.int64), np.empty(k, np.int64)
    count, everybody = table.look_up(view.table, view.least_ms, view.stale, asked, found, found_ms)
    if not count and not everybody:
        return access
    alone = count == size or (everybody and count < k)
    first = First(view.posts.numbers[found[:count]], found_ms[:count] + view.least_ms, everybody=alone)
    return msgspec.structs.replace(access, first=first)


def _is_complete(count: int, k: int, able: int) -> bool:
    """Tell whether so many found of the first k are all of the able who can come."""
    return count < min(k, able) or count == able


def asked_about(view: View, starts: dict[int, int], able: Flags, k: int, budget: int | None = None) -> Asked:
    """Return the question for the first k of the able, leaving out starts of those who are not."""
    first = view.roads.network.roads.node_count
    kept = {number: time for number, time in starts.items() if number < first or able[number - first]}
    numbers = np.fromiter(kept, np.int64, len(kept))
    return Asked(
        able, numbers, np.fromiter(kept.values(), np.int64, len(kept)), k, _NO_LIMIT if budget is None else budget
    )


def _answer(view: View, asked: Asked, work: Workspace) -> int:
    """Ask the table where it can tell, else search."""
    if asked.k == 0:
        return 0
    if view.table is not None and asked.k <= table.WIDTH:
        count, everybody = table.look_up(view.table, view.least_ms, view.stale, asked, work.found, work.found_ms)
        if everybody or count == asked.k:
            return count
    return search.explore(view.roads.ground, view.hangs, asked, work)
