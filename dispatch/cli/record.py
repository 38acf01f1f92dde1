"""``onethree replay``, ``verify``, ``backup`` and ``restore``: what can be done with a record."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from dispatch.cli.options import Data, Json, Lang, Language, Redis, language, wrong_usage
from dispatch.log.backup import backup as copy_record, restore as fill_record
from dispatch.log.base import Head
from dispatch.log.open import open_log
from dispatch.log.verify import VerifyReport, verify as recompute
from dispatch.log.witness import format_head, parse_head, read_witness
from dispatch.past.timelines import incident_id, timeline
from dispatch.past.why.story import Story, names_of
from dispatch.writer import snapshots


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    for command in (replay, verify, backup, restore):
        app.command()(command)


def replay(
    data: Data,
    incident: Annotated[str, typer.Argument(help="its number (11-0417) or its id (inc-41); archived ones too")],
    redis: Redis = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Tell an incident from the record, event by event; works beside a running hub.

    Example: [bold]onethree replay data 11-0417 --lang zh[/bold]
    """
    story, events = asyncio.run(_read_incident(data, redis, incident, language(lang)))
    if json:
        typer.echo(orjson.dumps({"events": events}).decode())
        return
    for event in events:
        typer.echo(story.timed(event, since=events[0]["at"]))


async def _read_incident(
    data: Path, redis: str | None, named: str, lang: Language
) -> tuple[Story, list[dict[str, Any]]]:
    async with open_log(data, redis, create=False) as log:
        key = await incident_id(log, named)
        events = [orjson.loads(body) for body in await timeline(log, key)]
        world = await snapshots.load(log)
    return Story(lang, names_of(world), world.settings.timezone), events


def verify(
    data: Data,
    head: Annotated[str | None, typer.Option(help="SEQ:HASH that was written down elsewhere")] = None,
    witness: Annotated[
        Path | None, typer.Option(help="the file that serve --witness writes", envvar="ONETHREE_WITNESS")
    ] = None,
    redis: Redis = None,
) -> None:
    """Check the record from the first event to the last; exit 1 where it was altered or cut off.

    With a head or a witness from another place it proves that nothing up to there was touched; without one it can only
    say that the record agrees with itself. Works beside a running hub.

    Example: [bold]onethree verify data --witness /mnt/other/witness.txt[/bold]
    """
    if head is not None and witness is not None:
        raise wrong_usage("give --head or --witness, not both")
    report, at = asyncio.run(_verify(data, redis, _witnessed(head, witness)))
    typer.echo(f"{report.finding}: {report.words}")
    typer.echo(f"head {format_head(at)}")
    if not report.ok:
        raise typer.Exit(1)


def _witnessed(head: str | None, witness: Path | None) -> Head | None:
    if head is not None:
        return parse_head(head)
    heads = read_witness(witness) if witness is not None else []
    return heads[-1] if heads else None


async def _verify(data: Path, redis: str | None, witnessed: Head | None) -> tuple[VerifyReport, Head]:
    async with open_log(data, redis, create=False) as log:
        with _progress() as progress:
            task = progress.add_task("verifying", total=log.head.seq)
            report = await recompute(
                log, witnessed, lambda done, total: progress.update(task, completed=done, total=total)
            )
        return report, report.head


def backup(
    data: Data,
    file: Annotated[Path, typer.Argument(help="the new file to write")],
    redis: Redis = None,
) -> None:
    """Copy the record into a file, consistent, beside a running hub. Tokens are not in it.

    Example: [bold]onethree backup data /mnt/backup/$(date +%F).onethree[/bold]
    """
    seq = asyncio.run(_backup(data, redis, file))
    typer.echo(f"{seq} events are in {file}; check it with: onethree restore {file} NEW_FOLDER")


async def _backup(data: Path, redis: str | None, file: Path) -> int:
    async with open_log(data, redis, create=False) as log:
        with _progress() as progress:
            task = progress.add_task("copying", total=log.head.seq)
            return await copy_record(log, file, lambda done, total: progress.update(task, completed=done, total=total))


def restore(
    file: Annotated[Path, typer.Argument(help="a file that onethree backup wrote")],
    data: Annotated[Path, typer.Argument(help="the data folder to fill; its record must be empty")],
    redis: Redis = None,
) -> None:
    """Fill an empty record from a backup, after checking the backup. The record gets a new epoch: clients start over.

    Example: [bold]onethree restore /mnt/backup/2026-01-01.onethree data[/bold]
    """
    data.mkdir(parents=True, exist_ok=True)
    seq = asyncio.run(_restore(file, data, redis))
    typer.echo(f"{seq} events are in {data}; make new tokens with onethree token, then start onethree serve")


async def _restore(file: Path, data: Path, redis: str | None) -> int:
    async with open_log(data, redis) as log:
        with _progress() as progress:
            task = progress.add_task("restoring", total=None)
            return await fill_record(file, log, lambda done, total: progress.update(task, completed=done, total=total))


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        console=Console(stderr=True),
        transient=True,
    )
