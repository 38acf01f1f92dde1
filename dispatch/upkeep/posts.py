"""What the hub finds out about the posts by itself: who is on the line, what the norms ask, and chance for checks."""

from __future__ import annotations

import asyncio
import secrets
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from dispatch.core.commands import DrawSeed, RecordAssessment, RecordPresence
from dispatch.core.posts import CHECKS, zone_of
from dispatch.core.world import World
from dispatch.stream.connections import Streams
from dispatch.upkeep.presence import SLICE, Condition, PresenceDebouncer, merge
from dispatch.writer.clock import Clock
from dispatch.writer.processor import CommandProcessor
from stations.duty.shifts import local_day
from stations.equipment import faults
from stations.model import District
from stations.norms.model import Norms, not_counted, shift_rule
from stations.norms.reading import read_norms

LOOK_EVERY_S = 5.0
SEED_BYTES = 16


async def keep_posts(
    processor: CommandProcessor, clock: Clock, streams: Streams, district: District, folder: Path
) -> None:
    """Write down presence as it holds, and once a day what the norms ask, until cancelled."""
    await _draw_seed(processor)
    norms = await asyncio.to_thread(read_norms, folder)
    debouncer, loop = PresenceDebouncer(), asyncio.get_running_loop()
    judged: date | None = None
    while True:
        today = local_day(clock.now(), zone_of(processor.world))
        if today != judged:
            for command in await asyncio.to_thread(lambda: list(judgements(district, norms, today))):  # noqa: B023 - awaited before today changes
                await _judge(processor, command)
            judged = today
        seen, posts = await conditions(streams), processor.world.posts
        known = {key: post.presence for key, post in posts.items() if post.presence is not None}
        for news in debouncer.update(known, seen, loop.time()):
            for station, condition in news:
                await processor.do(RecordPresence(station=station, **condition._asdict()))
            await asyncio.sleep(0)
        await asyncio.sleep(LOOK_EVERY_S)


async def conditions(streams: Streams) -> dict[str, Condition]:
    """Return the condition of every station that has an alert client on the line; others get their turns meanwhile."""
    found: defaultdict[str, list[Condition]] = defaultdict(list)
    for number, (station, health) in enumerate(streams.alert_clients(), 1):
        if number % SLICE == 0:
            await asyncio.sleep(0)
        found[station].append(
            Condition(present=True)
            if health is None
            else Condition(present=True, hidden=health.hidden, sound=health.sound, battery=health.battery)
        )
    return {station: merge(clients) for station, clients in found.items()}


def judgements(district: District, norms: Norms, today: date) -> Iterator[RecordAssessment]:
    """Yield what norms and registry say of each station's post on a day.

    A minimum that is the district's number for the kind anyway is left to that; a station without a row in the
    equipment's table is not known, which is not without fault.
    """
    buildings = {building.id: building for building in district.buildings}
    equipment = defaultdict(list)
    for each in district.registry.equipment or ():
        equipment[each.station].append(each)
    members = defaultdict(list)
    for member in district.registry.members or ():
        members[member.station].append(member)
    for station in district.stations:
        rule = shift_rule(norms, station, buildings.get(station.building))
        minimum = None if rule is None else int(rule.minimum)
        own = equipment.get(station.id)
        found = None if own is None else [each for each in faults(own, norms, today) if each.lowers_readiness]
        yield RecordAssessment(
            station=station.id,
            minimum=None if minimum == district.settings.readiness.minimum.get(station.kind) else minimum,
            faults=None if found is None else tuple(f"{each.equipment}:{each.what}" for each in found),
            not_counted=() if rule is None else not_counted(rule, members[station.id]),
        )


async def _judge(processor: CommandProcessor, command: RecordAssessment) -> None:
    if _is_news(processor.world, command):
        await processor.do(command)


def _is_news(world: World, command: RecordAssessment) -> bool:
    post = world.posts.get(command.station)
    known = (None, None, ()) if post is None else (post.minimum, post.faults, post.not_counted)
    return known != (command.minimum, command.faults, command.not_counted)


async def _draw_seed(processor: CommandProcessor) -> None:
    """Draw the chance that checks rest on, once for a record: outside the rules, which know none."""
    world = processor.world
    if world.settings.checks.every_days and CHECKS not in world.seeds:
        await processor.do(DrawSeed(purpose=CHECKS, seed=secrets.token_hex(SEED_BYTES)))
