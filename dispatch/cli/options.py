"""Options that several commands share, each with its ``ONETHREE_*`` variable."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from dispatch.cli.output import say
from dispatch.core.instant import Instant, from_text
from dispatch.core.world import World

Language = Literal["zh", "en"]

Data = Annotated[Path, typer.Argument(help="the hub's data folder", envvar="ONETHREE_DATA")]
District = Annotated[Path, typer.Argument(help="the district's folder", envvar="ONETHREE_DISTRICT")]
Redis = Annotated[
    str | None, typer.Option(help="the record is on this Redis or Valkey server", envvar="ONETHREE_REDIS")
]
Record = Annotated[str | None, typer.Option(help="the record's name on that server", envvar="ONETHREE_RECORD")]
Url = Annotated[str, typer.Option(help="the hub's address", envvar="ONETHREE_URL")]
Token = Annotated[str, typer.Option(help="an access token; onethree token makes one", envvar="ONETHREE_TOKEN")]
Lang = Annotated[
    Language | None, typer.Option(help="zh or en; without it as the terminal's LANG says", envvar="ONETHREE_LANG")
]
Json = Annotated[bool, typer.Option("--json", help="one JSON object on stdout")]

LOCAL_HUB = "http://127.0.0.1:8013"
"""Where a hub listens that was started without options."""


def language(chosen: Language | None) -> Language:
    """Return the language to speak: the chosen one, else the terminal's, else English."""
    if chosen is not None:
        return chosen
    terminal = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "zh" if terminal.startswith("zh") else "en"


def time_of(world: World) -> Instant:
    """Return the hub's time beside a record: the wall's, never before its last event."""
    return max(from_text(datetime.now(UTC).isoformat()), world.at)


def wrong_usage(sentence: str) -> typer.Exit:
    """Say what is wrong with the command line, and return the exit to raise."""
    say(f"onethree: {sentence}", err=True)
    return typer.Exit(2)


def socket_address(text: str) -> tuple[str, int]:
    """Read ``HOST:PORT``; ``[::1]:PORT`` of IPv6. Raises typer.Exit where it is none."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65_535:  # noqa: PLR2004 - TCP's own
        raise wrong_usage(f"“{text}” is no HOST:PORT; write for example 0.0.0.0:9009")
    return host.strip("[]"), int(port)
