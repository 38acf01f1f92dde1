"""What is due of a post and of its check: derived from the World alone.

A post's deadlines have the subject ``post:STATION``, a check's its own id.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta, tzinfo
from zoneinfo import ZoneInfo

from dispatch.core.deadline_keys import (
    AnswerCheck,
    BeginShift,
    ClimbCheckRung,
    ClimbPostRung,
    DrawCheck,
    EndCheck,
    TakeOver,
)
from dispatch.core.instant import Instant
from dispatch.core.world import Check, HandOver, Post, World
from stations.duty.draws import next_draw
from stations.duty.shifts import Turn, local_day, next_turn, on_roster
from stations.model import STREET_OFFICE

SUBJECT = "post:"
"""Begins a post's subject; no id holds a colon."""

CHECKS = "checks"
"""The purpose of the seed that checks are drawn with."""

ANSWERED_LATE_AT_MOST_MS = 3_600_000
"""So long after its time a missed check can still be answered, and its ladder acts."""

Due = tuple[int, str]
"""When (ms), and the text of the key. Most are made to be compared only: the one that counts becomes a `Deadline`."""


def subject_of(station: str) -> str:
    """Return the subject under which a station's post has its deadlines."""
    return SUBJECT + station


def zone_of(world: World) -> tzinfo:
    """Return the district's time zone."""
    return ZoneInfo(world.settings.timezone)


def turns_of(world: World, station: str, now: Instant) -> tuple[Turn, ...]:
    """Return the rostered shifts of a station that are in progress; none where there is no roster."""
    roster = world.rosters.get(station)
    return () if roster is None else on_roster(roster, world.settings.duty.shifts, now, zone_of(world))


def due_of_post(world: World, station: str) -> Iterator[Due]:
    """Yield what is due of a post, in no order; nothing of a station that is not known (any more)."""
    if station not in world.stations:
        return
    post = world.posts.get(station)
    waiting = post.hand_over if post is not None else None
    if waiting is not None:
        yield from _of_hand_over(world, waiting)
    if post is not None and station in world.rosters:
        yield from _of_roster(world, station, post, waiting)
    draws = world.settings.checks.every_days and CHECKS in world.seeds
    if draws and world.stations[station].kind != STREET_OFFICE:  # nobody is on post in an office at night
        yield from _of_draws(world, station, post)


def due_of_check(world: World, check: Check) -> Iterator[Due]:
    """Yield what is due of a running check, in no order."""
    if check.missed_at is None:
        yield check.due_at, AnswerCheck().text
        return
    yield check.due_at.plus(ANSWERED_LATE_AT_MOST_MS), EndCheck().text
    for number, rung in enumerate(world.settings.checks.ladder):
        if number not in check.fired:
            yield check.due_at.plus(rung.after_s * 1000), ClimbCheckRung(number).text


def _of_hand_over(world: World, waiting: HandOver) -> Iterator[Due]:
    if waiting.missed_at is None:
        yield waiting.due_at, TakeOver().text
        return
    for number, rung in enumerate(world.settings.duty.ladder):
        if number not in waiting.fired:
            yield waiting.due_at.plus(rung.after_s * 1000), ClimbPostRung(number).text


def _of_roster(world: World, station: str, post: Post, waiting: HandOver | None) -> Iterator[Due]:
    """The next rostered shift, unless it was handed over: then that has its own time."""
    turn = next_turn(world.rosters[station], world.settings.duty.shifts, post.settled_at, zone_of(world))
    handed_over = waiting is not None and turn is not None and waiting.begins_at == turn.begins_ms
    if turn is not None and not handed_over:
        due_at = turn.begins_ms + world.settings.duty.take_over_within_s * 1000
        yield Instant(max(due_at, post.wait_until or 0)), BeginShift(turn.begins_ms).text


def _of_draws(world: World, station: str, post: Post | None) -> Iterator[Due]:
    rules, zone, seed = world.settings.checks, zone_of(world), world.seeds[CHECKS]
    drawn = post.drawn if post is not None else ""
    from_day = date.fromisoformat(drawn) + timedelta(days=1) if drawn else local_day(seed.at, zone)
    found = next_draw(seed.seed, station, rules, zone, from_day=from_day, after_ms=seed.at)
    if found is not None:
        not_before = post.not_before if post is not None else None
        yield Instant(max(found.at_ms, not_before or 0)), DrawCheck(found.day.isoformat()).text
