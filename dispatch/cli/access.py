"""``onethree token``: who may come in."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from dispatch.access.roles import ROLES
from dispatch.access.tokens import Tokens
from dispatch.cli.options import wrong_usage
from dispatch.cli.output import Terminal, say
from dispatch.core.instant import to_text
from dispatch.files import keep_new_files_private

_UNIT_MS = {"d": 86_400_000, "h": 3_600_000, "m": 60_000}


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(token)


def token(
    data: Annotated[Path, typer.Argument(help="the hub's data folder", envvar="ONETHREE_DATA")],
    role: Annotated[str | None, typer.Option(help=f"one of {', '.join(ROLES)}")] = None,
    station: Annotated[
        list[str] | None, typer.Option(help="the station's id, for role station; several give a token each")
    ] = None,
    name: Annotated[str | None, typer.Option(help="who bears it, as the record shall say")] = None,
    revoke: Annotated[str | None, typer.Option(help="withdraw the token with this id")] = None,
    expires: Annotated[
        str | None, typer.Option(help="how long it is good: 90d, 12h, 30m; without it until it is withdrawn")
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="show all tokens without their secrets")] = False,
) -> None:
    """Print one new token on stdout; it works at once, beside a running hub, and cannot be shown again.

    Example: [bold]onethree token data --role station --station S0001[/bold]
    """
    keep_new_files_private()
    tokens = Tokens(data)
    if role in ROLES and not data.is_dir():
        say(f"{data} is a new folder; only a hub served with --data {data} lets this token in", err=True)
    if list_:
        _show(tokens)
    elif revoke is not None:
        gone = tokens.revoke(revoke)
        say(f"withdrawn: {gone.role} {gone.name}", err=True)
    elif role == "station" and station:
        for text in tokens.issue_to_stations(station, name=name, expires_ms=_moment(expires)):
            say(text)
    elif role in ROLES:
        say(tokens.issue(role, name=name or role, station=station[0] if station else None, expires_ms=_moment(expires)))
    else:
        say(f"say --role ROLE, one of {', '.join(ROLES)}; or --list, or --revoke ID", err=True)
        raise typer.Exit(2)


def _moment(expires: str | None) -> int | None:
    """Return the point in time (milliseconds) that so much time ends at. Raises an exit that says how to write it."""
    if expires is None:
        return None
    found = re.fullmatch(r"([1-9]\d{0,4})([dhm])", expires)
    if found is None:
        raise wrong_usage(f"--expires {expires} is no time; write days, hours or minutes as 90d, 12h or 30m")
    return time.time_ns() // 1_000_000 + int(found[1]) * _UNIT_MS[found[2]]


def _show(tokens: Tokens) -> None:
    table = Table("id", "role", "name", "station", "expires")
    for each in tokens.list():
        table.add_row(
            each.id, each.role, each.name, each.station or "", to_text(each.expires_at) if each.expires_at else ""
        )
    Terminal(soft_wrap=False).print(table)
