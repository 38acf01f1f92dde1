"""``onethree erase``: what people said about an incident, destroyed for good."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

import orjson
import typer

from dispatch.cli.options import LOCAL_HUB, Json, Lang, Token, Url, language
from dispatch.cli.output import say
from dispatch.client.errors import HubRefusedError
from dispatch.client.http import HubClient

_MESSAGES = {
    "erased": (
        "{incident}：个人信息已销毁（{at}），记录见第 {seq} 号事件",
        "{incident}: what people said is destroyed ({at}); event {seq} of the record says so",
    ),
    "in_clear": (
        "{incident}：{in_clear} 条旧事件未加密，无法抹除",
        "{incident}: {in_clear} older events are not encrypted and stay as they are",
    ),
}


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(erase)


def erase(
    incident: Annotated[str, typer.Argument(help="the incident's id (inc-41); archived ones too")],
    reason: Annotated[str, typer.Option(help="why, for the record: name the request, not the person")],
    url: Url = LOCAL_HUB,
    token: Token = "",
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Destroy what people said about a closed incident: callers, notes, reasons. The record's chain stays whole.

    Needs a commander's or an admin's token. It cannot be undone. Copies of the keys elsewhere are not reached: see
    docs/operations.md.

    Example: [bold]onethree erase inc-41 --reason "request 2026-17"[/bold]
    """
    answer = asyncio.run(_erase(url, token, incident, reason))
    if json:
        say(orjson.dumps(answer).decode())
        return
    english = language(lang) == "en"
    for event in answer["events"]:
        say(_MESSAGES["erased"][english].format_map(event))
        if event["in_clear"]:
            say(_MESSAGES["in_clear"][english].format_map(event))


async def _erase(url: str, token: str, incident: str, reason: str) -> dict[str, Any]:
    async with HubClient(url, token) as client:
        answer = await client.erase(incident, reason)
        if answer.status != 200:  # noqa: PLR2004 - HTTP's own number
            raise HubRefusedError(answer.body.get("detail") or f"the hub answered {answer.status} without a reason")
        return answer.body
