"""``onethree alarm``: raise an alarm from a terminal."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import uuid4

import orjson
import typer

from dispatch.cli.options import LOCAL_HUB, Json, Lang, Language, Token, Url, language, wrong_usage
from dispatch.cli.output import say
from dispatch.client.errors import HubRefusedError
from dispatch.client.http import HubClient
from dispatch.wire.vocabulary import word

_TAKEN = (200, 201)
_MESSAGES = {
    "opened": ("警情 {number} 已立案（{incident}）", "incident {number} opened ({incident})"),
    "merged": ("并入警情 {number}（{incident}）", "joined incident {number} ({incident})"),
    "flags": ("请注意：{flags}", "note: {flags}"),
    "goes": ("  {name} 出动，约 {at} 到场（{eta} 秒）", "  {name} goes, there about {at} ({eta} s)"),
    "unknown": ("  {name} 出动，行程未知", "  {name} goes, travel time not known"),
    "nobody": ("  没有派出新的力量", "  nobody new was sent"),
}


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(alarm)


def alarm(
    token: Token,
    url: Url = LOCAL_HUB,
    building: Annotated[str | None, typer.Option(help="a building's id in the district")] = None,
    lon: Annotated[float | None, typer.Option(help="degrees", min=-180, max=180)] = None,
    lat: Annotated[float | None, typer.Option(help="degrees", min=-90, max=90)] = None,
    floor: Annotated[
        str | None, typer.Option(help="storey, as people say it: 12, B2, 负一层; basements negative")
    ] = None,
    datum: Annotated[str | None, typer.Option(help="of --lon and --lat: wgs84, gcj02, bd09")] = None,
    occurred_at: Annotated[
        str | None, typer.Option(help="when, where it was not now; local time is the district's")
    ] = None,
    text: Annotated[str | None, typer.Option(help="where it is, in words")] = None,
    kind: Annotated[
        str, typer.Option(help="smoke, heat, flame, gas, manual_call_point, water_flow, report …")
    ] = "report",
    source: Annotated[str, typer.Option(help="detector, panel, phone, person, video, desk")] = "desk",
    device: Annotated[str | None, typer.Option(help="the device's own address")] = None,
    trapped: Annotated[int | None, typer.Option(help="people who cannot get out", min=0)] = None,
    note: Annotated[str | None, typer.Option(help="what the caller says")] = None,
    key: Annotated[str | None, typer.Option(help="names this sending; the same key is taken once")] = None,
    exercise: Annotated[bool, typer.Option("--exercise", help="a drill, kept apart from operations")] = False,
    test: Annotated[bool, typer.Option("--test", help="a test of the line; nobody is sent")] = False,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Raise an alarm, and say who goes and when they will be there.

    Example: [bold]onethree alarm --building B00001 --floor 12 --kind smoke --note "smoke in the corridor"[/bold]
    """
    place = {"building": building, "lon": lon, "lat": lat, "floor": floor, "text": text, "datum": datum}
    if building is None and text is None and (lon is None or lat is None):
        raise wrong_usage("say where: --building ID, or --lon and --lat, or --text")
    body: dict[str, Any] = {
        "source": source,
        "kind": kind,
        "device": device,
        "place": place,
        "occurred_at": occurred_at,
        "trapped": trapped,
        "note": note,
        # A key of our own makes a second try after a broken connection harmless.
        "key": key or uuid4().hex,
        "exercise": exercise,
        "test": test,
    }
    answer, names = asyncio.run(_raise(url, token, body))
    if json:
        say(orjson.dumps(answer).decode())
        return
    for line in _lines(answer, names, language(lang)):
        say(line)


async def _raise(url: str, token: str, body: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    async with HubClient(url, token) as client:
        answer = await client.raise_alarm(body)
        if answer.status not in _TAKEN:
            raise HubRefusedError(answer.body.get("detail") or f"the hub answered {answer.status} without a reason")
        try:
            units = (await client.get("/units"))["units"]
        except HubRefusedError:
            units = []  # a device's token may raise alarms and nothing else; then ids must do
        return answer.body, {unit["id"]: unit["name"] for unit in units}


def _lines(answer: dict[str, Any], names: dict[str, str], lang: Language) -> list[str]:
    def message(what: str, **fields: Any) -> str:
        return _MESSAGES[what][lang == "en"].format_map(fields)

    lines = [message("merged" if answer["merged"] else "opened", **answer)]
    if answer["flags"]:
        lines.append(message("flags", flags=", ".join(word("flag", flag, lang) for flag in answer["flags"])))
    now = datetime.now().astimezone()
    for order in answer["assignments"]:
        name, eta_s = names.get(order["unit"], order["unit"]), order["eta_s"]
        if eta_s is None:
            lines.append(message("unknown", name=name))
        else:
            lines.append(
                message("goes", name=name, eta=f"{eta_s:.0f}", at=f"{now + timedelta(seconds=eta_s):%H:%M:%S}")
            )
    return lines if answer["assignments"] else [*lines, message("nobody")]
