"""``onethree explain``: why an incident went as it did."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from dispatch import reads, snapshots
from dispatch.core.events import decode
from dispatch.core.world import World
from dispatch.log.open import open_log
from dispatch.why.explain import explain as explain_events
from dispatch.why.explanation import Explanation
from dispatch.why.telling import Language, Speech, lines


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(explain)


def explain(
    data: Annotated[Path, typer.Argument(help="the hub's data folder", envvar="ONETHREE_DATA")],
    incident: Annotated[str, typer.Argument(help="its number (11-0417) or id (inc-41); archived ones too")],
    redis: Annotated[
        str | None, typer.Option(help="the record is on this Redis or Valkey server", envvar="ONETHREE_REDIS")
    ] = None,
    lang: Annotated[Language, typer.Option(help="zh or en", envvar="ONETHREE_LANG")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object on stdout")] = False,
) -> None:
    """Say why: who was considered, how far each was, who was sent, which promises were kept, what the ladder did.

    Example: onethree explain data 11-0417 --lang zh
    """
    story, world = asyncio.run(_read(data, redis, incident))
    if as_json:
        typer.echo(json.dumps(reads.plain(story), ensure_ascii=False))
        return
    for line in lines(story, speech_of(world, lang)):
        typer.echo(line)


def speech_of(world: World, language: Language) -> Speech:
    """Return how to speak of what a World holds: on its district's clock, with names beside the ids."""
    names = {each.id: each.name for each in world.stations.values()}
    names |= {each.id: each.name for each in world.units.values()}
    names |= {each.id: each.name for each in world.buildings.values()}
    return Speech(language, ZoneInfo(world.settings.timezone), names)


async def _read(data: Path, redis: str | None, named: str) -> tuple[Explanation, World]:
    """Return the explanation, and the World at the head of the record, which has the names."""
    async with open_log(data, redis, create=False) as log:
        incident = await reads.incident_id(log, named)
        events = [decode(body) for body in await reads.timeline(log, incident)]
        return explain_events(events, incident), await snapshots.load(log)
