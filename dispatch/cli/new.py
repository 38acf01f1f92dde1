"""``onethree new``: the folder of a new district."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dispatch.cli.output import say
from stations.new_district import write_new_district


def add_to(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command()(new)


def new(
    folder: Annotated[Path, typer.Argument(help="where; made where it is missing")],
    name: Annotated[str, typer.Option(help="what the district is called; without it as the folder")] = "",
) -> None:
    """Write the folder of a new district: settings that look first (verify-first), and empty tables.

    Then fill the tables, put the roads beside them, and ask [bold]onethree check[/bold].

    Example: [bold]onethree new district --name 示例区[/bold]
    """
    for path in write_new_district(folder, name.strip() or folder.resolve().name):
        say(str(path))
