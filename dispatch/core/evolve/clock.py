"""Hub time goes back to where it should be; what a wrong clock dated ahead of it comes back with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace
from rpds import HashTrieMap

from dispatch.core import events as ev
from dispatch.core.devices import Disabled
from dispatch.core.drill import Drill
from dispatch.core.evolve.put import Rules
from dispatch.core.instant import Instant
from dispatch.core.posts import zone_of
from dispatch.core.shelf import Shelf
from dispatch.core.world import Closure, HandOver, Post, Standby, Team, World
from stations.duty.shifts import local_day

_DATED = (
    "alarms",
    "incidents",
    "assignments",
    "positions",
    "closures",
    "proposals",
    "messages",
    "drills",
    "off_duty",
    "posts",
    "checks",
    "seeds",
    "requests",
    "hydrants",
    "standbys",
    "corridors",
    "shelved",
    "offers",
    "conditions",
    "unknown_devices",
    "said",
)
"""What of a World has times."""

_BY_CALENDAR: dict[type, frozenset[str]] = {
    Closure: frozenset({"until"}),
    Drill: frozenset({"starts_at", "plan"}),
    HandOver: frozenset({"begins_at", "ends_at"}),
    Team: frozenset({"until"}),
    Standby: frozenset({"from_at", "until_at"}),
    Shelf: frozenset({"until"}),
    Disabled: frozenset({"until"}),
}
"""Times that somebody named by the calendar, and a wrong clock did not make."""

_DAY_MS = 24 * 3_600_000

Restate = Callable[[Instant], Instant]


def _restated(world: World, event: ev.ClockRestated) -> World:
    """Date everything anew: what lies ahead of the right time happened just now, and what was still to come at the
    wrong time comes as long from now. Nothing is dropped but the shifts of days that are still to come."""

    def restate(moment: Instant) -> Instant:
        return Instant(min(moment, event.at) + max(0, moment - event.before))

    dated: dict[str, Any] = {
        name: HashTrieMap({key: _dated(each, restate) for key, each in getattr(world, name).items()}) for name in _DATED
    }
    today = local_day(event.at, zone_of(world))
    dated["posts"] = HashTrieMap({key: _on_post(each, event.at, today) for key, each in dated["posts"].items()})
    restated = (*world.restated, event.seq)
    return replace(world, **dated, month=event.month, last_number=event.last_number, restated=restated)


def _dated(value: Any, restate: Restate) -> Any:
    """Return a value with every time in it restated."""
    match value:
        case Instant():
            return restate(value)
        case tuple():
            return tuple(_dated(each, restate) for each in value)
        case msgspec.Struct():
            kept = _BY_CALENDAR.get(type(value), frozenset())
            names = (name for name in value.__struct_fields__ if name not in kept)
            fields = {name: (before, _dated(before, restate)) for name in names for before in [getattr(value, name)]}
            changed = {name: after for name, (before, after) in fields.items() if after != before}
            return replace(value, **changed) if changed else value
        case Mapping():
            return {key: _dated(each, restate) for key, each in value.items()}
        case _:
            return value


def _on_post(post: Post, now: Instant, today: date) -> Post:
    """Return a post without shifts of days to come: who is on post is, until the next take over."""
    teams = tuple(
        replace(team, until=None) if team.until is not None and team.until > now + _DAY_MS else team
        for team in post.teams
    )
    waiting = post.hand_over
    ahead = waiting is not None and waiting.begins_at is not None and waiting.begins_at > now + _DAY_MS
    return replace(
        post,
        teams=teams,
        hand_over=None if ahead else waiting,
        settled_at=min(post.settled_at, now),
        drawn=min(post.drawn, today.isoformat()),
    )


RULES: Rules = {ev.ClockRestated: _restated}
