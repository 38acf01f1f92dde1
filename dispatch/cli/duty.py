"""``onethree duty``: who is on post, how ready the stations are, and post checks (查岗)."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import msgspec
import orjson
import typer
from rich.table import Table

from dispatch.cli.options import LOCAL_HUB, Data, District, Json, Lang, Language, Redis, Token, Url, language
from dispatch.cli.output import Terminal, say
from dispatch.client.errors import HubRefusedError
from dispatch.client.http import HubClient
from dispatch.log.open import open_log
from dispatch.past.reports.posts import ShiftChecks
from dispatch.past.reports.reading import read_checks
from dispatch.wire.vocabulary import word
from stations.district import read_district
from stations.duty.shifts import Turn, on_roster, rosters_of

duty = typer.Typer(
    help="Who is on post, how ready the stations are, post checks (查岗).\n\n"
    'Example: [bold]onethree duty status --token "$TOKEN"[/bold]',
    no_args_is_help=True,
)

_TAKEN = 200
_CHECK_SECONDS = 1.0
_MESSAGES = {
    "called": ("已查岗 {station}（{check}），{due} 前应答", "{station} is asked ({check}), to answer by {due}"),
    "nobody": ("值班表上现在无人", "nobody is on the roster now"),
    "no_checks": ("记录中没有查岗", "the record holds no post checks"),
}
_HEADS = {
    "station": ("消防站", "station"),
    "state": ("状态", "state"),
    "score": ("就绪度", "score"),
    "people": ("在岗", "on post"),
    "why": ("原因", "why"),
    "shift": ("班次", "shift"),
    "members": ("人员", "members"),
    "until": ("至", "until"),
    "called": ("查岗", "called"),
    "answered": ("按时应答", "in time"),
    "missed": ("未应答", "missed"),
    "excused": ("不计", "excused"),
    "p50": ("应答中位", "p50"),
    "p90": ("九成内", "p90"),
}


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.add_typer(duty, name="duty")


@duty.command()
def status(
    token: Token,
    url: Url = LOCAL_HUB,
    station: Annotated[str | None, typer.Option(help="one station only")] = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Show how ready every station is, who is on post, and why one is not ready.

    Example: [bold]onethree duty status --token "$TOKEN"[/bold]
    """
    found = asyncio.run(_readiness(url, token, station))
    if json:
        say(orjson.dumps({"stations": found}).decode())
        return
    _print_status(found, language(lang))


@duty.command()
def roster(
    district: District,
    at: Annotated[datetime | None, typer.Option(help="local time; without it now", formats=["%Y-%m-%dT%H:%M"])] = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Show whom a district's roster has on post, now or at a time; needs no hub.

    Example: [bold]onethree duty roster district --at 2026-11-22T23:30[/bold]
    """
    read = read_district(district)
    zone = ZoneInfo(read.settings.timezone)
    moment = datetime.now(UTC) if at is None else at.replace(tzinfo=zone)
    at_ms = round(moment.timestamp() * 1000)
    turns = {
        each.station: on_roster(each, read.settings.duty.shifts, at_ms, zone)
        for each in rosters_of(read.registry.roster or ())
    }
    if json:
        found = [{"station": key, **_turn(turn, zone)} for key, own in turns.items() for turn in own]
        say(orjson.dumps({"turns": found}).decode())
        return
    _print_roster(turns, zone, language(lang))


@duty.command()
def check(
    station: Annotated[str, typer.Argument(help="the station's id", envvar="ONETHREE_STATION")],
    token: Token,
    url: Url = LOCAL_HUB,
    reason: Annotated[str | None, typer.Option(help="why now, for the record")] = None,
    wait: Annotated[bool, typer.Option("--wait", help="until it is answered; exit 1 where it is not, in time")] = False,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Ask a station whether somebody is there (查岗); refused while a crew of it has an order.

    Example: [bold]onethree duty check S0001 --wait --token "$TOKEN"[/bold]
    """
    outcome = asyncio.run(_check(url, token, station, reason, wait=wait))
    if json:
        say(orjson.dumps(outcome).decode())
    elif outcome["outcome"] is None:
        say(_MESSAGES["called"][language(lang) == "en"].format(due=outcome["due_at"], **outcome))
    else:
        say(f"{station}: {word('event', outcome['outcome'], language(lang))}")
    if wait and outcome["outcome"] != "check.answered":
        raise typer.Exit(1)


@duty.command()
def figures(data: Data, redis: Redis = None, lang: Lang = None, json: Json = False) -> None:
    """Count post checks by station and shift from the record; works beside a running hub.

    Example: [bold]onethree duty figures data[/bold]
    """
    rows = asyncio.run(_count(data, redis))
    if json:
        say(msgspec.json.encode({"checks": rows}).decode())
    elif rows:
        _print_figures(rows, language(lang))
    else:
        say(_MESSAGES["no_checks"][language(lang) == "en"])


async def _readiness(url: str, token: str, station: str | None) -> list[dict[str, Any]]:
    async with HubClient(url, token) as client:
        answer = await client.get("/readiness", **({"station": station} if station else {}))
        found: list[dict[str, Any]] = answer["stations"]
        return found


async def _check(url: str, token: str, station: str, reason: str | None, *, wait: bool) -> dict[str, Any]:
    """Call a check; with ``wait`` look in the record for its outcome until there is one."""
    async with HubClient(url, token) as client:
        answer = await client.command(f"terminal-{uuid4().hex}", "check.call", station=station, reason=reason)
        if answer.status != _TAKEN:
            raise HubRefusedError(answer.body.get("detail") or f"the hub answered {answer.status} without a reason")
        called = answer.body["events"][0]
        outcome, after = None, answer.body["seq"]
        while wait and outcome is None:
            await asyncio.sleep(_CHECK_SECONDS)
            async for event in client.list_events(after):
                after = event["seq"]
                if event.get("check") == called["check"] and event["type"] in _OUTCOMES:
                    outcome = event["type"]
                    break
        return {"station": station, "check": called["check"], "due_at": called["due_at"], "outcome": outcome}


_OUTCOMES = ("check.answered", "check.missed", "check.excused")


async def _count(data: Path, redis: str | None) -> tuple[ShiftChecks, ...]:
    async with open_log(data, redis, create=False) as log:
        return await read_checks(log)


def _turn(turn: Turn, zone: ZoneInfo) -> dict[str, Any]:
    begins, ends = (datetime.fromtimestamp(ms / 1000, zone).isoformat() for ms in (turn.begins_ms, turn.ends_ms))
    return {"shift": turn.shift, "members": turn.members, "begins_at": begins, "ends_at": ends}


def _print_status(found: list[dict[str, Any]], lang: Language) -> None:
    table = _table(("station", "state", "score", "people", "why"), lang)
    for each in found:
        strength = next((reason for reason in each["reasons"] if reason["rule"] == "minimum_strength"), None)
        value, wanted = (strength["value"], strength["wanted"]) if strength else (None, None)
        lacking = [reason["finding"] for reason in each["reasons"] if reason["met"] is not None and reason["met"] < 1]
        score = "–" if each["score"] is None else str(each["score"])
        people = "–" if value is None else f"{value:g}/{wanted:g}"
        why = ", ".join(word("finding", finding, lang) for finding in lacking)
        state = word("readiness", each["state"], lang)
        table.add_row(each["station"], state, score, people, why)
    Terminal(soft_wrap=False).print(table)


def _print_roster(turns: dict[str, tuple[Turn, ...]], zone: ZoneInfo, lang: Language) -> None:
    if not any(turns.values()):
        say(_MESSAGES["nobody"][lang == "en"])
        return
    table = _table(("station", "shift", "members", "until"), lang)
    for station, own in turns.items():
        for turn in own:
            until = datetime.fromtimestamp(turn.ends_ms / 1000, zone)
            table.add_row(station, word("shift_name", turn.shift, lang), " ".join(turn.members), f"{until:%m-%d %H:%M}")
    Terminal(soft_wrap=False).print(table)


def _print_figures(rows: tuple[ShiftChecks, ...], lang: Language) -> None:
    table = _table(("station", "shift", "called", "answered", "missed", "excused", "p50", "p90"), lang)
    for row in rows:
        p50, p90 = ("–" if ms is None else f"{ms / 1000:.0f} s" for ms in (row.answer.p50_ms, row.answer.p90_ms))
        counts = (str(count) for count in (row.called, row.answered, row.missed, row.excused))
        table.add_row(row.station, word("shift_name", row.shift, lang) or "–", *counts, p50, p90)
    Terminal(soft_wrap=False).print(table)


def _table(heads: tuple[str, ...], lang: Language) -> Table:
    return Table(*(_HEADS[head][lang == "en"] for head in heads))
