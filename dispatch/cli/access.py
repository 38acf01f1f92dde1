"""``onethree token``: who may come in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from dispatch.access.roles import ROLES
from dispatch.access.tokens import Tokens
from dispatch.cli.output import Terminal, say
from dispatch.files import keep_new_files_private


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
        for text in tokens.issue_to_stations(station, name=name):
            say(text)
    elif role in ROLES:
        say(tokens.issue(role, name=name or role, station=station[0] if station else None))
    else:
        say(f"say --role ROLE, one of {', '.join(ROLES)}; or --list, or --revoke ID", err=True)
        raise typer.Exit(2)


def _show(tokens: Tokens) -> None:
    table = Table("id", "role", "name", "station")
    for each in tokens.list():
        table.add_row(each.id, each.role, each.name, each.station or "")
    Terminal(soft_wrap=False).print(table)
