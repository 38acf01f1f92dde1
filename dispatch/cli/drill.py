"""``onethree drill``: plan or draw a drill, run one with simulated crews, read its record and the ledger."""

from __future__ import annotations

import asyncio
import secrets
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import orjson
import typer
from msgspec.structs import replace

from dispatch.cli.options import Data, District, Json, Lang, Language, Redis, language, wrong_usage
from dispatch.cli.output import Terminal, say, say_document, say_lines
from dispatch.cli.render_drills import DrillTextRenderer, ledger_csv
from dispatch.client.http import HubClient
from dispatch.core.instant import to_builtins
from dispatch.core.world import World
from dispatch.log.open import open_log
from dispatch.past.drills.draw import draw, draw_moment
from dispatch.past.drills.ledger import Ledger
from dispatch.past.drills.reading import kinds_of, read_drill_record, read_ledger
from dispatch.past.drills.record import DrillRecord
from dispatch.past.why.story import names_of
from dispatch.writer import snapshots
from loadtest.errors import LoadError
from stations.district import read_district
from stations.drills.model import DrillPlan
from stations.drills.reading import read_drill

HOURS = "09:00-21:00"

drill = typer.Typer(
    help="Joint-duty drills (联勤演练): plan, run, record, ledger. Example: [bold]onethree drill run district[/bold]",
    no_args_is_help=True,
)
console = Terminal()

Scenario = Annotated[Path | None, typer.Argument(help="a drill's plan as TOML or JSON; without it one is drawn")]
Seed = Annotated[int | None, typer.Option(help="draw the same again; without it nobody can foresee what is drawn")]
Count = Annotated[int, typer.Option(min=1, max=200, help="how many stations a drawn drill turns out")]


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.add_typer(drill, name="drill")


@drill.command()
def plan(
    district: District,
    scenario: Scenario = None,
    no_notice: Annotated[bool, typer.Option("--no-notice", help="no station hears of it before it starts")] = False,
    seed: Seed = None,
    stations: Count = 8,
    at: Annotated[str | None, typer.Option(help="when it starts, RFC 3339; without it by drill.start")] = None,
    day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="draw the time on this day instead of --at")
    ] = None,
    hours: Annotated[str, typer.Option(help="draw it between these times of the district's clock")] = HOURS,
    out: Annotated[Path | None, typer.Option(help="write the plan into this JSON file")] = None,
    url: Annotated[str | None, typer.Option(help="plan it on this hub", envvar="ONETHREE_URL")] = None,
    token: Annotated[str | None, typer.Option(help="a commander's token", envvar="ONETHREE_TOKEN")] = None,
) -> None:
    """Check a plan, or draw one that nobody could foresee; write it to a file, or plan it on a running hub.

    Example: [bold]onethree drill plan district --no-notice --day 2026-12-03 --out plan.json[/bold]
    """
    if (url is None) != (token is None):
        raise wrong_usage("to plan on a hub, give --url and --token (of a commander)")
    if at is not None and day is not None:
        raise wrong_usage("give --at or --day, not both")
    drawn_by = seed if seed is not None else secrets.randbits(64)
    found = _plan(district, scenario, drawn_by, stations, no_notice=no_notice)
    starts_at = _moment(district, day.date(), hours, drawn_by) if day is not None else at
    if out is not None:
        out.write_bytes(orjson.dumps(to_builtins(found), option=orjson.OPT_INDENT_2) + b"\n")
    if url is not None and token is not None:
        known = asyncio.run(_send(url, token, found, starts_at))
        say(f"{known} is planned" + (f" for {starts_at}" if starts_at else "; start it with drill.start"))
    elif out is None:
        shown = {"plan": to_builtins(found), "starts_at": starts_at}
        say_lines(orjson.dumps(shown, option=orjson.OPT_INDENT_2).decode())


@drill.command()
def run(
    district: District,
    scenario: Scenario = None,
    data: Annotated[Path, typer.Option(help="where the record is kept", envvar="ONETHREE_DATA")] = Path("drill-data"),
    speed: Annotated[float, typer.Option(min=0.1, max=200, help="hub and crews go so many times as fast")] = 20.0,
    seed: Seed = None,
    stations: Count = 8,
    real_fire_at: Annotated[
        float | None, typer.Option(min=0, help="raise a real alarm so many seconds after the start")
    ] = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Run a whole drill with simulated crews on a hub of its own, sign it, and print its record and the ledger.

    Example: [bold]onethree drill run district --data data --seed 7 --speed 60 --real-fire-at 90[/bold]
    """
    # A hub takes two seconds to load: only who runs a drill waits for it.
    from dispatch.cli.rehearsal import Rehearsal  # noqa: PLC0415 - see above

    drawn_by = seed if seed is not None else secrets.randbits(32)
    found = _plan(district, scenario, drawn_by, stations, no_notice=scenario is None)
    rehearsal = Rehearsal(
        district=district, data=data, plan=found, seed=drawn_by, speed=speed, real_fire_at_s=real_fire_at
    )
    said = Terminal(stderr=True)
    key = asyncio.run(rehearsal.run(said.print))
    world, record, ledger = asyncio.run(_read(data, None, key))
    if json:
        say(orjson.dumps({"record": to_builtins(record), "ledger": to_builtins(ledger)}).decode())
        return
    renderer = _renderer(world, language(lang))
    for line in (*renderer.record(record), "", *renderer.ledger(ledger)):
        console.print(line)


@drill.command()
def record(
    data: Data,
    key: Annotated[str, typer.Argument(metavar="DRILL", help="its id (drl-41); archived ones too")],
    redis: Redis = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Print a drill's record: objectives, score, orders, injects, remarks, attendance, signature, the chain's head.

    Example: [bold]onethree drill record data drl-41 --lang zh[/bold]
    """
    world, found, _ = asyncio.run(_read(data, redis, key))
    if json:
        say(orjson.dumps(to_builtins(found)).decode())
        return
    for line in _renderer(world, language(lang)).record(found):
        console.print(line)


@drill.command()
def ledger(
    data: Data,
    redis: Redis = None,
    lang: Lang = None,
    json: Json = False,
    csv: Annotated[bool, typer.Option("--csv", help="one line a drill, for a spreadsheet")] = False,
) -> None:
    """Print the ledger of joint duty: who trained with whom, when, how well, and how each station comes along.

    Example: [bold]onethree drill ledger data --csv > ledger.csv[/bold]
    """
    if json and csv:
        raise wrong_usage("give --json or --csv, not both")
    world, found = asyncio.run(_read_ledger(data, redis))
    if json:
        say(orjson.dumps(to_builtins(found)).decode())
    elif csv:
        say_document(ledger_csv(found, world.settings.timezone))
    else:
        for line in _renderer(world, language(lang)).ledger(found):
            console.print(line)


def _plan(district: Path, scenario: Path | None, seed: int, count: int, *, no_notice: bool) -> DrillPlan:
    """Read the plan, or draw one from the district."""
    if scenario is not None:
        found = read_drill(scenario)
        return replace(found, unannounced=True) if no_notice else found
    if not no_notice:
        raise wrong_usage("give a plan's file, or --no-notice to have one drawn")
    read = read_district(district)
    try:
        return draw(read.stations, read.buildings, seed=seed, count=count)
    except ValueError as error:
        raise wrong_usage(str(error)) from error


def _moment(district: Path, day: date, hours: str, seed: int) -> str:
    try:
        first, last = (time.fromisoformat(text) for text in hours.split("-"))
    except ValueError as error:
        raise wrong_usage(f"--hours is written {HOURS}, not {hours}") from error
    zone = ZoneInfo(read_district(district).settings.timezone)
    return draw_moment(day, (first, last), zone, seed=seed).isoformat()


async def _send(url: str, token: str, found: DrillPlan, starts_at: str | None) -> str:
    async with HubClient(url, token) as client:
        command_id = f"drill-plan-{secrets.token_hex(8)}"
        answer = await client.command(command_id, "drill.plan", plan=to_builtins(found), starts_at=starts_at)
    if answer.status != 200:  # noqa: PLR2004 - HTTP's own number
        problem = answer.body.get("detail") or "no reason given"
        raise LoadError(f"the hub refused drill.plan ({answer.status}): {problem}")
    planned: str = answer.body["events"][0]["drill"]
    return planned


async def _read(data: Path, redis: str | None, key: str) -> tuple[World, DrillRecord, Ledger]:
    async with open_log(data, redis, create=False) as log:
        world = await snapshots.load(log)
        kinds = kinds_of(world)
        return world, await read_drill_record(log, key, kinds), await read_ledger(log, kinds)


async def _read_ledger(data: Path, redis: str | None) -> tuple[World, Ledger]:
    async with open_log(data, redis, create=False) as log:
        world = await snapshots.load(log)
        return world, await read_ledger(log, kinds_of(world))


def _renderer(world: World, lang: Language) -> DrillTextRenderer:
    return DrillTextRenderer(lang, names_of(world), world.settings.timezone)
