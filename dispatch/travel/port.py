"""What one command's decision asks of the roads, over its several looks: nearer units first, then further ones, then
those near another incident. What cannot be answered at once is searched in a worker thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from msgspec.structs import replace

from dispatch.core.drill_queries import query_for
from dispatch.core.events import Event
from dispatch.core.reach import NOWHERE, NeedElsewhere, NeedMore, Query, Reach
from dispatch.core.vocabulary import Place
from dispatch.core.world import World
from stations.model import TravelMode

FIRST_LOOK = 6
"""How many of the nearest free units of each mode a decision is given first; a further look gives four times that."""


class TravelTimes(Protocol):
    """Travel times, and what they depend on."""

    def follow(self, world: World, events: Sequence[Event]) -> None:
        """Take over what the events changed: closures, positions, who is free."""

    def find(self, query: Query, wanted: dict[TravelMode, int], *, at_ms: int) -> Reach | None:
        """Answer at once, or None where the search would hold up the loop; never where it is about a closure."""

    async def search(self, query: Query, wanted: dict[TravelMode, int], *, at_ms: int) -> Reach:
        """Answer from a worker thread."""


class Search(NamedTuple):
    """What must be searched before a decision can go on: who is near, and how many free units of each mode."""

    query: Query
    wanted: dict[TravelMode, int]


class TravelQuery:
    """One command's questions: `reach` for the answer, `more` for a further look, `search` for what took too long."""

    def __init__(self, times: TravelTimes) -> None:
        self._times = times
        self._wanted: dict[TravelMode, int] = {}  # free units to be shown, where more than at the first look
        self._incidents: list[str] = []  # whose surroundings the decision asked for too
        self._searched: dict[Query, Reach] = {}  # what worker threads brought back
        self._too_long: Query | None = None  # what the last `reach` gave up on

    def reach(self, world: World, query: Query | None, *, at_ms: int) -> Reach | None:
        """Return the answer on the newest World; None where a part of it, `search`, must be searched first."""
        closing = None
        if query is not None and query.closing is not None:
            closing = self._times.find(replace(query, place=Place()), {}, at_ms=at_ms)
            query = replace(query, closing=None, wider_than_m=None)
        if query is None or not query.place.located:
            return closing or NOWHERE
        here = self._look(world, query, at_ms)
        if here is None:
            return None
        if closing is not None:
            here = replace(here, closing=closing.closing)
        elsewhere: dict[str, Reach] = {}
        for incident in self._incidents:
            if incident in world.incidents:
                found = self._look(world, query_for(world, world.incidents[incident]), at_ms)
                if found is None:
                    return None
                elsewhere[incident] = found
        return replace(here, elsewhere=elsewhere) if elsewhere else here

    def more(self, wish: NeedMore | NeedElsewhere) -> None:
        """Look further next time: for more units of a mode, or around another incident too."""
        if isinstance(wish, NeedMore):
            self._wanted[wish.mode] = 4 * self._wanted.get(wish.mode, FIRST_LOOK)
            self._searched.clear()
        else:
            self._incidents.extend(wish.incidents)

    @property
    def search(self) -> Search:
        """What the last `reach` could not answer at once. Raises RuntimeError where there is no such thing."""
        if self._too_long is None:
            raise RuntimeError("there is nothing to search: `reach` has answered")
        return Search(self._too_long, self._wanted)

    def found(self, reach: Reach) -> None:
        """Take the answer to `search`."""
        self._searched[self.search.query] = reach

    def _look(self, world: World, query: Query, at_ms: int) -> Reach | None:
        """Look around a place; where that is off the roads, around the one that is asked about otherwise."""
        here = replace(query, otherwise=None)
        found = self._look_at(world, here, at_ms)
        if found is None or found.on_network or query.otherwise is None:
            return found
        found = self._look_at(world, replace(here, place=query.otherwise), at_ms)
        return None if found is None else replace(found, at_otherwise=True)

    def _look_at(self, world: World, query: Query, at_ms: int) -> Reach | None:
        # What came back from the thread is as old as its search: the decision checks the units again, and a closure
        # that came in between sends the search off once more.
        searched = self._searched.get(query)
        barred = tuple(sorted((*world.closures, *(lane.id for lane in query.lanes))))
        if searched is not None and searched.closures == barred:
            return searched
        found = self._times.find(query, self._wanted, at_ms=at_ms)
        if found is None:
            self._too_long = query
        return found
