"""A decision with the travel times that it asks for: the one loop between the rules and the roads."""

from __future__ import annotations

from dispatch.core import commands as cmd
from dispatch.core.decide import Decision, ask, decide
from dispatch.core.instant import Instant
from dispatch.core.reach import NeedElsewhere, NeedMore
from dispatch.core.vocabulary import By
from dispatch.core.world import World
from dispatch.travel.port import TravelQuery


def decide_with(
    world: World, command: cmd.Command, *, now: Instant, by: By, travel: TravelQuery, cause: str | None = None
) -> Decision | None:
    """Decide a command, looking as far as its rule wants to see; None where ``travel.search`` must be answered first.

    Raises `Refused`. ``travel`` is one command's: it remembers how far the rule wanted to look before.
    """
    asked = ask(world, command, now)
    while True:
        reach = travel.reach(world, asked.query, at_ms=now)
        if reach is None:
            return None
        try:
            return decide(world, command, now=now, by=by, reach=reach, cause=cause, heard=asked.heard)
        except (NeedMore, NeedElsewhere) as wish:
            travel.more(wish)
