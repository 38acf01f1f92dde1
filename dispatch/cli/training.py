"""``onethree training``: who owes which drill by when, and a month's outings that pay the debts."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import orjson
import typer
from rich.table import Table

from dispatch.cli.options import District, Json, Lang, Language, Redis, language, wrong_usage
from dispatch.cli.output import Terminal, say
from dispatch.core.errors import Unusable
from dispatch.core.instant import to_builtins
from dispatch.log.open import open_log
from dispatch.past.drills.facts import DrillFacts
from dispatch.past.drills.reading import read_drills
from dispatch.past.reports.month import Month
from dispatch.past.reports.training import TrainingReport, all_held, local_day, training_report
from dispatch.past.reports.words import DASH, Wording
from stations.district import read_district
from stations.training.calendar import Calendar, read_calendar
from stations.training.model import PartyKey
from stations.training.plan import MonthPlan, plan_month

Data = Annotated[
    Path | None, typer.Option(help="the hub's data folder; without it nothing was done yet", envvar="ONETHREE_DATA")
]
Day = Annotated[str | None, typer.Option(help="as if today were this day, YYYY-MM-DD")]


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    group = typer.Typer(
        name="training",
        no_args_is_help=True,
        help="The duty to train: what is overdue, what comes next, a month's plan.\n\n"
        "Example: [bold]onethree training plan district --data data --month 2026-12[/bold]",
    )
    group.command()(owed)
    group.command()(plan)
    app.add_typer(group)


def owed(
    district: District,
    data: Data = None,
    day: Day = None,
    limit: Annotated[int, typer.Option(help="so many debts are listed", min=0)] = 40,
    redis: Redis = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Say who owes which drill: overdue first, then by the day it is due.

    Example: [bold]onethree training owed district --data data --lang zh[/bold]
    """
    calendar, zone, drills = _read(district, data, redis)
    report = training_report(calendar, drills, zone, from_day=None, day=_day(day, zone))
    if json:
        say(orjson.dumps(to_builtins(report)).decode())
        return
    _show_owed(report, Wording(language(lang), zone), limit)


def plan(
    district: District,
    data: Data = None,
    month: Annotated[str | None, typer.Option(help="YYYY-MM; without it the next month")] = None,
    day: Day = None,
    redis: Redis = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Propose a month's drills: every debt whose turn it is, paid with the fewest outings.

    Example: [bold]onethree training plan district --data data --month 2026-12[/bold]
    """
    calendar, zone, drills = _read(district, data, redis)
    today = _day(day, zone)
    first = _month(month, zone, today)
    same = (first.year, first.month) == (today.year, today.month)
    found = plan_month(
        calendar.training, calendar.parties, all_held(calendar, drills, zone), first, from_day=today if same else None
    )
    if json:
        say(orjson.dumps(to_builtins(found) | {"proven": found.proven}).decode())
        return
    _show_plan(found, calendar, language(lang), zone)


def _read(district: Path, data: Path | None, redis: str | None) -> tuple[Calendar, ZoneInfo, list[DrillFacts]]:
    folder = read_district(district)
    calendar = read_calendar(district, folder)
    drills = asyncio.run(_drills(data, redis)) if data is not None else []
    return calendar, ZoneInfo(folder.settings.timezone), drills


async def _drills(data: Path, redis: str | None) -> list[DrillFacts]:
    async with open_log(data, redis, create=False) as log:
        return await read_drills(log)


def _day(text: str | None, zone: ZoneInfo) -> date:
    try:
        return datetime.now(UTC).astimezone(zone).date() if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise wrong_usage(f"{text!r} is no day; write it as 2026-11-22") from error


def _month(text: str | None, zone: ZoneInfo, today: date) -> date:
    named = text or f"{today.year + today.month // 12}-{today.month % 12 + 1:02d}"
    try:
        return local_day(Month.read(named, zone.key).from_at, zone)
    except Unusable as error:
        raise wrong_usage(str(error)) from error


def _show_owed(report: TrainingReport, wording: Wording, limit: int) -> None:
    out = Terminal()
    if not report.areas_known:
        out.print(wording.word("areas_unknown"))
    if report.unknown:
        out.print(f"{wording.word('unknown_height')}: {report.unknown}")
    duties = Table(
        *(wording.word(key) for key in ("duty", "period", "parties", "met", "due_open", "overdue", "source"))
    )
    named = {each.duty: each.zh if wording.language == "zh" else each.en for each in report.duties}
    for each in report.duties:
        counts = (str(each.parties), str(each.met), str(each.open), str(each.overdue))
        conflict = each.conflict_zh if wording.language == "zh" else each.conflict_en
        source = f"{each.source} [{each.confidence}]" + (f"\n{conflict}" if conflict else "")
        duties.add_row(named[each.duty], wording.coded("period", each.period), *counts, source)
    out.print(duties)
    for line in report.held:
        if line.unpaid is not None:
            why = wording.coded("unpaid", line.unpaid)
            out.print(f"{line.day} {line.name}: {wording.word('unpaid')} ({why})", markup=False)
    debts = Table(*(wording.word(key) for key in ("due", "overdue", "duty", "who")))
    for debt in report.owed[:limit]:
        mark = "✗" if debt.state == "overdue" else ""
        debts.add_row(str(debt.due), mark, named[debt.duty], _party(debt.party, report.names, wording))
    out.print(debts)
    if len(report.owed) > limit:
        out.print(f"… +{len(report.owed) - limit}")


def _show_plan(found: MonthPlan, calendar: Calendar, lang: Language, zone: ZoneInfo) -> None:
    wording = Wording(lang, zone)
    out = Terminal()
    names = {party.id: party.name for party in calendar.parties}
    table = Table(*(wording.word(key) for key in ("day", "drill", "place", "who", "pays")))
    for each in sorted(found.outings, key=lambda outing: (outing.day is None, outing.day or found.month)):
        who = ", ".join(_party(key, names, wording) for key in each.parties)
        day = DASH if each.day is None else str(each.day)
        table.add_row(
            day, wording.coded("drill_kind", each.drill), _party(each.site, names, wording), who, str(len(each.pays))
        )
    out.print(table)
    proof = wording.word("fewest") if found.proven else f"{wording.word('at_least')} {found.at_least}"
    out.print(
        f"{found.month:%Y-%m}: {len(found.outings)} {wording.word('outings')} ({proof}); "
        f"{wording.word('pays')} {found.due} + {found.early}",
        markup=False,
    )


def _party(key: PartyKey, names: dict[str, str], wording: Wording) -> str:
    who = wording.coded("party", key.who)
    return f"{who} {names.get(key.id) or key.id}"
