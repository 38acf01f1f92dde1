"""``onethree coverage`` and ``onethree calibrate``: what the roads of a district say without a hub."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, cast

import orjson
import typer
from rich.table import Table

from dispatch.cli.options import District, Json, wrong_usage
from dispatch.cli.output import Terminal, say, say_lines
from dispatch.core.decide import decide
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import HUB
from dispatch.core.world import World
from dispatch.travel.district_roads import open_roads
from dispatch.travel.road_times import RoadTravelTimes, access_of
from dispatch.writer import registry
from loadtest.figures import Figure, as_json
from routing.calibration.report import run as run_calibration
from routing.coverage import Building, Coverage, FloorRule, coverage as find_coverage, write_uncovered
from routing.model import Spot
from routing.router import Router
from routing.sites import Proposal, propose_sites
from stations.district import read_district
from stations.model import District as DistrictFolder
from stations.registry.sites import sites_of

_SHOWN = 20
"""So many of the buildings that nobody reaches in time are listed; --geojson has them all."""


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(coverage)
    app.command()(calibrate)


def coverage(
    district: District,
    within: Annotated[int, typer.Option(help="seconds from the order to the judged storey", min=1)] = 60,
    sites: Annotated[int, typer.Option(help="propose so many new stations", min=0)] = 0,
    floor: Annotated[str, typer.Option(help="where an arrival is judged: entrance, middle or top storey")] = "top",
    mode: Annotated[list[str] | None, typer.Option(help="count these travel modes only; without it all")] = None,
    geojson: Annotated[Path | None, typer.Option(help="write the buildings that are not reached here")] = None,
    json: Json = False,
) -> None:
    """Say which buildings are reached in time, which are not, and where the next stations belong.

    Turnout, road, entrance and the climb all count, as in a real order.

    Example: [bold]onethree coverage district --within 60 --sites 5[/bold]
    """
    if floor not in ("entrance", "middle", "top"):
        raise wrong_usage("--floor is entrance, middle or top")
    folder, at = read_district(district), datetime.now(UTC)
    router = _with_units(folder)
    router.prepare(at)
    files = {site.building: site for site in sites_of(folder)}
    buildings = [
        Building(each.name, Spot(each.lon, each.lat), access_of(each, files.get(each.id), folder.settings.modes))
        for each in folder.buildings
    ]
    found = find_coverage(
        router.snapshot, buildings, at=at, within_s=(within,), floor=cast("FloorRule", floor), modes=mode
    )
    proposal = propose_sites(router.snapshot, found, sites, limit_s=within, at=at) if sites else None
    if geojson is not None:
        write_uncovered(found, within, geojson)
    if json:
        say(as_json(_figures(found, proposal, within)))
        return
    _print(found, proposal, within)


def calibrate(
    district: District,
    trips: Annotated[Path, typer.Argument(help="recorded trips as CSV, a row for each unit sent")],
    write: Annotated[Path | None, typer.Option(help="write the speeds file here, such as DISTRICT/speeds.toml")] = None,
    json: Json = False,
) -> None:
    """Find road speeds by recorded trips, and judge them on days that they were not found on.

    Every day is held out once. On it the found speeds stand beside straight lines, one speed for all streets without
    freeways, and the speeds as they are: how often each chose the unit really sent first, and its error from order to
    arrival. Speeds that do not beat both simple models are not recommended: one speed for all streets is written then.

    Columns of TRIPS: unit, mode, from_lon, from_lat (where it set off), lon, lat, assigned_at, en_route_at, on_scene_at
    (RFC 3339; the last two empty where it was cancelled). Better with: call (the incident's number), kind (who could
    have gone instead, such as ENGINE), free_at (when it could be sent again), emergency (no: without lights). Give all
    trips, short and cancelled ones too: they tell who was free.

    The district takes the file by [bold]speeds_file = "speeds.toml"[/bold] in its table [bold]\\[roads][/bold].

    Example: [bold]onethree calibrate district trips.csv --write district/speeds.toml[/bold]
    """
    folder = read_district(district)
    report = run_calibration(folder.roads, folder.roads_settings, trips)
    if write is not None and report.finds_speeds:
        write.write_text(report.toml(), encoding="utf-8")
    if json:
        say(orjson.dumps({"figures": report.figures()}).decode())
        return
    for line in report.lines():
        say(line)
    say_lines("\n# the speeds file:\n" + report.toml())


def _with_units(folder: DistrictFolder) -> Router:
    """Return the district's roads with all its units on them, as a hub would have them."""
    world = World()
    for change in registry.changes(world, folder):
        world = decide(world, change, now=Instant(0), by=HUB).world
    return RoadTravelTimes(open_roads(folder), world).router


def _figures(found: Coverage, proposal: Proposal | None, within: int) -> list[Figure]:
    total = len(found.reached)
    covered = found.covered(within)
    figures = [
        Figure("buildings", total),
        Figure(f"reached within {within} s", covered, "", "buildings", covered / total if total else None),
        Figure("judged at the entrance, storeys unknown", found.storeys_unknown),
    ]
    if proposal is not None:
        ratio = proposal.covered / proposal.bound if proposal.bound else None
        figures.append(Figure("covered by proposed sites", proposal.covered, "", "bound of any as many sites", ratio))
    return figures


def _print(found: Coverage, proposal: Proposal | None, within: int) -> None:
    console = Terminal(soft_wrap=False)
    total, late = len(found.reached), found.uncovered(within)
    share = f" ({found.covered(within) / total:.0%})" if total else ""
    console.print(f"{found.covered(within)} of {total} buildings{share} are reached within {within} s")
    if found.storeys_unknown:
        console.print(f"{found.storeys_unknown} of unknown storeys are judged at their entrance")
    if late:
        table = Table("not reached in time", "first there", "mode", "after s", title=f"the {_SHOWN} latest")
        for each in late[:_SHOWN]:
            after = "never" if each.eta_ms is None else f"{each.eta_ms / 1000:.0f}"
            table.add_row(each.building.name, each.first or "nobody", each.mode or "", after)
        console.print(table)
    if proposal is not None:
        table = Table("next station in", "further buildings reached")
        for site in proposal.sites:
            table.add_row(site.building.name, str(site.gains))
        console.print(table)
        verdict = "no other choice covers more" if proposal.optimal else f"none could cover more than {proposal.bound}"
        console.print(f"they cover {proposal.covered} of {proposal.demand} that are late now; {verdict}")
