"""``onethree stations``: the registry in and out as tables, gaps against the norms, and equipment that falls due."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import typer

from dispatch.cli import points
from dispatch.cli.options import District, Json, Lang, language
from dispatch.cli.output import Terminal, say
from dispatch.cli.render_stations import (
    due_figures,
    gap_figures,
    gaps_as_data,
    print_changes,
    print_due,
    print_gaps,
    print_problems,
    print_removals,
)
from loadtest.figures import as_json
from stations.datum import Datum
from stations.district import read_district
from stations.equipment import due as find_due, undated
from stations.norms.gaps import find_gaps
from stations.norms.page import render_page
from stations.norms.reading import read_norms
from stations.problems import DistrictError, Problem
from stations.registry import importing
from stations.registry.reading import read_tables

Encoding = Literal["utf-8", "gb18030"]

stations = typer.Typer(
    help="The registry of stations as tables, held against the norms.\n\n"
    "Example: [bold]onethree stations import district members.csv --dry-run[/bold]",
    no_args_is_help=True,
)
console = Terminal()

_NO_EQUIPMENT = "is not there, so that nothing is known of the equipment; import it with onethree stations import"

On = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="judge this day; without it today in the district")
]


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    points.add_to(stations)
    app.add_typer(stations, name="stations")


@stations.command("import")
def import_tables(
    district: District,
    files: Annotated[list[Path], typer.Argument(help="tables (.csv, .xlsx), named after their table: members.csv")],
    datum: Annotated[Datum, typer.Option(help="of positions, where a file has no column “datum”")] = "wgs84",
    encoding: Annotated[Encoding, typer.Option(help="of files that are no UTF-8 and have no mark")] = "utf-8",
    replace: Annotated[bool, typer.Option("--replace", help="rows that the files do not mention go")] = False,
    partial: Annotated[bool, typer.Option("--partial", help="they stay, as without any option")] = False,
    removing: Annotated[int, typer.Option(help="how many rows go: the number that was told", min=0)] = 0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would change, and change nothing")] = False,
    lang: Lang = None,
) -> None:
    """Bring tables into a district: all of them, or none where anything is wrong with any. Rows not mentioned stay.

    Example: [bold]onethree stations import district members.xlsx 消火栓.csv --datum gcj02 --dry-run[/bold]
    """
    if replace and partial:
        raise typer.BadParameter("rows that the files do not mention either stay or go; leave one option out")
    plan = importing.plan_import(district, files, datum=datum, encoding=encoding, partial=not replace)
    print_problems(plan.problems, console, language(lang))
    if not plan.is_possible:
        raise typer.Exit(1)
    print_changes(plan.changes, console, language(lang), only_planned=dry_run)
    if dry_run:
        return
    if removing != plan.removed:
        print_removals(plan.removed, console, language(lang))
        raise typer.Exit(1)
    importing.carry_out(plan, removing=removing)


@stations.command("export")
def export_tables(
    district: District,
    folder: Annotated[Path, typer.Argument(help="where to write; made where it is missing")],
    lang: Lang = None,
) -> None:
    """Write every table of a district as CSV that a spreadsheet opens and saves unharmed.

    Example: [bold]onethree stations export district tables[/bold]
    """
    tables = read_tables(district)
    print_problems(tables.problems, console, language(lang))
    if not tables.is_usable:
        raise typer.Exit(1)
    for path in importing.export(tables, folder):
        say(path)


@stations.command()
def norms(
    district: District,
    on: On = None,
    everything: Annotated[bool, typer.Option("--all", help="what is met, too")] = False,
    html: Annotated[Path | None, typer.Option(help="write a page here")] = None,
    json: Json = False,
    lang: Lang = None,
) -> None:
    """Hold every station against the national norms and the district's own, by rule and source.

    Example: [bold]onethree stations norms district --html gaps.html --lang zh[/bold]
    """
    folder = read_district(district)
    day = _day(on, folder.settings.timezone)
    own = read_norms(district)
    findings = find_gaps(folder, own, on=day)
    if html is not None:
        html.write_text(render_page(folder, own, findings, on=day, lang=language(lang)), encoding="utf-8")
    if json:
        say(as_json(gap_figures(folder, findings), norms=own.base, on=day, gaps=gaps_as_data(findings)))
    elif html is not None:
        say(html)
    else:
        print_gaps(folder, findings, console, language(lang), everything=everything)


@stations.command()
def due(
    district: District,
    within: Annotated[int, typer.Option(help="days ahead", min=0)] = 30,
    on: On = None,
    json: Json = False,
    lang: Lang = None,
) -> None:
    """Say which equipment is past its date or will be: to replace, to service, to inspect.

    Example: [bold]onethree stations due district --within 30[/bold]
    """
    folder = read_district(district)
    day, own = _day(on, folder.settings.timezone), read_norms(district)
    equipment = folder.registry.equipment
    if equipment is None:
        raise DistrictError((Problem(file="equipment.csv", line=None, field="", message=_NO_EQUIPMENT),))
    found = find_due(equipment, own, day, within_days=within)
    lacking = len(undated(equipment, own))
    if json:
        say(as_json(due_figures(found, lacking, day), on=day, due=found))
    else:
        print_due(found, own, lacking, console, language(lang), on=day)


def _day(on: datetime | None, timezone: str) -> date:
    return on.date() if on else datetime.now(ZoneInfo(timezone)).date()
