"""Gathers what the World knows of a station's readiness; `stations.readiness` judges it.

Nothing here searches: what a choice asks of one candidate costs the same in a district of any size.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from dispatch.core.instant import Instant
from dispatch.core.posts import turns_of
from dispatch.core.world import Post, World
from stations.readiness import Facts, Readiness, failures, judge

ANSWER_HOLDS_MS = 15 * 60_000
"""So long an answer of a person says that somebody is there, where the client says nothing newer."""

_NOTHING = Post(station="")
_OUTCOMES: dict[str, Literal["answered", "missed"]] = {"answered": "answered", "missed": "missed"}


def readiness_of(world: World, station: str, now: Instant) -> Readiness:
    """Return a station's readiness with every reason. Raises KeyError for a station that is not known."""
    return judge(facts_of(world, station, now), world.settings.readiness)


def not_ready(world: World, station: str, now: Instant) -> tuple[str, ...]:
    """Return why a station is not ready; nothing where it is, or where it is not known to be otherwise."""
    if station not in world.stations or (station not in world.posts and station not in world.rosters):
        return ()
    return failures(facts_of(world, station, now), world.settings.readiness)


def judges_alike(one: World, other: World) -> bool:
    """Whether nothing differs of what `facts_of` reads of a World: every station is as ready as it was."""
    return (
        one.posts is other.posts
        and one.rosters is other.rosters
        and one.off_duty is other.off_duty
        and one.stations is other.stations
        and one.units_of is other.units_of
        and one.settings is other.settings
    )


def facts_of(world: World, station: str, now: Instant) -> Facts:
    """Return what is known of a station now. Raises KeyError for a station that is not known."""
    post = world.posts.get(station, _NOTHING)
    units = world.units_of.get(station, ())
    strength, confirmed = strength_of(world, station, now)
    presence = post.presence
    checked = _OUTCOMES.get(post.last_check or "")
    return Facts(
        kind=world.stations[station].kind,
        minimum=post.minimum,
        units=len(units),
        units_off_duty=sum(unit in world.off_duty for unit in units),
        strength=strength,
        confirmed=confirmed,
        present=_is_present(post, now),
        hidden=presence is not None and presence.hidden,
        sound=presence is None or presence.sound,
        battery=presence.battery if presence is not None else None,
        take_over_overdue=_overdue(post),
        last_check=checked,
        last_check_age_s=None if post.last_check_at is None else (now - post.last_check_at) // 1000,
        faults=post.faults,
    )


def strength_of(world: World, station: str, now: Instant) -> tuple[int | None, bool]:
    """Return how many people are on post who count, and whether they said so themselves; (None, False) where nobody
    knows.

    Whom the norm does not count (`Post.not_counted`) is left out where the members are named; of a number without names
    nobody can tell who they are.
    """
    post = world.posts.get(station, _NOTHING)
    if post.reported:
        named = dict(post.named)
        return sum(_counting(post, strength, named.get(unit, ())) for unit, strength in post.reported), True
    teams = [team for team in post.teams if team.until is None or team.until > now]
    if teams:
        return sum(_counting(post, team.strength, team.members) for team in teams), True
    turns = turns_of(world, station, now)
    if not turns:
        return None, False
    members = {member for turn in turns for member in turn.members}
    return _counting(post, len(members), members), False


def _counting(post: Post, strength: int, members: Collection[str]) -> int:
    """Return how many of so many people count; ``members`` are those of them who are named."""
    return strength if not post.not_counted else max(0, strength - len(set(members).intersection(post.not_counted)))


def _is_present(post: Post, now: Instant) -> bool | None:
    """The newer of two signs counts: the client's state, or an answer that somebody gave."""
    presence, answered_at = post.presence, post.answered_at
    newer = answered_at is not None and (presence is None or answered_at > presence.at)
    if newer and answered_at is not None and now - answered_at <= ANSWER_HOLDS_MS:
        return True
    return None if presence is None else presence.present


def _overdue(post: Post) -> bool | None:
    """Whether a shift waits to be taken over past its time; not known where nobody ever took one over."""
    if post.hand_over is not None and post.hand_over.missed_at is not None:
        return True
    return False if post.teams or post.hand_over is not None else None
