"""``onethree report``: one incident or exercise as a page, the district's month, the samples behind every figure."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import orjson
import typer

from dispatch.cli import report_signals
from dispatch.cli.options import Data, Lang, Redis, language, time_of
from dispatch.cli.output import say, say_document
from dispatch.core.instant import read_time, to_builtins
from dispatch.log.open import open_log
from dispatch.past.reports.alarm_load import DAY_MS
from dispatch.past.reports.alarm_reading import read_alarms, read_shift
from dispatch.past.reports.files import Document, Format, incident_document, month_document
from dispatch.past.reports.month import Month
from dispatch.past.reports.reading import read_incident, read_month, read_samples
from dispatch.past.reports.tables import alarms_csv, samples_csv
from dispatch.past.timelines import incident_id
from dispatch.past.why.story import names_of
from dispatch.wire.vocabulary import Language
from dispatch.writer import snapshots
from stations.district import read_district
from stations.training.calendar import Calendar, read_calendar

Form = Annotated[Format, typer.Option("--format", help="html prints to A4; csv opens in a spreadsheet; json")]
Out = Annotated[Path | None, typer.Option(help="write to this file; without it to stdout")]


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    group = typer.Typer(
        name="report",
        no_args_is_help=True,
        help="An incident, an exercise or a month as page, table or JSON.\n\n"
        "Example: [bold]onethree report month data 2026-11 --lang zh --out month.html[/bold]",
    )
    for command in (incident, month, samples, alarm_load):
        group.command()(command)
    report_signals.add_to(group)
    app.add_typer(group)


def incident(
    data: Data,
    incident: Annotated[str, typer.Argument(help="its number (11-0417) or its id (inc-41); archived ones too")],
    form: Form = "html",
    lang: Lang = None,
    out: Out = None,
    redis: Redis = None,
) -> None:
    """Report one incident or exercise: milestones planned and actual, targets with exact lateness, map, notes.

    Example: [bold]onethree report incident data 11-0417 --lang zh --out 11-0417.html[/bold]
    """
    _write(asyncio.run(_incident(data, redis, incident, form, language(lang))), out)


def month(
    data: Data,
    month: Annotated[str, typer.Argument(help="YYYY-MM, on the district's clock")],
    district: Annotated[
        Path | None, typer.Option(help="the district's folder: its duties to train", envvar="ONETHREE_DISTRICT")
    ] = None,
    form: Form = "html",
    lang: Lang = None,
    out: Out = None,
    redis: Redis = None,
) -> None:
    """Report a district's month: compliance by station, percentiles per stretch, false alarms, post checks, drills.

    Operations and exercises are counted apart.

    Example: [bold]onethree report month data 2026-11 --format csv --out 2026-11.csv[/bold]
    """
    calendar = None if district is None else read_calendar(district, read_district(district))
    _write(asyncio.run(_month(data, redis, month, calendar, form, language(lang))), out)


def samples(
    data: Data,
    month: Annotated[str | None, typer.Option(help="YYYY-MM; without it the whole record")] = None,
    out: Out = None,
    redis: Redis = None,
) -> None:
    """Write every measured stretch of every order as CSV: the numbers that all percentiles come from.

    Example: [bold]onethree report samples data --month 2026-11 --out samples.csv[/bold]
    """
    _write(asyncio.run(_samples(data, redis, month)), out)


def alarm_load(
    data: Data,
    from_: Annotated[
        str | None, typer.Option("--from", help="RFC 3339, or [bold]shift[/bold]; without it a day before the end")
    ] = None,
    to: Annotated[str | None, typer.Option("--to", help="RFC 3339; without it the record's end")] = None,
    csv: Annotated[bool, typer.Option("--csv", help="the alarms themselves, a row each, instead of figures")] = False,
    out: Out = None,
    redis: Redis = None,
) -> None:
    """Tell how much the desk had to hear, by EEMUA 191 and ISA-18.2: rates, floods, chattering and top ten sources.

    Example: [bold]onethree report alarm-load data --from 2026-11-01T00:00:00+08:00 --csv --out alarms.csv[/bold]
    """
    _write(asyncio.run(_alarm_load(data, redis, from_, to, csv=csv)), out)


async def _alarm_load(data: Path, redis: str | None, from_: str | None, to: str | None, *, csv: bool) -> Document:
    async with open_log(data, redis, create=False) as log:
        world = await snapshots.load(log)
        until = read_time(to, "to") or time_of(world)
        if from_ == "shift":
            book = await read_shift(log, world, until)
        else:
            book = await read_alarms(log, world, read_time(from_, "from") or until.plus(-DAY_MS), until)
    if csv:
        return Document(alarms_csv(book.signals), "text/csv")
    told = orjson.dumps(to_builtins(book.load(world, until)), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    return Document(told, "application/json")


async def _incident(data: Path, redis: str | None, named: str, form: Format, lang: Language) -> Document:
    async with open_log(data, redis, create=False) as log:
        world = await snapshots.load(log)
        key = await incident_id(log, named)
        report = await read_incident(log, key, world, as_of=time_of(world))
    return incident_document(report, form, lang, names=names_of(world))


async def _month(
    data: Path, redis: str | None, named: str, calendar: Calendar | None, form: Format, lang: Language
) -> Document:
    async with open_log(data, redis, create=False) as log:
        world = await snapshots.load(log)
        span = Month.read(named, world.settings.timezone)
        report = await read_month(log, span, world, as_of=time_of(world), calendar=calendar)
    return month_document(report, form, lang, names=names_of(world))


async def _samples(data: Path, redis: str | None, named: str | None) -> Document:
    async with open_log(data, redis, create=False) as log:
        world = await snapshots.load(log)
        span = Month.ever() if named is None else Month.read(named, world.settings.timezone)
        return Document(samples_csv(await read_samples(log, span, world.restated)), "text/csv")


def _write(document: Document, out: Path | None) -> None:
    if out is not None:
        out.write_bytes(document.content)
        say(f"{out}: {len(document.content)} bytes", err=True)
        return
    say_document(document.content)
