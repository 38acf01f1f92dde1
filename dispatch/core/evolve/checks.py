"""Post checks: running until they have an outcome; a missed one stays while its ladder acts."""

from __future__ import annotations

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.evolve.duty import put_post
from dispatch.core.evolve.put import Rules
from dispatch.core.world import Check, Seed, World


def _called(world: World, event: ev.CheckCalled) -> World:
    check = Check(
        id=event.check,
        station=event.station,
        called_at=event.at,
        due_at=event.due_at,
        shift=event.shift,
        drawn=event.drawn,
        by=event.by,
        reason=event.reason,
    )
    world = replace(
        world,
        checks=world.checks.insert(check.id, check),
        checks_of=world.checks_of.insert(check.station, check.id),
    )
    return world if event.drawn is None else put_post(world, event.station, drawn=event.drawn, not_before=None)


def _answered(world: World, event: ev.CheckAnswered) -> World:
    """An answer is a sign of life; after a miss it mends nothing of the outcome."""
    world = _let_go(world, event.check, event.station)
    heard = {"answered_at": event.at} if event.by.role == "station" else {}
    if event.late_ms > 0:
        return put_post(world, event.station, **heard) if heard else world
    return put_post(world, event.station, last_check="answered", last_check_at=event.at, **heard)


def _missed(world: World, event: ev.CheckMissed) -> World:
    check = world.checks[event.check]
    world = replace(world, checks=world.checks.insert(check.id, replace(check, missed_at=event.at)))
    return put_post(world, event.station, last_check="missed", last_check_at=event.at)


def _excused(world: World, event: ev.CheckExcused) -> World:
    world = _let_go(world, event.check, event.station)
    return world if event.drawn is None else put_post(world, event.station, drawn=event.drawn, not_before=None)


def _postponed(world: World, event: ev.CheckPostponed) -> World:
    return put_post(world, event.station, not_before=event.until)


def _climbed(world: World, event: ev.CheckClimbed) -> World:
    check = world.checks[event.check]
    return replace(world, checks=world.checks.insert(check.id, replace(check, fired=(*check.fired, event.rung))))


def _ended(world: World, event: ev.CheckEnded) -> World:
    return _let_go(world, event.check, event.station)


def _let_go(world: World, check: str, station: str) -> World:
    if check not in world.checks:
        return world
    return replace(world, checks=world.checks.remove(check), checks_of=world.checks_of.remove(station))


def _seed_drawn(world: World, event: ev.SeedDrawn) -> World:
    return replace(world, seeds=world.seeds.insert(event.purpose, Seed(seed=event.seed, at=event.at)))


RULES: Rules = {
    ev.CheckCalled: _called,
    ev.CheckAnswered: _answered,
    ev.CheckMissed: _missed,
    ev.CheckExcused: _excused,
    ev.CheckPostponed: _postponed,
    ev.CheckClimbed: _climbed,
    ev.CheckEnded: _ended,
    ev.SeedDrawn: _seed_drawn,
}
