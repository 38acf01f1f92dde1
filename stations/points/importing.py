"""Imports a point list into ``devices.csv``: what was read and what not, by row; what would change; all or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from stations.devices import Device, Gateway
from stations.points.addresses import Order, is_layout
from stations.points.placing import FloorOf, Placed, Setting, place
from stations.points.reading import read_points
from stations.problems import Findings, Problem, suggest
from stations.registry import importing
from stations.registry.reading import Source, read_table, read_tables
from stations.registry.schema import BY_NAME
from stations.writing import as_csv

_NAMED = re.compile(
    r"(?:points|点表|点位表|编码表|点位清单)[\s_\-—(（【]*(?P<gateway>[A-Za-z0-9._-]*?)[)）】]?", re.IGNORECASE
)


class Way(NamedTuple):
    """How a list is to be taken: the column of the address, how digits are cut, how addresses are written."""

    heading: str = ""
    layout: str = ""
    order: Order | None = None
    system: int = 1
    replace: bool = False


AS_USUAL = Way()
"""By the list's own headings, in the gateway's way; what the list does not have stays."""


class PointsPlan(NamedTuple):
    """What the list comes to: the import that it would be, None where nothing could be read.

    ``read`` points are rows of it, ``spare`` ones are left out by their own words; ``missing`` are devices of the
    gateway that the list does not have: they stay, unless they are to go.
    """

    table: importing.ImportPlan | None
    problems: tuple[Problem, ...]
    read: int = 0
    spare: int = 0
    missing: tuple[Device, ...] = ()

    @property
    def unread(self) -> int:
        """How many rows could not be read."""
        return len({each.line for each in self.problems if each.severity == "error" and each.line is not None})

    @property
    def is_possible(self) -> bool:
        """Whether it may be carried out: rows that were not read do not hinder those that were."""
        return self.table is not None and self.table.is_possible and self.read > 0


class Devices(NamedTuple):
    """The rows of ``devices.csv`` that a list makes, as a file to import, and what was found in the list."""

    content: bytes | None
    problems: tuple[Problem, ...]
    read: int = 0
    spare: int = 0
    missing: tuple[Device, ...] = ()


def plan_points(folder: Path, file: Path, gateway: str, floor_of: FloorOf, way: Way = AS_USUAL) -> PointsPlan:
    """Read a point list of one gateway and say what it would change. Raises OSError where the file cannot be read."""
    found = devices_of(folder, importing.Incoming(file.name, file.read_bytes()), gateway, floor_of, way)
    if found.content is None:
        return PointsPlan(None, found.problems)
    incoming = importing.Incoming(BY_NAME["devices"].file, found.content)
    plan = importing.plan_import(folder, [incoming], partial=not way.replace)
    return PointsPlan(plan, found.problems, found.read, found.spare, found.missing)


def gateway_in(name: str) -> str | None:
    """Return the gateway whose point list a file is by its name (``点表-G1.xlsx``); None for other files."""
    found = _NAMED.fullmatch(Path(name).stem)
    return None if found is None else found["gateway"]


def devices_of(folder: Path, file: importing.Incoming, gateway: str, floor_of: FloorOf, way: Way = AS_USUAL) -> Devices:
    """Return what a list says as a table of devices; with ``way.replace`` all others of the table are in it too."""
    findings = Findings(file.name)
    tables = read_tables(folder)
    gateways: dict[str, Gateway] = {each.id: each for each in tables.records("gateways")}
    there = gateways.get(gateway)
    if not gateway:
        findings.fail("does not say whose points it has; name the file after its gateway, such as 点表-G1.xlsx")
    elif there is None:
        findings.fail(f"“{gateway}” is not in gateways.csv; {suggest(gateway, tuple(gateways))}", field="gateway")
    if way.layout and not is_layout(way.layout):
        findings.fail(f"“{way.layout}” cuts no digits; write U, L and P for panel, loop and point, such as LLPPP")
    if there is None or not findings.complete or file.content is None:
        return Devices(None, tuple(findings.problems))
    listed = read_points(file.content, findings, heading=way.heading, layout=way.layout)
    order = way.order or ("loop-first" if there.protocol == "gb26875" else "as-written")
    buildings = {each.id: each for each in tables.records("buildings")}
    present: Sequence[Device] = tables.records("devices")
    placed = place(listed.points, Setting(there, buildings, present, floor_of, order, way.system), findings)
    placed = _taken(placed, findings)
    problems = tuple(sorted(findings.problems, key=lambda problem: problem.line or 0))
    if not placed.devices:
        return Devices(None, problems, 0, len(listed.spare))
    others = tuple(each for each in present if each.gateway != gateway) if way.replace else ()
    content = as_csv(BY_NAME["devices"], (*others, *placed.devices))
    return Devices(content, problems, len(placed.devices), len(listed.spare), placed.missing)


def _taken(placed: Placed, findings: Findings) -> Placed:
    """Return the devices that the table would take; what is wrong with the others is noted at their lines of the list.

    Otherwise it would be told of a file that nobody has seen: the table that the list makes.
    """
    schema = BY_NAME["devices"]
    source = Source(Path(findings.file), content=as_csv(schema, placed.devices), incoming=True)
    table = read_table(schema, source)
    at = {row.line: index for index, row in enumerate(table.rows)}
    wrong: dict[int, Problem] = {}
    for problem in (each for found in table.findings for each in found.problems):
        if problem.severity == "error" and problem.line is not None and problem.line in at:
            wrong.setdefault(at[problem.line], problem)
    for index, problem in wrong.items():
        findings.error(problem.message, line=placed.lines[index], field=problem.field)
    kept = [index for index in range(len(placed.devices)) if index not in wrong]
    return placed._replace(
        devices=tuple(placed.devices[index] for index in kept), lines=tuple(placed.lines[index] for index in kept)
    )


def as_tables(
    folder: Path, files: Sequence[importing.Incoming], floor_of: FloorOf, way: Way = AS_USUAL
) -> tuple[list[importing.Incoming], list[Problem]]:
    """Return files with each point list as the table of devices that it makes, and what was found in the lists.

    A row that was not read is a warning here: it hinders nobody from importing the others.
    """
    found: list[importing.Incoming] = []
    problems: list[Problem] = []
    for file in files:
        gateway = gateway_in(file.name)
        if gateway is None:
            found.append(file)
            continue
        made = devices_of(folder, file, gateway, floor_of, way)
        if made.content is None:
            problems += made.problems
        else:
            problems += (replace(each, severity="warning") for each in made.problems)
            found.append(importing.Incoming(BY_NAME["devices"].file, made.content))
    return found, problems
