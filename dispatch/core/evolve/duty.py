"""Who is on post."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.evolve.put import Rules
from dispatch.core.instant import Instant
from dispatch.core.world import HandOver, Post, Presence, Team, World


def put_post(world: World, station: str, **fields: Any) -> World:
    """Replace fields of a station's post; one that nothing was known of begins with these."""
    post = world.posts.get(station) or Post(station=station)
    return replace(world, posts=world.posts.insert(station, replace(post, **fields)))


def post_of(world: World, station: str) -> Post:
    """Return what is known of a station's post; an empty one where that is nothing."""
    return world.posts.get(station) or Post(station=station)


def _duty_changed(world: World, event: ev.DutyChanged) -> World:
    off = world.off_duty.discard(event.unit) if event.on else world.off_duty.insert(event.unit, event.at)
    world = replace(world, off_duty=off)
    strength = event.strength if event.strength is not None else len(event.members) or None
    post = post_of(world, event.station)
    reported = post.reported
    named = post.named
    rest = tuple(each for each in reported if each[0] != event.unit)
    who = tuple(each for each in named if each[0] != event.unit)
    if event.on and strength is not None:
        rest = (*rest, (event.unit, strength))
        who = (*who, (event.unit, event.members)) if event.members else who
    return world if (rest, who) == (reported, named) else put_post(world, event.station, reported=rest, named=who)


def _handed_over(world: World, event: ev.DutyHandedOver) -> World:
    waiting = HandOver(
        shift=event.shift,
        members=event.members,
        due_at=event.due_at,
        begins_at=event.begins_at,
        ends_at=event.ends_at,
    )
    return put_post(world, event.station, hand_over=waiting, answered_at=_heard(world, event))


def _taken_over(world: World, event: ev.DutyTakenOver) -> World:
    """Put the team on post beside those whose shift lasts; of the same shift the newer counts."""
    team = Team(shift=event.shift, members=event.members, strength=event.strength, since=event.at, until=event.ends_at)
    others = tuple(
        each
        for each in post_of(world, event.station).teams
        if each.shift != event.shift and each.until is not None and each.until > event.at
    )
    return put_post(
        world,
        event.station,
        teams=(*others, team),
        reported=(),
        named=(),
        hand_over=None,
        settled_at=_settled(world, event.station, event.begins_at),
        answered_at=_heard(world, event),
    )


def _overdue(world: World, event: ev.DutyOverdue) -> World:
    """Begin the ladder of this miss; whom the shift was handed over to stays known."""
    before = post_of(world, event.station).hand_over
    same = before is not None and before.shift == event.shift and before.missed_at is None
    waiting = HandOver(
        shift=event.shift,
        members=before.members if before is not None and same else (),
        due_at=event.due_at,
        begins_at=event.begins_at,
        ends_at=event.ends_at,
        missed_at=event.at,
    )
    return put_post(
        world,
        event.station,
        hand_over=waiting,
        settled_at=_settled(world, event.station, event.begins_at),
    )


def _unwatched(world: World, event: ev.DutyUnwatched) -> World:
    """Expect nobody any more for what is over; the hand-over of such a shift is gone with it."""
    post = post_of(world, event.station)
    waiting = post.hand_over
    over = waiting is not None and waiting.ends_at is not None and waiting.ends_at <= event.at
    return put_post(
        world,
        event.station,
        settled_at=max(post.settled_at, event.since, Instant(event.until - 1)),
        hand_over=None if over else waiting,
    )


def _climbed(world: World, event: ev.DutyClimbed) -> World:
    waiting = post_of(world, event.station).hand_over
    if waiting is None:
        return world
    return put_post(world, event.station, hand_over=replace(waiting, fired=(*waiting.fired, event.rung)))


def _presence(world: World, event: ev.PresenceChanged) -> World:
    presence = Presence(
        present=event.present, hidden=event.hidden, sound=event.sound, battery=event.battery, at=event.at
    )
    return put_post(world, event.station, presence=presence)


def _judged(world: World, event: ev.PostJudged) -> World:
    return put_post(world, event.station, minimum=event.minimum, faults=event.faults, not_counted=event.not_counted)


def _settled(world: World, station: str, begins_at: Instant | None) -> Instant:
    before = post_of(world, station).settled_at
    return before if begins_at is None else max(before, begins_at)


def _heard(world: World, event: ev.DutyHandedOver | ev.DutyTakenOver) -> Instant | None:
    """What a person at the station presses is a sign of life; what the centre enters for it is none."""
    return event.at if event.by.role == "station" else post_of(world, event.station).answered_at


RULES: Rules = {
    ev.DutyChanged: _duty_changed,
    ev.DutyHandedOver: _handed_over,
    ev.DutyTakenOver: _taken_over,
    ev.DutyOverdue: _overdue,
    ev.DutyUnwatched: _unwatched,
    ev.DutyClimbed: _climbed,
    ev.PresenceChanged: _presence,
    ev.PostJudged: _judged,
}
