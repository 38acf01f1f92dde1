"""``onethree explain`` and ``onethree whatif``: why an incident went as it did, and how it might have gone."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import orjson
import typer
from rich.table import Table

from dispatch.cli.options import Data, Json, Lang, Language, Redis, language, wrong_usage
from dispatch.cli.output import Terminal, say
from dispatch.core.errors import Unusable
from dispatch.core.events import decode
from dispatch.core.instant import to_builtins
from dispatch.core.world import World
from dispatch.log.open import open_log
from dispatch.past.timelines import incident_id, timeline
from dispatch.past.why.episode import read_episode
from dispatch.past.why.explain import explain as explain_events
from dispatch.past.why.explanation import Explanation
from dispatch.past.why.render_text import Speech, lines
from dispatch.past.why.render_whatif import differences, heading, rows
from dispatch.past.why.story import names_of
from dispatch.past.why.whatif import WhatIf, what_if
from dispatch.writer import snapshots
from stations.district import read_district


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(explain)
    app.command()(whatif)


def explain(
    data: Data,
    incident: Annotated[str, typer.Argument(help="its number (11-0417) or its id (inc-41); archived ones too")],
    redis: Redis = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Say why: who was considered, how far each was, who was sent, which promises were kept, what the ladder did.

    Example: [bold]onethree explain data 11-0417 --lang zh[/bold]
    """
    story, world = asyncio.run(_read(data, redis, incident))
    if json:
        say(orjson.dumps(to_builtins(story)).decode())
        return
    for line in lines(story, _speech(world, language(lang))):
        say(line)


def whatif(
    data: Data,
    incident: Annotated[str, typer.Argument(help="its number (11-0417) or its id (inc-41); archived ones too")],
    district: Annotated[Path, typer.Option(help="the district's folder: its roads", envvar="ONETHREE_DISTRICT")],
    change: Annotated[
        list[str] | None, typer.Option(help="one of the changes below; several are made together")
    ] = None,
    redis: Redis = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Run the same rules on the same record with something changed: who would have been sent, and when there.

    Changes: open:CLOSURE, close:way=ID, close:LON,LAT,RADIUS_M, off:UNIT, on:UNIT, staff:STATION, free:UNIT,
    move:UNIT=LON,LAT, plan:NAME, settings:FILE, grade:N. Without any, the record comes out again.

    Example: [bold]onethree whatif data 11-0417 --district district --change off:S0001-1[/bold]
    """
    try:
        answer, world = asyncio.run(_ask(data, redis, incident, district, change or []))
    except Unusable as error:
        raise wrong_usage(str(error)) from error
    if json:
        say(orjson.dumps(to_builtins(answer)).decode())
    else:
        _show(answer, _speech(world, language(lang)))


def _show(answer: WhatIf, speech: Speech) -> None:
    out = Terminal()
    for line in heading(answer, speech):
        out.print(line)
    header, *body = rows(answer, speech)
    table = Table(*header)
    for row in body:
        table.add_row(*row)
    out.print(table)
    for line in differences(answer, speech):
        out.print(line)


def _speech(world: World, chosen: Language) -> Speech:
    """Return how to speak of what a World holds: on its district's clock, with names beside the ids."""
    return Speech(chosen, ZoneInfo(world.settings.timezone), names_of(world))


async def _read(data: Path, redis: str | None, named: str) -> tuple[Explanation, World]:
    """Return the explanation, and the World at the head of the record, which has the names."""
    async with open_log(data, redis, create=False) as log:
        incident = await incident_id(log, named)
        events = [decode(body) for body in await timeline(log, incident)]
        return explain_events(events, incident), await snapshots.load(log)


async def _ask(data: Path, redis: str | None, named: str, folder: Path, changes: list[str]) -> tuple[WhatIf, World]:
    """Return the answer, and the World at the head of the record, which has the names."""
    # The hub and its roads take two seconds to load: only who asks what if waits for them.
    from dispatch.app import compile_roads  # noqa: PLC0415 - see above
    from dispatch.travel.road_times import RoadTravelTimes  # noqa: PLC0415

    district = await asyncio.to_thread(read_district, folder)
    async with open_log(data, redis, create=False) as log:
        episode = await read_episode(log, await incident_id(log, named))
        world = await snapshots.load(log)
    router = await compile_roads(district, lambda _step: None)
    return await what_if(episode, changes, lambda before: RoadTravelTimes(router, before)), world
